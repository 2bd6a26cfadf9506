import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AgencyNotice } from '../../../contracts/agency-link/messages.js';
import { createAgencySystems } from '../../../infra/agency-link/client.js';
import type { Manner } from '../../../infra/local/test-agency/web.js';
import {
  dispatchOf,
  failureOf,
  GatewayStub,
  keyOf,
  requestA,
  requestB,
  Servers,
  startDoubles,
} from '../../support/link.js';
import { until } from '../../support/until.js';

const servers = new Servers();
const gateway = new GatewayStub([keyOf('AGY009')]);
let doubles: Awaited<ReturnType<typeof startDoubles>>;
const policy = { failures: 3, firstBackOffMs: 60_000, backOffMaxMs: 600_000 };
const notice: AgencyNotice = {
  ...{ noticeId: requestB, requestId: requestA, at: '2026-12-01T00:00:00+07:00', kind: 'feePaid' },
  ...{ feeId: 'fee', money: { amount: '10.00', currency: 'THB' }, transactionId: 'TX-1' },
  paidAt: '2026-12-01T00:00:00+07:00',
};

beforeAll(async () => {
  await gateway.start(servers);
  doubles = await startDoubles(servers);
});
beforeEach(() => behave({ forgets: true }));
afterAll(() => servers.close());

function behave(script: object, agencyId = 'AGY009'): Promise<unknown> {
  const quiet = { callbacks: 'never', eachAfterMs: 20 };
  return doubles.dev('agency', { agencyId, ...quiet, ...script });
}

function client(options: Partial<Parameters<typeof createAgencySystems>[0]> = {}) {
  return createAgencySystems({
    endpoints: doubles.endpoints,
    timeoutMs: 2_000,
    policy,
    ...options,
  });
}

function dispatch(submission = 1) {
  return dispatchOf(requestA, gateway.url, submission);
}

