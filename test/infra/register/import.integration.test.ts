import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  pauseImportSignal,
  resumeImportSignal,
} from '../../../contracts/commands/register/messages.js';
import { bangkokDate } from '../../../contracts/civil-date.js';
import type { ServiceView } from '../../../contracts/commands/service/messages.js';
import { importSubject, serviceSubject } from '../../../contracts/ids.js';
import type { RowOutcome } from '../../../infra/register/plan.js';
import { findImport, listFindings } from '../../../infra/postgres/register-imports.js';
import { comparePopulations, populationOf } from '../../../infra/postgres/register-knowledge.js';
import { stageEdition, startImport } from '../../../infra/register/stage.js';
import { actOnService, findService } from '../../../infra/temporal/cases.js';
import { goodBody } from '../../support/bodies.js';
import { chainFaults } from '../../support/request-events.js';
import { TestService } from '../../support/onboarding.js';
import { people, person } from '../../support/people.js';
import type { Imported } from '../../support/register-rig.js';
import { madeRow, RegisterRig } from '../../support/register-rig.js';
import { until } from '../../support/until.js';

const today = bangkokDate(Date.now());
const none: Record<RowOutcome | 'kept', number> = {
  ...{ created: 0, changed: 0, unchanged: 0, refused: 0, kept: 0 },
};

