import { organisationOf } from '../../contracts/agency-map.js';
import { readAgencyMap } from './agency-map.js';
import { endOfDay } from '../../contracts/civil-date.js';
import type { Queryable } from './pool.js';
import type { AsOf } from './listing.js';
import { readAsOf } from './listing.js';
import { listAgencies } from './agencies.js';
import type { Cell, Names, Population, Summary } from './summary.js';
import { followedPopulation, summarise } from './summary.js';

const now = `SELECT state, agency_id AS "agencyId", ministry_id AS "ministryId", mode, portal,
  fiscal_year AS "fiscalYear", verified, overdue, register_as_of AS "registerAsOf",
  register_status AS "registerStatus", count(*) AS count
  FROM prasan.service GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10`;

/** The newest event of each service that was decided before a moment, and was understood. */
const atDay = `SELECT status ->> 'state' AS state, agency AS "agencyId", ministry AS "ministryId",
  status ->> 'mode' AS mode, status ->> 'portal' AS portal,
  (status ->> 'targetFiscalYear')::int AS "fiscalYear",
  (status ->> 'verified')::boolean AS verified, (status ->> 'overdue')::boolean AS overdue,
  (status -> 'register' ->> 'asOf')::date AS "registerAsOf",
  status -> 'register' ->> 'statusId' AS "registerStatus", count(*) AS count
  FROM (SELECT DISTINCT ON (subject) data -> 'service' AS status, data ->> 'agencyId' AS agency,
      data ->> 'ministryId' AS ministry
    FROM prasan.event e
    WHERE topic = 'service.status.v1' AND time < $1 AND data ? 'service'
      AND NOT EXISTS (SELECT FROM prasan.dead_letter l WHERE l.reason = 'notUnderstood'
        AND (l.topic, l.subject, l.sequence) = (e.topic, e.subject, e.sequence))
    ORDER BY subject, sequence DESC) AS newest
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10`;

const asOfDay = `SELECT count(*) AS "sequenceCount", max(time) AS at
  FROM prasan.event WHERE time < $1`;

/**
 * The figures of all services: by state, ministry, agency, mode, portal and fiscal year.
 *
 * Agencies are counted with the organisation that they belong to at the time of asking, also of a past
 * day: otherwise an organisation would seem to have grown by its own services on the day of a merge.
 *
 * @param asOf a day, `YYYY-MM-DD`, Asia/Bangkok: as it was at that day's end; left out: now
 */
export async function summary(
  db: Queryable,
  { asOf: day }: { asOf?: string | undefined } = {},
): Promise<Summary> {
  const names = await readNames(db);
  if (day === undefined) {
    const asOf = await readAsOf(db);
    const { rows } = await db.query<Cell>(now);
    return summarise(rows, names, asOf, null);
  }
  const before = [new Date(endOfDay(day))];
  const asOf = await db.query<AsOf>(asOfDay, before);
  const { rows } = await db.query<Cell>(atDay, before);
  return summarise(rows, names, asOf.rows[0] ?? { sequenceCount: 0, at: null }, day);
}

/** All services that an event has told of: what every list is a part of. */
export async function followed(db: Queryable): Promise<Population> {
  const asOf = await readAsOf(db);
  const { rows } = await db.query<{ total: number }>(
    'SELECT count(*) AS total FROM prasan.service',
  );
  return followedPopulation(rows[0]?.total ?? 0, asOf);
}

async function readNames(db: Queryable): Promise<Names> {
  const at = new Date().toISOString();
  const map = await readAgencyMap(db);
  const agencies = await listAgencies(db);
  const byId = new Map(agencies.map((agency) => [agency.agencyId, agency.name]));
  const ministries = new Map(
    agencies.flatMap(({ ministryId, ministry }) =>
      ministryId === null || ministry === null ? [] : [[ministryId, ministry] as const],
    ),
  );
  return {
    agency: (id) => byId.get(id) ?? null,
    ministry: (id) => ministries.get(id) ?? null,
    organisation: (id) => organisationOf(id, at, map),
  };
}
