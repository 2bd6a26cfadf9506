import type { Calendar, Side } from './calendar.js';
import {
  dateOf,
  dayOfParts,
  epochOf,
  instantOf,
  lastDayOfMonth,
  momentOf,
  parseDay,
  parseEither,
  partsOf,
} from './days.js';
import type { Moment } from './days.js';
import { CalendarError } from './errors.js';
import type { Explained, Step } from './explanation.js';
import { dayOffStep, holidayStep, step } from './explanation.js';
import { countOfficeTime } from './office-time.js';
import type { RuleId } from './rules.js';

/** Units of a period. DAY is a calendar day; HOUR and MINUTE are office time (C5). */
export const units = [
  'DAY',
  'WORKING_DAY',
  'HOUR',
  'MINUTE',
  'MONTH',
  'YEAR',
  'ELAPSED_HOUR',
] as const;
/** Unit of a period. */
export type Unit = (typeof units)[number];

/** Whose duty it is: an official's last day stands (R5), a citizen's rolls (R6). */
export const parties = ['OFFICIAL', 'CITIZEN'] as const;
/** Whose duty it is. */
export type Party = (typeof parties)[number];

/** Days outside the clock, both included. */
export interface DaySpan {
  /** `YYYY-MM-DD` */
  readonly from: string;
  /** `YYYY-MM-DD` */
  readonly to: string;
}

/** A period of a duty. */
export interface PeriodQuestion {
  /** Date or instant of the event, as it stands: a filing is given as received. */
  readonly from: string;
  readonly amount: number;
  readonly unit: Unit;
  readonly party: Party;
  /** Waits outside the clock (C8). */
  readonly outside?: readonly DaySpan[];
  /** The act begins on the very day (C4). */
  readonly countsFirstDay?: boolean;
}

/** When a period ends: a date, or an instant of Bangkok for hours and minutes. */
export type Due = { readonly due: string } | { readonly dueAt: string };

/** The most of a unit that can be meant. */
const amountMax: Readonly<Record<Unit, number>> = {
  DAY: 36_500,
  WORKING_DAY: 1_000,
  HOUR: 8_000,
  MINUTE: 480_000,
  MONTH: 1_200,
  YEAR: 100,
  ELAPSED_HOUR: 87_600,
};

/**
 * The end of a period, with its derivation.
 *
 * @throws CalendarError for an amount, unit, date or year that cannot be
 */
export function dueOf(calendar: Calendar, question: PeriodQuestion): Explained<Due> {
  const { amount, unit, party } = question;
  needAmount(amount, unit);
  const from = parseEither(question.from, 'from');
  const asked = step('asked', unitRules[unit], {
    date: from.ms === undefined ? dateOf(from.day) : instantOf(from),
    amount,
    unit,
    party,
    calendar: calendar.version,
  });
  const steps: Step[] = [asked];
  const outside = outsideDays(question.outside ?? []);
  if (unit === 'HOUR' || unit === 'MINUTE' || unit === 'ELAPSED_HOUR') {
    const start = needTime(from, unit);
    const end =
      unit === 'ELAPSED_HOUR'
        ? elapsed(start, amount, steps)
        : countOfficeTime(
            calendar,
            start,
            amount * (unit === 'HOUR' ? 60 : 1),
            { side: sideOf(party), outside },
            steps,
          );
    if (unit !== 'ELAPSED_HOUR') sayProjected(calendar, end.day, steps);
    steps.push(step('answer', unit === 'ELAPSED_HOUR' ? 'R2' : 'C5', { date: instantOf(end) }));
    return { answer: { dueAt: instantOf(end) }, explanation: steps };
  }
  const counted = countDays(calendar, { ...question, day: from.day, outside }, steps);
  const last =
    unit === 'WORKING_DAY' && party === 'OFFICIAL'
      ? counted
      : settleLastDay(calendar, counted, party, steps);
  if (unit === 'WORKING_DAY' || party === 'CITIZEN') sayProjected(calendar, last, steps);
  const rule = party === 'CITIZEN' ? 'R6' : unit === 'WORKING_DAY' ? 'R3' : 'R5';
  steps.push(step('answer', rule, { date: dateOf(last) }));
  return { answer: { due: dateOf(last) }, explanation: steps };
}

