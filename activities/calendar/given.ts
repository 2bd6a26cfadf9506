import type { Calendar } from '../../contracts/calendar/calendar.js';
import type { LegalClock } from '../../contracts/calendar/clocks.js';
import { dateOf, parseDay } from '../../contracts/calendar/days.js';
import { dueOf, settleLastDay } from '../../contracts/calendar/period.js';
import type { RequestClockFacts } from '../../contracts/lifecycles/request/clocks.js';

/** What dates that stay are asked for with. */
type Asked = Pick<RequestClockFacts, 'facts' | 'given'> & { readonly calendar: Calendar };

/** Whether a clock is an official's that runs by the calendar, without a look at days off. */
export function isOfficialsDays({ kind, party, unit }: LegalClock): boolean {
  const isByDays = unit === 'DAY' || unit === 'MONTH' || unit === 'YEAR';
  return party === 'OFFICIAL' && isByDays && (kind === 'review' || kind === 'consideration');
}

/**
 * An official's calendar days never change (C15): when the deemed receipt that they run from has moved
 * on, they are counted from where it was.
 */
export function fromFirstReceipt(
  asked: Asked,
  clocks: readonly LegalClock[],
  receivedAt: string | null,
): readonly LegalClock[] {
  const [first] = clocks;
  const from = asked.given?.receivedOn;
  if (from === undefined || first === undefined || first.due === null) return clocks;
  const startsLater = first.startsOn === receivedAt?.slice(0, 10) && from < first.startsOn;
  if (!startsLater || !isOfficialsDays(first)) return clocks;
  const moved = countedFrom(asked, first, from);
  return clocks.map((one) => {
    if (one === first) return moved;
    const isNext = one.kind === 'consideration' && one.startsOn === first.due;
    return isNext && moved.due !== null ? countedFrom(asked, one, moved.due) : one;
  });
}

function countedFrom({ calendar, facts }: Asked, clock: LegalClock, from: string): LegalClock {
  const { amount, unit, outside = [], state } = clock;
  if (clock.due === null) return { ...clock, startsOn: from };
  const { answer } = dueOf(calendar, { from, amount, unit, outside, party: 'OFFICIAL' });
  const due = 'due' in answer ? answer.due : answer.dueAt;
  const { decidedOn } = facts;
  const isOver = state === 'met' || state === 'late';
  const outcome = decidedOn !== undefined && decidedOn <= due.slice(0, 10) ? 'met' : 'late';
  return { ...clock, startsOn: from, due, state: isOver ? outcome : state };
}

/** A clock with what stays of it: the citizen's day that was given, and the date of what was done. */
export function asGiven(asked: Asked, clock: LegalClock): LegalClock {
  const { kind, startsOn, state, due } = clock;
  if (due === null) return clock;
  const done = asked.given?.done?.[`${kind}/${startsOn}`];
  if (state !== 'running') return done === undefined ? clock : { ...clock, due: done };
  return kind === 'appeal'
    ? { ...clock, due: notEarlier(asked, `appeal/${startsOn}`, due) }
    : clock;
}

/**
 * A last day that a citizen was once given stays (C16); it rolls on where it is a day off now.
 *
 * @param period which period of the case it is
 */
export function notEarlier({ given, calendar }: Asked, period: string, due: string): string {
  const before = given?.citizen?.[period];
  if (before === undefined || before <= due) return due;
  return dateOf(settleLastDay(calendar, parseDay(before, period), 'CITIZEN', []));
}
