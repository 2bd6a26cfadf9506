import type { ModelRequest } from './request-model.js';
import {
  dayAt,
  enter,
  goOn,
  happened,
  isUndecided,
  missCorrection,
  openList,
} from './request-model.js';
import type { Acted, ModelAct } from './request-model-acts.js';
import {
  isShorter,
  isBetween,
  stepTime,
  mayApprove,
  mayExtend,
  mayDecide,
} from './request-model-conditions.js';
import { checkAppeal, decide, fileAppeal } from './request-model-decisions.js';
import { correctionDue, dueMoment, dueOf } from './request-model-dates.js';
import { refundAll } from './request-model-money.js';

/** What people do in the model of a request: in which states, who, on what condition, with what effect. */

interface ModelRule {
  readonly in: readonly string[];
  readonly by: readonly string[];
  readonly kind: string;
  readonly holds?: (one: ModelRequest, act: Acted) => boolean;
  readonly does?: (one: ModelRequest, act: Acted) => void;
}

const before = [
  'submitted',
  'completenessCheck',
  'awaitingCorrection',
  'consideration',
  'awaitingPayment',
  'paymentUnconfirmed',
];
const inTime = before.slice(1);
const ends = ['completed', 'refused', 'returned', 'struckOff', 'lapsedUnpaid', 'terminated'];
const afterwards = ['awaitingPayment', 'paymentUnconfirmed', 'issuing', ...ends];
const official = ['competentOfficial'];
const deciders = ['licensor', 'delegate'];
const portal = ['portal'];

function undecided(one: ModelRequest): boolean {
  return one.decision === null;
}