/** A date that rests on days which are not fixed yet says so. */
function sayProjected(calendar: Calendar, day: number, steps: Step[]): void {
  if (calendar.isProjected(day)) steps.push(step('projected', 'C1', { date: dateOf(day) }));
}

/** The rule that says how a unit is counted. */
const unitRules: Readonly<Record<Unit, RuleId>> = {
  DAY: 'R3',
  WORKING_DAY: 'R3',
  HOUR: 'C5',
  MINUTE: 'C5',
  MONTH: 'R7',
  YEAR: 'R7',
  ELAPSED_HOUR: 'R2',
};

/** Whose days off count: a person's, or those of the agency that does its duty (C17). */
function sideOf(party: Party): Side {
  return party === 'CITIZEN' ? 'person' : 'agency';
}

interface Counting {
  readonly day: number;
  readonly amount: number;
  readonly unit: Unit;
  readonly party: Party;
  readonly outside: ReadonlySet<number>;
  readonly countsFirstDay?: boolean;
}

function countDays(calendar: Calendar, counting: Counting, steps: Step[]): number {
  const { day, countsFirstDay = false } = counting;
  const first = countsFirstDay ? day : day + 1;
  const isFirst = countsFirstDay ? 'firstDayCounts' : 'firstDayOut';
  steps.push(step(isFirst, countsFirstDay ? 'C4' : 'R1', { date: dateOf(day) }));
  switch (counting.unit) {
    case 'WORKING_DAY':
      return countWorkingDays(calendar, first, counting, steps);
    case 'MONTH':
    case 'YEAR':
      return countMonths(first, counting, steps);
    default:
      return countCalendarDays(first, counting, steps);
  }
}

function countWorkingDays(
  calendar: Calendar,
  first: number,
  { amount, party, outside }: Counting,
  steps: Step[],
): number {
  const side = sideOf(party);
  let left = amount;
  for (let day = first; ; day += 1) {
    if (outside.has(day)) {
      steps.push(step('outside', 'C8', { date: dateOf(day) }));
      continue;
    }
    const off = calendar.dayOff(day, side);
    if (off !== undefined) {
      steps.push(dayOffStep('dayOff', day, off));
      continue;
    }
    sayOpen(calendar, day, side, steps);
    left -= 1;
    if (left === 0) return day;
  }
}

/** An agency that works on a special holiday says so (C17). */
function sayOpen(calendar: Calendar, day: number, side: Side, steps: Step[]): void {
  const holiday = side === 'agency' ? calendar.openOn(day) : undefined;
  if (holiday !== undefined) steps.push(holidayStep('openDay', 'C17', day, holiday));
}

function countCalendarDays(first: number, { amount, outside }: Counting, steps: Step[]): number {
  return passOver(first, first + amount - 1, outside, steps);
}

/** The last day, moved by each day outside the clock that lies in between. */
function passOver(
  first: number,
  last: number,
  outside: ReadonlySet<number>,
  steps: Step[],
): number {
  if (outside.size === 0) return last;
  let end = last;
  for (let day = first; day <= end; day += 1) {
    if (!outside.has(day)) continue;
    end += 1;
    steps.push(step('outside', 'C8', { date: dateOf(day) }));
  }
  return end;
}

/** Months and years by the calendar (R7, C6). */
function countMonths(first: number, { amount, unit, outside }: Counting, steps: Step[]): number {
  const months = unit === 'YEAR' ? amount * 12 : amount;
  const { year, month, dayOfMonth } = partsOf(first);
  steps.push(step('begins', 'C6', { date: dateOf(first) }));
  const longest = lastDayOfMonth(year, month + months);
  const last =
    dayOfMonth <= longest
      ? dayOfParts(year, month + months, dayOfMonth) - 1
      : dayOfParts(year, month + months, longest);
  const kind =
    dayOfMonth === 1 ? 'wholeMonths' : dayOfMonth <= longest ? 'corresponding' : 'noCorresponding';
  steps.push(step(kind, kind === 'corresponding' ? 'R7' : 'C6', { date: dateOf(last) }));
  return passOver(first, last, outside, steps);
}

