/**
 * A small model of a citizen's request, written from design §2.2, the table of
 * `docs/request-lifecycle.md` and the law: it shares no code with what it judges, and counts days by
 * the tests' second counter. This part is what a case is, and how it goes from state to state.
 */

/** A person who acts. */
export interface ModelPerson {
  readonly id: string;
  readonly roles: readonly string[];
  readonly agencies: readonly string[];
  readonly offices?: readonly string[];
  readonly portal?: string;
}

/** A length of time as a manual states it. */
export interface ModelTime {
  readonly amount: number;
  readonly unit: 'DAY' | 'WORKING_DAY' | 'MONTH' | 'YEAR' | 'HOUR' | 'MINUTE' | 'ELAPSED_HOUR';
}

/** What the model reads of a citizens' manual. */
export interface ModelManual {
  readonly agencyId: string;
  readonly portal: string;
  readonly regime: ModelRegime;
  readonly processingTime: ModelTime;
  /** Where there are two clocks in a row, the time of the second. */
  readonly secondTime?: ModelTime;
  readonly correction: { readonly within: ModelTime; readonly ifMissed: string };
  readonly extension?: { readonly max: number; readonly time: ModelTime };
  readonly fees: readonly ModelFee[];
  readonly steps: readonly ModelStep[];
  readonly issues?: {
    readonly within?: ModelTime;
    readonly valid?: ModelTime;
    readonly renewalOpensDays?: number;
  };
  readonly offices: readonly { readonly officeId: string }[];
  readonly deliveries: readonly string[];
  readonly appeal: { readonly within: ModelTime; readonly route: string };
}

/** The law that a manual names. */
export type ModelRegime =
  | 'LFA'
  | 'EGOV_APA'
  | 'FACTORY'
  | 'PUBLIC_HEALTH'
  | 'DRUG_RENEWAL'
  | 'LAND_ALLOCATION'
  | 'SEC_TOKEN'
  | 'ETDA'
  | 'SEC_BOND';

interface ModelFee {
  readonly feeId: string;
  readonly stepId: string;
  readonly money: ModelMoney;
  readonly billValid?: ModelTime;
  readonly billsAgain?: number;
}

interface ModelStep {
  readonly stepId: string;
  readonly kind: string;
  readonly part?: string;
  readonly agencyId?: string;
  readonly isOptional?: boolean;
  readonly answerWithin?: ModelTime;
  readonly remedyWithin?: ModelTime;
}

/** A sum of money. */
export interface ModelMoney {
  readonly amount: string;
  readonly currency: string;
}

/** A deficiency list. */
export interface ModelList {
  readonly number: number;
  readonly recordedOn: string;
  readonly items: readonly string[];
  open: readonly string[];
  within: ModelTime;
  /** Id of the official who signed it. */
  readonly by: string;
  readonly isFault: boolean;
  answeredAt: number | null;
  status: 'open' | 'met' | 'missed';
  endedOn: string | null;
}

/** Something that the applicant has time for, or another agency. */
export interface ModelWait {
  readonly number: number;
  readonly from: string;
  readonly within: ModelTime;
  isOpen: boolean;
}

/** An inspection, with the repairs that it asked for. */
export interface ModelInspection {
  readonly number: number;
  result: string | null;
  repair: ModelWait | null;
}

/** A consultation. */
export interface ModelConsultation extends ModelWait {
  readonly agencyId: string;
  chased: number;
}

/** A bill, as far as it matters. */
export interface ModelBill {
  readonly number: number;
  readonly feeId: string;
  readonly money: ModelMoney;
  readonly billedOn: string;
  status: 'wanted' | 'issued' | 'unconfirmed' | 'paid' | 'expired' | 'disproved' | 'void';
  until: string | null;
  paidOn: string | null;
  transactionId: string | null;
}

/** An order, whoever made it. */
export interface ModelDecision {
  readonly kind: string;
  readonly on: string;
  /** Id of who made it; `null`: the clock. */
  readonly by: string | null;
  notified: { readonly on: string; readonly by: 'ELECTRONIC' | 'POST' | 'POST_ABROAD' } | null;
  /** Whether an appeal of this order was filed. */
  isAppealed: boolean;
  readonly hasNumber: boolean;
}