const rules: Readonly<Record<string, ModelRule>> = {
  confirmComplete: {
    ...{ in: before.slice(0, 3), by: official, kind: 'completenessConfirmed' },
    does: confirmComplete,
  },
  recordDeficiency: {
    ...{ in: ['submitted', 'completenessCheck', 'consideration'], by: official },
    kind: 'deficiencyRecorded',
    holds: (one, { body }) =>
      (one.mayAskAgain || (one.lists.length === 0 && one.state !== 'consideration')) &&
      (body.within === undefined || !isShorter(body.within, one.manual.correction.within)),
    does: recordDeficiency,
  },
  correct: {
    ...{ in: ['awaitingCorrection'], by: portal, kind: 'corrected' },
    holds: (one, { body }) =>
      (body.answers ?? []).every(({ itemId }) => openList(one)?.open.includes(itemId)),
    does: correct,
  },
  keepOpen: {
    ...{ in: ['completenessCheck'], by: official, kind: 'correctionInsufficient' },
    holds: (one, { body }) =>
      openList(one) !== undefined &&
      (body.open ?? []).every((item) => openList(one)?.items.includes(item)),
    does: keepOpen,
  },
  lengthenCorrection: {
    ...{ in: ['awaitingCorrection'], by: official, kind: 'correctionLengthened' },
    holds: (one, { body }) => {
      const list = openList(one);
      return (
        list !== undefined && body.within !== undefined && !isShorter(body.within, list.within)
      );
    },
    does: (one, { body }) => {
      const list = openList(one);
      if (list !== undefined && body.within !== undefined) list.within = body.within;
    },
  },
  orderInspection: {
    ...{ in: ['consideration'], by: official, kind: 'inspectionOrdered' },
    holds: ({ manual }) => manual.steps.some(({ part }) => part === 'inspection'),
    does: (one) => {
      one.inspections.push({ number: one.inspections.length + 1, result: null, repair: null });
    },
  },
  recordInspection: {
    ...{ in: ['consideration'], by: official, kind: 'inspectionRecorded' },
    holds: (one, { body }) => {
      const found = one.inspections[(body.inspection ?? 0) - 1];
      return found !== undefined && (found.result === null || found.repair?.isOpen === false);
    },
    does: recordInspection,
  },
  reportRemedy: {
    ...{ in: ['consideration'], by: portal, kind: 'remedyReported' },
    holds: (one, { body }) => one.inspections[(body.inspection ?? 0) - 1]?.repair?.isOpen === true,
    does: (one, { body }) => {
      close(one.inspections[(body.inspection ?? 0) - 1]?.repair);
    },
  },
  openHearing: {
    ...{ in: ['consideration'], by: official, kind: 'hearingOpened' },
    does: (one, { body, at }) => {
      const within = body.within ?? stepTime(one, 'hearing', 'answerWithin');
      one.hearings.push({ number: one.hearings.length + 1, from: dayAt(at), within, isOpen: true });
    },
  },
  answerHearing: {
    ...{ in: ['consideration'], by: portal, kind: 'hearingAnswered' },
    holds: (one, { body }) => one.hearings[(body.hearing ?? 0) - 1]?.isOpen === true,
    does: (one, { body }) => {
      close(one.hearings[(body.hearing ?? 0) - 1]);
    },
  },
  consult: {
    ...{ in: ['consideration'], by: official, kind: 'consulted' },
    holds: (one, { body }) => body.agencyId !== one.manual.agencyId,
    does: (one, { body, at }) => {
      const within = body.within ?? stepTime(one, 'consultation', 'answerWithin');
      const asked = { number: one.consultations.length + 1, from: dayAt(at), within, isOpen: true };
      one.consultations.push({ ...asked, agencyId: body.agencyId ?? '', chased: 0 });
    },
  },
  answerConsultation: {
    ...{ in: ['consideration'], by: official, kind: 'consultationAnswered' },
    holds: (one, { body }) => one.consultations[(body.consultation ?? 0) - 1]?.isOpen === true,
    does: (one, { body }) => {
      close(one.consultations[(body.consultation ?? 0) - 1]);
    },
  },
  extendTime: {
    ...{ in: inTime, by: [...official, ...deciders], kind: 'timeExtended' },
    holds: mayExtend,
    does: (one, { body, at }) => {
      const amount = body.amount ?? one.manual.extension?.time.amount ?? 0;
      one.extensions.push({ at, amount });
    },
  },
  sendDelayNotice: {
    ...{ in: inTime, by: official, kind: 'delayNoticeSent' },
    holds: (one, { at }) => {
      const due = isUndecided(one) ? dueOf(one) : null;
      return due !== null && at >= dueMoment(due) && !one.noticesOn.includes(dayAt(at));
    },
    does: (one, { at }) => {
      one.noticesOn.push(dayAt(at));
      one.copies.push('delayNoticeSent');
    },
  },
  recordOfficerFault: {
    ...{ in: ['consideration'], by: ['licensor'], kind: 'officerFaultRecorded' },
    does: (one) => {
      one.mayAskAgain = true;
    },
  },
  approve: {
    ...{ in: ['consideration'], by: deciders, kind: 'approved' },
    holds: mayApprove,
    does: decide,
  },
  refuse: {
    ...{ in: ['consideration'], by: deciders, kind: 'refused', holds: mayDecide },
    does: (one, act) => {
      decide(one, act, 'refused');
    },
  },
  notifyResult: {
    ...{ in: afterwards, by: official, kind: 'resultNotified' },
    holds: ({ decision }, { body, at }) =>
      decision?.notified === null && isBetween(body.on, decision.on, at),
    does: ({ decision }, { body, at }) => {
      const by = body.by === 'POST' || body.by === 'POST_ABROAD' ? body.by : 'ELECTRONIC';
      if (decision !== null) decision.notified = { on: body.on ?? dayAt(at), by };
    },
  },
  confirmPayment: {
    ...{ in: ['paymentUnconfirmed'], by: official, kind: 'paymentConfirmed' },
    holds: (one, { body, at }) => {
      const bill = one.bills[(body.bill ?? 0) - 1];
      return bill?.status === 'unconfirmed' && isBetween(body.paidOn, bill.billedOn, at);
    },
    does: (one, { body, at }) => {
      const { paidOn, transactionId } = body;
      Object.assign(one.bills[(body.bill ?? 0) - 1] ?? {}, {
        status: 'paid',
        paidOn,
        transactionId,
      });
      goOn(one, at);
    },
  },
  disprovePayment: {
    ...{ in: ['paymentUnconfirmed'], by: official, kind: 'paymentDisproved' },
    holds: (one, { body }) => one.bills[(body.bill ?? 0) - 1]?.status === 'unconfirmed',
    does: (one, { body, at }) => {
      Object.assign(one.bills[(body.bill ?? 0) - 1] ?? {}, { status: 'disproved', paidOn: null });
      const isOther = one.bills.some(({ status }) => status === 'unconfirmed');
      if (!isOther) enter(one, 'awaitingPayment', at);
    },
  },
  issue: {
    ...{ in: ['issuing'], by: [...official, ...deciders], kind: 'issued' },
    holds: ({ issued, manual }, { body }) =>
      issued === null &&
      (manual.issues?.valid === undefined || body.expiresOn !== undefined) &&
      (body.expiresOn === undefined || body.expiresOn >= (body.effectiveOn ?? '')),
    does: (one, { body, at }) => {
      const { effectiveOn = '', expiresOn = null } = body;
      one.issued = { on: dayAt(at), effectiveOn, expiresOn };
      if (one.delivery === 'electronic') enter(one, 'completed', at);
    },
  },
  deliver: {
    ...{ in: ['issuing'], by: official, kind: 'delivered' },
    holds: ({ issued, delivery }, { body, at }) =>
      issued !== null && body.by === delivery && isBetween(body.on, issued.on, at),
    does: (one, { at }) => {
      enter(one, 'completed', at);
    },
  },
  forward: {
    ...{ in: before, by: official, kind: 'forwarded' },
    holds: (one, { body }) =>
      undecided(one) &&
      body.office !== one.office &&
      one.manual.offices.some(({ officeId }) => officeId === body.office),
    does: (one, { body }) => {
      one.office = body.office ?? '';
    },
  },
  declareNotOurAgency: {
    ...{ in: before, by: official, kind: 'notOurAgency' },
    holds: (one, { body }) => undecided(one) && body.agencyId !== one.manual.agencyId,
    does: (one, { at }) => {
      enter(one, 'notOurAgency', at);
    },
  },
  withdraw: {
    ...{ in: before, by: portal, kind: 'withdrawn', holds: undecided },
    does: (one, { at }) => {
      enter(one, 'withdrawn', at);
    },
  },
  terminate: {
    ...{ in: [...before, 'issuing'], by: deciders, kind: 'terminated' },
    holds: ({ issued }) => issued === null,
    does: (one, { at }) => {
      refundAll(one);
      enter(one, 'terminated', at);
    },
  },
  appeal: {
    ...{ in: afterwards, by: portal, kind: 'appealed', holds: checkAppeal },
    does: fileAppeal,
  },
  recordRepayment: {
    ...{ in: [...afterwards, 'withdrawn', 'notOurAgency'], by: official, kind: 'repaid' },
    holds: ({ refunds }, { body, at }) =>
      refunds[(body.refund ?? 0) - 1]?.isRepaid === false && (body.on ?? '') <= dayAt(at),
    does: ({ refunds }, { body }) => {
      const refund = refunds[(body.refund ?? 0) - 1];
      if (refund !== undefined) refund.isRepaid = true;
    },
  },
  // Nothing here is worked by a system of the agency's own.
  settleWithAgency: {
    ...{ in: [...before, 'issuing', ...ends, 'withdrawn', 'notOurAgency'] },
    ...{ by: [...official, 'licensor', 'delegate'], kind: 'settledWithAgency', holds: () => false },
  },
  correctEntry: {
    ...{ in: [...before, 'issuing', ...ends, 'withdrawn', 'notOurAgency'] },
    ...{ by: official, kind: 'entryCorrected' },
    holds: ({ decision, issued, events }, { body }) =>
      (body.corrects ?? 0) <= events.length &&
      (body.field === 'orderNumber' ? decision?.hasNumber === true : issued !== null),
  },
};

