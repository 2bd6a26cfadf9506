import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import type { RequestCase } from '../../../contracts/lifecycles/request/case.js';
import type { Manual } from '../../../contracts/manuals/manual.js';
import { createAgencySystems } from '../../../infra/agency-link/client.js';
import { findRequest, tellAnswer } from '../../../infra/temporal/cases.js';
import { withFee } from '../../support/agency-life.js';
import { Servers, startDoubles } from '../../support/link.js';
import { memoryLink } from '../../support/memory-agency.js';
import { runTestWorker } from '../../support/onboarding.js';
import type { RequestGateway } from '../../support/request-gateway.js';
import { requestGateway } from '../../support/request-gateway.js';
import {
  filing,
  manualOf,
  requestWorker,
  RequestWorld,
  TestRequest,
} from '../../support/requests.js';
import { testTemporal } from '../../support/temporal.js';
import { until } from '../../support/until.js';

/*
 * A request, the gateway and an agency's system of its own, over HTTP with signatures, on the clock of
 * this machine: the test agency misbehaves as its scripts say.
 */
const tenDaysMs = 10 * 86_400_000;
const agencyId = 'AGY010';
const servers = new Servers();
const world = new RequestWorld();
let doubles: Awaited<ReturnType<typeof startDoubles>>;
let gateway: RequestGateway;
let client: Client;
let connection: NativeConnection;
let worker: { stop: () => Promise<void> };
let made = 0;

beforeAll(async () => {
  ({ client, connection } = await testTemporal());
  doubles = await startDoubles(servers);
  gateway = await requestGateway({
    callbackKeys: { payments: [], agencies: doubles.endpoints },
  });
  Object.assign(gateway.desk, {
    find: (requestId: string) => findRequest(client, requestId),
    seal: (_requestId: string, _label: string, value: object) =>
      Promise.resolve(JSON.stringify(value)),
    tellAnswer: (...answer: [string, Parameters<typeof tellAnswer>[2]]) =>
      tellAnswer(client, ...answer),
  });
  const url = await gateway.gateway.listen({ host: '127.0.0.1', port: 0 });
  const agencies = createAgencySystems({ endpoints: doubles.endpoints });
  Object.assign(world.ports, { agencyLink: memoryLink(agencies, url) });
  const versioned = { useWorkerVersioning: true };
  worker = await runTestWorker(
    await requestWorker(world, connection, client.options.namespace, versioned),
    client,
  );
}, 60_000);
afterAll(async () => {
  await worker.stop();
  await gateway.gateway.close();
  servers.close();
  await connection.close();
  await client.connection.close();
});

/** Files a request, ten days ago so that it is received in law, with an agency that behaves so. */
async function file(script: object, manual: Manual = manualOf('SVC0110')): Promise<TestRequest> {
  made += 1;
  const now = () => Promise.resolve(Date.now());
  const start = filing({ manual, name: `http-${made}`, filedAt: Date.now() - tenDaysMs });
  await behave(start.requestId, script);
  return TestRequest.file(client, start, now);
}

async function behave(requestId: string, script: object): Promise<void> {
  await doubles.dev('agency', { agencyId, requestId, eachAfterMs: 20, ...script });
}

async function caseOf(request: TestRequest): Promise<RequestCase> {
  return (await request.view()).request;
}

async function reaches(request: TestRequest, isThere: (found: RequestCase) => boolean) {
  await until(async () => isThere(await caseOf(request)), 30_000);
}

function told(request: TestRequest): string[] {
  const isUsual = (kind: string) => ['submitted', 'numbered', 'received'].includes(kind);
  const happened = world.eventsOf(request.requestId).map(({ data }) => data.kind);
  // How late it is, is not what these tests are about.
  return happened.filter((kind) => !isUsual(kind) && !/overdue|Missed|dueSoon/i.test(kind));
}

const whole = ['completenessConfirmed', 'approved', 'resultNotified', 'issued'];

it('comes to its end by answers that are called back, each of them twice', async () => {
  const request = await file({ callbacks: 'twice', outcomes: ['received', 'approved', 'issued'] });
  await reaches(request, ({ state }) => state === 'completed');
  await until(() => told(request).length >= 5);
  expect(told(request).toSorted()).toEqual(['handedOver', ...whole].toSorted());
  const { dispatch, words } = await caseOf(request);
  expect(dispatch).toMatchObject({ status: 'accepted', passedOver: [] });
  expect(dispatch?.answered.map(({ outcome }) => outcome)).toEqual([
    ...['received', 'approved', 'issued'],
  ]);
  expect(words.map(({ sealed }) => sealed).join('')).toContain('นางสาวทดลอง ใจดี');
}, 60_000);

