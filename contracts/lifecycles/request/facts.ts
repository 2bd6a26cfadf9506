import type { CaseFacts, Wait } from '../../calendar/facts.js';
import { addDays, bangkokDate } from '../../civil-date.js';
import type { Bill, Decision, Deficiency, Reopening, RequestCase } from './case.js';
import { currentBill, openDeficiency } from './case.js';
import type { RequestClockFacts, TimedWait } from './clocks.js';
import { agencyAlarms } from './clocks.js';
import { awaitsAnswer } from './dispatch.js';
import { isEnd, requestStateTable } from './states.js';

const bangkokOffsetMs = 7 * 3_600_000;

/** A moment as the calendar takes it: RFC 3339 with the offset of Bangkok. */
export function bangkokInstant(at: number): string {
  return new Date(at + bangkokOffsetMs).toISOString().replace('Z', '+07:00');
}

/** What of a request decides its dates. */
export function requestClockFacts(request: RequestCase): RequestClockFacts {
  const { manual, state, completeAt, deficiencies, flags, notices } = request;
  const { amount, unit } = manual.processingTime;
  return {
    requestId: request.requestId,
    agencyId: request.agencyId,
    regime: manual.regime,
    kind: manual.kind,
    ...(manual.excludedBy === undefined ? {} : { excludedBy: manual.excludedBy }),
    time: { amount, unit },
    extension: extensionOf(request),
    receiptAt: bangkokInstant(request.receipt.filedAt),
    facts: calendarFacts(request),
    billWaits: billWaits(request),
    paidOn: request.bills.find((bill) => hasPaid(bill))?.paidOn ?? null,
    awaitsReceipt: state === 'submitted',
    awaitsCheck: state === 'completenessCheck' && completeAt === null && deficiencies.length === 0,
    correction: correctionOf(request),
    isCorrectionArmed: state === 'awaitingCorrection',
    remedies: remediesOf(request),
    hearings: hearingsOf(request),
    consultations: consultationsOf(request),
    isUndecided: isUndecided(request),
    noticesOn: notices.map(({ on }) => on),
    lettersMissed: flags.missedLetters,
    issuing: issuingOf(request),
    bill: billOf(request),
    isAppealable: isAppealable(request),
    appeal: appealOf(request),
    renewal: renewalOf(request),
    agencyQuery: agencyQueryOf(request),
    ...owedOf(request),
    missingOn: lastRung(request, 'calendarMissing/')?.split('/')[2] ?? null,
    ...givenOf(request),
  };
}

/** What is the agency's to do, it is reminded of, however long it takes. */
function owedOf(request: RequestCase): Pick<RequestClockFacts, 'owed'> {
  if (request.rules < 1 || !owesSomething(request)) return {};
  const remindedOn = lastRung(request, 'reminder/')?.split('/')[2] ?? null;
  const isUnwatched = !request.dates.alarms.some(({ kind }) => agencyAlarms.includes(kind));
  return { owed: { since: bangkokDate(request.since), remindedOn, isUnwatched } };
}

/** It is its turn; or it has yet to tell the result, or to give money back. */
function owesSomething({ state, decision, refunds }: RequestCase): boolean {
  const isUntold = decision !== null && decision.notified === null;
  const isOwing = refunds.some(({ repaidOn }) => repaidOn === null);
  return requestStateTable[state].turn === 'agency' || isUntold || isOwing;
}

function givenOf({ recounting: { given } }: RequestCase): Pick<RequestClockFacts, 'given'> {
  return Object.keys(given).length === 0 ? {} : { given };
}

/** The key of the last alarm that rang of those that begin so. */
function lastRung({ rung }: RequestCase, begins: string): string | undefined {
  return rung.findLast((key) => key.startsWith(begins));
}

/** Whether the request still goes towards a decision. */
export function isUndecided({ state, decision }: RequestCase): boolean {
  return decision === null && !isEnd(state);
}

/** Whether the decision is one that an applicant may appeal: refused, or with something adverse. */
export function isAdverse({ kind }: Pick<Decision, 'kind'>): boolean {
  return kind !== 'approved' && kind !== 'deemedApproved';
}

