import type { AgencyRecord } from '../../contracts/commands/agency/messages.js';
import { isUnnamed } from './agency-names.js';

/** An agency as it is named here. */
export interface KnownAgency {
  readonly agencyId: string;
  readonly name: string;
  readonly ministryId: string | null;
  readonly ministry: string | null;
  /** As-of date of the newest edition that stands and has told of it, `YYYY-MM-DD`; left out: none has. */
  readonly toldAsOf?: string | undefined;
}

/** What an edition tells otherwise of an agency, in Thai. */
export interface AgencyRenaming {
  readonly agencyId: string;
  readonly field: 'name' | 'ministryId' | 'ministry';
  readonly was: string | null;
  readonly is: string | null;
}

/**
 * The agencies that an edition names otherwise than they are named here, and will: one that is not newer than what
 * an agency was told last changes nothing. An agency that is new here is no renaming.
 */
export function renamingsOf(
  told: readonly AgencyRecord[],
  known: readonly KnownAgency[],
): AgencyRenaming[] {
  const here = new Map(known.map((agency) => [agency.agencyId, agency]));
  return told.flatMap((record) => {
    const former = here.get(record.agencyId);
    if (former === undefined || record.asOf <= (former.toldAsOf ?? '')) return [];
    const { agencyId, ministryId } = record;
    const name = isUnnamed(record) ? former.name : record.name.th;
    const now = { name, ministryId, ministry: record.ministry?.th ?? null };
    return (['name', 'ministryId', 'ministry'] as const)
      .filter((field) => now[field] !== former[field])
      .map((field) => ({ agencyId, field, was: former[field], is: now[field] }));
  });
}
