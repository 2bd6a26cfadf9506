import { describe, expect, it } from '@jest/globals';
import type { Actor, ServiceCase } from '../../../contracts/lifecycles/service/case.js';
import {
  awaitedApprovals,
  decide,
  decideAll,
  isRefusal,
} from '../../../contracts/lifecycles/service/decide.js';
import { exitEvidence } from '../../../contracts/lifecycles/service/evidence.js';
import type { Role, ServiceState } from '../../../contracts/lifecycles/service/states.js';
import { agencyRoles, roles, serviceStates } from '../../../contracts/lifecycles/service/states.js';
import type { ServiceAction } from '../../../contracts/lifecycles/service/table.js';
import { serviceActions } from '../../../contracts/lifecycles/service/table.js';
import { evidenceOf, goodBody } from '../../support/bodies.js';
import { caseIn, now, pendingOf, ready, today } from '../../support/case.js';
import { people, person } from '../../support/people.js';

const { agencyOfficer, agencyApprover, opdcOfficer, opdcApprover, dgaOperator } = people;

const opdc: Role[] = ['opdcOfficer', 'opdcApprover'];
const resting: ServiceState[] = ['discontinued', 'mergedInto', 'registeredInError'];
const working = serviceStates.filter((state) => !resting.includes(state));

/** Written down by hand from design §2.1: where an action exists, who takes it, who approves. */
const rules: Record<
  ServiceAction,
  { in: readonly ServiceState[]; by: Role[]; approvals: Role[][] }
> = {
  confirmProposal: { in: ['plan'], by: opdc, approvals: [] },
  rejectProposal: { in: ['plan'], by: opdc, approvals: [] },
  setMode: {
    in: ['plan', 'develop', 'test', 'linked', 'live', 'toBeFunded'],
    by: ['agencyOfficer'],
    approvals: [opdc],
  },
  revisePlan: {
    in: ['plan', 'develop', 'test', 'linked', 'toBeFunded'],
    by: ['agencyApprover'],
    approvals: [opdc],
  },
  advance: {
    in: ['plan', 'develop', 'test', 'linked'],
    by: ['agencyOfficer'],
    approvals: [['agencyApprover']],
  },
  approve: { in: serviceStates, by: ['agencyApprover', ...opdc, 'dgaOperator'], approvals: [] },
  reject: { in: serviceStates, by: ['agencyApprover', ...opdc, 'dgaOperator'], approvals: [] },
  withdraw: { in: serviceStates, by: ['agencyOfficer', 'agencyApprover'], approvals: [] },
  goBack: { in: ['develop', 'test', 'linked'], by: ['agencyApprover'], approvals: [] },
  awaitFunding: { in: ['plan'], by: ['agencyOfficer'], approvals: [['agencyApprover']] },
  allocateFunding: { in: ['toBeFunded'], by: ['agencyOfficer'], approvals: [['agencyApprover']] },
  reportProgress: { in: ['plan', 'develop', 'test'], by: ['agencyOfficer'], approvals: [] },
  closeRemediation: {
    in: ['plan', 'develop', 'test', 'linked', 'live', 'suspended'],
    by: ['agencyOfficer'],
    approvals: [['agencyApprover']],
  },
  announceChannel: {
    in: ['test', 'linked', 'live'],
    by: ['agencyOfficer'],
    approvals: [['agencyApprover']],
  },
  requestLiveCheck: {
    in: ['linked', 'live'],
    by: ['agencyOfficer', 'dgaOperator'],
    approvals: [],
  },
  suspend: { in: ['linked', 'live'], by: ['agencyOfficer'], approvals: [['agencyApprover']] },
  resume: { in: ['suspended'], by: ['agencyOfficer'], approvals: [['agencyApprover']] },
  exclude: { in: ['plan', 'develop', 'test'], by: ['agencyApprover'], approvals: [opdc] },
  confirmExclusion: { in: ['excluded'], by: ['agencyApprover'], approvals: [opdc] },
  lift: { in: ['excluded'], by: ['agencyApprover'], approvals: [opdc] },
  discontinue: { in: working, by: ['agencyApprover'], approvals: [opdc] },
  merge: { in: working, by: ['agencyApprover'], approvals: [opdc] },
  registerInError: { in: working, by: ['agencyApprover'], approvals: [opdc] },
  restore: { in: resting, by: ['agencyApprover'], approvals: [opdc] },
  correctEntry: { in: serviceStates, by: ['agencyOfficer'], approvals: [['agencyApprover']] },
  linkToRegister: { in: working, by: opdc, approvals: [] },
  unlinkFromRegister: { in: working, by: opdc, approvals: [] },
};

/** Who approves a submission: DGA joins at the gates to linked and live. */
function approvalsOf(state: ServiceState, action: ServiceAction): Role[][] {
  const { approvals } = rules[action];
  const dgaJoins = action === 'advance' && (state === 'test' || state === 'linked');
  return dgaJoins ? [...approvals, ['dgaOperator']] : approvals;
}

