import { describe, expect, it } from '@jest/globals';
import { AgencyAnswer } from '../../../contracts/agency-link/answers.js';
import { AgencyDispatch } from '../../../contracts/agency-link/messages.js';
import { answerOf } from '../../../infra/local/test-agency/answers.js';
import { dispatchOf, requestA } from '../../support/link.js';

const place = { requestId: requestA, sequence: 1, at: 0, documentId: null, isConditional: true };
const outcomes = [
  ...(['received', 'documentsNeeded', 'approved'] as const),
  ...(['approvedWithConditions', 'refused', 'issued'] as const),
];

function isAnswer(answer: unknown): boolean {
  return AgencyAnswer.safeParse(answer).success;
}

describe('an answer', () => {
  it.each(outcomes)('of outcome %s is whole: each of its members is needed', (outcome) => {
    const answer = answerOf(outcome, place);
    expect(isAnswer(answer)).toBe(true);
    const optional = ['receiptNumber', ...(outcome === 'issued' ? ['terms'] : [])];
    for (const member of Object.keys(answer)) {
      const { [member as keyof typeof answer]: _left, ...rest } = answer;
      expect([member, isAnswer(rest)]).toEqual([member, optional.includes(member)]);
    }
  });

  it('is refused with a member that is not known, or that belongs to another outcome', () => {
    const refused = answerOf('refused', place);
    const { terms } = answerOf('approvedWithConditions', place) as { terms?: unknown };
    expect(isAnswer({ ...refused, remark: 'x' })).toBe(false);
    expect(isAnswer({ ...refused, terms })).toBe(false);
  });

  it('is refused with a time without offset, a number from 0, or a year of the Buddhist era', () => {
    const issued = answerOf('issued', place);
    expect(isAnswer({ ...issued, at: '2026-11-30T09:00:00' })).toBe(false);
    expect(isAnswer({ ...issued, sequence: 0 })).toBe(false);
    if (issued.outcome !== 'issued') throw new Error('not issued');
    const { licence } = issued;
    expect(isAnswer({ ...issued, licence: { ...licence, effectiveOn: '2570-01-01' } })).toBe(false);
    expect(isAnswer({ ...issued, licence: { ...licence, expiresOn: '1969-12-31' } })).toBe(false);
    expect(isAnswer({ ...issued, licence: { ...licence, expiresOn: null } })).toBe(true);
  });
});

describe('a dispatch', () => {
  it('may bring members that a later version adds', () => {
    const dispatch = dispatchOf(requestA, 'https://prasan.example');
    expect(AgencyDispatch.parse({ ...dispatch, later: 1 })).toEqual(dispatch);
    expect(AgencyDispatch.safeParse({ ...dispatch, requestId: 'X' }).success).toBe(false);
  });
});
