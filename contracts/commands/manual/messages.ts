import type { Actor, Doer } from '../../lifecycles/service/case.js';
import type { Manual } from '../../manuals/manual.js';

/** Workflow type of a service's citizens' manual. */
export const manualWorkflowType = 'citizensManual';

/** What people do with a manual: it is published by four eyes. */
export const manualActions = [
  'submitManual',
  'approveManual',
  'rejectManual',
  'withdrawManual',
] as const;
/** One thing that people do with a manual. */
export type ManualAction = (typeof manualActions)[number];

/** An action on a manual, as the gateway hands it to the workflow. */
export interface ManualCommand {
  readonly action: ManualAction;
  readonly actor: Actor;
  /** Of `submitManual`: the next version, without error by the linter. */
  readonly manual?: Manual;
  /** Of the answers: the version that is meant. */
  readonly of?: number;
  /** Hash of issuer, subject, route and Idempotency-Key. */
  readonly key: string;
  readonly bodyHash: string;
}

/** What an accepted action answers; the same key answers the same again. */
export interface ManualAnswer {
  readonly serviceId: string;
  /** Version that was submitted, published, rejected or withdrawn. */
  readonly version: number;
  /** The newest version that is published; 0: none. */
  readonly published: number;
  readonly bodyHash: string;
}

/** What a manual's workflow is started with; the sample brings its first versions along. */
export interface ManualStart {
  readonly serviceId: string;
  readonly agencyId: string;
  readonly sample?: readonly Manual[];
}

/** What the query answers. */
export interface ManualView {
  readonly serviceId: string;
  readonly agencyId: string;
  /** Every version that was published, the first first. */
  readonly versions: readonly Manual[];
  readonly pending: { readonly manual: Manual; readonly by: Doer; readonly at: number } | null;
  readonly sequence: number;
  readonly chainhash: string;
  readonly unpublished: number;
}
