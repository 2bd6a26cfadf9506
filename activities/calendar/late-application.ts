import type { Calendar } from '../../contracts/calendar/calendar.js';
import { CalendarError } from '../../contracts/calendar/errors.js';
import { dueOf } from '../../contracts/calendar/period.js';
import type { PlainBody } from '../../contracts/commands/request/bodies.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import { refuse } from '../../contracts/lifecycles/refusals.js';
import { reopenTable } from '../../contracts/lifecycles/request/reopen-grounds.js';

/**
 * Why the application to open a request again came too late: fifteen days after the obstacle has ended
 * (APA s.66), ninety after the cause was known (s.54). Pure computing.
 */
export function lateApplication(
  body: PlainBody<'reopen'>,
  calendar: Calendar,
): Refusal | undefined {
  if (!('appliedOn' in body)) return undefined;
  const { ground, appliedOn: date } = body;
  const { days: amount, section } = reopenTable[ground].applyWithin;
  const from = 'knownOn' in body ? body.knownOn : body.obstacleEndedOn;
  try {
    const { answer } = dueOf(calendar, { from, amount, unit: 'DAY', party: 'CITIZEN' });
    const applyBy = 'due' in answer ? answer.due : answer.dueAt.slice(0, 10);
    return date > applyBy ? refuse('appliedTooLate', { date, applyBy, section }) : undefined;
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    return refuse('inquiryFailed', { what: 'the calendar' });
  }
}
