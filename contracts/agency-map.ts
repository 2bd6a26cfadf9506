/**
 * Who belongs together (design §5): an organisation may hold several agency ids. The one place that
 * compares agency ids. Accepted merges are dated entries, read at the time of the question, and no
 * case is rewritten: it keeps the id that it was registered with.
 */

/** One id that belongs to another's organisation, for a time. */
export interface AgencyMerge {
  /** The id that stands for the organisation. */
  readonly into: string;
  /** The other id of the same organisation. */
  readonly from: string;
  /** Since when, RFC 3339, UTC. */
  readonly since: string;
  /** Until when, RFC 3339, UTC; left out: it holds. */
  readonly until?: string;
}

/** The dated map of merged agency ids. */
export type AgencyMap = readonly AgencyMerge[];

/** What happened to the map, as the events of `registry.change.v1` say it. */
export type AgencyMapChange =
  | { readonly kind: 'agencyMerged'; readonly agencyId: string; into: string; since: string }
  | {
      readonly kind: 'agencyUnmerged';
      readonly agencyId: string;
      into: string;
      since: string;
      until: string;
    };

/** The map that merges and unmerges come to; of each agency in the order in which they happened. */
export function agencyMapOf(changes: readonly AgencyMapChange[]): AgencyMap {
  const entries = new Map<string, AgencyMerge>();
  for (const { kind, agencyId: from, into, since, ...rest } of changes) {
    const until = kind === 'agencyUnmerged' && 'until' in rest ? { until: rest.until } : {};
    entries.set(`${from} ${since}`, { from, into, since, ...until });
  }
  return [...entries.values()];
}

/**
 * The id that stands for an agency's organisation at a moment (RFC 3339, UTC). Merges are made so that
 * none leads on to another; while two changes are on their way one may, and is followed to its end.
 */
export function organisationOf(agencyId: string, at: string, map: AgencyMap): string {
  const met = [agencyId];
  for (;;) {
    const last = met.at(-1) ?? agencyId;
    const next = map.find((entry) => entry.from === last && holds(entry, at))?.into;
    if (next === undefined) return last;
    if (met.includes(next)) return met.slice(met.indexOf(next)).sort()[0] ?? last;
    met.push(next);
  }
}

function holds({ since, until }: AgencyMerge, at: string): boolean {
  return since <= at && (until === undefined || at < until);
}

/** All ids of the organisations that these ids belong to, themselves included. */
export function allAgencyIds(agencyIds: readonly string[], at: string, map: AgencyMap): string[] {
  const organisations = new Set(agencyIds.map((id) => organisationOf(id, at, map)));
  const others = map
    .map(({ from }) => from)
    .filter((from) => organisations.has(organisationOf(from, at, map)));
  return [...new Set([...organisations, ...agencyIds, ...others])].sort();
}

/** Whether an id stands for itself at a moment, and is merged into no other. */
export function standsForItself(agencyId: string, at: string, map: AgencyMap): boolean {
  return organisationOf(agencyId, at, map) === agencyId;
}

/**
 * Whether a case of this agency is in the scope of a person who carries these agency ids. The
 * gateway stamps all ids of the person's organisation, so membership is enough.
 */
export function isInScope(agencyId: string, agencyIds: readonly string[]): boolean {
  return agencyIds.includes(agencyId);
}