describe('an edition of the register', () => {
  const rig = new RegisterRig();
  const may = [
    madeRow('SVC1001', 'STA01'),
    madeRow('SVC1002', 'STA02'),
    madeRow('SVC1003', 'STA03', { ชื่อโครงการ: 'โครงการหนึ่ง' }),
    madeRow('SVC1004', 'STA04', { reason_id: 'RSN05' }),
    madeRow('SVC1005', 'STA05', { reason_id: 'RSN01', หมายเหตุ: '2 เรื่องต่อปี' }),
    madeRow('SVC1006', 'STA02'),
    madeRow('SVC1007', 'STA02'),
  ];
  const august = [
    madeRow('SVC1001', 'STA01'),
    madeRow('SVC1002', 'STA01'),
    madeRow('SVC1003', 'STA03', { ชื่อโครงการ: 'โครงการสอง' }),
    madeRow('SVC1004', 'STA04', { reason_id: 'RSN05' }),
    madeRow('SVC1005', 'STA05', { reason_id: 'RSN11' }),
    madeRow('SVC1006', 'STA03', { ชื่องานบริการ: 'ชื่อใหม่' }),
    madeRow('SVC1008', 'STA02'),
  ];
  const asOfMay = '2026-05-03';
  const asOfAugust = '2026-08-03';
  let second: Imported;

  beforeAll(() => rig.start());
  afterAll(() => rig.stop());

  const view = async (serviceId: string): Promise<ServiceView> => {
    const found = await findService(rig.client, serviceId);
    if (found === undefined) throw new Error(`there is no case of ${serviceId}`);
    return found;
  };
  const states = async (...ids: string[]) =>
    Promise.all(ids.map(async (id) => (await view(id)).service.state));
  const eventsOf = (serviceId: string) =>
    rig.world.published.filter(({ subject }) => subject === serviceSubject(serviceId));
  const quiet = async () => {
    await until(async () => {
      const all = await Promise.all(
        [...may, ...august].map(({ service_id: id = '' }) => findService(rig.client, id)),
      );
      return all.every((one) => one === undefined || one.unpublished === 0);
    });
  };

  it('begins a case for each row, and the same file again changes nothing', async () => {
    const { planned, progress } = await rig.import(rig.file(may, asOfMay));
    expect(planned.plan.counts).toEqual({ created: 7, changed: 0, unchanged: 0, refused: 0 });
    expect(progress.counts).toEqual({ ...none, created: 7 });
    await quiet();
    expect(await states('SVC1001', 'SVC1002', 'SVC1003', 'SVC1004', 'SVC1005')).toEqual([
      ...['live', 'develop', 'toBeFunded', 'excluded', 'excluded'],
    ]);
    const events = rig.world.published.length;
    const again = await rig.import(rig.file(may, asOfMay));
    expect(again.progress.counts).toEqual({ ...none, unchanged: 7 });
    expect(again.planned.plan.missing).toEqual([]);
    await quiet();
    expect(rig.world.published).toHaveLength(events);
  });

  it('restates what nobody has touched, leaves who has acted to a person, and ends nothing', async () => {
    const officer = person('agencyOfficer', 'somchai', 'AGY009');
    const { service } = await view('SVC1006');
    await actOnService(rig.client, 'SVC1006', {
      ...{ action: 'setMode', actor: officer, ifMatch: service.version, key: 'k1', bodyHash: 'b1' },
      body: goodBody('setMode', today),
    });
    await quiet();
    second = await rig.import(rig.file(august, asOfAugust));
    const { plan } = second.planned;
    expect(plan.counts).toEqual({ created: 1, changed: 3, unchanged: 2, refused: 1 });
    expect(second.progress.counts).toEqual({ ...none, ...plan.counts });
    expect(plan.missing.map(({ serviceId, state }) => [serviceId, state])).toEqual([
      ['SVC1007', 'develop'],
    ]);
    const changes = Object.fromEntries(
      plan.rows
        .filter(({ outcome }) => outcome === 'changed')
        .map(({ serviceId, changes: fields }) => [serviceId, fields]),
    );
    expect(changes).toEqual({
      SVC1002: [{ field: 'status', was: 'STA02', is: 'STA01' }],
      SVC1003: [{ field: 'project', was: 'โครงการหนึ่ง', is: 'โครงการสอง' }],
      SVC1005: [
        { field: 'reason', was: 'RSN01', is: 'RSN11' },
        { field: 'remark', was: '2 เรื่องต่อปี', is: '' },
      ],
    });
    const [conflict] = plan.findings.filter(({ code }) => code === 'CONFLICT');
    expect(conflict).toMatchObject({ cell: 'F7', severity: 'refused', found: 'ชื่อใหม่' });
    await quiet();
    expect(await states('SVC1002', 'SVC1005', 'SVC1006', 'SVC1007', 'SVC1008')).toEqual([
      ...['live', 'discontinued', 'develop', 'develop', 'develop'],
    ]);
    const restated = eventsOf('SVC1002').at(-1);
    expect(restated?.type).toBe('th.prasan.service.restatedByRegister.v1');
    expect(restated?.data).toMatchObject({ from: 'develop', to: 'live', of: second.importId });
    expect((await view('SVC1002')).service).toMatchObject({
      ...{ basis: 'register', verified: false },
      register: { asOf: asOfAugust, row: 3, statusId: 'STA01' },
    });
  });

  it('is a population, which is compared with the one before', async () => {
    const { pool } = rig.database;
    const first = `${asOfMay}-${(await rig.plan(rig.file(may, asOfMay))).edition.sha256.slice(0, 8)}-1`;
    expect(await populationOf(pool, first)).toMatchObject({ asOf: asOfMay, services: 7 });
    const difference = await comparePopulations(pool, first, second.importId);
    expect(difference.came).toEqual(['SVC1008']);
    // A row that is a conflict is not of the new population: nobody has decided it.
    expect(difference.went).toEqual(['SVC1006', 'SVC1007']);
    expect(difference.moved).toEqual([{ serviceId: 'SVC1002', was: 'STA02', is: 'STA01' }]);
  });

  it('with fewer columns changes only what it has, and an older one overrules nothing', async () => {
    const renamed = august.map((row) =>
      row.service_id === 'SVC1001' ? { ...row, ชื่องานบริการ: 'ชื่อเต็ม' } : row,
    );
    const narrow = await rig.plan(rig.file(renamed, '2026-08-04', ['service_id', 'ชื่องานบริการ']));
    expect(narrow.plan.counts).toEqual({ created: 0, changed: 1, unchanged: 5, refused: 1 });
    const older = await rig.plan(rig.file(may, '2026-04-01'));
    expect(older.plan.counts.changed).toBe(0);
    // What it would call agencies is planned too; an older one names none anew.
    const moved = august.map((row) => ({ ...row, รายชื่อหน่วยงาน: 'กรมสรรพสามิตใหม่' }));
    const naming = await rig.plan(rig.file(moved, '2026-08-05'));
    expect(naming.renamed).toEqual([
      { agencyId: 'AGY009', field: 'name', was: 'กรมสรรพสามิต', is: 'กรมสรรพสามิตใหม่' },
    ]);
    expect((await rig.plan(rig.file(moved, '2026-04-02'))).renamed).toEqual([]);
    const codes = older.plan.findings.map(({ code }) => code);
    expect(codes.filter((code) => code === 'OLDER_EDITION')).toHaveLength(3);
  });

  it('is undone but for what was touched since, and comes back with its sequence going on', async () => {
    const officer = person('agencyOfficer', 'somchai', 'AGY009');
    const { service } = await view('SVC1005');
    expect(service.state).toBe('discontinued');
    const { service: funded } = await view('SVC1002');
    await actOnService(rig.client, 'SVC1002', {
      ...{ action: 'setMode', actor: officer, ifMatch: funded.version, key: 'k2', bodyHash: 'b2' },
      body: goodBody('setMode', today),
    });
    await quiet();
    const undone = await rig.undo(second.importId);
    expect(undone.counts).toEqual({ ...none, created: 1, changed: 2, kept: 1 });
    await quiet();
    expect(await states('SVC1002', 'SVC1005', 'SVC1008')).toEqual([
      ...['live', 'excluded', 'registeredInError'],
    ]);
    expect((await view('SVC1005')).service.exclusion).toMatchObject({ reasonCode: 'RSN01' });
    expect((await findImport(rig.database.pool, second.importId))?.undoneBy).toBe(
      `${second.importId}-undo`,
    );

    const back = await rig.import(rig.file(august, asOfAugust));
    expect(back.planned.plan.counts).toEqual({ created: 1, changed: 2, unchanged: 3, refused: 1 });
    expect(back.progress.counts).toEqual({ ...none, ...back.planned.plan.counts });
    await quiet();
    expect(await states('SVC1005', 'SVC1008')).toEqual(['discontinued', 'develop']);
    expect(eventsOf('SVC1008').map(({ type }) => type.split('.').at(-2))).toEqual([
      ...['registered', 'registeredInError', 'restatedByRegister'],
    ]);
    for (const { service_id: id = '' } of [...may, madeRow('SVC1008', 'STA02')]) {
      const unique = [...new Map(eventsOf(id).map((event) => [event.id, event])).values()];
      expect(chainFaults('service.status.v1', unique)).toEqual([]);
    }
  });

  it('comes in one at a time', async () => {
    const rows = [madeRow('SVC2001', 'STA02')];
    await rig.stopWorker();
    const { importId } = await rig.begin(rig.file(rows, '2026-09-01'));
    const other = await rig.plan(rig.file([madeRow('SVC2002', 'STA02')], '2026-09-02'));
    await expect(stageEdition(rig.database.pool, other)).rejects.toMatchObject({ importId });
    await rig.startWorker();
    expect((await rig.ended(importId)).counts).toEqual({ ...none, created: 1 });
  });

  it('comes back to a row that failed, which holds up no other', async () => {
    const rows = ['SVC2011', 'SVC2012', 'SVC2013'].map((id) => madeRow(id, 'STA02'));
    rig.failingOnce.add('SVC2012');
    const { progress } = await rig.import(rig.file(rows, '2026-09-02'));
    expect(rig.failingOnce.size).toBe(0);
    expect(progress).toMatchObject({ rows: 3, settled: 3, counts: { ...none, created: 3 } });
    expect(await states('SVC2011', 'SVC2012', 'SVC2013')).toEqual(Array(3).fill('develop'));
  });

  it('is written by the case as it is when it comes to it, whatever was planned', async () => {
    await rig.stopWorker();
    const row = madeRow('SVC1004', 'STA01', { ชื่องานบริการ: 'อีกชื่อหนึ่ง' });
    const begun = await rig.begin(rig.file([row], '2026-09-03'));
    expect(begun.planned.plan.counts).toMatchObject({ changed: 1 });
    await rig.database.pool.query(
      `UPDATE prasan.register_row SET work = jsonb_set(work, '{former,state}', '"develop"')
       WHERE import_id = $1`,
      [begun.importId],
    );
    await rig.startWorker();
    const { counts } = await rig.ended(begun.importId);
    expect(counts).toEqual({ ...none, changed: 1 });
    await quiet();
    expect((await view('SVC1004')).service).toMatchObject({
      ...{ state: 'live', name: { th: 'อีกชื่อหนึ่ง' } },
    });
  });

  /** Plans when all that these services have decided is known. */
  const planKnowing = async (
    row: ReturnType<typeof madeRow>,
    asOf: string,
    ...services: TestService[]
  ) => {
    for (const service of services) {
      await until(async () => (await service.view()).unpublished === 0);
    }
    return rig.plan(rig.file([row], asOf));
  };

  it('lists a service that was proposed here under the row that a person has linked to it', async () => {
    const service = await TestService.propose(rig.client, { name: { th: 'เสนอก่อนมีในทะเบียน' } });
    const { serviceId } = service;
    const row = madeRow('SVC1900', 'STA02', {
      ...{ ministry_id: 'MIN003', ชื่องานบริการ: 'เสนอก่อนมีในทะเบียน' },
    });
    const before = (await planKnowing(row, '2026-09-05', service)).plan.rows[0];
    // Never by its name alone.
    expect(before).toMatchObject({
      ...{ outcome: 'created', work: { kind: 'start' } },
      finding: { code: 'PROPOSED_HERE', did: expect.stringContaining(serviceId) },
    });

    const link = { registerId: 'SVC1900', reason: 'สำนักงาน ก.พ.ร. ตรวจแล้ว' };
    await service.act('linkToRegister', people.opdcOfficer, link);
    expect(await service.refusalOf('linkToRegister', people.opdcOfficer, link)).toMatchObject({
      code: 'inRegisterAlready',
    });
    await planKnowing(row, '2026-09-05', service);
    const { importId, planned, progress } = await rig.import(rig.file([row], '2026-09-05'));
    expect(planned.plan.rows[0]).toMatchObject({
      ...{ outcome: 'changed', changes: [{ field: 'listed', was: null, is: serviceId }] },
    });
    expect(progress.counts).toEqual({ ...none, changed: 1 });
    expect(await findService(rig.client, 'SVC1900')).toBeUndefined();
    expect((await service.view()).service).toMatchObject({
      ...{ registerId: 'SVC1900', state: 'plan', basis: 'decision' },
      register: { asOf: '2026-09-05', row: 2, statusId: 'STA02' },
    });
    const again = await planKnowing(row, '2026-09-05', service);
    expect(again.plan.counts).toEqual({ created: 0, changed: 0, unchanged: 1, refused: 0 });
    expect(again.plan.missing.map((one) => one.serviceId)).not.toContain(serviceId);

    const other = await planKnowing({ ...row, status_id: 'STA03' }, '2026-09-06', service);
    expect(other.plan.rows[0]).toMatchObject({ outcome: 'refused', finding: { code: 'CONFLICT' } });

    expect((await rig.undo(importId)).counts).toEqual({ ...none, changed: 1 });
    expect((await service.view()).service).toMatchObject({ register: null, state: 'plan' });
    const listed = await rig.import(rig.file([row], '2026-09-05'));
    expect((await service.view()).service.register).not.toBeNull();
    await service.act('unlinkFromRegister', people.opdcOfficer, { reason: 'ผูกผิดแถว' });
    // What is linked to no row stands in no edition, and what listed it has nothing to take back.
    expect((await service.view()).service).toMatchObject({ registerId: null, register: null });
    const anew = await planKnowing(row, '2026-09-05', service);
    expect(anew.plan.counts).toMatchObject({ created: 1 });
    expect(anew.plan.missing.map((one) => one.serviceId)).not.toContain(serviceId);
    expect((await rig.undo(listed.importId)).counts).toEqual({ ...none, kept: 1 });
    const kinds = eventsOf(serviceId).map(({ type }) => type.split('.').at(-2));
    expect(kinds).toEqual([
      ...['proposed', 'linkedToRegister', 'listedInRegister', 'listedInRegister'],
      'listedInRegister',
      'unlinkedFromRegister',
    ]);
  });

  it('refuses a row that is unlinked between the plan and the deed, and ends', async () => {
    const service = await TestService.propose(rig.client);
    const reason = 'สำนักงาน ก.พ.ร. ตรวจแล้ว';
    const link = { registerId: 'SVC1902', reason };
    await service.act('linkToRegister', people.opdcOfficer, link);
    const { name, agencyId, ministryId } = (await service.view()).service;
    const row = madeRow('SVC1902', 'STA02', {
      ...{ agency_id: agencyId, ministry_id: ministryId ?? '', ชื่องานบริการ: name.th },
    });
    const planned = await planKnowing(row, '2026-09-08', service);
    expect(planned.plan.counts).toMatchObject({ changed: 1 });
    const importId = await stageEdition(rig.database.pool, planned);
    await service.act('unlinkFromRegister', people.opdcOfficer, { reason });
    await startImport(rig.client, importId);
    expect((await rig.ended(importId)).counts).toEqual({ ...none, refused: 1 });
    expect(await listFindings(rig.database.pool, importId)).toMatchObject([
      { code: 'UNLINKED', cell: 'A2', did: expect.stringContaining(service.serviceId) },
    ]);
    expect((await service.view()).service.register).toBeNull();
  });

  it('links no row that has a case of its own, and takes none that two claim', async () => {
    const [one, other] = [
      await TestService.propose(rig.client),
      await TestService.propose(rig.client),
    ];
    rig.world.states.set('SVC1001', 'live');
    const reason = 'สำนักงาน ก.พ.ร. ตรวจแล้ว';
    expect(
      await one.refusalOf('linkToRegister', people.opdcOfficer, { registerId: 'SVC1001', reason }),
    ).toMatchObject({ code: 'rowTaken' });
    for (const service of [one, other]) {
      await service.act('linkToRegister', people.opdcOfficer, { registerId: 'SVC1901', reason });
    }
    const { plan } = await planKnowing(madeRow('SVC1901', 'STA02'), '2026-09-07', one, other);
    expect(plan.counts).toEqual({ created: 0, changed: 0, unchanged: 0, refused: 1 });
    expect(plan.findings).toMatchObject([{ code: 'CLAIMED_TWICE', cell: 'A2', found: 'SVC1901' }]);
    for (const service of [one, other]) {
      await service.act('unlinkFromRegister', people.opdcOfficer, { reason });
    }
  });

  it('pauses, goes on, and is taken up by another worker where one was lost', async () => {
    const rows = Array.from({ length: 240 }, (_, n) => madeRow(`SVC${3_000 + n}`, 'STA02'));
    const { importId } = await rig.begin(rig.file(rows, '2026-09-04'));
    const handle = rig.client.workflow.getHandle(importSubject(importId));
    await handle.signal(pauseImportSignal);
    await until(async () => {
      const one = await findImport(rig.database.pool, importId);
      return one !== undefined && (one.status === 'paused' || one.endedAt !== null);
    }, 30_000);
    await rig.stopWorker();
    await handle.signal(resumeImportSignal);
    await rig.startWorker();
    expect((await rig.ended(importId)).counts).toEqual({ ...none, created: 240 });
    const began = rig.world.published.filter(
      ({ subject, type }) => subject.startsWith('service/SVC3') && type.includes('.registered.'),
    );
    expect(new Set(began.map(({ id }) => id)).size).toBe(
      new Set(began.map(({ subject }) => subject)).size,
    );
    expect(await listFindings(rig.database.pool, importId)).toEqual([]);
  }, 180_000);
});
