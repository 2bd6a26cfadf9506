import { CalendarError } from './errors.js';

/**
 * Days and moments of Asia/Bangkok (UTC+7, no daylight saving). Inside the calendar a day is a
 * number, days since 1970-01-01, so that counting is adding.
 */

const dayMs = 86_400_000;
const offsetMs = 7 * 3_600_000;
/** Opening of offices, 08:30, milliseconds into the day (C2). */
export const opensMs = 8.5 * 3_600_000;
/** Closing of offices, 16:30, milliseconds into the day (C2). */
export const closesMs = 16.5 * 3_600_000;
const yearMin = 1941;
const yearMax = 2200;

/** The number of a day that is known to exist. */
export function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00.000Z`) / dayMs;
}

/** The date of a day, `YYYY-MM-DD`. */
export function dateOf(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** The number of a civil date's day. */
export function dayOfParts(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / dayMs;
}

/** Year, month and day of month of a day. */
export function partsOf(day: number): { year: number; month: number; dayOfMonth: number } {
  const at = new Date(day * dayMs);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, dayOfMonth: at.getUTCDate() };
}

/** 0 is Sunday, 6 is Saturday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** The year (C.E.) of a day. */
export function yearOf(day: number): number {
  return new Date(day * dayMs).getUTCFullYear();
}

/**
 * Reads a civil date `YYYY-MM-DD` (C.E.).
 *
 * @throws CalendarError `notADate`, or `noSuchDate` with what is wrong
 */
export function parseDay(text: string, field: string): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) {
    throw new CalendarError('notADate', field, {
      th: `${field}: "${text}" ไม่ใช่วันที่ ต้องเป็น ปปปป-ดด-วว (ค.ศ.) เช่น 2026-04-16`,
      en: `${field}: "${text}" is no date; write YYYY-MM-DD (C.E.), e.g. 2026-04-16`,
    });
  }
  const [year, month, dayOfMonth] = match.slice(1).map(Number);
  return existingDay(year ?? 0, month ?? 0, dayOfMonth ?? 0, field);
}

/**
 * The number of a day that has to exist.
 *
 * @throws CalendarError `noSuchDate`
 */
export function existingDay(
  year: number,
  month: number,
  dayOfMonth: number,
  field: string,
): number {
  if (year < yearMin || year > yearMax) {
    const meant = year - 543;
    const hint = meant >= yearMin && meant <= yearMax ? ` (พ.ศ. ${year} = ${meant}?)` : '';
    throw new CalendarError('noSuchDate', field, {
      th: `${field}: ปี ${year} อยู่นอกช่วง ค.ศ. ${yearMin}–${yearMax}${hint}`,
      en: `${field}: year ${year} is outside ${yearMin} to ${yearMax} C.E.${hint}`,
    });
  }
  const day = dayOfParts(year, month, dayOfMonth);
  const parts = partsOf(day);
  if (parts.month !== month || parts.dayOfMonth !== dayOfMonth) {
    const text = `${year}-${pad(month)}-${pad(dayOfMonth)}`;
    throw new CalendarError('noSuchDate', field, {
      th: `${field}: ไม่มีวันที่ ${text}${lastOf(year, month, 'th')}`,
      en: `${field}: there is no ${text}${lastOf(year, month, 'en')}`,
    });
  }
  return day;
}

function lastOf(year: number, month: number, language: 'th' | 'en'): string {
  if (month < 1 || month > 12) {
    return language === 'th' ? ' (เดือนต้องเป็น 01–12)' : ' (months are 01 to 12)';
  }
  const last = lastDayOfMonth(year, month);
  const text = `${year}-${pad(month)}-${pad(last)}`;
  return language === 'th' ? ` (เดือนนี้สิ้นสุด ${text})` : ` (that month ends on ${text})`;
}

/** How many days a month has; months beyond 12 run on into the next years. */
export function lastDayOfMonth(year: number, month: number): number {
  return partsOf(dayOfParts(year, month + 1, 1) - 1).dayOfMonth;
}

/** A moment in Bangkok: its day, and milliseconds into the day. */
export interface Moment {
  readonly day: number;
  readonly ms: number;
}

/**
 * Reads an instant, RFC 3339 with an offset.
 *
 * @throws CalendarError `offsetMissing`, `notAnInstant` or `noSuchDate`
 */
export function parseMoment(text: string, field: string): Moment {
  const match =
    /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/i.exec(
      text,
    );
  const [, date = '', hour = '', minute = '', second = '0', offset] = match ?? [];
  const isTime = Number(hour) <= 23 && Number(minute) <= 59 && Number(second) <= 59;
  if (match === null || !isTime || !isOffset(offset)) {
    throw new CalendarError('notAnInstant', field, {
      th: `${field}: "${text}" ไม่ใช่เวลา ต้องเป็นเช่น 2026-04-10T17:05:00+07:00`,
      en: `${field}: "${text}" is no instant; write it like 2026-04-10T17:05:00+07:00`,
    });
  }
  parseDay(date, field);
  if (offset === undefined) {
    throw new CalendarError('offsetMissing', field, {
      th: `${field}: "${text}" ไม่มีเขตเวลา เติมท้ายด้วย +07:00 หากเป็นเวลาประเทศไทย`,
      en: `${field}: "${text}" has no offset; add +07:00 when it is Bangkok time`,
    });
  }
  return momentOf(Date.parse(text));
}

function isOffset(offset: string | undefined): boolean {
  if (offset === undefined || offset.toUpperCase() === 'Z') return true;
  return Number(offset.slice(1, 3)) <= 23 && Number(offset.slice(4, 6)) <= 59;
}

/** The moment in Bangkok of milliseconds since the epoch. */
export function momentOf(at: number): Moment {
  const local = at + offsetMs;
  const day = Math.floor(local / dayMs);
  return { day, ms: local - day * dayMs };
}

/** Milliseconds since the epoch of a moment in Bangkok. */
export function epochOf({ day, ms }: Moment): number {
  return day * dayMs + ms - offsetMs;
}

/** An instant of Bangkok, `2026-04-16T08:30:00+07:00`; milliseconds only when there are any. */
export function instantOf(moment: Moment): string {
  const text = new Date(moment.day * dayMs + moment.ms).toISOString();
  return `${text.slice(0, 19)}${text.slice(19, 23) === '.000' ? '' : text.slice(19, 23)}+07:00`;
}

/** Whether a text looks like an instant, not a date. */
export function hasTime(text: string): boolean {
  return text.includes('T') || text.includes('t');
}

/** The day of an instant or date. */
export function parseEither(text: string, field: string): Moment | { day: number; ms: undefined } {
  return hasTime(text) ? parseMoment(text, field) : { day: parseDay(text, field), ms: undefined };
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
