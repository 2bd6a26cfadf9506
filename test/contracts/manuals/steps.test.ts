import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Finding } from '../../../contracts/manuals/lint.js';
import { lintManual } from '../../../contracts/manuals/lint.js';
import type { Draft } from './samples.js';
import { draftOf, errorsOf, said } from './samples.js';

const graphCodes = ['unknownStep', 'stepCycle', 'deadEnd', 'unreachable'];

function graphFindings(draft: Draft): Finding[] {
  return lintManual(draft).filter(({ code }) => graphCodes.includes(code));
}

/** A manual whose steps are `s0`, `s1` …, each leading to some others. */
function draftWith(nexts: readonly (readonly number[])[]): Draft {
  const draft = draftOf('SVC0106');
  const [like] = draft.steps;
  if (like === undefined) throw new Error('no step');
  draft.steps = nexts.map((next, index) => ({
    ...like,
    stepId: `s${index}`,
    next: next.map((to) => `s${to}`),
  }));
  return draft;
}

/** Which steps a walk of any length leads to; by trying all of them, again and again. */
function reached(nexts: readonly (readonly number[])[], from: number): Set<number> {
  const found = new Set<number>();
  for (let round = 0; round < nexts.length; round += 1) {
    for (const here of [from, ...found]) for (const to of nexts[here] ?? []) found.add(to);
  }
  return found;
}

/** Whether each step lies on a way from the first to the last, and no way leads back. */
function isSoundProcedure(nexts: readonly (readonly number[])[]): boolean {
  const all = [...nexts.keys()];
  const led = new Set(nexts.flat());
  const first = all.find((index) => !led.has(index)) ?? 0;
  const last = all.findLast((index) => nexts[index]?.length === 0);
  if (last === undefined || all.some((index) => reached(nexts, index).has(index))) return false;
  const isOnWay = (index: number) =>
    (index === first || reached(nexts, first).has(index)) &&
    (index === last || reached(nexts, index).has(last));
  return all.every(isOnWay);
}

/** Procedures of up to seven steps that lead anywhere, onwards most of the time. */
const anyNexts = fc.integer({ min: 1, max: 7 }).chain((size) =>
  fc.tuple(
    ...Array.from({ length: size }, (_, index) =>
      fc.uniqueArray(
        fc.oneof(
          {
            weight: 6,
            arbitrary: fc.integer({ min: Math.min(index + 1, size - 1), max: size - 1 }),
          },
          { weight: 1, arbitrary: fc.integer({ min: 0, max: size - 1 }) },
        ),
        { maxLength: 2 },
      ),
    ),
  ),
);

describe('a procedure', () => {
  it('is broken where a step is not on the way from first to last, and nowhere else', () => {
    let sound = 0;
    fc.assert(
      fc.property(anyNexts, (nexts) => {
        const isSound = isSoundProcedure(nexts);
        sound += isSound ? 1 : 0;
        expect(graphFindings(draftWith(nexts)).length === 0).toBe(isSound);
      }),
      { numRuns: 500 },
    );
    expect(sound).toBeGreaterThan(10);
  });

  it.each<[name: string, nexts: number[][], expected: string[]]>([
    ['of one step is sound', [[]], []],
    ['may part and meet', [[1, 2], [3], [3], []], []],
    ['may run past a step', [[1, 2], [2], []], []],
    ['may not end twice', [[1, 2], [], []], ['deadEnd /steps/1/next']],
    ['may not begin twice', [[2], [2], []], ['unreachable /steps/1']],
    ['may not lead to itself', [[0, 1], []], ['stepCycle /steps/0/next/0']],
    ['may not go round in the middle', [[1], [2], [1, 3], []], ['stepCycle /steps/2/next/0']],
    ['may not go round beside', [[3], [2], [1], []], ['stepCycle /steps/2/next/0']],
    [
      'may not go round twice',
      [[1], [0, 2], [1, 3], []],
      ['stepCycle /steps/1/next/0', 'stepCycle /steps/2/next/0'],
    ],
  ])('%s', (_, nexts, expected) => {
    expect(graphFindings(draftWith(nexts)).map(said)).toEqual(expected);
  });

  it('names the way round', () => {
    const [found] = graphFindings(draftWith([[1], [2], [3], [1, 4], []]));
    expect(found?.en).toContain('s1 → s2 → s3 → s1');
  });

  it('without any step lacks all that is needed', () => {
    const draft = draftOf('SVC2262');
    draft.steps = [];
    const missing = lintManual(draft).filter(({ code }) => code === 'stepMissing');
    expect(missing.map(({ en }) => en)).toEqual([
      'there is no step approve',
      'there is no step completeness',
      'there is no step fileRequest',
      'there is no step issueDocument',
    ]);
  });

  it('of a hundred steps is read at once', () => {
    const nexts = Array.from({ length: 100 }, (_, index) =>
      Array.from({ length: Math.min(50, 99 - index) }, (__, more) => index + 1 + more),
    );
    const began = performance.now();
    expect(graphFindings(draftWith(nexts))).toEqual([]);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

describe('an order', () => {
  it('has consideration before the decision', () => {
    const draft = draftOf('SVC2941');
    // The hearing is begun beside the approval, and so may end after it.
    for (const step of draft.steps) {
      if (step.stepId === 'completeness') step.next.pop();
      if (step.stepId === 'assessment') step.next.push('publicHearing');
      if (step.stepId === 'publicHearing') step.next = ['pay'];
    }
    const index = draft.steps.findIndex(({ stepId }) => stepId === 'publicHearing');
    expect(errorsOf(draft)).toEqual([`outOfOrder /steps/${index}`]);
  });

  it('has the issue after the decision, and the delivery after the issue', () => {
    const draft = draftOf('SVC0209');
    for (const step of draft.steps) {
      if (step.stepId === 'assessment') step.next = ['issue'];
      if (step.stepId === 'issue') step.next = ['approve'];
      if (step.stepId === 'approve') step.next = ['deliver'];
    }
    const index = draft.steps.findIndex(({ stepId }) => stepId === 'issue');
    expect(errorsOf(draft)).toEqual([`outOfOrder /steps/${index}`]);
  });

  it('is not judged while the procedure is broken', () => {
    const draft = draftOf('SVC0106');
    const completeness = draft.steps.find(({ stepId }) => stepId === 'completeness');
    if (completeness !== undefined) completeness.next = [];
    expect(errorsOf(draft)).toEqual(['deadEnd /steps/3/next', 'unreachable /steps/4']);
  });
});
