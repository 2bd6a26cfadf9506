import type { Cell, SheetMarks, SheetRow } from './cells.js';
import { columnLetter } from './cells.js';
import type { Column } from './columns.js';
import { columnOf, headerOf, isExactHeader, isOwnHeader, registerColumns } from './columns.js';
import type { Finding } from './findings.js';
import { finding } from './findings.js';
import { registerServiceId } from './rows.js';
import { tidyId } from './tidy.js';

/** What a sheet tells of. */
export type TableKind =
  'services' | 'projects' | 'agencies' | 'ministries' | 'statuses' | 'reasons';

/** The header of a table, of one row or two. */
export interface Header {
  /** The last of its rows. */
  readonly row: number;
  readonly kind: TableKind;
  /** Where its columns are. */
  readonly at: ReadonlyMap<Column, number>;
  readonly cells: ReadonlyMap<number, HeaderCell>;
  /** Titles of several columns, above what stands in the second row. */
  readonly groups: readonly { readonly index: number; readonly cell: HeaderCell }[];
  /** Cells of the line, of a csv. */
  readonly length?: number;
}

interface HeaderCell {
  readonly text: string;
  readonly row: number;
}

/**
 * The header among the first rows of a sheet: the richest above the first service, that of services before any
 * other. A header below is the same once more, as it is printed on every page; only where there is none above
 * does it count.
 */
export function headerAmong(rows: readonly SheetRow[]): Header | undefined {
  const service = rows.find(({ cells }) => [...cells.values()].some(isServiceCell));
  const first = service?.row ?? Number.POSITIVE_INFINITY;
  const headers = rows.flatMap((row) => headerOfRow(row) ?? []);
  const ofServices = headers.filter(({ kind }) => kind === 'services');
  const above = ofServices.filter(({ row }) => row < first);
  const header = richest(above) ?? richest(ofServices) ?? richest(headers);
  const next = rows.find(({ row }) => row === (header?.row ?? 0) + 1);
  return header === undefined || next === undefined ? header : (inTwoRows(header, next) ?? header);
}

/** Whether a cell holds the id of a service and nothing else. */
export function isServiceCell(cell: Cell | undefined): boolean {
  const text = cell?.text ?? '';
  return text.length < 40 && /svc/i.test(text) && registerServiceId.test(tidyId(text).text);
}

/** How many known columns a row names. */
export function columnsNamed(cells: ReadonlyMap<number, { readonly text: string }>): number {
  return columnsOf(cells).size;
}

function headerOfRow({ row, cells, length }: SheetRow): Header | undefined {
  const at = columnsOf(cells);
  const kind = kindOf(at);
  if (kind === undefined) return undefined;
  const own = new Map([...cells].map(([index, { text }]) => [index, { text, row }]));
  return { row, kind, at, cells: own, groups: [], ...(length === undefined ? {} : { length }) };
}

/** The one with the most columns; of several the first. */
function richest(headers: readonly Header[]): Header | undefined {
  return headers.reduce<Header | undefined>(
    (best, header) => (best === undefined || header.at.size > best.at.size ? header : best),
    undefined,
  );
}

/** The header with a second row, which has nothing but names of columns, and none where the ids stand. */
function inTwoRows(header: Header, { row, cells }: SheetRow): Header | undefined {
  const filled = [...cells].filter(([, { text }]) => text.trim() !== '');
  const ids = header.at.get('serviceId');
  const isSecond =
    filled.length > 0 &&
    filled.every(([index, { text }]) => index !== ids && columnOf(text) !== undefined);
  if (ids === undefined || !isSecond) return undefined;
  const second = new Map(filled.map(([index, { text }]) => [index, { text, row }]));
  const both = new Map([...header.cells, ...second].sort(([a], [b]) => a - b));
  const groups = [...header.cells].flatMap(([index, cell]) =>
    second.has(index) && cell.text.trim() !== '' ? [{ index, cell }] : [],
  );
  return { ...header, row, at: columnsOf(both), cells: both, groups };
}

/** Of two headers that name the same column DGA's own is taken, else the first. */
function columnsOf(cells: ReadonlyMap<number, { readonly text: string }>): Map<Column, number> {
  const at = new Map<Column, number>();
  for (const [index, { text }] of cells) {
    const column = columnOf(text);
    if (column === undefined) continue;
    const used = at.get(column);
    const isOwn = (place: number) => isOwnHeader(column, cells.get(place)?.text ?? '');
    if (used === undefined || (isOwn(index) && !isOwn(used))) at.set(column, index);
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

/** Columns whose texts are taken where the file has no ids of theirs. */
const takenByText = [
  ['status', 'statusId', 'STATUS_BY_TEXT'],
  ['reason', 'reasonId', 'REASON_BY_TEXT'],
] as const;

/** What is odd about a header. */
export function headerFindings(sheet: string, { kind, at, cells, groups }: Header): Finding[] {
  const findings: Finding[] = [];
  const placeOf = (index: number, { row }: HeaderCell) => ({
    sheet,
    cell: `${columnLetter(index)}${row}`,
  });
  for (const [column, idColumn, code] of takenByText) {
    const index = at.get(column) ?? -1;
    const cell = cells.get(index);
    if (kind === 'services' && cell !== undefined && !at.has(idColumn)) {
      findings.push(finding(placeOf(index, cell), code, cell.text));
    }
  }
  for (const { index, cell } of groups) {
    const other = cells.get(index)?.text ?? '';
    findings.push(finding(placeOf(index, cell), 'GROUP_HEADER', cell.text, { other }));
  }
  for (const [index, cell] of cells) {
    const { text } = cell;
    if (text.trim() === '') continue;
    const place = placeOf(index, cell);
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

/** The columns of services that are hidden, and taken all the same. */
export function hiddenFindings(
  sheet: string,
  { kind, at, cells }: Header,
  hidden: SheetMarks['hiddenColumns'],
): Finding[] {
  if (kind !== 'services') return [];
  return [...at.values()].flatMap((index) => {
    const cell = cells.get(index);
    const isHidden = hidden.some(([first, last]) => first <= index && index <= last);
    return cell !== undefined && isHidden
      ? [finding({ sheet, cell: `${columnLetter(index)}${cell.row}` }, 'HIDDEN_COLUMN', cell.text)]
      : [];
  });
}
