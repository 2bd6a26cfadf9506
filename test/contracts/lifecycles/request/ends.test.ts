import { describe, expect, it } from '@jest/globals';
import { requestSnapshotOf } from '../../../../contracts/lifecycles/request/snapshot.js';
import type { EndState } from '../../../../contracts/lifecycles/request/states.js';
import { endStates, isEnd } from '../../../../contracts/lifecycles/request/states.js';
import type { Manual } from '../../../../contracts/manuals/manual.js';
import { paymentsAt } from '../../../../contracts/manuals/procedure.js';
import {
  answers,
  approved,
  deficiency,
  inConsideration,
  inCorrection,
  inPayment,
  licence,
  requestIn,
  settleFees,
  statement,
} from '../../../support/request-cases.js';
import { RequestLife, sampleManual, sampleServices } from '../../../support/request-life.js';

/** Written down by hand: which ends each of the sample's manuals can come to. */
const comesTo: Record<string, { ifMissed: EndState; hasFee: boolean }> = {
  SVC0106: { ifMissed: 'struckOff', hasFee: true },
  SVC0110: { ifMissed: 'returned', hasFee: false },
  SVC0209: { ifMissed: 'returned', hasFee: false },
  SVC1608: { ifMissed: 'returned', hasFee: true },
  SVC1791: { ifMissed: 'returned', hasFee: true },
  SVC1832: { ifMissed: 'returned', hasFee: true },
  SVC2262: { ifMissed: 'returned', hasFee: false },
  SVC2941: { ifMissed: 'returned', hasFee: true },
  PRS3V8HC5NBWE: { ifMissed: 'returned', hasFee: true },
  PRS7K2M9QX4TD: { ifMissed: 'returned', hasFee: true },
};

const every = sampleServices.flatMap((serviceId) => {
  const { ifMissed, hasFee } = comesTo[serviceId] ?? { ifMissed: 'returned', hasFee: false };
  return endStates
    .filter((end) => (end === 'returned' || end === 'struckOff' ? end === ifMissed : true))
    .filter((end) => end !== 'lapsedUnpaid' || hasFee)
    .map((end) => ({ serviceId, end }));
});

describe('every manual comes to every end that it has', () => {
  it('is known by hand for all of the sample', () => {
    expect(sampleServices.toSorted()).toEqual(Object.keys(comesTo).toSorted());
    expect(every).toHaveLength(10 * 6 + 7);
  });

  it.each(every)('$serviceId: $end', ({ serviceId, end }) => {
    const { request } = requestIn(end, sampleManual(serviceId));
    expect(isEnd(request.state)).toBe(true);
    const { whoseTurn, overdue, bill, correction } = requestSnapshotOf(request);
    // Nothing is asked of anybody any more, neither money nor a correction.
    expect({ whoseTurn, overdue, bill, correction }).toEqual({
      ...{ whoseTurn: 'nobody', overdue: false, bill: null, correction: null },
    });
    const kinds = request.dates.alarms.map(({ kind }) => kind);
    for (const over of ['overdue', 'dueSoon', 'letterMissed', 'billEnds', 'correctionEnds']) {
      expect(kinds).not.toContain(over);
    }
  });

  it.each(every)('$serviceId: $end is not left by time alone', ({ serviceId, end }) => {
    const life = requestIn(end, sampleManual(serviceId));
    life.passTo('2027-12-30');
    expect(life.request.state).toBe(end);
  });
});

