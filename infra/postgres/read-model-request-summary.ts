import { organisationOf } from '../../contracts/agency-map.js';
import { readAgencyMap } from './agency-map.js';
import { endOfDay } from '../../contracts/civil-date.js';
import { listAgencies } from './agencies.js';
import type { AsOf, Name } from './listing.js';
import { nameSql, readAsOf } from './listing.js';
import type { Queryable } from './pool.js';
import type { RequestCell, RequestNames, RequestSummary } from './request-summary.js';
import { summariseRequests } from './request-summary.js';
import type { Population } from './summary.js';
import { requestPopulation } from './summary.js';

const now = `SELECT state, portal, service_id AS "serviceId", agency_id AS "agencyId", overdue,
  sum(delay_notices)::bigint AS "delayNotices",
  sum(delay_notices_missed)::bigint AS "delayNoticesMissed", count(*) AS count
  FROM prasan.request GROUP BY 1, 2, 3, 4, 5`;

/**
 * The newest event of each request that was decided before a moment, and was understood. A subject is
 * read on the topic of its own portal alone.
 */
const atDay = `SELECT status ->> 'state' AS state, portal, service AS "serviceId",
  agency AS "agencyId", (status ->> 'overdue')::boolean AS overdue,
  sum((status ->> 'delayNotices')::int)::bigint AS "delayNotices",
  sum((status ->> 'delayNoticesMissed')::int)::bigint AS "delayNoticesMissed", count(*) AS count
  FROM (SELECT DISTINCT ON (subject) data -> 'request' AS status, data ->> 'agencyId' AS agency,
      data ->> 'serviceId' AS service, data ->> 'portal' AS portal
    FROM prasan.event e
    WHERE topic IN ('request.status.biz.v1', 'request.status.citizen.v1') AND time < $1
      AND topic = 'request.status.' || (data ->> 'portal') || '.v1' AND data ? 'request'
      AND NOT EXISTS (SELECT FROM prasan.dead_letter l WHERE l.reason = 'notUnderstood'
        AND (l.topic, l.subject, l.sequence) = (e.topic, e.subject, e.sequence))
    ORDER BY subject, sequence DESC) AS newest
  GROUP BY 1, 2, 3, 4, 5`;

const asOfDay = `SELECT count(*) AS "sequenceCount", max(time) AS at
  FROM prasan.event WHERE time < $1`;

/**
 * The figures of all citizens' requests: by state, portal, service and agency.
 *
 * @param asOf a day, `YYYY-MM-DD`, Asia/Bangkok: as it was at that day's end; left out: now
 */
export async function requestSummary(
  db: Queryable,
  { asOf: day }: { asOf?: string | undefined } = {},
): Promise<RequestSummary> {
  if (day === undefined) {
    const { rows } = await db.query<RequestCell>(now);
    return summariseRequests(rows, await namesFor(db, rows), await readAsOf(db), null);
  }
  const before = [new Date(endOfDay(day))];
  const { rows } = await db.query<RequestCell>(atDay, before);
  const asOf = (await db.query<AsOf>(asOfDay, before)).rows[0];
  const names = await namesFor(db, rows);
  return summariseRequests(rows, names, asOf ?? { sequenceCount: 0, at: null }, day);
}

/** All requests that an event has told of: what every list of requests is a part of. */
export async function followedRequests(db: Queryable): Promise<Population> {
  const { rows } = await db.query<{ total: number }>(
    'SELECT count(*) AS total FROM prasan.request',
  );
  return requestPopulation(rows[0]?.total ?? 0, await readAsOf(db));
}

async function namesFor(db: Queryable, cells: readonly RequestCell[]): Promise<RequestNames> {
  const at = new Date().toISOString();
  const map = await readAgencyMap(db);
  const serviceIds = [...new Set(cells.map(({ serviceId }) => serviceId))];
  const { rows } = await db.query<{ serviceId: string; name: Name | null }>(
    `SELECT s.service_id AS "serviceId", ${nameSql('s', 'name')} AS name
     FROM prasan.service s WHERE s.service_id = ANY($1)`,
    [serviceIds],
  );
  const services = new Map(rows.map(({ serviceId, name }) => [serviceId, name]));
  const agencies = new Map((await listAgencies(db)).map(({ agencyId, name }) => [agencyId, name]));
  return {
    service: (id) => services.get(id) ?? null,
    agency: (id) => agencies.get(id) ?? null,
    organisation: (id) => organisationOf(id, at, map),
  };
}
