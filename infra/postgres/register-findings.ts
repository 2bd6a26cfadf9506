import { z } from 'zod';
import type { FindingCode, FindingSeverity } from '../register/findings.js';
import type { Name, Page } from './listing.js';
import { cut, CursorText, decodeCursor, nameSql } from './listing.js';
import type { Queryable } from './pool.js';
import type { OwnedFinding } from './register-imports.js';

/** A finding of an edition, with its number in it and the name of the agency whose row it is. */
export interface NumberedFinding extends OwnedFinding {
  readonly number: number;
  /** `null`: it is of no agency's row, or no event has named the agency. */
  readonly agency: Name | null;
}

/** Which findings are asked for; what is left out does not matter. */
export interface FindingFilter {
  /** All ids of one organisation. */
  readonly agencyIds?: readonly string[] | undefined;
  readonly code?: FindingCode | undefined;
  readonly severity?: FindingSeverity | undefined;
}

/** By what findings are put in order; `place` is the order of the file. */
export const findingSorts = ['place', 'agency', 'service', 'code', 'severity'] as const;
/** By what findings are put in order. */
export type FindingSort = (typeof findingSorts)[number];

/** A part of an edition's findings. */
export interface FindingList {
  readonly items: NumberedFinding[];
  /** Cursor of the next page; `null` at the end. */
  readonly next: string | null;
  /** Of all pages. */
  readonly total: number;
}

/** How many findings of a kind, or of an agency, an edition has. */
export interface FindingTally {
  readonly code: FindingCode;
  readonly severity: FindingSeverity;
  readonly count: number;
}

/** An agency with the number of findings in its rows. */
export interface AgencyFindings {
  readonly agencyId: string;
  readonly agency: Name | null;
  readonly count: number;
}

/** What is refused first. */
const sortKeys: Readonly<Record<FindingSort, string>> = {
  place: `''`,
  agency: `coalesce(f.agency_id, '')`,
  service: `coalesce(f.service_id, '')`,
  code: 'f.code',
  severity: `CASE f.severity WHEN 'refused' THEN '1' WHEN 'normalised' THEN '2' ELSE '3' END`,
};

const columns = `f.number, f.sheet, f.cell, f.code, f.severity, f.found, f.did, f.did_th AS "didTh",
  f.service_id AS "serviceId", f.agency_id AS "agencyId", ${nameSql('a', 'name')} AS agency`;

const matching = `f.import_id = $1 AND ($2::text[] IS NULL OR f.agency_id = ANY($2))
  AND ($3::text IS NULL OR f.code = $3) AND ($4::text IS NULL OR f.severity = $4)`;

function valuesOf(importId: string, { agencyIds, code, severity }: FindingFilter) {
  return [importId, agencyIds ?? null, code ?? null, severity ?? null];
}

function cursorOf(sort: FindingSort) {
  return z.tuple([z.literal(sort), CursorText, z.string().regex(/^\d{1,9}$/)]);
}

/**
 * A page of an edition's findings.
 *
 * @throws BadCursor when the cursor is of another order, or none
 */
export async function pageOfFindings(
  db: Queryable,
  importId: string,
  filter: FindingFilter,
  sort: FindingSort,
  { limit, cursor }: Page,
): Promise<FindingList> {
  const key = `(${sortKeys[sort]}) COLLATE "C"`;
  const values = valuesOf(importId, filter);
  const [, after = null, number = null] =
    cursor === undefined ? [] : decodeCursor(cursor, cursorOf(sort));
  const { rows } = await db.query<NumberedFinding & { key: string }>(
    `SELECT ${columns}, ${key} AS key FROM prasan.register_finding f
       LEFT JOIN prasan.agency a USING (agency_id)
     WHERE ${matching} AND ($5::text IS NULL OR (${key}, f.number) > ($5 COLLATE "C", $6::integer))
     ORDER BY ${key}, f.number LIMIT $7`,
    [...values, after, number, limit + 1],
  );
  const part = cut(rows, limit, (one) => [sort, one.key, String(one.number)]);
  return {
    items: part.items.map(({ key: _, ...one }) => one),
    next: part.next,
    total: await countFindings(db, importId, filter),
  };
}

async function countFindings(
  db: Queryable,
  importId: string,
  filter: FindingFilter,
): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `SELECT count(*) AS count FROM prasan.register_finding f WHERE ${matching}`,
    valuesOf(importId, filter),
  );
  return rows[0]?.count ?? 0;
}

/** An edition's findings in the order of the file, all of them: a few thousand at most. */
export async function allFindings(
  db: Queryable,
  importId: string,
  filter: FindingFilter = {},
): Promise<NumberedFinding[]> {
  const { rows } = await db.query<NumberedFinding>(
    `SELECT ${columns} FROM prasan.register_finding f LEFT JOIN prasan.agency a USING (agency_id)
     WHERE ${matching} ORDER BY f.number`,
    valuesOf(importId, filter),
  );
  return rows;
}

/** How many findings of each kind pass a filter, the most serious and frequent first. */
export async function findingTallies(
  db: Queryable,
  importId: string,
  filter: FindingFilter = {},
): Promise<FindingTally[]> {
  const { rows } = await db.query<FindingTally>(
    `SELECT f.code, f.severity, count(*) AS count FROM prasan.register_finding f WHERE ${matching}
     GROUP BY f.code, f.severity ORDER BY ${sortKeys.severity}, count(*) DESC, f.code`,
    valuesOf(importId, filter),
  );
  return rows;
}

/** The agencies in whose rows an edition has findings, by id. */
export async function agenciesWithFindings(
  db: Queryable,
  importId: string,
): Promise<AgencyFindings[]> {
  const { rows } = await db.query<AgencyFindings>(
    `SELECT f.agency_id AS "agencyId", ${nameSql('a', 'name')} AS agency, count(*) AS count
     FROM prasan.register_finding f LEFT JOIN prasan.agency a USING (agency_id)
     WHERE f.import_id = $1 AND f.agency_id IS NOT NULL
     GROUP BY f.agency_id, a.name_th, a.name_en ORDER BY f.agency_id`,
    [importId],
  );
  return rows;
}
