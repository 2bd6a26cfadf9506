import { addDays, bangkokDate, startOfDay } from '../../contracts/civil-date.js';
import type { Alarm, RequestClockFacts } from '../../contracts/lifecycles/request/clocks.js';
import { officeTimeMs } from '../../contracts/spread.js';

/**
 * When an agency's system is asked after it has taken a submission, milliseconds: soon, for answers
 * whose callback was lost; after that each day, at an hour of the office day that is the request's own.
 */
export const agencyAskedAfterMs = [5, 30, 120, 360].map((minutes) => minutes * 60_000);

/** When the agency's system is asked next, where an answer of it is awaited. */
export function agencyQueryAlarms({
  agencyQuery,
  requestId,
  at: now,
}: Pick<RequestClockFacts, 'agencyQuery' | 'requestId'> & { readonly at: number }): Alarm[] {
  if (agencyQuery === null) return [];
  const { submission, acceptedAt, asked, askedOn } = agencyQuery;
  const of = `${submission}/${asked + 1}`;
  const soonMs = agencyAskedAfterMs[asked];
  if (soonMs !== undefined) {
    const at = acceptedAt + soonMs;
    return [{ kind: 'agencyQuery', of, at, dueOn: bangkokDate(at), section: 'manual' }];
  }
  const next = addDays(askedOn ?? bangkokDate(acceptedAt), 1);
  const today = bangkokDate(now);
  // Days on which it was not waited for are not made up for.
  const dueOn = next < today ? today : next;
  const at = startOfDay(dueOn) + officeTimeMs(requestId);
  return [{ kind: 'agencyQuery', of, at, dueOn, section: 'manual' }];
}
