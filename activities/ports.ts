import type { AgencyAnswer } from '../contracts/agency-link/answers.js';
import type {
  AgencyAccepted,
  AgencyDispatch,
  AgencyNotice,
} from '../contracts/agency-link/messages.js';
import type { DayChange } from '../contracts/calendar/changes.js';
import type { CarriedRequest } from '../contracts/commands/request/carried.js';
import type {
  RecountAnswer,
  RecountCommand,
  RequestView,
} from '../contracts/commands/request/messages.js';
import type { MemberWord } from '../contracts/commands/agency/messages.js';
import type { JudgedReport, SignedReport } from '../contracts/commands/service/test-report.js';
import type { AppealNews, AppealStart } from '../contracts/commands/appeal/messages.js';
import type { MintedEvent } from '../contracts/events/cloud-event.js';
import type { Refusal } from '../contracts/lifecycles/refusals.js';
import type { ServiceState } from '../contracts/lifecycles/service/states.js';
import type { Bill, BillOrder, BillStatus } from '../contracts/payment/bills.js';
import type { TopicName } from '../contracts/topics.js';

/** Puts minted events on Kafka. */
export interface EventPublisher {
  /**
   * Publishes events in the given order and returns when all are acknowledged by all in-sync
   * replicas. Sending again what was sent before is harmless: readers know events by id.
   *
   * @param signal when aborted, what is not yet on the wire is dropped; the promise then rejects,
   *   and nothing of this call is sent after it has settled
   * @throws PublishFailed when a deadline passes or the broker refuses; the whole batch may be retried
   */
  publish(topic: TopicName, events: readonly MintedEvent[], signal?: AbortSignal): Promise<void>;
}

/** What a live check found. */
export interface LiveCheckResult {
  /** True when the channel, or where it redirects to, answered 2xx with a body. */
  readonly ok: boolean;
  /** Why not, as a stable code; absent when ok. */
  readonly reason?:
    | 'addressNotAllowed'
    | 'nameNotFound'
    | 'unreachable'
    | 'timedOut'
    | 'tooManyRedirects'
    | 'badRedirect'
    | 'badStatus'
    | 'tooLarge'
    | 'emptyPage'
    | 'tlsInvalid';
  /** HTTP status of the last answer, when there was one. */
  readonly status?: number;
  /** Where redirects led. */
  readonly finalUrl?: string;
  /** SHA-256 (hex) of the first 256 KiB of the body, when there was one. */
  readonly bodySha256?: string;
  /** Milliseconds from the first byte sent to the last byte read. */
  readonly tookMs: number;
}

/** Calls the announced channel of a service, as a citizen's browser would. */
export interface LiveChecker {
  /**
   * Never rejects for what the channel does wrong: that is the result. Refuses private, loopback,
   * link-local and other special addresses (also behind redirects and DNS) unless allow-listed.
   */
  check(url: string, signal?: AbortSignal): Promise<LiveCheckResult>;
}

/** Verifies test reports signed (JWS) by registered testers. */
export interface TestReportVerifier {
  /**
   * @param at the moment of judging, milliseconds since the epoch
   * @throws when the register of testers cannot be asked
   */
  verify(signed: SignedReport, at: number): Promise<JudgedReport>;
}

/** A letter to an agency, without free text of persons. */
export interface AgencyDigest {
  readonly agencyId: string;
  /** Number of the digest of this agency, from 1. */
  readonly number: number;
  readonly owed: readonly OwedReport[];
  /** Other ids of the organisation: their addresses do where this one has none. */
  readonly members?: readonly string[];
}

/** A progress report that a service still owes. */
export interface OwedReport {
  readonly serviceId: string;
  /** Fiscal year, Buddhist era, e.g. 2570. */
  readonly fiscalYear: number;
  readonly quarter: 1 | 2 | 3 | 4;
  /** Day by which it was due, Asia/Bangkok, `YYYY-MM-DD`. */
  readonly dueOn: string;
}

/** Sends the agency's digest by e-mail, where an SMTP server is set. */
export interface AgencyMailer {
  /**
   * @returns `sent`; `off` when no SMTP server is set; `noAddress` when the agency has none recorded
   * @throws when the server cannot be reached: the activity is retried
   */
  sendDigest(digest: AgencyDigest): Promise<'sent' | 'off' | 'noAddress'>;
}

/** Tells the agency's own workflow what its services owe; starts it when it does not run yet. */
export interface AgencyPost {
  tell(agencyId: string, news: AgencyNews): Promise<void>;
  /** Asks an agency to take another in; a refusal is the agency's own, also that there is none. */
  askToJoin(into: string, word: MemberWord): Promise<Refusal | { readonly joined: true }>;
  /** Tells an agency what one that is merged into it owes, or that it has left. */
  tellMember(into: string, word: MemberWord): Promise<void>;
}

/** What a service tells its agency. Repeating it changes nothing, and what is older is passed over. */
export interface AgencyNews {
  readonly kind: 'owed' | 'settled';
  readonly report: OwedReport;
  /** Sequence of the service's event that made it so. */
  readonly sequence: number;
  /** Whom it is for, where the service belongs to another agency since. */
  readonly agencyId?: string;
}

/** Looks at other services. */
export interface ServiceDirectory {
  /**
   * Follows `mergedInto`, decided or pending, from a service to where it ends.
   * @returns the ids met, the first being `serviceId`; empty when there is no such service
   */
  mergeChain(serviceId: string): Promise<readonly string[]>;
  /** The state of a service's case; `null` when there is no such case. */
  stateOf(serviceId: string): Promise<ServiceState | null>;
}

