import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SignedCall } from '../../../contracts/agency-link/signature.js';
import { signatureFault, signCall } from '../../../contracts/agency-link/signature.js';

const at = Date.parse('2026-11-30T09:15:00+07:00');
const key = { kid: 'k.1', secret: 'a secret of thirty-two characters' };
const other = { kid: 'k.2', secret: 'b secret of thirty-two characters' };

const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE');
const path = fc.webPath().map((text) => `/${text}`);
const body = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'grapheme' }));
const call: fc.Arbitrary<SignedCall> = fc.record({ method, path, body });
const bytesOf = (text: string | Uint8Array) => Buffer.from(text as string);

function faultOf(
  arrived: SignedCall,
  header: string | undefined,
  options: { keys?: (typeof key)[]; at?: number } = {},
) {
  return signatureFault(arrived, header, options.keys ?? [key], options.at ?? at);
}

describe('a signature', () => {
  it('is accepted for the call that it was made for, within five minutes either way', () => {
    fc.assert(
      fc.property(call, fc.integer({ min: -299_000, max: 299_000 }), (sent, apartMs) => {
        expect(faultOf(sent, signCall(sent, key, at), { at: at + apartMs })).toBeUndefined();
      }),
    );
  });

  it('is refused for any other method, path or body', () => {
    fc.assert(
      fc.property(call, call, (sent, arrived) => {
        const header = signCall(sent, key, at);
        for (const part of ['method', 'path', 'body'] as const) {
          const changed = { ...sent, [part]: arrived[part] };
          const isSame =
            changed.method === sent.method &&
            changed.path === sent.path &&
            bytesOf(changed.body).equals(bytesOf(sent.body));
          expect(faultOf(changed, header)).toBe(isSame ? undefined : 'mismatch');
        }
      }),
    );
  });

  it('is refused when any of its characters is another', () => {
    const sent = { method: 'POST', path: '/v1/x?y=1', body: '{}' };
    const header = signCall(sent, key, at);
    fc.assert(
      fc.property(
        fc.nat(header.length - 1),
        fc.constantFrom(...'0123456789abcdefkvt=,. '.split('')),
        (i, c) => {
          const changed = `${header.slice(0, i)}${c}${header.slice(i + 1)}`;
          fc.pre(changed !== header);
          expect(faultOf(sent, changed)).toMatch(/^(malformed|unknownKey|mismatch)$/);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('is too old, or too new, after five minutes', () => {
    const sent = { method: 'GET', path: '/', body: '' };
    const header = signCall(sent, key, at);
    for (const apartMs of [301_000, -301_000, 86_400_000]) {
      expect(faultOf(sent, header, { at: at + apartMs })).toBe('stale');
    }
    const later = header.replace(/t=\d+/, `t=${at / 1000 + 3_600}`);
    expect(faultOf(sent, later, { at: at + 3_600_000 })).toBe('mismatch');
  });

  it('is judged with the key of its name, of as many as are accepted', () => {
    const sent = { method: 'GET', path: '/', body: '' };
    const header = signCall(sent, other, at);
    expect(faultOf(sent, header, { keys: [key, other] })).toBeUndefined();
    expect(faultOf(sent, header)).toBe('unknownKey');
    expect(faultOf(sent, header, { keys: [{ ...key, kid: other.kid }] })).toBe('mismatch');
    expect(faultOf(sent, header, { keys: [] })).toBe('unknownKey');
  });

  it('is missed, and told from one that cannot be read', () => {
    const sent = { method: 'GET', path: '/', body: '' };
    expect(faultOf(sent, undefined)).toBe('missing');
    expect(faultOf(sent, '')).toBe('missing');
    const good = signCall(sent, key, at);
    for (const header of [
      good.slice(2),
      `${good} `,
      good.toUpperCase(),
      good.replace('v1', 'v2'),
    ]) {
      expect(faultOf(sent, header)).toBe('malformed');
    }
    expect(faultOf({ ...sent, path: '/a\n/b' }, good)).toBe('malformed');
  });

  it('cannot be made of what would let two calls look the same', () => {
    expect(() => signCall({ method: 'GET', path: '/a\nb', body: '' }, key, at)).toThrow(RangeError);
    expect(() => signCall({ method: 'G\nET', path: '/', body: '' }, key, at)).toThrow(RangeError);
    expect(() => signCall({ method: 'GET', path: 'a', body: '' }, key, at)).toThrow(RangeError);
    const faulty = { ...key, kid: 'a,sig=b' };
    expect(() => signCall({ method: 'GET', path: '/', body: '' }, faulty, at)).toThrow(RangeError);
  });

  it("agrees with what any agency's HMAC makes of the five lines", () => {
    fc.assert(
      fc.property(call, (sent) => {
        const hash = createHash('sha256').update(bytesOf(sent.body)).digest('hex');
        const lines = `v1\n${at / 1000}\n${sent.method}\n${sent.path}\n${hash}`;
        const sig = createHmac('sha256', key.secret).update(lines).digest('hex');
        expect(signCall(sent, key, at)).toBe(`v1,t=${at / 1000},kid=k.1,sig=${sig}`);
      }),
    );
  });
});
