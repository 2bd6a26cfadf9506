import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Header that carries the signature of a call, in either direction. */
export const signatureHeader = 'Prasan-Signature';

/** How far the clocks of the two sides may be apart, seconds. */
export const signatureToleranceSeconds = 300;

/** Shape of the name of a key. */
export const kidPattern = /^[A-Za-z0-9._-]{1,64}$/;

/** Characters that a shared secret has at least. */
export const secretLengthMin = 32;

/** A shared secret and the name by which a signature tells which one it was made with. */
export interface SigningKey {
  readonly kid: string;
  /** Its UTF-8 bytes are the key of the HMAC. */
  readonly secret: string;
}

/** What a signature covers of a call. */
export interface SignedCall {
  /** `GET` or `POST`, as it is sent. */
  readonly method: string;
  /** Path and query as they stand on the request line, e.g. `/api/requests/0190…`. */
  readonly path: string;
  /** The body's bytes as they are sent, or their text; empty where there is none. */
  readonly body: string | Uint8Array;
}

/** Why a signature is not accepted. */
export type SignatureFault = 'missing' | 'malformed' | 'unknownKey' | 'stale' | 'mismatch';

/**
 * Signs a call: HMAC-SHA-256 over five lines, `v1`, the time, method, path, and SHA-256 of the body.
 *
 * @param at the moment of sending, milliseconds since the epoch
 * @returns the value of {@link signatureHeader}, `v1,t=SECONDS,kid=NAME,sig=64 hex digits`
 * @throws RangeError when the key's name or the path cannot stand in a signature
 */
export function signCall(call: SignedCall, key: SigningKey, at: number): string {
  if (!kidPattern.test(key.kid)) throw new RangeError('The name of the key cannot be sent');
  if (!isSignable(call)) throw new RangeError('Method or path cannot be signed');
  const seconds = String(Math.floor(at / 1000));
  return `v1,t=${seconds},kid=${key.kid},sig=${macOf(call, key.secret, seconds)}`;
}

/**
 * Judges the signature of a call that has arrived, in a time that does not depend on where it
 * differs. Several keys are accepted at once, so that a key is changed without an interruption.
 *
 * @param header value of {@link signatureHeader}; `undefined` when the call has none
 * @param at the moment of judging, milliseconds since the epoch
 * @returns what is wrong; `undefined` when the call is the key holder's own
 */
export function signatureFault(
  call: SignedCall,
  header: string | undefined,
  keys: readonly SigningKey[],
  at: number,
): SignatureFault | undefined {
  if (header === undefined || header === '') return 'missing';
  const parts = /^v1,t=(\d{1,12}),kid=([A-Za-z0-9._-]{1,64}),sig=([0-9a-f]{64})$/.exec(header);
  const [, seconds, kid, mac] = parts ?? [];
  if (seconds === undefined || mac === undefined || !isSignable(call)) return 'malformed';
  const key = keys.find((one) => one.kid === kid);
  if (key === undefined) return 'unknownKey';
  if (!isEqual(mac, macOf(call, key.secret, seconds))) return 'mismatch';
  // Judged last: only the holder of the key learns that a clock is wrong.
  const apart = Math.abs(at / 1000 - Number(seconds));
  return apart > signatureToleranceSeconds ? 'stale' : undefined;
}

/** A line break would let two calls have the same lines. */
function isSignable({ method, path }: SignedCall): boolean {
  return /^[A-Z]+$/.test(method) && /^\/[\x21-\x7e]*$/.test(path);
}

function macOf({ method, path, body }: SignedCall, secret: string, seconds: string): string {
  const bytes = typeof body === 'string' ? utf8ToBytes(body) : body;
  const lines = ['v1', seconds, method, path, bytesToHex(sha256(bytes))].join('\n');
  return bytesToHex(hmac(sha256, utf8ToBytes(secret), utf8ToBytes(lines)));
}

/** Both are 64 characters; all of them are looked at. */
function isEqual(one: string, other: string): boolean {
  let difference = 0;
  for (let i = 0; i < 64; i += 1) difference |= one.charCodeAt(i) ^ other.charCodeAt(i);
  return difference === 0;
}