/** An appeal: a case of its own. */
export interface ModelAppeal {
  readonly number: number;
  readonly filedAt: number;
  readonly isLate: boolean;
  readonly orderBy: string | null;
  state: string;
  version: number;
  sentUpOn: string | null;
  isExtended: boolean;
  /** The body of a special law decides alone, and is reminded; for which day the last time. */
  readonly isBodys: boolean;
  remindedFor: string | null;
  stay: 'notAsked' | 'asked' | 'granted' | 'refused';
  readonly events: string[];
}

/** What happened, and where the case stood after it. */
export interface ModelEvent {
  readonly kind: string;
  readonly to: string;
}

/** A request. The model changes it in place. */
export interface ModelRequest {
  readonly manual: ModelManual;
  readonly submittedBy: string;
  readonly delivery: string;
  readonly filedAt: number;
  /** Up to where it was thought through. */
  now: number;
  state: string;
  version: number;
  office: string;
  reopenedAt: number | null;
  completeAt: number | null;
  lists: ModelList[];
  mayAskAgain: boolean;
  readonly inspections: ModelInspection[];
  readonly hearings: ModelWait[];
  readonly consultations: ModelConsultation[];
  extensions: { readonly at: number; readonly amount: number }[];
  readonly noticesOn: string[];
  decision: ModelDecision | null;
  readonly appeals: ModelAppeal[];
  readonly bills: ModelBill[];
  readonly refunds: {
    readonly why: string;
    readonly transactionId: string | null;
    isRepaid: boolean;
  }[];
  issued: {
    readonly on: string;
    readonly effectiveOn: string;
    readonly expiresOn: string | null;
  } | null;
  readonly missedLetters: string[];
  readonly flags: { overdue: boolean; notificationMissed: boolean; issuingOverdue: boolean };
  readonly rung: Set<string>;
  readonly events: ModelEvent[];
  /** Kinds of the copies that OPDC gets. */
  readonly copies: string[];
}

/** States in which a request goes on. */
export const goingOn = [
  'submitted',
  'completenessCheck',
  'awaitingCorrection',
  'consideration',
  'awaitingPayment',
  'paymentUnconfirmed',
  'issuing',
];

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const bangkokMs = 7 * hourMs;

/** The day of a moment in Bangkok. */
export function dayAt(at: number): string {
  return new Date(at + bangkokMs).toISOString().slice(0, 10);
}

/** A moment on the clocks of Bangkok. */
export function instantAt(at: number): string {
  return new Date(at + bangkokMs).toISOString().replace('Z', '+07:00');
}

/** The moment at which a day is over in Bangkok. */
export function endOf(day: string): number {
  return Date.parse(`${day}T00:00:00.000Z`) - bangkokMs + dayMs;
}

/** A day so many calendar days later. */
export function daysLater(day: string, days: number): string {
  return dayAt(endOf(day) + (days - 1) * dayMs);
}

/** Whether it has come to an end. */
export function hasEnded({ state }: Pick<ModelRequest, 'state'>): boolean {
  return !goingOn.includes(state);
}

/** Whether the official still has to decide. */
export function isUndecided(one: ModelRequest): boolean {
  return one.decision === null && !hasEnded(one);
}

/** The list that is to be answered. */
export function openList({ lists }: ModelRequest): ModelList | undefined {
  return lists.find(({ status }) => status === 'open');
}

/** A new request; with a fee that falls at filing it is to be paid at once. */
export function filedRequest(
  manual: ModelManual,
  filed: { readonly at: number; readonly by: string; readonly delivery: string },
): ModelRequest {
  const one: ModelRequest = {
    manual,
    submittedBy: filed.by,
    delivery: filed.delivery,
    ...{ filedAt: filed.at, now: filed.at },
    ...{ state: 'submitted', version: 1, office: manual.offices[0]?.officeId ?? '' },
    ...{ reopenedAt: null, completeAt: null, lists: [], mayAskAgain: false },
    ...{ inspections: [], hearings: [], consultations: [], extensions: [], noticesOn: [] },
    ...{ decision: null, appeals: [], bills: [], refunds: [], issued: null, missedLetters: [] },
    flags: { overdue: false, notificationMissed: false, issuingOverdue: false },
    ...{ rung: new Set(), events: [], copies: [] },
  };
  if (feeToPay(one) !== undefined) enter(one, 'awaitingPayment', filed.at);
  one.events.push({ kind: 'submitted', to: one.state }, { kind: 'numbered', to: '' });
  return one;
}

