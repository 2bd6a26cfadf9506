import type { ActivityOptions } from '@temporalio/workflow';
import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import type { CampaignActivities } from '../activities/campaign.js';
import type { RegisterActivities } from '../activities/register.js';
import type { RequestActivities } from '../activities/request.js';

/** Computes. No local activity: what one comes to is not replayed at the same moment (ADR 6). */
export const { clocksOf } = proxyActivities<Pick<Activities, 'clocksOf'>>({
  startToCloseTimeout: '10 s',
  retry: { initialInterval: '200 ms', maximumInterval: '10 s' },
});

/** Reads while a person waits: for a bounded time, then it is said that it could not be asked. */
export const { judgeTestReport, mergeChain, serviceState } = proxyActivities<
  Pick<Activities, 'judgeTestReport' | 'mergeChain' | 'serviceState'>
>({
  startToCloseTimeout: '5 s',
  scheduleToCloseTimeout: '15 s',
  retry: { initialInterval: '200 ms', maximumInterval: '2 s' },
});

const onKafka: ActivityOptions = {
  startToCloseTimeout: '20 s',
  heartbeatTimeout: '10 s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '500 ms', backoffCoefficient: 2, maximumInterval: '10 s' },
};

/** Puts events on Kafka: retried without end; a cancelled one is waited for. */
export const { publishEvents } = proxyActivities<Pick<Activities, 'publishEvents'>>(onKafka);

/** The same for a request, which may be kept whole with its last ones. */
export const { publishEvents: publishRequestEvents } =
  proxyActivities<Pick<RequestActivities, 'publishEvents'>>(onKafka);

/** Tells the agency's workflow: retried without end; a cancelled one is waited for. */
export const { tellAgency } = proxyActivities<Pick<Activities, 'tellAgency'>>({
  startToCloseTimeout: '20 s',
  heartbeatTimeout: '10 s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '1 s', maximumInterval: '30 s' },
});

/** Asks another agency, or tells it: each safe to repeat, retried without end. */
export const { askToJoin, tellOrganisation } = proxyActivities<
  Pick<Activities, 'askToJoin' | 'tellOrganisation'>
>({
  startToCloseTimeout: '20 s',
  heartbeatTimeout: '10 s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '500 ms', maximumInterval: '30 s' },
});

/** Calls the announced channel once; what it does wrong is the answer. */
export const { checkLive } = proxyActivities<Pick<Activities, 'checkLive'>>({
  startToCloseTimeout: '15 s',
  scheduleToCloseTimeout: '30 s',
  retry: { maximumAttempts: 2 },
});

/** Sends the agency's letter: five attempts, then the digest says that e-mail failed. */
export const { sendDigest } = proxyActivities<Pick<Activities, 'sendDigest'>>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '10 s', maximumAttempts: 5 },
});

/** Computes the dates of a request: no local activity (ADR 6). */
export const { datesOf } = proxyActivities<Pick<RequestActivities, 'datesOf'>>({
  startToCloseTimeout: '10 s',
  retry: { initialInterval: '200 ms', maximumInterval: '10 s' },
});

/** The same while a person waits: for a bounded time. */
export const { datesOf: datesWhileWaiting } = proxyActivities<Pick<RequestActivities, 'datesOf'>>({
  startToCloseTimeout: '5 s',
  scheduleToCloseTimeout: '15 s',
  retry: { initialInterval: '200 ms', maximumInterval: '2 s' },
});

/** Errands of a request in the world: each safe to repeat, retried without end. */
export const { giveReceiptNumber, createBill, voidBill, askTreasury, releaseApplicant } =
  proxyActivities<
    Pick<
      RequestActivities,
      'giveReceiptNumber' | 'createBill' | 'voidBill' | 'askTreasury' | 'releaseApplicant'
    >
  >({
    startToCloseTimeout: '30 s',
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: { initialInterval: '500 ms', backoffCoefficient: 2, maximumInterval: '5 minutes' },
  });

/** To the archive and from it: a request closes and opens again by its word, so without end. */
export const { archiveRequest, laterInArchive } = proxyActivities<
  Pick<RequestActivities, 'archiveRequest' | 'laterInArchive'>
>({
  startToCloseTimeout: '20 s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '500 ms', maximumInterval: '1 minute' },
});

/** Computes the dates of an appeal. */
export const { appealDatesOf } = proxyActivities<Pick<RequestActivities, 'appealDatesOf'>>({
  startToCloseTimeout: '10 s',
  retry: { initialInterval: '200 ms', maximumInterval: '10 s' },
});

/** Between a request and its appeals: each safe to repeat, retried without end. */
export const { beginAppeal, tellRequest } = proxyActivities<
  Pick<RequestActivities, 'beginAppeal' | 'tellRequest'>
>({
  startToCloseTimeout: '20 s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '500 ms', maximumInterval: '1 minute' },
});

/**
 * Between a request and its agency's own system: each safe to repeat, called again for days. How long
 * an agency that is away is let alone, the activity says; this is for when our own keys are away.
 */
export const { dispatchRequest, askAgency, tellAgencySystem } = proxyActivities<
  Pick<RequestActivities, 'dispatchRequest' | 'askAgency' | 'tellAgencySystem'>
>({
  startToCloseTimeout: '30 s',
  heartbeatTimeout: '15 s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '5 s', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});

/** Counts the dates of a request again: no local activity (ADR 6). */
export const { recountOf } = proxyActivities<Pick<RequestActivities, 'recountOf'>>({
  startToCloseTimeout: '10 s',
  retry: { initialInterval: '200 ms', maximumInterval: '10 s' },
});

/** Counts and lists the open cases of a campaign. */
export const { countOpenRequests, listOpenRequests } = proxyActivities<
  Pick<CampaignActivities, 'countOpenRequests' | 'listOpenRequests'>
>({
  startToCloseTimeout: '30 s',
  retry: { initialInterval: '1 s', maximumInterval: '1 minute' },
});

/** Visits open cases: safe to repeat, retried without end. */
export const { visitOpenRequests } = proxyActivities<Pick<CampaignActivities, 'visitOpenRequests'>>(
  {
    startToCloseTimeout: '15 minutes',
    heartbeatTimeout: '15 s',
    retry: { initialInterval: '1 s', maximumInterval: '1 minute' },
  },
);

/** Settles an import's rows, a stretch at a time: safe to repeat, retried without end. */
export const { tellImportAgencies, settleImportRows } = proxyActivities<
  Pick<RegisterActivities, 'tellImportAgencies' | 'settleImportRows'>
>({
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: '15 s',
  retry: { initialInterval: '1 s', maximumInterval: '1 minute' },
});

/** Keeps where an import is: safe to repeat, retried without end. */
export const { markImport, endImport } = proxyActivities<
  Pick<RegisterActivities, 'markImport' | 'endImport'>
>({
  startToCloseTimeout: '30 s',
  retry: { initialInterval: '500 ms', maximumInterval: '1 minute' },
});
