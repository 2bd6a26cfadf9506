import type { ApplicantKind, Delivery, Manual, Money } from '../../manuals/manual.js';
import type { PlainBody } from '../../commands/request/bodies.js';
import type { AppealOutcome } from '../appeal/table.js';
import type { PaidMoney } from '../../payment/money.js';
import type { Doer } from '../service/case.js';
import type { Portal } from '../service/states.js';
import type { CaseDates } from './clocks.js';
import type { Dispatch } from './dispatch.js';
import type { Recounting } from './recount.js';
import type { RequestState } from './states.js';

/**
 * Words of persons, or data about them, as they stand in a case: sealed at the gateway with the
 * case's own key, passed on unopened by workflows (design §9).
 */
export type Sealed = string;

/** A document as it was filed: a reference, never its content. */
export interface FiledDocument {
  /** Which of the manual's documents it is; own ones have an id that the manual does not know. */
  readonly documentId: string;
  /** Where it lies, as its portal names it: opaque, without names. */
  readonly reference: string;
  readonly sha256: string;
  readonly mediaType: string;
  readonly bytes: number;
}

/** A document in a case, with the event that brought it. */
export interface RecordedDocument extends FiledDocument {
  readonly sequence: number;
}

/** When a request was filed, and when it is received in law (EGOV s.10). */
export interface RequestReceipt {
  /** When it was filed, milliseconds since the epoch: the portal's word where it gave one. */
  readonly filedAt: number;
  /** When it entered the gateway, milliseconds since the epoch. */
  readonly arrivedAt: number;
  /** Receipt number, without gap for each office and year (B.E.), e.g. `1/2570`; `null` until given. */
  readonly number: string | null;
}

/** One thing that is missing or wrong. */
export interface DeficiencyItem {
  readonly itemId: string;
  /** The manual's document that it is about, where it is about one. */
  readonly documentId?: string;
}

/** The deficiency record (บันทึกความบกพร่อง, LFA s.8): one complete list, once. */
export interface Deficiency {
  readonly number: number;
  /** Day of the record, Asia/Bangkok. */
  readonly recordedOn: string;
  readonly by: Doer;
  readonly items: readonly DeficiencyItem[];
  /** Items that are still open. */
  readonly open: readonly string[];
  /** How long the applicant has, from the day of the record; lengthened, never shortened. */
  readonly within: { readonly amount: number; readonly unit: 'DAY' | 'WORKING_DAY' };
  /** Day from which that is counted instead, where relief was given (APA s.66). */
  readonly countedFrom?: string;
  /** The event that recorded it: its words, and what a return or striking off will say, are there. */
  readonly sequence: number;
  /** Recorded under the officer-fault exception: its wait counts against the agency. */
  readonly isOfficerFault: boolean;
  /** When the last answer came that the official has not yet judged, milliseconds since the epoch. */
  readonly answeredAt: number | null;
  /** met: all was put right; missed: not in time. */
  readonly status: 'open' | 'met' | 'missed';
  /** Day on which it was met or missed. */
  readonly endedOn: string | null;
}

/** An inspection of the applicant's premises. */
export interface Inspection {
  readonly number: number;
  readonly on: string;
  readonly result: 'passed' | 'remedyNeeded' | 'failed' | null;
  /** How long the premises may be repaired, and from which day. */
  readonly remedy: {
    readonly from: string;
    readonly amount: number;
    readonly unit: 'DAY' | 'WORKING_DAY';
    readonly status: 'open' | 'reported' | 'unmet';
  } | null;
}

/** A hearing before an order that affects rights (APA s.30). */
export interface Hearing {
  readonly number: number;
  readonly from: string;
  readonly amount: number;
  readonly unit: 'DAY' | 'WORKING_DAY';
  readonly status: 'open' | 'answered' | 'unanswered';
}

/** Another agency is asked; its silence does not stop the clock. */
export interface Consultation {
  readonly number: number;
  readonly agencyId: string;
  readonly from: string;
  readonly amount: number;
  readonly unit: 'DAY' | 'WORKING_DAY';
  /** How often it was chased. */
  readonly chased: number;
  readonly answer: 'noObjection' | 'conditions' | 'objection' | null;
  /** Sequences of the events that asked and answered, by which its words are known from all others. */
  readonly asked?: number;
  readonly answered?: number;
}

