import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { SigningKey } from '../../../contracts/agency-link/signature.js';
import { signatureFault, signatureHeader } from '../../../contracts/agency-link/signature.js';

/** A call that has arrived. */
export interface Arrived {
  readonly method: string;
  /** Path and query, as on the request line. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What is answered: a status and a body, the line cut, or nothing at all. */
export type Reply = Answer | 'hangUp' | 'silence';

interface Answer {
  readonly status: number;
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One of the systems behind the server; `undefined` when a call is not for it. */
export type Desk = (arrived: Arrived) => Promise<Reply | undefined>;

/** Ways of answering wrongly, whatever was asked. */
export const manners = [
  'well',
  'away',
  'silent',
  'losesAnswer',
  'error',
  'busy',
  'refusing',
  'garbage',
  'huge',
  'redirecting',
] as const;

/** How a system answers: its manner, and how long it takes. */
export const Manner = z.strictObject({
  manner: z.enum(manners).default('well'),
  delayMs: z.int().min(0).max(600_000).default(0),
});
/** How a system answers. */
export type Manner = z.output<typeof Manner>;

/** Answers in a manner. Work is done in the well-behaved one, and in the one that loses its answer. */
export async function answerInManner(
  { manner, delayMs }: Manner,
  work: () => Promise<Reply>,
): Promise<Reply> {
  await sleep(delayMs, undefined, { ref: false });
  if (manner === 'well') return work();
  if (manner === 'losesAnswer') await work();
  return wrongReplies[manner];
}

const wrongReplies: Readonly<Record<Exclude<Manner['manner'], 'well'>, Reply>> = {
  away: 'hangUp',
  silent: 'silence',
  losesAnswer: 'hangUp',
  error: { status: 500, body: '<h1>Server Error in / Application</h1>' },
  busy: { status: 429, headers: { 'retry-after': '7' } },
  // As careless systems do, it repeats what it was given.
  refusing: { status: 422, body: { code: 'invalidRequest', detail: 'นายสมชาย 1101700230708' } },
  garbage: { status: 200, body: '<h1>ปิดปรับปรุงระบบ</h1>' },
  huge: { status: 200, body: { padding: 'x'.repeat(300 * 1024) } },
  redirecting: { status: 307, headers: { location: 'http://127.0.0.1:1/elsewhere' } },
};

/** Answers of problem+json, as the contract has them. */
export function problem(status: number, code: string): Answer {
  return { status, body: { code, title: code }, headers: { 'content-type': problemType } };
}

const problemType = 'application/problem+json';

/** A refusal when a call is not signed by the one who has to. */
export function unsigned(arrived: Arrived, keys: readonly SigningKey[]): Answer | undefined {
  const header = arrived.headers[signatureHeader.toLowerCase()];
  const fault = signatureFault(arrived, String(header ?? ''), keys, Date.now());
  return fault === undefined ? undefined : problem(401, 'notAuthorised');
}

/** The body as a schema has it; `undefined` when it is not so. */
export function parsed<Schema extends z.ZodType>(
  schema: Schema,
  { body }: Arrived,
): z.output<Schema> | undefined {
  try {
    return schema.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
}

/** Answers a script of a test: what it did, or what is wrong with it. */
export function scripted<Schema extends z.ZodType>(
  schema: Schema,
  { body }: Arrived,
  work: (script: z.output<Schema>) => Reply,
): Reply {
  try {
    return work(schema.parse(JSON.parse(body)));
  } catch (error) {
    return { status: 400, body: `${String(error)}\n` };
  }
}

/** Reads a call; whoever sends more than any call has is cut off. */
export async function readCall(request: IncomingMessage): Promise<Arrived> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > 5_000_000) request.destroy();
    parts.push(part);
  }
  const { method = 'GET', url = '/', headers } = request;
  return { method, path: url, headers, body: Buffer.concat(parts).toString('utf8') };
}

/** Sends a reply. */
export function send(answer: ServerResponse, reply: Reply): void {
  if (reply === 'silence') return;
  if (reply === 'hangUp') {
    answer.destroy();
    return;
  }
  const { status, body = '', headers = {} } = reply;
  const isText = typeof body === 'string';
  const type = isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
  answer.writeHead(status, { 'content-type': type, ...headers });
  answer.end(isText ? body : JSON.stringify(body));
}
