import type { Clock, ServiceCase } from '../../contracts/lifecycles/service/case.js';
import { clockKey } from '../../contracts/lifecycles/service/case.js';
import { stageDueOn } from '../../contracts/lifecycles/service/snapshot.js';
import {
  addDays,
  bangkokDate,
  fiscalQuarterOf,
  lastDayOf,
  startOfDay,
} from '../../contracts/civil-date.js';

/** What of a case decides its clocks. */
export type ClockFacts = Pick<
  ServiceCase,
  'serviceId' | 'state' | 'plan' | 'reports' | 'remediations' | 'exclusion' | 'suspension' | 'fired'
> & {
  /** The moment of asking, milliseconds since the epoch. */
  readonly at: number;
};

/** Days before a due date at which people are told that it nears. */
const dueSoonDays = 14;
/** Days after which an unmet report enters the list for Cabinet (EGOV s.22, configurable later). */
const escalationDays = 60;
/** Periods are calendar days for now; the legal calendar gives its version here. */
const calendarVersion = 'calendar-days';

/**
 * The clocks of a service, the earliest first. Pure computing: a local activity calls it, so that
 * the answer stands in history and a later calendar does not change a running case.
 */
export function serviceClocks(facts: ClockFacts): Clock[] {
  const fired = new Set(facts.fired);
  return [
    ...stageClocks(facts),
    ...reportClocks(facts),
    ...remediationClocks(facts),
    ...sideStateClocks(facts),
  ]
    .filter((clock) => !fired.has(clockKey(clock)))
    .sort((a, b) => a.at - b.at || (clockKey(a) < clockKey(b) ? -1 : 1));
}

/** States in which progress is reported and lateness chased (design §2.1). */
export function isChased(state: ServiceCase['state']): boolean {
  return state === 'plan' || state === 'develop' || state === 'test';
}

function stageClocks(facts: ClockFacts): Clock[] {
  const dueOn = stageDueOn(facts);
  if (dueOn === null) return [];
  const of = facts.state;
  return [
    ...(bangkokDate(facts.at) > dueOn
      ? []
      : [clock(facts, 'stageDueSoon', addDays(dueOn, -dueSoonDays), dueOn, of)]),
    clock(facts, 'stageOverdue', addDays(dueOn, 1), dueOn, of),
  ];
}

function reportClocks(facts: ClockFacts): Clock[] {
  if (!isChased(facts.state)) return [];
  const quarterEnd = lastDayOf(fiscalQuarterOf(bangkokDate(facts.at)));
  const opens = clock(facts, 'reportOpens', addDays(quarterEnd, 1), addDays(quarterEnd, 1));
  const duties = facts.reports.flatMap((duty) => {
    const of = `${duty.fiscalYear}/${duty.quarter}`;
    if (duty.status === 'open') {
      return [clock(facts, 'reportOverdue', addDays(duty.dueOn, 1), duty.dueOn, of)];
    }
    return duty.status === 'overdue'
      ? [clock(facts, 'reportEscalation', addDays(duty.dueOn, escalationDays), duty.dueOn, of)]
      : [];
  });
  return [opens, ...duties];
}

function remediationClocks(facts: ClockFacts): Clock[] {
  return facts.remediations
    .filter((entry) => entry.status === 'open')
    .flatMap(({ number, dueOn }) => [
      ...(bangkokDate(facts.at) > dueOn
        ? []
        : [clock(facts, 'remediationDueSoon', addDays(dueOn, -dueSoonDays), dueOn, `${number}`)]),
      clock(facts, 'remediationMissed', addDays(dueOn, 1), dueOn, `${number}`),
    ]);
}

function sideStateClocks(facts: ClockFacts): Clock[] {
  const { exclusion, suspension } = facts;
  return [
    ...(exclusion === null || exclusion.due
      ? []
      : [clock(facts, 'exclusionReReview', exclusion.reReviewOn, exclusion.reReviewOn)]),
    ...(suspension === null || suspension.overrun
      ? []
      : [
          clock(
            facts,
            'suspensionEnd',
            addDays(suspension.expectedEndOn, 1),
            suspension.expectedEndOn,
          ),
        ]),
  ];
}

function clock(
  facts: ClockFacts,
  kind: Clock['kind'],
  day: string,
  dueOn: string,
  of?: string,
): Clock {
  return {
    kind,
    ...(of === undefined ? {} : { of }),
    at: startOfDay(day) + spreadMs(facts.serviceId),
    dueOn,
    rule: rules[kind],
    calendarVersion,
  };
}

const rules: Record<Clock['kind'], string> = {
  stageDueSoon: '14 days before the stage is due by its own plan',
  stageOverdue: 'the day after the stage was due by its own plan',
  reportOpens: 'the first day of a fiscal quarter',
  reportOverdue: 'the day after 15 days from the end of the quarter',
  reportEscalation: '60 days after the report was due (after EGOV s.22)',
  remediationDueSoon: '14 days before the remediation is due',
  remediationMissed: 'the day after the remediation was due',
  exclusionReReview: 'the day of the re-review',
  suspensionEnd: 'the day after the expected end of the suspension',
};

const dayOpensMs = 8.5 * 3_600_000;
const officeDayMs = 8 * 3_600_000;

/** Where in the office day (08:30–16:30) a service is chased: spread, and always the same. */
export function spreadMs(id: string): number {
  let hash = 7;
  for (const char of id) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % officeDayMs;
  return dayOpensMs + hash;
}
