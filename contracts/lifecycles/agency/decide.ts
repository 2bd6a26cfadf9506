import { isInScope } from '../../agency-map.js';
import type { Refusal } from '../refusals.js';
import { refuse } from '../refusals.js';

/** What a platform operator decides of an agency id. */
export const agencyActions = ['merge', 'unmerge', 'refuseMerge'] as const;
/** One thing that a platform operator decides of an agency id. */
export type AgencyAction = (typeof agencyActions)[number];

/** How an agency stands towards others. */
export interface AgencyStanding {
  readonly agencyId: string;
  /** The register has named it. */
  readonly isNamed: boolean;
  readonly merged: { readonly into: string; readonly since: string } | null;
  /** Ids that are merged into this one. */
  readonly members: readonly string[];
  /** A merge or unmerge of it has begun and is not over. */
  readonly isBusy: boolean;
  /** Ids with which merging is refused, as it stands. */
  readonly refused: readonly string[];
}

/** Why a decision cannot be taken now; `undefined`: it can. Pure, by the agency's own standing alone. */
export function checkAgencyAction(
  standing: AgencyStanding,
  action: AgencyAction,
  into: string,
): Refusal | undefined {
  const { agencyId, merged, members } = standing;
  if (!standing.isNamed) return refuse('agencyUnknown', { agencyId });
  if (standing.isBusy) return refuse('agencyBusy', { agencyId });
  if (action === 'unmerge') {
    return merged === null ? refuse('agencyNotMerged', { agencyId }) : undefined;
  }
  if (isInScope(into, [agencyId])) return refuse('agencyIntoItself', { agencyId });
  if (action === 'refuseMerge') {
    if (merged !== null && isInScope(into, [merged.into])) {
      return refuse('agencyMergedAlready', { agencyId, ...merged });
    }
    const isRefused = standing.refused.includes(into);
    return isRefused ? refuse('mergeRefusedAlready', { agencyId, into }) : undefined;
  }
  if (merged !== null) return refuse('agencyMergedAlready', { agencyId, ...merged });
  return members.length > 0 ? refuse('agencyHasMembers', { agencyId, members }) : undefined;
}

/** Why another id cannot be merged into this one now; `undefined`: it can. */
export function checkAdmission(standing: AgencyStanding): Refusal | undefined {
  const { agencyId, merged } = standing;
  if (!standing.isNamed) return refuse('agencyUnknown', { agencyId });
  if (merged !== null) return refuse('agencyTargetMerged', { agencyId, into: merged.into });
  return standing.isBusy ? refuse('agencyBusy', { agencyId }) : undefined;
}
