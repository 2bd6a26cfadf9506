import type { AgencyRecord } from '../../contracts/commands/agency/messages.js';
import type { Finding } from '../register/findings.js';
import type { EditionPlan, PlannedRow, RowCounts } from '../register/plan.js';
import type { Pool, Queryable } from './pool.js';
import { inTransaction } from './pool.js';

/** What an import, or its undoing, is at. */
export const importStatuses = ['running', 'paused', 'done', 'cancelled'] as const;
/** What an import, or its undoing, is at. */
export type ImportStatus = (typeof importStatuses)[number];

/** An import of an edition, or the undoing of one. */
export interface RegisterImport {
  readonly importId: string;
  /** Of an undoing: the import that it undoes. */
  readonly undoes: string | null;
  readonly file: string;
  /** SHA-256 of the file: the edition's id. */
  readonly sha256: string;
  /** Who publishes it. */
  readonly source: string;
  /** As-of date, `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly sheet: string;
  readonly status: ImportStatus;
  readonly plan: ImportPlan;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  readonly endedAt: string | null;
  /** Of one that was undone: by which undoing. */
  readonly undoneBy: string | null;
}

/** What was planned of an import, as it is kept. */
export interface ImportPlan {
  readonly rows: number;
  readonly counts: RowCounts;
  readonly missing: EditionPlan['missing'];
  /** Whatever else the report says: totals, merges that offer themselves. */
  readonly report: object;
}

/** What has been settled so far. */
export interface ImportProgress {
  readonly rows: number;
  readonly settled: number;
  readonly counts: RowCounts & {
    /** Of an undoing: what was touched since, and stays. */
    readonly kept: number;
  };
}

/** A row as it is kept: planned, or of an undoing what stays. */
export type StagedRow = Omit<PlannedRow, 'outcome' | 'finding'> & {
  readonly outcome: PlannedRow['outcome'] | 'kept';
};

/** Thrown when another import has not ended. */
export class ImportUnderWay extends Error {
  override readonly name = 'ImportUnderWay';
  readonly importId: string;

  constructor(importId: string) {
    super(`import ${importId} has not ended`);
    this.importId = importId;
  }
}

/** An import that is about to begin. */
export type NewImport = Omit<RegisterImport, 'status' | 'createdAt' | 'endedAt' | 'undoneBy'> & {
  /** Next offsets of `service.status.v1` by partition, when it was planned. */
  readonly knownAt: object;
};

/** An import without its plan, of `prasan.register_import`. */
export const headColumns = `import_id AS "importId", undoes, file, sha256, source, as_of AS "asOf", sheet,
  status, created_at AS "createdAt", ended_at AS "endedAt", undone_by AS "undoneBy"`;

/**
 * Keeps an import with all its rows in one go: it is there whole, or not at all.
 *
 * @throws ImportUnderWay with the id of the one that has not ended
 */
export async function createImport(
  pool: Pool,
  one: NewImport,
  rows: readonly StagedRow[],
  findings: readonly OwnedFinding[],
  agencies: readonly AgencyRecord[],
): Promise<void> {
  await inTransaction(pool, async (client) => {
    // Whoever else begins one now waits here, and then finds this one.
    await client.query('LOCK TABLE prasan.register_import IN SHARE ROW EXCLUSIVE MODE');
    const [open] = await listImports(client, 'WHERE ended_at IS NULL');
    if (open !== undefined) throw new ImportUnderWay(open.importId);
    await client.query(
      `INSERT INTO prasan.register_import
         (import_id, undoes, file, sha256, source, as_of, sheet, status, plan, known_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'running', $8, $9)`,
      [
        ...[one.importId, one.undoes, one.file, one.sha256, one.source, one.asOf, one.sheet],
        ...[JSON.stringify(one.plan), JSON.stringify(one.knownAt)],
      ],
    );
    await saveRows(client, one.importId, rows);
    await saveFindings(client, one.importId, findings);
    await saveAgencies(client, one.importId, agencies);
  });
}

/** A row that asks for nothing is settled with its import. */
async function saveRows(db: Queryable, importId: string, rows: readonly StagedRow[]) {
  await db.query(
    `INSERT INTO prasan.register_row
       (import_id, row, service_id, told, original, planned, changes, work, outcome, settled_at)
     SELECT $1, row, "serviceId", told, original, outcome, changes, nullif(work, 'null'),
       CASE WHEN nullif(work, 'null') IS NULL THEN outcome END,
       CASE WHEN nullif(work, 'null') IS NULL THEN now() END
     FROM jsonb_to_recordset($2) AS (row integer, "serviceId" text, told jsonb, original jsonb,
       outcome text, changes jsonb, work jsonb)`,
    [importId, JSON.stringify(rows)],
  );
}

