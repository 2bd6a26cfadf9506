import type { RegisterColumn } from './columns.js';
import { columnOf, registerColumns } from './columns.js';
import type { Finding, FindingCode } from './findings.js';
import { finding } from './findings.js';
import type { Table, TableRow } from './tables.js';
import { isTotalsText } from './totals.js';
import type { ValueReader } from './values.js';

/**
 * A row of the register that tells of a service. A column that the file lacks, or whose cell says nothing (an
 * error, a formula without a value), is not there; an empty cell is `''`.
 */
export type RegisterRow = Readonly<Partial<Record<RegisterColumn, string>>> & {
  /** Row in the sheet, counted from 1 as a spreadsheet does. */
  readonly row: number;
  /** What stood in the cells whose text was put right. */
  readonly original: Readonly<Partial<Record<RegisterColumn, string>>>;
};

/** An id of a service in the register. */
export const registerServiceId = /^SVC\d{4,6}$/;

interface Draft {
  readonly source: TableRow;
  readonly row: RegisterRow;
  readonly findings: readonly Finding[];
}

/**
 * The rows that tell of a service. Blank rows, totals, headings, remarks and repeated headers are none; each
 * but the blank is named in the findings.
 */
export function readRows(table: Table, values: ValueReader, findings: Finding[]): RegisterRow[] {
  const drafts = table.rows.map((source) => draftOf(table, source, values)).filter(isFilled);
  const lastService = drafts.findLast(({ row }) => isServiceId(row.serviceId))?.row.row ?? 0;
  return drafts.flatMap((draft) => {
    const other = otherThanService(draft, draft.row.row > lastService);
    if (other !== undefined) {
      findings.push(finding(firstPlace(table, draft), other, firstText(draft)));
      findings.push(...draft.findings.filter(({ code }) => code.startsWith('FORMULA')));
      return [];
    }
    if (draft.source.isHidden) {
      findings.push(finding(firstPlace(table, draft), 'HIDDEN_ROW', firstText(draft)));
    }
    findings.push(...draft.findings);
    return [draft.row];
  });
}

function isServiceId(id: string | undefined): boolean {
  return id !== undefined && registerServiceId.test(id);
}

function draftOf(table: Table, source: TableRow, values: ValueReader): Draft {
  const { row: number, cells } = source;
  const original: Partial<Record<RegisterColumn, string>> = {};
  const row: { -readonly [K in keyof RegisterRow]: RegisterRow[K] } = { row: number, original };
  const findings: Finding[] = [];
  for (const column of registerColumns) {
    const letter = table.columns[column];
    if (letter === undefined) continue;
    const cell = cells[column];
    const { text, oddities } = values.valueOf(column, cell);
    if (text !== undefined) {
      row[column] = text;
      if (cell !== undefined && text !== cell.text) original[column] = cell.text;
    }
    for (const { code, found, facts } of oddities) {
      const place = { sheet: table.sheet, cell: `${letter}${number}` };
      findings.push(finding(place, code, found, facts));
    }
  }
  return { source, row, findings };
}

/** Whether a row says anything at all; cells of spaces say nothing. */
function isFilled({ source, row }: Draft): boolean {
  return registerColumns.some((column) => source.cells[column] !== undefined && row[column] !== '');
}

function filledColumns({ source, row }: Draft): RegisterColumn[] {
  return registerColumns.filter(
    (column) => source.cells[column] !== undefined && row[column] !== '',
  );
}

/** Columns in which a heading, a source or a remark stands by itself. */
const headingColumns: ReadonlySet<RegisterColumn> = new Set([
  'serviceId',
  'ministryId',
  'ministry',
  'agency',
  'remark',
]);

/** What a row is that tells of no service; `undefined` when it does, or should. */
function otherThanService(draft: Draft, isTrailing: boolean): FindingCode | undefined {
  const { source, row } = draft;
  if (isServiceId(row.serviceId)) return undefined;
  if (columnOf(source.cells.serviceId?.text ?? '') === 'serviceId') return 'HEADER_ROW';
  const filled = filledColumns(draft);
  const hasIds = [row.agencyId, row.statusId, row.reasonId].some((id) => /\d/.test(id ?? ''));
  if (hasIds) return undefined;
  const cells = filled.map((column) => source.cells[column]);
  const isSum = cells.every((cell) => cell?.kind === 'number' || cell?.formula !== undefined);
  if (isSum || cells.some((cell) => isTotalsText(cell?.text.trim() ?? ''))) return 'TOTALS_ROW';
  const [only] = filled;
  if (only === undefined || filled.length > 1) return undefined;
  // What looks like an id that was mistyped is a service that would be lost.
  if (only === 'serviceId' && /^[A-Z]{0,4}[-\s]?\d+$/.test(row.serviceId ?? '')) return undefined;
  return headingColumns.has(only) || (isTrailing && only === 'name') ? 'REMARK_ROW' : undefined;
}

function firstPlace(table: Table, draft: Draft): { sheet: string; cell: string } {
  const [first = 'serviceId'] = filledColumns(draft);
  return { sheet: table.sheet, cell: `${table.columns[first] ?? ''}${draft.source.row}` };
}

function firstText(draft: Draft): string {
  const [first = 'serviceId'] = filledColumns(draft);
  return draft.source.cells[first]?.text ?? '';
}