/** An official's last day stands; a citizen's rolls to a working day. */
export function settleLastDay(
  calendar: Calendar,
  last: number,
  party: Party,
  steps: Step[],
): number {
  if (party === 'OFFICIAL') {
    steps.push(standsStep(calendar, last));
    return last;
  }
  let day = last;
  for (;;) {
    const off = calendar.dayOff(day, 'person');
    if (off === undefined) break;
    steps.push(dayOffStep('rolled', day, off));
    day += 1;
  }
  steps.push(step('lastDay', 'R6', { date: dateOf(day) }));
  return day;
}

/** Why the last day is off where it is: an official's stands all the same (R5). */
function standsStep(calendar: Calendar, last: number): Step {
  const off = calendar.isKnown(last) ? calendar.dayOff(last, 'agency') : undefined;
  if (off === undefined) return step('lastDay', 'R5', { date: dateOf(last) });
  return off.kind === 'weekend'
    ? step('lastDayStands', 'R5', { date: dateOf(last) })
    : holidayStep('lastDayStands', 'R5', last, off.holiday);
}

function elapsed(start: Moment, hours: number, steps: Step[]): Moment {
  const end = momentOf(epochOf(start) + hours * 3_600_000);
  steps.push(step('elapsed', 'R2', { date: instantOf(start), to: instantOf(end), amount: hours }));
  return end;
}

function needTime(from: { day: number; ms: number | undefined }, unit: Unit): Moment {
  if (from.ms !== undefined) return { day: from.day, ms: from.ms };
  throw timeMissing('from', dateOf(from.day), unit);
}

/** Hours and minutes begin at a time of the day. */
export function timeMissing(field: string, date: string, unit: Unit): CalendarError {
  const example = `${date}T09:00:00+07:00`;
  return new CalendarError('timeMissing', field, {
    th: `${field}: ${unit} ต้องเริ่มจากเวลา เช่น ${example}`,
    en: `${field}: a period in ${unit} needs an instant, e.g. ${example}`,
  });
}

/**
 * @throws CalendarError when an amount is not a whole number of at least 1, or is absurd
 */
export function needAmount(amount: number, unit: Unit, field = 'amount'): void {
  const max = amountMax[unit];
  const right = { th: `ต้องเป็นจำนวนเต็ม 1 ถึง ${max}`, en: `it must be a whole number, 1 to ${max}` };
  const fault = (code: 'amountNotWhole' | 'amountNotPositive' | 'amountTooLarge') =>
    new CalendarError(code, field, {
      th: `${field}: ${amount} ${unit} ไม่ได้ ${right.th}`,
      en: `${field}: ${amount} ${unit} cannot be; ${right.en}`,
    });
  if (!Number.isInteger(amount)) throw fault('amountNotWhole');
  if (amount < 1) throw fault('amountNotPositive');
  if (amount > max) throw fault('amountTooLarge');
}

const spanDaysMax = 3_660;

/** The days of spans, both ends included; spans may overlap. */
export function outsideDays(spans: readonly DaySpan[], field = 'outside'): Set<number> {
  const days = new Set<number>();
  for (const [index, span] of spans.entries()) {
    const from = parseDay(span.from, `${field}[${index}].from`);
    const to = parseDay(span.to, `${field}[${index}].to`);
    if (to < from || to - from > spanDaysMax) {
      throw new CalendarError('endsBeforeItBegins', `${field}[${index}].to`, {
        th: `${field}[${index}]: ${span.to} ต้องไม่ก่อน ${span.from} และไม่เกิน 10 ปี`,
        en: `${field}[${index}]: ${span.to} must not lie before ${span.from}, nor beyond ten years`,
      });
    }
    for (let day = from; day <= to; day += 1) days.add(day);
  }
  return days;
}
