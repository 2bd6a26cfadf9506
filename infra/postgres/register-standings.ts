import type { FieldChange } from '../register/known.js';
import type { MissingService, RowCounts } from '../register/plan.js';
import type { Queryable } from './pool.js';
import type { RegisterImport } from './register-imports.js';
import { headColumns } from './register-imports.js';

/** How an import stands: what its rows have come to so far. */
export interface ImportStanding extends Omit<RegisterImport, 'plan'> {
  /** Rows of the edition, or of what an undoing undoes. */
  readonly rows: number;
  /** Rows that have come to something. */
  readonly settled: number;
  /** So far; `kept`: of an undoing, what stays since it was touched. */
  readonly counts: RowCounts & { readonly kept: number };
  /** Services that are here and were not in the file. */
  readonly missing: number;
  readonly findings: number;
}

const standings = `SELECT ${headColumns},
    (i.plan -> 'rows')::integer AS rows,
    jsonb_array_length(i.plan -> 'missing') AS missing,
    (SELECT count(*) FROM prasan.register_finding f WHERE f.import_id = i.import_id) AS findings,
    -- Rows that were refused as they were read are not kept as rows.
    (i.plan -> 'rows')::integer - coalesce(r.kept_rows, 0) + coalesce(r.settled, 0) AS settled,
    jsonb_build_object('created', coalesce(r.created, 0), 'changed', coalesce(r.changed, 0),
      'unchanged', coalesce(r.unchanged, 0), 'kept', coalesce(r.kept, 0),
      'refused', coalesce(r.refused, 0) + (i.plan -> 'rows')::integer - coalesce(r.kept_rows, 0)) AS counts
  FROM prasan.register_import i LEFT JOIN LATERAL (
    SELECT count(*) AS kept_rows, count(outcome) AS settled,
      count(*) FILTER (WHERE outcome = 'created') AS created,
      count(*) FILTER (WHERE outcome = 'changed') AS changed,
      count(*) FILTER (WHERE outcome = 'unchanged') AS unchanged,
      count(*) FILTER (WHERE outcome = 'refused') AS refused,
      count(*) FILTER (WHERE outcome = 'kept') AS kept
    FROM prasan.register_row WHERE import_id = i.import_id) r ON true`;

/** The newest imports and undoings, the newest first. */
export async function newestStandings(db: Queryable, limit: number): Promise<ImportStanding[]> {
  const { rows } = await db.query<ImportStanding>(
    `${standings} ORDER BY i.created_at DESC, i.import_id DESC LIMIT $1`,
    [limit],
  );
  return rows;
}

/** How one import stands, with what is here and was not in its file. */
export async function findStanding(
  db: Queryable,
  importId: string,
): Promise<(ImportStanding & { readonly missingServices: readonly MissingService[] }) | undefined> {
  const { rows } = await db.query<ImportStanding & { missingServices: MissingService[] }>(
    `SELECT one.*, i.plan -> 'missing' AS "missingServices"
     FROM (${standings}) one JOIN prasan.register_import i ON i.import_id = one."importId"
     WHERE one."importId" = $1`,
    [importId],
  );
  return rows[0];
}

/** A service that an edition tells otherwise, field by field, with what came of it. */
export interface ChangedRow {
  readonly row: number;
  readonly serviceId: string;
  readonly outcome: string;
  readonly changes: readonly FieldChange[];
}

/** The rows of an import that tell otherwise, in the order of the sheet: taken, or refused as a conflict. */
export async function changedRows(
  db: Queryable,
  importId: string,
  limit: number,
): Promise<ChangedRow[]> {
  const { rows } = await db.query<ChangedRow>(
    `SELECT row, service_id AS "serviceId", coalesce(outcome, planned) AS outcome, changes
     FROM prasan.register_row WHERE import_id = $1 AND jsonb_array_length(changes) > 0
     ORDER BY row LIMIT $2`,
    [importId, limit],
  );
  return rows;
}
