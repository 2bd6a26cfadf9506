import type { Clock, ClockFacts } from '../../contracts/lifecycles/service/clocks.js';
import { clockKey } from '../../contracts/lifecycles/service/clocks.js';
import { calendarFor } from '../../contracts/calendar/agency-days.js';
import { countBack, workingDayUntil } from '../../contracts/calendar/back.js';
import type { Calendar } from '../../contracts/calendar/calendar.js';
import { dueOf } from '../../contracts/calendar/period.js';
import { addDays, bangkokDate, startOfDay } from '../../contracts/civil-date.js';
import { officeTimeMs } from '../../contracts/spread.js';

/** What the clocks of a case are asked for with. */
export interface ClockQuestion extends ClockFacts {
  /** The moment of asking, milliseconds since the epoch. */
  readonly at: number;
  /** Keys of the clocks that have fired. */
  readonly fired: readonly string[];
}

/** Days before a due date at which people are told that it nears. */
const dueSoonDays = 14;
/** Days after which an unmet report enters the list for Cabinet (EGOV s.22, configurable later). */
const escalationDays = 60;

/** A question, and the calendar of the agency that it is about. */
interface Asked extends ClockQuestion {
  readonly calendar: Calendar;
}

/**
 * The clocks of a service, the earliest first. Pure computing, called by an activity, so that the
 * answer stands in history and a later calendar does not change a running case.
 */
export function serviceClocks(asked: ClockQuestion): Clock[] {
  const fired = new Set(asked.fired);
  const question: Asked = { ...asked, calendar: calendarFor(asked.agencyId) };
  return [
    ...stageClocks(question),
    ...reportClocks(question),
    ...remediationClocks(question),
    ...sideStateClocks(question),
  ]
    .filter((clock) => !fired.has(clockKey(clock)))
    .sort((a, b) => a.at - b.at || (clockKey(a) < clockKey(b) ? -1 : 1));
}

function stageClocks(question: Asked): Clock[] {
  const { stage, at } = question;
  if (stage === null) return [];
  const { name: of, dueOn } = stage;
  return [
    ...(bangkokDate(at) > dueOn
      ? []
      : [clock(question, 'stageDueSoon', reminderDay(question, dueOn), dueOn, of)]),
    clock(question, 'stageOverdue', addDays(dueOn, 1), dueOn, of),
  ];
}

function reportClocks(question: Asked): Clock[] {
  const { nextQuarterOn, reports } = question;
  if (nextQuarterOn === null) return [];
  const duties = reports.flatMap((duty) => {
    const of = `${duty.fiscalYear}/${duty.quarter}`;
    if (duty.status === 'open') {
      return [clock(question, 'reportOverdue', addDays(duty.dueOn, 1), duty.dueOn, of)];
    }
    return duty.status === 'overdue'
      ? [clock(question, 'reportEscalation', escalationDay(question, duty.dueOn), duty.dueOn, of)]
      : [];
  });
  return [clock(question, 'reportOpens', nextQuarterOn, nextQuarterOn), ...duties];
}

function remediationClocks(question: Asked): Clock[] {
  return question.remediations.flatMap(({ number, dueOn }) => [
    ...(bangkokDate(question.at) > dueOn
      ? []
      : [clock(question, 'remediationDueSoon', reminderDay(question, dueOn), dueOn, `${number}`)]),
    clock(question, 'remediationMissed', addDays(dueOn, 1), dueOn, `${number}`),
  ]);
}

function sideStateClocks(question: Asked): Clock[] {
  const { reReviewOn, suspendedUntil } = question;
  return [
    ...(reReviewOn === null ? [] : [clock(question, 'exclusionReReview', reReviewOn, reReviewOn)]),
    ...(suspendedUntil === null
      ? []
      : [clock(question, 'suspensionEnd', addDays(suspendedUntil, 1), suspendedUntil)]),
  ];
}

/** People are reminded on a working day of their agency: rather earlier than on a day off. */
function reminderDay({ calendar }: Asked, dueOn: string): string {
  const { opens } = countBack({ from: dueOn, amount: dueSoonDays, unit: 'DAY' }).answer;
  return workingDayUntil(calendar, opens);
}

/** An official's calendar days: the last one counts, whatever day it is (R5). */
function escalationDay({ calendar }: Asked, dueOn: string): string {
  const period = { from: dueOn, amount: escalationDays, unit: 'DAY', party: 'OFFICIAL' } as const;
  const { answer } = dueOf(calendar, period);
  return 'due' in answer ? answer.due : dueOn;
}

function clock(
  question: Asked,
  kind: Clock['kind'],
  day: string,
  dueOn: string,
  of?: string,
): Clock {
  return {
    kind,
    ...(of === undefined ? {} : { of }),
    at: startOfDay(day) + officeTimeMs(question.serviceId),
    dueOn,
    rule: rules[kind],
    calendarVersion: question.calendar.version,
  };
}

const rules: Record<Clock['kind'], string> = {
  stageDueSoon: '14 days before the stage is due by its own plan (C13), on a working day',
  stageOverdue: 'the day after the stage was due by its own plan (C10)',
  reportOpens: 'the first day of a fiscal quarter',
  reportOverdue: 'the day after 15 days from the end of the quarter (R1, R5)',
  reportEscalation: '60 days after the report was due (after EGOV s.22; R1, R5)',
  remediationDueSoon: '14 days before the remediation is due (C13), on a working day',
  remediationMissed: 'the day after the remediation was due (C10)',
  exclusionReReview: 'the day of the re-review',
  suspensionEnd: 'the day after the expected end of the suspension',
};
