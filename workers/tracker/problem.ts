import type { FastifyReply } from 'fastify';

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

/** The stable `type` of a problem. */
export function problemType(name: 'bad-query' | 'not-found' | 'unavailable' | 'internal'): string {
  return `https://contracts.prasan.th/problems/${name}`;
}

/** Answers with a problem. */
export async function sendProblem(reply: FastifyReply, problem: Problem): Promise<FastifyReply> {
  return reply.code(problem.status).type('application/problem+json').send(problem);
}

/** The problem that a thrown error is. */
export function problemOf(error: unknown): Problem {
  if (error instanceof BadQuery) {
    return {
      type: problemType('bad-query'),
      title: 'The query is not valid',
      status: 400,
      detail: error.message,
      errors: error.faults,
    };
  }
  const status = statusOf(error);
  if (status !== undefined && status < 500) {
    return {
      type: problemType('bad-query'),
      title: 'The request is not valid',
      status,
      detail: error instanceof Error ? error.message : 'The request could not be read.',
    };
  }
  return isDatabaseAway(error)
    ? {
        type: problemType('unavailable'),
        title: 'The database is away',
        status: 503,
        detail: 'PostgreSQL does not answer. The tracker tries again by itself; ask again soon.',
      }
    : {
        type: problemType('internal'),
        title: 'The tracker failed',
        status: 500,
        detail: 'This is a fault of the tracker; its log says more.',
      };
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

/** Connection errors of Node and of pg, and PostgreSQL's classes 08 and 57P, and no tables yet. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    /^(ECONN|ENOTFOUND|EPIPE|ETIMEDOUT|EHOSTUNREACH|08|57P|3F000|42P01|53300)/.test(code) ||
    /timeout exceeded when trying to connect|Connection terminated|connection timeout/i.test(
      error.message,
    )
  );
}
