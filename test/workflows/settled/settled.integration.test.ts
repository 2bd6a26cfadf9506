import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client, WorkflowHandle } from '@temporalio/client';
import type { NativeConnection, WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { bundleWorkflows } from '../../../infra/temporal/bundle.js';
import { createWorker, replayHistory } from '../../../infra/temporal/worker.js';
import { testTemporal } from '../../support/temporal.js';
import { until } from '../../support/until.js';

describe('an update on a worker that does not hold the case', () => {
  const taskQueue = `settled-${randomUUID()}`;
  let client: Client;
  let connection: NativeConnection;
  let bundle: WorkflowBundleWithSourceMap;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    ({ client, connection } = await testTemporal());
    const workflowsPath = fileURLToPath(new URL('onlooker.ts', import.meta.url));
    bundle = await bundleWorkflows({ workflowsPath });
    const worker = await createWorker({
      connection,
      namespace: client.options.namespace,
      taskQueue,
      bundle,
      activities: {},
      deployment: { deploymentName: 'prasan-test', buildId: 'test' },
      useWorkerVersioning: false,
      maxCachedWorkflows: 0,
    });
    const running = worker.run();
    stop = async () => {
      worker.shutdown();
      await running;
    };
  });

  afterAll(async () => {
    await stop();
    await connection.close();
    await client.connection.close();
  });

  const tasksOf = async (handle: WorkflowHandle) => {
    const { events } = await handle.fetchHistory();
    return (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes).length;
  };

  it('sees what a task before it did that left no command, and replays alike', async () => {
    const workflowId = `onlooker/${randomUUID()}`;
    const handle = await client.workflow.start('onlooker', { taskQueue, workflowId });
    await until(async () => (await tasksOf(handle)) === 1);
    await expect(handle.executeUpdate('look')).resolves.toBe(true);
    await handle.result();
    await expect(
      replayHistory(bundle, await handle.fetchHistory(), workflowId),
    ).resolves.toBeUndefined();
  }, 60_000);
});
