import type { ServiceStart } from '../../contracts/commands/service/messages.js';
import type { ServiceCase } from '../../contracts/lifecycles/service/case.js';

/** A new case, as it is before its first event. Clocks and report duties come with that event. */
export function openCase(start: ServiceStart, at: number): ServiceCase {
  const { origin } = start;
  const isProposal = origin.kind === 'proposal';
  return {
    serviceId: start.serviceId,
    agencyId: start.agencyId,
    ministryId: start.ministryId,
    name: start.name,
    state: isProposal ? 'plan' : origin.state,
    enteredFrom: [],
    since: at,
    version: 1,
    basis: isProposal ? 'decision' : 'register',
    register: isProposal ? null : origin.basis,
    proposed: isProposal,
    verified: false,
    mode: start.mode ?? null,
    portal: start.portal ?? null,
    plan: isProposal ? (origin.plan ?? null) : null,
    baseline: isProposal ? (origin.plan ?? null) : null,
    planRevisions: 0,
    evidence: {},
    usedTestReports: [],
    remediations: [],
    channelUrl: null,
    liveCheck: null,
    exclusion:
      isProposal || origin.exclusion === undefined ? null : { ...origin.exclusion, due: false },
    suspension: null,
    mergedInto: null,
    pending: null,
    submissions: 0,
    overdue: false,
    reports: [],
    lastReport: null,
    clocks: [],
    fired: [],
    remarks: [],
  };
}
