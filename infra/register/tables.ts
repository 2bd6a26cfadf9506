import type { Cell, SheetRow, SheetSource } from './cells.js';
import { columnLetter } from './cells.js';
import type { Column } from './columns.js';
import { columnOf, headerOf, isExactHeader, registerColumns } from './columns.js';
import type { Finding } from './findings.js';
import { finding } from './findings.js';
import { RegisterFileRefused } from './refused.js';

/** What a sheet tells of. */
export type TableKind =
  'services' | 'projects' | 'agencies' | 'ministries' | 'statuses' | 'reasons';

/** A row of a table: its cells by column. */
export interface TableRow {
  readonly row: number;
  readonly isHidden: boolean;
  readonly cells: Readonly<Partial<Record<Column, Cell>>>;
}

/** A sheet whose header is known: what it tells of, where its columns are, and its rows. */
export interface Table {
  readonly kind: TableKind;
  readonly sheet: string;
  readonly isHidden: boolean;
  /** Letter of each known column. */
  readonly columns: Readonly<Partial<Record<Column, string>>>;
  readonly rows: readonly TableRow[];
  readonly merges: readonly string[];
  /** What was odd about its header. */
  readonly findings: readonly Finding[];
}

/** How far down a header may stand, in rows that hold something. */
const headerRowsMax = 20;

/** Ten times the largest edition known, over all sheets. */
const rowsKeptMax = 50_000;

/** Counts the rows that are kept of all sheets of a file. */
export interface RowBudget {
  kept: number;
}

/** Reads a sheet as a table, keeping known columns alone; `undefined` when no header is known. */
export async function readTable(
  path: string,
  source: SheetSource,
  budget: RowBudget,
): Promise<Table | undefined> {
  const first: SheetRow[] = [];
  const rows: TableRow[] = [];
  const found: { header?: Header } = {};
  const keep = (row: SheetRow, { at }: Header) => {
    const kept = keptOf(row, at);
    if (kept === undefined) return;
    rows.push(kept);
    budget.kept += 1;
    if (budget.kept > rowsKeptMax) {
      throw new RegisterFileRefused(`${path} has more than ${rowsKeptMax} rows; no register has`);
    }
  };
  const settle = () => {
    const header = headerAmong(first);
    if (header === undefined) return;
    found.header = header;
    for (const row of first) if (row.row > header.row) keep(row, header);
  };
  const merges = await source.read((row) => {
    if (found.header === undefined) {
      first.push(row);
      if (first.length === headerRowsMax) settle();
    } else keep(row, found.header);
    return first.length < headerRowsMax || found.header !== undefined;
  });
  if (first.length < headerRowsMax) settle();
  return found.header === undefined ? undefined : tableOf(source, found.header, rows, merges);
}

interface Header {
  readonly row: number;
  readonly kind: TableKind;
  readonly at: ReadonlyMap<Column, number>;
  readonly cells: ReadonlyMap<number, Cell>;
}

function tableOf(
  { name, isHidden }: SheetSource,
  header: Header,
  rows: readonly TableRow[],
  merges: readonly string[],
): Table {
  return {
    kind: header.kind,
    sheet: name,
    isHidden,
    columns: Object.fromEntries([...header.at].map(([one, index]) => [one, columnLetter(index)])),
    rows,
    merges,
    findings: headerFindings(name, header),
  };
}

function keptOf(
  { row, isHidden, cells }: SheetRow,
  at: ReadonlyMap<Column, number>,
): TableRow | undefined {
  const kept: Partial<Record<Column, Cell>> = {};
  let isEmpty = true;
  for (const [column, index] of at) {
    const cell = cells.get(index);
    if (cell === undefined) continue;
    kept[column] = cell;
    isEmpty = false;
  }
  return isEmpty ? undefined : { row, isHidden, cells: kept };
}

/** The row with the most columns of a table; of several the first. */
function headerAmong(rows: readonly SheetRow[]): Header | undefined {
  let best: Header | undefined;
  for (const { row, cells } of rows) {
    const at = columnsOf(cells);
    const kind = kindOf(at);
    if (kind !== undefined && at.size > (best?.at.size ?? 0)) best = { row, kind, at, cells };
  }
  return best;
}

function columnsOf(cells: ReadonlyMap<number, Cell>): Map<Column, number> {
  const at = new Map<Column, number>();
  for (const [index, { text }] of cells) {
    const column = columnOf(text);
    if (column !== undefined && !at.has(column)) at.set(column, index);
  }
  return at;
}

/** What a sheet with such columns tells of. */
function kindOf(at: ReadonlyMap<Column, number>): TableKind | undefined {
  const has = (column: Column) => at.has(column);
  if (has('serviceId')) {
    return registerColumns.filter(has).length > 1 ? 'services' : undefined;
  }
  if (has('name')) return undefined;
  if (has('projectId') || (has('project') && has('budget'))) return 'projects';
  if (has('agencyId')) return 'agencies';
  if (has('reasonId')) return 'reasons';
  if (has('statusId')) return 'statuses';
  return has('ministryId') ? 'ministries' : undefined;
}

function headerFindings(sheet: string, { row, kind, at, cells }: Header): Finding[] {
  const findings: Finding[] = [];
  const status = at.get('status');
  if (kind === 'services' && status !== undefined && !at.has('statusId')) {
    const place = { sheet, cell: `${columnLetter(status)}${row}` };
    findings.push(finding(place, 'STATUS_BY_TEXT', cells.get(status)?.text ?? ''));
  }
  for (const [index, { text }] of cells) {
    if (text.trim() === '') continue;
    const place = { sheet, cell: `${columnLetter(index)}${row}` };
    const column = columnOf(text);
    const used = column === undefined ? undefined : at.get(column);
    if (column === undefined || used === undefined) {
      findings.push(finding(place, 'UNKNOWN_COLUMN', text));
    } else if (used !== index) {
      findings.push(finding(place, 'DUPLICATE_COLUMN', text, { other: columnLetter(used) }));
    } else if (!isExactHeader(column, text)) {
      findings.push(finding(place, 'HEADER_SPELLING', text, { other: headerOf(column) }));
    }
  }
  return findings;
}
