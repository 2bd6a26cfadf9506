import { addDays, lastDayOf } from '../../civil-date.js';
import type { ReportDuty, ServiceCase } from './case.js';
import { dutiesNow, stageDueOn } from './snapshot.js';
import type { ServiceState } from './states.js';

/** Kinds of clocks of a service. */
export const clockKinds = [
  'stageDueSoon',
  'stageOverdue',
  'reportOpens',
  'reportOverdue',
  'reportEscalation',
  'remediationDueSoon',
  'remediationMissed',
  'exclusionReReview',
  'suspensionEnd',
] as const;
/** A kind of clock of a service. */
export type ClockKind = (typeof clockKinds)[number];

/** A clock of a case: a record, carried across runs; one timer is armed for the earliest. */
export interface Clock {
  readonly kind: ClockKind;
  /** What the clock is about, when there may be several: stage, remediation number, quarter. */
  readonly of?: string;
  /** When it fires, milliseconds since the epoch. */
  readonly at: number;
  /** The day that it is about, Asia/Bangkok. */
  readonly dueOn: string;
  /** The rule that gave it. */
  readonly rule: string;
  /** Version of the calendar that it was computed with. */
  readonly calendarVersion: string;
}

/** What a clock is, apart from when it fires: none fires twice under one key. */
export function clockKey(clock: Pick<Clock, 'kind' | 'of' | 'dueOn'>): string {
  return `${clock.kind}/${clock.of ?? ''}/${clock.dueOn}`;
}

/** What of a case decides its clocks: they are asked for again when it has changed. */
export interface ClockFacts {
  readonly serviceId: string;
  /** Whose working days they are. */
  readonly agencyId: string;
  /** The stage that its own plan wants left by a day. */
  readonly stage: { readonly name: ServiceState; readonly dueOn: string } | null;
  /** First day of the fiscal quarter whose report opens next; `null` where none is reported. */
  readonly nextQuarterOn: string | null;
  readonly reports: readonly ReportDuty[];
  /** Those that are open. */
  readonly remediations: readonly { readonly number: number; readonly dueOn: string }[];
  readonly reReviewOn: string | null;
  readonly suspendedUntil: string | null;
}

/** What of a case decides its clocks. A resting state has none; a side state has its own alone. */
export function clockFacts(service: ServiceCase): ClockFacts {
  const { serviceId, agencyId, state, plan, openedQuarter, exclusion, suspension } = service;
  const stageDue = stageDueOn({ state, plan });
  return {
    serviceId,
    agencyId,
    stage: stageDue === null ? null : { name: state, dueOn: stageDue },
    nextQuarterOn: openedQuarter === null ? null : addDays(lastDayOf(openedQuarter), 1),
    reports: dutiesNow(service),
    remediations: openRemediations(service),
    reReviewOn:
      state === 'excluded' && exclusion !== null && !exclusion.due ? exclusion.reReviewOn : null,
    suspendedUntil:
      state === 'suspended' && suspension !== null && !suspension.overrun
        ? suspension.expectedEndOn
        : null,
  };
}

/** States in which what passed amber is chased. */
const mending: readonly ServiceState[] = ['plan', 'develop', 'test', 'linked', 'live', 'suspended'];

function openRemediations({ state, remediations }: ServiceCase): ClockFacts['remediations'] {
  if (!mending.includes(state)) return [];
  return remediations
    .filter((entry) => entry.status === 'open')
    .map(({ number, dueOn }) => ({ number, dueOn }));
}

/** Whether anything runs by a clock; where nothing does, nobody need be asked. */
export function hasClocks(facts: ClockFacts): boolean {
  return (
    facts.stage !== null ||
    facts.nextQuarterOn !== null ||
    facts.remediations.length > 0 ||
    facts.reReviewOn !== null ||
    facts.suspendedUntil !== null
  );
}
