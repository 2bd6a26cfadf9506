import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { failedPrecondition, grpcCodeOf, unansweredCodes } from './grpc-code.js';

/** Thrown when a workflow has not answered, and nobody else has for as long as patience lasts. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';

  constructor(cause: unknown) {
    const why = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
    const reason = why instanceof Error ? why.message : String(why);
    super(`its workflow does not answer: ${reason}`, { cause });
  }
}

/** Thrown when no workflow answers any more: says of whom, and what is to be looked at. */
export class WorkerSilent extends Error {
  override readonly name = 'WorkerSilent';

  constructor(
    what: string,
    { cause }: Unanswered,
    worker: 'onboarding' | 'citizen-request' = 'onboarding',
  ) {
    super(`${what} (is the ${worker} worker running?)`, { cause });
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
 * workflow is asked again, until it has been asked for a minute in which nobody at all answered.
 */
export class Asker {
  private readonly client: Client;
  private readonly patience: Patience;
  private lastAnswerAt = 0;

  constructor(client: Client, patience = usual) {
    this.client = client;
    this.patience = patience;
  }

  /**
   * The answer of one workflow.
   *
   * @throws Unanswered when patience has ended, or its run ended before anybody took it up
   * @throws WorkflowNotFoundError when there is no such workflow
   */
  async ask<View>(workflowId: string, query: string): Promise<View> {
    const handle = this.client.workflow.getHandle(workflowId);
    const { queryMs, silenceMs, pauseMs } = this.patience;
    const askedAt = Date.now();
    for (;;) {
      try {
        const answer = await this.client.withDeadline(Date.now() + queryMs, () =>
          handle.query<View>(query),
        );
        this.lastAnswerAt = Date.now();
        return answer;
      } catch (error) {
        if (!mayComeLater(error)) throw error;
        const silentSince = Math.max(askedAt, this.lastAnswerAt);
        const isOver = Date.now() - silentSince > silenceMs;
        if (isOver || endedUnbegun(error)) throw new Unanswered(error);
        await sleep(pauseMs);
      }
    }
  }
}

/** A run that ended before its first task: nobody will ever answer for it. */
function endedUnbegun(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const said = cause instanceof Error ? cause.message : '';
  return grpcCodeOf(error) === failedPrecondition && said.includes('closed before');
}

/** Also when resources are exhausted (8). */
const passingCodes: readonly number[] = [...Object.values(unansweredCodes), failedPrecondition, 8];

function mayComeLater(error: unknown): boolean {
  const code = grpcCodeOf(error);
  return code !== undefined && passingCodes.includes(code);
}
