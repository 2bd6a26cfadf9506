import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { refuse } from '../../../../contracts/lifecycles/refusals.js';
import { requestStates } from '../../../../contracts/lifecycles/request/states.js';
import { requestActions } from '../../../../contracts/lifecycles/request/table.js';
import type { Actor } from '../../../../contracts/lifecycles/service/case.js';
import { dueOf, requestSnapshotOf } from '../../../../contracts/lifecycles/request/snapshot.js';
import { Problem } from '../../../../workers/gateway/problem.js';
import {
  FutureAnswer,
  RequestActionsAnswer,
  RequestAnswerShape,
} from '../../../../workers/gateway/requests/shapes.js';
import { call } from '../../../support/gateway-world.js';
import { person } from '../../../support/people.js';
import { inConsideration, requestIn } from '../../../support/request-cases.js';
import type { RequestGateway } from '../../../support/request-gateway.js';
import { requestGateway, rowOf, tokenFor } from '../../../support/request-gateway.js';
import { doerOf, sampleManual } from '../../../support/request-life.js';
import { everybodyFor, readsPersonal, refusedToRead } from '../../../support/request-people.js';

const manual = sampleManual('SVC0106');
const auditor = tokenFor(person('auditor'));
let world: RequestGateway;

beforeAll(async () => {
  world = await requestGateway();
});

beforeEach(() => {
  world.desk.engineTrouble = undefined;
  world.desk.vaultTrouble = undefined;
  world.logged.length = 0;
});

afterAll(() => world.gateway.close());

function read(path: string, as = auditor) {
  return call(world.gateway, 'GET', `/v1/requests${path}`, { as });
}

/** Nothing is answered that is not documented. */
const Shown = z.strictObject(RequestAnswerShape.shape);

describe('a request is read in the documented shape', () => {
  it.each(requestStates)(
    'in %s, with what may be done and what happens by itself',
    async (state) => {
      const { request } = requestIn(state, state === 'returned' ? sampleManual('SVC1832') : manual);
      world.desk.put(request);
      const id = `/${request.requestId}`;
      const one = await read(id, tokenFor(doerOf('competentOfficial', request.manual)));
      expect(one.status).toBe(200);
      expect(one.headers['etag']).toBe(`"${request.version}"`);
      expect(Shown.parse(one.body)).toEqual(one.body);
      expect(one.body).toMatchObject(requestSnapshotOf(request));
      const actions = await read(`${id}/actions`);
      expect(RequestActionsAnswer.parse(actions.body)).toEqual(actions.body);
      const named = (actions.body['actions'] as { action: string }[]).map(({ action }) => action);
      expect(named).toEqual([...requestActions]);
      const future = await read(`${id}/future`);
      expect(FutureAnswer.parse(future.body)).toEqual(future.body);
      const armed = (future.body['byItself'] as { kind: string }[]).map(({ kind }) => kind);
      expect(armed).toEqual(request.dates.alarms.map(({ kind }) => kind));
    },
  );

  it('is not there: 404, in both languages', async () => {
    for (const id of ['0a7cbd0e-0000-5000-8000-000000000099', 'no-id', '1101700230708']) {
      const { status, body } = await read(`/${id}`);
      expect([status, body['code']]).toEqual([404, 'notFound']);
      expect(Object.keys(body['details'] as object)).toEqual(['th', 'en']);
    }
  });
});

describe('the day by which a request is to be decided', () => {
  const running = ['submitted', 'completenessCheck', 'consideration'];

  it.each(requestStates)('is told while that time runs, in %s', async (state) => {
    const { request } = requestIn(state, state === 'returned' ? sampleManual('SVC1832') : manual);
    const due = dueOf(request);
    const isRunning = running.includes(state);
    expect(requestSnapshotOf(request).dueOn).toBe(isRunning ? due : null);
    expect(isRunning && due === null).toBe(false);
    world.desk.put(request);
    const { body } = await read(`/${request.requestId}`);
    expect((body['due'] as { on: string } | null)?.on ?? null).toBe(isRunning ? due : null);
    // What was published of a case from before is minted again as it was.
    const { decideBy: _new, ...dates } = request.dates;
    expect(requestSnapshotOf({ ...request, dates }).dueOn).toBe(due);
  });
});

