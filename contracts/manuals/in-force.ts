import type { Manual } from './manual.js';

/**
 * The version under which a request is taken on a day: the highest of those in force.
 *
 * @param day `YYYY-MM-DD`, Asia/Bangkok, both ends of a version's time included
 */
export function manualInForce(versions: readonly Manual[], day: string): Manual | undefined {
  return versions
    .filter(
      ({ effectiveFrom, effectiveUntil }) =>
        effectiveFrom <= day && (effectiveUntil === undefined || day <= effectiveUntil),
    )
    .reduce<Manual | undefined>(
      (best, one) => (best === undefined || one.version > best.version ? one : best),
      undefined,
    );
}
