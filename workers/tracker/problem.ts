import type { FastifyReply } from 'fastify';
import type { ProblemCode } from '../../contracts/problems.js';
import { problemKinds, problemType } from '../../contracts/problems.js';
import { isDatabaseAway, isDatabaseEmpty } from '../../infra/postgres/database-away.js';

/** A fault of a query, by field. */
export interface QueryFault {
  readonly field: string;
  /** What is wrong, and what would be right. */
  readonly message: string;
}

/** Thrown when a query cannot be answered as it stands; every faulty field is named. */
export class BadQuery extends Error {
  override readonly name = 'BadQuery';
  readonly faults: readonly QueryFault[];

  constructor(faults: readonly QueryFault[]) {
    super(faults.map(({ field, message }) => `${field}: ${message}`).join('; '));
    this.faults = faults;
  }
}

/** An answer that is no success, as RFC 9457 has it. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly QueryFault[];
}

/** A problem of a kind that all of Prasan's APIs share. */
export function problem(
  code: ProblemCode,
  detail: string,
  more: Partial<Pick<Problem, 'status' | 'errors'>> = {},
): Problem {
  const { status, title } = problemKinds[code];
  return { type: problemType(code), title: title.en, status, detail, ...more };
}

/** Answers with a problem. */
export async function sendProblem(reply: FastifyReply, answer: Problem): Promise<FastifyReply> {
  return reply.code(answer.status).type('application/problem+json').send(answer);
}

/** The problem that a thrown error is. */
export function problemOf(error: unknown): Problem {
  if (error instanceof BadQuery) {
    return problem('invalidQuery', error.message, { errors: error.faults });
  }
  const status = statusOf(error);
  if (status !== undefined && status < 500) {
    const detail = error instanceof Error ? error.message : 'The request could not be read.';
    return problem('invalidQuery', detail, { status });
  }
  return isNotServing(error)
    ? problem('listsAway', 'PostgreSQL does not answer. The tracker tries again by itself.')
    : problem('internal', 'This is a fault of the tracker; its log says more.');
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

/** Whether nothing can be read now: PostgreSQL is away, or has no tables yet. */
export function isNotServing(error: unknown): boolean {
  return isDatabaseAway(error) || isDatabaseEmpty(error);
}
