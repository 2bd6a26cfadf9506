import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { editDistance, nameKeys, slipBetween } from '../../../infra/register/name-keys.js';
import { nearNames } from '../../../infra/register/near-names.js';

function near(texts: readonly string[]): string[] {
  const found = nearNames(texts.map((text) => ({ text, keys: nameKeys(text) })));
  return found.flatMap((later, one) => later.map((other) => `${one} ${other}`));
}

/** A name, and the same after slips of the hand. */
const slips = fc
  .tuple(
    fc.string({ unit: fc.constantFrom('ก', 'ข', 'น', 'า', 'เ'), minLength: 6, maxLength: 40 }),
    fc.array(
      fc.record({
        at: fc.nat(39),
        how: fc.constantFrom('change', 'put in', 'leave out', 'swap'),
        letter: fc.constantFrom('ก', 'ข', 'จ'),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  )
  .map(([name, done]) => {
    let slipped = name;
    for (const { at, how, letter } of done) {
      const [before, here, next] = [
        slipped.slice(0, at),
        slipped.charAt(at),
        slipped.charAt(at + 1),
      ];
      const rest = slipped.slice(at + 1);
      if (how === 'change') slipped = before + letter + rest;
      if (how === 'put in') slipped = before + letter + here + rest;
      if (how === 'leave out') slipped = before + rest;
      if (how === 'swap') slipped = before + next + here + rest.slice(1);
    }
    return [name, slipped] as const;
  });

describe('names that may be like each other', () => {
  it('are found whatever slip of the hand is between them', () => {
    fc.assert(
      fc.property(slips, ([name, slipped]) => {
        const isNear = slipBetween(name, slipped) !== undefined;
        fc.pre(isNear);
        expect(near([name, slipped])).toEqual(['0 1']);
        expect(near([slipped, name])).toEqual(['0 1']);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['an abbreviation of both', ['คณะกรรมการหนึ่ง (กสทช.)', 'สำนักงานสอง (กสทช.)'], ['0 1']],
    ['the words that the other begins with', ['กรมหนึ่งสอง ฝ่ายก', 'กรมหนึ่งสอง'], ['0 1']],
    ['nothing', ['กรมประมง', 'การประปานครหลวง', 'แพทยสภา'], []],
    ['letters, but no words, at the beginning', ['กรมทางหลวง', 'กรมทางหลวงชนบท'], []],
  ])('are found by %s', (_what, names, found) => {
    expect(near(names)).toEqual(found);
  });

  it('are not those that a crowd has in common', () => {
    const crowd = Array.from({ length: 100 }, (_, at) => {
      const [one, other] = [at % 40, Math.floor(at / 40)].map((letter) =>
        'กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอ'.charAt(letter),
      );
      return `${(one ?? '').repeat(10)}${(other ?? '').repeat(5)} (อบต.)`;
    });
    expect(near(crowd)).toEqual([]);
  });
});

describe('a slip of the hand', () => {
  it.each([
    ['กรมประมง', 'กรมปรมะง', 'swapped'],
    ['กรมที่ดิน', 'กรมที่ดน', 1],
    ['กรมที่ดิน', 'กรมที่ดอน', undefined],
    ['เขตลาดกข', 'เขตลาดกค', undefined],
    ['สภาก', 'สภากก', undefined],
    ['กรมพัฒนาธุรกิจ', 'กรมพัฒนาธุรกิต', 1],
    ['กรมพัฒนาธุรกิจ', 'กรมพัฒนาธุรกตต', undefined],
    ['กรมพัฒนาธุรกิจการค้าไทย', 'กรมพัฒนาธุรกตจการค้าไทบ', 2],
    ['กรมประมง', 'กรมประมง', undefined],
  ])('between %s and %s is %s', (one, other, slip) => {
    expect(slipBetween(one, other)).toBe(slip);
  });

  it('is symmetric where both names are as long', () => {
    fc.assert(
      fc.property(slips, ([name, slipped]) => {
        fc.pre(name.length === slipped.length);
        expect(slipBetween(slipped, name)).toBe(slipBetween(name, slipped));
        const distance = editDistance(name, slipped, 4);
        expect(distance).toBeLessThanOrEqual(4);
      }),
    );
  });
});
