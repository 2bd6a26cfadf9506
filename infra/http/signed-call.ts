import type { SigningKey } from '../../contracts/agency-link/signature.js';
import { signatureHeader, signCall } from '../../contracts/agency-link/signature.js';
import { answerBytesMax, isFinalStatus } from '../../contracts/agency-link/statuses.js';

/** A call of another system's API. */
export interface Call {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly key: SigningKey;
  readonly timeoutMs: number;
  /** Sent as JSON. */
  readonly body?: object;
  readonly idempotencyKey?: string;
  /** Gives the call up; it is then rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds since the epoch; for tests. */
  readonly now?: () => number;
}

/** Why there is no answer that counts. */
export type NoAnswer = 'unreachable' | 'timedOut' | 'badStatus' | 'tooLarge' | 'unreadable';

/** What came of a call: an answer, a refusal for good, or nothing that counts. */
export type Called =
  | { readonly kind: 'answered'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'refused'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'away'; readonly reason: NoAnswer; readonly retryAfterMs?: number };

const retryAfterMaxMs = 3_600_000;

/**
 * Makes a signed call. Redirects are not followed: a signature is good for one address alone. What
 * is read is bounded in size and time; what the other side does wrong is a result, never thrown.
 */
export async function callSigned(call: Call): Promise<Called> {
  const timeout = AbortSignal.timeout(call.timeoutMs);
  const signal = call.signal === undefined ? timeout : AbortSignal.any([timeout, call.signal]);
  try {
    const answer = await send(call, signal);
    const { status } = answer;
    const text = await readBounded(answer);
    if (isFinalStatus(status)) return { kind: 'refused', status, body: jsonOf(text ?? '') };
    if (status < 200 || status > 299) {
      return { kind: 'away', reason: 'badStatus', ...retryAfter(answer, call) };
    }
    if (text === undefined) return { kind: 'away', reason: 'tooLarge' };
    return { kind: 'answered', status, body: jsonOf(text) };
  } catch {
    call.signal?.throwIfAborted();
    return { kind: 'away', reason: timeout.aborted ? 'timedOut' : 'unreachable' };
  }
}

/** The address of a path below a base URL, whether or not that ends with a slash. */
export function below(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}/${path}`;
}

function send(call: Call, signal: AbortSignal): Promise<Response> {
  const { pathname, search } = new URL(call.url);
  const body = call.body === undefined ? '' : JSON.stringify(call.body);
  const signed = { method: call.method, path: `${pathname}${search}`, body };
  return fetch(call.url, {
    method: call.method,
    redirect: 'manual',
    signal,
    headers: {
      accept: 'application/json',
      'user-agent': 'Prasan/1',
      [signatureHeader]: signCall(signed, call.key, (call.now ?? Date.now)()),
      ...(call.idempotencyKey === undefined ? {} : { 'idempotency-key': call.idempotencyKey }),
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(call.body === undefined ? {} : { body }),
  });
}

/** The body's text; `undefined` when it is longer than is read. */
async function readBounded({ body }: Response): Promise<string | undefined> {
  if (body === null) return '';
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    // Leaving the loop cancels the rest.
    if (bytes > answerBytesMax) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** `undefined` for what is no JSON: no schema accepts it. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Seconds or a date, as RFC 9110 has it; nobody may send us away for longer than an hour. */
function retryAfter({ headers }: Response, call: Call): { readonly retryAfterMs?: number } {
  const said = headers.get('retry-after');
  if (said === null) return {};
  const ms = /^\d+$/.test(said)
    ? Number(said) * 1_000
    : Date.parse(said) - (call.now ?? Date.now)();
  return ms > 0 ? { retryAfterMs: Math.min(ms, retryAfterMaxMs) } : {};
}
