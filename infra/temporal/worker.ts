import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import type {
  WorkerOptions,
  WorkflowBundleWithSourceMap,
  NativeConnection,
} from '@temporalio/worker';
import { bundleWorkflowCode, Runtime, Worker } from '@temporalio/worker';
import { onboardingTaskQueue } from '../../contracts/ids.js';
import type { Logger } from '../logger.js';
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
  readonly bundle?: WorkflowBundleWithSourceMap;
  /** Off for servers that know no Worker Versioning (the time-skipping server). */
  readonly useWorkerVersioning?: boolean;
}

const workflowsFolder = new URL('../../workflows/', import.meta.url);

/** The bundle of our workflows, or of those in another folder, built with our data converter. */
export function bundleWorkflows(folder = workflowsFolder): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('index.ts', folder)),
    failureConverterPath: createDataConverter().failureConverterPath ?? '',
    preloadModules: [fileURLToPath(new URL('preload.ts', folder))],
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  });
}

/** A worker of services and agencies. */
export async function createWorker(setup: WorkerSetup): Promise<Worker> {
  const bundle = setup.bundle ?? (await bundleWorkflows());
  const options: WorkerOptions = {
    connection: setup.connection,
    namespace: setup.namespace,
    taskQueue: setup.taskQueue ?? onboardingTaskQueue,
    workflowBundle: bundle,
    activities: setup.activities,
    dataConverter: createDataConverter(),
    maxCachedWorkflows: setup.maxCachedWorkflows ?? 1_000,
    maxConcurrentActivityTaskExecutions: 200,
    shutdownGraceTime: '10 s',
    ...(setup.useWorkerVersioning === false
      ? {}
      : {
          workerDeploymentOptions: {
            version: setup.deployment,
            useWorkerVersioning: true,
            defaultVersioningBehavior: 'AUTO_UPGRADE',
          },
        }),
  };
  return Worker.create(options);
}

/**
 * Replays a recorded history (as JSON) on a bundle.
 *
 * @throws DeterminismViolationError when the workflows would now do otherwise
 */
export function replayHistory(
  bundle: WorkflowBundleWithSourceMap,
  history: unknown,
  workflowId: string,
): Promise<void> {
  const options = { workflowBundle: bundle, dataConverter: createDataConverter() };
  return Worker.runReplayHistory(options, history, workflowId);
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
 * Makes this worker's version the one that new and auto-upgrading workflows run on. Locally at each
 * start; in production the deployment's controller does it (design §9), and this finds it done.
 */
export async function makeCurrentVersion(
  client: Client,
  namespace: string,
  version: { readonly deploymentName: string; readonly buildId: string },
): Promise<void> {
  const { deploymentName, buildId } = version;
  await client.connection.workflowService.setWorkerDeploymentCurrentVersion({
    namespace,
    deploymentName,
    buildId,
    identity: 'prasan-worker',
    ignoreMissingTaskQueues: true,
  });
}