function expected(state: ServiceState, action: ServiceAction, role: Role, isOwn: boolean): string {
  const rule = rules[action];
  if (!rule.in.includes(state)) return 'wrongState';
  if (!rule.by.includes(role)) return 'roleMayNot';
  if (agencyRoles.includes(role) && !isOwn) return 'notYourAgency';
  if (action === 'approve' || action === 'reject' || action === 'withdraw') return 'nothingPending';
  return rule.approvals.length > 0 ? `submit as ${role}` : `effect as ${role}`;
}

function answered(
  service: ServiceCase,
  action: ServiceAction,
  actor: Actor,
  body?: object,
): string {
  const answer = decide(service, action, actor, now, body);
  return isRefusal(answer) ? answer.code : `${answer.step} as ${answer.as.role}`;
}

/** The case that meets every condition of an action in a state. */
function readyFor(state: ServiceState, action: ServiceAction): ServiceCase {
  const proposed = action === 'confirmProposal' || action === 'rejectProposal';
  return caseIn(state, {
    ...{ ...ready, proposed },
    ...(action === 'setMode' ? { mode: null } : {}),
    ...(action === 'linkToRegister' ? { serviceId: 'PRS3V8HC5NBWE' } : {}),
    ...(action === 'unlinkFromRegister' ? { registerId: 'SVC9990' } : {}),
  });
}

describe('who may do what', () => {
  it.each(serviceStates)('in %s is exactly what design §2.1 says, for every role', (state) => {
    const given: string[] = [];
    const wanted: string[] = [];
    for (const action of serviceActions) {
      for (const role of roles) {
        for (const isOwn of [true, false]) {
          const actor = person(role, role, isOwn ? 'AGY009' : 'AGY010');
          const what = `${action} by ${role} of ${isOwn ? 'this' : 'another'} agency: `;
          given.push(what + answered(readyFor(state, action), action, actor));
          wanted.push(what + expected(state, action, role, isOwn));
        }
      }
    }
    expect(given).toEqual(wanted);
  });

  it.each(serviceStates)('is answered alike for all actions at once in %s', (state) => {
    const service = caseIn(state, ready);
    expect(decideAll(service, agencyOfficer, now)).toEqual(
      serviceActions.map((action) => ({
        action,
        answer: decide(service, action, agencyOfficer, now),
      })),
    );
  });

  it('names where an action is possible when it is not here', () => {
    expect(decide(caseIn('live'), 'lift', agencyApprover, now)).toEqual({
      code: 'wrongState',
      facts: { action: 'lift', state: 'live', possibleIn: ['excluded'] },
    });
  });

  it('counts any of the ids of the person’s organisation', () => {
    const actor: Actor = { ...agencyOfficer, agencies: ['AGY001', 'AGY009'] };
    expect(answered(caseIn('plan'), 'awaitFunding', actor)).toBe('submit as agencyOfficer');
  });
});

/** A body that the gate of an action in a state takes. */
function bodyIn(state: ServiceState, action: ServiceAction): object {
  if (action !== 'advance') return goodBody(action, today);
  const gate = state as keyof typeof exitEvidence;
  return { evidence: evidenceOf(exitEvidence[gate].buildOnPlatform, today) };
}

const listing = { evidence: evidenceOf(['listing'], today) };

/** Every submission that there is, as [state, action]. */
const submissions = serviceActions.flatMap((action) =>
  rules[action].approvals.length === 0
    ? []
    : rules[action].in.map((state): [ServiceState, ServiceAction] => [state, action]),
);

function submitted(
  state: ServiceState,
  action: ServiceAction,
  by: Actor,
  approvals: Actor[] = [],
): ServiceCase {
  const pending = pendingOf(action, by, bodyIn(state, action), approvals);
  return { ...readyFor(state, action), pending };
}

/** The submitter that design §2.1 names. */
function submitterOf(action: ServiceAction): Actor {
  return rules[action].by[0] === 'agencyApprover'
    ? person('agencyApprover', 'submitter')
    : person('agencyOfficer', 'submitter');
}

