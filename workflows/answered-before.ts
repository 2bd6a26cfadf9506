import { refuse } from '../contracts/lifecycles/refusals.js';
import { refusalFailure } from './refusal.js';

/** A command that was accepted, by its key: the same key answers the same again (design §5). */
export interface Answered<Answer extends { readonly bodyHash: string }> {
  readonly key: string;
  readonly answer: Answer;
}

/**
 * What was answered to a command before; `undefined` when it is new.
 *
 * @throws ApplicationFailure `keyReused` when the key came with another body
 */
export function answeredBefore<Answer extends { readonly bodyHash: string }>(
  recent: readonly Answered<Answer>[],
  { key, bodyHash }: { readonly key: string; readonly bodyHash: string },
): Answer | undefined {
  const known = recent.find((one) => one.key === key)?.answer;
  if (known === undefined || known.bodyHash === bodyHash) return known;
  throw refusalFailure(refuse('keyReused'));
}