/** A notice of extension (C9). */
export interface Extension {
  /** Instant of the notice, milliseconds since the epoch. */
  readonly at: number;
  readonly amount: number;
  readonly sequence: number;
}

/** Kinds of decision, and the orders that end a request without one. */
export const decisionKinds = [
  'approved',
  'approvedWithConditions',
  'refused',
  'deemedApproved',
  'returned',
  'struckOff',
] as const;
/** Kind of a decision. */
export type DecisionKind = (typeof decisionKinds)[number];

/** The decision: what, when, by whom, and when the applicant was told. */
export interface Decision {
  readonly kind: DecisionKind;
  /** Day of the decision, Asia/Bangkok. */
  readonly decidedOn: string;
  /** `null`: made by the clock. */
  readonly by: Doer | null;
  readonly orderNumber: string | null;
  /** A delegate's order: number, from, to. */
  readonly delegation: {
    readonly orderNumber: string;
    readonly from: string;
    readonly until: string;
  } | null;
  readonly notified: {
    readonly on: string;
    readonly by: 'ELECTRONIC' | 'POST' | 'POST_ABROAD';
  } | null;
  readonly sequence: number;
}

/** A bill. The treasury's id and references come with its answer. */
export interface Bill {
  readonly number: number;
  readonly feeId: string;
  readonly money: Money;
  /** Day on which it was wanted. */
  readonly billedOn: string;
  /** Last day on which it can be paid. */
  readonly until: string | null;
  readonly billId: string | null;
  readonly ref1: string | null;
  readonly ref2: string | null;
  readonly status: 'wanted' | 'issued' | 'unconfirmed' | 'paid' | 'expired' | 'disproved' | 'void';
  /** Day of payment, as the payer's bank says. */
  readonly paidOn: string | null;
  readonly transactionId: string | null;
  /** The treasury knows that it is void. */
  readonly isVoided: boolean;
}

/** Money to be given back. */
export interface Refund {
  readonly number: number;
  readonly money: PaidMoney;
  readonly why: 'otherAmount' | 'paidTwice' | 'paidAfterTheEnd' | 'terminated' | 'setAside';
  readonly transactionId: string | null;
  /** Day of the agency's repayment; `null` while it is due. */
  readonly repaidOn: string | null;
}

/** What was issued. */
export interface Issued {
  readonly number: string;
  readonly issuedOn: string;
  readonly effectiveOn: string;
  readonly expiresOn: string | null;
  readonly sha256: string | null;
  readonly sequence: number;
}

/** A delay notice that was sent (LFA s.10(2)). */
export interface DelayNotice {
  readonly number: number;
  readonly on: string;
  readonly reasonCode: DelayReason;
  readonly sequence: number;
}

/** Why a decision is late; the words stay in the case, the code travels. */
export const delayReasons = [
  'workload',
  'awaitingConsultation',
  'complexCase',
  'systemOutage',
  'forceMajeure',
  'other',
] as const;
/** Why a decision is late. */
export type DelayReason = (typeof delayReasons)[number];

/** An appeal of this request: a case of its own. */
export interface AppealRecord {
  readonly number: number;
  readonly filedAt: number;
  /** Sequence of the event that says so: the grounds are there. */
  readonly sequence: number;
  readonly by: Doer;
  readonly isLate: boolean;
  readonly isStayAsked: boolean;
  /** The appeal's own case has begun. */
  readonly isBegun: boolean;
  readonly outcome: AppealOutcome | null;
}

/** A way to a decision that was overturned. */
export interface Round {
  readonly decision: Decision | null;
  readonly deficiencies: readonly Deficiency[];
  readonly extensions: readonly Extension[];
  readonly completeAt: number | null;
  readonly issued: Issued | null;
}

/** That a request was opened again after its end: on what ground, and its evidence. */
export interface Reopening {
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly by: Doer;
  /** Sequence of the event that says so: its words are there. */
  readonly sequence: number;
  /** What was given for it, without its words. */
  readonly given: PlainBody<'reopen'>;
}

