import { actorSecretOf, masterKeysOf, personSecretOf, readConfig } from '../../infra/config.js';
import { createLogger } from '../../infra/logger.js';
import { createIssuerKeys } from '../../infra/oidc/issuer-keys.js';
import { createTokenVerifier } from '../../infra/oidc/verifier.js';
import { createPool } from '../../infra/postgres/pool.js';
import { lazyClient } from '../../infra/temporal/client.js';
import { createTestReportVerifier } from '../../infra/testers/report.js';
import { findTesterKey } from '../../infra/testers/registry.js';
import { createCases } from '../../workers/gateway/cases.js';
import { createLists } from '../../workers/gateway/lists.js';
import { createManuals } from '../../workers/gateway/manuals.js';
import { createRequestDesk } from '../../workers/gateway/requests/desk.js';
import { createGateway } from '../../workers/gateway/server.js';
import { FakeFeed } from './gateway-world.js';
import { noRequests } from './request-desk.js';

/**
 * A gateway whose seal is a switch that is off: what was to be sealed is kept as it came. It shows that
 * a search for persons finds them where nothing protects them.
 */
async function main(): Promise<void> {
  const config = readConfig();
  const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace, OIDC_ISSUER: issuer } = config;
  const logger = createLogger('gateway-without-seal', config.PRASAN_LOG_LEVEL);
  const client = lazyClient({ address, namespace });
  const pool = createPool(config.DATABASE_URL, 'prasan-test');
  const reports = createTestReportVerifier((testerId) => findTesterKey(pool, testerId));
  const keys = { masterKeys: masterKeysOf(config), personSecret: personSecretOf(config) };
  const desk = createRequestDesk({ client, pool, ...keys });
  const gateway = await createGateway({
    ...noRequests(),
    cases: createCases(client, reports, logger),
    desk: {
      ...desk,
      seal: async (requestId, label, value) => {
        // The case has its key; what it would protect stays open.
        await desk.seal(requestId, label, value);
        return JSON.stringify(value);
      },
      open: (_requestId, _label, sealed) => Promise.resolve({ sealed }),
    },
    manuals: createManuals(client, config.PRASAN_SAMPLE),
    callbackKeys: { ...noRequests().callbackKeys, payments: config.PRASAN_PAYMENT_KEYS ?? [] },
    lists: createLists(pool),
    feed: new FakeFeed(),
    verify: createTokenVerifier({
      issuer,
      keys: createIssuerKeys(issuer),
      actorSecret: actorSecretOf(config),
      agencyMap: () => Promise.resolve([]),
    }),
    checks: () => Promise.resolve({}),
    logger,
  });
  await gateway.listen({ host: config.PRASAN_HOST, port: config.PRASAN_GATEWAY_PORT });
}

await main();