describe('the client of an agency', () => {
  it('hands a request over, any number of times as one', async () => {
    const agencies = client();
    const first = await agencies.submit('AGY009', dispatch());
    expect(first.agencyReference).toMatch(/^AGY009-\d+$/);
    expect(await agencies.submit('AGY009', dispatch())).toEqual(first);
    expect(await doubles.given('AGY009')).toMatchObject([{ requestId: requestA, handovers: 2 }]);
  });

  it('polls until there is an answer, and then the latest', async () => {
    const agencies = client();
    await behave({ eachAfterMs: 300, outcomes: ['received', 'refused'] });
    await agencies.submit('AGY009', dispatch());
    expect(await agencies.poll('AGY009', requestA)).toBeUndefined();
    await until(
      async () => (await agencies.poll('AGY009', requestA))?.outcome === 'refused',
      5_000,
    );
    const latest = await agencies.poll('AGY009', requestA);
    expect(latest).toMatchObject({ requestId: requestA, sequence: 2 });
  });

  it('goes on after a correction, and after the fee', async () => {
    const agencies = client();
    await behave({ outcomes: ['documentsNeeded', 'approved', 'issued'], awaitsFee: true });
    const outcome = async () => (await agencies.poll('AGY009', requestA))?.outcome;
    await agencies.submit('AGY009', dispatch());
    await until(async () => (await outcome()) === 'documentsNeeded', 5_000);
    await agencies.submit('AGY009', dispatch(2));
    await until(async () => (await outcome()) === 'approved', 5_000);
    await agencies.tell('AGY009', notice);
    await agencies.tell('AGY009', notice);
    await until(async () => (await outcome()) === 'issued', 5_000);
    expect(await doubles.given('AGY009')).toMatchObject([
      { submission: 2, answers: [{}, {}, {}], notices: [requestB] },
    ]);
  });

  it('finds the same reference when the answer to the dispatch was lost', async () => {
    const agencies = client();
    await behave({ manner: 'losesAnswer' });
    expect(await failureOf(agencies.submit('AGY009', dispatch()))).toMatchObject({
      ...{ name: 'AgencyAway', reason: 'unreachable', agencyId: 'AGY009' },
    });
    await behave({});
    await agencies.submit('AGY009', dispatch());
    expect(await doubles.given('AGY009')).toMatchObject([{ handovers: 2 }]);
  });

  it.each<[Manner['manner'], string]>([
    ['away', 'unreachable'],
    ['silent', 'timedOut'],
    ['error', 'badStatus'],
    ['busy', 'badStatus'],
    ['redirecting', 'badStatus'],
    ['garbage', 'unreadable'],
    ['huge', 'tooLarge'],
  ])('is to try again with an agency that is %s', async (manner, reason) => {
    const agencies = client({ timeoutMs: 300 });
    await behave({ manner });
    const calls = [
      () => agencies.submit('AGY009', dispatch()),
      () => agencies.poll('AGY009', requestA),
      () => agencies.tell('AGY009', notice),
    ];
    for (const call of calls) {
      expect(await failureOf(call())).toMatchObject({ name: 'AgencyAway', reason });
    }
    expect(agencies.circuits()).toMatchObject([{ agencyId: 'AGY009', state: 'open', opened: 1 }]);
  });

  it('hears for how long it need not ask', async () => {
    await behave({ manner: 'busy' });
    const failure = await failureOf(client().poll('AGY009', requestA));
    expect(failure).toMatchObject({ name: 'AgencyAway', retryAfterMs: 7_000 });
  });

  it('does not wait for one that is slow', async () => {
    await behave({ delayMs: 5_000 });
    const began = performance.now();
    const failure = await failureOf(client({ timeoutMs: 200 }).poll('AGY009', requestA));
    expect(failure.reason).toBe('timedOut');
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('stops when it is told to, which says nothing of the agency', async () => {
    const agencies = client();
    await behave({ manner: 'silent' });
    const stopped = new Error('stopped');
    const stop = new AbortController();
    const call = failureOf(agencies.poll('AGY009', requestA, stop.signal));
    setTimeout(() => stop.abort(stopped), 50);
    expect(await call).toBe(stopped);
    expect(agencies.circuits()).toMatchObject([{ state: 'closed', failures: 0 }]);
  });
});

describe('a refusal of an agency', () => {
  it('is final, with its code and nothing that it says of persons', async () => {
    const agencies = client();
    await behave({ manner: 'refusing' });
    const failure = await failureOf(agencies.submit('AGY009', dispatch()));
    expect(failure).toMatchObject({ name: 'AgencyRefused', reason: 'invalidRequest', status: 422 });
    expect(`${failure.message} ${JSON.stringify(failure)}`).not.toMatch(/สมชาย|1101700230708/);
    expect(agencies.circuits()).toMatchObject([{ state: 'closed', failures: 0 }]);
  });

  it('is told for another content, an unknown request and a wrong key', async () => {
    const agencies = client();
    await agencies.submit('AGY009', dispatch());
    const other = { ...dispatch(), receiptNumber: '2/2570' };
    const conflict = await failureOf(agencies.submit('AGY009', other));
    expect(conflict).toMatchObject({ name: 'AgencyRefused', reason: 'conflict', status: 409 });
    const unknown = await failureOf(agencies.poll('AGY009', requestB));
    expect(unknown).toMatchObject({ reason: 'unknownRequest', status: 404 });
    const [, endpoint] = [...doubles.endpoints][0] ?? [];
    const forged = new Map([
      ['AGY009', { ...keyOf('x'), url: endpoint?.url ?? '', kid: 'AGY009' }],
    ]);
    const refused = await failureOf(client({ endpoints: forged }).poll('AGY009', requestA));
    expect(refused).toMatchObject({ reason: 'notAuthorised', status: 401 });
  });

  it('counts as other when it has no code of ours', async () => {
    const url = await servers.start((_, answer) => answer.writeHead(418).end('{"code":"สมชาย"}'));
    const endpoints = new Map([['AGY009', { url, ...keyOf('AGY009') }]]);
    const failure = await failureOf(client({ endpoints }).poll('AGY009', requestA));
    expect(failure).toMatchObject({ reason: 'other', status: 418 });
  });
});

describe('an agency that is dead', () => {
  it('is not called any more, and does not slow another', async () => {
    let called = 0;
    const dead = await servers.start((_, answer) => {
      called += 1;
      answer.destroy();
    });
    const own = { url: dead, ...keyOf('AGY010') };
    const agencies = client({ endpoints: new Map([...doubles.endpoints, ['AGY010', own]]) });
    for (let i = 0; i < 20; i += 1) await failureOf(agencies.poll('AGY010', requestA));
    expect(called).toBe(3);
    const failure = await failureOf(agencies.poll('AGY010', requestA));
    expect(failure).toMatchObject({ name: 'AgencyAway', reason: 'circuitOpen' });
    expect(failure.retryAfterMs).toBeGreaterThan(50_000);
    await agencies.submit('AGY009', dispatch());
    expect(agencies.circuits()).toMatchObject([
      { agencyId: 'AGY010', state: 'open', awaySince: expect.any(Number) },
      { agencyId: 'AGY009', state: 'closed' },
    ]);
  });

  it('is found alive again by one probe', async () => {
    let now = Date.now();
    const agencies = client({ now: () => now });
    await behave({ manner: 'away' });
    for (let i = 0; i < 3; i += 1) await failureOf(agencies.submit('AGY009', dispatch()));
    await behave({ delayMs: 200 });
    now += 60_000;
    const probe = agencies.submit('AGY009', dispatch());
    const beside = await failureOf(agencies.submit('AGY009', dispatch()));
    expect(beside.reason).toBe('circuitOpen');
    await probe;
    expect(agencies.circuits()).toMatchObject([{ state: 'closed', failures: 0 }]);
  });

  it('holds no more than its share of the calls while it is slow', async () => {
    const agencies = client({ callsMax: 2, timeoutMs: 500 });
    await behave({ manner: 'silent' });
    const slow = [1, 2].map(() => failureOf(agencies.poll('AGY009', requestA)));
    const third = await failureOf(agencies.poll('AGY009', requestA));
    expect(third).toMatchObject({ reason: 'tooManyCalls', retryAfterMs: 500 });
    expect((await Promise.all(slow)).map(({ reason }) => reason)).toEqual(['timedOut', 'timedOut']);
  });

  it('is one without an endpoint too, until one is set', async () => {
    const failure = await failureOf(client().poll('AGY999', requestA));
    expect(failure).toMatchObject({ name: 'AgencyAway', reason: 'notConfigured' });
  });
});

it('takes no answer for another request, and no notice as taken by a page', async () => {
  const agencies = client();
  await behave({ eachAfterMs: 0 });
  await agencies.submit('AGY009', dispatch());
  await until(async () => (await agencies.poll('AGY009', requestA)) !== undefined, 5_000);
  const body = JSON.stringify(await agencies.poll('AGY009', requestA));
  const url = await servers.start((_, answer) => answer.end(body));
  const endpoints = new Map([['AGY009', { url: `${url}/`, ...keyOf('AGY009') }]]);
  const mixed = client({ endpoints });
  expect(await mixed.poll('AGY009', requestA)).toMatchObject({ requestId: requestA });
  expect((await failureOf(mixed.poll('AGY009', requestB))).reason).toBe('unreadable');
  expect((await failureOf(mixed.tell('AGY009', notice))).reason).toBe('unreadable');
});