describe('the orders that end a request', () => {
  it('are made by the official who signed the deficiency record, and notified with it', () => {
    for (const serviceId of ['SVC0106', 'SVC2941']) {
      const manual = sampleManual(serviceId);
      const life = inCorrection(manual);
      // Fifteen days from Monday 3 August end on Tuesday the 18th, thirty on Wednesday 2 September.
      const last = serviceId === 'SVC0106' ? '2026-08-18' : '2026-09-02';
      expect(life.request.dates.correctionDue).toBe(last);
      life.passTo(`${last}T23:59:59.999+07:00`);
      expect(life.request.state).toBe('awaitingCorrection');
      life.passTo(life.now + 1);
      const { decision, deficiencies } = life.request;
      expect(decision).toMatchObject({
        ...{ kind: manual.correction.ifMissed, by: deficiencies[0]?.by, orderNumber: null },
        sequence: deficiencies[0]?.sequence,
        notified: { by: 'ELECTRONIC', on: life.today },
      });
      expect(decision?.by).toEqual({ id: 'person-competentOfficial', role: 'competentOfficial' });
      expect(deficiencies[0]).toMatchObject({ status: 'missed', endedOn: life.today });
      expect(life.request.dates.alarms.map(({ kind }) => kind)).toEqual(['appealEnds']);
    }
  });

  it('come also of an answer in time that was not enough, once the time is over', () => {
    const life = inCorrection(sampleManual('SVC0106'));
    life.passTo('2026-08-18').must('portal', 'correct', answers());
    life.passTo('2026-08-25');
    // It was in time and waits for the official: nothing ends by itself.
    expect(life.request.state).toBe('completenessCheck');
    life.must('competentOfficial', 'keepOpen', { open: ['plan'], reason: 'ยังไม่ชัดเจน' });
    expect(life.request.state).toBe('struckOff');
    expect(life.request.decision).toMatchObject({ kind: 'struckOff', decidedOn: '2026-08-25' });
  });

  it('are deemed approval where the regime has it: of the last day, by nobody', () => {
    // Land allocation, 45 days from Monday 3 August: Thursday 17 September.
    const life = inConsideration(sampleManual('SVC1791'));
    life.passTo('2026-09-17T23:59:59.999+07:00');
    expect(life.request.decision).toBeNull();
    life.passTo('2026-09-18');
    expect(life.request.decision).toEqual({
      ...{ kind: 'deemedApproved', decidedOn: '2026-09-17', by: null, orderNumber: null },
      ...{ delegation: null, notified: null, sequence: life.request.decision?.sequence },
    });
    expect(life.request.state).toBe('awaitingPayment');
    expect(life.heard.at(-1)).toMatchObject({
      ...{ kind: 'deemedApproval', section: 'Land Allocation Act s.25' },
    });
    // A later refusal is refused, and the result is notified like any other.
    expect(life.act('licensor', 'refuse', { statement })?.code).toBe('wrongState');
    life.must('competentOfficial', 'notifyResult', { by: 'ELECTRONIC' });
    settleFees(life).must('competentOfficial', 'issue', licence(life));
    expect(life.request.state).toBe('completed');
  });
});

describe('where the fee falls', () => {
  it.each([
    ['SVC1608', ['awaitingPayment', 'completenessCheck', 'consideration', 'issuing', 'completed']],
    [
      'PRS7K2M9QX4TD',
      ['completenessCheck', 'awaitingPayment', 'consideration', 'issuing', 'completed'],
    ],
    [
      'PRS3V8HC5NBWE',
      ['completenessCheck', 'awaitingPayment', 'consideration', 'issuing', 'completed'],
    ],
    ['SVC2941', ['completenessCheck', 'consideration', 'awaitingPayment', 'issuing', 'completed']],
    ['SVC0110', ['completenessCheck', 'consideration', 'issuing', 'completed']],
  ])('%s goes %j', (serviceId, states) => {
    expect(wayOf(sampleManual(serviceId))).toEqual(states);
  });

  it('is billed at once where it falls with the filing, also before the day of receipt', () => {
    const saturday = Date.parse('2026-08-01T10:00:00+07:00');
    const life = new RequestLife(sampleManual('SVC1608'), { filedAt: saturday });
    expect(life.request.state).toBe('awaitingPayment');
    expect(life.bill).toMatchObject({ status: 'issued', billedOn: '2026-08-01' });
    expect(life.request.dates.receivedAt).toBe('2026-08-03T08:30:00+07:00');
    expect(life.act('competentOfficial', 'confirmComplete')?.code).toBe('wrongState');
    expect(life.pay().request.state).toBe('completenessCheck');
  });

  it('is not forgotten when the official looks before the day of receipt', () => {
    const life = requestIn('submitted', sampleManual('PRS7K2M9QX4TD'));
    life.must('competentOfficial', 'confirmComplete');
    expect(life.request.state).toBe('awaitingPayment');
    expect(life.pay().request.state).toBe('consideration');
  });

  it('is of one moment for each of the sample’s fees', () => {
    for (const serviceId of sampleServices) {
      const manual = sampleManual(serviceId);
      const all = (['filing', 'consideration', 'decision'] as const).flatMap((moment) =>
        paymentsAt(manual, moment),
      );
      expect(all).toHaveLength(manual.fees.length);
    }
  });
});

/** The states that a request passes, each once, when nothing is amiss. */
function wayOf(manual: Manual): string[] {
  const life = new RequestLife(manual);
  const seen: string[] = [life.request.state];
  const look = () => {
    if (seen.at(-1) !== life.request.state) seen.push(life.request.state);
  };
  const payNow = () => {
    if (life.request.state === 'awaitingPayment') life.pay();
    look();
  };
  for (const [role, action] of [
    ['competentOfficial', 'confirmComplete'],
    ['licensor', 'approve'],
  ] as const) {
    payNow();
    if (action === 'approve') life.takeSteps();
    life.must(role, action);
    look();
  }
  payNow();
  life.must('competentOfficial', 'issue', licence(life));
  look();
  return seen;
}

