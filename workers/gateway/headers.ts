import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { canonicalJson } from '../../contracts/events/mint.js';
import type { ServiceCase } from '../../contracts/lifecycles/service/case.js';
import { faulty } from './faults.js';
import { Problem } from './problem.js';
import { signedInOf } from './rules.js';

/** SHA-256 (hex) of a text. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** SHA-256 (hex) of a body, however its fields are ordered. */
export function bodyHash(body: unknown): string {
  return sha256(canonicalJson(body));
}

/** What makes an act one act: issuer, person, route and the caller's `Idempotency-Key`. */
export function commandKey(httpRequest: FastifyRequest): string {
  const { issuer, subject } = signedInOf(httpRequest);
  const [path = ''] = httpRequest.url.split('?');
  const route = `${httpRequest.method} ${path}`;
  return [issuer, subject, route, idempotencyKey(httpRequest)].join('\n');
}

function idempotencyKey(httpRequest: FastifyRequest): string {
  const header = httpRequest.headers['idempotency-key'];
  const key = /^("?)([\w.:~+/=-]{8,200})\1$/.exec(typeof header === 'string' ? header : '')?.[2];
  if (key !== undefined) return key;
  throw new Problem('keyMissing', {
    th: 'ส่ง Idempotency-Key ยาว 8 ถึง 200 ตัวอักษร (A-Z a-z 0-9 _ . : ~ + / = -) เช่น UUID ใหม่ทุกครั้งที่ทำเรื่องใหม่',
    en: 'send Idempotency-Key, 8 to 200 characters of A-Z a-z 0-9 _ . : ~ + / = -, e.g. a new UUID for each new act',
  });
}

/** The version of the case that the caller saw. */
export function versionOf(httpRequest: FastifyRequest): number {
  const header = httpRequest.headers['if-match'];
  if (header === undefined || header.trim() === '*') {
    throw new Problem('versionMissing', {
      th: 'ส่ง If-Match เป็นค่า ETag ที่ได้จากการอ่านงานบริการ',
      en: 'send If-Match with the ETag that reading the service gave',
    });
  }
  // RFC 9110 §13.1.1: If-Match compares strongly, so a weak ETag never matches.
  if (/^W\//i.test(header.trim())) throw weakVersion();
  const version = /^("?)(\d{1,9})\1$/.exec(header.trim())?.[2];
  if (version !== undefined) return Number(version);
  const text = {
    th: 'If-Match ต้องเป็น ETag เดียวที่ได้จากการอ่านงานบริการ เช่น "3"',
    en: 'If-Match must be one ETag that reading the service gave, such as "3"',
  };
  throw faulty('invalidQuery', [{ path: '/if-match', text }]);
}

function weakVersion(): Problem {
  return new Problem('weakVersion', {
    th: 'If-Match รับเฉพาะ ETag แบบเต็มตามที่ได้จากการอ่าน เช่น "3" ไม่ใช่ W/"3" (บางพร็อกซีเติม W/ เอง ให้ปิด)',
    en: 'If-Match takes the strong ETag as reading gave it, such as "3" and not W/"3"; if a proxy on the way weakens ETags, switch that off',
  });
}

/** The caller's trace, when it is a valid one (W3C Trace Context). */
export function traceOf(httpRequest: FastifyRequest): { traceparent?: string } {
  const { traceparent } = httpRequest.headers;
  const isValid =
    typeof traceparent === 'string' &&
    /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.test(traceparent);
  return isValid ? { traceparent } : {};
}

/** The ETag of a case: its version. */
export function etag({ version }: Pick<ServiceCase, 'version'>): string {
  return `"${version}"`;
}
