import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../contracts/events/mint.js';
import { isSameJson } from '../../contracts/same-json.js';

/** Values as they stand in cases: JSON, and members that are left out. */
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(undefined, null, true, 0, 1, '', 'ก'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3 }),
  ),
}));

describe('the same JSON', () => {
  test('is the same canonical JSON', () => {
    fc.assert(
      fc.property(value, value, (one, other) => {
        expect(isSameJson([one], [other])).toBe(canonicalJson([one]) === canonicalJson([other]));
      }),
      { numRuns: 2_000 },
    );
  });

  test('is what comes back from the wire', () => {
    fc.assert(
      fc.property(value, (one) => {
        expect(isSameJson([one], JSON.parse(canonicalJson([one])))).toBe(true);
      }),
    );
  });

  it.each([
    ['another order of members', { a: 1, b: [2] }, { b: [2], a: 1 }, true],
    ['a member that is undefined', { a: 1, b: undefined }, { a: 1 }, true],
    ['the same number of other members', { a: 1 }, { b: 1 }, false],
    ['another order of a list', [1, 2], [2, 1], false],
    ['a list and its members', [1], { 0: 1 }, false],
    ['nothing and an empty object', null, {}, false],
    ['a number and its text', { a: 1 }, { a: '1' }, false],
  ])('knows %s', (_, one, other, isSame) => {
    expect(isSameJson(one, other)).toBe(isSame);
    expect(isSameJson(other, one)).toBe(isSame);
  });
});