function isAppealable({ decision, appeals }: RequestCase): boolean {
  if (decision === null || !isAdverse(decision) || decision.notified === null) return false;
  return !appeals.some(({ sequence }) => sequence > decision.sequence);
}

/** What has happened, as the legal calendar asks for it; what bills mean, the regime says. */
function calendarFacts(request: RequestCase): CaseFacts {
  const { receipt, decision, deficiencies } = request;
  const first = deficiencies.find(({ isOfficerFault }) => !isOfficerFault);
  const completeAt = completeSince(request);
  return {
    // Set aside on appeal, it is as if it came anew on that day.
    filedAt: bangkokInstant(request.reopenedAt ?? receipt.filedAt),
    ...(first === undefined ? {} : { deficiencyRecordedOn: first.recordedOn }),
    ...(completeAt === null ? {} : { completeAt: bangkokInstant(completeAt) }),
    waits: deficiencies.map((one) => correctionWait(request, one)),
    ...(decision === null ? {} : decisionFacts(decision)),
    ...informationFacts(request),
  };
}

/** The time to appeal that was opened again for the order as it stands. */
function reopenedAppeal({ decision, reopenings }: RequestCase): AppealReopening | undefined {
  const last = reopenings.at(-1);
  if (decision === null || last === undefined || last.sequence < decision.sequence) {
    return undefined;
  }
  const { given } = last;
  return given.ground === 'lateAppeal' || given.ground === 'appealInformation' ? given : undefined;
}

type AppealReopening = Extract<
  Reopening['given'],
  { readonly ground: 'lateAppeal' | 'appealInformation' }
>;

/** The order did not say how to appeal; from when on it is known, where it was told since (APA s.40). */
function informationFacts(request: RequestCase): Partial<CaseFacts> {
  const opened = reopenedAppeal(request);
  if (opened?.ground !== 'appealInformation') return {};
  const { informed } = opened;
  return {
    appealInformation: false,
    ...(informed === undefined ? {} : { appealInformationOn: informed.on }),
  };
}

function decisionFacts({ decidedOn, notified }: Decision): Partial<CaseFacts> {
  if (notified === null) return { decidedOn };
  return { decidedOn, notifiedOn: notified.on, notifiedBy: notified.by };
}

/** While the answer to everything is looked at, it counts as complete: the look is the agency's time. */
function completeSince(request: RequestCase): number | null {
  const { completeAt, state } = request;
  if (completeAt !== null || state !== 'completenessCheck') return completeAt;
  return openDeficiency(request)?.answeredAt ?? null;
}

/** The officer-fault exception's wait is the agency's own (C8). */
function correctionWait(
  { state }: RequestCase,
  { recordedOn, endedOn, answeredAt, isOfficerFault, status }: Deficiency,
): Wait {
  const isLookedAt = status === 'open' && state === 'completenessCheck' && answeredAt !== null;
  const to = endedOn ?? (isLookedAt ? bangkokDate(answeredAt) : undefined);
  return { from: recordedOn, ...(to === undefined ? {} : { to }), recorded: !isOfficerFault };
}

function hasPaid({ status, paidOn }: Bill): boolean {
  return paidOn !== null && (status === 'paid' || status === 'unconfirmed');
}

/** From a fee's first bill to its payment, as the payer's bank says; unconfirmed counts as paid (C8). */
function billWaits({ bills, decision, reopenedAt }: RequestCase): Wait[] {
  const since = reopenedAt === null ? '' : bangkokDate(reopenedAt);
  return feeWaits(bills)
    .filter(({ from }) => from >= since && (decision === null || from < decision.decidedOn))
    .map((wait) => ({ ...wait, recorded: true }));
}

function feeWaits(bills: readonly Bill[]): { readonly from: string; readonly to?: string }[] {
  const fees = [...new Set(bills.map(({ feeId }) => feeId))];
  return fees.flatMap((feeId) => {
    const own = bills.filter((bill) => bill.feeId === feeId);
    const from = own[0]?.billedOn;
    if (from === undefined) return [];
    const to = own.find((bill) => hasPaid(bill))?.paidOn ?? undefined;
    return [{ from, ...(to === undefined ? {} : { to: to < from ? from : to }) }];
  });
}

