import type { AgencyDays, Calendar } from './calendar.js';
import { makeCalendar } from './calendar.js';
import type { DaysOnTop } from './changes.js';

/**
 * Days of single agencies besides the nation's, by agency id: special holidays on which the agency
 * stays open to serve the public (C17), regional days on which it is closed (C1). An agency without an
 * entry has the nation's days; none has told of its own yet.
 */
export const agencyDays: Readonly<Record<string, AgencyDays>> = {};

const made = new Map<string, Calendar>();
/** Calendars kept; they are few, since a special holiday is rare. */
const madeMax = 200;
const nothing: DaysOnTop = { declared: [], withdrawn: [] };

/**
 * The newest calendar, with the days of an agency and what was declared on top of the table; made once
 * for each.
 */
export function calendarFor(agencyId: string, onTop: DaysOnTop = nothing): Calendar {
  const own = Object.hasOwn(agencyDays, agencyId) ? agencyDays[agencyId] : undefined;
  const key = JSON.stringify([own === undefined ? '' : agencyId, onTop]);
  const known = made.get(key);
  if (known !== undefined) return known;
  const calendar = makeCalendar({ ...onTop, ...(own === undefined ? {} : { agency: own }) });
  if (made.size >= madeMax) made.clear();
  made.set(key, calendar);
  return calendar;
}