/** All that the activities need of the world; `infra` implements it. */
export interface Ports {
  readonly publisher: EventPublisher;
  readonly liveChecker: LiveChecker;
  readonly testReports: TestReportVerifier;
  readonly mailer: AgencyMailer;
  readonly agencyPost: AgencyPost;
  readonly services: ServiceDirectory;
}

/**
 * The agencies' own systems (docs/agency-link.md). Every call may be repeated. They reject with
 * `AgencyAway` (to be tried again, for days; it may say after how long) or `AgencyRefused` (final,
 * with a code), known by their `name`; neither holds personal data.
 */
export interface AgencySystem {
  /** Hands a request over, or the next submission of it; a repeat is answered the same. */
  submit(agencyId: string, dispatch: AgencyDispatch, signal?: AbortSignal): Promise<AgencyAccepted>;
  /** The agency's latest answer; `undefined` when there is none yet. */
  poll(
    agencyId: string,
    requestId: string,
    signal?: AbortSignal,
  ): Promise<AgencyAnswer | undefined>;
  /** Tells the agency what it has to know of a request that it was given. */
  tell(agencyId: string, notice: AgencyNotice, signal?: AbortSignal): Promise<void>;
}

/**
 * The treasury's e-payment. Calls reject with `PaymentAway` (to be tried again) or `PaymentRefused`
 * (final, with a code), known by their `name`.
 */
export interface Payments {
  /** Makes a bill; there is one by request, fee and number, however often it is asked for. */
  createBill(order: BillOrder, signal?: AbortSignal): Promise<Bill>;
  /** The bill as it stands: this counts, whatever a callback says. */
  query(billId: string, signal?: AbortSignal): Promise<BillStatus>;
  /** Voids a bill. One that was paid meanwhile stays paid: the state that comes back says so. */
  voidBill(billId: string, signal?: AbortSignal): Promise<BillStatus>;
}

/** Gives receipt numbers (เลขที่รับ) of an office. */
export interface ReceiptBook {
  /**
   * The receipt number of a request, e.g. `1/2570`: contiguous from 1 for each office and year (B.E.),
   * and the same one however often it is asked for.
   */
  give(question: {
    readonly requestId: string;
    readonly agencyId: string;
    readonly office: string;
    readonly year: number;
  }): Promise<string>;
}

/** Who has an open request for a service, where a manual allows one at a time. */
export interface OpenApplications {
  /** The request has come to its end: the person may apply again. Repeating it changes nothing. */
  release(requestId: string): Promise<void>;
}

/** Closed requests, each whole. */
export interface RequestArchive {
  /**
   * Keeps a request that closes. Repeating it changes nothing, a former state never takes the place of
   * a later one, and one whose person was forgotten is not kept.
   */
  keep(carried: CarriedRequest): Promise<void>;
  /** The request as it last closed; `undefined` when it is not kept. */
  find(requestId: string): Promise<CarriedRequest | undefined>;
}

/** Seals and opens the personal data of cases, for what is done in the case itself. */
export interface PersonalVault {
  /**
   * Seals a value with the case's own key.
   *
   * @param label which field it is of: it opens as no other
   */
  seal(requestId: string, label: string, value: object): Promise<string>;
  /** Opens what was sealed for this case and label; rejects with `KeyDestroyed` once it is gone. */
  open(requestId: string, label: string, sealed: string): Promise<object>;
}

/** Between a request and the cases of its appeals. Repeating a call changes nothing. */
export interface AppealPost {
  /** Begins the case of an appeal, unless it has begun. */
  begin(start: AppealStart): Promise<void>;
  /** Tells a request how an appeal ended; one that is closed keeps its end. */
  tell(requestId: string, news: AppealNews): Promise<void>;
}

/** The special holidays that were declared and withdrawn on top of the table. */
export interface DeclaredDays {
  /**
   * Every change so far, the first first; it may be some seconds old.
   *
   * @param atLeast number of a change that has to be among them
   * @throws when they cannot be asked: dates are then not computed by guess
   */
  changes(atLeast?: number): Promise<readonly DayChange[]>;
}

/** The open requests, for a campaign that visits each. */
export interface OpenRequests {
  /** How many there are. */
  count(): Promise<number>;
  /** A page of their ids. Whoever began or went on in a new run since the first page may be missing. */
  page(asked: RequestPage): Promise<ListedPage>;
  /** The case; `undefined` when there is none. */
  find(requestId: string): Promise<RequestView | undefined>;
  /** Has the case counted again; `undefined` when it has closed. */
  recount(requestId: string, command: RecountCommand): Promise<RecountAnswer | undefined>;
}

/** Which page of the open requests is asked for. */
export interface RequestPage {
  /** Only those whose present run began after this moment, milliseconds since the epoch. */
  readonly after: number | null;
  /** Where the page before ended; `null`: the first. */
  readonly cursor: string | null;
  readonly size: number;
}

/** A page of the open requests. */
export interface ListedPage {
  readonly ids: readonly string[];
  /** Where it ended; `null`: it was the last. */
  readonly next: string | null;
}

/** Imports of editions of the register, whose rows are kept outside of any history. */
export interface RegisterDesk {
  /** Tells each agency what the edition says of it; what another edition of that date said stands. */
  tellAgencies(importId: string, signal: AbortSignal): Promise<void>;
  /**
   * Settles rows in their order, each exactly once however often it is tried.
   * @param forMs about so long, in milliseconds
   * @returns whether all rows of the import are settled
   */
  settleRows(importId: string, forMs: number, signal: AbortSignal): Promise<boolean>;
  mark(importId: string, status: 'running' | 'paused'): Promise<void>;
  end(importId: string, status: 'done' | 'cancelled'): Promise<void>;
}