describe('payments', () => {
  const factory = sampleManual('SVC2941');

  it('are billed again as often as the manual says, then the request lapses', () => {
    // 30 days from 3 August end on Wednesday 2 September; the second bill is of the 3rd, ends 5 October.
    const life = approved(factory);
    expect(life.bill).toMatchObject({ number: 1, billedOn: '2026-08-03', until: '2026-09-02' });
    life.passTo('2026-09-03');
    expect(life.request.bills.map(({ status }) => status)).toEqual(['expired', 'issued']);
    // Saturday 3 October: the payer's last day rolls to Monday the 5th.
    expect(life.bill).toMatchObject({ number: 2, billedOn: '2026-09-03', until: '2026-10-05' });
    life.passTo('2026-10-05T23:59:59.999+07:00');
    expect(life.request.state).toBe('awaitingPayment');
    life.passTo('2026-10-06');
    expect(life.request.state).toBe('lapsedUnpaid');
    // Each day the treasury was asked once, the first among them, and on the last once more.
    const queries = life.heard.filter(({ kind }) => kind === 'paymentQuery');
    expect(queries).toHaveLength(32 + 34);
  });

  it('of another amount, twice, or after the end are to be given back', () => {
    const life = approved(factory);
    life.pay({ money: { amount: '50.00', currency: 'THB' } });
    expect(life.request.state).toBe('awaitingPayment');
    life.pay({ transactionId: 'good' }).pay({ transactionId: 'again' });
    life.pay({ transactionId: 'again' }).pay({ transactionId: 'good' });
    expect(life.request.refunds.map(({ number, why }) => [number, why])).toEqual([
      [1, 'otherAmount'],
      [2, 'paidTwice'],
    ]);
    const over = approved(factory).must('licensor', 'terminate', {
      ...{ cause: 'died', reason: 'ถึงแก่ความตาย' },
    });
    over.pay();
    expect(over.request.refunds.map(({ why }) => why)).toEqual(['paidAfterTheEnd']);
    expect(over.request.state).toBe('terminated');
    expect(requestSnapshotOf(over.request).refundsDue).toBe(1);
    const back = { refund: 1, on: over.today, reference: 'GFMIS-1' };
    over.must('competentOfficial', 'recordRepayment', back);
    expect(requestSnapshotOf(over.request).refundsDue).toBe(0);
    expect(over.act('competentOfficial', 'recordRepayment', back)?.code).toBe('noSuchNumber');
  });

  it('of an approval that is terminated before it is issued are given back', () => {
    const life = settleFees(approved(factory));
    life.must('licensor', 'terminate', { cause: 'enteredInError', reason: 'บันทึกผิดราย' });
    expect(life.request.refunds).toMatchObject([{ why: 'terminated', repaidOn: null }]);
  });

  it('that are not confirmed wait; confirmed or disproved they go on or back', () => {
    const confirmed = approved(factory).pay({ transactionId: 'A', isConfirmed: false });
    expect(confirmed.request.state).toBe('paymentUnconfirmed');
    confirmed.pay({ transactionId: 'A', isConfirmed: false });
    expect(confirmed.pay({ transactionId: 'A' }).request.state).toBe('issuing');
    expect(confirmed.request.refunds).toEqual([]);
    const taken = approved(factory).pay({ isConfirmed: false }).disprove();
    expect(taken.request.state).toBe('awaitingPayment');
    expect(taken.request.bills.map(({ status }) => status)).toEqual(['issued']);
    const official = approved(factory).pay({ transactionId: 'A', isConfirmed: false });
    official.must('competentOfficial', 'disprovePayment', { bill: 1, reason: 'ไม่พบเงินเข้า' });
    expect(official.request.bills.map(({ status }) => status)).toEqual(['disproved', 'issued']);
    // The treasury has it after all: the second bill is not to be paid any more.
    official.pay({ transactionId: 'A' }, 1);
    expect(official.request.state).toBe('issuing');
    expect(official.request.bills.map(({ status }) => status)).toEqual(['paid', 'void']);
  });

  it('for a bill whose time is over hold up the next one, and never end the request', () => {
    const life = approved(factory).passTo('2026-09-03');
    life.pay({ transactionId: 'late', paidOn: '2026-09-02', isConfirmed: false }, 1);
    expect(life.request.bills.map(({ status }) => status)).toEqual(['unconfirmed', 'void']);
    life.passTo('2026-12-01');
    expect(life.request.state).toBe('paymentUnconfirmed');
    // Its time is over meanwhile: another bill takes its place.
    life.disprove(1);
    expect(life.request.state).toBe('awaitingPayment');
    expect(life.request.bills.map(({ status }) => status)).toEqual(['disproved', 'void', 'issued']);
    expect(life.request.dates.alarms.map(({ kind }) => kind)).toContain('billEnds');
  });

  it('of two bills at once are kept once, whatever comes of the other', () => {
    const life = approved(factory).passTo('2026-09-03');
    life.pay({ transactionId: 'one', isConfirmed: false }, 1).pay({ transactionId: 'two' }, 2);
    expect(life.request.state).toBe('issuing');
    life.disprove(1);
    expect(life.request.state).toBe('issuing');
    life.pay({ transactionId: 'one' }, 1);
    expect(life.request.refunds.map(({ why }) => why)).toEqual(['paidTwice']);
  });
});

