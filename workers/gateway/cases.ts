import type { Client } from '@temporalio/client';
import {
  isGrpcServiceError,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, NamespaceNotFoundError } from '@temporalio/common';
import type { TestReportVerifier } from '../../activities/ports.js';
import type {
  ServiceAnswer,
  ServiceCommand,
  ServiceStart,
  ServiceView,
} from '../../contracts/commands/service/messages.js';
import { refusalIn } from '../../contracts/commands/service/messages.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import { refuse } from '../../contracts/lifecycles/refusals.js';
import type { Logger } from '../../infra/logger.js';
import { shareReads } from '../../infra/shared-reads.js';
import { actOnService, findService, startService } from '../../infra/temporal/cases.js';
import { judgeOnArrival } from '../../infra/testers/report.js';
import { Problem } from './problem.js';

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

const deadlineMs = 35_000;
const startDeadlineMs = 8_000;

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
      return whileSending(() => act(client, serviceId, judged));
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

async function act(
  client: Client,
  serviceId: string,
  command: ServiceCommand,
): Promise<ServiceAnswer | { refusal: Refusal } | undefined> {
  try {
    const answer = await client.withDeadline(Date.now() + deadlineMs, () =>
      actOnService(client, serviceId, command),
    );
    // Within one run the server itself answers a repeated key, whatever the body.
    return answer.bodyHash === command.bodyHash ? answer : { refusal: refuse('keyReused') };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
    const refusal = cause instanceof ApplicationFailure ? refusalIn(cause.details) : undefined;
    if (refusal === undefined) throw error;
    return { refusal };
  }
}

async function beforeSending<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw isAway(error) ? engineAway() : error;
  }
}

async function whileSending<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw isAway(error) ? outcomeUnknown() : error;
  }
}

/** gRPC codes by which the engine says that what we asked is wrong: invalid, denied, unknown. */
const ourFaults = [3, 7, 12, 16];

function isAway(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  // A namespace that is not there yet is made by the worker when it starts.
  if (error instanceof NamespaceNotFoundError) return true;
  const failure = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(failure)
    ? !ourFaults.includes(failure.code)
    : error instanceof ServiceError;
}

function engineAway(): Problem {
  return Problem.away('engineAway', {
    th: 'ติดต่อระบบไม่ได้ คำขอนี้ไม่ได้เปลี่ยนแปลงอะไร โปรดส่งซ้ำภายหลัง',
    en: 'the engine cannot be reached; this call changed nothing, repeat it later',
  });
}

function outcomeUnknown(): Problem {
  return Problem.away('outcomeUnknown', {
    th: 'ระบบไม่ตอบกลับทันเวลา ส่งซ้ำด้วย Idempotency-Key เดิมแล้วจะทราบผลจริง',
    en: 'the engine did not answer in time; repeat with the same Idempotency-Key to learn what happened',
  });
}
