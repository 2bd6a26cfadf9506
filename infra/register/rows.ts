import type { Cell } from './cells.js';
import { beginning } from './cells.js';
import type { RegisterColumn } from './columns.js';
import { columnOf, registerColumns } from './columns.js';
import type { Finding, FindingCode } from './findings.js';
import { finding } from './findings.js';
import { statusOf } from './known-titles.js';
import type { UnderMerge } from './merged-cells.js';
import { underMerges } from './merged-cells.js';
import type { Table, TableRow } from './tables.js';
import { isRemarkText, isTotalsText } from './totals.js';
import type { ValueReader } from './values.js';
import { numberOf } from './values.js';

/**
 * A row of the register that tells of a service. A column that the file lacks, or whose cell says nothing (an
 * error, a formula without a value), is not there; an empty cell is `''`.
 */
export type RegisterRow = Readonly<Partial<Record<RegisterColumn, string>>> & {
  /** Row in the sheet, counted from 1 as a spreadsheet does. */
  readonly row: number;
  /** What stood in the cells whose text was put right, or that say nothing. */
  readonly original: Readonly<Partial<Record<RegisterColumn, string>>>;
  /** What its line has beyond the columns: no cell of it is certain. */
  readonly surplus?: string;
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
  const under = underMerges(table);
  const drafts = table.rows.map((source) => draftOf(table, source, under, values)).filter(isFilled);
  const lastService = drafts.findLast(({ row }) => isServiceId(row.serviceId))?.row.row ?? 0;
  return drafts.flatMap((draft) => {
    const other = otherThanService(table, draft, draft.row.row > lastService);
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

function draftOf(table: Table, source: TableRow, under: UnderMerge, values: ValueReader): Draft {
  const { row: number, cells, surplus } = source;
  const original: Partial<Record<RegisterColumn, string>> = {};
  const row: { -readonly [K in keyof RegisterRow]: RegisterRow[K] } = { row: number, original };
  if (surplus !== undefined) row.surplus = surplus;
  const findings: Finding[] = [];
  for (const column of registerColumns) {
    const letter = table.columns[column];
    if (letter === undefined) continue;
    const cell = cells[column];
    if (cell === undefined && under[column]?.has(number) === true) {
      const first = under[column].get(number);
      const shown = first && values.valueOf(column, first.cells[column]).text;
      if (shown !== undefined) row[column] = shown;
      continue;
    }
    const { text, oddities } = values.valueOf(column, cell);
    if (text !== undefined) row[column] = text;
    if (cell !== undefined && text !== cell.text) original[column] = stoodIn(cell);
    for (const { code, found, facts } of oddities) {
      const place = { sheet: table.sheet, cell: `${letter}${number}` };
      findings.push(finding(place, code, found, facts));
    }
  }
  return { source, row, findings };
}

/** No text that is taken has more characters. */
const originalMax = 2_000;

/** What stood in a cell: its text, or what was to be computed. */
function stoodIn({ text, kind, formula = '' }: Cell): string {
  return beginning(kind === 'noValue' ? `=${formula}` : text, originalMax);
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

/** Columns that say whose the rows below are. */
const groupColumns: ReadonlySet<RegisterColumn> = new Set([
  'ministryId',
  'agencyId',
  'ministry',
  'agency',
  'agencyType',
]);

/** What a row is that tells of no service; `undefined` when it does, or should. */
function otherThanService(
  table: Table,
  draft: Draft,
  isTrailing: boolean,
): FindingCode | undefined {
  const { source, row } = draft;
  if (isServiceId(row.serviceId)) return undefined;
  if (columnOf(source.cells.serviceId?.text ?? '') === 'serviceId') return 'HEADER_ROW';
  const filled = filledColumns(draft);
  const isGroup = isGroupRow(table, draft, filled);
  if (!isGroup && tellsOfService(draft, filled)) return undefined;
  const texts = filled.map((column) => source.cells[column]?.text.trim() ?? '');
  const amounts = filled.filter((column) => isAmount(draft, column)).length;
  const isSum = amounts === filled.length || (isGroup && amounts > 0);
  if (isSum || texts.some(isTotalsText)) return 'TOTALS_ROW';
  if (isGroup || isRemarkText(texts[0] ?? '')) return 'REMARK_ROW';
  const [only] = filled;
  if (only === undefined || filled.length > 1) return undefined;
  // What looks like an id that was mistyped is a service that would be lost.
  if (only === 'serviceId' && /^[A-Z]{0,4}[-\s]?\d+$/.test(row.serviceId ?? '')) return undefined;
  return headingColumns.has(only) || (isTrailing && only === 'name') ? 'REMARK_ROW' : undefined;
}

/** Whether a row names an agency or ministry alone, with a sum at most, where services have names or statuses. */
function isGroupRow({ columns }: Table, draft: Draft, filled: readonly RegisterColumn[]): boolean {
  const hasMore = [columns.name, columns.statusId, columns.status].some((one) => one !== undefined);
  const isOfGroup = (one: RegisterColumn) => groupColumns.has(one) || isAmount(draft, one);
  return hasMore && !filled.includes('serviceId') && filled.every(isOfGroup);
}

/**
 * Whether a row has codes of its own, or a name and a status: a service that lost its id has. Beside what may be an
 * id, a code may have lost its letters.
 */
function tellsOfService({ row }: Draft, filled: readonly RegisterColumn[]): boolean {
  const code = /\d/.test(row.serviceId ?? '') ? /\d/ : /[A-Z]\d/;
  const isCode = (column: RegisterColumn) => code.test(row[column] ?? '');
  const hasCodes = filled.some((one) => codeColumns.has(one) && isCode(one));
  return hasCodes || (filled.includes('name') && statusOf(row.status ?? '') !== undefined);
}

const codeColumns: ReadonlySet<RegisterColumn> = new Set(['agencyId', 'statusId', 'reasonId']);

/** Whether a cell holds a number, or what was to be computed; what may be an id has to be a number by its kind. */
function isAmount({ source }: Draft, column: RegisterColumn): boolean {
  const { kind, text = '' } = source.cells[column] ?? {};
  if (kind === 'number' || kind === 'noValue') return true;
  return column !== 'serviceId' && numberOf(text) !== undefined;
}

function firstPlace(table: Table, draft: Draft): { sheet: string; cell: string } {
  const [first = 'serviceId'] = filledColumns(draft);
  return { sheet: table.sheet, cell: `${table.columns[first] ?? ''}${draft.source.row}` };
}

function firstText(draft: Draft): string {
  const [first = 'serviceId'] = filledColumns(draft);
  return draft.source.cells[first]?.text ?? '';
}
