import type { Calendar, Side } from './calendar.js';
import type { Moment } from './days.js';
import { closesMs, dateOf, instantOf, opensMs } from './days.js';
import type { Step } from './explanation.js';
import { dayOffStep, step } from './explanation.js';

/** Counts office minutes from a moment on: what is left at closing goes on at the next opening (C5). */
export function countOfficeTime(
  calendar: Calendar,
  start: Moment,
  minutes: number,
  { side, outside }: { readonly side: Side; readonly outside: ReadonlySet<number> },
  steps: Step[],
): Moment {
  let leftMs = minutes * 60_000;
  for (let { day } = start; ; day += 1) {
    // At closing or later nothing is left of the first day, whatever day it is.
    if (day === start.day && start.ms >= closesMs) continue;
    if (outside.has(day)) {
      steps.push(step('outside', 'C8', { date: dateOf(day) }));
      continue;
    }
    const off = calendar.dayOff(day, side);
    if (off !== undefined) {
      steps.push(dayOffStep('dayOff', day, off));
      continue;
    }
    const from = Math.max(opensMs, day === start.day ? start.ms : opensMs);
    const openMs = Math.min(leftMs, closesMs - from);
    const to = { day, ms: from + openMs };
    steps.push(
      step('officeTime', 'C5', {
        date: instantOf({ day, ms: from }),
        to: instantOf(to),
        amount: openMs / 60_000,
        unit: 'MINUTE',
      }),
    );
    leftMs -= openMs;
    if (leftMs === 0) return to;
  }
}
