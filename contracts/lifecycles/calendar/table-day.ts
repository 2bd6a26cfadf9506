import { dateOf, parseDay, weekdayOf } from '../../calendar/days.js';
import { calendarVersions, coveredYears } from '../../calendar/holidays.js';
import { knownAt } from '../../calendar/calendar.js';
import type { DayInTable } from './decide.js';

/**
 * How a day stands in the newest table of holidays. Not for workflows: a newer table would say otherwise
 * on replay.
 *
 * @throws CalendarError when it is no date
 */
export function dayInTable(date: string): DayInTable {
  const day = parseDay(date, 'date');
  const table = calendarVersions.at(-1)?.version ?? '';
  const years = { ...coveredYears };
  const standing = { table, years };
  if (weekdayOf(day) === 0 || weekdayOf(day) === 6) return { ...standing, kind: 'weekend' };
  const year = Number(dateOf(day).slice(0, 4));
  if (year < years.from || year > years.to) return { ...standing, kind: 'yearNotKnown' };
  const found = knownAt(table).find((holiday) => holiday.date === dateOf(day));
  if (found === undefined) return { ...standing, kind: 'workingDay' };
  const kind = found.kind === 'SPECIAL_CABINET' ? 'specialHoliday' : 'holiday';
  return { ...standing, kind, name: found.name };
}
