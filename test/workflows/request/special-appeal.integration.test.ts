import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import { appealSubject } from '../../../contracts/ids.js';
import { refreshSignal } from '../../../contracts/commands/service/messages.js';
import { actOnAppeal, createAppealPost, findAppeal } from '../../../infra/temporal/cases.js';
import { statement } from '../../support/request-cases.js';
import {
  filing,
  manualOf,
  RequestWorld,
  requestWorker,
  TestRequest,
} from '../../support/requests.js';
import { timeSkippingTemporal } from '../../support/temporal.js';
import { until } from '../../support/until.js';

const manual = manualOf('SVC2262');

describe('an appeal under special law, on the time-skipping server', () => {
  const world = new RequestWorld();
  let server: TestWorkflowEnvironment;
  let worker: Worker;
  let running: Promise<void>;

  beforeAll(async () => {
    server = await timeSkippingTemporal();
    world.post = createAppealPost(server.client);
    worker = await requestWorker(world, server.nativeConnection, server.namespace ?? 'default');
    running = worker.run();
  }, 120_000);
  afterAll(async () => {
    worker.shutdown();
    await running;
    await server.teardown();
  });

  /** What happened to the appeal, by its events, and whether the case's version rose with each. */
  async function kinds(requestId: string, count: number): Promise<string[]> {
    const subject = appealSubject(requestId, 1);
    const own = () => world.published.filter(({ event }) => event.subject === subject);
    await until(() => Promise.resolve(own().length >= count), 10_000);
    return own().map(({ event }) => event.type.split('.').at(-2) ?? '');
  }

  test('is decided by the body that the law names, reminded until it has, also over a hand-over', async () => {
    const now = () => server.currentTimeMs();
    const start = filing({ manual, name: 'insured', filedAt: await now() });
    const request = await TestRequest.file(server.client, start, now);
    const { requestId } = request;
    await request.must('competentOfficial', 'confirmComplete');
    await request.must('licensor', 'refuse', { statement, notify: 'ELECTRONIC' });
    await request.must('portal', 'appeal', { reason: 'ถูกเลิกจ้าง' });
    const find = () => findAppeal(server.client, requestId, 1).catch(() => undefined);
    await until(async () => (await find()) !== undefined, 10_000);
    expect((await find())?.appeal).toMatchObject({
      ...{ state: 'withSuperior', sentUpOn: null, version: 1 },
      dates: { dueOn: null, alarm: { kind: 'bodyReminded' } },
    });

    await server.sleep('36 days');
    const handle = server.client.workflow.getHandle(appealSubject(requestId, 1));
    const { runId } = await handle.describe();
    await handle.signal(refreshSignal);
    await until(async () => (await handle.describe()).runId !== runId, 10_000);
    await server.sleep('30 days');
    expect((await find())?.appeal).toMatchObject({ state: 'withSuperior', version: 1 });
    expect(await kinds(requestId, 3)).toEqual(['filed', 'reminded', 'reminded']);

    await actOnAppeal(
      server.client,
      { requestId, number: 1 },
      {
        ...{ action: 'decideAppeal', body: { outcome: 'setAside', statement: {} } },
        actor: {
          id: 'person-committee',
          roles: ['appealAuthority'],
          agencies: [manual.agencyId],
        },
        ...{ words: 'sealed', at: await now(), ifMatch: 1, key: 'k2', bodyHash: 'h' },
      },
    );
    await until(async () => (await request.view()).request.state === 'consideration', 10_000);
    expect((await kinds(requestId, 4)).at(-1)).toBe('ended');
  }, 60_000);
});
