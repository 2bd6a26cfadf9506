import type { ServiceStatus } from '../../events/service-status.v1.js';
import { awaitedApprovals } from './decide.js';
import type { ReportDuty, ServiceCase } from './case.js';
import type { EvidenceKind } from './evidence.js';
import { evidenceKinds } from './evidence.js';
import type { Role } from './states.js';
import { isStage, stateTable } from './states.js';

/** What of a case travels: codes, dates and the service's public name; no words of persons. */
export function snapshotOf(service: ServiceCase): ServiceStatus {
  const { pending, exclusion, suspension, liveCheck } = service;
  return {
    name: service.name,
    state: service.state,
    since: new Date(service.since).toISOString(),
    version: service.version,
    basis: service.basis,
    proposed: service.proposed,
    verified: service.verified && service.state === 'live',
    mode: service.mode,
    portal: service.portal,
    targetFiscalYear: service.plan?.targetFiscalYear ?? null,
    baselineFiscalYear: service.plans[0]?.plan.targetFiscalYear ?? null,
    planRevisions: Math.max(0, service.plans.length - 1),
    planDueOn: service.plan?.dueOn ?? null,
    register: service.register,
    // Events from before have none, and their hashes are minted again whenever a history is replayed.
    ...(service.registerId === null ? {} : { registerId: service.registerId }),
    whoseTurn: whoseTurn(service),
    pending:
      pending === null
        ? null
        : {
            submission: pending.number,
            action: pending.action,
            at: new Date(pending.at).toISOString(),
            awaiting: awaitedRoles(service),
          },
    dueOn: stageDueOn(service),
    overdue: service.overdue,
    reports: dutiesNow(service),
    remediations: service.remediations
      .filter((entry) => entry.status === 'open' || entry.status === 'missed')
      .map(({ number, kind, gate, dueOn, status }) => ({ number, kind, gate, dueOn, status })),
    exclusion:
      exclusion === null
        ? null
        : {
            kind: exclusion.kind,
            reasonCode: exclusion.reasonCode,
            reReviewOn: exclusion.reReviewOn,
            due: exclusion.due,
          },
    suspension:
      suspension === null
        ? null
        : { expectedEndOn: suspension.expectedEndOn, overrun: suspension.overrun },
    mergedInto: service.mergedInto,
    channelUrl: service.channelUrl,
    liveCheck:
      liveCheck === null
        ? null
        : {
            at: new Date(liveCheck.at).toISOString(),
            ok: liveCheck.ok,
            ...(liveCheck.reason === undefined ? {} : { reason: liveCheck.reason }),
          },
    evidence: recordedKinds(service),
  };
}

/** The day by which the present stage is to be left, by the service's own plan; `null` when none. */
export function stageDueOn(service: Pick<ServiceCase, 'state' | 'plan'>): string | null {
  const { state, plan } = service;
  if (plan === null || !isStage(state) || state === 'live') return null;
  return plan.dueOn[state] ?? null;
}

/** The progress reports that are asked for now: none where nobody is chased. */
export function dutiesNow({
  reports,
  openedQuarter,
}: Pick<ServiceCase, 'reports' | 'openedQuarter'>): ReportDuty[] {
  return openedQuarter === null ? [] : reports;
}

/** Whose turn it is: the roles of the approvals awaited, else the owner of the state. */
export function whoseTurn(service: ServiceCase): Role[] {
  if (service.pending !== null) return awaitedRoles(service);
  if (service.proposed && service.state === 'plan') return ['opdcOfficer', 'opdcApprover'];
  switch (stateTable[service.state].owner) {
    case 'agency':
      return service.state === 'live' && service.verified ? [] : ['agencyOfficer'];
    case 'opdc':
      return service.exclusion?.due === true ? ['opdcOfficer'] : [];
    case 'nobody':
      return [];
  }
}

function awaitedRoles(service: ServiceCase): Role[] {
  if (service.pending === null) return [];
  const roles = awaitedApprovals(service, service.pending).flatMap((approval) => approval.by);
  return [...new Set(roles)];
}

function recordedKinds(service: ServiceCase): EvidenceKind[] {
  return evidenceKinds.filter((kind) => service.evidence[kind] !== undefined);
}
