import { describe, expect, it } from '@jest/globals';
import { problemKinds } from '../../../../contracts/problems.js';
import type { Refusal, RefusalCode } from '../../../../contracts/lifecycles/refusals.js';
import { refusalText, refuse } from '../../../../contracts/lifecycles/refusals.js';
import { documentsTwice } from '../../../../contracts/lifecycles/request/documents.js';
import { requestRefusalKinds } from '../../../../contracts/lifecycles/request/refusal-kinds.js';
import { requestRefusalTexts } from '../../../../contracts/lifecycles/request/refusal-texts.js';
import {
  delegation,
  inConsideration,
  inCorrection,
  requestIn,
  underOfficerFault,
  bodyFor,
} from '../../../support/request-cases.js';
import { documentOf } from '../../../support/request-life.js';
import { refusedEarly } from './refused-early.js';
import { refusedLater } from './refused-later.js';
import type { Refused } from './refused.js';
import {
  answerWith,
  factory,
  food,
  found,
  inspecting,
  liquor,
  reason,
  withAgent,
} from './refused.js';

const cases = [...refusedEarly, ...refusedLater];

/** Said of a submission, by the gateway: what it names of it. */
const ofSubmission: Partial<Record<RefusalCode, object>> = {
  documentMissing: { documents: ['factoryPlan'] },
  manualNotInForce: { serviceId: 'SVC2941', on: '2026-08-03' },
  serviceNotOpen: { serviceId: 'SVC2941', state: 'test', verified: 'false' },
  otherPortal: { serviceId: 'SVC2941', portal: 'biz' },
  applicantKind: { kind: 'foreigner', possible: ['citizen', 'juristic'] },
  openRequestExists: { requestId: '5b3f8c0e' },
  filedTooLongAgo: { hours: 48 },
  powerNotBegun: { from: '2026-09-01' },
};

/** Refusals of appeals, manuals, agency systems and reopenings, which have tests of their own. */
const elsewhere: readonly string[] = [
  ...['notAppealable', 'notNotifiedYet', 'appealOpen', 'appealDecided', 'appealAtCourt'],
  ...['notAtAgencySystem', 'nothingToSettle', 'notToHandOver', 'requestClosed'],
  ...['requestForgotten', 'requestNotKept', 'groundNotHere', 'appliedTooLate', 'periodOver'],
  ...['appealTimeRuns'],
  ...['noStayAsked', 'outcomeNotHere', 'appealInTime'],
  ...['manualVersion', 'manualBeginsEarlier', 'manualFaulty', 'manualIllustrative'],
];

function refused({ life, by, action, body }: Refused): { refusal: Refusal; changed: boolean } {
  const alive = life();
  const before = JSON.stringify(alive.request);
  const actor = typeof by === 'function' ? by(alive) : by;
  const refusal = alive.act(actor, action, typeof body === 'function' ? body(alive) : body);
  if (refusal === undefined) throw new Error(`${action} was allowed`);
  return { refusal, changed: JSON.stringify(alive.request) !== before };
}

describe('what cannot be done to a request is refused', () => {
  it.each(cases)('$code: $why', (one) => {
    const { refusal, changed } = refused(one);
    expect(refusal.code).toBe(one.code);
    expect(refusal.facts).toMatchObject({ ...one.facts });
    expect(changed).toBe(false);
    const { th, en } = refusalText(refusal);
    expect(`${th} ${en}`).not.toMatch(/[{}]|undefined|\[object/);
    expect(th).toMatch(/[ก-๙]/);
    expect(en).toMatch(/^[^ก-๙]*$/u);
  });

  it('with every code, in two languages, with status and title', () => {
    const shown = new Set<string>([
      ...cases.map(({ code }) => code),
      ...Object.keys(ofSubmission),
      ...elsewhere,
    ]);
    expect(Object.keys(requestRefusalTexts).filter((code) => !shown.has(code))).toEqual([]);
    expect(Object.keys(requestRefusalKinds).toSorted()).toEqual(
      Object.keys(requestRefusalTexts).toSorted(),
    );
    for (const [code, facts] of Object.entries(ofSubmission)) {
      const { th, en } = refusalText(refuse(code as RefusalCode, facts as Refusal['facts']));
      expect(`${th} ${en}`).not.toMatch(/[{}]/);
      expect(problemKinds).toHaveProperty(code);
    }
  });

  it('in both languages with the same facts', () => {
    for (const [code, { th, en }] of Object.entries(requestRefusalTexts)) {
      const names = (text: string) => [...new Set(text.match(/\{\w+\}/g))].toSorted();
      expect([code, names(th)]).toEqual([code, names(en)]);
    }
  });

  it('and what is just possible is allowed', () => {
    // The last moment of office hours on the last day (C9); the last day of a power; exactly as large.
    const last = inConsideration(food).passTo('2026-09-02T16:30:00+07:00');
    expect(last.act('licensor', 'extendTime', { reason })).toBeUndefined();
    expect(last.request.dates.clocks[0]?.due).toBe('2026-09-17');
    const agent = withAgent('2026-08-03')();
    const largest = answerWith(documentOf('factoryPlan', { bytes: 5_242_880 }));
    expect(agent.act('portal', 'correct', { ...largest, actedBy: 'agent' })).toBeUndefined();
    const lifelong = withAgent(null)();
    expect(lifelong.act('portal', 'withdraw', { actedBy: 'agent' })).toBeUndefined();
    // The same file again, under its reference, is the same.
    const same = inCorrection(factory);
    expect(same.act('portal', 'correct', answerWith(documentOf('factoryPlan')))).toBeUndefined();
    // A delegate on the first and on the last day of the order.
    for (const day of [{ from: '2026-08-03' }, { until: '2026-08-03' }]) {
      const life = inConsideration(factory).takeSteps();
      const order = { delegation: { ...delegation, ...day } };
      expect(life.act('delegate', 'approve', order)).toBeUndefined();
      expect(life.request.decision?.delegation).toEqual(order.delegation);
    }
    // Premises that were repaired, or not in time, are inspected again under the same number.
    const repaired = inspecting().must(
      'competentOfficial',
      'recordInspection',
      found('remedyNeeded'),
    );
    repaired.must('portal', 'reportRemedy', { inspection: 1, text: reason });
    repaired
      .must('competentOfficial', 'recordInspection', found('remedyNeeded'))
      .passTo('2026-10-01');
    expect(repaired.act('competentOfficial', 'recordInspection', found('passed'))).toBeUndefined();
    // The first second overdue.
    const late = inConsideration(factory).passTo('2026-09-03T00:00:00+07:00');
    expect(
      late.act('competentOfficial', 'sendDelayNotice', bodyFor('sendDelayNotice', late)),
    ).toBeUndefined();
    // Under the officer's fault the list may be longer, and it may be withdrawn from there.
    expect(underOfficerFault(inConsideration(factory)).act('portal', 'withdraw')).toBeUndefined();
    expect(
      requestIn('awaitingCorrection', liquor).act('competentOfficial', 'confirmComplete'),
    ).toBeUndefined();
  });

  it('no document twice in a filing', () => {
    expect(documentsTwice([documentOf('a'), documentOf('b')])).toBeUndefined();
    expect(documentsTwice([documentOf('a'), documentOf('b'), documentOf('a')])).toEqual(
      refuse('documentTwice', { documents: ['a'] }),
    );
  });
});
