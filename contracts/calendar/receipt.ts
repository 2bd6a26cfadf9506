import type { Calendar } from './calendar.js';
import type { Moment } from './days.js';
import { closesMs, dateOf, instantOf, opensMs, parseMoment } from './days.js';
import type { Explained, Step } from './explanation.js';
import { dayOffStep, step } from './explanation.js';

/** When a filing came, and when it counts as received. */
export interface Receipt {
  /** When it entered the system, as an instant of Bangkok. */
  readonly filedAt: string;
  /** When it is received in law, as an instant of Bangkok. */
  readonly receivedAt: string;
}

/**
 * When a filing is received (EGOV s.10): at once in office hours, otherwise at the next opening.
 *
 * @param filedAt instant with offset
 * @throws CalendarError when it is none, or a day that is needed is not covered
 */
export function receive(
  calendar: Calendar,
  filedAt: string,
  field = 'filedAt',
): Explained<Receipt> {
  const filed = parseMoment(filedAt, field);
  const steps: Step[] = [step('filed', 'EGOV-10', { date: instantOf(filed) })];
  const received = nextOfficeMoment(calendar, filed, steps);
  const receivedAt = instantOf(received);
  if (received === filed) steps.push(step('kept', 'C2', { date: receivedAt }));
  if (received !== filed && calendar.isProjected(received.day)) {
    steps.push(step('projected', 'C1', { date: receivedAt.slice(0, 10) }));
  }
  steps.push(step('answer', 'EGOV-10', { date: receivedAt, calendar: calendar.version }));
  return { answer: { filedAt: instantOf(filed), receivedAt }, explanation: steps };
}

/** The moment itself when offices are open, otherwise the next opening; tells why. */
export function nextOfficeMoment(calendar: Calendar, at: Moment, steps: Step[]): Moment {
  let { day } = at;
  // After closing it does not matter what day it was, nor whether its year is covered.
  let off = at.ms > closesMs ? undefined : calendar.dayOff(day, 'agency');
  if (off === undefined && at.ms >= opensMs && at.ms <= closesMs) return at;
  const isEarly = off === undefined && at.ms < opensMs;
  if (!isEarly) {
    if (off !== undefined) steps.push(dayOffStep('dayOff', day, off));
    day += 1;
    while ((off = calendar.dayOff(day, 'agency')) !== undefined) {
      steps.push(dayOffStep('dayOff', day, off));
      day += 1;
    }
  }
  const opening = { day, ms: opensMs };
  const rule = isEarly ? 'C3' : 'EGOV-10';
  steps.push(step('movedToOpening', rule, { date: dateOf(at.day), to: instantOf(opening) }));
  return opening;
}
