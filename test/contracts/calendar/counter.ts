/**
 * A second counter of the legal calendar, for tests only. It is written from the law
 * (`thai-domain.md` §2.6 and §3.2) and the readings (`calendar-readings.md`) and shares no code with
 * `contracts/calendar`: where the two disagree, one of them is wrong. It goes day by day and minute
 * by minute and has its own leap years, so that there is nothing in it to believe.
 */

export type Party = 'OFFICIAL' | 'CITIZEN';
export type DateUnit = 'DAY' | 'WORKING_DAY' | 'MONTH' | 'YEAR';
export type TimeUnit = 'HOUR' | 'MINUTE' | 'ELAPSED_HOUR';

/** What is known on top of the table of holidays. */
export interface CounterDays {
  /** Special holidays declared by the Cabinet. */
  readonly declared?: readonly string[];
  /** Special holidays taken back; the other holidays cannot be. */
  readonly withdrawn?: readonly string[];
  /** Special days on which the agency stays open (C17). */
  readonly openOn?: readonly string[];
  /** Regional days of the agency (C1). */
  readonly closedOn?: readonly string[];
}

/** Days outside the clock, both included (C8). */
export interface OutsideDays {
  readonly from: string;
  readonly to: string;
}

export interface Period {
  readonly from: string;
  readonly amount: number;
  readonly unit: DateUnit | TimeUnit;
  readonly party: Party;
  readonly outside?: readonly OutsideDays[];
  readonly countsFirstDay?: boolean;
}

export interface ExtensionNotice {
  readonly on: string;
  readonly reason: boolean;
  readonly amount?: number;
}

export interface Extension {
  readonly due: string;
  readonly unit: DateUnit;
  readonly party: Party;
  readonly max: number;
  /** The longest single extension allowed. */
  readonly amount: number;
  readonly notices: readonly ExtensionNotice[];
}

/** A weekday of a year without a table would have to be known as a holiday or not. */
export class NotCovered extends Error {
  constructor(date: string) {
    super(`${date} is a weekday of a year without a table of holidays`);
    this.name = 'NotCovered';
  }
}

// Government holidays on weekdays, thai-domain.md §3.2; 2027 is a projection without Ploughing Day.
const HOLIDAYS: readonly string[] = [
  ...['2025-01-01', '2025-02-12', '2025-04-07', '2025-04-14', '2025-04-15', '2025-04-16'],
  ...['2025-05-05', '2025-05-09', '2025-05-12', '2025-06-03', '2025-07-10', '2025-07-11'],
  ...['2025-07-28', '2025-08-12', '2025-10-13', '2025-10-23', '2025-12-05', '2025-12-10'],
  ...['2025-12-31'],
  ...['2026-01-01', '2026-03-03', '2026-04-06', '2026-04-13', '2026-04-14', '2026-04-15'],
  ...['2026-05-04', '2026-05-13', '2026-06-01', '2026-06-03', '2026-07-28', '2026-07-29'],
  ...['2026-07-30', '2026-08-12', '2026-10-13', '2026-10-23', '2026-12-07', '2026-12-10'],
  ...['2026-12-31'],
  ...['2027-01-01', '2027-02-22', '2027-04-06', '2027-04-13', '2027-04-14', '2027-04-15'],
  ...['2027-05-04', '2027-05-20', '2027-06-03', '2027-07-19', '2027-07-20', '2027-07-28'],
  ...['2027-08-12', '2027-10-13', '2027-10-25', '2027-12-06', '2027-12-10', '2027-12-31'],
];
const SPECIAL_HOLIDAYS: readonly string[] = ['2025-06-02', '2025-08-11', '2026-01-02'];
const FIRST_YEAR = 2025;
const LAST_YEAR = 2027;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WHOLE_DAY = 24 * HOUR;
const OPENING = 8 * HOUR + 30 * MINUTE;
const CLOSING = 16 * HOUR + 30 * MINUTE;
const BANGKOK = 7 * HOUR;

interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** A moment on the clocks of Bangkok, `time` in milliseconds since midnight. */
interface Moment {
  readonly date: CivilDate;
  readonly time: number;
}

function isLeapYear(year: number): boolean {
  return year % 400 === 0 || (year % 4 === 0 && year % 100 !== 0);
}

function monthLength(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function dayAfter({ year, month, day }: CivilDate): CivilDate {
  if (day < monthLength(year, month)) return { year, month, day: day + 1 };
  if (month < 12) return { year, month: month + 1, day: 1 };
  if (year === 9999) throw new RangeError('the period leaves the years with four digits');
  return { year: year + 1, month: 1, day: 1 };
}

function dayBefore({ year, month, day }: CivilDate): CivilDate {
  if (day > 1) return { year, month, day: day - 1 };
  if (month > 1) return { year, month: month - 1, day: monthLength(year, month - 1) };
  return { year: year - 1, month: 12, day: 31 };
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function dateText({ year, month, day }: CivilDate): string {
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

function momentText({ date, time }: Moment): string {
  const hours = padded(Math.floor(time / HOUR), 2);
  const minutes = padded(Math.floor(time / MINUTE) % 60, 2);
  const seconds = padded(Math.floor(time / 1000) % 60, 2);
  const rest = time % 1000 === 0 ? '' : `.${padded(time % 1000, 3)}`;
  return `${dateText(date)}T${hours}:${minutes}:${seconds}${rest}+07:00`;
}

function readDate(text: string): CivilDate {
  const [year, month, day] = text.split('-').map(Number);
  const written = /^\d{4}-\d{2}-\d{2}$/.test(text);
  if (!written || year === undefined || month === undefined || day === undefined) {
    throw new RangeError(`${text} is no date`);
  }
  if (month < 1 || month > 12 || day < 1 || day > monthLength(year, month)) {
    throw new RangeError(`${text} does not exist`);
  }
  return { year, month, day };
}

const INSTANT =
  /^(?<date>[\d-]{10})T(?<h>\d\d):(?<m>\d\d)(:(?<s>\d\d)(\.(?<ms>\d{1,3}))?)?(?<zone>Z|[+-]\d\d:\d\d)$/;

/** An instant on the clocks of Bangkok, whatever its own offset. */
function readInstant(text: string): Moment {
  const { date: day, h, m, s = '0', ms = '', zone } = INSTANT.exec(text)?.groups ?? {};
  if (day === undefined || zone === undefined) throw new RangeError(`${text} is no instant`);
  const [hours, minutes, seconds] = [Number(h), Number(m), Number(s)];
  if (hours > 23 || minutes > 59 || seconds > 59) throw new RangeError(`${text} does not exist`);
  let date = readDate(day);
  let time = hours * HOUR + minutes * MINUTE + seconds * 1000 + Number(ms.padEnd(3, '0'));
  time += BANGKOK - offsetOf(zone);
  for (; time >= WHOLE_DAY; time -= WHOLE_DAY) date = dayAfter(date);
  for (; time < 0; time += WHOLE_DAY) date = dayBefore(date);
  return { date, time };
}

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const size = Number(zone.slice(1, 3)) * HOUR + Number(zone.slice(4, 6)) * MINUTE;
  return zone.startsWith('-') ? -size : size;
}

function isDateAlone(text: string): boolean {
  return !text.includes('T');
}

function readDay(text: string): CivilDate {
  return isDateAlone(text) ? readDate(text) : readInstant(text).date;
}

/** A date alone is its business hours, so it begins at opening (R4, CCC 193/4). */
function readStart(text: string): Moment {
  return isDateAlone(text) ? { date: readDate(text), time: OPENING } : readInstant(text);
}

/** 1 January 2000 was a Saturday; 400 years are whole weeks. */
function isWeekend({ year, month, day }: CivilDate): boolean {
  const sameYear = 2000 + (year % 400);
  let passed = day - 1;
  for (let y = 2000; y < sameYear; y += 1) passed += isLeapYear(y) ? 366 : 365;
  for (let m = 1; m < month; m += 1) passed += monthLength(year, m);
  return passed % 7 === 0 || passed % 7 === 1;
}

/** C1, with C17: an open special day is a working day of the agency, a holiday for the citizen. */
function isDayOff(date: CivilDate, days: CounterDays, party: Party): boolean {
  if (isWeekend(date)) return true;
  const text = dateText(date);
  if (HOLIDAYS.includes(text) || days.closedOn?.includes(text)) return true;
  const isDeclared = SPECIAL_HOLIDAYS.includes(text) || days.declared?.includes(text);
  const isSpecial = isDeclared && !days.withdrawn?.includes(text);
  if (isSpecial && (party === 'CITIZEN' || !days.openOn?.includes(text))) return true;
  if (date.year < FIRST_YEAR || date.year > LAST_YEAR) throw new NotCovered(text);
  return false;
}

function isOutside(date: CivilDate, outside: readonly OutsideDays[] = []): boolean {
  const text = dateText(date);
  return outside.some(({ from, to }) => from <= text && text <= to);
}

/** Receipt of an electronic filing: EGOV s.10, C2, C3. */
export function countReceipt(filedAt: string, days: CounterDays): string {
  const filed = readInstant(filedAt);
  // After closing the day is over, so nobody asks whether it was a working day.
  const isOver = filed.time > CLOSING;
  if (!isOver && !isDayOff(filed.date, days, 'OFFICIAL')) {
    return momentText({ date: filed.date, time: Math.max(filed.time, OPENING) });
  }
  let date = dayAfter(filed.date);
  while (isDayOff(date, days, 'OFFICIAL')) date = dayAfter(date);
  return momentText({ date, time: OPENING });
}

/** The last day of a period, or its last moment: APA s.64, CCC 193/3 to 193/8, C4 to C8. */
export function countPeriod(period: Period, days: CounterDays): string {
  const { amount, unit, party } = period;
  requireCount(amount);
  switch (unit) {
    case 'DAY':
      return lastDay(endOfDays(period), period, days);
    case 'WORKING_DAY':
      return dateText(endOfDays(period, (date) => !isDayOff(date, days, party)));
    case 'MONTH':
      return lastDay(endOfMonths(period, amount), period, days);
    case 'YEAR':
      return lastDay(endOfMonths(period, 12 * amount), period, days);
    case 'HOUR':
      return endOfOfficeMinutes(period, 60 * amount, days);
    case 'MINUTE':
      return endOfOfficeMinutes(period, amount, days);
    case 'ELAPSED_HOUR':
      return endOfElapsedHours(period);
  }
}

function requireCount(amount: number): void {
  if (!Number.isSafeInteger(amount) || amount < 1) throw new RangeError(`${amount} is no count`);
}

/** R1, C4: the day of the event is out, unless the manual says that it counts. */
function firstDay({ from, countsFirstDay = false }: Period): CivilDate {
  return countsFirstDay ? readDay(from) : dayAfter(readDay(from));
}

/** R3: one day after the other; a day outside the clock is not counted (C8). */
function endOfDays(period: Period, counts = (_: CivilDate) => true): CivilDate {
  let date = firstDay(period);
  let left = period.amount;
  while (true) {
    if (!isOutside(date, period.outside) && counts(date)) left -= 1;
    if (left === 0) return date;
    date = dayAfter(date);
  }
}

/** R7, C6 (CCC 193/5), then a day more for each day outside the clock (C8). */
function endOfMonths(period: Period, months: number): CivilDate {
  const begin = firstDay(period);
  let { year, month } = begin;
  for (let left = months; left > 0; left -= 1) {
    year = month === 12 ? year + 1 : year;
    month = month === 12 ? 1 : month + 1;
  }
  if (year > 9999) throw new RangeError('the period leaves the years with four digits');
  const length = monthLength(year, month);
  let end =
    begin.day > length ? { year, month, day: length } : dayBefore({ year, month, day: begin.day });
  for (let date = begin; dateText(date) <= dateText(end); date = dayAfter(date)) {
    if (isOutside(date, period.outside)) end = dayAfter(end);
  }
  return end;
}

/** R5: an official's last day stands. R6: a citizen's goes on to the next working day. */
function lastDay(end: CivilDate, { party }: Period, days: CounterDays): string {
  if (party === 'OFFICIAL') return dateText(end);
  let date = end;
  while (isDayOff(date, days, 'CITIZEN')) date = dayAfter(date);
  return dateText(date);
}

/** R2, C5: what is left at closing goes on at the next opening. */
function endOfOfficeMinutes(period: Period, minutes: number, days: CounterDays): string {
  function isShut(day: CivilDate): boolean {
    return isOutside(day, period.outside) || isDayOff(day, days, period.party);
  }
  let { date, time } = readStart(period.from);
  // From closing on, nothing of the day can count, whatever day it is.
  if (time < CLOSING && isShut(date)) time = CLOSING;
  time = Math.min(Math.max(time, OPENING), CLOSING);
  for (let left = minutes; left > 0; left -= 1) {
    time += MINUTE;
    if (time <= CLOSING) continue;
    const rest = time - CLOSING;
    do date = dayAfter(date);
    while (isShut(date));
    time = OPENING + rest;
  }
  return momentText({ date, time });
}

/** C5: statutory hours pass by day and by night, on holidays and outside the clock. */
function endOfElapsedHours({ from, amount }: Period): string {
  let { date, time } = readStart(from);
  for (let left = amount; left > 0; left -= 1) {
    time += HOUR;
    if (time < WHOLE_DAY) continue;
    time -= WHOLE_DAY;
    date = dayAfter(date);
  }
  return momentText({ date, time });
}

/** Extensions by notice with reason until closing of the current last day: C9. */
export function countExtension(
  { due: given, unit, party, max, amount, notices }: Extension,
  days: CounterDays,
): { results: string[]; due: string } {
  let due = lastDay(readDate(given), { from: given, amount, unit, party }, days);
  let granted = 0;
  const results: string[] = [];
  for (const notice of notices) {
    const asked = notice.amount ?? amount;
    if (!notice.reason || granted >= max || asked > amount || !isInTime(notice.on, due)) {
      results.push('REJECTED');
      continue;
    }
    due = countPeriod({ from: due, amount: asked, unit, party }, days);
    granted += 1;
    results.push(due);
  }
  return { results, due };
}

function isInTime(on: string, due: string): boolean {
  const day = dateText(readDay(on));
  if (day !== due) return day < due;
  return isDateAlone(on) || readInstant(on).time <= CLOSING;
}

/** Delay letters of LFA s.10 by C10: every seventh day after the due date until the case is done. */
export function countDelayNotices({ due, finishedOn }: { due: string; finishedOn: string }): {
  dueBy: string[];
} {
  const finished = dateText(readDate(finishedOn));
  const dueBy: string[] = [];
  let passed = 0;
  for (let date = readDate(due); dateText(date) < finished; date = dayAfter(date)) {
    if (passed > 0 && passed % 7 === 0) dueBy.push(dateText(date));
    passed += 1;
  }
  return { dueBy };
}

/** Counting back from an expiry, the day of expiry out, no roll: C13. */
export function countBack({ from, amount }: { from: string; amount: number }): string {
  requireCount(amount);
  let date = readDate(from);
  for (let left = amount; left > 0; left -= 1) date = dayBefore(date);
  return dateText(date);
}

/** The fiscal year of the State, B.E., begins on 1 October of the year before (§3.1). */
export function countFiscalYear(at: string): { fiscalYear: number; quarter: number } {
  const { year, month } = readDay(at);
  if (month >= 10) return { fiscalYear: year + 1 + 543, quarter: 1 };
  if (month <= 3) return { fiscalYear: year + 543, quarter: 2 };
  return { fiscalYear: year + 543, quarter: month <= 6 ? 3 : 4 };
}
