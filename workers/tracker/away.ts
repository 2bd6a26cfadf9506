import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../infra/logger.js';
import { isDatabaseAway } from '../../infra/postgres/database-away.js';

/** Knows since when PostgreSQL is away, and says so in the log once each way. */
export interface Away {
  /** RFC 3339, UTC; `undefined` while it is there. */
  since(): string | undefined;
  isAway(error: unknown): void;
  isBack(): void;
}

/** Watches over PostgreSQL. */
export function watchAway(logger: Logger): Away {
  let since: string | undefined;
  return {
    since: () => since,
    isAway: (error) => {
      if (since !== undefined) return;
      since = new Date().toISOString();
      logger.warn({ err: error }, 'PostgreSQL is away; trying again');
    },
    isBack: () => {
      if (since === undefined) return;
      logger.info({ since }, 'PostgreSQL is back');
      since = undefined;
    },
  };
}

const retryMs = 500;

/**
 * Works until it is done or called off, again and again while PostgreSQL is away.
 *
 * @throws what fails for any other reason: no waiting mends it
 */
export async function untilDone(
  postgres: Away,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
      postgres.isBack();
      return;
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      postgres.isAway(error);
      await sleep(retryMs, undefined, { signal }).catch((reason: unknown) => {
        if (!signal.aborted) throw reason;
      });
    }
  }
}
