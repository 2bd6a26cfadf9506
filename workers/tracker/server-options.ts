import type { Logger } from '../../infra/logger.js';
import type { Pool } from '../../infra/postgres/pool.js';
import type { Away } from './away.js';
import type { LiveStream } from './live-stream.js';
import type { TrackerMetrics } from './metrics.js';

/** How the tracker is: what it tells on `/readyz` and on each page. */
export interface TrackerState {
  /** Since when Kafka is away, RFC 3339, UTC. */
  readonly kafkaAwaySince: string | undefined;
  /** Since when PostgreSQL is away, RFC 3339, UTC. */
  readonly postgresAwaySince: string | undefined;
  /** Records behind the newest. */
  readonly lag: number;
}

/** What the tracker's HTTP side runs with. */
export interface ServerOptions {
  readonly pool: Pool;
  readonly postgres: Away;
  readonly stream: LiveStream;
  readonly metrics: TrackerMetrics;
  readonly logger: Logger;
  readonly state: () => TrackerState;
}
