import { z } from 'zod';
import { isCivilDate } from '../../contracts/civil-date.js';
import type {
  RequestNoticeV1,
  RequestStatus,
  RequestStatusV1,
} from '../../contracts/events/request-status.v1.js';
import { requestSubject } from '../../contracts/ids.js';
import type { RequestState } from '../../contracts/lifecycles/request/states.js';
import type { Portal } from '../../contracts/lifecycles/service/states.js';
import type { List, Name, Page } from './listing.js';
import { cut, CursorText, decodeCursor, nameSql, readAsOf } from './listing.js';
import type { Queryable } from './pool.js';
import type { TimelineEntry } from './read-model.js';

/** A citizen's request as the read model knows it. */
export interface RequestRow {
  readonly requestId: string;
  readonly serviceId: string;
  /** `null`: no event has told of the service yet. */
  readonly service: Name | null;
  readonly agencyId: string;
  /** `null`: no event has named the agency yet. */
  readonly agency: Name | null;
  readonly portal: Portal;
  readonly office: string;
  /** Sequence of the newest event on its status topic. */
  readonly sequence: number;
  /** When its first event was decided, RFC 3339, UTC. */
  readonly registeredAt: string;
  /** When its newest event was decided, RFC 3339, UTC. */
  readonly updatedAt: string;
  /** Day by which it is to be decided, Asia/Bangkok; `request.dueOn` may be an instant. */
  readonly dueOn: string | null;
  /** Last day on which the next letter of delay is in time; `null`: none is owed. */
  readonly letterDueOn: string | null;
  readonly request: RequestStatus;
}

/** Which requests are asked for; what is left out does not matter. */
export interface RequestFilter {
  /** Whose requests: said always, so that nobody sees all by leaving it out. */
  readonly agencyIds: readonly string[] | 'all';
  /** Left out: of all offices. */
  readonly offices?: readonly string[] | undefined;
  readonly portal?: Portal | undefined;
  readonly state?: readonly RequestState[] | undefined;
  readonly serviceId?: string | undefined;
  readonly overdue?: boolean | undefined;
}

/** A copy of a letter of delay, or of what was missed, as OPDC got it. */
export interface NoticeRow {
  readonly sequence: number;
  readonly kind: RequestNoticeV1['kind'];
  readonly number: number | null;
  /** Day that it is about, Asia/Bangkok. */
  readonly on: string;
  readonly reasonCode: RequestNoticeV1['reasonCode'];
}

const columns = `r.request_id AS "requestId", r.service_id AS "serviceId",
  ${nameSql('s', 'name')} AS service, r.agency_id AS "agencyId", ${nameSql('a', 'name')} AS agency,
  r.portal, r.office, r.sequence, r.registered_at AS "registeredAt", r.updated_at AS "updatedAt",
  r.due_on AS "dueOn", r.letter_due_on AS "letterDueOn", r.status AS request`;

const tables = `prasan.request r LEFT JOIN prasan.service s USING (service_id)
  LEFT JOIN prasan.agency a ON a.agency_id = r.agency_id`;

const isAsked = `($1::text[] IS NULL OR r.agency_id = ANY($1))
  AND ($2::text[] IS NULL OR r.office = ANY($2)) AND ($3::text IS NULL OR r.portal = $3)
  AND ($4::text[] IS NULL OR r.state = ANY($4)) AND ($5::text IS NULL OR r.service_id = $5)
  AND ($6::boolean IS NULL OR r.overdue = $6)`;

/** Due date and request id: as the list is ordered. */
const RequestCursor = z.tuple([
  z.literal('requests'),
  z
    .string()
    .refine((text) => isCivilDate(text) && text >= '0001')
    .nullable(),
  CursorText,
]);

/**
 * Requests page by page: the soonest due first, and what has no due date last.
 *
 * @throws BadCursor when the cursor is none that an earlier page gave
 */
