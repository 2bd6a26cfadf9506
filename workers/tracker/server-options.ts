import type { Logger } from '../../infra/logger.js';
import type { Pool } from '../../infra/postgres/pool.js';
import type { Away } from './away.js';
import type { LiveStream } from './live-stream.js';
import type { TrackerMetrics } from './metrics.js';

/** How far the tracker is behind Kafka. */
export interface Lag {
  /** Records that are not yet taken. */
  readonly records: number;
  /** Seconds since the oldest of them was sent. */
  readonly seconds: number;
}

/** How the tracker is: what it tells on `/readyz` and on each page. */
export interface TrackerState {
  /** Since when Kafka is away, RFC 3339, UTC. */
  readonly kafkaAwaySince: string | undefined;
  /** Since when PostgreSQL is away, RFC 3339, UTC. */
  readonly postgresAwaySince: string | undefined;
  /** Whether it is given new events; not yet in the seconds in which it joins its group. */
  readonly isFollowing: boolean;
  readonly lag: Lag;
}

/** What stands between the newest event and the page. */
export type Stand =
  | { readonly kind: 'postgresAway' | 'kafkaAway'; readonly since: string }
  | { readonly kind: 'joining' | 'catchingUp' | 'live' };

/** Seconds behind from which on it is catching up: less is the common way of an event. */
const behindSeconds = 2;

/** How the tracker stands, the worst first. */
export function standOf(state: TrackerState): Stand {
  const { postgresAwaySince, kafkaAwaySince, isFollowing, lag } = state;
  if (postgresAwaySince !== undefined) return { kind: 'postgresAway', since: postgresAwaySince };
  if (kafkaAwaySince !== undefined) return { kind: 'kafkaAway', since: kafkaAwaySince };
  if (!isFollowing) return { kind: 'joining' };
  return { kind: lag.records > 0 && lag.seconds > behindSeconds ? 'catchingUp' : 'live' };
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
