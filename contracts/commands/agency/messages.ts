import type { ServiceName } from '../../lifecycles/service/case.js';

/** Workflow type of an agency. */
export const agencyWorkflowType = 'agency';
/** Signal: what the register says of the agency ({@link AgencyRecord}). */
export const recordSignal = 'record';
/** Signal: a service owes a report, or no longer does (`AgencyNews` of activities/ports). */
export const newsSignal = 'news';
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

/** What the query answers. */
export interface AgencyView {
  readonly record: AgencyRecord | null;
  readonly owed: readonly {
    readonly serviceId: string;
    readonly fiscalYear: number;
    readonly quarter: number;
    readonly dueOn: string;
  }[];
  readonly digests: number;
  /** When the next digest goes, RFC 3339, UTC; `null` while nothing is owed. */
  readonly nextDigestAt: string | null;
  readonly sequence: number;
  readonly chainhash: string;
  readonly unpublished: number;
}
