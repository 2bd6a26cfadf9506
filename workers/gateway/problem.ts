import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayProblem } from '../../contracts/problems.js';
import { gatewayProblems, problemType, refusalStatus } from '../../contracts/problems.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import { refusalText } from '../../contracts/lifecycles/refusals.js';
import type { Label } from '../../contracts/lifecycles/service/states.js';

/** A fault of a field, at its path. */
export interface FieldFault {
  readonly path: string;
  readonly message: string;
}

/** Thrown to answer with problem+json: a refusal of the case, or a problem of the gateway. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly type: string;
  readonly title: Label;
  readonly details: Label;
  readonly headers: Readonly<Record<string, string>>;
  readonly extra: object;

  constructor(
    code: GatewayProblem,
    details: Label,
    more: { readonly extra?: object; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(details.en);
    this.status = gatewayProblems[code].status;
    this.type = problemType(code);
    this.title = gatewayProblems[code].title;
    this.details = details;
    this.headers = more.headers ?? {};
    this.extra = more.extra ?? {};
  }

  /** A refusal of a case, with what is allowed instead. */
  static refused(refusal: Refusal, extra: object = {}): Problem {
    const text = refusalText(refusal);
    const problem = new Problem('internal', text, {
      extra: { code: refusal.code, facts: refusal.facts, ...extra },
    });
    return Object.assign(problem, {
      status: refusalStatus[refusal.code],
      type: problemType(refusal.code),
      title: text,
    });
  }
}

/** Answers with problem+json (RFC 9457), in the language asked for. */
export function sendProblem(
  httpRequest: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
): FastifyReply {
  const language = /^th\b/i.test(httpRequest.headers['accept-language'] ?? '') ? 'th' : 'en';
  return reply
    .status(problem.status)
    .headers(problem.headers)
    .type('application/problem+json; charset=utf-8')
    .send({
      type: problem.type,
      title: problem.title[language],
      status: problem.status,
      detail: problem.details[language],
      details: problem.details,
      instance: `urn:prasan:request:${httpRequest.id}`,
      ...problem.extra,
    });
}

/** A body or query with faults, every field named. */
export function faulty(
  code: 'invalidBody' | 'invalidQuery',
  faults: readonly FieldFault[],
): Problem {
  const list = faults.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return new Problem(code, { th: list, en: list }, { extra: { errors: faults } });
}
