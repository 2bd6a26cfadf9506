import {
  answers,
  approved,
  delegation,
  inCheck,
  inConsideration,
  requestIn,
  inCorrection,
  inPayment,
  licence,
  settleFees,
  statement,
} from '../../../support/request-cases.js';
import { doerOf, sampleManual } from '../../../support/request-life.js';
import type { Refused } from './refused.js';
import {
  byPost,
  factory,
  food,
  found,
  inspecting,
  issuedByPost,
  land,
  liquor,
  reason,
  withAgent,
} from './refused.js';

/** Refused from consideration on. */
export const refusedLater: readonly Refused[] = [
  {
    code: 'stepNotDone',
    why: 'an approval without the inspection that the manual has',
    life: () => inConsideration(factory),
    ...{ by: 'licensor', action: 'approve', body: {} },
    facts: { step: 'siteInspection', part: 'inspection', manual: 'SVC2941@1' },
  },
  {
    code: 'stepNotDone',
    why: 'an approval after an inspection that was ordered alone',
    life: inspecting,
    ...{ by: 'licensor', action: 'approve', body: {} },
    facts: { part: 'inspection' },
  },
  {
    code: 'stepNotDone',
    why: 'an approval without the hearing',
    life: () => inspecting().must('competentOfficial', 'recordInspection', found('passed')),
    ...{ by: 'licensor', action: 'approve', body: {} },
    facts: { part: 'hearing' },
  },
  {
    code: 'stepNotDone',
    why: 'an approval while the agency of the manual was not asked, and another was',
    life: () =>
      inspecting()
        .must('competentOfficial', 'recordInspection', found('passed'))
        .must('competentOfficial', 'openHearing', { facts: reason })
        .must('portal', 'answerHearing', { hearing: 1, text: reason })
        .must('competentOfficial', 'consult', { agencyId: 'AGY200', question: reason }),
    ...{ by: 'licensor', action: 'approve', body: {} },
    facts: { part: 'consultation' },
  },
  {
    code: 'expiryMissing',
    why: 'a licence for a year that says no end',
    life: () => requestIn('issuing', sampleManual('SVC0106')),
    ...{ by: 'competentOfficial', action: 'issue' },
    body: { number: '1', effectiveOn: '2026-08-10' },
    facts: { amount: 1, unit: 'YEAR', manual: 'SVC0106@1' },
  },
  {
    code: 'notInManual',
    why: 'an inspection that the manual does not have',
    life: () => inConsideration(sampleManual('SVC0110')),
    ...{ by: 'competentOfficial', action: 'orderInspection', body: { on: '2026-08-05' } },
    facts: { manual: 'SVC0110@1', part: 'inspection' },
  },
  {
    code: 'noSuchNumber',
    why: 'an inspection that was not ordered',
    life: () => inConsideration(factory),
    ...{ by: 'competentOfficial', action: 'recordInspection', body: found('passed') },
    facts: { what: 'inspection', number: 1, open: [] },
  },
  {
    code: 'noSuchNumber',
    why: 'an inspection whose result stands',
    life: () => inspecting().must('competentOfficial', 'recordInspection', found('failed')),
    ...{ by: 'competentOfficial', action: 'recordInspection', body: found('passed') },
  },
  {
    code: 'noSuchNumber',
    why: 'a repair that is not open',
    life: inspecting,
    ...{ by: 'portal', action: 'reportRemedy', body: { inspection: 1, text: reason } },
  },
  {
    code: 'noSuchNumber',
    why: 'a hearing that is over',
    life: () =>
      inConsideration(factory)
        .must('competentOfficial', 'openHearing', { facts: reason })
        .passTo('2026-08-25'),
    ...{ by: 'portal', action: 'answerHearing', body: { hearing: 1, text: reason } },
  },
  {
    code: 'noSuchNumber',
    why: 'a bill that waits for no confirmation',
    life: () => inPayment(factory).pay({ isConfirmed: false }),
    ...{ by: 'competentOfficial', action: 'disprovePayment', body: { bill: 2, reason } },
    facts: { what: 'bill', number: 2, open: ['1'] },
  },
  {
    code: 'stillOpen',
    why: 'a decision while the hearing lasts',
    life: () =>
      inConsideration(factory).must('competentOfficial', 'openHearing', { facts: reason }),
    ...{ by: 'licensor', action: 'refuse', body: { statement }, facts: { what: 'hearing' } },
  },
  {
    code: 'stillOpen',
    why: 'a decision while premises are repaired',
    life: () => inspecting().must('competentOfficial', 'recordInspection', found('remedyNeeded')),
    ...{ by: 'licensor', action: 'approve', body: {}, facts: { what: 'remedy' } },
  },
  {
    code: 'extensionNotAllowed',
    why: 'the manual has none',
    life: () => inConsideration(factory),
    ...{ by: 'licensor', action: 'extendTime', body: { reason }, facts: { manual: 'SVC2941@1' } },
  },
  {
    code: 'extensionTooMany',
    why: 'a third time',
    life: () =>
      inConsideration(food)
        .must('licensor', 'extendTime', { reason })
        .must('licensor', 'extendTime', { reason }),
    ...{ by: 'licensor', action: 'extendTime', body: { reason }, facts: { max: 2 } },
  },
  {
    code: 'extensionTooLong',
    why: 'a day more than the manual gives',
    life: () => inConsideration(food),
    ...{ by: 'licensor', action: 'extendTime', body: { amount: 16, reason } },
    facts: { max: 15, unit: 'DAY' },
  },
  {
    code: 'extensionTooLate',
    why: 'a moment after closing of the last day, a Wednesday (C9)',
    // Thirty days from Monday 3 August.
    life: () => inConsideration(food).passTo('2026-09-02T16:30:00.001+07:00'),
    ...{ by: 'licensor', action: 'extendTime', body: { reason }, facts: { due: '2026-09-02' } },
  },
  {
    code: 'noClockRuns',
    why: 'an extension while the applicant corrects',
    life: () => inCorrection(food),
    ...{ by: 'competentOfficial', action: 'extendTime', body: { reason } },
  },
  {
    code: 'noClockRuns',
    why: 'a delay notice once it is decided',
    life: () => approved(factory),
    ...{ by: 'competentOfficial', action: 'sendDelayNotice' },
    body: { reasonCode: 'workload', reason },
  },
  {
    code: 'notOverdue',
    why: 'a delay notice at the last moment of the last day',
    life: () => inConsideration(factory).passTo('2026-09-02T23:59:59.999+07:00'),
    ...{ by: 'competentOfficial', action: 'sendDelayNotice' },
    body: { reasonCode: 'workload', reason },
    facts: { due: '2026-09-02' },
  },
  {
    code: 'noticeSentToday',
    why: 'two delay notices in a day',
    life: () =>
      inConsideration(factory)
        .passTo('2026-09-03')
        .must('competentOfficial', 'sendDelayNotice', { reasonCode: 'workload', reason }),
    ...{ by: 'competentOfficial', action: 'sendDelayNotice' },
    body: { reasonCode: 'complexCase', reason },
  },
  {
    code: 'samePerson',
    why: 'the licensor filed it himself',
    life: () => inConsideration(factory, { actor: doerOf('licensor', factory) }),
    ...{ by: 'licensor', action: 'approve', body: {} },
  },
  {
    code: 'roleMayNot',
    why: 'a decision by one who is no licensor',
    life: () => inConsideration(factory),
    ...{ by: 'competentOfficial', action: 'approve', body: {} },
    facts: { action: 'approve', roles: ['licensor', 'delegate'] },
  },
  {
    code: 'delegationMissing',
    why: 'a delegate without an order',
    life: () => inConsideration(factory).takeSteps(),
    ...{ by: 'delegate', action: 'approve', body: {} },
  },
  {
    code: 'delegationNotInForce',
    why: 'a delegation that has ended the day before',
    life: () => inConsideration(factory),
    ...{ by: 'delegate', action: 'refuse' },
    body: { statement, delegation: { ...delegation, until: '2026-08-02' } },
    facts: { from: '2025-01-01', until: '2026-08-02', today: '2026-08-03' },
  },
  {
    code: 'delegationNotInForce',
    why: 'a delegation that begins the day after',
    life: () => inConsideration(factory).takeSteps(),
    ...{ by: 'delegate', action: 'approve' },
    body: { delegation: { ...delegation, from: '2026-08-04' } },
  },
  {
    code: 'alreadyDecided',
    why: 'a withdrawal after the decision',
    life: () => approved(factory),
    ...{ by: 'portal', action: 'withdraw', body: {} },
    facts: { kind: 'approved', on: '2026-08-03' },
  },
  {
    code: 'notDecided',
    why: 'a notification of nothing',
    life: () => inPayment(sampleManual('PRS7K2M9QX4TD')),
    ...{ by: 'competentOfficial', action: 'notifyResult', body: { by: 'POST' } },
  },
  {
    code: 'alreadyNotified',
    why: 'a second notification',
    life: () => inConsideration(factory).must('licensor', 'refuse', { statement, notify: 'POST' }),
    ...{ by: 'competentOfficial', action: 'notifyResult', body: { by: 'ELECTRONIC' } },
    facts: { on: '2026-08-03' },
  },
  {
    code: 'alreadyIssued',
    why: 'a second licence',
    life: issuedByPost,
    ...{ by: 'competentOfficial', action: 'issue', body: licence, facts: { number: '1/2569' } },
  },
  {
    code: 'notIssued',
    why: 'a delivery of nothing',
    life: byPost,
    ...{ by: 'competentOfficial', action: 'deliver', body: { by: 'post', on: '2026-08-03' } },
  },
  {
    code: 'deliveryNotOffered',
    why: 'by another way than the applicant chose',
    life: () => {
      const life = settleFees(approved(liquor, { delivery: 'counter' }));
      return life.must('competentOfficial', 'issue', licence(life));
    },
    ...{ by: 'competentOfficial', action: 'deliver', body: { by: 'post', on: '2026-08-03' } },
    facts: { by: 'post', possible: ['counter'] },
  },
  {
    code: 'noSuchOffice',
    why: 'forwarded to an office that is none of the agency',
    life: () => inCheck(factory),
    ...{ by: 'competentOfficial', action: 'forward', body: { office: 'EXCISE-CMI', reason } },
    facts: { office: 'EXCISE-CMI', possible: ['DIW-HQ', 'IND-RYG'] },
  },
  {
    code: 'sameOffice',
    why: 'forwarded to where it is',
    life: () => inCheck(factory),
    ...{ by: 'competentOfficial', action: 'forward', body: { office: 'DIW-HQ', reason } },
  },
  {
    code: 'ownAgency',
    why: 'declared the affair of the agency itself',
    life: () => inCheck(factory),
    ...{ by: 'competentOfficial', action: 'declareNotOurAgency' },
    body: { agencyId: 'AGY187', reason },
    facts: { agencyId: 'AGY187' },
  },
  {
    code: 'ownAgency',
    why: 'consulting oneself',
    life: () => inConsideration(factory),
    ...{ by: 'competentOfficial', action: 'consult' },
    body: { agencyId: 'AGY187', question: reason },
  },
  {
    code: 'powerEnded',
    why: 'an agent whose power has ended the day before',
    life: withAgent('2026-08-02'),
    ...{ by: 'portal', action: 'correct', body: { ...answers(), actedBy: 'agent' } },
    facts: { until: '2026-08-02' },
  },
  {
    code: 'noAgent',
    why: 'an agent of a request that has none',
    life: () => inCorrection(factory),
    ...{ by: 'portal', action: 'withdraw', body: { actedBy: 'agent' } },
  },
  {
    code: 'notYourAgency',
    why: 'the answer to what another agency was asked',
    life: () =>
      inConsideration(land)
        .must('competentOfficial', 'consult', { agencyId: 'AGY128', question: reason })
        .must('competentOfficial', 'consult', { agencyId: 'AGY120', question: reason }),
    by: () => ({ id: 'planner', roles: ['competentOfficial'], agencies: ['AGY120'] }),
    ...{ action: 'answerConsultation', facts: { agencyId: 'AGY128' } },
    body: { consultation: 1, answer: 'noObjection', text: reason },
  },
  {
    code: 'dateInFuture',
    why: 'a payment of tomorrow',
    life: () => inPayment(factory).pay({ isConfirmed: false }),
    ...{ by: 'competentOfficial', action: 'confirmPayment' },
    body: { bill: 1, transactionId: 'T1', paidOn: '2026-08-04' },
  },
  {
    code: 'dateOrder',
    why: 'a delivery before the licence',
    life: issuedByPost,
    ...{ by: 'competentOfficial', action: 'deliver', body: { by: 'post', on: '2026-08-02' } },
    facts: { field: 'on', date: '2026-08-02', other: 'issuedOn', otherDate: '2026-08-03' },
  },
  {
    code: 'dateOrder',
    why: 'a licence that ends before it begins',
    life: byPost,
    ...{ by: 'competentOfficial', action: 'issue' },
    body: { number: '1', effectiveOn: '2026-08-10', expiresOn: '2026-08-09' },
  },
  {
    code: 'badValue',
    why: 'a corrected day that is none',
    life: issuedByPost,
    ...{ by: 'competentOfficial', action: 'correctEntry' },
    body: { corrects: 1, field: 'issued.expiresOn', value: '31-02-2570', reason },
  },
  {
    code: 'dateOrder',
    why: 'a corrected end before the beginning',
    life: issuedByPost,
    ...{ by: 'competentOfficial', action: 'correctEntry' },
    body: { corrects: 1, field: 'issued.expiresOn', value: '2026-08-02', reason },
  },
  {
    code: 'nothingToCorrect',
    why: 'the order’s number where none was given',
    life: issuedByPost,
    ...{ by: 'competentOfficial', action: 'correctEntry' },
    body: { corrects: 1, field: 'orderNumber', value: '9/2569', reason },
  },
];
