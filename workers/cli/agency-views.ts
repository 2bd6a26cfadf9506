import type {
  AgencyAnswer,
  AgencyDecision,
  AgencyView,
} from '../../contracts/commands/agency/messages.js';
import type { Merging } from '../../infra/postgres/merging.js';
import type { Screen } from './screen.js';
import { bangkokTime, both } from './text.js';

/** Candidates with their evidence, and what was decided. */
export function showMerging(screen: Screen, { candidates, map, refused, names }: Merging): void {
  const named = (agencyId: string) => `${agencyId} ${names[agencyId] ?? ''}`.trim();
  screen.heading(`Proposals: ${candidates.length}`);
  screen.table(
    ['strength', 'from', 'into', 'services', 'evidence'],
    candidates.map(({ strength, from, into, names: called, services, evidence }) => [
      strength,
      `${from} ${called.from}`,
      `${into} ${called.into}`,
      `${services.from} + ${services.into}`,
      evidence.map(({ speaks, th, en }) => `${speaks}: ${both({ th, en })}`).join('; '),
    ]),
  );
  screen.line();
  screen.heading(`Merged: ${map.filter(({ until }) => until === undefined).length}`);
  screen.table(
    ['from', 'into', 'since (Bangkok)', 'until (Bangkok)'],
    map.map(({ from, into, since, until }) => [
      named(from),
      named(into),
      bangkokTime(since),
      until === undefined ? '' : bangkokTime(until),
    ]),
  );
  screen.line();
  screen.heading(`Refused: ${refused.length}`);
  screen.table(
    ['id', 'with', 'at (Bangkok)'],
    refused.map(({ agencyId, into, at }) => [named(agencyId), named(into), bangkokTime(at)]),
  );
}

/** What a decision came to. */
export function showDecision(
  screen: Screen,
  { agencyId, action, into, at }: AgencyAnswer,
  isSeen: boolean,
): void {
  const done = {
    merge: `${agencyId} is merged into ${into} since ${bangkokTime(at)}`,
    unmerge: `${agencyId} is taken apart from ${into} since ${bangkokTime(at)}`,
    refuseMerge: `merging ${agencyId} with ${into} is refused`,
  }[action];
  screen.line(done);
  if (!isSeen) {
    screen.line(
      'It stands, and is not seen everywhere yet: tracker or PostgreSQL is behind or away.',
    );
  }
}

/** An agency with its history. */
export function showAgency(screen: Screen, agencyId: string, view: AgencyView): void {
  const { record, merged, members, owed, decisions, nextDigestAt } = view;
  screen.heading(`${agencyId} ${record?.name.th ?? ''}`);
  if (record !== null) {
    screen.line(`ministry: ${record.ministry?.th ?? '-'}; named by the register of ${record.asOf}`);
  }
  screen.line(
    merged === null
      ? 'stands for itself'
      : `merged into ${merged.into} since ${bangkokTime(merged.since)}`,
  );
  if (members.length > 0) screen.line(`merged into it: ${members.join(', ')}`);
  const next = nextDigestAt === null ? '' : `; next letter ${bangkokTime(nextDigestAt)}`;
  screen.line(`progress reports owed by its own services: ${owed.length}${next}`);
  if (decisions.length === 0) return;
  screen.line();
  screen.table(
    ['when (Bangkok)', 'decision', 'other id', 'by', 'reason'],
    decisions.map((decision) => row(decision)),
  );
}

function row({ at, action, into, by, reason }: AgencyDecision): string[] {
  return [bangkokTime(at), action, into, by, reason];
}
