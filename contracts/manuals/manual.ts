import type { Label } from '../calendar/label.js';
import type { Unit } from '../calendar/period.js';
import type { LfaExclusion, RegimeId, ServiceKind } from '../calendar/regimes.js';
import type { Portal } from '../lifecycles/service/states.js';

/**
 * Where a figure of a manual comes from. Cited: from a text that anybody may look up. Illustrative:
 * made up for the sample; badged as such wherever it is shown, and never published outside the sample.
 */
export type Source =
  | { readonly kind: 'cited'; readonly reference: string }
  | { readonly kind: 'illustrative'; readonly note: string };

/** A length of time as a manual states it, in its own unit (R3), with its source. */
export interface StatedTime {
  readonly amount: number;
  readonly unit: Unit;
  readonly source: Source;
}

/** The eight common processes of the Digital Government Plan 2566–2570: the kinds of a step. */
export const stepKinds = [
  'searchInformation',
  'proveIdentity',
  'fileRequest',
  'checkAndConsider',
  'approve',
  'payFee',
  'issueDocument',
  'deliverDocument',
] as const;
/** One of the eight common processes. */
export type StepKind = (typeof stepKinds)[number];

/**
 * What a `checkAndConsider` step is about. Completeness comes first (LFA s.8); the others run inside
 * consideration, those of equal standing side by side.
 */
export const stepParts = [
  'completeness',
  'inspection',
  'consultation',
  'hearing',
  'assessment',
] as const;
/** What a `checkAndConsider` step is about. */
export type StepPart = (typeof stepParts)[number];

/** Who carries out a step. */
export const stepOwners = [
  'applicant',
  'competentOfficial',
  'licensor',
  'consultedAgency',
  'agencySystem',
  'engine',
] as const;
/** Who carries out a step. */
export type StepOwner = (typeof stepOwners)[number];

/** One step of the procedure. */
export interface ManualStep {
  readonly stepId: string;
  readonly kind: StepKind;
  readonly part?: StepPart;
  readonly name: Label;
  readonly owner: StepOwner;
  /** The steps that follow: one, or several that run side by side; none only at the end. */
  readonly next: readonly string[];
  /** Done only where the official finds it needed, as an inspection may be. */
  readonly isOptional?: true;
  /** Of a consultation: whom, by register id. */
  readonly agencyId?: string;
  /** Of a consultation or hearing: by when it is to be answered. */
  readonly answerWithin?: StatedTime;
  /** Of an inspection: how long premises may be repaired (`awaitingRemedy`). */
  readonly remedyWithin?: StatedTime;
}

/** Who may apply. */
export const applicantKinds = ['citizen', 'juristic', 'foreigner'] as const;
/** Kind of an applicant (DGA's `IdentityType`). */
export type ApplicantKind = (typeof applicantKinds)[number];

/** A document that the manual asks for. */
export interface RequiredDocument {
  readonly documentId: string;
  readonly name: Label;
  /** `state`: an agency holds it, and it is fetched, never asked of the applicant (once-only). */
  readonly from: 'applicant' | 'state';
  /** Of a document that the State holds: who, and the law or exchange it is fetched by. */
  readonly heldBy?: Label;
  /** Asked of these applicants alone; of all when left out. */
  readonly of?: readonly ApplicantKind[];
  readonly isOptional?: true;
  /** Media types that are taken, e.g. `application/pdf`. */
  readonly mediaTypes: readonly string[];
  readonly bytesMax: number;
}

/** A sum of money: baht and satang as a decimal text with two digits, e.g. `"2200.00"`. */
export interface Money {
  readonly amount: string;
  readonly currency: 'THB';
}

/** A fee, and where in the procedure it falls: at a `payFee` step. */
export interface Fee {
  readonly feeId: string;
  readonly name: Label;
  /** The `payFee` step at which it is due. */
  readonly stepId: string;
  readonly money: Money;
  readonly source: Source;
  /** How long a bill is valid; after that it is issued again. */
  readonly billValid: StatedTime;
  /** How often a bill is issued again before the request ends as `lapsedUnpaid`. */
  readonly billsAgain: number;
}

