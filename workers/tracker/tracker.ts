import type { AddressInfo } from 'node:net';
import { createKafka } from '../../infra/kafka/client.js';
import type { Logger } from '../../infra/logger.js';
import { createPool } from '../../infra/postgres/pool.js';
import { watchAway } from './away.js';
import { startLiveStream } from './live-stream.js';
import { createMetrics } from './metrics.js';
import type { Reader } from './reader.js';
import { startReader } from './reader.js';
import { buildServer } from './server.js';

/** What a tracker runs with. */
export interface TrackerOptions {
  readonly databaseUrl: string;
  readonly kafkaBrokers: string[];
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Read everything again from offset 0 before the newest is shown. */
  readonly rebuild?: boolean;
  readonly logger: Logger;
  /** Told of what no waiting mends: the process should end. */
  readonly onFatal: (error: unknown) => void;
}

/** A running tracker. */
export interface Tracker {
  /** Where it listens, e.g. `http://127.0.0.1:8090`. */
  readonly url: string;
  stop(): Promise<void>;
}

const watchMs = 1_000;

/** Starts the tracker: it listens at once, and waits for its servers where they are away. */
export async function startTracker(options: TrackerOptions): Promise<Tracker> {
  const { logger } = options;
  const pool = createPool(options.databaseUrl, 'prasan-tracker', 10, logger);
  const kafka = createKafka(options.kafkaBrokers, 'prasan-tracker', logger);
  const postgres = watchAway('PostgreSQL', logger);
  const metrics = createMetrics();
  const { rebuild = false, onFatal } = options;
  const reader = startReader({ pool, kafka, logger, metrics, postgres, rebuild, onFatal });
  metrics.readLagFrom(() => lagOf(reader));
  const stream = startLiveStream(pool, logger);
  const state = () => ({
    kafkaAwaySince: reader.kafkaAwaySince(),
    postgresAwaySince: postgres.since(),
    lag: reader.lag(),
  });
  const server = buildServer({ pool, postgres, stream, metrics, logger, state });
  // A page that is open hears of Kafka's coming and going as it hears of events.
  let isKnownAway = false;
  const watch = setInterval(() => {
    const isAway = reader.kafkaAwaySince() !== undefined;
    if (isAway !== isKnownAway) stream.tell('state', state());
    isKnownAway = isAway;
  }, watchMs);
  await server.listen({ host: options.host, port: options.port });
  const { port } = server.server.address() as AddressInfo;
  return { url: `http://${options.host}:${port}`, stop };

  async function stop(): Promise<void> {
    clearInterval(watch);
    await reader.stop();
    await stream.stop();
    await server.close();
    await pool.end();
  }
}

function lagOf(reader: Reader): { records: number; seconds: number } {
  const records = reader.lag();
  const newestAt = reader.newestAt();
  const seconds = records === 0 || newestAt === undefined ? 0 : (Date.now() - newestAt) / 1_000;
  return { records, seconds };
}