function extensionOf({ manual, extensions }: RequestCase): RequestClockFacts['extension'] {
  if (manual.extension === undefined || extensions.length === 0) return null;
  const { max, time } = manual.extension;
  const notices = extensions.map(({ at, amount }) => ({ at, amount }));
  return { max, amount: time.amount, unit: time.unit, notices };
}

function correctionOf(request: RequestCase): TimedWait | null {
  const open = openDeficiency(request);
  if (open === undefined || !isUndecided(request)) return null;
  return { of: `${open.number}`, from: open.countedFrom ?? open.recordedOn, ...open.within };
}

function remediesOf({ inspections, state }: RequestCase): TimedWait[] {
  if (state !== 'consideration') return [];
  return inspections.flatMap(({ number, remedy }) => {
    if (remedy?.status !== 'open') return [];
    const { from, amount, unit } = remedy;
    return [{ of: `${number}`, from, amount, unit }];
  });
}

function hearingsOf({ hearings, state }: RequestCase): TimedWait[] {
  if (state !== 'consideration') return [];
  return hearings
    .filter(({ status }) => status === 'open')
    .map(({ number, from, amount, unit }) => ({ of: `${number}`, from, amount, unit }));
}

function consultationsOf(request: RequestCase): RequestClockFacts['consultations'] {
  if (!isUndecided(request)) return [];
  return request.consultations
    .filter(({ answer }) => answer === null)
    .map(({ number, from, amount, unit, chased }) => ({
      ...{ of: `${number}`, from, amount, unit, chased },
    }));
}

/** A bill that is out is the applicant's wait; the time for issuing goes on after it (C8). */
function issuingOf(request: RequestCase): TimedWait | null {
  const { state, issued, manual, decision, bills } = request;
  const within = manual.issues?.within;
  if (within === undefined || decision === null || issued !== null || state !== 'issuing') {
    return null;
  }
  const outside = feeWaits(bills).flatMap(({ from: billedOn, to }) => {
    const from = addDays(billedOn, 1);
    return billedOn < decision.decidedOn || to === undefined || to < from ? [] : [{ from, to }];
  });
  const { amount, unit } = within;
  return { of: '', from: decision.decidedOn, amount, unit, outside };
}

function billOf(request: RequestCase): RequestClockFacts['bill'] {
  const bill = currentBill(request);
  if (bill === undefined || bill.until === null) return null;
  const asked = Number(lastRung(request, `paymentQuery/${bill.number}/`)?.split('/')[2] ?? 0);
  return {
    number: bill.number,
    until: bill.until,
    isUnconfirmed: bill.status === 'unconfirmed',
    asked,
  };
}

/** Its system is asked now and then: when the last time, of this submission. */
function agencyQueryOf(request: RequestCase): RequestClockFacts['agencyQuery'] {
  const { dispatch } = request;
  if (dispatch === null || dispatch.acceptedAt === null || !awaitsAnswer(request)) return null;
  const { submission, acceptedAt } = dispatch;
  const [, , asked = '0', askedOn = null] =
    lastRung(request, `agencyQuery/${submission}/`)?.split('/') ?? [];
  return { submission, acceptedAt, asked: Number(asked), askedOn };
}

function appealOf(request: RequestCase): RequestClockFacts['appeal'] {
  const { within, section } = request.manual.appeal;
  const opened = reopenedAppeal(request);
  const usual = { amount: within.amount, unit: within.unit };
  switch (opened?.ground) {
    case undefined:
      return { ...usual, section };
    case 'lateAppeal':
      return { ...opened.within, section: 'APA s.66', from: opened.obstacleEndedOn };
    case 'appealInformation':
      // Never told how to appeal, one has a year.
      return opened.informed === undefined
        ? { amount: 1, unit: 'YEAR', section: 'APA s.40' }
        : { ...usual, section: 'APA s.40' };
  }
}

function renewalOf({ issued, manual, state }: RequestCase): RequestClockFacts['renewal'] {
  const opensDays = manual.issues?.renewalOpensDays;
  const expiresOn = issued?.expiresOn ?? null;
  if (state !== 'completed' || opensDays === undefined || expiresOn === null) return null;
  return { expiresOn, opensDays };
}
