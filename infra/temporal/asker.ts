import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { isGrpcServiceError } from '@temporalio/client';

/** Thrown when a workflow has not answered, and nobody else has for as long as patience lasts. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
  readonly workflowId: string;

  constructor(workflowId: string, cause: unknown) {
    const why = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
    const reason = why instanceof Error ? why.message : String(why);
    super(`its workflow does not answer: ${reason}`, { cause });
    this.workflowId = workflowId;
  }
}

/** How long to wait, in milliseconds. */
export interface Patience {
  /** For one answer to one question. */
  readonly queryMs: number;
  /** For anybody's answer. */
  readonly silenceMs: number;
  /** Between two questions to the same workflow. */
  readonly pauseMs: number;
}

const usual: Patience = { queryMs: 15_000, silenceMs: 60_000, pauseMs: 500 };

/**
 * Asks many workflows. A worker with a backlog, as after an import of thousands, answers late: a
 * workflow is asked again, until nobody at all has answered for a minute.
 */
export class Asker {
  private readonly client: Client;
  private readonly patience: Patience;
  private lastAnswerAt = Date.now();

  constructor(client: Client, patience = usual) {
    this.client = client;
    this.patience = patience;
  }

  /**
   * The answer of one workflow.
   *
   * @throws Unanswered when patience has ended
   * @throws WorkflowNotFoundError when there is no such workflow
   */
  async ask<View>(workflowId: string, query: string): Promise<View> {
    const handle = this.client.workflow.getHandle(workflowId);
    const { queryMs, silenceMs, pauseMs } = this.patience;
    for (;;) {
      try {
        const answer = await this.client.withDeadline(Date.now() + queryMs, () =>
          handle.query<View>(query),
        );
        this.lastAnswerAt = Date.now();
        return answer;
      } catch (error) {
        if (!mayComeLater(error)) throw error;
        if (Date.now() - this.lastAnswerAt > silenceMs) throw new Unanswered(workflowId, error);
        await sleep(pauseMs);
      }
    }
  }
}

/**
 * Cancelled (the server ended the call itself), deadline exceeded, resource exhausted, failed
 * precondition (no task done yet).
 */
const passingCodes = [1, 4, 8, 9];

function mayComeLater(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const failure = isGrpcServiceError(error) ? error : cause;
  return isGrpcServiceError(failure) && passingCodes.includes(failure.code);
}
