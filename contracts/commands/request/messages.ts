import type { ApplicantKind, Delivery, Manual } from '../../manuals/manual.js';
import type { CaseDates, RequestClockFacts } from '../../lifecycles/request/clocks.js';
import type { FiledDocument, RequestCase, Sealed } from '../../lifecycles/request/case.js';
import type { Recounted, RecountedDate } from '../../lifecycles/request/recount.js';
import type { RequestState } from '../../lifecycles/request/states.js';
import type { RequestAction } from '../../lifecycles/request/table.js';
import type { Actor } from '../../lifecycles/service/case.js';
import type { Portal } from '../../lifecycles/service/states.js';

/** Workflow type of a citizen's request. */
export const requestWorkflowType = 'citizenRequest';
/** Signal: a payment was told; the treasury is to be asked. */
export const paymentToldSignal = 'paymentTold';
/** Signal: the agency's own system has answered. */
export const agencyAnsweredSignal = 'agencyAnswered';

/**
 * Dates that the sender asked of the calendar, with what it asked about: the case takes them when the
 * facts are its own, and asks itself when they are not.
 */
export interface StampedDates {
  readonly facts: RequestClockFacts;
  readonly dates: CaseDates;
}

/** An action as the gateway hands it to the workflow. */
export interface RequestCommand {
  readonly action: RequestAction;
  readonly actor: Actor;
  /** The parsed body without its words. */
  readonly body: object;
  /** The words of the body, sealed. */
  readonly words?: Sealed;
  /** When it reached the gateway, milliseconds since the epoch: the moment of the act in law. */
  readonly at: number;
  /** Version the caller saw (`If-Match`). */
  readonly ifMatch: number;
  /** Hash of issuer, subject, route and Idempotency-Key: the same key is the same act. */
  readonly key: string;
  /** Hash of the body as it came: the same key with another body is refused. */
  readonly bodyHash: string;
  readonly stamped?: StampedDates;
  readonly traceparent?: string;
}

/** What an accepted action answers; the same key answers the same again. */
export interface RequestAnswer {
  readonly requestId: string;
  readonly state: RequestState;
  readonly version: number;
  /** Sequence of the event that says so. */
  readonly sequence: number;
  /** Body that was accepted under this key. */
  readonly bodyHash: string;
}

/** What the query answers. */
export interface RequestView {
  readonly request: RequestCase;
  /** Sequence of the last event decided. */
  readonly sequence: number;
  /** Chain hash of the last event decided. */
  readonly chainhash: string;
  /** Events decided and not yet acknowledged by Kafka, on both topics. */
  readonly unpublished: number;
  /** What the engine is at in the world for this request: errands not yet done. */
  readonly errands: readonly string[];
  /** Hash of the submission that began the case. */
  readonly submissionHash: string;
}

/** Update: the calendar has changed; the dates are counted again, once for each campaign. */
export const recountUpdate = 'recount';

/** Dates counted again by the sender, with what they were counted from. */
export interface StampedRecount {
  readonly facts: RequestClockFacts;
  /** The change by which the dates before were counted. */
  readonly from: number;
  readonly recounted: Recounted;
}

/** That a request is to be counted again. */
export interface RecountCommand {
  readonly campaignId: string;
  /** At which point of the campaign: what a repeat is known by. */
  readonly mark: string;
  /** The change that it is counted again for. */
  readonly revision: number;
  readonly rule: RecountedDate['rule'];
  readonly stamped?: StampedRecount;
}

/** What came of it; a repeat answers the same. */
export interface RecountAnswer {
  /** Mark of the visit that counted; `null`: the case knew of the change before any. */
  readonly mark: string | null;
  /** How many dates moved. */
  readonly changed: number;
}

/** What a request's workflow is started with. */
export interface RequestStart {
  readonly requestId: string;
  readonly serviceId: string;
  readonly agencyId: string;
  readonly portal: Portal;
  readonly manual: Manual;
  /** The engine's rules of its day; left out by those before there were any. */
  readonly rules?: number;
  readonly office: string;
  readonly actor: Actor;
  readonly applicantKind: ApplicantKind;
  readonly applicant: Sealed;
  readonly agent: { readonly sealed: Sealed; readonly until: string | null } | null;
  readonly form: Sealed | null;
  readonly delivery: Delivery;
  readonly documents: readonly FiledDocument[];
  /** When it was filed and when it entered the gateway, milliseconds since the epoch. */
  readonly filedAt: number;
  readonly arrivedAt: number;
  readonly submissionHash: string;
  readonly stamped?: StampedDates;
  /** The dates after its receipt in law, when that is at once. */
  readonly stampedReceipt?: StampedDates;
  readonly traceparent?: string;
}
