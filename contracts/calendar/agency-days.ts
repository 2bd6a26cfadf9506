import type { AgencyDays, Calendar } from './calendar.js';
import { makeCalendar } from './calendar.js';

/**
 * Days of single agencies besides the nation's, by agency id: special holidays on which the agency
 * stays open to serve the public (C17), regional days on which it is closed (C1). An agency without an
 * entry has the nation's days; none has told of its own yet.
 */
export const agencyDays: Readonly<Record<string, AgencyDays>> = {};

const made = new Map<string, Calendar>();

/** The newest calendar, with the days of an agency; made once for each. */
export function calendarFor(agencyId: string): Calendar {
  const own = Object.hasOwn(agencyDays, agencyId) ? agencyDays[agencyId] : undefined;
  const key = own === undefined ? '' : agencyId;
  const known = made.get(key);
  if (known !== undefined) return known;
  const calendar = makeCalendar(own === undefined ? {} : { agency: own });
  made.set(key, calendar);
  return calendar;
}
