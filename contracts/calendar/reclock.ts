import type { AgencyDays, Calendar } from './calendar.js';
import { makeCalendar } from './calendar.js';
import type { LegalClock } from './clocks.js';
import { dateOf, instantOf, opensMs, parseDay, parseEither } from './days.js';
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
  const { declared = [], withdrawn = [], before = {} } = question;
  const on = parseDay(question.on, 'on');
  for (const date of withdrawn) needBefore(on, parseDay(date, 'withdrawn'));
  const agency = question.agency === undefined ? {} : { agency: question.agency };
  // What is withdrawn was declared before, in the table or on top of it.
  const declaredBefore = [...(before.declared ?? []), ...withdrawn.filter(isNotInTable)];
  const withdrawnBefore = before.withdrawn ?? [];
  const old = makeCalendar({ declared: declaredBefore, withdrawn: withdrawnBefore, ...agency });
  const calendar = makeCalendar({
    declared: [...declaredBefore, ...declared],
    withdrawn: [...withdrawnBefore, ...withdrawn],
    ...agency,
  });
  const steps: Step[] = [
    step('asked', 'C15', { date: question.on, calendar: calendar.version, of: 'reclock' }),
  ];
  const changed: ReclockChange[] = [];
  const now: Reclocking = { old, calendar, on, isWithdrawal: withdrawn.length > 0, steps };
  const clocks = question.clocks.map((clock) => {
    const is = newDue(clock, now);
    if (is === undefined || clock.due === null || is.due === clock.due) {
      steps.push(step('unchanged', is?.rule ?? 'C15', { of: clock.kind }));
      return clock;
    }
    changed.push({ kind: clock.kind, was: clock.due, is: is.due, rule: is.rule });
    steps.push(step('changed', is.rule, { of: clock.kind, date: clock.due, to: is.due }));
    return { ...clock, ...startOf(clock, now), due: is.due, calendar: calendar.version };
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
}

function isNotInTable(date: string): boolean {
  return !holidays.some((holiday) => holiday.date === date);
}

function newDue(clock: RunningClock, now: Reclocking): { due: string; rule: RuleId } | undefined {
  const { due, unit, party, state = 'running' } = clock;
  if (due === null || state !== 'running' || unit === 'ELAPSED_HOUR') return undefined;
  if (parseDay(due.slice(0, 10), 'clocks.due') < now.on) return undefined;
  const isCounted = unit === 'WORKING_DAY' || unit === 'HOUR' || unit === 'MINUTE';
  if (!isCounted && party === 'OFFICIAL') return undefined;
  const counted = isCounted ? countAgain(clock, now) : rollAgain(clock, now);
  return settle(counted, clock, due, now);
}

/**
 * A deemed receipt that is still in the future moves, one in the past does not. Where it came from is
 * kept, so that a withdrawal finds it again. What begins on a day off was never a receipt.
 */
function startOf(
  { startsOn, filedAt }: RunningClock,
  { old, calendar, on }: Reclocking,
): Pick<RunningClock, 'startsOn' | 'filedAt'> {
  const start = parseEither(startsOn, 'clocks.startsOn');
  if (start.day <= on) return { startsOn };
  if (filedAt === undefined && old.dayOff(start.day, 'agency') !== undefined) return { startsOn };
  const filed = filedAt ?? instantOf({ day: start.day, ms: start.ms ?? opensMs });
  const { receivedAt } = receive(calendar, filed, 'clocks.filedAt').answer;
  const moved = start.ms === undefined ? receivedAt.slice(0, 10) : receivedAt;
  return moved === startsOn ? { startsOn } : { startsOn: moved, filedAt: filed };
}

function countAgain(clock: RunningClock, now: Reclocking): string {
  const { amount, unit, party, outside = [] } = clock;
  const { answer, explanation } = dueOf(now.calendar, {
    from: startOf(clock, now).startsOn,
    amount,
    unit,
    party,
    outside,
  });
  now.steps.push(...explanation);
  return 'due' in answer ? answer.due : answer.dueAt;
}

/** A citizen's calendar days keep their length; the last day is rolled again. */
function rollAgain(clock: RunningClock, now: Reclocking): string {
  const { amount, unit, outside = [] } = clock;
  const from = startOf(clock, now).startsOn;
  const { answer } = dueOf(now.calendar, { from, amount, unit, party: 'OFFICIAL', outside });
  const last = 'due' in answer ? parseDay(answer.due, 'due') : now.on;
  return dateOf(settleLastDay(now.calendar, last, 'CITIZEN', now.steps));
}

/** No period ends before the declaration; a later date once given to a citizen stays. */
function settle(
  counted: string,
  { party }: RunningClock,
  due: string,
  { isWithdrawal, on, steps }: Reclocking,
): { due: string; rule: RuleId } {
  if (isWithdrawal && party === 'CITIZEN' && counted < due) return { due, rule: 'C16' };
  const rule = isWithdrawal ? 'C16' : 'C15';
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
