import type { ServiceStart } from '../../contracts/commands/service/messages.js';
import type { ServiceCase } from '../../contracts/lifecycles/service/case.js';
import { reporting } from './states.js';

/** What every case has, as it is before anything has happened. */
const blank = {
  enteredFrom: [],
  version: 1,
  proposedBy: null,
  registerWrite: null,
  verified: false,
  mode: null,
  portal: null,
  plan: null,
  plans: [],
  evidence: {},
  formerEvidence: [],
  usedTestReports: [],
  remediations: [],
  channelUrl: null,
  liveCheck: null,
  exclusion: null,
  suspension: null,
  registerId: null,
  mergedInto: null,
  pending: null,
  submissions: 0,
  overdue: false,
  openedQuarter: null,
  reports: [],
  lastReport: null,
  clocks: [],
  fired: [],
  remarks: [],
} as const satisfies Partial<ServiceCase>;

/** A new case, as it is before its first event. Clocks and report duties come with that event. */
export function openCase(start: ServiceStart, at: number): ServiceCase {
  const { origin, serviceId, agencyId, ministryId, name } = start;
  const common = {
    ...blankCase(),
    ...{ serviceId, agencyId, ministryId, name, since: at },
    mode: start.mode ?? null,
    portal: start.portal ?? null,
  };
  if (origin.kind === 'register') {
    const { basis: register, state, exclusion, key } = origin;
    return {
      ...common,
      ...{ state, basis: 'register', register, proposed: false },
      registerWrite: key === undefined ? null : { key, sequence: 1 },
      exclusion: exclusion === undefined ? null : { ...exclusion, due: false },
    };
  }
  const { plan } = origin;
  return {
    ...common,
    ...{ state: 'plan', basis: 'decision', register: null, proposed: true },
    proposedBy: origin.actor.id,
    plan: plan ?? null,
    plans: plan === undefined ? [] : [{ plan, sequence: 1 }],
  };
}

/** A case as of its first event, with what it is to report from now on. */
export function begun(service: ServiceCase): ServiceCase {
  return { ...service, ...reporting(service, service.state, service.since) };
}

/** A case that was carried on: what it did not know yet when it was packed is as in a new one. */
export function unpack(carried: ServiceCase): ServiceCase {
  return { ...blankCase(), ...carried };
}

function blankCase() {
  return { ...blank } as Pick<ServiceCase, keyof typeof blank>;
}
