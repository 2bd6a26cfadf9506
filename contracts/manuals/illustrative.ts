import { comparePointers, pointer } from './pointers.js';
import type { Manual } from './manual.js';

/** A figure that is made up, and what its note says. */
export interface IllustrativeFigure {
  /** JSON pointer to the figure: the time, fee or number of days, not its source. */
  readonly path: string;
  readonly note: string;
}

/** Pointers to all illustrative figures of a manual, for the badge at each. */
export function illustrativePaths(manual: Manual): string[] {
  return illustrativeFigures(manual).map(({ path }) => path);
}

/** All illustrative figures of a manual, or of the members that are there, each with its note. */
export function illustrativeFigures(manual: Partial<Manual>): IllustrativeFigure[] {
  const found: IllustrativeFigure[] = [];
  walk(manual, [], found);
  return found.sort((a, b) => comparePointers(a.path, b.path));
}

/** Members that hold the source of a figure: of the object they stand in, or of a member beside. */
const sourceOf: ReadonlyMap<string, readonly string[]> = new Map([
  ['source', []],
  ['renewalSource', ['renewalOpensDays']],
]);

function walk(value: unknown, place: readonly string[], found: IllustrativeFigure[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [member, inner] of Object.entries(value)) {
    const beside = sourceOf.get(member);
    if (beside === undefined) walk(inner, [...place, member], found);
    else if (isIllustrative(inner)) {
      found.push({ path: pointer([...place, ...beside]), note: inner.note });
    }
  }
}

function isIllustrative(value: unknown): value is { readonly note: string } {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'illustrative'
  );
}
