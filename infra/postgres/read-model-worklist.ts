import { z } from 'zod';
import { organisationOf } from '../../contracts/agency-map.js';
import { bangkokDate, daysBetween, isCivilDate } from '../../contracts/civil-date.js';
import type { RequestState } from '../../contracts/lifecycles/request/states.js';
import type { Role, ServiceState } from '../../contracts/lifecycles/service/states.js';
import { readAgencyMap } from './agency-map.js';
import type { Queryable } from './pool.js';
import type { List, Name, Page } from './listing.js';
import { cut, CursorText, decodeCursor, nameSql, readAsOf } from './listing.js';
import type { RequestWorkKind } from './request-work.js';
import { requestWorkKinds } from './request-work.js';
import type { WorkKind } from './work-items.js';
import { workKinds } from './work-items.js';

/** One thing to do. */
export interface WorkItem<Kind = WorkKind> {
  readonly kind: Kind;
  /** `null`: the work is the agency's, not one service's. */
  readonly serviceId: string | null;
  readonly agencyId: string;
  /** `null`: no event has named the agency yet. */
  readonly agency: Name | null;
  /** Of the service; of the agency where there is none. */
  readonly name: Name;
  /** Of the service; `null` where the work is an agency's or a request's. */
  readonly state: ServiceState | null;
  /** Day, Asia/Bangkok; `null`: no day is set. */
  readonly dueOn: string | null;
  /** Calendar days from today to `dueOn`; negative when it has passed. */
  readonly daysLeft: number | null;
  /** Roles that can do it. */
  readonly awaiting: Role[];
  /** What of several: a stage, a quarter (`2570/1`), a remediation's number, an action. */
  readonly of?: string;
  /** Of work of a citizen's request. */
  readonly request?: RequestOfWork;
}

/** The request that a work is of. */
interface RequestOfWork {
  readonly requestId: string;
  readonly office: string;
  readonly state: RequestState;
  readonly receiptNumber: string | null;
  readonly overdue: boolean;
}

/** Every kind of work there is. */
export type AnyWorkKind = WorkKind | RequestWorkKind;

/** Whose work and which kinds; what is left out does not matter. */
export interface WorkFilter<Kind = WorkKind> {
  /** Left out: of all agencies. */
  readonly agencyIds?: readonly string[] | undefined;
  /** Offices whose requests are work; left out: of all offices. Services have none. */
  readonly offices?: readonly string[] | undefined;
  /** Left out: work of services and their agencies. */
  readonly kinds?: readonly Kind[] | undefined;
  readonly ministryId?: string | undefined;
  /** Only what one of these roles can do. */
  readonly awaiting?: readonly Role[] | undefined;
}

/** Days before a day at which it counts as near. */
const dueSoonDays = 14;

/**
 * Distant due dates are not yet work, and a letter is none once its organisation, by the ids in $7,
 * owes nothing any more.
 */
const isShown = `($1::text[] IS NULL OR w.agency_id = ANY($1)) AND w.kind = ANY($2)
  AND ($3::text IS NULL OR coalesce(s.ministry_id, a.ministry_id) = $3)
  AND (w.kind <> 'dueSoon' OR w.due_on <= $4::date + ${dueSoonDays})
  AND (w.kind <> 'digest' OR EXISTS (SELECT FROM prasan.work_item o
    WHERE coalesce($7::jsonb ->> o.agency_id, o.agency_id)
      = coalesce($7::jsonb ->> w.agency_id, w.agency_id) AND o.kind IN ('reportOwed', 'reportEscalated')))
  AND ($5::text[] IS NULL OR w.awaiting && $5)
  AND ($6::text[] IS NULL OR w.office IS NULL OR w.office = ANY($6))`;

const tables = `prasan.work_item w LEFT JOIN prasan.service s USING (service_id)
  LEFT JOIN prasan.agency a ON a.agency_id = w.agency_id
  LEFT JOIN prasan.request r ON r.request_id = w.request_id`;

const ofRequest = `CASE WHEN r.request_id IS NULL THEN NULL ELSE jsonb_build_object(
  'requestId', r.request_id, 'office', r.office, 'state', r.state,
  'receiptNumber', r.receipt_number, 'overdue', r.overdue) END`;

interface Row<Kind> extends Omit<WorkItem<Kind>, 'daysLeft' | 'request'> {
  readonly subject: string;
  readonly request: RequestOfWork | null;
}

