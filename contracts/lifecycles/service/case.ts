import type { EvidenceItem } from '../../commands/service/evidence.js';
import type { ServicePlan } from '../../commands/service/bodies.js';
import type { FiscalQuarter } from '../../civil-date.js';
import type { Clock } from './clocks.js';
import type { EvidenceKind } from './evidence.js';
import type { Mode, Portal, Role, ServiceState, Stage } from './states.js';
import type { ServiceAction } from './table.js';

/** Who acts, as the gateway stamps it into a command. */
export interface Actor {
  /** Opaque id of the person: the same person has the same id in every role. */
  readonly id: string;
  readonly roles: readonly Role[];
  /** All agency ids of the person's organisation (contracts/agency-map). */
  readonly agencies: readonly string[];
  readonly office?: string;
  /** Offices of a competent official; none: the head office, which works for all. */
  readonly offices?: readonly string[];
  /** Of a portal: which one it is; it acts for its own citizens only. */
  readonly portal?: Portal;
}

/** Who did something, as it is kept and as it travels: an opaque id and the role used. */
export interface Doer {
  readonly id: string;
  readonly role: Role;
}

/** A name in Thai and, where there is one, in English. */
export interface ServiceName {
  readonly th: string;
  readonly en?: string;
}

/** A recorded item of evidence. */
export interface RecordedEvidence {
  readonly item: EvidenceItem;
  /** Sequence of the event that recorded it. */
  readonly sequence: number;
}

/** An item of evidence that holds no more: nothing is ever taken out of a case. */
export interface FormerEvidence extends RecordedEvidence {
  readonly kind: EvidenceKind;
  /** void: its stage was entered again; superseded: a newer one was given; corrected: mended. */
  readonly ended: 'void' | 'superseded' | 'corrected';
  /** Sequence of the event that ended it. */
  readonly endedBy: number;
}

/** A plan of the service, as it was decided. */
export interface DecidedPlan {
  readonly plan: ServicePlan;
  /** Sequence of the event that decided it. */
  readonly sequence: number;
}

/** What passed amber: to be mended by a day. */
export interface Remediation {
  readonly number: number;
  readonly kind: EvidenceKind;
  /** The stage whose gate it passed amber. */
  readonly gate: Stage;
  readonly what: string;
  readonly dueOn: string;
  /** open; missed (red: blocks the next gate); closed; void when the stage was entered again. */
  readonly status: 'open' | 'missed' | 'closed' | 'void';
}

/** A submission that waits for approvals. Not a state (design §2.1). */
export interface Submission {
  readonly number: number;
  readonly action: ServiceAction;
  readonly body: object;
  readonly by: Doer;
  /** When, milliseconds since the epoch. */
  readonly at: number;
  readonly approvals: readonly (Doer & { readonly at: number; readonly evidence?: object })[];
}

/** What the last live check found. */
export interface LiveCheckRecord {
  readonly at: number;
  readonly ok: boolean;
  readonly url: string;
  readonly reason?: string;
  readonly status?: number;
  readonly bodySha256?: string;
}

/** A progress report that is open, owed or on the list for Cabinet. */
export interface ReportDuty extends FiscalQuarter {
  readonly dueOn: string;
  readonly status: 'open' | 'overdue' | 'escalated';
}

/** Words of a person in a case. */
export interface Remark {
  /** Sequence of the event that they belong to. */
  readonly sequence: number;
  readonly action: ServiceAction;
  readonly text: string;
}

/** Where a register row stood. */
export interface RegisterBasis {
  /** SHA-256 of the edition's file. */
  readonly edition: string;
  /** As-of date of the edition. */
  readonly asOf: string;
  readonly row: number;
  readonly statusId: string;
  readonly reasonId?: string;
}

/** The whole of a service's case. Plain data: carried across runs, answered by the query. */
export interface ServiceCase {
  readonly serviceId: string;
  readonly agencyId: string;
  readonly ministryId: string | null;
  name: ServiceName;
  state: ServiceState;
  /** States to return to, the innermost last: where each side state was entered from. */
  enteredFrom: ServiceState[];
  /** When the present state was entered, milliseconds since the epoch. */
  since: number;
  /** Rises with every accepted action or status change: the ETag. */
  version: number;
  /** register: by the register's word alone; decision: by what was decided here. */
  basis: 'register' | 'decision';
  register: RegisterBasis | null;
  /**
   * Of a service that was proposed here first: the id that its row has in the register, as OPDC has linked it
   * (design §2.1); `null`: none. The workflow keeps its own id.
   */
  registerId: string | null;
  /** The last write of an import, by which it is known again; `null`: none since it began. */
  registerWrite: { readonly key: string; readonly sequence: number } | null;
  proposed: boolean;
  /** Opaque id of the person who proposed it; `null` when it came from the register. */
  proposedBy: string | null;
  /** live and proved by a live check. */
  verified: boolean;
  mode: Mode | null;
  portal: Portal | null;
  plan: ServicePlan | null;
  /** Every plan there was: the first is the baseline, the last the one that holds. */
  plans: DecidedPlan[];
  evidence: { [K in EvidenceKind]?: RecordedEvidence };
  formerEvidence: FormerEvidence[];
  /** Ids of signed test reports that passed a gate: none is accepted twice. */
  usedTestReports: string[];
  remediations: Remediation[];
  channelUrl: string | null;
  liveCheck: LiveCheckRecord | null;
  exclusion: { kind: string; reasonCode: string; reReviewOn: string; due: boolean } | null;
  suspension: { expectedEndOn: string; otherChannel: string; overrun: boolean } | null;
  mergedInto: string | null;
  pending: Submission | null;
  submissions: number;
  /** Stage due dates that have passed: the stage, until it is left. */
  overdue: boolean;
  /** The latest fiscal quarter whose report was opened; `null` where no progress is reported. */
  openedQuarter: FiscalQuarter | null;
  reports: ReportDuty[];
  lastReport: (FiscalQuarter & { percent: number }) | null;
  clocks: Clock[];
  /** Keys of the clocks that have fired, so that none fires twice; the last 60. */
  fired: string[];
  /** Reasons and other words of people, by event sequence. They never travel. */
  remarks: Remark[];
}
