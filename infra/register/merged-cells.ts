import { columnIndex, columnLetter } from './cells.js';
import type { Finding } from './findings.js';
import { finding } from './findings.js';
import type { Table } from './tables.js';

/** Merged cells that reach into the rows and columns of a table; above it they are a title. */
export function mergedCells({ sheet, columns, rows, merges }: Table): Finding[] {
  const first = rows[0]?.row ?? Number.POSITIVE_INFINITY;
  const used = new Set(Object.values(columns));
  return merges.flatMap((range) => {
    const [from = '', to = from] = range.split(':');
    if (Number(/\d+/.exec(to)?.[0] ?? 0) < first) return [];
    const letters = Array.from(
      { length: Math.max(0, columnIndex(to) - columnIndex(from)) + 1 },
      (_, at) => columnLetter(columnIndex(from) + at),
    );
    return letters.some((letter) => used.has(letter))
      ? [finding({ sheet, cell: from }, 'MERGED_CELLS', range)]
      : [];
  });
}
