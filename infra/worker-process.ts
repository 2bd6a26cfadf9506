import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { EventPublisher } from '../activities/ports.js';
import type { Config } from './config.js';
import { readConfig } from './config.js';
import type { Checks } from './http/health-server.js';
import { startHealthServer } from './http/health-server.js';
import { createKafka } from './kafka/client.js';
import { withDeadline } from './kafka/deadline.js';
import type { KafkaPublisher } from './kafka/publisher.js';
import { createPublisher } from './kafka/publisher.js';
import { ensureTopics } from './kafka/topics.js';
import type { Logger } from './logger.js';
import { createLogger } from './logger.js';
import { migrate } from './postgres/migrate.js';
import { createPool } from './postgres/pool.js';
import { clientOn, connectWorker, lazyClient } from './temporal/client.js';
import { ensureNamespace } from './temporal/namespace.js';
import { createWorker, installRuntime, makeFirstVersionCurrent } from './temporal/worker.js';

/** What a worker's activities are made of. */
export interface WorkerWorld {
  readonly config: Config;
  readonly logger: Logger;
  readonly publisher: EventPublisher;
  readonly pool: Pool;
  readonly client: Client;
  /** On the worker's own connection. */
  readonly workersClient: Client;
}

/** What is one worker's own. */
export interface WorkerProcess {
  /** The process, e.g. `worker:onboarding`. */
  readonly name: string;
  /** Its deployment for Worker Versioning, unless `TEMPORAL_DEPLOYMENT_NAME` says otherwise. */
  readonly deploymentName: string;
  readonly taskQueue: string;
  readonly versioning: 'AUTO_UPGRADE' | 'PINNED';
  readonly workflowTaskSlots?: number;
  readonly activities: (world: WorkerWorld) => object;
  /** Gauges of its own. */
  readonly measure?: (registry: Registry) => void;
}

/**
 * Runs a worker until it is told to stop. It starts and works while Kafka or PostgreSQL is away: what
 * needs them waits for them, and nothing else.
 */
export async function runWorkerProcess(own: WorkerProcess): Promise<void> {
  const config = readConfig();
  const logger = createLogger(own.name, config.PRASAN_LOG_LEVEL);
  installRuntime(logger);
  const temporal = { address: config.TEMPORAL_ADDRESS, namespace: config.TEMPORAL_NAMESPACE };
  const clientId = own.deploymentName;
  const kafka = createKafka(config.KAFKA_BROKERS, clientId, logger);
  const publisher = createPublisher(kafka, logger);
  const pool = createPool(config.DATABASE_URL, clientId, 4);
  const client = lazyClient(temporal);
  const state = { isPolling: false };
  const registry = metrics(publisher);
  own.measure?.(registry);
  const health = await startHealthServer({
    port: config.PRASAN_WORKER_HEALTH_PORT,
    host: config.PRASAN_HOST,
    checks: () => Promise.resolve(checksOf(state, publisher)),
    registry,
  });
  const stop = stopOnSignal();
  await untilDone(logger, 'Temporal', () => ensureNamespace(client, temporal.namespace));
  const topicsAreRight = untilDone(logger, 'Kafka', () =>
    ensureTopics(kafka, config.PRASAN_KAFKA_REPLICATION),
  );
  void untilDone(logger, 'PostgreSQL', async () => {
    await migrate(pool);
  });
  const connection = await connectWorker(temporal);
  const deployment = {
    deploymentName: config.TEMPORAL_DEPLOYMENT_NAME ?? own.deploymentName,
    buildId: config.TEMPORAL_WORKER_BUILD_ID,
  };
  const workersClient = clientOn(connection, temporal.namespace);
  const ready = { publisher: onceReady(publisher, topicsAreRight) };
  const world = { config, logger, pool, client, workersClient, ...ready };
  const worker = await createWorker({
    connection,
    namespace: temporal.namespace,
    deployment,
    taskQueue: own.taskQueue,
    versioning: own.versioning,
    ...(own.workflowTaskSlots === undefined ? {} : { workflowTaskSlots: own.workflowTaskSlots }),
    maxCachedWorkflows: config.PRASAN_MAX_CACHED_WORKFLOWS,
    activities: own.activities(world),
  });
  const running = worker.run();
  await untilDone(logger, 'deployment', async () => {
    const current = await makeFirstVersionCurrent(client, temporal.namespace, deployment);
    if (current === deployment.buildId) return;
    logger.warn(
      { ...deployment, current },
      'another build is current: this one waits to be promoted',
    );
  });
  state.isPolling = true;
  logger.info({ ...temporal, ...deployment }, 'the worker polls');
  stop.addEventListener('abort', () => {
    worker.shutdown();
  });
  if (stop.aborted) worker.shutdown();
  await running;
  await publisher.close();
  await Promise.all([connection.close(), client.connection.close(), pool.end()]);
  health.close();
}

function stopOnSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stop.abort();
    });
  }
  return stop.signal;
}

/** Kafka away is no reason to be restarted: work goes on, and the health page says since when. */
function checksOf(state: { isPolling: boolean }, publisher: KafkaPublisher): Checks {
  const { ok, awaySince } = publisher.health();
  return {
    worker: { ok: state.isPolling, ...(state.isPolling ? {} : { detail: 'starting' }) },
    kafka:
      ok || awaySince === undefined
        ? { ok: true }
        : { ok: true, since: awaySince, detail: 'away: events wait' },
  };
}

function metrics(publisher: KafkaPublisher): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const oldest = new Gauge({
    name: 'prasan_oldest_unpublished_event_seconds',
    help: 'Age of the oldest event that this process waits to publish',
    registers: [registry],
    collect() {
      oldest.set(publisher.health().oldestMs / 1_000);
    },
  });
  return registry;
}

/** Together with the publisher's own deadlines within the 20 s of its activity. */
const topicsMs = 3_000;

/** Drift ends the process, and a topic that was not looked at yet is not written to. */
function onceReady(publisher: EventPublisher, ready: Promise<void>): EventPublisher {
  return {
    publish: async (topic, events, signal) => {
      await withDeadline(ready, topicsMs);
      await publisher.publish(topic, events, signal);
    },
  };
}

const retryMs = 1_000;

/** A server that is not there yet is waited for; what is wrong with it (drift) ends the process. */
async function untilDone(logger: Logger, what: string, step: () => Promise<void>): Promise<void> {
  for (let isSaid = false; ; isSaid = true) {
    try {
      await step();
      return;
    } catch (error) {
      const isWrong = error instanceof Error && /Drift|Changed/.test(error.name);
      if (isWrong) {
        logger.fatal(error.message);
        process.exit(1);
      }
      if (!isSaid) logger.warn({ err: error }, `${what} is not ready; trying again`);
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
}
