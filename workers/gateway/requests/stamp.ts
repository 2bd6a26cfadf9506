import { requestDates } from '../../../activities/calendar/request-dates.js';
import { calendarFor } from '../../../contracts/calendar/agency-days.js';
import type { Calendar } from '../../../contracts/calendar/calendar.js';
import type { DayChange } from '../../../contracts/calendar/changes.js';
import { daysAt, revisionOf } from '../../../contracts/calendar/changes.js';
import type {
  RequestCommand,
  RequestStart,
  RequestView,
  StampedDates,
} from '../../../contracts/commands/request/messages.js';
import { CalendarError } from '../../../contracts/calendar/errors.js';
import { isRefusal } from '../../../contracts/lifecycles/refusals.js';
import type { RequestCase } from '../../../contracts/lifecycles/request/case.js';
import { decideRequest } from '../../../contracts/lifecycles/request/decide.js';
import type { RequestDeed } from '../../../contracts/lifecycles/request/deed.js';
import { takeRequestEffect } from '../../../contracts/lifecycles/request/effects.js';
import { requestClockFacts } from '../../../contracts/lifecycles/request/facts.js';
import { revisionOfDates } from '../../../contracts/lifecycles/request/recount.js';
import { ringAlarm } from '../../../contracts/lifecycles/request/ring.js';
import { openRequest } from '../../../workflows/request/open.js';
import type { RequestDesk } from './desk.js';

/**
 * The dates that a case will have after a command, asked of the calendar where it arrives: the case
 * takes them when it comes to the same facts, and asks itself when others have acted meanwhile.
 */
export function stampDates(
  request: RequestCase,
  sequence: number,
  command: RequestCommand,
  changes: readonly DayChange[] | null = [],
): { readonly stamped?: StampedDates } {
  const { action, actor, body, at, words } = command;
  const allowed = decideRequest(request, action, actor, at, body);
  if (isRefusal(allowed)) return {};
  const deed = { action, body } as RequestDeed;
  const happened = { at, sequence: sequence + 1, by: allowed.as, words };
  return datesOfCase(takeRequestEffect(request, deed, happened), at, changes);
}

/**
 * The dates of a request as it stands. What the calendar cannot say the case asks again.
 *
 * @param changes of the calendar; `null` while they cannot be asked
 */
export function datesOfCase(
  request: RequestCase,
  at: number,
  changes: readonly DayChange[] | null = [],
): { readonly stamped?: StampedDates } {
  if (changes === null) return {};
  const facts = requestClockFacts(request);
  const revision = revisionIn(request, changes);
  if (revision > revisionOf(changes)) return {};
  try {
    const calendar = calendarOf(request, changes);
    const dates = requestDates({ ...facts, at, rung: request.rung, revision }, calendar);
    return { stamped: { facts, dates } };
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    return {};
  }
}

/** The dates that a request begins with; and those after its receipt in law, when that is at once. */
export function stampStart(
  start: RequestStart,
  changes: readonly DayChange[] | null = [],
): Pick<RequestStart, 'stamped' | 'stampedReceipt'> {
  const request = openRequest(start);
  const { stamped } = datesOfCase(request, start.arrivedAt, changes);
  if (stamped === undefined) return {};
  const [first] = stamped.dates.alarms;
  if (first?.kind !== 'receipt' || first.at > start.arrivedAt) return { stamped };
  const filed = { ...request, dates: stamped.dates };
  const received = ringAlarm(filed, first, { at: start.arrivedAt, sequence: 2 });
  const { stamped: stampedReceipt } = datesOfCase(received, start.arrivedAt, changes);
  return stampedReceipt === undefined ? { stamped } : { stamped, stampedReceipt };
}

/** The calendar that a request is counted by: a change comes into it by its campaign alone. */
export function calendarOf(request: RequestCase, changes: readonly DayChange[]): Calendar {
  return calendarFor(request.agencyId, daysAt(changes, revisionIn(request, changes)));
}

function revisionIn({ dates }: RequestCase, changes: readonly DayChange[]): number {
  return dates.calendar === null ? revisionOf(changes) : revisionOfDates(dates);
}

/** The changes of the calendar, with all that a request is counted by; `null`: not to be asked now. */
export function changesFor(
  desk: Pick<RequestDesk, 'changes'>,
  { request }: Pick<RequestView, 'request'>,
): Promise<readonly DayChange[] | null> {
  return desk.changes(revisionOfDates(request.dates));
}
