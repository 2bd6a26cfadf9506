import { createHash } from 'node:crypto';
import type { Client } from '@temporalio/client';
import {
  isGrpcDeadlineError,
  isGrpcServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type {
  ServiceAnswer,
  ServiceCommand,
  ServiceStart,
  ServiceView,
} from '../../contracts/commands/service/messages.js';
import { actUpdate, refusalIn } from '../../contracts/commands/service/messages.js';
import { canonicalJson } from '../../contracts/events/mint.js';
import { serviceSubject } from '../../contracts/ids.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import { refuse } from '../../contracts/lifecycles/refusals.js';
import { findService, startService } from '../../infra/temporal/cases.js';
import { Problem } from './problem.js';

/** The cases, as the gateway needs them. */
export interface Cases {
  /** The case from its workflow; `undefined` when there is none. */
  find(serviceId: string): Promise<ServiceView | undefined>;
  /** Acts; a refusal is a value. */
  act(serviceId: string, command: ServiceCommand): Promise<ServiceAnswer | { refusal: Refusal }>;
  /** Starts a case; false when there is one under this id already. */
  start(start: ServiceStart): Promise<boolean>;
}

const deadlineMs = 35_000;
const readDeadlineMs = 8_000;

/** The cases in Temporal. */
export function createCases(client: Client): Cases {
  return {
    find: (serviceId) =>
      beforeSending(() =>
        client.withDeadline(Date.now() + readDeadlineMs, () => findService(client, serviceId)),
      ),
    start: (start) =>
      whileSending(() =>
        client.withDeadline(Date.now() + readDeadlineMs, () => startService(client, start)),
      ),
    act: (serviceId, command) => whileSending(() => act(client, serviceId, command)),
  };
}

async function act(
  client: Client,
  serviceId: string,
  command: ServiceCommand,
): Promise<ServiceAnswer | { refusal: Refusal }> {
  const handle = client.workflow.getHandle(serviceSubject(serviceId));
  try {
    const answer = await client.withDeadline(Date.now() + deadlineMs, () =>
      handle.executeUpdate<ServiceAnswer, [ServiceCommand]>(actUpdate, {
        args: [command],
        updateId: command.key,
      }),
    );
    // Within one run the server itself answers a repeated key, whatever the body.
    return answer.bodyHash === command.bodyHash ? answer : { refusal: refuse('keyReused') };
  } catch (error) {
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
    if (error instanceof WorkflowNotFoundError || !isAway(error)) throw error;
    throw new Problem(
      'outcomeUnknown',
      {
        th: 'ระบบไม่ตอบกลับทันเวลา ส่งซ้ำด้วย Idempotency-Key เดิมแล้วจะทราบผลจริง',
        en: 'the engine did not answer in time; repeat with the same Idempotency-Key to learn what happened',
      },
      { headers: { 'retry-after': '5' } },
    );
  }
}

function isAway(error: unknown): boolean {
  return (
    isGrpcServiceError(error) ||
    isGrpcDeadlineError(error) ||
    error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
    (error instanceof Error && isGrpcServiceError(error.cause))
  );
}

function engineAway(): Problem {
  return new Problem(
    'engineAway',
    {
      th: 'ติดต่อระบบไม่ได้ ยังไม่มีอะไรเปลี่ยนแปลง โปรดลองใหม่',
      en: 'the engine cannot be reached; nothing was done, try again',
    },
    { headers: { 'retry-after': '5' } },
  );
}

/** SHA-256 (hex) of a text. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** SHA-256 (hex) of a body, however its fields are ordered. */
export function bodyHash(body: unknown): string {
  return sha256(canonicalJson(body));
}