/** Something happened: the version rises with an act, or with another state. */
export function happened(one: ModelRequest, kind: string, change: () => void, isAct = false): void {
  const { state } = one;
  change();
  if (isAct || one.state !== state) one.version += 1;
  one.events.push({ kind, to: one.state });
}

/** Whose turn it is. */
export function turnOf({ state, inspections, hearings, consultations }: ModelRequest): string {
  if (state === 'awaitingCorrection' || state === 'awaitingPayment') return 'applicant';
  if (!goingOn.includes(state)) return 'nobody';
  if (state !== 'consideration') return 'agency';
  const waits = [...hearings, ...inspections.flatMap(({ repair }) => repair ?? [])];
  if (waits.some(({ isOpen }) => isOpen)) return 'applicant';
  return consultations.some(({ isOpen }) => isOpen) ? 'otherAgency' : 'agency';
}

/** When a fee falls: before the check, before the decision, or after it, by the order of the steps. */
function placeOf({ steps }: ModelManual, { stepId }: ModelFee): number {
  const at = steps.findIndex((step) => step.stepId === stepId);
  const check = steps.findIndex(({ part }) => part === 'completeness');
  const approval = steps.findIndex(({ kind }) => kind === 'approve');
  return at < check ? 0 : at < approval ? 1 : 2;
}

function placeIn({ decision, completeAt }: ModelRequest): number {
  return decision !== null ? 2 : completeAt !== null ? 1 : 0;
}

/** The fee that is to be paid where the case has come to. */
export function feeToPay(one: ModelRequest): ModelFee | undefined {
  return one.manual.fees.find(
    (fee) =>
      placeOf(one.manual, fee) <= placeIn(one) &&
      !one.bills.some(({ feeId, status }) => feeId === fee.feeId && status === 'paid'),
  );
}

/** What the manual has next. */
export function goOn(one: ModelRequest, at: number): void {
  enter(one, nextState(one), at);
}

function nextState(one: ModelRequest): string {
  const fee = feeToPay(one);
  if (fee !== undefined) {
    const isPaid = one.bills.some(
      (bill) => bill.feeId === fee.feeId && bill.status === 'unconfirmed',
    );
    return isPaid ? 'paymentUnconfirmed' : 'awaitingPayment';
  }
  const isIssued = one.manual.issues === undefined || one.issued !== null;
  return (
    ['completenessCheck', 'consideration', isIssued ? 'completed' : 'issuing'][placeIn(one)] ?? ''
  );
}

/** Into a state: with a bill where one is to be paid, without where it has come to an end. */
export function enter(one: ModelRequest, state: string, at: number): void {
  if (state !== one.state && !goingOn.includes(state) && state !== 'completed') voidBills(one);
  one.state = state;
  const fee = state === 'awaitingPayment' ? feeToPay(one) : undefined;
  const isOut = one.bills.some((bill) => bill.feeId === fee?.feeId && isToPay(bill));
  if (fee === undefined || isOut) return;
  one.bills.push({
    ...{ number: one.bills.length + 1, feeId: fee.feeId, money: fee.money, billedOn: dayAt(at) },
    ...{ status: 'wanted', until: null, paidOn: null, transactionId: null },
  });
}

/** Nobody is to pay any more. */
export function voidBills(
  one: ModelRequest,
  which: (bill: ModelBill) => boolean = () => true,
): void {
  for (const bill of one.bills) if (isToPay(bill) && which(bill)) bill.status = 'void';
}

/** Whether a bill waits for its money. */
export function isToPay({ status }: ModelBill): boolean {
  return status === 'wanted' || status === 'issued';
}

/** The time for correction is over: who signed the list returns it or strikes it off. */
export function missCorrection(one: ModelRequest, at: number): void {
  const list = openList(one);
  if (list === undefined) return;
  list.status = 'missed';
  list.endedOn = dayAt(at);
  const { ifMissed } = one.manual.correction;
  one.decision = {
    ...{ kind: ifMissed, on: dayAt(at), by: list.by, isAppealed: false, hasNumber: false },
    notified: { on: dayAt(at), by: 'ELECTRONIC' },
  };
  enter(one, ifMissed, at);
}
