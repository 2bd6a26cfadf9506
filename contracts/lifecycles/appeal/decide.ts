import { isInScope } from '../../agency-map.js';
import { bangkokDate } from '../../civil-date.js';
import type { Refusal } from '../refusals.js';
import { refuse } from '../refusals.js';
import type { Actor, Doer } from '../service/case.js';
import type { Role } from '../service/states.js';
import type { AppealCase } from './case.js';
import type { AppealAction, AppealOutcome, AppealTransition } from './table.js';
import { appealActions, appealStatesOf, findAppealTransition } from './table.js';

/** An action that an actor may take now. */
export interface AppealAllowed {
  readonly as: Doer;
  readonly transition: AppealTransition;
}

/** What of a body decides whether it can be taken. */
interface AppealBody {
  readonly outcome?: AppealOutcome;
  readonly delegation?: { readonly from: string; readonly until: string };
}

/**
 * Whether an actor may take an action on an appeal now. Pure: by table and case alone.
 *
 * @param at the moment, milliseconds since the epoch
 * @param body the parsed body without its words; left out, only what does not depend on it is checked
 */
export function decideAppeal(
  appeal: AppealCase,
  action: AppealAction,
  actor: Actor,
  at: number,
  body?: object,
): AppealAllowed | Refusal {
  const { state } = appeal;
  const transition = findAppealTransition(state, action);
  if (transition === undefined) {
    return refuse('wrongState', { action, state, possibleIn: appealStatesOf(action) });
  }
  const role = roleFor(appeal, action, actor, transition.by);
  if (typeof role !== 'string') return role;
  const refusal = checkAppeal(appeal, action, actor, role, at, body);
  return refusal ?? { as: { id: actor.id, role }, transition };
}

/** Every action with the answer for this actor. */
export function decideAllOfAppeal(
  appeal: AppealCase,
  actor: Actor,
  at: number,
): { action: AppealAction; answer: AppealAllowed | Refusal }[] {
  return appealActions.map((action) => ({
    action,
    answer: decideAppeal(appeal, action, actor, at),
  }));
}

function roleFor(
  { agencyId, portal }: AppealCase,
  action: AppealAction,
  actor: Actor,
  by: readonly Role[],
): Role | Refusal {
  const role = by.find((one) => actor.roles.includes(one));
  if (role === undefined) return refuse('roleMayNot', { action, roles: [...by] });
  if (role === 'portal') {
    return actor.portal === portal ? role : refuse('notYourPortal', { portal });
  }
  return isInScope(agencyId, actor.agencies) ? role : refuse('notYourAgency', { agencyId });
}

function checkAppeal(
  appeal: AppealCase,
  action: AppealAction,
  actor: Actor,
  role: Role,
  at: number,
  body: AppealBody | undefined,
): Refusal | undefined {
  // The officer who made the order decides first; the superior never made it (design §2.2).
  if (role === 'appealAuthority' && actor.id === appeal.order.by?.id) return refuse('samePerson');
  switch (action) {
    case 'grantStay':
    case 'refuseStay':
      return appeal.stay === 'asked' ? undefined : refuse('noStayAsked', { stay: appeal.stay });
    case 'extendAppeal':
      return checkExtension(appeal, at);
    case 'decideAppeal':
      return body === undefined ? undefined : checkOutcome(appeal, body, role, at);
    default:
      return undefined;
  }
}

/** Once, by notice before the first thirty days are over (APA s.45). */
function checkExtension(
  { isExtended, isBySpecialLaw, dates }: AppealCase,
  at: number,
): Refusal | undefined {
  if (isBySpecialLaw === true) return refuse('noClockRuns');
  if (isExtended) return refuse('extensionTooMany', { max: 1 });
  const due = dates.dueOn;
  return due !== null && bangkokDate(at) > due ? refuse('extensionTooLate', { due }) : undefined;
}

function checkOutcome(
  appeal: AppealCase,
  { outcome, delegation }: AppealBody,
  role: Role,
  at: number,
): Refusal | undefined {
  const possible = findAppealTransition(appeal.state, 'decideAppeal')?.outcomes ?? [];
  if (outcome !== undefined && !possible.includes(outcome)) {
    return refuse('outcomeNotHere', { outcome, possible });
  }
  if (outcome === 'outOfTime' && !appeal.isLate) return refuse('appealInTime');
  if (role !== 'delegate') return undefined;
  if (delegation === undefined) return refuse('delegationMissing');
  const { from, until } = delegation;
  const today = bangkokDate(at);
  return today < from || today > until
    ? refuse('delegationNotInForce', { from, until, today })
    : undefined;
}
