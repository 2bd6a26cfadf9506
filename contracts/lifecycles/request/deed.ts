import type { PlainBody } from '../../commands/request/bodies.js';
import type { Doer } from '../service/case.js';
import type { FiledDocument, RequestCase } from './case.js';
import type { RequestAction } from './table.js';

/** An action with its own body, without words. */
export type RequestDeed = {
  [A in RequestAction]: { readonly action: A; readonly body: PlainBody<A> };
}[RequestAction];

/** What an effect needs to know besides case and body. */
export interface Happened {
  /** Milliseconds since the epoch: when the act reached the gateway. */
  readonly at: number;
  /** Sequence of the event that will say so. */
  readonly sequence: number;
  readonly by: Doer;
  /** The words that came along, sealed. */
  readonly words?: string | undefined;
}

/** A time as a body names it. */
export type Within = PlainBody<'lengthenCorrection'>['within'];

/** A request with documents that came along with an act. */
export function withDocuments(
  request: RequestCase,
  documents: readonly FiledDocument[],
  sequence: number,
): RequestCase {
  const added = documents.map((document) => ({ ...document, sequence }));
  return { ...request, documents: [...request.documents, ...added] };
}