describe('what runs beside the decision', () => {
  it('lets the licensor decide only when hearing and repair have ended', () => {
    const life = inConsideration(sampleManual('SVC2941'));
    life
      .must('competentOfficial', 'orderInspection', { on: '2026-08-05' })
      .must('competentOfficial', 'consult', { agencyId: 'AGY120', question: 'ผังเมือง' })
      .must('competentOfficial', 'consult', { agencyId: 'AGY128', question: 'สาธารณูปโภค' })
      .must('competentOfficial', 'openHearing', { facts: 'อาจไม่อนุญาต' });
    expect(requestSnapshotOf(life.request).whoseTurn).toBe('applicant');
    expect(life.act('licensor', 'approve')?.facts).toEqual({ what: 'hearing' });
    life.must('portal', 'answerHearing', { hearing: 1, text: 'ขอชี้แจง' });
    expect(requestSnapshotOf(life.request).whoseTurn).toBe('otherAgency');
    life.must('competentOfficial', 'recordInspection', {
      ...{ inspection: 1, result: 'remedyNeeded', findings: 'ไม่มีทางหนีไฟ' },
    });
    expect(life.act('licensor', 'approve')?.facts).toEqual({ what: 'remedy' });
    // Thirty days from 3 August; then the turn is the official's again.
    life.passTo('2026-09-03');
    expect(life.request.inspections[0]?.remedy?.status).toBe('unmet');
    // Late agencies are chased, each in its own time, and hold nothing up.
    const chased = life.heard.filter(({ kind }) => kind === 'consultationLate');
    expect(chased.map(({ of, dueOn }) => `${of}: ${dueOn}`)).toEqual([
      ...['1: 2026-08-18', '2: 2026-08-18', '1: 2026-08-25', '2: 2026-08-25'],
      ...['1: 2026-09-01', '2: 2026-09-01'],
    ]);
    life.must('licensor', 'approve');
    expect(life.request.consultations.map(({ answer }) => answer)).toEqual([null, null]);
  });

  it('brings the officer’s fault to correction and back, as often as the licensor records it', () => {
    const life = inConsideration(sampleManual('SVC0106'));
    const more = deficiency('more');
    expect(life.act('competentOfficial', 'recordDeficiency', more)?.code).toBe('askedAlready');
    for (const item of ['second', 'third']) {
      life
        .must('licensor', 'recordOfficerFault', { reason: 'ตรวจไม่ครบ' })
        .must('competentOfficial', 'recordDeficiency', deficiency(item));
      expect(life.request.state).toBe('awaitingCorrection');
      life.must('portal', 'correct', answers(item));
      expect(life.request.state).toBe('consideration');
      expect(requestSnapshotOf(life.request).correction).toBeNull();
      expect(life.act('competentOfficial', 'recordDeficiency', more)?.code).toBe('askedAlready');
    }
    expect(life.request.deficiencies.map(({ status }) => status)).toEqual(['met', 'met']);
    // Its waits are the agency's own: fifteen working days from 3 August, 12 August off.
    expect(requestSnapshotOf(life.request).dueOn).toBe('2026-08-25');
  });

  it('leaves nothing that waits for the applicant when somebody else ends the request', () => {
    const life = inPayment(sampleManual('SVC2941')).must('licensor', 'terminate', {
      ...{ cause: 'dissolved', reason: 'นิติบุคคลเลิกกัน' },
    });
    expect(life.request.bills.map(({ status }) => status)).toEqual(['void']);
  });
});
