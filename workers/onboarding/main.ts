import { createActivities } from '../../activities/index.js';
import { createRegisterActivities } from '../../activities/register.js';
import { onboardingTaskQueue } from '../../contracts/ids.js';
import { createLiveChecker } from '../../infra/http/live-check.js';
import { agencyAddresses } from '../../infra/mail/addresses.js';
import { createAgencyMailer } from '../../infra/mail/agency-mailer.js';
import { createRegisterDesk } from '../../infra/register/desk.js';
import { createAgencyPost } from '../../infra/temporal/agencies.js';
import { createServiceDirectory } from '../../infra/temporal/cases.js';
import { findTesterKey } from '../../infra/testers/registry.js';
import { createTestReportVerifier } from '../../infra/testers/report.js';
import { runWorkerProcess } from '../../infra/worker-process.js';
import { beginner, workflowTaskSlots } from './begin.js';

/** The process that carries services and agencies: workflows and activities of the onboarding. */
await runWorkerProcess({
  name: 'worker:onboarding',
  deploymentName: 'prasan-onboarding',
  taskQueue: onboardingTaskQueue,
  versioning: 'AUTO_UPGRADE',
  workflowTaskSlots,
  activities: ({ config, publisher, pool, client, workersClient }) => ({
    ...createRegisterActivities(createRegisterDesk(pool, client, beginner(workersClient))),
    ...createActivities({
      publisher,
      liveChecker: createLiveChecker({ allow: config.PRASAN_LIVE_CHECK_ALLOW }),
      testReports: createTestReportVerifier((testerId) => findTesterKey(pool, testerId)),
      mailer: createAgencyMailer({
        smtpUrl: config.SMTP_URL,
        from: config.PRASAN_MAIL_FROM,
        addressOf: agencyAddresses(config.PRASAN_AGENCY_EMAILS),
      }),
      agencyPost: createAgencyPost(client),
      services: createServiceDirectory(client),
    }),
  }),
});
