import type { AgencyAction } from '../../lifecycles/agency/decide.js';
import type { ServiceName } from '../../lifecycles/service/case.js';

/** Workflow type of an agency. */
export const agencyWorkflowType = 'agency';
/** Signal: what the register says of the agency ({@link AgencyRecord}). */
export const recordSignal = 'record';
/** Signal: a service owes a report, or no longer does (`AgencyNews` of activities/ports). */
export const newsSignal = 'news';
/** Update by which a platform operator decides: {@link AgencyCommand} → {@link AgencyAnswer}. */
export const decideUpdate = 'decide';
/** Update by which an agency asks to be merged into this one: {@link MemberWord}. */
export const admitUpdate = 'admit';
/** Signal: what a member of the organisation owes, or that it left ({@link MemberWord}). */
export const memberSignal = 'member';
/** Query for the agency: → {@link AgencyView}. */
export const agencyQuery = 'agency';

/** What an edition of the register says of an agency. */
export interface AgencyRecord {
  readonly agencyId: string;
  readonly name: ServiceName;
  readonly ministryId: string | null;
  readonly ministry: ServiceName | null;
  /** SHA-256 of the edition's file. */
  readonly edition: string;
  /** As-of date of the edition: only a later one is told to an agency that has been named. */
  readonly asOf: string;
}

/** What an agency's workflow is started with. */
export interface AgencyStart {
  readonly agencyId: string;
}

/** What a platform operator decides of an agency id. */
export interface AgencyCommand {
  readonly action: AgencyAction;
  /** The other id; of an unmerge the one that it is merged into, or nothing. */
  readonly into: string;
  /** Who decides, and why: kept here, and in no event. */
  readonly by: string;
  readonly reason: string;
  /** The same key is the same decision. */
  readonly key: string;
}

/** What an accepted decision answers. */
export interface AgencyAnswer {
  readonly agencyId: string;
  readonly action: AgencyAction;
  readonly into: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** Sequence of the event that says so. */
  readonly sequence: number;
}

/** A decision as the agency keeps it. */
export interface AgencyDecision extends AgencyAnswer {
  readonly by: string;
  readonly reason: string;
}

/** A progress report that is owed. */
interface Owed {
  readonly serviceId: string;
  readonly fiscalYear: number;
  readonly quarter: 1 | 2 | 3 | 4;
  readonly dueOn: string;
}

/** What an agency tells the one that it is merged into; of several the highest number counts. */
export interface MemberWord {
  readonly kind: 'joins' | 'owes' | 'leaves';
  readonly agencyId: string;
  /** Rises with each word of this agency, whoever it is said to. */
  readonly number: number;
  /** All that its own services owe. */
  readonly owed: readonly Owed[];
}

/** What the query answers. */
export interface AgencyView {
  readonly record: AgencyRecord | null;
  /** What its own services owe. */
  readonly owed: readonly Owed[];
  /** The agency that it is merged into, and since when. */
  readonly merged: { readonly into: string; readonly since: string } | null;
  /** Ids that are merged into this one. */
  readonly members: readonly string[];
  /** What was decided of it, the first first. */
  readonly decisions: readonly AgencyDecision[];
  readonly digests: number;
  /** When the next digest goes, RFC 3339, UTC; `null` while nothing is owed. */
  readonly nextDigestAt: string | null;
  readonly sequence: number;
  readonly chainhash: string;
  readonly unpublished: number;
}
