import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { createActivities } from '../../activities/index.js';
import type { Config } from '../../infra/config.js';
import { readConfig } from '../../infra/config.js';
import type { Checks } from '../../infra/http/health-server.js';
import { startHealthServer } from '../../infra/http/health-server.js';
import { createLiveChecker } from '../../infra/http/live-check.js';
import { createKafka } from '../../infra/kafka/client.js';
import type { EventPublisher } from '../../activities/ports.js';
import { withDeadline } from '../../infra/kafka/deadline.js';
import type { KafkaPublisher } from '../../infra/kafka/publisher.js';
import { createPublisher } from '../../infra/kafka/publisher.js';
import { ensureTopics } from '../../infra/kafka/topics.js';
import type { Logger } from '../../infra/logger.js';
import { createLogger } from '../../infra/logger.js';
import { agencyAddresses } from '../../infra/mail/addresses.js';
import { createAgencyMailer } from '../../infra/mail/agency-mailer.js';
import { migrate } from '../../infra/postgres/migrate.js';
import { createPool } from '../../infra/postgres/pool.js';
import { createAgencyPost, createServiceDirectory } from '../../infra/temporal/cases.js';
import { connectWorker, lazyClient } from '../../infra/temporal/client.js';
import { ensureNamespace } from '../../infra/temporal/namespace.js';
import {
  createWorker,
  installRuntime,
  makeFirstVersionCurrent,
} from '../../infra/temporal/worker.js';
import { findTesterKey } from '../../infra/testers/registry.js';
import { createTestReportVerifier } from '../../infra/testers/report.js';

/** The process that carries services and agencies: workflows and activities of the onboarding. */
async function main(): Promise<void> {
  const config = readConfig();
  const logger = createLogger('worker:onboarding', config.PRASAN_LOG_LEVEL);
  installRuntime(logger);
  const temporal = { address: config.TEMPORAL_ADDRESS, namespace: config.TEMPORAL_NAMESPACE };
  const kafka = createKafka(config.KAFKA_BROKERS, 'prasan-onboarding', logger);
  const publisher = createPublisher(kafka, logger);
  const pool = createPool(config.DATABASE_URL, 'prasan-onboarding', 4);
  const client = lazyClient(temporal);
  const state = { isPolling: false };
  const health = await startHealthServer({
    port: config.PRASAN_WORKER_HEALTH_PORT,
    host: config.PRASAN_HOST,
    checks: () => Promise.resolve(checksOf(state, publisher)),
    registry: metrics(publisher),
  });
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stop.abort();
    });
  }
  await untilDone(logger, 'Temporal', () => ensureNamespace(client, temporal.namespace));
  // Work goes on without Kafka and PostgreSQL: what needs them waits for them, and nothing else.
  const topicsAreRight = untilDone(logger, 'Kafka', () =>
    ensureTopics(kafka, config.PRASAN_KAFKA_REPLICATION),
  );
  void untilDone(logger, 'PostgreSQL', async () => {
    await migrate(pool);
  });

  const connection = await connectWorker(temporal);
  const deployment = deploymentOf(config);
  const worker = await createWorker({
    connection,
    namespace: temporal.namespace,
    deployment,
    maxCachedWorkflows: config.PRASAN_MAX_CACHED_WORKFLOWS,
    activities: createActivities({
      publisher: onceReady(publisher, topicsAreRight),
      liveChecker: createLiveChecker({ allow: config.PRASAN_LIVE_CHECK_ALLOW }),
      testReports: createTestReportVerifier((testerId) => findTesterKey(pool, testerId)),
      mailer: createAgencyMailer({
        smtpUrl: config.SMTP_URL,
        from: config.PRASAN_MAIL_FROM,
        addressOf: agencyAddresses(config.PRASAN_AGENCY_EMAILS),
      }),
      agencyPost: createAgencyPost(client),
      services: createServiceDirectory(client),
    }),
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
  logger.info({ ...temporal, ...deployment }, 'the onboarding worker polls');
  stop.signal.addEventListener('abort', () => {
    worker.shutdown();
  });
  if (stop.signal.aborted) worker.shutdown();
  await running;
  await publisher.close();
  await Promise.all([connection.close(), client.connection.close(), pool.end()]);
  health.close();
}

function deploymentOf(config: Config): { deploymentName: string; buildId: string } {
  return {
    deploymentName: config.TEMPORAL_DEPLOYMENT_NAME,
    buildId: config.TEMPORAL_WORKER_BUILD_ID,
  };
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

/** Drift ends the process, and a topic that was not looked at yet is not written to. */
function onceReady(publisher: EventPublisher, ready: Promise<void>): EventPublisher {
  return {
    publish: async (topic, events, signal) => {
      await withDeadline(ready, topicsMs);
      await publisher.publish(topic, events, signal);
    },
  };
}

/** Together with the publisher's own deadlines within the 20 s of its activity. */
const topicsMs = 3_000;

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

await main();
