import { afterwardsVectors } from './afterwards.js';
import { changingVectors } from './changing.js';
import { countingVectors } from './counting.js';
import { domainVectors, lawVectors } from './law.js';
import type { Vector } from './vector.js';

/** All vectors: the rules R1–R9 and the readings C1–C18 each have three or more. */
export const vectors: readonly Vector[] = [
  ...domainVectors,
  ...lawVectors,
  ...countingVectors,
  ...afterwardsVectors,
  ...changingVectors,
];
