import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { refuse } from '../../../../contracts/lifecycles/refusals.js';
import {
  reopenGrounds,
  reopenTable,
} from '../../../../contracts/lifecycles/request/reopen-grounds.js';
import { actionsWhenClosed } from '../../../../contracts/lifecycles/request/table.js';
import type { Actor } from '../../../../contracts/lifecycles/service/case.js';
import type { Back } from '../../../support/gateway-world.js';
import { call } from '../../../support/gateway-world.js';
import {
  inConsideration,
  judgment,
  reopeningOn,
  requestIn,
  statement,
} from '../../../support/request-cases.js';
import type { RequestGateway } from '../../../support/request-gateway.js';
import { requestGateway, tokenFor } from '../../../support/request-gateway.js';
import type { RequestLife } from '../../../support/request-life.js';
import { doerOf, sampleManual } from '../../../support/request-life.js';
import { everybodyFor, refusedBefore } from '../../../support/request-people.js';

const manual = sampleManual('SVC0106');
const licensor = doerOf('licensor', manual);
let world: RequestGateway;
let keys = 0;

/** Refused, the time to appeal over: it has closed. Struck off the same. */
const refused = () =>
  inConsideration(manual)
    .must('licensor', 'refuse', { statement, notify: 'ELECTRONIC' })
    .passTo('2026-09-30');
const struckOff = () => requestIn('struckOff', manual).passTo('2026-11-27');

beforeAll(async () => {
  world = await requestGateway();
});
beforeEach(() => {
  world.desk.closed.clear();
});
afterAll(() => world.gateway.close());

function close({ request, sequence }: RequestLife): string {
  world.desk.put(request, { sequence });
  world.desk.closed.set(request.requestId, 'kept');
  return request.requestId;
}

function act(
  life: RequestLife,
  action: string,
  body: object,
  { actor = licensor, key = '' }: { readonly actor?: Actor; readonly key?: string } = {},
): Promise<Back> {
  keys += 1;
  const { requestId, version } = life.request;
  return call(world.gateway, 'POST', `/v1/requests/${requestId}/actions/${action}`, {
    as: tokenFor(actor),
    body,
    headers: { 'idempotency-key': key || `reopen-${keys}`, 'if-match': `"${version}"` },
  });
}

async function actionsOf(requestId: string, actor: Actor) {
  const path = `/v1/requests/${requestId}/actions`;
  const { body } = await call(world.gateway, 'GET', path, { as: tokenFor(actor) });
  return body['actions'] as { action: string; allowed: boolean; whyNot?: { code: string } }[];
}

