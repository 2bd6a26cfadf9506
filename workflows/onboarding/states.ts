import type { EvidenceKind } from '../../contracts/lifecycles/service/evidence.js';
import { evidenceKinds, evidenceStage } from '../../contracts/lifecycles/service/evidence.js';
import type {
  FormerEvidence,
  RecordedEvidence,
  ServiceCase,
} from '../../contracts/lifecycles/service/case.js';
import type { ServiceState, Stage } from '../../contracts/lifecycles/service/states.js';
import { isStage, stages } from '../../contracts/lifecycles/service/states.js';
import { findTransition } from '../../contracts/lifecycles/service/table.js';
import type { FiscalQuarter } from '../../contracts/civil-date.js';
import { addDays, bangkokDate, fiscalQuarterOf, lastDayOf } from '../../contracts/civil-date.js';
import type { Command } from './effects.js';

/** The state that the table leads to. */
export function leadsTo(service: ServiceCase, command: Command): ServiceState {
  const to = findTransition(service.state, command.action)?.to ?? 'same';
  switch (to) {
    case 'same':
    case 'submission':
      return service.state;
    case 'enteredFrom':
      return service.enteredFrom.at(-1) ?? 'plan';
    case 'chosen':
      return command.action === 'goBack' ? command.body.to : service.state;
    default:
      return to;
  }
}

/**
 * The case in another state: what belonged to the state left is laid down, what was given for a
 * stage that is entered again is void, and chasing begins or ends.
 */
export function enterState(
  service: ServiceCase,
  command: Command,
  state: ServiceState,
  { at, sequence }: { readonly at: number; readonly sequence: number },
): ServiceCase {
  const moved: ServiceCase = {
    ...service,
    state,
    since: at,
    basis: 'decision',
    enteredFrom: formerStates(service, command, state),
    exclusion: state === 'excluded' || isResting(state) ? service.exclusion : null,
    suspension: state === 'suspended' || isResting(state) ? service.suspension : null,
    mergedInto: state === 'mergedInto' ? service.mergedInto : null,
    overdue: false,
    fired: service.fired.filter((key) => !isStageClock(key)),
    ...reporting(service, state, at),
  };
  return isStage(state) && entersAgain(service, command) ? voidFrom(moved, state, sequence) : moved;
}

/** Resting states are left by restore or by an import. */
function isResting(state: ServiceState): boolean {
  return state === 'discontinued' || state === 'mergedInto' || state === 'registeredInError';
}

/** Where a side state was entered from is kept while it lasts; a stage remembers nothing. */
function formerStates(service: ServiceCase, command: Command, state: ServiceState): ServiceState[] {
  const returns = findTransition(service.state, command.action)?.to === 'enteredFrom';
  if (returns) return service.enteredFrom.slice(0, -1);
  return isStage(state) ? [] : [...service.enteredFrom, service.state];
}

/** Going back and lifting an exclusion enter a stage again; resuming and restoring return to it. */
function entersAgain(service: ServiceCase, command: Command): boolean {
  return command.action === 'goBack' || (command.action === 'lift' && service.state === 'excluded');
}

/** Voids the evidence and the remediations of a stage and of those after it; it stays on record. */
function voidFrom(service: ServiceCase, stage: Stage, sequence: number): ServiceCase {
  const first = stages.indexOf(stage);
  const isVoid = (given: Stage | null) => given !== null && stages.indexOf(given) >= first;
  const recorded = evidenceKinds.flatMap((kind) => {
    const item = service.evidence[kind];
    return item === undefined ? [] : [{ kind, item }];
  });
  const kept = recorded.filter(({ kind }) => !isVoid(evidenceStage[kind]));
  const voided = recorded.filter(({ kind }) => isVoid(evidenceStage[kind]));
  const isChannelVoid = isVoid(evidenceStage.channelAnnouncement);
  return {
    ...service,
    evidence: Object.fromEntries(kept.map(({ kind, item }) => [kind, item])),
    formerEvidence: [
      ...service.formerEvidence,
      ...voided.map(({ kind, item }) => ended(kind, item, 'void', sequence)),
    ],
    ...(isChannelVoid ? { channelUrl: null, liveCheck: null } : {}),
    remediations: service.remediations.map((entry) =>
      isVoid(entry.gate) && entry.status !== 'closed' ? { ...entry, status: 'void' } : entry,
    ),
  };
}

/** Evidence that holds no more, as it stays in the case. */
export function ended(
  kind: EvidenceKind,
  recorded: RecordedEvidence,
  how: FormerEvidence['ended'],
  sequence: number,
): FormerEvidence {
  return { ...recorded, kind, ended: how, endedBy: sequence };
}

/** Days after the end of a quarter by which its report is due (our default, design §2.1). */
const reportDueDays = 15;

/** The duty to report a quarter. */
export function reportDuty(quarter: FiscalQuarter): ServiceCase['reports'][number] {
  return { ...quarter, dueOn: addDays(lastDayOf(quarter), reportDueDays), status: 'open' };
}

/**
 * In plan, develop and test progress is reported, from the running quarter on. Nobody is chased in a
 * side state, but what was owed is owed again afterwards; who is linked owes nothing more.
 */
export function reporting(
  service: Pick<ServiceCase, 'openedQuarter' | 'reports' | 'lastReport'>,
  state: ServiceState,
  at: number,
): Pick<ServiceCase, 'openedQuarter' | 'reports'> {
  const { openedQuarter, reports, lastReport } = service;
  if (state === 'linked' || state === 'live') return { openedQuarter: null, reports: [] };
  if (!isReporting(state)) return { openedQuarter: null, reports };
  if (openedQuarter !== null) return { openedQuarter, reports };
  const quarter = fiscalQuarterOf(bangkokDate(at));
  const isKnown = [...reports, lastReport].some(
    (one) => one?.fiscalYear === quarter.fiscalYear && one.quarter === quarter.quarter,
  );
  return { openedQuarter: quarter, reports: isKnown ? reports : [...reports, reportDuty(quarter)] };
}

/** The states in which progress is reported. */
function isReporting(state: ServiceState): boolean {
  return state === 'plan' || state === 'develop' || state === 'test';
}

/** A stage that is entered again may be late again. */
export function isStageClock(key: string): boolean {
  return key.startsWith('stage');
}
