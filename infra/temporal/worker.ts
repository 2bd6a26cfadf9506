import type { Client } from '@temporalio/client';
import type { Sinks } from '@temporalio/workflow';
import type {
  InjectedSinks,
  ReplayHistoriesIterable,
  ReplayResult,
  WorkerOptions,
  WorkflowBundleWithSourceMap,
  NativeConnection,
} from '@temporalio/worker';
import { Runtime, Worker } from '@temporalio/worker';
import { onboardingTaskQueue } from '../../contracts/ids.js';
import type { Logger } from '../logger.js';
import { keptBundle } from './bundle.js';
import { createDataConverter } from './data-converter.js';

/** What a worker is made with. */
export interface WorkerSetup {
  readonly connection: NativeConnection;
  readonly namespace: string;
  /** The activities by name. */
  readonly activities: object;
  readonly deployment: { readonly deploymentName: string; readonly buildId: string };
  readonly maxCachedWorkflows?: number;
  readonly taskQueue?: string;
  /** Tasks of cases at a time, 40 unless told: whoever waits for one holds a slot. */
  readonly workflowTaskSlots?: number;
  /** Long-lived cases follow the newest build; requests stay on theirs (design §9). */
  readonly versioning?: 'AUTO_UPGRADE' | 'PINNED';
  readonly bundle?: WorkflowBundleWithSourceMap;
  /** Off for servers that know no Worker Versioning (the time-skipping server). */
  readonly useWorkerVersioning?: boolean;
}

/** A worker of cases. */
export async function createWorker(setup: WorkerSetup): Promise<Worker> {
  const bundle = setup.bundle ?? (await keptBundle());
  const options: WorkerOptions = {
    connection: setup.connection,
    namespace: setup.namespace,
    taskQueue: setup.taskQueue ?? onboardingTaskQueue,
    workflowBundle: bundle,
    activities: setup.activities,
    dataConverter: createDataConverter(),
    maxCachedWorkflows: setup.maxCachedWorkflows ?? 1_000,
    maxConcurrentActivityTaskExecutions: 200,
    maxConcurrentWorkflowTaskExecutions: setup.workflowTaskSlots ?? 40,
    // A heartbeat brings the word that an activity is called off: a case that hands over waits for it.
    maxHeartbeatThrottleInterval: '1 s',
    shutdownGraceTime: '10 s',
    ...(setup.useWorkerVersioning === false
      ? {}
      : {
          workerDeploymentOptions: {
            version: setup.deployment,
            useWorkerVersioning: true,
            defaultVersioningBehavior: setup.versioning ?? 'AUTO_UPGRADE',
          },
        }),
  };
  return Worker.create(options);
}

/**
 * Replays a recorded history (as JSON) on a bundle.
 *
 * @param sinks what the bundle's interceptors report to
 * @throws DeterminismViolationError when the workflows would now do otherwise
 */
export function replayHistory(
  bundle: WorkflowBundleWithSourceMap,
  history: unknown,
  workflowId: string,
  sinks: InjectedSinks<Sinks> = {},
): Promise<void> {
  const options = { workflowBundle: bundle, dataConverter: createDataConverter(), sinks };
  return Worker.runReplayHistory(options, history, workflowId);
}

/**
 * Replays many recorded histories on a bundle, on one worker.
 *
 * @returns for each its workflow and run, and the error when the workflows would now do otherwise
 */
export function replayHistories(
  bundle: WorkflowBundleWithSourceMap,
  histories: ReplayHistoriesIterable,
): AsyncIterableIterator<ReplayResult> {
  const options = { workflowBundle: bundle, dataConverter: createDataConverter() };
  return Worker.runReplayHistories(options, histories);
}

/** Temporal's own talk goes to our log; shutting down is the process's business. */
export function installRuntime(logger: Logger): void {
  Runtime.install({
    shutdownSignals: [],
    logger: {
      log: (_level, message) => logger.info(message),
      trace: (message) => logger.trace(message),
      debug: (message) => logger.debug(message),
      info: (message) => logger.debug(message),
      warn: (message, meta) => logger.warn({ meta }, message),
      error: (message, meta) => logger.error({ meta }, message),
    },
  });
}

/**
 * Makes this worker's version the current one where the deployment has none yet. A rollout is the
 * operator's: a build that crashes and comes again must not take the cases back.
 *
 * @returns the build that is current
 */
export async function makeFirstVersionCurrent(
  client: Client,
  namespace: string,
  version: { readonly deploymentName: string; readonly buildId: string },
): Promise<string> {
  const { workflowService } = client.connection;
  const { deploymentName, buildId } = version;
  // Known from the first poll on: until then this throws NOT_FOUND, and the caller tries again.
  const { workerDeploymentInfo } = await workflowService.describeWorkerDeployment({
    namespace,
    deploymentName,
  });
  const current = workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId;
  if (typeof current === 'string' && current !== '') return current;
  await workflowService.setWorkerDeploymentCurrentVersion({
    namespace,
    deploymentName,
    buildId,
    identity: 'prasan-worker',
    ignoreMissingTaskQueues: true,
  });
  return buildId;
}
