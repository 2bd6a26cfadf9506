import writeExcelFile from 'write-excel-file/node';
import {
  getCellAddress,
  getOrderOfSiblings,
  getSelfClosingTagMarkup,
  insertElementMarkupAccordingToOrderOfSiblings,
} from 'write-excel-file/utility';
import { harmless } from './harmless.js';

/** A column of a sheet that is written. */
export interface SheetColumn {
  readonly head: string;
  /** In characters. */
  readonly width: number;
}

/** A text or a number; `null`: nothing. */
export type SheetCell = string | number | null;

/** A sheet to write: one head, and rows of cells. */
export interface SheetTable {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly SheetCell[])[];
}

/**
 * An .xlsx of one sheet, as people work in: the head stays in sight, and every column sorts and filters. Each
 * text is typed as such, so that none is ever computed, whatever it begins with.
 */
export async function xlsxOf(table: SheetTable): Promise<Buffer> {
  const { name, columns, rows } = table;
  const head = columns.map(({ head: value }) => ({ value, type: String, ...headStyle }));
  const lines = rows.map((row) => row.map(cellOf));
  return writeExcelFile(
    [head, ...lines],
    { sheet: name, stickyRowsCount: 1, columns: columns.map(({ width }) => ({ width })) },
    { features: [filtering(table)] },
  ).toBuffer();
}

function cellOf(value: SheetCell) {
  if (value === null || value === '') return null;
  return typeof value === 'number'
    ? { value, type: Number, ...cellStyle }
    : { value, type: String, format: '@', ...cellStyle };
}

const headStyle = { fontWeight: 'bold', wrap: true, alignVertical: 'top' } as const;
const cellStyle = { wrap: true, alignVertical: 'top' } as const;
const sheetXml = 'xl/worksheets/sheet{id}.xml';

/** Buttons in the head by which a spreadsheet program sorts and filters (ECMA-376, 18.3.1.2). */
function filtering({ columns, rows }: SheetTable) {
  const ref = `A1:${getCellAddress(rows.length, columns.length - 1)}`;
  const markup = getSelfClosingTagMarkup('autoFilter', { ref });
  const order = getOrderOfSiblings(sheetXml, 'worksheet') ?? [];
  const transform = (xml: string) =>
    insertElementMarkupAccordingToOrderOfSiblings(xml, markup, order, 'worksheet');
  return { files: { transform: { [sheetXml]: { transform } } } };
}

/** The same as .csv, UTF-8 with the mark by which spreadsheet programs know it; RFC 4180. */
export function csvOf({ columns, rows }: SheetTable): string {
  const lines = [columns.map(({ head }) => head), ...rows];
  const cells = (row: readonly SheetCell[]) => row.map((cell) => csvCell(String(cell ?? '')));
  return `\u{FEFF}${lines.map((row) => `${cells(row).join(',')}\r\n`).join('')}`;
}

function csvCell(text: string): string {
  const safe = harmless(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
