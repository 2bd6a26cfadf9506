/**
 * Civil dates, `YYYY-MM-DD`, in Asia/Bangkok (UTC+7, no daylight saving), as pure arithmetic. What
 * the law makes of them is `contracts/calendar`.
 */

const bangkokOffsetMs = 7 * 3_600_000;
const dayMs = 86_400_000;

/** The day in Bangkok of a moment (milliseconds since the epoch). */
export function bangkokDate(at: number): string {
  return new Date(at + bangkokOffsetMs).toISOString().slice(0, 10);
}

/** The moment at which a day begins in Bangkok, milliseconds since the epoch. */
export function startOfDay(date: string): number {
  return Date.parse(`${date}T00:00:00.000Z`) - bangkokOffsetMs;
}

/** The moment after the last of a day in Bangkok: from then on the day is over. */
export function endOfDay(date: string): number {
  return startOfDay(date) + dayMs;
}

/** A date some calendar days later (or earlier, when negative). */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00.000Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** Calendar days from one date to another; negative when `to` lies before `from`. */
export function daysBetween(from: string, to: string): number {
  return Math.round(
    (Date.parse(`${to}T00:00:00.000Z`) - Date.parse(`${from}T00:00:00.000Z`)) / dayMs,
  );
}

/** Whether a text is a day that exists, `YYYY-MM-DD`. */
export function isCivilDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

/** Days that people may name: an earlier year is a slip of the pen, a later one Buddhist era. */
export const namedDays = { from: '1900-01-01', before: '2400-01-01' } as const;

/** A quarter of a fiscal year (Buddhist era): FY 2570 is 1 Oct 2026 to 30 Sep 2027. */
export interface FiscalQuarter {
  /** Buddhist era, e.g. 2570. */
  readonly fiscalYear: number;
  readonly quarter: 1 | 2 | 3 | 4;
}

const quarters = [2, 2, 2, 3, 3, 3, 4, 4, 4, 1, 1, 1] as const;

/** The fiscal quarter of a date. */
export function fiscalQuarterOf(date: string): FiscalQuarter {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  return {
    fiscalYear: year + 543 + (month >= 10 ? 1 : 0),
    quarter: quarters[month - 1] ?? 1,
  };
}

/** The last day of a fiscal quarter. */
export function lastDayOf(quarter: FiscalQuarter): string {
  const year = quarter.fiscalYear - 543;
  const ends = {
    1: `${year - 1}-12-31`,
    2: `${year}-03-31`,
    3: `${year}-06-30`,
    4: `${year}-09-30`,
  };
  return ends[quarter.quarter];
}

/** The fiscal quarter after this one. */
export function nextQuarter(quarter: FiscalQuarter): FiscalQuarter {
  const next = { 1: 2, 2: 3, 3: 4, 4: 1 } as const;
  return {
    fiscalYear: quarter.fiscalYear + (quarter.quarter === 4 ? 1 : 0),
    quarter: next[quarter.quarter],
  };
}
