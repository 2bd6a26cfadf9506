import type { AgencyDays, Calendar } from './calendar.js';
import { makeCalendar, namedCalendar } from './calendar.js';
import type { LegalClock } from './clocks.js';
import { dateOf, hasTime, instantOf, opensMs, parseDay, parseEither } from './days.js';
import { CalendarError } from './errors.js';
import type { Explained, Step } from './explanation.js';
import { step } from './explanation.js';
import { dueOf, settleLastDay } from './period.js';
import { receive } from './receipt.js';
import { holidays } from './holidays.js';
import type { RuleId } from './rules.js';

/** A clock as far as re-clocking needs it: start, length, and the date it has now. */
export type RunningClock = Pick<
  LegalClock,
  'kind' | 'startsOn' | 'amount' | 'unit' | 'party' | 'due'
> &
  Partial<LegalClock> & {
    /** Instant: a deemed receipt that is still in the future is found again from it. */
    readonly filedAt?: string;
  };

/** Special holidays that were declared or withdrawn, and on which day. */
export interface ReclockQuestion {
  readonly clocks: readonly RunningClock[];
  readonly declared?: readonly string[];
  readonly withdrawn?: readonly string[];
  /** `YYYY-MM-DD`: day of the declaration or withdrawal. */
  readonly on: string;
  /** What had been declared and withdrawn before. */
  readonly before?: {
    readonly declared?: readonly string[];
    readonly withdrawn?: readonly string[];
  };
  readonly agency?: AgencyDays;
}

/** One date that moved. */
export interface ReclockChange {
  readonly kind: string;
  readonly was: string;
  readonly is: string;
  readonly rule: RuleId;
}

/** The clocks with their new dates, and what changed. */
export interface Reclocked {
  readonly clocks: readonly RunningClock[];
  readonly changed: readonly ReclockChange[];
}

/**
 * Counts open clocks again after a special holiday was declared or withdrawn (C15, C16). Clocks that
 * are met, late or suspended stay as they are. Doing it twice is doing it once.
 *
 * @throws CalendarError `tooLateToWithdraw` on the day itself or after it
 */
export function reclock(question: ReclockQuestion): Explained<Reclocked> {
  const { declared = [], withdrawn = [] } = question;
  const on = parseDay(question.on, 'on');
  for (const [index, date] of declared.entries()) parseDay(date, `declared[${index}]`);
  for (const [index, date] of withdrawn.entries()) {
    needBefore(on, parseDay(date, `withdrawn[${index}]`));
  }
  const steps: Step[] = [step('asked', 'C15', { date: question.on, of: 'reclock' })];
  const changed: ReclockChange[] = [];
  const reviewed = new Map<string, string>();
  const clocks = question.clocks.map((given, index) => {
    const now: Reclocking = {
      ...calendarsOf(given, question),
      ...{ on, steps, isWithdrawal: withdrawn.length > 0 && declared.length === 0 },
      field: `clocks[${index}]`,
    };
    const clock = afterReview(given, reviewed);
    const is = newDue(clock, now);
    if (is === undefined || given.due === null || isSameMoment(is.due, given.due)) {
      steps.push(step('unchanged', is?.rule ?? 'C15', { of: given.kind }));
      // Counted with the new days all the same: the next declaration builds on them.
      return is === undefined ? given : { ...given, calendar: now.calendar.version };
    }
    if (given.kind === 'review') reviewed.set(given.due, is.due);
    changed.push({ kind: given.kind, was: given.due, is: is.due, rule: is.rule });
    steps.push(step('changed', is.rule, { of: given.kind, date: given.due, to: is.due }));
    return { ...clock, ...startOf(clock, now), due: is.due, calendar: now.calendar.version };
  });
  steps.push(step('answer', 'C15', { amount: changed.length, of: 'changes' }));
  return { answer: { clocks, changed }, explanation: steps };
}

/** What every clock is counted again with. */
interface Reclocking {
  /** As it was before. */
  readonly old: Calendar;
  readonly calendar: Calendar;
  /** Day of the declaration or withdrawal. */
  readonly on: number;
  readonly isWithdrawal: boolean;
  readonly steps: Step[];
  /** Path of the clock in the question. */
  readonly field: string;
}

/**
 * The calendar that a clock was counted with, and the new one. What was declared before stands in the
 * clock's own calendar; what is withdrawn was declared before, in the table or on top of it.
 */
function calendarsOf(
  clock: RunningClock,
  { declared = [], withdrawn = [], before, agency: days }: ReclockQuestion,
): Pick<Reclocking, 'old' | 'calendar'> {
  const agency = days === undefined ? {} : { agency: days };
  const known = before ?? (clock.calendar === undefined ? {} : namedCalendar(clock.calendar));
  const { declared: was = [], withdrawn: wasNot = [] } = known;
  const isNew = (date: string) => !was.includes(date);
  const declaredBefore = [...was, ...withdrawn.filter((one) => isNotInTable(one) && isNew(one))];
  const old = makeCalendar({ declared: declaredBefore, withdrawn: wasNot, ...agency });
  const isDeclaredAgain = (date: string) => !declared.includes(date);
  const calendar = makeCalendar({
    declared: [...declaredBefore, ...declared.filter(isNew)],
    withdrawn: [...wasNot.filter(isDeclaredAgain), ...withdrawn],
    ...agency,
  });
  return { old, calendar };
}

