/**
 * Who belongs together (design §5): an organisation may hold several agency ids. The one place that
 * compares agency ids. Empty for now: accepted merges will be dated entries here, read at the time of
 * the question, and no case is rewritten.
 */

/** One id that belongs to another's organisation, from a moment on. */
export interface AgencyMerge {
  /** The id that stands for the organisation. */
  readonly into: string;
  /** The other id of the same organisation. */
  readonly from: string;
  /** Since when, RFC 3339, UTC. */
  readonly since: string;
}

/** The dated map of merged agency ids. */
export type AgencyMap = readonly AgencyMerge[];

/** The map of today: nobody is merged yet. */
export const agencyMap: AgencyMap = [];

/** The id that stands for an agency's organisation at a moment (RFC 3339, UTC). */
export function organisationOf(agencyId: string, at: string, map: AgencyMap = agencyMap): string {
  const merge = map.find((entry) => entry.from === agencyId && entry.since <= at);
  return merge === undefined ? agencyId : merge.into;
}

/** All ids of the organisations that these ids belong to, themselves included. */
export function allAgencyIds(
  agencyIds: readonly string[],
  at: string,
  map: AgencyMap = agencyMap,
): string[] {
  const organisations = new Set(agencyIds.map((id) => organisationOf(id, at, map)));
  const others = map
    .filter((entry) => entry.since <= at && organisations.has(entry.into))
    .map((entry) => entry.from);
  return [...new Set([...organisations, ...agencyIds, ...others])].sort();
}

/**
 * Whether a case of this agency is in the scope of a person who carries these agency ids. The
 * gateway stamps all ids of the person's organisation, so membership is enough.
 */
export function isInScope(agencyId: string, agencyIds: readonly string[]): boolean {
  return agencyIds.includes(agencyId);
}
