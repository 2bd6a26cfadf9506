import { calendarFor } from '../../contracts/calendar/agency-days.js';
import type { Calendar } from '../../contracts/calendar/calendar.js';
import { dueOf } from '../../contracts/calendar/period.js';
import { receive } from '../../contracts/calendar/receipt.js';
import { addDays, endOfDay } from '../../contracts/civil-date.js';
import type { AppealClockFacts, AppealDates } from '../../contracts/lifecycles/appeal/case.js';
import { remindEveryDays } from '../../contracts/lifecycles/appeal/case.js';
import { isAppealEnd } from '../../contracts/lifecycles/appeal/table.js';
import { bangkokInstant } from '../../contracts/lifecycles/request/facts.js';

/** Days that the officer, the superior, and an extension of the superior's time have (APA s.45). */
const appealDays = 30;

/**
 * The dates of an appeal: the officer's 30 days run from its receipt, the superior's 30, or 60 when
 * extended, from the day on which the file came (C12). Officials' calendar days: no roll. The body that
 * a special law names has no day that the APA would set; it is reminded (ADR 21).
 */
export function appealDates(facts: AppealClockFacts, given?: Calendar): AppealDates {
  const calendar = given ?? calendarFor(facts.agencyId);
  const { receivedAt } = receive(calendar, bangkokInstant(facts.filedAt)).answer;
  const { version } = calendar;
  if (isAppealEnd(facts.state)) {
    return { receivedAt, dueOn: null, alarm: null, calendar: version };
  }
  if (facts.isBySpecialLaw === true) {
    const on = addDays(facts.remindedOn ?? receivedAt.slice(0, 10), remindEveryDays);
    const section = 'Prasan policy (ADR 21)';
    const alarm = { kind: 'bodyReminded', at: endOfDay(on), dueOn: on, section } as const;
    return { receivedAt, dueOn: null, alarm, calendar: version };
  }
  const isUp = facts.state === 'withSuperior';
  const from = facts.sentUpOn ?? receivedAt.slice(0, 10);
  const amount = isUp && facts.isExtended ? 2 * appealDays : appealDays;
  const { answer } = dueOf(calendar, { from, amount, unit: 'DAY', party: 'OFFICIAL' });
  const dueOn = 'due' in answer ? answer.due : answer.dueAt.slice(0, 10);
  const kind = isUp ? 'superiorEnds' : 'officerEnds';
  const alarm = { kind, at: endOfDay(dueOn), dueOn, section: 'APA s.45' } as const;
  return { receivedAt, dueOn, alarm, calendar: version };
}
