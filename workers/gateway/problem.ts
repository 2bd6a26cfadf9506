import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayProblem, ProblemCode } from '../../contracts/problems.js';
import { problemKinds, problemType } from '../../contracts/problems.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import { refusalText } from '../../contracts/lifecycles/refusals.js';
import type { Label } from '../../contracts/lifecycles/service/states.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Code of the problem that the request was answered with, for the metrics. */
    problemCode: ProblemCode | null;
  }
}

/** What a problem says beside its kind and detail. */
export interface ProblemMore {
  /** Further members of the body. */
  readonly extra?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

const comeAgain = { 'retry-after': '5' };

/** Thrown to answer with problem+json: a refusal of the case, or a problem of the gateway. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly details: Label;
  readonly extra: object;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, details: Label, { extra = {}, headers = {} }: ProblemMore = {}) {
    super(details.en);
    this.code = code;
    this.status = problemKinds[code].status;
    this.details = details;
    this.extra = extra;
    this.headers = headers;
  }

  /** A refusal of a case, with what is allowed instead. */
  static refused(refusal: Refusal, more: object = {}): Problem {
    const { code, facts } = refusal;
    const headers = problemKinds[code].status === 503 ? comeAgain : {};
    return new Problem(code, refusalText(refusal), { extra: { facts, ...more }, headers });
  }

  /** Something is away for now: the caller is told to come again. */
  static away(code: GatewayProblem, details: Label): Problem {
    return new Problem(code, details, { headers: comeAgain });
  }
}

/** Answers with problem+json (RFC 9457), in the language asked for. */
export function sendProblem(
  httpRequest: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
): FastifyReply {
  httpRequest.problemCode = problem.code;
  const language = languageOf(httpRequest.headers['accept-language']);
  return reply
    .status(problem.status)
    .headers(problem.headers)
    .header('content-language', language)
    .type('application/problem+json; charset=utf-8')
    .send(problemBody(problem, language, httpRequest.id));
}

/** The body of a problem; `requestId` finds its request in the log. */
export function problemBody(problem: Problem, language: keyof Label, requestId: string): object {
  const { code, status, details, extra } = problem;
  return {
    type: problemType(code),
    code,
    title: problemKinds[code].title[language],
    status,
    detail: details[language],
    details,
    instance: `urn:prasan:request:${requestId}`,
    ...extra,
  };
}

/** Thai or English, whichever `Accept-Language` (RFC 9110 §12.5.4) prefers; English otherwise. */
export function languageOf(accepted = ''): keyof Label {
  const weightOf = (language: string) => {
    const range = new RegExp(
      `(?:^|,)\\s*${language}(?:-[\\w-]+)?\\s*(?:;\\s*q=([\\d.]+))?\\s*(?=,|$)`,
      'i',
    );
    const found = range.exec(accepted);
    return found === null ? 0 : Number(found[1] ?? 1);
  };
  return weightOf('th') > weightOf('en') ? 'th' : 'en';
}
