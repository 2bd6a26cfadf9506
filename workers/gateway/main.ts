import { readConfig } from '../../infra/config.js';
import type { Check, Checks } from '../../infra/http/health-server.js';
import { createLogger } from '../../infra/logger.js';
import { createTokenVerifier } from '../../infra/oidc/verifier.js';
import type { Pool } from '../../infra/postgres/pool.js';
import { createPool } from '../../infra/postgres/pool.js';
import { lazyClient } from '../../infra/temporal/client.js';
import { createCases } from './cases.js';
import { createEventFeed } from './event-feed.js';
import { createGateway } from './server.js';

/** The process by which agencies, DGA and OPDC act. */
async function main(): Promise<void> {
  const config = readConfig();
  const logger = createLogger('gateway', config.PRASAN_LOG_LEVEL);
  const client = lazyClient({
    address: config.TEMPORAL_ADDRESS,
    namespace: config.TEMPORAL_NAMESPACE,
  });
  const pool = createPool(config.DATABASE_URL, 'prasan-gateway');
  const feed = createEventFeed(pool, logger);
  const gateway = await createGateway({
    cases: createCases(client),
    pool,
    feed,
    verify: createTokenVerifier(config.OIDC_ISSUER),
    checks: healthOf({
      temporal: async () => {
        await client.withDeadline(Date.now() + 2_000, () =>
          client.connection.workflowService.getSystemInfo({}),
        );
      },
      postgres: async () => ask(pool),
      issuer: async () => askIssuer(config.OIDC_ISSUER),
    }),
    logger,
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      void Promise.all([gateway.close(), feed.stop()])
        .then(() => Promise.all([pool.end(), client.connection.close()]))
        .then(() => process.exit(0));
    });
  }
  await gateway.listen({ host: config.PRASAN_HOST, port: config.PRASAN_GATEWAY_PORT });
  logger.info({ port: config.PRASAN_GATEWAY_PORT }, 'the gateway listens');
}

async function ask(pool: Pool): Promise<void> {
  await pool.query('select 1 from prasan.service limit 1');
}

async function askIssuer(issuer: string): Promise<void> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`it answers ${answer.status}`);
}

/** Asks all that the gateway needs, and remembers since when one of them is away. */
function healthOf(asks: Readonly<Record<string, () => Promise<void>>>): () => Promise<Checks> {
  const since = new Map<string, string>();
  const check = async (name: string, work: () => Promise<void>): Promise<Check> => {
    try {
      await work();
      since.delete(name);
      return { ok: true };
    } catch (error) {
      const began = since.get(name) ?? new Date().toISOString();
      since.set(name, began);
      return { ok: false, since: began, detail: error instanceof Error ? error.message : 'away' };
    }
  };
  return async () =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(asks).map(async ([name, work]) => [name, await check(name, work)] as const),
      ),
    );
}

await main();
