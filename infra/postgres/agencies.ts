import { organisationOf } from '../../contracts/agency-map.js';
import { readAgencyMap } from './agency-map.js';
import type { Name } from './listing.js';
import { nameSql } from './listing.js';
import type { Queryable } from './pool.js';

/** An agency as the read model knows it. */
export interface AgencyRow {
  readonly agencyId: string;
  /** The id that stands for its organisation now: another one where it is merged. */
  readonly organisation: string;
  readonly name: Name;
  readonly ministryId: string | null;
  readonly ministry: Name | null;
}

const agencyColumns = `a.agency_id AS "agencyId", ${nameSql('a', 'name')} AS name,
  a.ministry_id AS "ministryId", ${nameSql('a', 'ministry')} AS ministry`;

/** One agency; `undefined` when no event has told of it. */
export async function findAgency(db: Queryable, agencyId: string): Promise<AgencyRow | undefined> {
  const { rows } = await db.query<AgencyColumns>(
    `SELECT ${agencyColumns} FROM prasan.agency a WHERE a.agency_id = $1`,
    [agencyId],
  );
  return (await withOrganisations(db, rows))[0];
}

/** All agencies that events have told of, by id. */
export async function listAgencies(db: Queryable): Promise<AgencyRow[]> {
  const { rows } = await db.query<AgencyColumns>(
    `SELECT ${agencyColumns} FROM prasan.agency a ORDER BY a.agency_id`,
  );
  return withOrganisations(db, rows);
}

type AgencyColumns = Omit<AgencyRow, 'organisation'>;

async function withOrganisations(
  db: Queryable,
  rows: readonly AgencyColumns[],
): Promise<AgencyRow[]> {
  const at = new Date().toISOString();
  const map = await readAgencyMap(db);
  return rows.map((row) => ({ ...row, organisation: organisationOf(row.agencyId, at, map) }));
}
