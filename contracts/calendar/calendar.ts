import { CalendarError } from './errors.js';
import { dateOf, dayOf, parseDay, weekdayOf, yearOf } from './days.js';
import type { CalendarVersion, Holiday } from './holidays.js';
import { calendarVersions, holidays } from './holidays.js';
import type { Label } from './label.js';

/** Whose day it is that is asked about: the agency's own count, or a person's last day (C17). */
export type Side = 'agency' | 'person';

/** Why nobody works on a day. */
export type DayOff =
  { readonly kind: 'weekend' } | { readonly kind: 'holiday'; readonly holiday: Holiday };

/** A special holiday that a Cabinet resolution declared on top of the table. */
export interface DeclaredHoliday {
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly name?: Label;
  readonly authority?: Label;
  readonly resolvedOn?: string;
}

/** What one agency's calendar has besides the nation's (C1, C17). */
export interface AgencyDays {
  /** Special holidays on which the agency stays open. */
  readonly openOn?: readonly string[];
  /** Regional days on which it is closed. */
  readonly closedOn?: readonly DeclaredHoliday[];
}

/** What a calendar is made with. */
export interface CalendarOptions {
  /** A version of the table; the newest when left out. */
  readonly version?: string;
  readonly declared?: readonly (string | DeclaredHoliday)[];
  /** Special holidays that were withdrawn. */
  readonly withdrawn?: readonly string[];
  readonly agency?: AgencyDays;
}

/** Which days are off, as known at one version. Days are numbers (see `days.ts`). */
export interface Calendar {
  /** Version of the table, with what was declared and withdrawn on top, e.g. `2026.1+2026-07-27`. */
  readonly version: string;
  /**
   * Why a day is off; `undefined` for a working day.
   *
   * @throws CalendarError `yearNotCovered` for a weekday of a year that the table does not have
   */
  dayOff(day: number, side: Side): DayOff | undefined;
  /** Whether it is known if a day is off: a weekend is, in any year. */
  isKnown(day: number): boolean;
  /** The days off of this day's year are a projection: the Cabinet has not fixed them. */
  isProjected(day: number): boolean;
  /** The special holiday on which this agency works all the same (C17). */
  openOn(day: number): Holiday | undefined;
}

const weekend: DayOff = { kind: 'weekend' };
const newest = calendarVersions[calendarVersions.length - 1]?.version ?? '';

/**
 * Makes the calendar as known at a version, with special holidays declared and withdrawn.
 *
 * @throws CalendarError when a date is none, or a day that is no special holiday is withdrawn
 */
export function makeCalendar(options: CalendarOptions = {}): Calendar {
  const { version = newest, declared = [], withdrawn = [], agency = {} } = options;
  const known = knownAt(version);
  const { covers, projects } = versionOf(version);
  const national = new Map(known.map((holiday) => [dayOf(holiday.date), holiday]));
  for (const one of declared) {
    const holiday = declaredHoliday(one, 'declared');
    const day = dayOf(holiday.date);
    if (!national.has(day)) national.set(day, holiday);
  }
  for (const date of withdrawn) withdraw(national, parseDay(date, 'withdrawn'));
  const openOn = new Set((agency.openOn ?? []).map((date) => parseDay(date, 'agency.openOn')));
  const closed = (agency.closedOn ?? []).map((one) => regionalDay(one));
  const closedOn = new Map(closed.map((holiday) => [dayOf(holiday.date), holiday]));
  const open = (day: number): Holiday | undefined => {
    const holiday = openOn.has(day) ? national.get(day) : undefined;
    // An agency may stay open on a special holiday alone (thai-domain.md §3.2).
    return holiday?.kind === 'SPECIAL_CABINET' ? holiday : undefined;
  };
  return {
    version: nameOf(version, options),
    isKnown: (day) => isWeekend(day) || isCovered(day, covers),
    isProjected: (day) => yearOf(day) === projects,
    openOn: open,
    dayOff(day, side) {
      if (isWeekend(day)) return weekend;
      needCovered(day, covers);
      const holiday = national.get(day);
      if (holiday !== undefined && !(side === 'agency' && open(day) !== undefined)) {
        return { kind: 'holiday', holiday };
      }
      const regional = closedOn.get(day);
      return regional === undefined ? undefined : { kind: 'holiday', holiday: regional };
    },
  };
}

