import { columnIndex } from './cells.js';
import type { Column } from './columns.js';
import type { Finding } from './findings.js';
import { finding } from './findings.js';
import type { Table, TableRow } from './tables.js';

/** Merged cells of a sheet: between which rows, between which columns, counted as a sheet does. */
interface Merge {
  readonly range: string;
  readonly from: { readonly row: number; readonly column: number };
  readonly to: { readonly row: number; readonly column: number };
}

/** Merged cells that reach into the rows and columns of a table; above it they are a title. */
export function mergedCells(table: Table): Finding[] {
  const columns = knownColumns(table);
  return mergesInto(table)
    .filter((merge) => columns.some(([, index]) => isAcross(merge, index)))
    .map(({ range }) => {
      const [cell = ''] = range.split(':');
      return finding({ sheet: table.sheet, cell }, 'MERGED_CELLS', range);
    });
}

/** Of a cell under merged ones: the row of the same column whose value it has; `undefined`: it says nothing. */
export type UnderMerge = Readonly<
  Partial<Record<Column, ReadonlyMap<number, TableRow | undefined>>>
>;

/**
 * The cells of a table that are merged with another before them. Within one column a person sees the value of the
 * first as that of all; across columns it is the value of the first column alone.
 */
export function underMerges(table: Table): UnderMerge {
  const merges = mergesInto(table).sort((one, other) => one.from.row - other.from.row);
  return Object.fromEntries(
    knownColumns(table).flatMap(([column, index]) => {
      const across = merges.filter((merge) => isAcross(merge, index));
      return across.length === 0 ? [] : [[column, rowsUnder(across, index, table.rows)]];
    }),
  );
}

/** Merges in the order of their rows; they do not overlap. */
function rowsUnder(
  merges: readonly Merge[],
  column: number,
  rows: readonly TableRow[],
): ReadonlyMap<number, TableRow | undefined> {
  const under = new Map<number, TableRow | undefined>();
  let at = 0;
  let first: TableRow | undefined;
  for (const row of rows) {
    while ((merges[at]?.to.row ?? row.row) < row.row) at += 1;
    const merge = merges[at];
    if (merge === undefined) break;
    const { from, to } = merge;
    if (row.row < from.row) continue;
    const isOneColumn = from.column === to.column;
    if (row.row === from.row && column === from.column) first = row;
    else under.set(row.row, isOneColumn && first?.row === from.row ? first : undefined);
  }
  return under;
}

function mergesInto({ merges, rows }: Table): Merge[] {
  const first = rows[0]?.row ?? Number.POSITIVE_INFINITY;
  return merges.map(mergeOf).filter(({ to }) => to.row >= first);
}

function mergeOf(range: string): Merge {
  const [from = '', to = from] = range.split(':');
  return { range, from: placeOf(from), to: placeOf(to) };
}

function placeOf(cell: string): Merge['from'] {
  return { row: Number(/\d+/.exec(cell)?.[0] ?? 0), column: columnIndex(cell) };
}

function isAcross({ from, to }: Merge, column: number): boolean {
  return from.column <= column && column <= to.column;
}

function knownColumns({ columns }: Table): (readonly [Column, number])[] {
  return Object.entries(columns).map(([column, letter]) => [column as Column, columnIndex(letter)]);
}
