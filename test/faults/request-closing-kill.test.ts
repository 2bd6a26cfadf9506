import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CarriedRequest } from '../../contracts/commands/request/carried.js';
import { bangkokDate } from '../../contracts/civil-date.js';
import { requestSubject } from '../../contracts/ids.js';
import type { Pool } from '../../infra/postgres/pool.js';
import { createPool } from '../../infra/postgres/pool.js';
import { createRequestArchive } from '../../infra/postgres/request-archive.js';
import { startRequest } from '../../infra/temporal/cases.js';
import { mending } from '../support/closed-requests.js';
import { engineRig } from '../support/engine-rig.js';
import { persist } from '../support/onboarding.js';
import { judgment } from '../support/request-cases.js';
import { filing, plainManual, TestRequest } from '../support/requests.js';
import { until } from '../support/until.js';

const topic = 'request.status.biz.v1';
/** What the worker says when it has decided is far more than its polls. */
const decisionBytesMin = 600;
const patienceMs = 120_000;

describe('the worker of requests killed as one closes, and as one is opened again', () => {
  const theRig = engineRig('workers/citizen-request/main.ts');
  let pool: Pool;

  beforeAll(() => {
    pool = createPool(theRig().databaseUrl, 'closing-test', 4);
  });
  afterAll(() => pool.end());

  const statusOf = async ({ requestId }: TestRequest) =>
    (await theRig().client.workflow.getHandle(requestSubject(requestId)).describe()).status.name;
  const find = ({ requestId }: TestRequest) => createRequestArchive(pool).find(requestId);

  /** One act from its end: what is issued leaves nothing open. */
  async function toIssue(name: string): Promise<TestRequest> {
    const { client } = theRig();
    const start = filing({ manual: plainManual(), name, filedAt: Date.now() });
    const request = new TestRequest(client, start, () => Promise.resolve(Date.now()));
    await persist(() => startRequest(client, start));
    await until(async () => (await persist(() => request.view())).request.receipt.number !== null);
    await persist(() => request.must('competentOfficial', 'confirmComplete'));
    await persist(() => request.must('licensor', 'approve', { notify: 'ELECTRONIC' }));
    return request;
  }

  function issue(request: TestRequest) {
    const body = { number: '1/2570', effectiveOn: bangkokDate(Date.now()) };
    return persist(() => request.must('competentOfficial', 'issue', body));
  }

  /** It has closed, the archive has it as it answers, and every event stands on Kafka once. */
  async function closes(request: TestRequest): Promise<CarriedRequest> {
    const rig = theRig();
    await until(async () => (await statusOf(request)) === 'COMPLETED', patienceMs);
    const archived = await find(request);
    if (archived === undefined) throw new Error('it has closed, and the archive does not have it');
    const { sequence, chainhash } = await persist(() => request.view());
    expect(archived.end).toEqual({ sequence, chainhash });
    const subject = requestSubject(request.requestId);
    expect((await rig.verify([subject])).faults).toEqual([]);
    expect((await rig.kindsOn(topic)).get(subject)).toHaveLength(sequence);
    return archived;
  }

  async function closed(name: string): Promise<[TestRequest, CarriedRequest]> {
    const request = await toIssue(name);
    await issue(request);
    return [request, await closes(request)];
  }

  it('closes once, when the archive had it and nobody had heard of that', async () => {
    const rig = theRig();
    const request = await toIssue('kept');
    const lock = await pool.connect();
    await lock.query('begin');
    await lock.query('lock table prasan.request_archive in access exclusive mode');
    await issue(request);
    await until(async () => {
      const { rows } = await pool.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%request_archive%'`,
      );
      return rows.length > 0;
    }, patienceMs);
    // From here on the worker's word comes to nobody.
    rig.temporalProxy.hold();
    await lock.query('commit');
    lock.release();
    await until(async () => (await find(request)) !== undefined, patienceMs);
    expect(await statusOf(request)).toBe('RUNNING');
    await rig.worker.kill();
    rig.temporalProxy.pass();
    await rig.worker.start();
    await closes(request);
  }, 400_000);

  it('waits for PostgreSQL, however it went away, and closes then', async () => {
    const rig = theRig();
    const request = await toIssue('away');
    await rig.kill('postgres');
    await issue(request);
    await until(async () => (await persist(() => request.view())).errands.includes('archive'));
    await rig.worker.kill();
    await rig.worker.start().catch(() => undefined);
    await rig.revive('postgres');
    await closes(request);
  }, 400_000);

  it('is begun by an act that nobody took, closes again, and takes it when it comes again', async () => {
    const rig = theRig();
    const [request, archived] = await closed('unheard');
    const seen = await request.view();
    await rig.worker.kill();
    // The caller gives up, or is killed himself: the run has begun, and the act is with nobody.
    const acting = ['competentOfficial', 'correctEntry', mending('2/2570')] as const;
    const key = randomUUID();
    const act = (from: CarriedRequest) => request.actOnClosed(from, ...acting, { key }, seen);
    await expect(
      rig.client.withDeadline(Date.now() + 3_000, () => act(archived)),
    ).rejects.toThrow();
    expect(await statusOf(request)).toBe('RUNNING');
    await rig.worker.start();
    const between = await closes(request);
    const answer = await persist(() => act(archived));
    expect(answer).not.toHaveProperty('refusal');
    const after = await closes(request);
    expect(after.end.sequence).toBe(archived.end.sequence + 1);
    expect([archived.end.sequence, after.end.sequence]).toContain(between.end.sequence);
    // Once more, and it is known.
    expect(await persist(() => act(after))).toEqual(answer);
    expect((await closes(request)).end).toEqual(after.end);
  }, 400_000);

  it('is opened once, when the worker is killed before its decision was durable', async () => {
    const rig = theRig();
    const [request, archived] = await closed('undurable');
    const seen = await request.view();
    const key = randomUUID();
    const acting = ['licensor', 'reopen', judgment(bangkokDate(Date.now()))] as const;
    const act = () => request.actOnClosed(archived, ...acting, { key }, seen);
    rig.temporalProxy.hold();
    const lost = rig.client
      .withDeadline(Date.now() + 20_000, act)
      .catch((error: unknown) => ({ error }));
    await until(() => rig.temporalProxy.heldBytes > decisionBytesMin, patienceMs);
    await rig.worker.kill();
    rig.temporalProxy.pass();
    await rig.worker.start();
    await lost;
    expect(await persist(act)).toMatchObject({ state: 'consideration' });
    expect(await persist(act)).toMatchObject({ sequence: archived.end.sequence + 1 });
    await persist(() => request.must('licensor', 'approve', { notify: 'ELECTRONIC' }));
    await issue(request);
    const last = await closes(request);
    const kinds = (await rig.kindsOn(topic)).get(requestSubject(request.requestId)) ?? [];
    expect(kinds.filter((kind) => kind === 'reopened')).toHaveLength(1);
    expect(last.request.formerRounds).toHaveLength(1);
  }, 400_000);
});
