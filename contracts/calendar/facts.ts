import { dateOf, parseDay, parseEither, parseMoment } from './days.js';
import { CalendarError } from './errors.js';
import type { DaySpan } from './period.js';

/** A wait of the case. */
export interface Wait {
  /** `YYYY-MM-DD`: day of its record. */
  readonly from: string;
  /** `YYYY-MM-DD`: day of the fix; left out while it lasts. */
  readonly to?: string | undefined;
  /** An unrecorded wait counts, and so does one under the officer-fault exception. */
  readonly recorded: boolean;
}

/** What has happened; what has not yet is left out. Days are `YYYY-MM-DD`. */
export interface CaseFacts {
  /** Instant. */
  readonly filedAt: string;
  readonly deficiencyRecordedOn?: string | undefined;
  /** Day, or instant (then received as a filing is). */
  readonly completeAt?: string | undefined;
  readonly billedOn?: string | undefined;
  readonly paidOn?: string | undefined;
  readonly waits?: readonly Wait[] | undefined;
  readonly decidedOn?: string | undefined;
  readonly notifiedOn?: string | undefined;
  /** How the decision was sent; electronic when left out (C11). By post, `notifiedOn` is the posting. */
  readonly notifiedBy?: 'ELECTRONIC' | 'POST' | 'POST_ABROAD' | undefined;
  /** When a posted notice was proved to have come, instead of the 7 or 15 days of APA s.71. */
  readonly noticeReceivedOn?: string | undefined;
  /** Whether the decision says how to appeal (s.40); true when left out. */
  readonly appealInformation?: boolean | undefined;
  readonly appealInformationOn?: string | undefined;
  /** Day or instant. */
  readonly appealedAt?: string | undefined;
  /** Day on which the superior received the file. */
  readonly fileReceivedOn?: string | undefined;
  /** Day on which the superior's 30 more days were notified in writing (APA s.45). */
  readonly appealExtendedOn?: string | undefined;
  readonly appealDecidedOn?: string | undefined;
  readonly appealNotifiedOn?: string | undefined;
}

/** Facts that are days; one given as an instant is its day in Bangkok. */
const dayFacts = [
  'deficiencyRecordedOn',
  'billedOn',
  'paidOn',
  'decidedOn',
  'notifiedOn',
  'noticeReceivedOn',
  'appealInformationOn',
  'fileReceivedOn',
  'appealExtendedOn',
  'appealDecidedOn',
  'appealNotifiedOn',
] as const;

/** Facts that follow one another, where they are there. */
const orders = [
  ['filedAt', 'deficiencyRecordedOn', 'completeAt', 'decidedOn', 'notifiedOn', 'appealedAt'],
  ['appealedAt', 'fileReceivedOn', 'appealDecidedOn', 'appealNotifiedOn'],
  ['filedAt', 'billedOn', 'paidOn'],
  ['notifiedOn', 'noticeReceivedOn'],
  ['notifiedOn', 'appealInformationOn'],
] as const;

/**
 * Facts that can be: every date exists, and nothing comes before what it follows.
 *
 * @returns the facts, with plain days where days are meant
 * @throws CalendarError naming the fact at fault
 */
export function checkedFacts(facts: CaseFacts): CaseFacts {
  parseMoment(facts.filedAt, 'facts.filedAt');
  const days = dayFacts.flatMap((name) => {
    const given = facts[name];
    return given === undefined ? [] : [[name, dayIn(given, `facts.${name}`)] as const];
  });
  const waits = (facts.waits ?? []).map(checkedWait);
  const checked: CaseFacts = { ...facts, ...Object.fromEntries(days), waits };
  for (const order of orders) needOrder(checked, order);
  return checked;
}

function dayIn(given: string, field: string): string {
  return dateOf(parseEither(given, field).day);
}

function checkedWait({ from, to, recorded }: Wait, index: number): Wait {
  const field = `facts.waits[${index}]`;
  const begins = dayIn(from, `${field}.from`);
  if (to === undefined) return { from: begins, recorded };
  const ends = dayIn(to, `${field}.to`);
  if (ends < begins) {
    throw new CalendarError('endsBeforeItBegins', `${field}.to`, {
      th: `${field}.to: ${ends} ต้องไม่ก่อน ${begins}`,
      en: `${field}.to: ${ends} must not lie before ${begins}`,
    });
  }
  return { from: begins, to: ends, recorded };
}

function needOrder(facts: CaseFacts, names: readonly (typeof orders)[number][number][]): void {
  let before: { name: string; date: string } | undefined;
  for (const name of names) {
    const given = facts[name];
    if (given === undefined) continue;
    const date = dayIn(given, `facts.${name}`);
    if (before !== undefined && date < before.date) throw outOfOrder(name, date, before);
    before = { name, date };
  }
}

function outOfOrder(
  name: string,
  date: string,
  before: { name: string; date: string },
): CalendarError {
  return new CalendarError('factsOutOfOrder', `facts.${name}`, {
    th: `facts.${name}: ${date} อยู่ก่อน ${before.name} (${before.date})`,
    en: `facts.${name}: ${date} lies before ${before.name} (${before.date})`,
  });
}

/** A wait that is outside the clock; it lasts when it has no end. */
export interface OpenSpan {
  readonly from: string;
  readonly to: string | undefined;
}

/** Recorded waits, and a bill that is not paid: the applicant's wait, unless the clock starts by it (C8). */
export function waitsOf(
  { waits = [], billedOn, paidOn }: CaseFacts,
  startsByPayment: boolean,
): OpenSpan[] {
  const recorded = waits.filter((one) => one.recorded).map(({ from, to }) => ({ from, to }));
  if (startsByPayment || billedOn === undefined) return recorded;
  return [...recorded, { from: billedOn, to: paidOn }];
}

/** The days outside the clock: from the day after the record to that of the fix. */
export function spanAfter(from: string, to: string): DaySpan[] {
  const first = dateOf(parseDay(from, 'from') + 1);
  return first > to ? [] : [{ from: first, to }];
}