it('comes to its end by the last answer, when they come in the wrong order', async () => {
  const request = await file({ callbacks: 'reversed', outcomes: ['received', 'refused'] });
  await reaches(request, ({ state }) => state === 'refused');
  await reaches(request, ({ dispatch }) => dispatch?.passedOver.length === 1);
  expect((await caseOf(request)).dispatch?.passedOver).toMatchObject([
    { outcome: 'received', why: 'late' },
  ]);
}, 60_000);

it('takes an answer that overtakes the hand-over', async () => {
  const request = await file({ callbacks: 'beforeAccepting', outcomes: ['received'] });
  await reaches(request, ({ state, dispatch }) => {
    return state === 'consideration' && dispatch?.status === 'accepted';
  });
  await until(() => told(request).length >= 2);
  expect(told(request).toSorted()).toEqual(['completenessConfirmed', 'handedOver']);
}, 60_000);

it('keeps what stands when the agency says the opposite in the end', async () => {
  const request = await file({ outcomes: ['received', 'approved'], contradicts: true });
  await reaches(request, ({ dispatch, decision }) => {
    return dispatch?.passedOver.length === 1 && decision !== null;
  });
  const { decision, dispatch } = await caseOf(request);
  expect(decision?.kind).toBe('approved');
  expect(dispatch?.passedOver).toMatchObject([{ outcome: 'refused', why: 'contradictory' }]);
  await until(() => told(request).includes('agencyContradicted'));
}, 60_000);

it.each(['forged', 'stale', 'otherRequest'])(
  'takes no answer that is %s',
  async (callbacks) => {
    const other = await file({ callbacks: 'never', outcomes: [] });
    const otherRequestId = other.requestId;
    const request = await file({ callbacks, outcomes: ['received', 'refused'], otherRequestId });
    await reaches(request, ({ dispatch }) => dispatch?.status === 'accepted');
    await until(async () => {
      const given = (await doubles.given(agencyId)) as { requestId: string; answers: unknown[] }[];
      return given.some(
        ({ requestId, answers }) => requestId === request.requestId && answers.length === 2,
      );
    });
    for (const one of [request, other]) {
      const { state, dispatch } = await caseOf(one);
      expect([state, dispatch?.answered]).toEqual(['completenessCheck', []]);
    }
  },
  60_000,
);

it('is handed over once, though the answer to it was lost', async () => {
  const request = await file({ manner: 'losesAnswer', callbacks: 'never', outcomes: [] });
  const given = async () => {
    const all = (await doubles.given(agencyId)) as { requestId: string; handovers: number }[];
    return all.find(({ requestId }) => requestId === request.requestId)?.handovers ?? 0;
  };
  await until(async () => (await given()) > 0);
  expect((await caseOf(request)).dispatch?.status).toBe('waiting');
  await behave(request.requestId, { callbacks: 'never', outcomes: [] });
  await reaches(request, ({ dispatch }) => dispatch?.status === 'accepted');
  expect(await given()).toBeGreaterThan(1);
}, 60_000);

it('goes to a person when the agency refuses it, without what the agency repeats of persons', async () => {
  const request = await file({ manner: 'refusing' });
  await reaches(request, ({ dispatch }) => dispatch?.status === 'refused');
  const { dispatch } = await caseOf(request);
  expect(dispatch?.refusal).toBe('invalidRequest');
  expect(JSON.stringify(await request.view())).not.toContain('1101700230708');
}, 60_000);

it('is issued once the agency was told that the fee is paid', async () => {
  const manual = { ...withFee(), agencyId };
  const outcomes = ['received', 'approved', 'issued'];
  const request = await file({ outcomes, awaitsFee: true }, manual);
  await reaches(request, ({ bills }) => (bills[0]?.billId ?? null) !== null);
  const [bill] = (await caseOf(request)).bills;
  world.pay(bill?.billId ?? '');
  await request.tellPayment();
  await reaches(request, ({ issued }) => issued !== null);
  expect((await caseOf(request)).dispatch?.told).toEqual([{ what: 'feePaid/1', refusal: null }]);
}, 60_000);
