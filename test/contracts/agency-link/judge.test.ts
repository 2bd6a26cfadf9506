import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AgencyAnswer, AgencyOutcome } from '../../../contracts/agency-link/answers.js';
import type { TakenAnswer } from '../../../contracts/agency-link/judge.js';
import { judgeAnswer, takenAnswer } from '../../../contracts/agency-link/judge.js';
import { answerOf } from '../../../infra/local/test-agency/answers.js';
import { requestA } from '../../support/link.js';

function answer(outcome: AgencyOutcome, sequence: number): AgencyAnswer {
  const place = { requestId: requestA, sequence, at: 0, documentId: 'plan', isConditional: false };
  return answerOf(outcome, place);
}

function judged(before: readonly AgencyAnswer[], next: AgencyAnswer) {
  return judgeAnswer(before.map(takenAnswer), next);
}

describe('an answer of an agency', () => {
  it('is new when it follows what was taken, with or without a gap', () => {
    const received = answer('received', 1);
    expect(judged([], received)).toBe('new');
    expect(judged([], answer('issued', 3))).toBe('new');
    expect(judged([received], answer('approved', 2))).toBe('new');
    expect(judged([received], answer('issued', 7))).toBe('new');
    expect(judged([answer('documentsNeeded', 2)], answer('received', 3))).toBe('new');
    expect(judged([answer('approvedWithConditions', 2)], answer('issued', 3))).toBe('new');
  });

  it('is a repeat with the same content, however its members are ordered', () => {
    const first = answer('refused', 2);
    const turned = Object.fromEntries(Object.entries(first).reverse()) as AgencyAnswer;
    expect(judged([first], turned)).toBe('repeat');
    expect(judged([answer('received', 1), first], first)).toBe('repeat');
  });

  it('is late when something newer was taken', () => {
    expect(judged([answer('approved', 2)], answer('received', 1))).toBe('late');
    expect(judged([answer('issued', 3)], answer('refused', 2))).toBe('late');
  });

  it('is contradictory under a number that was used for something else', () => {
    expect(judged([answer('approved', 2)], answer('refused', 2))).toBe('contradictory');
    const approved = answer('approved', 2);
    const another = { ...approved, at: '2026-11-30T00:00:00Z' };
    expect(judged([approved], another)).toBe('contradictory');
  });

  it.each([
    ['approved', 'refused'],
    ['approved', 'documentsNeeded'],
    ['approved', 'approvedWithConditions'],
    ['refused', 'approved'],
    ['refused', 'issued'],
    ['issued', 'refused'],
    ['issued', 'issued'],
  ] as const)('is contradictory after %s: %s', (before, after) => {
    expect(judged([answer(before, 1)], answer(after, 2))).toBe('contradictory');
  });

  it('is taken once, in whatever order and however often it comes', () => {
    const all = [answer('received', 1), answer('documentsNeeded', 2), answer('received', 3)];
    const whole = [...all, answer('approved', 4), answer('issued', 5)];
    const arrivals = fc.array(fc.constantFrom(...whole), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(arrivals, (arrived) => {
        const taken: TakenAnswer[] = [];
        for (const one of arrived) {
          const judgement = judgeAnswer(taken, one);
          expect(judgement).not.toBe('contradictory');
          if (judgement === 'new') taken.push(takenAnswer(one));
        }
        const sequences = taken.map(({ sequence }) => sequence);
        expect(sequences).toEqual([...new Set(sequences)].sort());
        const newest = Math.max(...arrived.map(({ sequence }) => sequence));
        expect(sequences.at(-1)).toBe(newest);
      }),
    );
  });
});
