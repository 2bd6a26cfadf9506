import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AgencyAnswer } from '../../../../contracts/agency-link/answers.js';
import { judgeAnswer, takenAnswer } from '../../../../contracts/agency-link/judge.js';
import type { AgencySystems } from '../../../../infra/agency-link/client.js';
import { createAgencySystems } from '../../../../infra/agency-link/client.js';
import type { CalledBack } from '../../../support/link.js';
import {
  dispatchOf,
  GatewayStub,
  keyOf,
  requestA,
  requestB,
  Servers,
  startDoubles,
} from '../../../support/link.js';
import { until } from '../../../support/until.js';

const servers = new Servers();
const gateway = new GatewayStub([keyOf('AGY009'), keyOf('AGY010')]);
let doubles: Awaited<ReturnType<typeof startDoubles>>;
let agencies: AgencySystems;
let made = 0;
let requestId = requestA;

beforeAll(async () => {
  await gateway.start(servers);
  doubles = await startDoubles(servers);
  agencies = createAgencySystems({ endpoints: doubles.endpoints });
});
beforeEach(() => {
  made += 1;
  requestId = requestA.replace(/.{4}$/, String(made).padStart(4, '0'));
});
afterAll(() => servers.close());

function behave(script: object, agencyId = 'AGY009'): Promise<unknown> {
  return doubles.dev('agency', { agencyId, eachAfterMs: 10, ...script });
}

/** Hands the request over, and waits until so many callbacks have come for it. */
async function calledBack(count: number): Promise<CalledBack[]> {
  await agencies.submit('AGY009', dispatchOf(requestId, gateway.url));
  const own = () => gateway.taken.filter(({ body }) => body.requestId === requestId);
  await until(() => own().length >= count, 5_000);
  return own();
}

const outcomesOf = (taken: readonly CalledBack[]) => taken.map(({ body }) => body.outcome);

