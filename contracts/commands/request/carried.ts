import type { MintedEvent } from '../../events/cloud-event.js';
import type { ChainEnd } from '../../events/mint.js';
import type { RequestCase } from '../../lifecycles/request/case.js';
import type { RequestAnswer, RequestStart } from './messages.js';

/** What of a record is carried from one run to the next. */
export interface CarriedRequestRecord {
  readonly request: RequestCase;
  readonly end: ChainEnd;
  readonly pending: readonly MintedEvent[];
  readonly noticeEnd: ChainEnd;
  readonly pendingNotices: readonly MintedEvent[];
}

/** A command that was accepted, by its key: the same key answers the same again. */
export interface RecentCommand {
  readonly key: string;
  readonly bodyHash: string;
  readonly answer: RequestAnswer;
}

/**
 * The whole of a request, as one run hands it to the next, and as the archive keeps it once it has
 * closed. What a person has told is sealed in it.
 */
export interface CarriedRequest extends CarriedRequestRecord {
  readonly recent: readonly RecentCommand[];
  readonly submissionHash: string;
}

/** What a run of a request begins with: a submission, what the run before carried, or the archive's. */
export type RequestInput =
  RequestStart | { readonly carried: CarriedRequest } | { readonly archived: CarriedRequest };
