import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import { bangkokDate } from '../../../contracts/civil-date.js';
import type { ReopenGround } from '../../../contracts/lifecycles/request/reopen-grounds.js';
import { reopenGrounds } from '../../../contracts/lifecycles/request/reopen-grounds.js';
import { actOnAppeal, createAppealPost, findAppeal } from '../../../infra/temporal/cases.js';
import { ClosedRequests, statement } from '../../support/closed-requests.js';
import { answers, deficiency, reopeningOn } from '../../support/request-cases.js';
import type { TestRequest } from '../../support/requests.js';
import { actorOf, plainManual, requestWorker } from '../../support/requests.js';
import { passUntil, timeSkippingTemporal } from '../../support/temporal.js';
import { until } from '../../support/until.js';

const reason = 'ตามเอกสารแนบ';

/** Requests that close and are opened again, on the time-skipping server. */
describe('a request that has closed', () => {
  let server: TestWorkflowEnvironment;
  let requests: ClosedRequests;
  let worker: Worker;
  let running: Promise<void>;

  beforeAll(async () => {
    server = await timeSkippingTemporal();
    requests = new ClosedRequests(server.client, () => server.currentTimeMs());
    const { world } = requests;
    world.post = createAppealPost(server.client);
    worker = await requestWorker(world, server.nativeConnection, server.namespace ?? 'default');
    running = worker.run();
    await passUntil(server, '2027-01-05T09:00:00+07:00');
  }, 120_000);
  afterAll(async () => {
    worker.shutdown();
    await running;
    await server.teardown();
  });

  const stateOf = async (request: TestRequest) => (await request.view()).request.state;

  /** Refused, or struck off, and the time to appeal is over. */
  async function ended(ground: ReopenGround): Promise<TestRequest> {
    if (ground !== 'lateCorrection') return requests.refused(ground);
    const request = await requests.file(ground);
    await request.must('competentOfficial', 'recordDeficiency', deficiency());
    await server.sleep('30 days');
    return request;
  }

  /** From each ground on, to another end than before. */
  const goesOn: Readonly<Record<ReopenGround, (request: TestRequest) => Promise<void>>> = {
    lateCorrection: async (request) => {
      expect(await stateOf(request)).toBe('awaitingCorrection');
      await request.must('portal', 'correct', answers());
      await request.must('competentOfficial', 'confirmComplete');
      await requests.issue(request, '2/2570');
    },
    lateAppeal: async (request) => {
      await request.must('portal', 'appeal', { reason });
      await wins(request);
      await until(async () => (await stateOf(request)) === 'consideration', 10_000);
      await requests.issue(request, '3/2570');
    },
    // Nobody appeals: the time that was given ends by itself.
    appealInformation: async (request) => {
      expect((await request.view()).request.dates.alarms).toMatchObject([{ kind: 'appealEnds' }]);
      await server.sleep('20 days');
    },
    judgment: async (request) => {
      expect(await stateOf(request)).toBe('consideration');
      await requests.issue(request, '4/2570');
    },
    retrial: async (request) => {
      await request.must('licensor', 'refuse', { statement, notify: 'ELECTRONIC' });
      await server.sleep('20 days');
    },
  };

  /** The officer himself sets his order aside. */
  async function wins({ requestId }: TestRequest): Promise<void> {
    const appeal = () => findAppeal(server.client, requestId, 1).catch(() => undefined);
    await until(async () => (await appeal()) !== undefined, 10_000);
    expect((await appeal())?.appeal.isLate).toBe(false);
    await actOnAppeal(
      server.client,
      { requestId, number: 1 },
      {
        action: 'decideAppeal',
        actor: actorOf('licensor', plainManual(), 'officer'),
        body: { outcome: 'setAside', statement: {} },
        ...{ words: 'sealed', ifMatch: 1, key: 'k1', bodyHash: 'h' },
        at: await server.currentTimeMs(),
      },
    );
  }

  test.each(reopenGrounds)(
    'is opened again by %s, lives to another end, and closes again',
    async (ground) => {
      const request = await ended(ground);
      await server.sleep('20 days');
      const archived = await requests.closes(request);
      const before = requests.kindsOf(request);
      const body = reopeningOn(ground, await requests.today());
      const opened = await request.actOnClosed(archived, 'licensor', 'reopen', body);
      expect(opened).toMatchObject({ sequence: archived.end.sequence + 1 });
      expect(await requests.statusOf(request)).toBe('RUNNING');
      await goesOn[ground](request);
      const last = await requests.closes(request);
      expect(requests.kindsOf(request).slice(0, before.length + 1)).toEqual([
        ...before,
        'reopened',
      ]);
      expect(last.request.reopenings).toMatchObject([{ number: 1, given: { ground } }]);
      const { words, documents } = archived.request;
      expect(last.request.words.slice(0, words.length)).toEqual(words);
      expect(last.request.documents.slice(0, documents.length)).toEqual(documents);
      expect(last.recent.slice(0, archived.recent.length)).toEqual(archived.recent);
      expect(last.submissionHash).toBe(archived.submissionHash);
    },
    120_000,
  );

  test('opens nothing when the time that would run anew is over, and closes again', async () => {
    const request = await requests.refused('over');
    await server.sleep('20 days');
    const archived = await requests.closes(request);
    const on = bangkokDate((await server.currentTimeMs()) - 18 * 86_400_000);
    const body = reopeningOn('lateAppeal', on);
    expect(await request.actOnClosed(archived, 'licensor', 'reopen', body)).toMatchObject({
      refusal: { code: 'periodOver' },
    });
    expect(await requests.closes(request)).toEqual(archived);
  }, 60_000);

  test('asks for its dates itself when none came along', async () => {
    const request = await requests.refused('unstamped');
    await server.sleep('20 days');
    const archived = await requests.closes(request);
    request.isStamping = false;
    const body = reopeningOn('lateAppeal', await requests.today());
    await request.actOnClosed(archived, 'licensor', 'reopen', body);
    expect((await request.view()).request.dates.alarms).toMatchObject([{ kind: 'appealEnds' }]);
    await server.sleep('20 days');
    await requests.closes(request);
  }, 60_000);

  test('replays, every run of it', async () => {
    expect(await requests.replay()).toBeGreaterThan(12);
  }, 60_000);
});
