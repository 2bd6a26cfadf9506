import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';

/** Computes. No local activity: what one comes to is not replayed at the same moment (ADR 6). */
export const { clocksOf } = proxyActivities<Pick<Activities, 'clocksOf'>>({
  startToCloseTimeout: '10 s',
  retry: { initialInterval: '200 ms', maximumInterval: '10 s' },
});

/** Reads while a person waits: for a bounded time, then it is said that it could not be asked. */
export const { judgeTestReport, mergeChain } = proxyActivities<
  Pick<Activities, 'judgeTestReport' | 'mergeChain'>
>({
  startToCloseTimeout: '5 s',
  scheduleToCloseTimeout: '15 s',
  retry: { initialInterval: '200 ms', maximumInterval: '2 s' },
});

/** Puts events on Kafka: retried without end; a cancelled one is waited for. */
export const { publishEvents } = proxyActivities<Pick<Activities, 'publishEvents'>>({
  startToCloseTimeout: '20 s',
  heartbeatTimeout: '10 s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '500 ms', backoffCoefficient: 2, maximumInterval: '10 s' },
});

/** Tells the agency's workflow: retried without end; a cancelled one is waited for. */
export const { tellAgency } = proxyActivities<Pick<Activities, 'tellAgency'>>({
  startToCloseTimeout: '20 s',
  heartbeatTimeout: '10 s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '1 s', maximumInterval: '30 s' },
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
