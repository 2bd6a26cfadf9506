import { isInScope } from '../../agency-map.js';
import type { Refusal } from '../refusals.js';
import { refuse } from '../refusals.js';
import { bangkokDate } from '../../civil-date.js';
import { checkBody, checkCase } from './conditions.js';
import { checkItemIn } from './evidence-conditions.js';
import type { Actor, Doer, ServiceCase, Submission } from './case.js';
import type { Role } from './states.js';
import { agencyRoles } from './states.js';
import type { Approval, ServiceAction, Transition } from './table.js';
import { findTransition, isSubmission, serviceActions, statesOf } from './table.js';

/** An action that is allowed: who does it in which role, and what it amounts to. */
export interface Allowed {
  readonly as: Doer;
  readonly transition: Transition;
  /**
   * submit: becomes a pending record; effect: takes effect at once; approval: one of several, more
   * are awaited; decision: the last approval, the submission takes effect; end: rejected or withdrawn.
   */
  readonly step: 'submit' | 'effect' | 'approval' | 'decision' | 'end';
}

export { isRefusal } from '../refusals.js';

/**
 * Decides whether an actor may take an action on a case now. Pure: by table and case alone. The
 * gateway asks it without a body (what may I do now?), the workflow's validator with one.
 *
 * @param at the moment, milliseconds since the epoch
 * @param body the parsed body; left out, only what does not depend on it is checked
 */
export function decide(
  service: ServiceCase,
  action: ServiceAction,
  actor: Actor,
  at: number,
  body?: object,
): Allowed | Refusal {
  const transition = findTransition(service.state, action);
  if (transition === undefined) {
    return refuse('wrongState', {
      action,
      state: service.state,
      possibleIn: statesOf(action),
    });
  }
  if (action === 'approve' || action === 'reject' || action === 'withdraw') {
    return decideAnswer(service, action, transition, actor, at, body);
  }
  const role = roleFor(service, action, actor, transition.by);
  if (typeof role !== 'string') return role;
  if (transition.isClosedToProposer === true && actor.id === service.proposedBy) {
    return refuse('samePerson');
  }
  if (service.pending !== null && waitsForPending(action)) {
    return refuse('submissionPending', {
      pending: service.pending.action,
      number: service.pending.number,
    });
  }
  const refusal =
    checkCase(service, action, at) ??
    (body === undefined ? undefined : checkBody(service, action, at, body));
  if (refusal !== undefined) return refusal;
  return {
    as: { id: actor.id, role },
    transition,
    step: isSubmission(transition) ? 'submit' : 'effect',
  };
}

/** Every action with the answer for this actor: what may I do now, and why not the rest. */
export function decideAll(
  service: ServiceCase,
  actor: Actor,
  at: number,
): { action: ServiceAction; answer: Allowed | Refusal }[] {
  return serviceActions.map((action) => ({ action, answer: decide(service, action, actor, at) }));
}

/** The approvals that a submission still awaits. */
export function awaitedApprovals(service: ServiceCase, pending: Submission): Approval[] {
  const transition = findTransition(service.state, pending.action);
  if (transition === undefined) return [];
  const extra = pending.action === 'closeRemediation' ? extraApproval(service, pending) : [];
  return [...transition.approvals, ...extra].filter(
    (approval) => !pending.approvals.some((given) => approval.by.includes(given.role)),
  );
}

/** A remediation of a gate that DGA approved is closed by DGA too (design §2.1). */
function extraApproval(service: ServiceCase, pending: Submission): Approval[] {
  const number = 'remediation' in pending.body ? pending.body.remediation : undefined;
  const remediation = service.remediations.find((entry) => entry.number === number);
  return remediation?.gate === 'test' || remediation?.gate === 'linked'
    ? [{ by: ['dgaOperator'] }]
    : [];
}

/** Reports and checks do not disturb what is pending; everything else waits for it. */
function waitsForPending(action: ServiceAction): boolean {
  return action !== 'reportProgress' && action !== 'requestLiveCheck';
}

