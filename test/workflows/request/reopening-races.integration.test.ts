import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import type { CarriedRequest } from '../../../contracts/commands/request/carried.js';
import { requestWorkflowType } from '../../../contracts/commands/request/messages.js';
import { requestSubject, requestTaskQueue } from '../../../contracts/ids.js';
import { ClosedRequests, mending } from '../../support/closed-requests.js';
import { runTestWorker } from '../../support/onboarding.js';
import { requestWorker } from '../../support/requests.js';
import { testTemporal } from '../../support/temporal.js';
import { until } from '../../support/until.js';

/** Who opens a closed request at the same moment, late, or not at all; on the real server. */
describe('a closed request that several act on', () => {
  let client: Client;
  let connection: NativeConnection;
  let requests: ClosedRequests;
  let worker: { stop: () => Promise<void> };

  async function runWorker(maxCachedWorkflows: number): Promise<void> {
    const settings = { useWorkerVersioning: true, maxCachedWorkflows };
    const { namespace } = client.options;
    const made = await requestWorker(requests.world, connection, namespace, settings);
    worker = await runTestWorker(made, client);
  }

  beforeAll(async () => {
    ({ client, connection } = await testTemporal());
    requests = new ClosedRequests(client, () => Promise.resolve(Date.now()));
    await runWorker(100);
  });
  afterAll(async () => {
    await worker.stop();
    await connection.close();
    await client.connection.close();
  });

  test('has a slip of the pen put right, and closes again at once', async () => {
    const request = await requests.completed('slip');
    const archived = await requests.closes(request);
    const acting = ['competentOfficial', 'correctEntry', mending('9/2570')] as const;
    const mended = await request.actOnClosed(archived, ...acting);
    expect(mended).toMatchObject({ state: 'completed', sequence: archived.end.sequence + 1 });
    const last = await requests.closes(request);
    expect(last.request.issued?.number).toBe('9/2570');
    expect(last.request.since).toBe(archived.request.since);
    expect(requests.world.eventsOf(request.requestId).at(-1)?.data).toMatchObject({
      ...{ kind: 'entryCorrected', corrects: 1, of: 'issued.number' },
    });
  }, 60_000);

  test('is acted on once by two at once', async () => {
    const request = await requests.completed('two');
    const archived = await requests.closes(request);
    const seen = await request.view();
    const mend = (value: string) => {
      const acting = ['competentOfficial', 'correctEntry', mending(value), { key: value }] as const;
      return request.actOnClosed(archived, ...acting, seen);
    };
    const both = await Promise.all([mend('8/2570'), mend('9/2570')]);
    const refused = both.filter((one) => 'refusal' in one);
    expect(refused).toMatchObject([{ refusal: { code: 'staleVersion' } }]);
    await until(async () => (await requests.statusOf(request)) === 'COMPLETED');
    const last = await requests.closes(request);
    expect(last.end.sequence).toBe(archived.end.sequence + 1);
  }, 60_000);

  test('goes on from the newest of the archive, however old what was read of it is', async () => {
    const request = await requests.completed('stale');
    const first = await requests.closes(request);
    const seen = await request.view();
    const mend = (value: string) => ['competentOfficial', 'correctEntry', mending(value)] as const;
    await request.actOnClosed(first, ...mend('2/2570'));
    const second = await requests.closes(request);
    // Somebody has read archive and case before that, and comes now.
    const stale = await request.actOnClosed(first, ...mend('3/2570'), {}, seen);
    expect(stale).toMatchObject({ refusal: { code: 'staleVersion' } });
    expect(await requests.closes(request)).toEqual(second);
    // Who has read the case since, and the archive before, is taken.
    const third = await request.actOnClosed(first, ...mend('4/2570'));
    expect(third).toMatchObject({ sequence: second.end.sequence + 1 });
    expect((await requests.closes(request)).request.issued?.number).toBe('4/2570');
  }, 60_000);

  test('answers a key alike that it knows from before, and does nothing again', async () => {
    const request = await requests.completed('key');
    const first = await requests.closes(request);
    const act = (archived: CarriedRequest, bodyHash = 'hash') => {
      const acting = ['competentOfficial', 'correctEntry', mending('2/2570')] as const;
      return request.actOnClosed(archived, ...acting, { key: 'once', bodyHash });
    };
    const answer = await act(first);
    const second = await requests.closes(request);
    expect(await act(second)).toEqual(answer);
    expect(await act(first)).toEqual(answer);
    expect(await act(second, 'another')).toMatchObject({ refusal: { code: 'keyReused' } });
    expect(await requests.closes(request)).toEqual(second);
  }, 60_000);

  test('closes again with nothing changed when the act never came', async () => {
    const request = await requests.completed('never');
    const archived = await requests.closes(request);
    await client.workflow.start(requestWorkflowType, {
      ...{ taskQueue: requestTaskQueue, workflowId: requestSubject(request.requestId) },
      args: [{ archived }],
    });
    expect(await requests.closes(request)).toEqual(archived);
  }, 60_000);

  test('has not closed before the archive has it, and takes what comes meanwhile along', async () => {
    requests.world.isArchiveAway = true;
    const request = await requests.completed('waiting');
    await until(async () => (await request.view()).errands.includes('archive'));
    expect(await requests.statusOf(request)).toBe('RUNNING');
    expect(requests.world.archived.has(request.requestId)).toBe(false);
    await request.must('competentOfficial', 'correctEntry', mending('9/2570'));
    requests.world.isArchiveAway = false;
    expect((await requests.closes(request)).request.issued?.number).toBe('9/2570');
  }, 60_000);

  test('goes on with a worker that holds no case, and replays, every run of it', async () => {
    await worker.stop();
    await runWorker(0);
    const request = await requests.completed('uncached');
    const archived = await requests.closes(request);
    const acting = ['competentOfficial', 'correctEntry', mending('9/2570')] as const;
    await request.actOnClosed(archived, ...acting);
    await requests.closes(request);
    expect(await requests.replay()).toBeGreaterThan(12);
  }, 60_000);
});