/** Day, kind, subject and what of several: as the list is ordered. */
const WorkCursor = z.tuple([
  z.literal('work'),
  z
    .string()
    .refine((text) => isCivilDate(text) && text >= '0001')
    .nullable(),
  z.enum([...workKinds, ...requestWorkKinds]),
  CursorText,
  CursorText,
]);

/**
 * Work, the soonest due first and what has no day last; of services, or of the kinds that are named.
 *
 * @throws BadCursor when the cursor is none that an earlier page gave
 */
export async function worklist<Kind extends AnyWorkKind = WorkKind>(
  db: Queryable,
  filter: WorkFilter<Kind>,
  page: Page,
): Promise<List<WorkItem<Kind>>> {
  const today = bangkokDate(Date.now());
  const values = await conditionValues(db, filter, today);
  const [, due, kind, subject, of] =
    page.cursor === undefined ? [] : decodeCursor(page.cursor, WorkCursor);
  const asOf = await readAsOf(db);
  const count = await db.query<{ total: number }>(
    `SELECT count(*) AS total FROM ${tables} WHERE ${isShown}`,
    values,
  );
  const { rows } = await db.query<Row<Kind>>(
    `SELECT w.kind, w.subject, w.service_id AS "serviceId", w.agency_id AS "agencyId",
       ${nameSql('a', 'name')} AS agency,
       coalesce(${nameSql('s', 'name')}, ${nameSql('a', 'name')},
         jsonb_build_object('th', coalesce(w.service_id, w.agency_id))) AS name,
       CASE WHEN w.request_id IS NULL THEN s.state END AS state, w.due_on AS "dueOn", w.awaiting,
       w.of, ${ofRequest} AS request
     FROM ${tables} WHERE ${isShown} AND ($8::text IS NULL
       OR (coalesce(w.due_on, 'infinity'), w.kind, w.subject, w.of)
         > ($9::date, $8, $10 COLLATE "C", $11))
     ORDER BY coalesce(w.due_on, 'infinity'), w.kind, w.subject, w.of LIMIT $12`,
    [...values, kind ?? null, due ?? 'infinity', subject ?? null, of ?? null, page.limit + 1],
  );
  const { items, next } = cut(rows, page.limit, (row) => [
    'work',
    row.dueOn,
    row.kind,
    row.subject,
    row.of ?? '',
  ]);
  return {
    items: items.map((row) => toItem(row, today)),
    next,
    total: count.rows[0]?.total ?? 0,
    asOf,
  };
}

/** How much work of each kind there is; kinds without any count 0. */
export async function worklistCounts(
  db: Queryable,
  filter: WorkFilter = {},
): Promise<Record<WorkKind, number>> {
  const { rows } = await db.query<{ kind: WorkKind; total: number }>(
    `SELECT w.kind, count(*) AS total FROM ${tables} WHERE ${isShown} GROUP BY w.kind`,
    await conditionValues(db, filter, bangkokDate(Date.now())),
  );
  const counts = new Map(rows.map((row) => [row.kind, row.total]));
  const all = workKinds.map((kind) => [kind, counts.get(kind) ?? 0] as const);
  return Object.fromEntries(all) as Record<WorkKind, number>;
}

async function conditionValues(
  db: Queryable,
  filter: WorkFilter<AnyWorkKind>,
  today: string,
): Promise<unknown[]> {
  const { agencyIds = null, ministryId = null, awaiting = null, offices = null } = filter;
  const kinds = filter.kinds ?? workKinds;
  const organisations = JSON.stringify(await organisationsNow(db));
  return [agencyIds, kinds, ministryId, today, awaiting, offices, organisations];
}

/** Of each id that is merged now the one that stands for it. */
async function organisationsNow(db: Queryable): Promise<Record<string, string>> {
  const at = new Date().toISOString();
  const map = await readAgencyMap(db);
  return Object.fromEntries(map.map(({ from }) => [from, organisationOf(from, at, map)]));
}

function toItem<Kind>(
  { subject: _, of, request, ...row }: Row<Kind>,
  today: string,
): WorkItem<Kind> {
  const daysLeft = row.dueOn === null ? null : daysBetween(today, row.dueOn);
  return {
    ...row,
    daysLeft,
    ...(of === undefined || of === '' ? {} : { of }),
    ...(request === null ? {} : { request }),
  };
}
