import { isInScope } from '../../agency-map.js';
import type { Refusal } from '../refusals.js';
import { refuse } from '../refusals.js';
import type { Actor, Doer } from '../service/case.js';
import type { Role } from '../service/states.js';
import type { RequestCase } from './case.js';
import { checkRequestBody } from './body-conditions.js';
import { checkRequest } from './conditions.js';
import type { RequestDeed } from './deed.js';
import type { RequestAction, RequestTransition } from './table.js';
import { findRequestTransition, requestActions, requestStatesOf } from './table.js';

/** An action that an actor may take now. */
export interface RequestAllowed {
  readonly as: Doer;
  readonly transition: RequestTransition;
}

/**
 * Whether an actor may take an action on a request now. Pure: by table and case alone. The gateway
 * asks it without a body (what may I do now?), the workflow's validator with one.
 *
 * @param at the moment, milliseconds since the epoch
 * @param body the parsed body without its words; left out, only what does not depend on it is checked
 */
export function decideRequest(
  request: RequestCase,
  action: RequestAction,
  actor: Actor,
  at: number,
  body?: object,
): RequestAllowed | Refusal {
  const transition = findRequestTransition(request.state, action);
  if (transition === undefined) {
    const { state } = request;
    return refuse('wrongState', { action, state, possibleIn: requestStatesOf(action) });
  }
  const role = roleFor(request, { action, body }, actor, transition.by);
  if (typeof role !== 'string') return role;
  const deed = { action, body } as RequestDeed;
  const refusal =
    checkRequest(request, action, actor, at) ??
    (body === undefined ? undefined : checkRequestBody(request, deed, role, at));
  return refusal ?? { as: { id: actor.id, role }, transition };
}

/** Every action with the answer for this actor: what may I do now, and why not the rest. */
export function decideAllOfRequest(
  request: RequestCase,
  actor: Actor,
  at: number,
): { action: RequestAction; answer: RequestAllowed | Refusal }[] {
  return requestActions.map((action) => ({
    action,
    answer: decideRequest(request, action, actor, at),
  }));
}

interface Asked {
  readonly action: RequestAction;
  readonly body: object | undefined;
}

/** The role in which the actor may act: the first that the table names and whose scope fits. */
function roleFor(
  request: RequestCase,
  asked: Asked,
  actor: Actor,
  by: readonly Role[],
): Role | Refusal {
  const { action } = asked;
  const fitting = by.filter((role) => actor.roles.includes(role));
  const outOfScope = fitting.map((role) => scopeOf(request, asked, actor, role));
  const role = fitting.find((_role, index) => outOfScope[index] === undefined);
  return role ?? outOfScope[0] ?? refuse('roleMayNot', { action, roles: [...new Set(by)] });
}

/** Why the actor's role does not reach this request: another agency's, office's or portal's. */
function scopeOf(
  request: RequestCase,
  { action, body }: Asked,
  actor: Actor,
  role: Role,
): Refusal | undefined {
  if (role === 'portal') {
    const { portal } = request;
    return actor.portal === portal ? undefined : refuse('notYourPortal', { portal });
  }
  const { agencyId, office } = request;
  if (action === 'answerConsultation') return scopeOfConsulted(request, actor, body);
  if (!isInScope(agencyId, actor.agencies)) return refuse('notYourAgency', { agencyId });
  if (role !== 'competentOfficial') return undefined;
  // Who belongs to no office is of the agency's head office and works for all.
  const offices = actor.offices ?? [];
  return offices.length === 0 || offices.includes(office)
    ? undefined
    : refuse('notYourOffice', { office });
}

/** It is the other agency that answers, and each what it was asked itself. */
function scopeOfConsulted(
  { consultations }: RequestCase,
  actor: Actor,
  body: { readonly consultation?: number } = {},
): Refusal | undefined {
  const open = consultations.filter(({ answer }) => answer === null);
  const named = open.filter(({ number }) => number === body.consultation);
  const asked = named.length > 0 ? named : open;
  if (asked.some(({ agencyId }) => isInScope(agencyId, actor.agencies))) return undefined;
  const agencyId = asked.map((one) => one.agencyId).join(', ') || '-';
  return refuse('notYourAgency', { agencyId });
}
