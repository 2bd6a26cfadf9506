import type { Client } from '@temporalio/client';
import type { TestReportVerifier } from '../../activities/ports.js';
import type {
  ServiceAnswer,
  ServiceCommand,
  ServiceStart,
  ServiceView,
} from '../../contracts/commands/service/messages.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import type { Logger } from '../../infra/logger.js';
import { shareReads } from '../../infra/shared-reads.js';
import { actOnService, findService, startService } from '../../infra/temporal/cases.js';
import { judgeOnArrival } from '../../infra/testers/report.js';
import {
  actThere,
  beforeSending,
  outcomeUnknown,
  startDeadlineMs,
  whileSending,
} from './engine.js';

/**
 * The cases, as the gateway needs them. While the engine is away each fails with the problem
 * `engineAway` as long as nothing was sent, `outcomeUnknown` after.
 */
export interface Cases {
  /** The case from its workflow; `undefined` when there is none. */
  find(serviceId: string): Promise<ServiceView | undefined>;
  /** Acts; a refusal is a value, `undefined` means that there is no such case. */
  act(
    serviceId: string,
    command: ServiceCommand,
  ): Promise<ServiceAnswer | { refusal: Refusal } | undefined>;
  /**
   * Starts a case unless there is one under this id already, and gives the case. Whoever calls has
   * looked for it before, so that an engine that is away is known before anything is sent.
   */
  start(start: ServiceStart): Promise<ServiceView>;
}

/** The cases in Temporal; signed test reports are judged before they are sent there (ADR 12). */
export function createCases(client: Client, reports: TestReportVerifier, logger: Logger): Cases {
  // A server keeps one query of a case waiting (`history.MaxBufferedQueryCount`) and refuses others.
  const find = shareReads((serviceId) => findService(client, serviceId));
  return {
    find: (serviceId) => beforeSending(() => find(serviceId)),
    start: (start) => whileSending(() => open(client, start, find)),
    act: async (serviceId, command) => {
      const judged = await judgeOnArrival(reports, serviceId, command).catch((error: unknown) => {
        logger.warn({ err: error }, 'the testers cannot be asked; the case will try');
        return command;
      });
      return actThere(client, judged, () => actOnService(client, serviceId, judged));
    },
  };
}

async function open(
  client: Client,
  start: ServiceStart,
  find: Cases['find'],
): Promise<ServiceView> {
  await client.withDeadline(Date.now() + startDeadlineMs, () => startService(client, start));
  const view = await find(start.serviceId);
  if (view === undefined) throw outcomeUnknown();
  return view;
}