/** Version, what was declared and withdrawn on top, and the days of one agency after a semicolon. */
function nameOf(
  version: string,
  { declared = [], withdrawn = [], agency }: CalendarOptions,
): string {
  const national = [
    version,
    ...declared.map((one) => `+${typeof one === 'string' ? one : one.date}`),
    ...withdrawn.map((date) => `-${date}`),
  ].join('');
  const own = [
    ...(agency?.openOn ?? []).map((date) => `open ${date}`),
    ...(agency?.closedOn ?? []).map(({ date }) => `closed ${date}`),
  ];
  return own.length === 0 ? national : `${national}; ${own.join(', ')}`;
}

/** What a calendar's name says was declared and withdrawn on top of the table. */
export function namedCalendar(name: string): { declared: string[]; withdrawn: string[] } {
  const [national = ''] = name.split(';');
  const marked = national.match(/[+-]\d{4}-\d{2}-\d{2}/g) ?? [];
  const of = (sign: string) => marked.filter((one) => one[0] === sign).map((one) => one.slice(1));
  return { declared: of('+'), withdrawn: of('-') };
}

/** The table as known at a version. */
export function knownAt(version: string): Holiday[] {
  const order = calendarVersions.map((one) => one.version);
  const last = order.indexOf(versionOf(version).version);
  const withdrawn = calendarVersions.slice(0, last + 1).flatMap((one) => one.withdraws ?? []);
  return holidays.filter(
    ({ since, date }) => order.indexOf(since) <= last && !withdrawn.includes(date),
  );
}

function versionOf(version: string): CalendarVersion {
  const found = calendarVersions.find((one) => one.version === version);
  if (found !== undefined) return found;
  const all = calendarVersions.map((one) => one.version).join(', ');
  throw new CalendarError('invalid', 'version', {
    th: `ไม่มีปฏิทินรุ่น ${version} มี ${all}`,
    en: `there is no calendar version ${version}; there are ${all}`,
  });
}

/** The version of the table that was known on a day. */
export function versionOn(date: string): string {
  const known = calendarVersions.filter((one) => one.knownFrom <= date);
  return known[known.length - 1]?.version ?? calendarVersions[0]?.version ?? '';
}

function regionalDay({ date, name, authority, resolvedOn }: DeclaredHoliday): Holiday {
  parseDay(date, 'agency.closedOn');
  return {
    date,
    name: name ?? { th: 'วันหยุดเฉพาะพื้นที่', en: 'Regional holiday' },
    kind: 'REGIONAL',
    authority: authority ?? { th: 'เฉพาะหน่วยงานนี้', en: 'this agency alone' },
    resolvedOn: resolvedOn ?? null,
    since: newest,
  };
}

function declaredHoliday(one: string | DeclaredHoliday, field: string): Holiday {
  const given = typeof one === 'string' ? { date: one } : one;
  parseDay(given.date, field);
  return {
    date: given.date,
    name: given.name ?? { th: 'วันหยุดราชการเพิ่มเป็นกรณีพิเศษ', en: 'Special government holiday' },
    kind: 'SPECIAL_CABINET',
    authority: given.authority ?? { th: 'มติคณะรัฐมนตรี', en: 'Cabinet resolution' },
    resolvedOn: given.resolvedOn ?? null,
    since: newest,
  };
}

function withdraw(national: Map<number, Holiday>, day: number): void {
  const found = national.get(day);
  if (found?.kind !== 'SPECIAL_CABINET') {
    throw new CalendarError('notASpecialHoliday', 'withdrawn', {
      th: `${dateOf(day)} ไม่ใช่วันหยุดพิเศษ จึงยกเลิกไม่ได้`,
      en: `${dateOf(day)} is no special holiday, so it cannot be withdrawn`,
    });
  }
  national.delete(day);
}

function isWeekend(day: number): boolean {
  return weekdayOf(day) === 0 || weekdayOf(day) === 6;
}

function isCovered(day: number, { from, to }: CalendarVersion['covers']): boolean {
  return yearOf(day) >= from && yearOf(day) <= to;
}

function needCovered(day: number, covers: CalendarVersion['covers']): void {
  if (isCovered(day, covers)) return;
  const year = yearOf(day);
  const { from, to } = covers;
  throw new CalendarError('yearNotCovered', 'year', {
    th: `ไม่มีข้อมูลวันหยุดปี ${year} (พ.ศ. ${year + 543}) มี ${from}–${to}`,
    en: `the holidays of ${year} are not known; the calendar has ${from} to ${to}`,
  });
}
