/**
 * The recount of clocks when the holidays change, for tests only: written from the readings C15–C17
 * on top of the second counter, and sharing no code with `contracts/calendar`.
 */
import {
  dayOf,
  isInstant,
  receiptOf,
  startIn,
  type Unit,
  type ClockState,
} from './clock-counter.js';
import { countPeriod, type CounterDays, type OutsideDays, type Party } from './counter.js';

export interface OpenClock {
  readonly kind: string;
  readonly startsOn: string;
  readonly amount: number;
  readonly unit: Unit;
  readonly party: Party;
  readonly due: string | null;
  readonly state?: ClockState;
  readonly outside?: readonly OutsideDays[];
  readonly filedAt?: string;
}

export interface RecountQuestion {
  readonly clocks: readonly OpenClock[];
  /** Days that are special holidays from now on, on top of the table. */
  readonly declared?: readonly string[];
  /** Days that were special holidays until now. */
  readonly withdrawn?: readonly string[];
  /** The day on which this is declared. */
  readonly on: string;
  readonly agency?: Pick<CounterDays, 'openOn' | 'closedOn'>;
}

export interface Recount {
  readonly clocks: { startsOn: string; due: string | null }[];
  readonly changed: { kind: string; was: string; is: string }[];
}

/** C16: a holiday that has begun cannot be taken back. */
export class TooLate extends Error {
  constructor(day: string, on: string) {
    super(`the holiday of ${day} cannot be withdrawn on ${on}`);
    this.name = 'TooLate';
  }
}

interface Revision {
  readonly before: CounterDays;
  readonly after: CounterDays;
  readonly on: string;
  readonly isWithdrawal: boolean;
}

/** The same instant on the clocks of Bangkok, so that texts compare like times. */
function inBangkok(text: string): string {
  if (!isInstant(text)) return text;
  const local = new Date(Date.parse(text) + 7 * 3_600_000).toISOString();
  return `${local.replace('.000Z', '').replace('Z', '')}+07:00`;
}

function laterOf(one: string, other: string): string {
  return one > other ? one : other;
}

function isWorkingDay(day: string, days: CounterDays): boolean {
  const today = {
    amount: 1,
    unit: 'WORKING_DAY',
    party: 'OFFICIAL',
    countsFirstDay: true,
  } as const;
  return countPeriod({ from: day, ...today }, days) === day;
}

/** C15: what is over, stands still, passes by itself or is an official's calendar time. */
function staysAsItIs({ state = 'running', due, unit, party }: OpenClock, on: string): boolean {
  if (state !== 'running' || due === null || dayOf(due) < on) return true;
  if (unit === 'ELAPSED_HOUR') return true;
  return party === 'OFFICIAL' && (unit === 'DAY' || unit === 'MONTH' || unit === 'YEAR');
}

/** C15, C16: a deemed receipt still to come is looked for again; one that has come stands. */
/** Only what starts at a filing has a deemed receipt. */
function revisedStart(
  { kind, startsOn, filedAt }: OpenClock,
  { before, after, on }: Revision,
): string {
  const day = dayOf(startsOn);
  if (day <= on) return startsOn;
  if (filedAt !== undefined && dayOf(receiptOf(filedAt, before)) === day) {
    return startLike(startsOn, receiptOf(filedAt, after));
  }
  if (kind !== 'review' && kind !== 'consideration') return startsOn;
  if (isWorkingDay(day, after) || !isWorkingDay(day, before)) return startsOn;
  return startLike(startsOn, receiptOf(day, after));
}

function startLike(startsOn: string, receipt: string): string {
  return isInstant(startsOn) ? receipt : dayOf(receipt);
}

/** R6 on the new holidays, whatever made the date. */
function rolled(due: string, outside: readonly OutsideDays[], days: CounterDays): string {
  const lastDay = { amount: 1, unit: 'DAY', party: 'CITIZEN', countsFirstDay: true } as const;
  const next = countPeriod({ from: due, ...lastDay, outside }, days);
  return isInstant(due) ? `${next}${due.slice(10)}` : next;
}

function revisedDue(
  clock: OpenClock,
  was: string,
  from: string,
  { after, on, isWithdrawal }: Revision,
): string {
  const { amount, unit, party, outside = [] } = clock;
  const counted = countPeriod({ from, amount, unit, party, outside }, after);
  // A later date once given to a citizen stays (C16), unless it has become a holiday.
  if (party === 'CITIZEN') return rolled(laterOf(counted, was), outside, after);
  // A holiday more makes no working-day period shorter: what is longer was extended.
  if (!isWithdrawal && counted < was) return was;
  // No period is made to end before the declaration.
  return dayOf(counted) < on ? startIn(unit, on) : counted;
}

function recountClock(
  clock: OpenClock,
  revision: Revision,
): { startsOn: string; due: string | null } {
  const { startsOn, due } = clock;
  if (due === null || staysAsItIs(clock, revision.on)) return { startsOn, due };
  const was = inBangkok(due);
  const newStart = revisedStart(clock, revision);
  const is = revisedDue(clock, was, newStart, revision);
  return is === was ? { startsOn, due } : { startsOn: newStart, due: is };
}

/** Every open clock on the new holidays, by C15 to C17. */
export function recount(question: RecountQuestion): Recount {
  const { declared = [], withdrawn = [], agency = {} } = question;
  const on = dayOf(question.on);
  const begun = withdrawn.find((day) => day <= on);
  if (begun !== undefined) throw new TooLate(begun, on);
  const before = { ...agency, declared: withdrawn };
  const after = { ...agency, declared, withdrawn };
  const isWithdrawal = withdrawn.length > 0 && declared.length === 0;
  const revision = { before, after, on, isWithdrawal };
  const clocks = question.clocks.map((clock) => recountClock(clock, revision));
  const changed = question.clocks.flatMap(({ kind, due: was }, index) => {
    const is = clocks[index]?.due ?? null;
    return was === null || is === null || is === was ? [] : [{ kind, was, is }];
  });
  return { clocks, changed };
}
