import { z } from 'zod';
import { bangkokDate, daysBetween, isCivilDate } from '../../contracts/civil-date.js';
import type { Role, ServiceState } from '../../contracts/lifecycles/service/states.js';
import type { Queryable } from './pool.js';
import type { List, Name, Page } from './listing.js';
import { cut, CursorText, decodeCursor, nameSql, readAsOf } from './listing.js';
import type { WorkKind } from './work-items.js';
import { workKinds } from './work-items.js';

/** One thing to do. */
export interface WorkItem {
  readonly kind: WorkKind;
  /** `null`: the work is the agency's, not one service's. */
  readonly serviceId: string | null;
  readonly agencyId: string;
  /** `null`: no event has named the agency yet. */
  readonly agency: Name | null;
  /** Of the service; of the agency where there is none. */
  readonly name: Name;
  readonly state: ServiceState | null;
  /** Day, Asia/Bangkok; `null`: no day is set. */
  readonly dueOn: string | null;
  /** Calendar days from today to `dueOn`; negative when it has passed. */
  readonly daysLeft: number | null;
  /** Roles that can do it. */
  readonly awaiting: Role[];
  /** What of several: a stage, a quarter (`2570/1`), a remediation's number, an action. */
  readonly of?: string;
}

/** Whose work and which kinds; what is left out does not matter. */
export interface WorkFilter {
  /** Left out: of all agencies. */
  readonly agencyIds?: readonly string[] | undefined;
  readonly kinds?: readonly WorkKind[] | undefined;
  readonly ministryId?: string | undefined;
  /** Only what one of these roles can do. */
  readonly awaiting?: readonly Role[] | undefined;
}

/** Days before a day at which it counts as near. */
const dueSoonDays = 14;

/** Distant due dates are not yet work, and a letter is none once nothing is owed any more. */
const isShown = `($1::text[] IS NULL OR w.agency_id = ANY($1)) AND w.kind = ANY($2)
  AND ($3::text IS NULL OR coalesce(s.ministry_id, a.ministry_id) = $3)
  AND (w.kind <> 'dueSoon' OR w.due_on <= $4::date + ${dueSoonDays})
  AND (w.kind <> 'digest' OR EXISTS (SELECT FROM prasan.work_item o
    WHERE o.agency_id = w.agency_id AND o.kind IN ('reportOwed', 'reportEscalated')))
  AND ($5::text[] IS NULL OR w.awaiting && $5)`;

const tables = `prasan.work_item w LEFT JOIN prasan.service s USING (service_id)
  LEFT JOIN prasan.agency a ON a.agency_id = w.agency_id`;

type Row = Omit<WorkItem, 'daysLeft'> & { readonly subject: string };

/** Day, kind, subject and what of several: as the list is ordered. */
const WorkCursor = z.tuple([
  z.literal('work'),
  z
    .string()
    .refine((text) => isCivilDate(text) && text >= '0001')
    .nullable(),
  z.enum(workKinds),
  CursorText,
  CursorText,
]);

/**
 * Work, the soonest due first and what has no day last.
 *
 * @throws BadCursor when the cursor is none that an earlier page gave
 */
export async function worklist(
  db: Queryable,
  filter: WorkFilter,
  page: Page,
): Promise<List<WorkItem>> {
  const today = bangkokDate(Date.now());
  const values = conditionValues(filter, today);
  const [, due, kind, subject, of] =
    page.cursor === undefined ? [] : decodeCursor(page.cursor, WorkCursor);
  const asOf = await readAsOf(db);
  const count = await db.query<{ total: number }>(
    `SELECT count(*) AS total FROM ${tables} WHERE ${isShown}`,
    values,
  );
  const { rows } = await db.query<Row>(
    `SELECT w.kind, w.subject, w.service_id AS "serviceId", w.agency_id AS "agencyId",
       ${nameSql('a', 'name')} AS agency,
       coalesce(${nameSql('s', 'name')}, ${nameSql('a', 'name')},
         jsonb_build_object('th', w.agency_id)) AS name,
       s.state, w.due_on AS "dueOn", w.awaiting, w.of
     FROM ${tables} WHERE ${isShown} AND ($6::text IS NULL
       OR (coalesce(w.due_on, 'infinity'), w.kind, w.subject, w.of)
         > ($7::date, $6, $8 COLLATE "C", $9))
     ORDER BY coalesce(w.due_on, 'infinity'), w.kind, w.subject, w.of LIMIT $10`,
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
    conditionValues(filter, bangkokDate(Date.now())),
  );
  const counts = new Map(rows.map((row) => [row.kind, row.total]));
  const all = workKinds.map((kind) => [kind, counts.get(kind) ?? 0] as const);
  return Object.fromEntries(all) as Record<WorkKind, number>;
}

function conditionValues(filter: WorkFilter, today: string): unknown[] {
  const { agencyIds = null, kinds = workKinds, ministryId = null, awaiting = null } = filter;
  return [agencyIds, kinds, ministryId, today, awaiting];
}

function toItem({ subject: _, of, ...row }: Row, today: string): WorkItem {
  const daysLeft = row.dueOn === null ? null : daysBetween(today, row.dueOn);
  return { ...row, daysLeft, ...(of === undefined || of === '' ? {} : { of }) };
}
