import { z } from 'zod';
import type { ServiceStatus, ServiceStatusV1 } from '../../contracts/events/service-status.v1.js';
import type { Mode, Portal, ServiceState } from '../../contracts/lifecycles/service/states.js';
import type { List, Name, Page } from './listing.js';
import { cut, CursorText, decodeCursor, nameSql, readAsOf } from './listing.js';
import type { Queryable } from './pool.js';

export type { AgencyRow } from './agencies.js';
export { findAgency, listAgencies } from './agencies.js';
export type { AsOf, List, Name, Page } from './listing.js';
export { BadCursor } from './listing.js';
export type { WorkKind } from './work-items.js';
export { workKinds } from './work-items.js';
export type { RequestWorkKind } from './request-work.js';
export { requestWorkKinds } from './request-work.js';
export type { AnyWorkKind, WorkFilter, WorkItem } from './read-model-worklist.js';
export { worklist, worklistCounts } from './read-model-worklist.js';
export type { Counts, Days, MinistryFigures, Population, Summary } from './summary.js';
export { followed, summary } from './read-model-summary.js';
export type { NoticeRow, RequestFilter, RequestRow } from './read-model-requests.js';
export {
  consultedAgencies,
  findRequestRow,
  listRequests,
  noticesOf,
  requestEvents,
} from './read-model-requests.js';
export type { AgencyRequests, RequestFigures, RequestSummary } from './request-summary.js';
export { followedRequests, requestSummary } from './read-model-request-summary.js';

/** A service as the read model knows it. */
export interface ServiceRow {
  readonly serviceId: string;
  readonly agencyId: string;
  /** `null`: no event has named the agency yet. */
  readonly agency: Name | null;
  readonly ministryId: string | null;
  readonly ministry: Name | null;
  /** Sequence of the newest event on `service.status.v1`. */
  readonly sequence: number;
  /** When its first event was decided, RFC 3339, UTC. */
  readonly registeredAt: string;
  /** When its newest event was decided, RFC 3339, UTC. */
  readonly updatedAt: string;
  readonly service: ServiceStatus;
}

/** Which services are asked for; what is left out does not matter. */
export interface ServiceFilter {
  readonly state?: readonly ServiceState[] | undefined;
  readonly agencyIds?: readonly string[] | undefined;
  readonly ministryId?: string | undefined;
  readonly mode?: Mode | 'notRecorded' | undefined;
  readonly portal?: Portal | 'notRecorded' | undefined;
  /** Buddhist era. */
  readonly fiscalYear?: number | 'notRecorded' | undefined;
  readonly verified?: boolean | undefined;
  readonly overdue?: boolean | undefined;
  /** Part of the name in either language, or of the id; case does not matter. */
  readonly text?: string | undefined;
}

/** One event of a subject's timeline. */
export interface TimelineEntry<Data = ServiceStatusV1> {
  readonly sequence: number;
  readonly id: string;
  readonly type: string;
  /** When it was decided, RFC 3339, UTC. */
  readonly time: string;
  /** When it was published, RFC 3339, UTC. */
  readonly recordedtime: string;
  readonly chainhash: string;
  readonly data: Data;
}

/** Names of ministries, from what the events say of agencies. */
const ministryNames = `(SELECT ministry_id, min(ministry_th) AS ministry_th,
   min(ministry_en) AS ministry_en FROM prasan.agency
   WHERE ministry_th IS NOT NULL GROUP BY ministry_id)`;

const serviceColumns = `s.service_id AS "serviceId", s.agency_id AS "agencyId",
  ${nameSql('a', 'name')} AS agency, s.ministry_id AS "ministryId",
  ${nameSql('m', 'ministry')} AS ministry, s.sequence, s.registered_at AS "registeredAt",
  s.updated_at AS "updatedAt", s.status AS service`;

const serviceTables = `prasan.service s LEFT JOIN prasan.agency a USING (agency_id)
  LEFT JOIN ${ministryNames} m ON m.ministry_id = s.ministry_id`;

const ServiceCursor = z.tuple([z.literal('services'), CursorText]);

/**
 * Services by id, page by page.
 *
 * @throws BadCursor when the cursor is none that an earlier page gave
 */