/** A finding with whose row it is. */
export type OwnedFinding = Finding & {
  readonly serviceId: string | null;
  readonly agencyId: string | null;
};

async function saveFindings(db: Queryable, importId: string, findings: readonly OwnedFinding[]) {
  if (findings.length === 0) return;
  await db.query(
    `INSERT INTO prasan.register_finding
       (import_id, number, sheet, cell, code, severity, found, did, did_th, service_id, agency_id)
     SELECT $1, number, sheet, cell, code, severity, found, did, "didTh", "serviceId", "agencyId"
     FROM ROWS FROM (jsonb_to_recordset($2) AS (sheet text, cell text, code text, severity text,
       found text, did text, "didTh" text, "serviceId" text, "agencyId" text)) WITH ORDINALITY
       AS one (sheet, cell, code, severity, found, did, "didTh", "serviceId", "agencyId", number)`,
    [importId, JSON.stringify(findings)],
  );
}

async function saveAgencies(db: Queryable, importId: string, agencies: readonly AgencyRecord[]) {
  if (agencies.length === 0) return;
  await db.query(
    `INSERT INTO prasan.register_agency (import_id, agency_id, record)
     SELECT $1, record ->> 'agencyId', record FROM jsonb_array_elements($2) AS record`,
    [importId, JSON.stringify(agencies)],
  );
}

/** The import of an id. */
export async function findImport(
  db: Queryable,
  importId: string,
): Promise<RegisterImport | undefined> {
  const [found] = await listImports(db, 'WHERE import_id = $1', [importId]);
  return found;
}

/** Imports and undoings, the newest first. */
export async function listImports(
  db: Queryable,
  where = '',
  values: readonly unknown[] = [],
): Promise<RegisterImport[]> {
  const { rows } = await db.query<RegisterImport>(
    `SELECT ${headColumns}, plan FROM prasan.register_import ${where}
     ORDER BY created_at DESC, import_id DESC`,
    [...values],
  );
  return rows;
}

/** What was odd about an edition, in the order in which it was found. */
export async function listFindings(db: Queryable, importId: string): Promise<OwnedFinding[]> {
  const { rows } = await db.query<OwnedFinding>(
    `SELECT sheet, cell, code, severity, found, did, did_th AS "didTh", service_id AS "serviceId",
       agency_id AS "agencyId"
     FROM prasan.register_finding WHERE import_id = $1 ORDER BY number`,
    [importId],
  );
  return rows;
}

/** How many imports of an edition there have been. */
export async function importsOf(db: Queryable, sha256: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `SELECT count(*) AS count FROM prasan.register_import WHERE sha256 = $1 AND undoes IS NULL`,
    [sha256],
  );
  return rows[0]?.count ?? 0;
}

/** How far an import has come. */
export async function progressOf(db: Queryable, importId: string): Promise<ImportProgress> {
  const { rows } = await db.query<{ outcome: string | null; count: number }>(
    `SELECT outcome, count(*) AS count FROM prasan.register_row WHERE import_id = $1
     GROUP BY outcome`,
    [importId],
  );
  const of = (outcome: string | null) => rows.find((one) => one.outcome === outcome)?.count ?? 0;
  const all = rows.reduce((sum, { count }) => sum + count, 0);
  return {
    rows: all,
    settled: all - of(null),
    counts: {
      ...{ created: of('created'), changed: of('changed'), unchanged: of('unchanged') },
      ...{ refused: of('refused'), kept: of('kept') },
    },
  };
}

/** A row that is still to be settled. */
export interface OpenRow extends Pick<
  PlannedRow,
  'row' | 'serviceId' | 'told' | 'original' | 'changes' | 'work'
> {
  readonly planned: PlannedRow['outcome'];
}

/** The next rows to be settled after a row, in the order of the sheet. */
export async function openRows(
  db: Queryable,
  importId: string,
  limit: number,
  after: number,
): Promise<OpenRow[]> {
  const { rows } = await db.query<OpenRow>(
    `SELECT row, service_id AS "serviceId", told, original, planned, changes, work FROM prasan.register_row
     WHERE import_id = $1 AND row > $3 AND outcome IS NULL ORDER BY row LIMIT $2`,
    [importId, limit, after],
  );
  return rows;
}

/** What a row came to. */
export interface SettledRow {
  readonly row: number;
  readonly outcome: PlannedRow['outcome'] | 'kept';
  /** Written another way than was planned: the case had moved. */
  readonly work?: OpenRow['work'];
  readonly changes?: PlannedRow['changes'];
  readonly finding?: OwnedFinding;
}