describe('a request that has closed', () => {
  it.each(reopenGrounds)(
    'is opened by %s, by whom the table names and nobody else',
    async (ground) => {
      const life = ground === 'lateCorrection' ? struckOff() : refused();
      const wrong: string[] = [];
      let opened = 0;
      for (const who of everybodyFor(life.request)) {
        close(life);
        const back = await act(life, 'reopen', reopeningOn(ground, life.today), {
          actor: who.actor,
        });
        const isLicensor = who.role === 'licensor' && who.of !== 'other';
        const code = refusedBefore(who) ?? (isLicensor ? undefined : 'roleMayNot');
        if (back.body['code'] !== code)
          wrong.push(`${who.role} of ${who.of}: ${JSON.stringify(back.body)}`);
        if (back.status === 200) opened += 1;
      }
      expect(wrong).toEqual([]);
      expect(opened).toBe(2);
      const { to } = reopenTable[ground];
      const leadsTo = {
        awaitingCorrection: 'awaitingCorrection',
        same: 'refused',
        stage: 'consideration',
      };
      close(life);
      const { body } = await act(life, 'reopen', reopeningOn(ground, life.today));
      expect(body['state']).toBe(leadsTo[to]);
    },
  );

  it('lists what may be done to it, and why not the rest', async () => {
    const life = refused();
    const requestId = close(life);
    const everyone = [licensor, doerOf('competentOfficial', manual), doerOf('portal', manual)];
    const allowed: Record<string, string[]> = {};
    for (const actor of everyone) {
      const actions = await actionsOf(requestId, actor);
      allowed[String(actor.roles[0])] = actions
        .filter((one) => one.allowed)
        .map((one) => one.action);
      const others = actions.filter(({ action }) => !actionsWhenClosed.includes(action as never));
      expect(others.filter((one) => one.allowed)).toEqual([]);
    }
    expect(allowed).toEqual({
      licensor: ['reopen'],
      competentOfficial: ['correctEntry'],
      portal: [],
    });
    const reopen = (await actionsOf(requestId, doerOf('portal', manual))).find(
      ({ action }) => action === 'reopen',
    );
    expect(reopen?.whyNot?.code).toBe('roleMayNot');
    const path = `/v1/requests/${requestId}/future`;
    const { body } = await call(world.gateway, 'GET', path, { as: tokenFor(licensor) });
    expect(body['byItself']).toEqual([]);
    expect((body['actions'] as { action: string }[]).map(({ action }) => action)).toEqual([
      'correctEntry',
      'reopen',
    ]);
  });

  it.each([refuse('requestForgotten'), refuse('requestNotKept', { action: 'reopen' })])(
    'is not opened when it is gone: $code',
    async (gone) => {
      const life = refused();
      const requestId = close(life);
      world.desk.closed.set(requestId, gone);
      const { status, body } = await act(life, 'reopen', judgment(life.today));
      expect([status, body['code']]).toEqual([410, gone.code]);
      const reopen = (await actionsOf(requestId, licensor)).find(
        ({ action }) => action === 'reopen',
      );
      expect(reopen).toMatchObject({ allowed: false, whyNot: { code: gone.code } });
    },
  );

  it('is told to whoever would do anything else', async () => {
    const life = refused();
    close(life);
    const official = doerOf('competentOfficial', manual);
    const body = { refund: 1, on: life.today, reference: 'REF-1' };
    const back = await act(life, 'recordRepayment', body, { actor: official });
    expect([back.status, back.body['code']]).toEqual([409, 'requestClosed']);
    const settle = await act(life, 'settleWithAgency', {
      outcome: 'recordStands',
      reason: 'ตกลงแล้ว',
    });
    expect(settle.status).toBe(409);
  });

  it('answers the same key alike, and refuses it with another body', async () => {
    const life = refused();
    close(life);
    const key = 'the-same-key';
    const first = await act(life, 'reopen', judgment(life.today), { key });
    expect(first.status).toBe(200);
    expect((await act(life, 'reopen', judgment(life.today), { key })).body).toEqual(first.body);
    const other = await act(life, 'reopen', judgment('2026-09-01'), { key });
    expect(other.body['code']).toBe('keyReused');
  });

  it.each(['lateCorrection', 'lateAppeal', 'retrial'] as const)(
    'is not opened by %s when it was applied for too late',
    async (ground) => {
      const life = ground === 'lateCorrection' ? struckOff() : refused();
      close(life);
      const before = world.desk.commands.length;
      const knownOn = '2026-05-01';
      const since = ground === 'retrial' ? { knownOn } : { obstacleEndedOn: knownOn };
      const { status, body } = await act(life, 'reopen', {
        ...reopeningOn(ground, life.today),
        ...since,
      });
      expect([status, body['code']]).toEqual([409, 'appliedTooLate']);
      expect(body).toMatchObject({ detail: expect.stringMatching(/\d{4}-\d\d-\d\d/) });
      expect(world.desk.commands).toHaveLength(before);
    },
  );

  it('names every field that is wrong in what would open it', async () => {
    const life = refused();
    close(life);
    const faulty = async (body: object) => {
      const back = await act(life, 'reopen', body);
      expect([back.status, back.body['code']]).toEqual([400, 'invalidBody']);
      return (back.body['errors'] as { path: string }[]).map(({ path }) => path).toSorted();
    };
    expect(await faulty({ ground: 'mercy' })).toEqual(['/ground']);
    expect(await faulty({ ground: 'judgment', court: 'village', number: 'no', extra: 1 })).toEqual([
      ...['/court', '/extra', '/number', '/on', '/sha256'],
    ]);
  });

  it('shows its reopenings, evidence and all, without a word', async () => {
    const life = refused();
    const requestId = close(life);
    await act(life, 'reopen', { ...judgment(life.today), reason: 'ศาลเห็นว่าไม่ชอบ' });
    const auditor: Actor = { id: 'auditor', roles: ['auditor'], agencies: [] };
    const path = `/v1/requests/${requestId}`;
    const { body } = await call(world.gateway, 'GET', path, { as: tokenFor(auditor) });
    expect((body['details'] as { reopenings: object[] }).reopenings).toMatchObject([
      { number: 1, by: { role: 'licensor' }, given: judgment(life.today) },
    ]);
    expect(JSON.stringify(body)).not.toContain('ศาลเห็นว่าไม่ชอบ');
  });
});