function isNotInTable(date: string): boolean {
  return !holidays.some((holiday) => holiday.date === date);
}

/** C14: the second clock starts on the day the first ends, wherever that is now. */
function afterReview(clock: RunningClock, reviewed: ReadonlyMap<string, string>): RunningClock {
  const startsOn = clock.kind === 'consideration' ? reviewed.get(clock.startsOn) : undefined;
  return startsOn === undefined ? clock : { ...clock, startsOn };
}

function isSameMoment(one: string, other: string): boolean {
  const isTime = hasTime(one) && hasTime(other);
  return one === other || (isTime && Date.parse(one) === Date.parse(other));
}

function newDue(clock: RunningClock, now: Reclocking): { due: string; rule: RuleId } | undefined {
  const { due, unit, party, state = 'running' } = clock;
  if (due === null || state !== 'running' || unit === 'ELAPSED_HOUR') return undefined;
  if (parseEither(due, `${now.field}.due`).day < now.on) return undefined;
  const isCounted = unit === 'WORKING_DAY' || unit === 'HOUR' || unit === 'MINUTE';
  if (!isCounted && party === 'OFFICIAL') return undefined;
  const counted = isCounted ? countAgain(clock, now) : rollAgain(clock, now);
  return settle(counted, clock, due, now);
}

/** Clocks that start at a filing; all others start at an act, a letter or the end of a time. */
const startAtFilings: readonly string[] = ['review', 'consideration'];

/**
 * A deemed receipt that is still in the future moves, one in the past does not. Where it came from is
 * kept, so that a withdrawal finds it again. What begins on a day off was never a receipt.
 */
function startOf(
  { kind, startsOn, filedAt }: RunningClock,
  { old, calendar, on, steps, field }: Reclocking,
): Pick<RunningClock, 'startsOn' | 'filedAt'> {
  const start = parseEither(startsOn, `${field}.startsOn`);
  if (start.day <= on) return { startsOn };
  const isReceipt = startAtFilings.includes(kind) && old.dayOff(start.day, 'agency') === undefined;
  if (filedAt === undefined && !isReceipt) return { startsOn };
  const filed = filedAt ?? instantOf({ day: start.day, ms: start.ms ?? opensMs });
  const { answer, explanation } = receive(calendar, filed, `${field}.filedAt`);
  const moved = start.ms === undefined ? answer.receivedAt.slice(0, 10) : answer.receivedAt;
  if (moved === startsOn) return { startsOn };
  steps.push(...explanation);
  return { startsOn: moved, filedAt: filed };
}

function countAgain(clock: RunningClock, now: Reclocking): string {
  const { amount, unit, party, outside = [] } = clock;
  const from = startOf(clock, { ...now, steps: [] }).startsOn;
  const { answer, explanation } = dueOf(now.calendar, { from, amount, unit, party, outside });
  now.steps.push(...explanation);
  return 'due' in answer ? answer.due : answer.dueAt;
}

/** A citizen's calendar days keep their length; the last day is rolled again. */
function rollAgain(clock: RunningClock, now: Reclocking): string {
  const { amount, unit, outside = [] } = clock;
  const from = startOf(clock, { ...now, steps: [] }).startsOn;
  const period = { from, amount, unit, party: 'CITIZEN', outside } as const;
  const { answer, explanation } = dueOf(now.calendar, period);
  now.steps.push(...explanation);
  return 'due' in answer ? answer.due : answer.dueAt;
}

/**
 * A holiday more never takes a day away: a later date, by extension or once given to a citizen, stays,
 * and a citizen's rolls on if it is a holiday now. No period ends before the declaration.
 */
function settle(
  counted: string,
  { party }: RunningClock,
  due: string,
  { calendar, isWithdrawal, on, steps }: Reclocking,
): { due: string; rule: RuleId } {
  const rule = isWithdrawal ? 'C16' : 'C15';
  if (counted < due && (party === 'CITIZEN' || !isWithdrawal)) {
    if (party === 'OFFICIAL' || hasTime(due)) return { due, rule };
    return { due: dateOf(settleLastDay(calendar, parseDay(due, 'due'), party, steps)), rule };
  }
  if (parseDay(counted.slice(0, 10), 'due') >= on) return { due: counted, rule };
  steps.push(step('notBefore', 'C15', { date: counted, to: dateOf(on) }));
  return { due: dateOf(on), rule };
}

function needBefore(on: number, day: number): void {
  if (on < day) return;
  throw new CalendarError('tooLateToWithdraw', 'withdrawn', {
    th: `withdrawn: ${dateOf(day)} ยกเลิกได้ก่อนถึงวันเท่านั้น (วันนี้ ${dateOf(on)})`,
    en: `withdrawn: ${dateOf(day)} can be withdrawn before the day only (this is ${dateOf(on)})`,
  });
}
