import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { SignatureFault, SigningKey } from '../../../contracts/agency-link/signature.js';
import { signatureFault, signatureHeader } from '../../../contracts/agency-link/signature.js';
import { Problem } from '../problem.js';
import { noSuchRequest } from './reading.js';
import { RequestParams } from './shapes.js';

/** A body as it came, byte for byte: what was signed. */
interface Raw {
  readonly raw: string;
}

/** The path of a call whose shape nobody has looked at yet. */
export function pathOf({ params }: FastifyRequest): z.output<typeof RequestParams> {
  const parsed = RequestParams.safeParse(params);
  if (parsed.success) return parsed.data;
  throw noSuchRequest('');
}

/** What is wrong with the signature of a call; `undefined` when one of the keys' holders made it. */
export function faultOf(
  { method, url: path, body, headers }: FastifyRequest,
  keys: readonly SigningKey[],
): SignatureFault | undefined {
  const header = headers[signatureHeader.toLowerCase()];
  const call = { method, path, body: rawOf(body) };
  return signatureFault(call, typeof header === 'string' ? header : undefined, keys, Date.now());
}

/** Refuses a call that is not a key holder's own. */
export function needSigned(httpRequest: FastifyRequest, keys: readonly SigningKey[]): void {
  const fault = faultOf(httpRequest, keys);
  if (fault !== undefined) throw badSignature(fault);
}

/** Nobody whom we know has signed it. */
export function badSignature(fault: SignatureFault): Problem {
  return new Problem('badSignature', {
    th: `ลายมือชื่อใน ${signatureHeader} ใช้ไม่ได้ (${fault}) ดู docs/agency-link.md`,
    en: `the signature in ${signatureHeader} is not accepted (${fault}); see docs/agency-link.md`,
  });
}

/** The body as JSON; `undefined`, which no schema accepts, when it is none. */
export function jsonOf({ body }: FastifyRequest): unknown {
  try {
    return JSON.parse(rawOf(body)) as unknown;
  } catch {
    return undefined;
  }
}

/** A call without a body was signed as one with an empty one. */
function rawOf(body: unknown): string {
  return (body as Raw | null | undefined)?.raw ?? '';
}
