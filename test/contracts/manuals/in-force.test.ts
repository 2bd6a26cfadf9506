import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { manualInForce } from '../../../contracts/manuals/in-force.js';
import type { Manual } from '../../../contracts/manuals/manual.js';
import { draftOf } from './samples.js';

function versionOf(version: number, from: string, until?: string): Manual {
  const end = until === undefined ? {} : { effectiveUntil: until };
  return { ...draftOf('SVC0106'), version, effectiveFrom: from, ...end };
}

const versions = [
  versionOf(1, '2026-01-01'),
  versionOf(2, '2026-06-01', '2026-08-31'),
  versionOf(3, '2026-10-01'),
];

describe('the manual in force', () => {
  it.each([
    ['2025-12-31', undefined],
    ['2026-01-01', 1],
    ['2026-05-31', 1],
    ['2026-06-01', 2],
    ['2026-08-31', 2],
    ['2026-09-01', 1],
    ['2026-09-30', 1],
    ['2026-10-01', 3],
    ['2030-01-01', 3],
  ])('on %s is version %p', (day, version) => {
    expect(manualInForce(versions, day)?.version).toBe(version);
  });

  it('is nothing where there is no version', () => {
    expect(manualInForce([], '2026-01-01')).toBeUndefined();
  });

  it('is the highest of those that are, in whatever order they are given', () => {
    const day = fc
      .date({ min: new Date('2025-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    const some = fc.uniqueArray(
      fc.record({ version: fc.integer({ min: 1, max: 9 }), from: day, until: fc.option(day) }),
      { selector: ({ version }) => version },
    );
    fc.assert(
      fc.property(some, day, (given, on) => {
        const all = given.map((one) => versionOf(one.version, one.from, one.until ?? undefined));
        const found = manualInForce(all, on);
        expect(manualInForce([...all].reverse(), on)).toBe(found);
        const valid = given.filter((one) => one.from <= on && on <= (one.until ?? '9999-12-31'));
        const highest = Math.max(...valid.map(({ version }) => version));
        expect(found?.version).toBe(valid.length === 0 ? undefined : highest);
      }),
    );
  });
});
