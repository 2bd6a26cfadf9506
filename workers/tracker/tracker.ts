import type { AddressInfo } from 'node:net';
import { createKafka } from '../../infra/kafka/client.js';
import type { Logger } from '../../infra/logger.js';
import { createPool } from '../../infra/postgres/pool.js';
import { watchAway } from './away.js';
import { startLiveStream } from './live-stream.js';
import { createMetrics } from './metrics.js';
import { startReader } from './reader.js';
import { buildServer } from './server.js';
import type { TrackerState } from './server-options.js';
import { standOf } from './server-options.js';

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
  const postgres = watchAway(logger);
  const metrics = createMetrics();
  const { rebuild = false, onFatal } = options;
  const reader = startReader({ pool, kafka, logger, metrics, postgres, rebuild, onFatal });
  metrics.readLagFrom(reader.lag);
  const stream = startLiveStream(pool, logger, postgres);
  const state = (): TrackerState => ({
    kafkaAwaySince: reader.kafkaAwaySince(),
    postgresAwaySince: postgres.since(),
    isFollowing: reader.isFollowing(),
    lag: reader.lag(),
  });
  const server = buildServer({ pool, postgres, stream, metrics, logger, state });
  // A page that is open hears how its tracker is as it hears of events.
  let told = JSON.stringify(standOf(state()));
  const watch = setInterval(() => {
    const stand = standOf(state());
    if (JSON.stringify(stand) === told) return;
    told = JSON.stringify(stand);
    stream.tell('state', stand);
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