/** How a request is filed and by whom it is worked. */
export const handlings = ['officers', 'agencySystem'] as const;
/** `officers` at the gateway, or the agency's own system (`linkExisting`). */
export type Handling = (typeof handlings)[number];

/** How the applicant may be given what is issued. */
export const deliveries = ['electronic', 'post', 'counter'] as const;
/** One way of delivery. */
export type Delivery = (typeof deliveries)[number];

/** A place of the agency that receives requests and issues receipt numbers. */
export interface Office {
  readonly officeId: string;
  readonly name: Label;
  /** What it is responsible for, in words; a request names the office. */
  readonly area?: Label;
}

/** What may be issued. */
export const issuedKinds = [
  'licence',
  'certificate',
  'registration',
  'notificationReceipt',
  'benefit',
] as const;
/** What is issued, by kind. */
export type IssuedKind = (typeof issuedKinds)[number];

/** What is issued at the end. */
export interface IssuedDocument {
  readonly kind: IssuedKind;
  readonly name: Label;
  /** By when it is to be issued, counted from the decision; no clock when left out. */
  readonly within?: StatedTime;
  /** How long it is valid from the day it takes effect; without end when left out. */
  readonly valid?: StatedTime;
  /** Calendar days before expiry on which renewal opens (C13). */
  readonly renewalOpensDays?: number;
  /** Where that number of days comes from. */
  readonly renewalSource?: Source;
}

/** `internal`: APA s.44; `special`: the special law's body; `court`: the Administrative Court. */
export const appealRoutes = ['internal', 'special', 'court'] as const;
/** A way of appeal. */
export type AppealWay = (typeof appealRoutes)[number];

/** How an adverse decision is appealed. */
export interface AppealRoute {
  readonly route: AppealWay;
  readonly body: Label;
  readonly section: string;
  readonly within: StatedTime;
}

/** What the end of the time for a correction means: LFA s.9, or striking off the docket. */
export const missedCorrections = ['returned', 'struckOff'] as const;
/** What an unmet correction leads to. */
export type MissedCorrection = (typeof missedCorrections)[number];

/**
 * A citizens' manual (คู่มือสำหรับประชาชน, LFA s.7): the procedure of one service as data. A request
 * pins the version that it was submitted under; later ones do not touch it (LFA s.11).
 */
export interface Manual {
  readonly serviceId: string;
  readonly agencyId: string;
  /** Contiguous from 1 for each service. */
  readonly version: number;
  readonly title: Label;
  readonly kind: ServiceKind;
  readonly portal: Portal;
  readonly handling: Handling;
  /** No default: a manual names its own. */
  readonly regime: RegimeId;
  /** A ground of LFA s.5 that leaves the service out of the Act. */
  readonly excludedBy?: LfaExclusion;
  readonly legalBasis: readonly Label[];
  /** First day on which requests are taken under it, `YYYY-MM-DD`, Asia/Bangkok. */
  readonly effectiveFrom: string;
  /** Last day, where there is one. */
  readonly effectiveUntil?: string;
  readonly applicants: readonly ApplicantKind[];
  /** The same person may have one open request only. */
  readonly isOneAtATime: boolean;
  readonly licensor: Label;
  readonly offices: readonly Office[];
  readonly documents: readonly RequiredDocument[];
  readonly criteria: readonly Label[];
  readonly steps: readonly ManualStep[];
  /** The official's time; the regime's clock starts it (C7 or payment). */
  readonly processingTime: StatedTime;
  /** A second clock in a row (C14), where the regime has one. */
  readonly secondTime?: StatedTime;
  /** How often and how long it may be extended, with notice and reason (C9). */
  readonly extension?: { readonly max: number; readonly time: StatedTime };
  /** How long the applicant has for a correction, and what its end means (LFA s.9 or striking off). */
  readonly correction: { readonly within: StatedTime; readonly ifMissed: MissedCorrection };
  readonly fees: readonly Fee[];
  readonly issues?: IssuedDocument;
  readonly deliveries: readonly Delivery[];
  readonly appeal: AppealRoute;
}

/** The manual's version that a request or a page names. */
export function manualRef({ serviceId, version }: Pick<Manual, 'serviceId' | 'version'>): string {
  return `${serviceId}@${version}`;
}
