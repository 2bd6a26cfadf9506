import type { Client } from '@temporalio/client';
import type { Check, Checks } from '../../infra/http/health-server.js';
import type { Logger } from '../../infra/logger.js';
import type { IssuerKeys } from '../../infra/oidc/issuer-keys.js';
import type { Pool } from '../../infra/postgres/pool.js';

/** How what the gateway needs is, each with since when it is away. */
export interface Health {
  /** What was found last, a few seconds ago at most: whoever asks, however often, asks nobody else. */
  checks(): Promise<Checks>;
  stop(): void;
}

type Asks = Readonly<Record<string, () => Promise<void>>>;

/** How often it is looked, milliseconds. */
export interface HealthTimes {
  readonly everyMs: number;
  /** While something is away. */
  readonly againMs: number;
}

const usualTimes: HealthTimes = { everyMs: 3_000, againMs: 1_000 };
const patienceMs = 2_000;

/** Looks now and then, on its own. What exactly is wrong is in the log, and for nobody else. */
export function watchHealth(asks: Asks, logger: Logger, times: HealthTimes = usualTimes): Health {
  const since = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let found = look();
  return {
    checks: () => found,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };

  async function look(): Promise<Checks> {
    const checks = await Promise.all(
      Object.entries(asks).map(async ([name, ask]) => [name, await check(name, ask)] as const),
    );
    const pauseMs = since.size > 0 ? times.againMs : times.everyMs;
    if (!isStopped) timer = setTimeout(() => void lookAgain(), pauseMs).unref();
    return Object.fromEntries(checks);
  }

  /** The last result stands until there is another. */
  async function lookAgain(): Promise<void> {
    found = Promise.resolve(await look());
  }

  async function check(name: string, ask: () => Promise<void>): Promise<Check> {
    try {
      await withinPatience(ask());
      if (since.delete(name)) logger.info(`${name} is back`);
      return { ok: true };
    } catch (error) {
      if (!since.has(name)) logger.warn({ err: error }, `${name} is away`);
      const began = since.get(name) ?? new Date().toISOString();
      since.set(name, began);
      return { ok: false, since: began };
    }
  }
}

/** Thrown inside when something does not answer at all. */
class Silent extends Error {
  override readonly name = 'Silent';
}

/** One that never answers must not make the others' results old. */
async function withinPatience(asked: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Silent(`no answer within ${patienceMs} ms`));
    }, patienceMs);
  });
  try {
    await Promise.race([asked, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

/** What the gateway needs: Temporal, PostgreSQL, and the issuer as long as none of its keys is known. */
export function needsOf(client: Client, pool: Pool, keys: IssuerKeys): Asks {
  return {
    temporal: async () => {
      await client.withDeadline(Date.now() + patienceMs, () =>
        client.connection.workflowService.getSystemInfo({}),
      );
    },
    postgres: async () => {
      await pool.query('SELECT 1 FROM prasan.service LIMIT 1');
    },
    issuer: () => keys.ensure(),
  };
}
