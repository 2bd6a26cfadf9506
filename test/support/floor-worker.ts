import type { NativeConnection } from '@temporalio/worker';
import { bundleWorkflowCode, Worker } from '@temporalio/worker';
import { createDataConverter } from '../../infra/temporal/data-converter.js';

/** What a worker of another program is made with. */
export interface FloorWorkerSetup {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly workflowsPath: string;
  readonly activities: object;
}

/** A worker of a program that is no part of Prasan, set up as ours is; not running yet. */
export async function floorWorker(setup: FloorWorkerSetup): Promise<Worker> {
  const { workflowsPath, ...rest } = setup;
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath,
    failureConverterPath: createDataConverter().failureConverterPath ?? '',
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  });
  return Worker.create({
    ...rest,
    workflowBundle,
    dataConverter: createDataConverter(),
    maxCachedWorkflows: 1_000,
    maxConcurrentActivityTaskExecutions: 200,
    shutdownGraceTime: '10 s',
  });
}