export async function listServices(
  db: Queryable,
  filter: ServiceFilter,
  page: Page,
): Promise<List<ServiceRow>> {
  const { where, values } = serviceConditions(filter);
  const after = page.cursor === undefined ? null : decodeCursor(page.cursor, ServiceCursor)[1];
  const asOf = await readAsOf(db);
  const count = await db.query<{ total: number }>(
    `SELECT count(*) AS total FROM prasan.service s WHERE ${where}`,
    values,
  );
  const { rows } = await db.query<ServiceRow>(
    `SELECT ${serviceColumns} FROM ${serviceTables}
     WHERE ${where} AND ($${values.length + 1}::text IS NULL
       OR s.service_id > $${values.length + 1} COLLATE "C")
     ORDER BY s.service_id LIMIT $${values.length + 2}`,
    [...values, after, page.limit + 1],
  );
  return {
    ...cut(rows, page.limit, (row) => ['services', row.serviceId]),
    total: count.rows[0]?.total ?? 0,
    asOf,
  };
}

function serviceConditions(filter: ServiceFilter): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const parts = ['true'];
  const add = (value: unknown, condition: (parameter: string) => string) => {
    if (value === undefined) return;
    values.push(value);
    parts.push(condition(`$${values.length}`));
  };
  const addOrNull = (value: unknown, column: string) => {
    if (value === 'notRecorded') parts.push(`${column} IS NULL`);
    else add(value, (parameter) => `${column} = ${parameter}`);
  };
  add(filter.state, (list) => `s.state = ANY(${list})`);
  add(filter.agencyIds, (list) => `s.agency_id = ANY(${list})`);
  add(filter.ministryId, (id) => `s.ministry_id = ${id}`);
  addOrNull(filter.mode, 's.mode');
  addOrNull(filter.portal, 's.portal');
  addOrNull(filter.fiscalYear, 's.fiscal_year');
  add(filter.verified, (is) => `s.verified = ${is}`);
  add(filter.overdue, (is) => `s.overdue = ${is}`);
  add(
    filter.text === undefined ? undefined : `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`,
    (like) => `(s.name_th ILIKE ${like} OR s.name_en ILIKE ${like} OR s.service_id ILIKE ${like})`,
  );
  return { where: parts.join(' AND '), values };
}

/** One service; `undefined` when no event has told of it. */
export async function getService(
  db: Queryable,
  serviceId: string,
): Promise<ServiceRow | undefined> {
  const { rows } = await db.query<ServiceRow>(
    `SELECT ${serviceColumns} FROM ${serviceTables} WHERE s.service_id = $1`,
    [serviceId],
  );
  return rows[0];
}

/** As much of an event as a timeline shows, its data as they came. */
const entryColumns = `sequence, id, type, time, recordedtime, chainhash,
  coalesce(exact_data, data::json) AS data`;

/** The events of a service in order, from the archive. */
export async function timeline(
  db: Queryable,
  subject: string,
  { afterSequence = 0, limit }: { afterSequence?: number; limit: number },
): Promise<TimelineEntry[]> {
  const { rows } = await db.query<TimelineEntry>(
    `SELECT ${entryColumns} FROM prasan.event
     WHERE topic = 'service.status.v1' AND subject = $1 AND sequence > $2
     ORDER BY sequence LIMIT $3`,
    [subject, afterSequence, limit],
  );
  return rows;
}

/** A part of a timeline: its newest events, or the newest before a sequence. */
export interface TimelinePart {
  /** In order. Of events that are not understood the data may be anything. */
  readonly entries: TimelineEntry<unknown>[];
  /** What the part before this one ends before; `null` when this one has the first event. */
  readonly before: number | null;
}

/** The newest events of a service, of those before a sequence where one is given. */
export async function newestOfTimeline(
  db: Queryable,
  subject: string,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<TimelinePart> {
  const { rows } = await db.query<TimelineEntry<unknown>>(
    `SELECT ${entryColumns} FROM prasan.event
     WHERE topic = 'service.status.v1' AND subject = $1 AND ($2::bigint IS NULL OR sequence < $2)
     ORDER BY sequence DESC LIMIT $3`,
    [subject, before ?? null, limit],
  );
  const entries = rows.reverse();
  const first = entries[0]?.sequence ?? 1;
  return { entries, before: first > 1 ? first : null };
}

/** Fiscal years (Buddhist era) that any plan aims at, in order. */
export async function listFiscalYears(db: Queryable): Promise<number[]> {
  const { rows } = await db.query<{ year: number }>(
    `SELECT DISTINCT fiscal_year AS year FROM prasan.service
     WHERE fiscal_year IS NOT NULL ORDER BY 1`,
  );
  return rows.map((row) => row.year);
}
