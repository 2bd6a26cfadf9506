import type { AppealCase } from '../../lifecycles/appeal/case.js';
import type { AppealAction, AppealOutcome, AppealState } from '../../lifecycles/appeal/table.js';
import type { VariedOrder } from '../../lifecycles/appeal/case.js';
import type { Sealed } from '../../lifecycles/request/case.js';
import type { Actor, Doer } from '../../lifecycles/service/case.js';

/** Workflow type of an appeal. */
export const appealWorkflowType = 'appeal';
/** Signal to a request: how an appeal of it ended ({@link AppealNews}). */
export const appealEndedSignal = 'appealEnded';

/** An action as the gateway hands it to the workflow. */
export interface AppealCommand {
  readonly action: AppealAction;
  readonly actor: Actor;
  /** The parsed body without its words. */
  readonly body: object;
  readonly words?: Sealed;
  /** When it reached the gateway, milliseconds since the epoch. */
  readonly at: number;
  readonly ifMatch: number;
  readonly key: string;
  readonly bodyHash: string;
  readonly traceparent?: string;
}

/** What an accepted action answers; the same key answers the same again. */
export interface AppealAnswer {
  readonly requestId: string;
  readonly number: number;
  readonly state: AppealState;
  readonly version: number;
  readonly sequence: number;
  readonly bodyHash: string;
}

/** What an appeal's workflow is started with: by the request that it is of. */
export type AppealStart = Pick<
  AppealCase,
  | 'requestId'
  | 'number'
  | 'serviceId'
  | 'agencyId'
  | 'portal'
  | 'route'
  | 'order'
  | 'filedAt'
  | 'isLate'
  | 'grounds'
> &
  Pick<AppealCase, 'isBySpecialLaw'> & { readonly isStayAsked: boolean; readonly by: Doer };

/** What the query answers. */
export interface AppealView {
  readonly appeal: AppealCase;
  readonly sequence: number;
  readonly chainhash: string;
  readonly unpublished: number;
}

/** What a request learns of an appeal that has ended. */
export interface AppealNews {
  readonly number: number;
  readonly outcome: AppealOutcome;
  /** When it ended, milliseconds since the epoch, and the day in Bangkok. */
  readonly at: number;
  readonly on: string;
  readonly by: Doer | null;
  readonly order: VariedOrder | null;
}
