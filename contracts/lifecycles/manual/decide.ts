import { isInScope } from '../../agency-map.js';
import type { ManualAction } from '../../commands/manual/messages.js';
import { bangkokDate } from '../../civil-date.js';
import type { Manual } from '../../manuals/manual.js';
import type { Refusal } from '../refusals.js';
import { refuse } from '../refusals.js';
import type { Actor, Doer } from '../service/case.js';
import type { Role } from '../service/states.js';

/** A manual as far as it decides what may be done with it. */
export interface ManualCase {
  readonly agencyId: string;
  readonly versions: readonly Manual[];
  readonly pending: { readonly manual: Manual; readonly by: Doer } | null;
}

/** Who may: an officer of the agency submits, an approver, another person, publishes. */
export const manualRoles: Readonly<Record<ManualAction, Role>> = {
  submitManual: 'agencyOfficer',
  approveManual: 'agencyApprover',
  rejectManual: 'agencyApprover',
  withdrawManual: 'agencyOfficer',
};

/**
 * Whether an actor may act on a manual now. Pure, and the same at the gateway and in the workflow.
 *
 * @param of the version that an answer is about
 */
export function decideManual(
  now: ManualCase,
  {
    action,
    actor,
    manual,
    of,
  }: {
    readonly action: ManualAction;
    readonly actor: Actor;
    readonly manual?: Manual | undefined;
    readonly of?: number | undefined;
  },
  at: number,
): Doer | Refusal {
  const role = manualRoles[action];
  if (!actor.roles.includes(role)) return refuse('roleMayNot', { action, roles: [role] });
  const { agencyId, pending } = now;
  if (!isInScope(agencyId, actor.agencies)) return refuse('notYourAgency', { agencyId });
  const doer = { id: actor.id, role };
  if (action === 'submitManual') return checkSubmission(now, manual, at) ?? doer;
  if (pending === null) return refuse('nothingPending');
  const { version } = pending.manual;
  if (of !== undefined && of !== version) return refuse('otherSubmission', { number: version });
  const isOwn = pending.by.id === actor.id;
  if (action === 'withdrawManual') return isOwn ? doer : refuse('notYourSubmission');
  return isOwn ? refuse('samePerson') : doer;
}

function checkSubmission(
  { pending, versions }: ManualCase,
  manual: Manual | undefined,
  at: number,
): Refusal | undefined {
  if (pending !== null) {
    return refuse('submissionPending', {
      pending: 'submitManual',
      number: pending.manual.version,
    });
  }
  if (manual === undefined) return undefined;
  const last = versions.at(-1);
  const expected = (last?.version ?? 0) + 1;
  if (manual.version !== expected)
    return refuse('manualVersion', { version: manual.version, expected });
  const today = bangkokDate(at);
  const earliest = last === undefined || last.effectiveFrom < today ? today : last.effectiveFrom;
  // Who has applied under a manual keeps it; nobody is put under one that began before he could know.
  return last !== undefined && manual.effectiveFrom < earliest
    ? refuse('manualBeginsEarlier', { date: manual.effectiveFrom, earliest })
    : undefined;
}