/** What was missed: set by the clock, never taken back. */
export interface RequestFlags {
  /** The time is up and nothing is decided. */
  readonly overdue: boolean;
  /** Delay notices that were owed and not sent (LFA s.10(4)), by the day they were due. */
  readonly missedLetters: readonly string[];
  /** The result was not notified within seven days. */
  readonly notificationMissed: boolean;
  /** What was to be issued was not issued in time. */
  readonly issuingOverdue: boolean;
}

/** Words of a person in a case, by the event that they came with. */
export interface SealedWords {
  readonly sequence: number;
  readonly sealed: Sealed;
}

/** The whole of a request's case. Plain data: carried across runs, answered by the query. */
export interface RequestCase {
  readonly requestId: string;
  readonly serviceId: string;
  readonly agencyId: string;
  readonly portal: Portal;
  /** The engine's rules that it is worked by, pinned at its submission: {@link requestRules}. */
  readonly rules: number;
  /** The version that it was submitted under (LFA s.11). */
  readonly manual: Manual;
  readonly state: RequestState;
  /** When the present state was entered, milliseconds since the epoch. */
  readonly since: number;
  /** Rises with every accepted action or status change: the ETag. */
  readonly version: number;
  readonly office: string;
  /** Opaque id of who submitted it. */
  readonly submittedBy: string;
  readonly applicantKind: ApplicantKind;
  readonly applicant: Sealed;
  /** Who acts for the applicant, and the last day of the power of attorney. */
  readonly agent: { readonly sealed: Sealed; readonly until: string | null } | null;
  readonly form: Sealed | null;
  readonly delivery: Delivery;
  readonly receipt: RequestReceipt;
  readonly documents: readonly RecordedDocument[];
  readonly deficiencies: readonly Deficiency[];
  /** The licensor recorded that an official is at fault: one more list may be made. */
  readonly mayAskAgain: boolean;
  /** When it was complete, milliseconds since the epoch; `null` until an official says so. */
  readonly completeAt: number | null;
  readonly inspections: readonly Inspection[];
  readonly hearings: readonly Hearing[];
  readonly consultations: readonly Consultation[];
  readonly extensions: readonly Extension[];
  readonly decision: Decision | null;
  /** What was overturned, the first first: nothing is ever taken out. */
  readonly formerRounds: readonly Round[];
  readonly appeals: readonly AppealRecord[];
  /** Each time that it was opened again after its end, other than on appeal. */
  readonly reopenings: readonly Reopening[];
  /** When its order was set aside last, milliseconds since the epoch: its clock is a new one. */
  readonly reopenedAt: number | null;
  readonly bills: readonly Bill[];
  /** A payment was told that the treasury is yet to be asked about. */
  readonly isPaymentTold: boolean;
  readonly refunds: readonly Refund[];
  readonly issued: Issued | null;
  readonly delivered: { readonly by: Delivery; readonly on: string } | null;
  readonly notices: readonly DelayNotice[];
  readonly flags: RequestFlags;
  /** Of an end `notOurAgency`: who is responsible. */
  readonly responsibleAgencyId: string | null;
  /** The person may apply for the service again. */
  readonly isApplicantReleased: boolean;
  /** The request at the agency's own system; `null` where officials work it, or it is not there yet. */
  readonly dispatch: Dispatch | null;
  /** What the calendar said of this case: its clocks, and what happens by itself. */
  readonly dates: CaseDates;
  /** What changes of the calendar have left behind. */
  readonly recounting: Recounting;
  /** Keys of alarms that have rung, so that none rings twice. */
  readonly rung: readonly string[];
  /** Reasons, findings, statements: whatever people wrote. None of it travels. */
  readonly words: readonly SealedWords[];
}

/** The deficiency list that is to be answered; `undefined` when there is none. */
export function openDeficiency({ deficiencies }: RequestCase): Deficiency | undefined {
  return deficiencies.find(({ status }) => status === 'open');
}

/** The bill that is to be paid; `undefined` when there is none. */
export function currentBill({ bills }: RequestCase): Bill | undefined {
  return bills.findLast(
    ({ status }) => status === 'wanted' || status === 'issued' || status === 'unconfirmed',
  );
}
