import type { Client } from '@temporalio/client';
import type { Check, Checks } from '../../infra/http/health-server.js';
import type { Logger } from '../../infra/logger.js';
import { discoveryUrl } from '../../infra/oidc/issuer-keys.js';
import type { Pool } from '../../infra/postgres/pool.js';

/** How what the gateway needs is, each with since when it is away. */
export interface Health {
  checks(): Promise<Checks>;
  stop(): void;
}

type Asks = Readonly<Record<string, () => Promise<void>>>;

const everyMs = 5_000;
const patienceMs = 2_000;

/** Asks now and then on its own, so that `since` is right even when nobody looks. */
export function watchHealth(asks: Asks, logger: Logger): Health {
  const since = new Map<string, string>();
  const timer = setInterval(() => void checks(), everyMs).unref();
  return {
    checks,
    stop: () => {
      clearInterval(timer);
    },
  };

  async function checks(): Promise<Checks> {
    const names = Object.entries(asks);
    return Object.fromEntries(
      await Promise.all(names.map(async ([name, ask]) => [name, await check(name, ask)] as const)),
    );
  }

  async function check(name: string, ask: () => Promise<void>): Promise<Check> {
    try {
      await ask();
      if (since.delete(name)) logger.info(`${name} is back`);
      return { ok: true };
    } catch (error) {
      if (!since.has(name)) logger.warn({ err: error }, `${name} is away`);
      const began = since.get(name) ?? new Date().toISOString();
      since.set(name, began);
      return { ok: false, since: began, detail: error instanceof Error ? error.message : 'away' };
    }
  }
}

/** What the gateway needs: Temporal, PostgreSQL and the issuer. */
export function needsOf(client: Client, pool: Pool, issuer: string): Asks {
  return {
    temporal: async () => {
      await client.withDeadline(Date.now() + patienceMs, () =>
        client.connection.workflowService.getSystemInfo({}),
      );
    },
    postgres: async () => {
      await pool.query('SELECT 1 FROM prasan.service LIMIT 1');
    },
    issuer: async () => {
      const signal = AbortSignal.timeout(patienceMs);
      const answer = await fetch(discoveryUrl(issuer), { signal });
      await answer.arrayBuffer();
      if (!answer.ok) throw new IssuerFaulty(`it answers ${answer.status}`);
    },
  };
}

class IssuerFaulty extends Error {
  override readonly name = 'IssuerFaulty';
}