describe('a request that only the archive knows', () => {
  const requestId = '0a7cbd0e-0000-5000-8000-0000000000aa';
  const row = rowOf({ ...requestIn('withdrawn', manual).request, requestId });
  const { agencyId, portal } = row;

  beforeAll(() => {
    world.lists.requestRows.push(row);
  });

  it.each(['', '/actions', '/future'])(
    'has ended, and says where its events are: %s',
    async (path) => {
      const { status, body } = await read(`/${requestId}${path}`);
      expect([status, body['code']]).toEqual([410, 'requestArchived']);
      expect(body).toMatchObject({ requestId, state: row.request.state, sequence: row.sequence });
      expect(Object.keys(body['details'] as object)).toEqual(['th', 'en']);
      const { status: timeline } = await read(`/${requestId}/timeline`);
      expect(timeline).toBe(200);
    },
  );

  it('nobody acts on any more', async () => {
    const official = tokenFor(person('competentOfficial', 'official', agencyId));
    const codeOf = async (action: string) => {
      const headers = { 'idempotency-key': `archived-${action}`, 'if-match': '"1"' };
      const path = `/v1/requests/${requestId}/actions/${action}`;
      const { status, body } = await call(world.gateway, 'POST', path, {
        ...{ as: official, body: {}, headers },
      });
      return [status, body['code']];
    };
    expect(await codeOf('notifyResult')).toEqual([410, 'requestArchived']);
    // It closed before requests were kept whole, or its person was forgotten.
    expect(await codeOf('correctEntry')).toEqual([410, 'requestNotKept']);
    world.desk.closed.set(requestId, refuse('requestForgotten'));
    expect(await codeOf('reopen')).toEqual([410, 'requestForgotten']);
  });

  it('is read by the same persons as before', async () => {
    const stranger = tokenFor(person('competentOfficial', 'stranger', 'AGY999'));
    for (const path of ['', '/timeline']) {
      const { status } = await read(`/${requestId}${path}`, stranger);
      expect(status).toBe(403);
    }
    const elsewhere = portal === 'biz' ? 'citizen' : 'biz';
    const other: Actor = { ...person('portal'), portal: elsewhere };
    expect((await read(`/${requestId}`, tokenFor(other))).status).toBe(403);
  });
});

describe('who may read a request', () => {
  const life = inConsideration(manual).must('competentOfficial', 'openHearing', {
    facts: 'ความลับของผู้ยื่น',
  });
  const { request } = life;

  it.each(everybodyFor(request).map((who) => [`${who.role} of ${who.of}`, who] as const))(
    '%s',
    async (_name, who) => {
      world.desk.put(request);
      const as = tokenFor(who.actor);
      for (const path of ['', '/actions', '/future']) {
        const { status, body } = await read(`/${request.requestId}${path}`, as);
        const readers = refusedToRead(who);
        const code = who.role === 'dgaOperator' ? 'notYourAgency' : readers;
        expect([path, status, body['code']]).toEqual([path, code === undefined ? 200 : 403, code]);
        if (code !== undefined) expect(JSON.stringify(body)).not.toMatch(/ความลับ|sealed|receipt/);
      }
      world.logged.length = 0;
      const { body } = await read(`/${request.requestId}`, as);
      const isOpened = (body['personal'] ?? null) !== null;
      expect(isOpened).toBe(readsPersonal(who));
      expect(JSON.stringify(body).includes('ความลับ')).toBe(readsPersonal(who));
      const told = world.logged.filter((line) => line.includes('personal data were read'));
      expect(told).toHaveLength(readsPersonal(who) ? 1 : 0);
      expect(told.join('')).not.toMatch(/ความลับ|sealed-applicant/);
    },
  );
});

describe('while something is away', () => {
  const { request } = requestIn('consideration', manual);
  const both = { th: 'ไม่พร้อม', en: 'away' };

  it('the engine: 503 that says when to come again', async () => {
    world.desk.put(request);
    world.desk.engineTrouble = Problem.away('engineAway', both);
    const { status, headers, body } = await read(`/${request.requestId}`);
    expect([status, body['code'], headers['retry-after']]).toEqual([503, 'engineAway', '5']);
  });

  it('the vault: 503 for who would read personal data, the rest for all others', async () => {
    world.desk.put(request);
    world.desk.vaultTrouble = Problem.away('vaultAway', both);
    const official = tokenFor(doerOf('licensor', manual));
    const refused = await read(`/${request.requestId}`, official);
    expect([refused.status, refused.body['code']]).toEqual([503, 'vaultAway']);
    const { status, body } = await read(`/${request.requestId}`);
    expect([status, body['privacy'], body['personal']]).toEqual([200, null, null]);
  });
});
