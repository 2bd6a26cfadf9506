import type { DeclaredHoliday } from './calendar.js';
import type { Label } from './label.js';

/**
 * A special holiday that was declared or withdrawn on top of the table, as the calendar's own case has
 * it. Changes are numbered: a date can always be counted as it was counted then.
 */
export interface DayChange {
  /** From 1, contiguous. */
  readonly revision: number;
  readonly kind: 'declared' | 'withdrawn';
  /** The special holiday, `YYYY-MM-DD`. */
  readonly date: string;
  readonly name: Label;
  /** Who resolved it, and how it is cited. */
  readonly authority: string;
  /** Day of the resolution. */
  readonly resolvedOn: string | null;
  /** Day of the change, Asia/Bangkok. */
  readonly on: string;
}

/** What stands on top of the table. */
export interface DaysOnTop {
  readonly declared: readonly DeclaredHoliday[];
  readonly withdrawn: readonly string[];
}

/** The number of the last change; 0: nothing was ever changed. */
export function revisionOf(changes: readonly DayChange[]): number {
  return changes.at(-1)?.revision ?? 0;
}

/** What stood on top of the table after a change; the last one when left out. */
export function daysAt(
  changes: readonly DayChange[],
  revision: number = revisionOf(changes),
): DaysOnTop {
  const declared = new Map<string, DeclaredHoliday>();
  const withdrawn = new Set<string>();
  for (const change of changes) {
    if (change.revision > revision) break;
    const { date, name, authority, resolvedOn } = change;
    if (change.kind === 'withdrawn') withdrawn.add(date);
    else {
      withdrawn.delete(date);
      const by = { authority: { th: authority, en: authority } };
      declared.set(date, { date, name, ...by, ...(resolvedOn === null ? {} : { resolvedOn }) });
    }
  }
  return { declared: [...declared.values()], withdrawn: [...withdrawn] };
}

/** A version of the table with what stands on top of it, as {@link Calendar.version} names it. */
export function versionOnTop(table: string, { declared, withdrawn }: DaysOnTop): string {
  const marks = [...declared.map(({ date }) => `+${date}`), ...withdrawn.map((date) => `-${date}`)];
  return `${table}${marks.join('')}`;
}