export async function listRequests(
  db: Queryable,
  filter: RequestFilter,
  page: Page,
): Promise<List<RequestRow>> {
  const values = conditionValues(filter);
  const [, due, requestId] =
    page.cursor === undefined ? [] : decodeCursor(page.cursor, RequestCursor);
  const asOf = await readAsOf(db);
  const count = await db.query<{ total: number }>(
    `SELECT count(*) AS total FROM prasan.request r WHERE ${isAsked}`,
    values,
  );
  const { rows } = await db.query<RequestRow>(
    `SELECT ${columns} FROM ${tables} WHERE ${isAsked} AND ($7::text IS NULL
       OR (coalesce(r.due_on, 'infinity'), r.request_id) > ($8::date, $7 COLLATE "C"))
     ORDER BY coalesce(r.due_on, 'infinity'), r.request_id LIMIT $9`,
    [...values, requestId ?? null, due ?? 'infinity', page.limit + 1],
  );
  return {
    ...cut(rows, page.limit, (row) => ['requests', row.dueOn, row.requestId]),
    total: count.rows[0]?.total ?? 0,
    asOf,
  };
}

function conditionValues(filter: RequestFilter): unknown[] {
  const { agencyIds, offices = null, portal = null, state = null, serviceId = null } = filter;
  const { overdue = null } = filter;
  return [
    typeof agencyIds === 'string' ? null : agencyIds,
    offices,
    portal,
    state,
    serviceId,
    overdue,
  ];
}

/** One request; `undefined` when no event has told of it. */
export async function findRequestRow(
  db: Queryable,
  requestId: string,
): Promise<RequestRow | undefined> {
  const { rows } = await db.query<RequestRow>(
    `SELECT ${columns} FROM ${tables} WHERE r.request_id = $1`,
    [requestId],
  );
  return rows[0];
}

/** The events of a request in order, from the archive: those on the topic of its own portal. */
export async function requestEvents(
  db: Queryable,
  requestId: string,
  { afterSequence = 0, limit }: { afterSequence?: number; limit: number },
): Promise<TimelineEntry<RequestStatusV1>[]> {
  const { rows } = await db.query<TimelineEntry<RequestStatusV1>>(
    `SELECT e.sequence, e.id, e.type, e.time, e.recordedtime, e.chainhash,
       coalesce(e.exact_data, e.data::json) AS data
     FROM prasan.event e
     WHERE e.topic = (SELECT 'request.status.' || portal || '.v1' FROM prasan.request
         WHERE request_id = $1)
       AND e.subject = $2 AND e.sequence > $3
     ORDER BY e.sequence LIMIT $4`,
    [requestId, requestSubject(requestId), afterSequence, limit],
  );
  return rows;
}

/** The agencies that were ever asked about a request, from the archive of its events. */
export async function consultedAgencies(db: Queryable, requestId: string): Promise<string[]> {
  const { rows } = await db.query<{ agencyId: string }>(
    `SELECT DISTINCT e.data ->> 'of' AS "agencyId" FROM prasan.event e
     WHERE e.topic = (SELECT 'request.status.' || portal || '.v1' FROM prasan.request
         WHERE request_id = $1)
       AND e.subject = $2 AND e.data ->> 'kind' = 'consulted' ORDER BY 1`,
    [requestId, requestSubject(requestId)],
  );
  return rows.map(({ agencyId }) => agencyId);
}

/** OPDC's copies about some requests, in order, by request. */
export async function noticesOf(
  db: Queryable,
  requestIds: readonly string[],
): Promise<ReadonlyMap<string, readonly NoticeRow[]>> {
  const { rows } = await db.query<NoticeRow & { requestId: string }>(
    `SELECT request_id AS "requestId", sequence, kind, number, on_day AS on,
       reason_code AS "reasonCode"
     FROM prasan.request_notice WHERE request_id = ANY($1) ORDER BY request_id, sequence`,
    [requestIds],
  );
  const notices = new Map<string, NoticeRow[]>();
  for (const { requestId, ...notice } of rows) {
    notices.set(requestId, [...(notices.get(requestId) ?? []), notice]);
  }
  return notices;
}
