import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CannotDecrypt } from '../../../infra/privacy/aes-gcm.js';
import { openWith, sealWith } from '../../../infra/privacy/seal.js';
import { someKey, tampered } from '../../support/keys.js';

const key = someKey();
const text = fc.string({ unit: 'grapheme' });
const value = fc.object({ withNullPrototype: false, key: text, values: [text, fc.integer()] });

describe('a sealed value', () => {
  it('opens to what it was', () => {
    fc.assert(
      fc.property(text, text, value, (requestId, label, sealed) => {
        const json: unknown = JSON.parse(JSON.stringify(sealed));
        expect(openWith(key, requestId, label, sealWith(key, requestId, label, sealed))).toEqual(
          json,
        );
      }),
    );
  });

  it('says nothing, and never the same twice', () => {
    const [one, two] = [1, 2].map(() => sealWith(key, 'r', 'applicant', { name: 'MARKED' }));
    expect(one).toMatch(/^v1\.[\w-]{40,}$/);
    expect(Buffer.from(String(one).slice(3), 'base64url').toString('latin1')).not.toContain('MARK');
    expect(one).not.toBe(two);
  });

  it('does not open with any byte changed, or cut off', () => {
    fc.assert(
      fc.property(value, fc.nat(), fc.integer({ min: 0, max: 255 }), (sealed, at, by) => {
        const box = Buffer.from(sealWith(key, 'r', 'l', sealed).slice(3), 'base64url');
        const changed = Buffer.from(tampered(box, at, by)).toString('base64url');
        expect(() => openWith(key, 'r', 'l', `v1.${changed}`)).toThrow(CannotDecrypt);
      }),
    );
  });

  it('does not open with any character changed', () => {
    const characters = ['A', 'B', 'x', 'z', '0', '9', '-', '_', '=', '+', '/', '.', ' ', 'ก'];
    fc.assert(
      fc.property(value, fc.nat(), fc.constantFrom(...characters), (sealed, at, character) => {
        const good = sealWith(key, 'r', 'l', sealed);
        const index = at % good.length;
        fc.pre(good[index] !== character);
        const changed = good.slice(0, index) + character + good.slice(index + 1);
        expect(() => openWith(key, 'r', 'l', changed)).toThrow(CannotDecrypt);
      }),
    );
  });

  it('opens for no other case, label or key', () => {
    fc.assert(
      fc.property(text, text, text, text, (requestId, label, otherId, otherLabel) => {
        fc.pre(requestId !== otherId || label !== otherLabel);
        const sealed = sealWith(key, requestId, label, { name: 'x' });
        expect(() => openWith(key, otherId, otherLabel, sealed)).toThrow(CannotDecrypt);
        expect(() => openWith(someKey(), requestId, label, sealed)).toThrow(CannotDecrypt);
      }),
    );
  });

  it.each(['', 'v1.', 'v1', 'v2.AAAA', '{"name":"MARKED"}'])(
    'is not %j, which is not told',
    (no) => {
      expect(() => openWith(key, 'r', 'l', no)).toThrow(CannotDecrypt);
      expect(() => openWith(key, 'r', 'l', no)).not.toThrow(/MARKED/);
    },
  );
});
