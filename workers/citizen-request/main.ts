import { createCampaignActivities } from '../../activities/campaign.js';
import { createRequestActivities } from '../../activities/request.js';
import { requestTaskQueue } from '../../contracts/ids.js';
import { createAgencySystems } from '../../infra/agency-link/client.js';
import { measureCircuits } from '../../infra/agency-link/metrics.js';
import { gatewayUrlOf, masterKeysOf, readConfig } from '../../infra/config.js';
import { paymentsOf } from '../../infra/payment/from-config.js';
import { createReceiptBook } from '../../infra/postgres/receipts.js';
import { createRequestArchive } from '../../infra/postgres/request-archive.js';
import { release } from '../../infra/privacy/open-applications.js';
import { createSealer, forPurpose } from '../../infra/privacy/seal.js';
import { createDeclaredDays } from '../../infra/temporal/calendar.js';
import { createAppealPost } from '../../infra/temporal/cases.js';
import { createOpenRequests } from '../../infra/temporal/open-requests.js';
import { runWorkerProcess } from '../../infra/worker-process.js';

const agencies = createAgencySystems({
  endpoints: readConfig().PRASAN_AGENCY_ENDPOINTS ?? new Map(),
});

/** The process that carries citizens' requests: their workflows and activities. */
await runWorkerProcess({
  name: 'worker:citizen-request',
  deploymentName: 'prasan-citizen-request',
  taskQueue: requestTaskQueue,
  versioning: 'PINNED',
  measure: (registry) => measureCircuits(registry, agencies),
  activities: ({ config, publisher, pool, client }) => {
    const days = createDeclaredDays(client);
    const requests = createOpenRequests(client, config.TEMPORAL_NAMESPACE);
    const ofRequests = createRequestActivities({
      days,
      publisher,
      receipts: createReceiptBook(pool),
      payments: paymentsOf(config),
      appeals: createAppealPost(client),
      archive: createRequestArchive(pool),
      agencyLink: {
        agencies,
        personal: forPurpose(createSealer(pool, masterKeysOf(config)), 'duty'),
        gatewayUrl: gatewayUrlOf(config),
      },
      applications: {
        release: async (requestId) => {
          await release(pool, requestId);
        },
      },
    });
    return { ...ofRequests, ...createCampaignActivities({ requests, days }) };
  },
});
