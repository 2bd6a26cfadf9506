import { actorSecretOf, masterKeysOf, personSecretOf, readConfig } from '../../infra/config.js';
import { createLogger } from '../../infra/logger.js';
import { createIssuerKeys } from '../../infra/oidc/issuer-keys.js';
import { createTokenVerifier } from '../../infra/oidc/verifier.js';
import { createAgencyMapReader } from '../../infra/postgres/agency-map.js';
import { createPool } from '../../infra/postgres/pool.js';
import { lazyClient } from '../../infra/temporal/client.js';
import { createTestReportVerifier } from '../../infra/testers/report.js';
import { findTesterKey } from '../../infra/testers/registry.js';
import { createCalendarDesk } from './calendar/desk.js';
import { createCases } from './cases.js';
import { createEventFeed } from './event-feed.js';
import { needsOf, watchHealth } from './health.js';
import { createLists } from './lists.js';
import { createManuals } from './manuals.js';
import { createRequestDesk } from './requests/desk.js';
import { createGateway } from './server.js';

/** The process by which agencies, DGA and OPDC act. */
async function main(): Promise<void> {
  const config = readConfig();
  const actorSecret = actorSecretOf(config);
  const logger = createLogger('gateway', config.PRASAN_LOG_LEVEL);
  const client = lazyClient({
    address: config.TEMPORAL_ADDRESS,
    namespace: config.TEMPORAL_NAMESPACE,
  });
  const pool = createPool(config.DATABASE_URL, 'prasan-gateway', 10, logger);
  const feed = createEventFeed(pool, logger);
  const issuer = config.OIDC_ISSUER;
  const keys = createIssuerKeys(issuer);
  const health = watchHealth(needsOf(client, pool, keys), logger);
  const reports = createTestReportVerifier((testerId) => findTesterKey(pool, testerId));
  const gateway = await createGateway({
    cases: createCases(client, reports, logger),
    desk: createRequestDesk({
      client,
      pool,
      masterKeys: masterKeysOf(config),
      personSecret: personSecretOf(config),
    }),
    calendar: createCalendarDesk(client, config.TEMPORAL_NAMESPACE),
    manuals: createManuals(client, config.PRASAN_SAMPLE),
    callbackKeys: {
      payments: config.PRASAN_PAYMENT_KEYS ?? [],
      agencies: config.PRASAN_AGENCY_ENDPOINTS ?? new Map(),
    },
    lists: createLists(pool),
    feed,
    verify: createTokenVerifier({
      ...{ issuer, keys, actorSecret },
      agencyMap: createAgencyMapReader(pool, logger),
    }),
    checks: health.checks,
    logger,
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      health.stop();
      void Promise.all([gateway.close(), feed.stop()])
        .then(() => Promise.all([pool.end(), client.connection.close()]))
        .then(() => process.exit(0));
    });
  }
  await gateway.listen({ host: config.PRASAN_HOST, port: config.PRASAN_GATEWAY_PORT });
  logger.info({ port: config.PRASAN_GATEWAY_PORT }, 'the gateway listens');
}

await main();
