import { describe, expect, it } from '@jest/globals';
import type { Manual } from '../../../../contracts/manuals/manual.js';
import { Dice } from '../../../../workers/cli/simulate/dice.js';
import { submissionOf } from '../../../../workers/cli/simulate/filing.js';
import type { Script } from '../../../../workers/cli/simulate/script.js';
import { rollScript } from '../../../../workers/cli/simulate/script.js';
import { Submission } from '../../../../workers/gateway/requests/shapes.js';
import { manuals } from '../../../contracts/manuals/samples.js';

function manualAt(index: number): Manual {
  const manual = manuals[index % manuals.length];
  if (manual === undefined) throw new Error('there are no manuals');
  return manual;
}

function scripts(count: number, seed = 7): Script[] {
  return Array.from({ length: count }, (_, index) => rollScript(seed, index, manualAt(index)));
}

describe('a script', () => {
  it('is the same for a seed, in whatever order it is rolled', () => {
    const forwards = scripts(60);
    const backwards = Array.from({ length: 60 }, (_, index) => {
      const last = 59 - index;
      return rollScript(7, last, manualAt(last));
    }).reverse();
    expect(backwards).toEqual(forwards);
    expect(scripts(60, 8)).not.toEqual(forwards);
  });

  it('takes every course, makes every choice and every mistake among 2,000', () => {
    const all = scripts(2_000);
    const chosen = (of: (script: Script) => string | readonly string[]) =>
      new Set(all.flatMap((script) => of(script))).size;
    expect(chosen(({ course }) => course)).toBe(8);
    expect(chosen(({ correction }) => correction)).toBe(6);
    expect(chosen(({ inspection }) => inspection)).toBe(5);
    expect(chosen(({ consultation }) => consultation)).toBe(4);
    expect(chosen(({ hearing }) => hearing)).toBe(3);
    expect(chosen(({ decision }) => decision)).toBe(3);
    expect(chosen(({ payment }) => payment)).toBe(8);
    expect(chosen(({ appeal }) => appeal)).toBe(8);
    expect(chosen(({ mistakes }) => mistakes)).toBe(15);
    expect(chosen(({ filingMistakes }) => filingMistakes)).toBe(7);
    const faults = all.filter(({ officerFault }) => officerFault).length;
    expect(faults).toBeGreaterThan(20);
    expect(faults).toBeLessThan(150);
  });

  it('comes two hours after the one before, on average', () => {
    const days = scripts(100).map(({ arrivesAfter }) => arrivesAfter);
    expect(days).toEqual([...days].sort((a, b) => a - b));
    expect(days.at(-1)).toBeGreaterThan(99 / 12 - 0.01);
    expect(days.at(-1)).toBeLessThan(100 / 12);
  });
});

describe('a filing', () => {
  it('is one that the gateway can read, of a person whom nobody can be', () => {
    for (const script of scripts(300)) {
      const { applicant, isIncomplete } = Submission.parse(submissionOf(script, 'run'));
      expect(applicant.identity.number).toMatch(/^(10000|00000)\d{8}$|^TEST\d{6}$/);
      expect(isIncomplete ?? false).toBe(script.missing.length > 0);
    }
  });

  it('is the same in the same run, and of another person in another or at another try', () => {
    const [script] = scripts(1) as [Script];
    const numberIn = (run: string, attempt = 0) =>
      submissionOf(script, run, attempt).applicant.identity.number;
    expect(submissionOf(script, 'one')).toEqual(submissionOf(script, 'one'));
    expect(numberIn('two')).not.toBe(numberIn('one'));
    expect(numberIn('one', 1)).not.toBe(numberIn('one'));
    const nameIn = (run: string) => Submission.parse(submissionOf(script, run)).applicant.name;
    expect(nameIn('two')).toEqual(nameIn('one'));
  });
});

describe('the dice', () => {
  it('is one of its own for each name, and fair', () => {
    const rolls = Array.from({ length: 6_000 }, (_, index) => Dice.of(1, index).roll(6));
    for (const face of [0, 1, 2, 3, 4, 5]) {
      const count = rolls.filter((one) => one === face).length;
      expect(count).toBeGreaterThan(850);
      expect(count).toBeLessThan(1_150);
    }
    expect(Dice.of(1, 23, 'a').roll(1e9)).not.toBe(Dice.of(12, 3, 'a').roll(1e9));
    expect(Dice.of(1).among({ never: 0, always: 1 })).toBe('always');
  });
});
