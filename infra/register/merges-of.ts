import type { AgencyToCompare, Decided, MergeProposal } from './merge-candidates.js';
import { mergeCandidates } from './merge-candidates.js';
import type { RegisterEdition } from './read.js';

/** The agencies of an edition as they are compared: by the names that stand in the file. */
export function agenciesIn({ rows }: Pick<RegisterEdition, 'rows'>): AgencyToCompare[] {
  const agencies = new Map<
    string,
    AgencyToCompare & { services: number; readonly serviceNames: string[] }
  >();
  for (const row of rows) {
    const { agencyId = '', ministryId = '', ministry = '', name: service = '' } = row;
    if (agencyId === '') continue;
    // The reader mends most of what marks went astray: the file's own spelling is the evidence.
    const name = row.original.agency ?? row.agency ?? '';
    const ministryTold = { ministryId: ministryId || null, ministry: ministry || null };
    const fresh = { agencyId, name, ...ministryTold, services: 0, serviceNames: [] };
    const known = agencies.get(agencyId) ?? fresh;
    known.services += 1;
    if (service !== '') known.serviceNames.push(service);
    agencies.set(agencyId, known);
  }
  return [...agencies.values()];
}

/** Which agency ids of an edition may be one organisation's; nothing is merged by it. */
export function mergesOf(edition: RegisterEdition, decided: Decided): MergeProposal[] {
  const hasNames = edition.columns.agencyId !== undefined && edition.columns.agency !== undefined;
  return hasNames ? mergeCandidates(agenciesIn(edition), decided) : [];
}