/** All actions of the model. */
export const modelActions = Object.keys(rules);

/** Why an act is refused: every class that fits; none when it is taken. */
export function refusalsOf(one: ModelRequest, act: ModelAct): string[] {
  const rule = rules[act.action];
  if (rule === undefined || !rule.in.includes(one.state)) return ['wrongState'];
  return [
    ...(isReached(one, act, rule.by) ? [] : ['mayNot']),
    ...(act.version === one.version ? [] : ['stale']),
    ...(rule.holds?.(one, act) === false ? ['notNow'] : []),
  ];
}

/** What an act makes of a request. */
export function actOnModel(one: ModelRequest, act: ModelAct): void {
  const rule = rules[act.action];
  if (rule === undefined) return;
  happened(
    one,
    rule.kind,
    () => {
      rule.does?.(one, act);
    },
    true,
  );
}

/** In which role somebody may: of the own portal, of the own agency, of the own office. */
function isReached(
  one: ModelRequest,
  { action, person, body }: ModelAct,
  by: readonly string[],
): boolean {
  return by.some((role) => {
    if (!person.roles.includes(role)) return false;
    if (role === 'portal') return person.portal === one.manual.portal;
    if (action === 'answerConsultation') {
      const open = one.consultations.filter(({ isOpen }) => isOpen);
      const named = open.filter(({ number }) => number === body.consultation);
      const asked = named.length > 0 ? named : open;
      return asked.some(({ agencyId }) => person.agencies.includes(agencyId));
    }
    if (!person.agencies.includes(one.manual.agencyId)) return false;
    const { offices = [] } = person;
    return role !== 'competentOfficial' || offices.length === 0 || offices.includes(one.office);
  });
}