describe("the test agency's system", () => {
  it('answers a request by callbacks, in order, signed, each as the contract has it', async () => {
    await behave({});
    const taken = await calledBack(3);
    expect(outcomesOf(taken)).toEqual(['received', 'approved', 'issued']);
    expect(taken.map(({ body }) => body.sequence)).toEqual([1, 2, 3]);
    for (const { path, fault, body } of taken) {
      expect([path, fault]).toEqual([`/v1/agency-callbacks/${requestId}`, undefined]);
      expect(AgencyAnswer.parse(body)).toEqual(body);
    }
    expect(await agencies.poll('AGY009', requestId)).toEqual(taken[2]?.body);
  });

  it('approves with conditions, which what it issues repeats', async () => {
    await behave({ outcomes: ['approvedWithConditions', 'issued'] });
    const [approved, issued] = await calledBack(2);
    expect(issued?.body.terms).toEqual(approved?.body.terms);
  });

  it('finds fault with a document that it was given', async () => {
    await behave({ outcomes: ['documentsNeeded', 'approved'] });
    const [needed] = await calledBack(1);
    expect(needed?.body.deficiencies).toMatchObject([{ documentId: 'plan' }]);
  });

  it('says everything twice', async () => {
    await behave({ callbacks: 'twice', outcomes: ['received', 'refused'] });
    const taken = await calledBack(4);
    expect(outcomesOf(taken)).toEqual(['received', 'received', 'refused', 'refused']);
    expect(taken[1]?.body).toEqual(taken[0]?.body);
  });

  it('says the last thing first', async () => {
    await behave({ callbacks: 'reversed' });
    expect(outcomesOf(await calledBack(3))).toEqual(['issued', 'approved', 'received']);
  });

  it('calls back before it has accepted', async () => {
    await behave({ callbacks: 'beforeAccepting', eachAfterMs: 60_000 });
    await agencies.submit('AGY009', dispatchOf(requestId, gateway.url));
    const taken = gateway.taken.filter(({ body }) => body.requestId === requestId);
    expect(outcomesOf(taken)).toEqual(['received']);
  });

  it('contradicts itself, in the callback and when it is polled', async () => {
    await behave({ contradicts: true, outcomes: ['received', 'approved'] });
    const taken = await calledBack(3);
    const answers = taken.map(({ body }) => AgencyAnswer.parse(body));
    const [, , last] = answers;
    if (last === undefined) throw new Error('no contradiction');
    expect(outcomesOf(taken)).toEqual(['received', 'approved', 'refused']);
    expect(judgeAnswer(answers.slice(0, 2).map(takenAnswer), last)).toBe('contradictory');
    expect(await agencies.poll('AGY009', requestId)).toEqual(last);
  });

  it.each([
    ['forged', 'mismatch'],
    ['stale', 'stale'],
  ])('calls back with a signature that is %s', async (callbacks, fault) => {
    await behave({ callbacks, outcomes: ['received'] });
    expect(await calledBack(1)).toMatchObject([{ fault }]);
  });

  it('calls back to another request', async () => {
    await behave({ callbacks: 'otherRequest', otherRequestId: requestB, outcomes: ['received'] });
    const path = `/v1/agency-callbacks/${requestB}`;
    expect(await calledBack(1)).toMatchObject([{ path, fault: undefined }]);
  });

  it('never calls back, and answers when it is polled', async () => {
    await behave({ callbacks: 'never' });
    await agencies.submit('AGY009', dispatchOf(requestId, gateway.url));
    const poll = () => agencies.poll('AGY009', requestId);
    await until(async () => (await poll())?.outcome === 'issued', 5_000);
    expect(gateway.taken.filter(({ body }) => body.requestId === requestId)).toEqual([]);
  });

  it('answers late', async () => {
    await behave({ eachAfterMs: 400, outcomes: ['received'] });
    const began = performance.now();
    await calledBack(1);
    expect(performance.now() - began).toBeGreaterThan(350);
  });

  it('ends its work when the applicant withdraws', async () => {
    await behave({ eachAfterMs: 200 });
    await calledBack(1);
    const at = '2026-12-01T00:00:00Z';
    await agencies.tell('AGY009', { noticeId: requestB, requestId, at, kind: 'withdrawn' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const taken = gateway.taken.filter(({ body }) => body.requestId === requestId);
    expect(outcomesOf(taken)).toEqual(['received']);
  });

  it('sends a callback again that the gateway did not take, and none that it refused', async () => {
    await behave({ outcomes: ['received'] });
    gateway.status = 503;
    await calledBack(1);
    gateway.status = 204;
    await calledBack(2);
    requestId = requestB;
    gateway.status = 409;
    await calledBack(1);
    await new Promise((resolve) => setTimeout(resolve, 400));
    gateway.status = 204;
    expect(await calledBack(1)).toHaveLength(1);
  });

  it('behaves for one request, or for one agency, as it is told', async () => {
    await behave({ callbacks: 'never' });
    await behave({ requestId, manner: 'away' });
    const failed = agencies.submit('AGY009', dispatchOf(requestId, gateway.url));
    await expect(failed).rejects.toMatchObject({ reason: 'unreachable' });
    const other = requestId.replace(/^.{4}/, 'ffff');
    await agencies.submit('AGY009', dispatchOf(other, gateway.url));
    await agencies.submit('AGY010', dispatchOf(requestId, gateway.url));
    expect(await doubles.given('AGY010')).toMatchObject([{ requestId }]);
  });

  it('forgets what it was given', async () => {
    await behave({ callbacks: 'never' });
    await agencies.submit('AGY009', dispatchOf(requestId, gateway.url));
    await behave({ forgets: true });
    expect(await doubles.given('AGY009')).toEqual([]);
    const forgotten = agencies.poll('AGY009', requestId);
    await expect(forgotten).rejects.toMatchObject({ reason: 'unknownRequest' });
  });
});

describe('the scripts of the test agency', () => {
  it.each([
    ['agency', { agencyId: 'AGY009', callbacks: 'sometimes' }, /callbacks/],
    ['agency', { agencyId: 'AGY999' }, /404: no such agency/],
    ['treasury', { manner: 'odd' }, /manner/],
    ['pay', { billId: 'none' }, /404: no such bill/],
    ['bill', { ref1: 'none', becomes: 'expired' }, /404: no such bill/],
    ['behave', { path: 'x' }, /path/],
  ])('of %s are refused with what is wrong: %j', async (path, script, said) => {
    await expect(doubles.dev(path, script)).rejects.toThrow(said);
  });

  it('leave its pages as they were', async () => {
    const page = `${doubles.url}/services/SVC0106`;
    expect(await (await fetch(page)).text()).toContain('<h1>ใบอนุญาต</h1>');
    await doubles.dev('behave', { path: '/services/SVC0106', status: 503, body: 'closed' });
    const closed = await fetch(page);
    expect([closed.status, await closed.text()]).toEqual([503, 'closed']);
    expect((await fetch(`${doubles.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${doubles.url}/systems/AGY999/requests`)).status).toBe(404);
  });

  it.each(['systems/AGY009/requests', 'treasury/bills'])(
    'let nobody unsigned to /%s',
    async (path) => {
      const answer = await fetch(`${doubles.url}/${path}`, { method: 'POST', body: '{}' });
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ code: 'notAuthorised' });
    },
  );
});