function decideAnswer(
  service: ServiceCase,
  action: 'approve' | 'reject' | 'withdraw',
  transition: Transition,
  actor: Actor,
  at: number,
  body: object | undefined,
): Allowed | Refusal {
  const { pending } = service;
  if (pending === null) {
    const role = roleFor(service, action, actor, transition.by);
    return typeof role === 'string' ? refuse('nothingPending') : role;
  }
  const named = body !== undefined && 'submission' in body ? body.submission : undefined;
  if (named !== undefined && named !== pending.number) {
    return refuse('otherSubmission', { number: pending.number });
  }
  if (action === 'withdraw') return decideWithdraw(service, pending, transition, actor);
  const awaited = awaitedApprovals(service, pending);
  const role = roleFor(
    service,
    action,
    actor,
    awaited.flatMap((approval) => approval.by),
  );
  if (typeof role !== 'string') return refuseApprover(service, pending, awaited, actor, role);
  if (isInvolved(pending, actor)) return refuse('samePerson');
  const as = { id: actor.id, role };
  if (action === 'reject') return { as, transition, step: 'end' };
  return decideApproval(service, pending, { as, transition, awaited }, at, body);
}

function decideApproval(
  service: ServiceCase,
  pending: Submission,
  approval: { as: Doer; transition: Transition; awaited: readonly Approval[] },
  at: number,
  body: object | undefined,
): Allowed | Refusal {
  const { as, transition, awaited } = approval;
  const asked = awaited.find((entry) => entry.by.includes(as.role))?.evidence;
  const given = body !== undefined && 'evidence' in body ? body.evidence : undefined;
  const has = (kind: string) => typeof given === 'object' && given !== null && kind in given;
  if (body !== undefined && asked !== undefined) {
    const missing = has(asked) ? undefined : refuse('evidenceMissing', { kinds: [asked] });
    const faulty = missing ?? checkItemIn(given, asked, bangkokDate(at));
    if (faulty !== undefined) return faulty;
  }
  if (asked === undefined && has('listing')) {
    return refuse('evidenceNotAsked', { kinds: ['listing'] });
  }
  const refusal =
    checkCase(service, pending.action, at) ??
    checkBody(service, pending.action, at, pending.body, pending.at);
  if (refusal !== undefined) return refusal;
  return { as, transition, step: awaited.length === 1 ? 'decision' : 'approval' };
}

function decideWithdraw(
  service: ServiceCase,
  pending: Submission,
  transition: Transition,
  actor: Actor,
): Allowed | Refusal {
  const role = roleFor(service, 'withdraw', actor, [pending.by.role]);
  if (typeof role !== 'string') return role;
  if (actor.id !== pending.by.id) return refuse('notYourSubmission');
  return { as: { id: actor.id, role }, transition, step: 'end' };
}

/** The better reason when an approver's role does not fit what is still awaited. */
function refuseApprover(
  service: ServiceCase,
  pending: Submission,
  awaited: readonly Approval[],
  actor: Actor,
  otherwise: Refusal,
): Refusal {
  if (otherwise.code !== 'roleMayNot') return otherwise;
  if (pending.approvals.some((given) => given.id === actor.id)) return refuse('samePerson');
  if (pending.approvals.some((given) => actor.roles.includes(given.role))) {
    return refuse('alreadyApproved', { awaiting: awaited.flatMap((approval) => approval.by) });
  }
  return otherwise;
}

function isInvolved(pending: Submission, actor: Actor): boolean {
  return pending.by.id === actor.id || pending.approvals.some((given) => given.id === actor.id);
}

/** The role in which the actor may act: the first that the table names and whose scope fits. */
function roleFor(
  service: ServiceCase,
  action: ServiceAction,
  actor: Actor,
  by: readonly Role[],
): Role | Refusal {
  const fitting = by.filter((role) => actor.roles.includes(role));
  const role = fitting.find(
    (candidate) => !agencyRoles.includes(candidate) || isInScope(service.agencyId, actor.agencies),
  );
  if (role !== undefined) return role;
  return fitting.length > 0
    ? refuse('notYourAgency', { agencyId: service.agencyId })
    : refuse('roleMayNot', { action, roles: [...new Set(by)] });
}
