import type { Client } from '@temporalio/client';
import {
  isGrpcServiceError,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, NamespaceNotFoundError } from '@temporalio/common';
import { refusalIn } from '../../contracts/commands/service/messages.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import { refuse } from '../../contracts/lifecycles/refusals.js';
import { Problem } from './problem.js';

const deadlineMs = 35_000;
/** How long the start of a case may take. */
export const startDeadlineMs = 8_000;

/**
 * Acts on a case: its answer, or its refusal as a value; `undefined` when there is none that runs.
 *
 * @throws Problem `outcomeUnknown` when the engine does not answer
 */
export function actThere<Answer extends { readonly bodyHash: string }>(
  client: Client,
  command: { readonly bodyHash: string },
  send: () => Promise<Answer>,
): Promise<Answer | { refusal: Refusal } | undefined> {
  return whileSending(async () => {
    try {
      const answer = await client.withDeadline(Date.now() + deadlineMs, send);
      // Within one run the server itself answers a repeated key, whatever the body.
      return answer.bodyHash === command.bodyHash ? answer : { refusal: refuse('keyReused') };
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return undefined;
      const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
      const refusal = cause instanceof ApplicationFailure ? refusalIn(cause.details) : undefined;
      if (refusal === undefined) throw error;
      return { refusal };
    }
  });
}

/** Reads: nothing is sent, so an engine that is away has done nothing. */
export async function beforeSending<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw isAway(error) ? engineAway() : error;
  }
}

/** Sends: an engine that does not answer may have done it. */
export async function whileSending<Result>(work: () => Promise<Result>): Promise<Result> {
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

/** It was sent, and nobody knows what came of it. */
export function outcomeUnknown(): Problem {
  return Problem.away('outcomeUnknown', {
    th: 'ระบบไม่ตอบกลับทันเวลา ส่งซ้ำด้วย Idempotency-Key เดิมแล้วจะทราบผลจริง',
    en: 'the engine did not answer in time; repeat with the same Idempotency-Key to learn what happened',
  });
}
