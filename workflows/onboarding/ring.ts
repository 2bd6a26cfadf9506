import type { ServiceCase } from '../../contracts/lifecycles/service/case.js';
import type { Clock } from '../../contracts/lifecycles/service/clocks.js';
import { clockKey } from '../../contracts/lifecycles/service/clocks.js';
import type { ServiceEventKind } from '../../contracts/lifecycles/service/event-kinds.js';
import type { FiscalQuarter } from '../../contracts/civil-date.js';
import { fiscalQuarterOf } from '../../contracts/civil-date.js';
import { reportDuty } from './states.js';

/** What each clock says when it fires. A clock left out does not compile. */
export const clockEvents = {
  stageDueSoon: 'stageDueSoon',
  stageOverdue: 'stageOverdue',
  reportOpens: 'reportOpened',
  reportOverdue: 'reportOverdue',
  reportEscalation: 'reportEscalated',
  remediationDueSoon: 'remediationDueSoon',
  remediationMissed: 'remediationMissed',
  exclusionReReview: 'exclusionReReviewDue',
  suspensionEnd: 'suspensionOverrun',
} as const satisfies Record<Clock['kind'], ServiceEventKind>;

const firedMax = 60;

/** What a clock that fires makes of a case. Pure. */
export function ring(service: ServiceCase, clock: Clock): ServiceCase {
  return {
    ...service,
    ...consequence(service, clock),
    clocks: service.clocks.filter((other) => clockKey(other) !== clockKey(clock)),
    fired: [...service.fired, clockKey(clock)].slice(-firedMax),
  };
}

function consequence(service: ServiceCase, clock: Clock): Partial<ServiceCase> {
  switch (clock.kind) {
    case 'stageDueSoon':
    case 'remediationDueSoon':
      return {};
    case 'stageOverdue':
      return { overdue: true };
    case 'reportOpens':
      return openedReport(service, fiscalQuarterOf(clock.dueOn));
    case 'reportOverdue':
      return { reports: withStatus(service, clock, 'overdue') };
    case 'reportEscalation':
      return { reports: withStatus(service, clock, 'escalated') };
    case 'remediationMissed':
      return {
        remediations: service.remediations.map((entry) =>
          `${entry.number}` === clock.of ? { ...entry, status: 'missed' } : entry,
        ),
      };
    case 'exclusionReReview':
      return service.exclusion === null ? {} : { exclusion: { ...service.exclusion, due: true } };
    case 'suspensionEnd':
      return service.suspension === null
        ? {}
        : { suspension: { ...service.suspension, overrun: true } };
  }
}

function openedReport({ reports }: ServiceCase, quarter: FiscalQuarter): Partial<ServiceCase> {
  return { openedQuarter: quarter, reports: [...reports, reportDuty(quarter)] };
}

function withStatus(
  service: ServiceCase,
  clock: Clock,
  status: 'overdue' | 'escalated',
): ServiceCase['reports'] {
  return service.reports.map((duty) =>
    `${duty.fiscalYear}/${duty.quarter}` === clock.of ? { ...duty, status } : duty,
  );
}