// --- Effects --------------------------------------------------------------------------------------

function close(wait: { isOpen: boolean } | null | undefined): void {
  if (wait !== undefined && wait !== null) wait.isOpen = false;
}

function confirmComplete(one: ModelRequest, { at }: Acted): void {
  const list = openList(one);
  one.completeAt ??= list?.answeredAt ?? at;
  if (list !== undefined) {
    Object.assign(list, { open: [], status: 'met', endedOn: dayAt(list.answeredAt ?? at) });
  }
  one.mayAskAgain = false;
  goOn(one, at);
}

function recordDeficiency(one: ModelRequest, { body, at, person }: Acted): void {
  const items = (body.items ?? []).map(({ itemId }) => itemId);
  const { amount, unit } = one.manual.correction.within;
  one.lists.push({
    ...{ number: one.lists.length + 1, recordedOn: dayAt(at), by: person.id, items, open: items },
    within: body.within ?? { amount, unit },
    ...{ isFault: one.mayAskAgain, answeredAt: null, status: 'open', endedOn: null },
  });
  one.mayAskAgain = false;
  enter(one, 'awaitingCorrection', at);
}

function correct(one: ModelRequest, { body, at }: Acted): void {
  const list = openList(one);
  if (list === undefined) return;
  const answered = (body.answers ?? []).map(({ itemId }) => itemId);
  list.open = list.open.filter((item) => !answered.includes(item));
  list.answeredAt = at;
  if (list.open.length > 0) return;
  if (list.isFault) Object.assign(list, { status: 'met', endedOn: dayAt(at) });
  enter(one, list.isFault ? 'consideration' : 'completenessCheck', at);
}

/** Found wanting after the last day: there is no more time. */
function keepOpen(one: ModelRequest, { body, at }: Acted): void {
  const list = openList(one);
  const due = correctionDue(one);
  if (list === undefined || due === null) return;
  list.open = body.open ?? [];
  list.answeredAt = null;
  if (dayAt(at) > due) missCorrection(one, at);
  else enter(one, 'awaitingCorrection', at);
}

function recordInspection(one: ModelRequest, { body, at }: Acted): void {
  const found = one.inspections[(body.inspection ?? 0) - 1];
  if (found === undefined) return;
  found.result = body.result ?? '';
  const within = body.within ?? stepTime(one, 'inspection', 'remedyWithin');
  found.repair =
    body.result === 'remedyNeeded'
      ? { number: found.number, from: dayAt(at), within, isOpen: true }
      : null;
}