describe('approvals', () => {
  it.each(submissions)('in %s of %s are those of design §2.1, and no others', (state, action) => {
    const service = submitted(state, action, submitterOf(action));
    const awaited = approvalsOf(state, action);
    for (const role of roles) {
      const needed = awaited.some((approval) => approval.includes(role));
      const body = state === 'linked' && role === 'dgaOperator' && needed ? listing : {};
      const step = awaited.length === 1 ? 'decision' : 'approval';
      const right = needed ? `${step} as ${role}` : 'roleMayNot';
      expect(`${role}: ${answered(service, 'approve', people[role], body)}`).toBe(
        `${role}: ${right}`,
      );
      const other = person(role, role, 'AGY010');
      const scoped = needed && agencyRoles.includes(role) ? 'notYourAgency' : right;
      expect(`${role}: ${answered(service, 'approve', other, body)}`).toBe(`${role}: ${scoped}`);
    }
  });

  it.each(submissions)('in %s of %s never come from the submitter', (state, action) => {
    for (const role of roles) {
      const by = submitterOf(action);
      const sameInAnotherRole: Actor = { id: by.id, roles: [role], agencies: ['AGY009'] };
      const answer = answered(submitted(state, action, by), 'approve', sameInAnotherRole);
      expect(['samePerson', 'roleMayNot']).toContain(answer);
      if (approvalsOf(state, action).some((approval) => approval.includes(role))) {
        expect(answer).toBe('samePerson');
      }
    }
  });

  it.each(['test', 'linked'] as const)('of the gate of %s come from two people', (state) => {
    const once = submitted(state, 'advance', agencyOfficer, [agencyApprover]);
    const body = state === 'linked' ? listing : {};
    expect(answered(once, 'approve', dgaOperator, body)).toBe('decision as dgaOperator');
    expect(answered(once, 'approve', { ...dgaOperator, id: agencyApprover.id }, body)).toBe(
      'samePerson',
    );
    expect(answered(once, 'approve', person('agencyApprover', 'another'))).toBe('alreadyApproved');
    const byDga = submitted(state, 'advance', agencyOfficer, [dgaOperator]);
    expect(answered(byDga, 'approve', agencyApprover, {})).toBe('decision as agencyApprover');
  });

  it('of a remediation of a gate that DGA approved need DGA too', () => {
    const [remediation] = ready.remediations ?? [];
    for (const [gate, others] of [
      ['develop', []],
      ['test', [['dgaOperator']]],
      ['linked', [['dgaOperator']]],
    ] as const) {
      const service = submitted('live', 'closeRemediation', agencyOfficer);
      service.remediations = remediation === undefined ? [] : [{ ...remediation, gate }];
      const { pending } = service;
      const awaited = pending === null ? [] : awaitedApprovals(service, pending);
      expect(awaited.map(({ by }) => by)).toEqual([['agencyApprover'], ...others]);
    }
  });

  it('to live bring the listing along, from DGA alone', () => {
    const service = submitted('linked', 'advance', agencyOfficer);
    expect(answered(service, 'approve', dgaOperator, {})).toBe('evidenceMissing');
    expect(answered(service, 'approve', agencyApprover, listing)).toBe('evidenceNotAsked');
  });

  it('are refused for another submission than the pending one', () => {
    const service = submitted('plan', 'advance', agencyOfficer);
    for (const action of ['approve', 'reject', 'withdraw'] as const) {
      const actor = action === 'withdraw' ? agencyOfficer : agencyApprover;
      expect(answered(service, action, actor, { submission: 6 })).toBe('otherSubmission');
      expect(answered(service, action, actor, { submission: 7 })).toMatch(/^(decision|end) as/);
    }
  });

  it('may be refused by whom they await, never by the submitter', () => {
    const service = submitted('plan', 'discontinue', agencyApprover);
    expect(answered(service, 'reject', opdcOfficer)).toBe('end as opdcOfficer');
    expect(answered(service, 'reject', person('agencyApprover', 'another'))).toBe('roleMayNot');
    expect(answered(service, 'reject', { ...opdcApprover, id: agencyApprover.id })).toBe(
      'samePerson',
    );
  });
});

describe('a pending submission', () => {
  it('is withdrawn by its submitter alone, in the role of the submission', () => {
    const service = submitted('plan', 'advance', agencyOfficer);
    expect(answered(service, 'withdraw', agencyOfficer)).toBe('end as agencyOfficer');
    expect(answered(service, 'withdraw', person('agencyOfficer', 'another'))).toBe(
      'notYourSubmission',
    );
    expect(answered(service, 'withdraw', agencyApprover)).toBe('roleMayNot');
    expect(answered(service, 'withdraw', { ...agencyOfficer, agencies: ['AGY010'] })).toBe(
      'notYourAgency',
    );
  });

  it('holds up every other action but reports and live checks', () => {
    for (const state of serviceStates) {
      for (const action of serviceActions) {
        const rule = rules[action];
        if (!rule.in.includes(state) || ['approve', 'reject', 'withdraw'].includes(action))
          continue;
        const pending = pendingOf('correctEntry', person('agencyOfficer', 'another'), {});
        const actor = people[rule.by[0] ?? 'auditor'];
        const answer = answered({ ...readyFor(state, action), pending }, action, actor);
        const free = action === 'reportProgress' || action === 'requestLiveCheck';
        expect(`${action}: ${answer}`).toBe(
          `${action}: ${free ? 'effect as agencyOfficer' : 'submissionPending'}`,
        );
      }
    }
  });
});
