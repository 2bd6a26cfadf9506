import { describe, expect, it } from '@jest/globals';
import { takeOutcome } from '../../../../contracts/lifecycles/request/appeals.js';
import type { RequestCase } from '../../../../contracts/lifecycles/request/case.js';
import { disproved, paid } from '../../../../contracts/lifecycles/request/payments.js';
import { deficiency, inPayment } from '../../../support/request-cases.js';
import type { RequestLife } from '../../../support/request-life.js';
import { sampleManual } from '../../../support/request-life.js';

const when = { at: Date.parse('2026-09-01T10:00:00+07:00'), on: '2026-09-01' };

/** Billed after an approval with conditions that is set aside on appeal: the bill is void. */
function setAside(): RequestLife {
  const life = inPayment(sampleManual('SVC2941'));
  const { by } = life.request.decision ?? {};
  const appeals = [
    {
      ...{ number: 1, filedAt: when.at, sequence: 9, isLate: false, isStayAsked: false },
      ...{ by: by ?? { id: 'person-portal', role: 'portal' as const }, isBegun: true },
      outcome: null,
    },
  ];
  const news = { number: 1, outcome: 'setAside' as const, ...when, by: null, order: null };
  const reopened = takeOutcome({ ...life.request, appeals }, news, { at: when.at, sequence: 10 });
  if (reopened === undefined) throw new Error('the appeal changes nothing');
  life.request = reopened;
  return life;
}

/** The treasury has money for the bill of the order that is gone. */
function pay(request: RequestCase, isConfirmed: boolean): RequestCase {
  const { money } = request.bills[0] ?? {};
  if (money === undefined) throw new Error('there is no bill');
  const payment = { transactionId: 'T1', paidOn: when.on, money, isConfirmed };
  return paid(request, 1, payment, when)?.request ?? request;
}

describe('money for a bill of an order that was set aside', () => {
  it('leaves the request under consideration, confirmed or not, and when it is gone again', () => {
    const { request } = setAside();
    expect([request.state, request.bills[0]?.status]).toEqual(['consideration', 'void']);
    const unconfirmed = pay(request, false);
    expect([unconfirmed.state, unconfirmed.bills[0]?.status]).toEqual([
      ...['consideration', 'unconfirmed'],
    ]);
    const gone = disproved(unconfirmed, 1, when);
    expect([gone.state, gone.bills[0]?.status]).toEqual(['consideration', 'disproved']);
    const confirmed = pay(unconfirmed, true);
    expect([confirmed.state, confirmed.bills[0]?.status]).toEqual(['consideration', 'paid']);
  });

  it('does not take the applicant’s correction from him', () => {
    const life = setAside();
    life.must('licensor', 'recordOfficerFault', { reason: 'ตรวจไม่ครบ' });
    life.must('competentOfficial', 'recordDeficiency', deficiency('second'));
    const paidFor = pay(life.request, true);
    expect(paidFor.state).toBe('awaitingCorrection');
  });
});
