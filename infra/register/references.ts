import type { Column } from './columns.js';
import { idColumns, numberColumns } from './columns.js';
import type { Finding } from './findings.js';
import { finding } from './findings.js';
import type { Table, TableKind, TableRow } from './tables.js';
import { isRemarkText, isTotalsText } from './totals.js';
import type { ValueReader } from './values.js';
import { numberOf } from './values.js';

/** A further sheet of a register: a code list, or the projects with their budgets. */
export interface ReferenceList {
  readonly sheet: string;
  readonly columns: Table['columns'];
  readonly entries: readonly ReferenceEntry[];
  /** The row of totals, when there is one. */
  readonly totals?: ReferenceEntry;
}

/** A row of a further sheet. */
export interface ReferenceEntry {
  readonly row: number;
  /** Texts and ids, tidied. */
  readonly texts: Readonly<Partial<Record<Column, string>>>;
  /** Budgets (baht) and counts. */
  readonly numbers: Readonly<Partial<Record<Column, number>>>;
}

/** The further sheets that are there. */
export type References = Readonly<Partial<Record<Exclude<TableKind, 'services'>, ReferenceList>>>;

/** The column that names what a further sheet lists. */
export const keyColumns = {
  projects: 'projectId',
  agencies: 'agencyId',
  ministries: 'ministryId',
  statuses: 'statusId',
  reasons: 'reasonId',
} as const satisfies Readonly<Record<Exclude<TableKind, 'services'>, Column>>;

/** Reads a further sheet; what is odd in it is added to the findings. */
export function readReference(
  table: Table,
  values: ValueReader,
  findings: Finding[],
): ReferenceList {
  const entries: ReferenceEntry[] = [];
  let totals: ReferenceEntry | undefined;
  for (const row of table.rows) {
    const odd: Finding[] = [];
    const entry = entryOf(table, row, values, odd);
    if (isRemark(entry)) {
      findings.push(remarkFinding(table, row));
      continue;
    }
    for (const one of odd) findings.push(one);
    const isNamed = Object.values(entry.texts).some((text) => text !== '');
    if (!isNamed && Object.keys(entry.numbers).length === 0) continue;
    if (!isNamed || isTotals(entry)) totals = entry;
    else entries.push(entry);
  }
  const { sheet, columns } = table;
  return totals === undefined ? { sheet, columns, entries } : { sheet, columns, entries, totals };
}

function isTotals(entry: ReferenceEntry): boolean {
  return !isListed(entry) && Object.values(entry.texts).some(isTotalsText);
}

function isListed({ texts }: ReferenceEntry): boolean {
  return [...idColumns].some((column) => /[A-Z]\d|^\d+$/.test(texts[column] ?? ''));
}

/** A remark below a list has no code, and no number. */
function isRemark(entry: ReferenceEntry): boolean {
  const { texts, numbers } = entry;
  const [first = ''] = Object.values(texts).filter((text) => text !== '');
  return Object.keys(numbers).length === 0 && isRemarkText(first) && !isListed(entry);
}

function remarkFinding({ sheet, columns }: Table, { row, cells }: TableRow): Finding {
  const inRow = Object.keys(columns) as Column[];
  const [first, text = ''] =
    inRow
      .map((column) => [column, cells[column]?.text] as const)
      .find(([, one = '']) => isRemarkText(one.trim())) ?? [];
  return finding({ sheet, cell: `${(first && columns[first]) ?? ''}${row}` }, 'REMARK_ROW', text);
}

function entryOf(
  { sheet, columns }: Table,
  { row, cells }: TableRow,
  values: ValueReader,
  findings: Finding[],
): ReferenceEntry {
  const texts: Partial<Record<Column, string>> = {};
  const numbers: Partial<Record<Column, number>> = {};
  let column: Column;
  for (column in columns) {
    const { text, oddities } = values.valueOf(column, cells[column]);
    const place = { sheet, cell: `${columns[column] ?? ''}${row}` };
    for (const { code, found, facts } of oddities)
      findings.push(finding(place, code, found, facts));
    if (text === undefined) continue;
    if (!numberColumns.has(column)) {
      texts[column] = text;
      continue;
    }
    const number = numberOf(text);
    if (number !== undefined) numbers[column] = number;
    else if (text !== '') findings.push(finding(place, 'NOT_A_NUMBER', text));
  }
  return { row, texts, numbers };
}
