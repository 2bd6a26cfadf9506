import type { StampedDates } from '../../contracts/commands/request/messages.js';
import type { RequestCase } from '../../contracts/lifecycles/request/case.js';
import type { CaseDates } from '../../contracts/lifecycles/request/clocks.js';
import { alarmKey } from '../../contracts/lifecycles/request/clocks.js';
import { requestClockFacts } from '../../contracts/lifecycles/request/facts.js';
import { revisionOfDates } from '../../contracts/lifecycles/request/recount.js';
import { refuse } from '../../contracts/lifecycles/refusals.js';
import { isSameJson } from '../../contracts/same-json.js';
import { datesOf, datesWhileWaiting } from '../activities.js';
import { refusalFailure } from '../refusal.js';

/** The dates that came along, when they were asked for with the very facts of this case. */
export function datesFor(
  request: RequestCase,
  stamped: StampedDates | undefined,
): CaseDates | undefined {
  if (stamped === undefined) return undefined;
  if (!isSameJson(stamped.facts, requestClockFacts(request))) return undefined;
  const { dates } = stamped;
  // A change of the calendar comes into a case by its campaign alone, with an event that says so.
  const { revision = revisionOfDates(dates) } = revisionFor(request);
  if (revisionOfDates(dates) !== revision) return undefined;
  return {
    ...dates,
    alarms: dates.alarms.filter((alarm) => !request.rung.includes(alarmKey(alarm))),
  };
}

/** The change of the calendar that a case is counted by; whoever has no dates yet takes the newest. */
function revisionFor({ dates }: RequestCase): { revision?: number } {
  return dates.calendar === null ? {} : { revision: revisionOfDates(dates) };
}

/** Asks the calendar for the dates of a request. */
export async function askDates(request: RequestCase): Promise<StampedDates> {
  const facts = requestClockFacts(request);
  return { facts, dates: await datesOf(questionOf(request, facts)) };
}

/** Nobody is kept waiting for ever: what cannot be asked now is refused, and nothing is changed. */
export async function askWhileWaiting(request: RequestCase): Promise<StampedDates> {
  const facts = requestClockFacts(request);
  const dates = await datesWhileWaiting(questionOf(request, facts)).catch(() => {
    throw refusalFailure(refuse('inquiryFailed', { what: 'the calendar' }));
  });
  return { facts, dates };
}

function questionOf(request: RequestCase, facts: StampedDates['facts']) {
  return { ...facts, at: Date.now(), rung: request.rung, ...revisionFor(request) };
}

/** Whether nothing changed that a date follows from. */
export function isSameTime(next: RequestCase, now: RequestCase): boolean {
  return isSameJson(requestClockFacts(next), requestClockFacts(now));
}

/** What an act is about: a number within the case, or the event that it corrects. */
export function aboutOf(body: object): { of?: string; corrects?: number } {
  if ('corrects' in body && typeof body.corrects === 'number') {
    return { corrects: body.corrects, ...('field' in body ? { of: String(body.field) } : {}) };
  }
  const numbers = ['inspection', 'hearing', 'consultation', 'bill', 'refund'] as const;
  for (const name of numbers) {
    const number = (body as Partial<Record<(typeof numbers)[number], unknown>>)[name];
    if (typeof number === 'number') return { of: `${number}` };
  }
  if ('ground' in body) return { of: String(body.ground) };
  return 'agencyId' in body ? { of: String(body.agencyId) } : {};
}
