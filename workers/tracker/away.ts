import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../infra/logger.js';
import { MigrationChanged } from '../../infra/postgres/migrate.js';

/** Knows since when a server is away, and says so in the log once each way. */
export interface Away {
  /** RFC 3339, UTC; `undefined` while it is there. */
  since(): string | undefined;
  isAway(error: unknown): void;
  isBack(): void;
}

/** Watches over one server. */
export function watchAway(server: string, logger: Logger): Away {
  let since: string | undefined;
  return {
    since: () => since,
    isAway: (error) => {
      if (since !== undefined) return;
      since = new Date().toISOString();
      logger.warn({ err: error }, `${server} is away; trying again`);
    },
    isBack: () => {
      if (since === undefined) return;
      logger.info({ since }, `${server} is back`);
      since = undefined;
    },
  };
}

const retryMs = 500;

/** Works until it is done or called off: what fails counts as the server's being away. */
export async function untilDone(
  server: Away,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
      server.isBack();
      return;
    } catch (error) {
      if (error instanceof MigrationChanged) throw error;
      server.isAway(error);
      await sleep(retryMs, undefined, { signal }).catch((reason: unknown) => {
        if (!signal.aborted) throw reason;
      });
    }
  }
}
