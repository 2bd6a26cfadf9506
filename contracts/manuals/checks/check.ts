import type { Finding } from '../finding.js';
import type { Manual } from '../manual.js';
import type { Shape } from '../shape.js';

/** A check of what a manual means, run when the members that it reads have their shape. */
export type Check = (shape: Shape) => Finding[];

/** A check that reads these members, so that a fault in one hides nothing in the others. */
export function check<K extends keyof Manual>(
  members: readonly K[],
  find: (manual: Pick<Manual, K>) => Finding[],
): Check {
  return ({ sound, isSound }) =>
    // Members that are sound are there, or are such as may be left out.
    members.every(isSound) ? find(sound as Pick<Manual, K>) : [];
}