/** Keeps what rows came to; a row that is settled already stays so. */
export async function settleRows(
  pool: Pool,
  importId: string,
  settled: readonly SettledRow[],
): Promise<void> {
  if (settled.length === 0) return;
  await inTransaction(pool, async (client) => {
    await client.query(
      `UPDATE prasan.register_row r SET outcome = s.outcome, settled_at = now(),
         work = coalesce(s.work, r.work), changes = coalesce(s.changes, r.changes)
       FROM jsonb_to_recordset($2) AS s (row integer, outcome text, work jsonb, changes jsonb)
       WHERE r.import_id = $1 AND r.row = s.row AND r.outcome IS NULL`,
      [importId, JSON.stringify(settled)],
    );
    const found = settled.flatMap(({ finding }) => finding ?? []);
    for (const { sheet, cell, code, severity, found: text, did, didTh, ...of } of found) {
      await client.query(
        `INSERT INTO prasan.register_finding (import_id, number, sheet, cell, code, severity, found,
           did, did_th, service_id, agency_id)
         SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10
         FROM prasan.register_finding WHERE import_id = $1
         HAVING NOT bool_or(coalesce(cell = $3 AND code = $4, false)) OR count(*) = 0`,
        [importId, sheet, cell, code, severity, text, did, didTh, of.serviceId, of.agencyId],
      );
    }
  });
}

/** The rows that an import wrote, or that changed what it keeps. */
export async function writtenRows(db: Queryable, importId: string): Promise<StagedRow[]> {
  const { rows } = await db.query<StagedRow>(
    `SELECT row, service_id AS "serviceId", told, original, changes, work, outcome
     FROM prasan.register_row WHERE import_id = $1 AND outcome IN ('created', 'changed')
     ORDER BY row`,
    [importId],
  );
  return rows;
}

/** Services that an undoing left as they are. */
export async function keptServices(db: Queryable, importId: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT service_id AS id FROM prasan.register_row
     WHERE import_id = $1 AND outcome = 'kept' ORDER BY row`,
    [importId],
  );
  return rows.map(({ id }) => id);
}

/** What agencies knew before an import told them otherwise. */
export async function formerAgencies(db: Queryable, importId: string): Promise<AgencyRecord[]> {
  const { rows } = await db.query<{ former: AgencyRecord }>(
    `SELECT former FROM prasan.register_agency
     WHERE import_id = $1 AND outcome = 'told' AND former IS NOT NULL ORDER BY agency_id`,
    [importId],
  );
  return rows.map(({ former }) => former);
}

/** An agency that is still to be told, and what came of it. */
export async function openAgencies(db: Queryable, importId: string): Promise<AgencyRecord[]> {
  const { rows } = await db.query<{ record: AgencyRecord }>(
    `SELECT record FROM prasan.register_agency WHERE import_id = $1 AND outcome IS NULL
     ORDER BY agency_id`,
    [importId],
  );
  return rows.map(({ record }) => record);
}

/** Keeps what an agency came to, with what it knew before. */
export async function settleAgency(
  db: Queryable,
  importId: string,
  agencyId: string,
  outcome: 'told' | 'known' | 'kept',
  former: AgencyRecord | null,
): Promise<void> {
  await db.query(
    `UPDATE prasan.register_agency SET outcome = $3, former = $4
     WHERE import_id = $1 AND agency_id = $2 AND outcome IS NULL`,
    [importId, agencyId, outcome, former === null ? null : JSON.stringify(former)],
  );
}

/** How many agencies keep what another edition says. */
export async function keptAgencies(db: Queryable, importId: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `SELECT count(*) AS count FROM prasan.register_agency WHERE import_id = $1 AND outcome = 'kept'`,
    [importId],
  );
  return rows[0]?.count ?? 0;
}

/** An import is paused, or goes on; one that has ended stays so. */
export async function setStatus(
  db: Queryable,
  importId: string,
  status: 'running' | 'paused',
): Promise<void> {
  await db.query(
    `UPDATE prasan.register_import SET status = $2 WHERE import_id = $1 AND ended_at IS NULL`,
    [importId, status],
  );
}

/** An import has ended; where it was an undoing that is done, its import is undone by it. */
export async function endImport(
  pool: Pool,
  importId: string,
  status: 'done' | 'cancelled',
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ undoes: string | null }>(
      `UPDATE prasan.register_import SET status = $2, ended_at = now()
       WHERE import_id = $1 AND ended_at IS NULL RETURNING undoes`,
      [importId, status],
    );
    const undoes = rows[0]?.undoes ?? null;
    if (undoes === null || status !== 'done') return;
    await client.query('UPDATE prasan.register_import SET undone_by = $2 WHERE import_id = $1', [
      undoes,
      importId,
    ]);
  });
}
