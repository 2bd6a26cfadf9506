import type { Column, RegisterColumn } from './columns.js';
import type { Finding, FindingCode, FindingFacts } from './findings.js';
import { finding } from './findings.js';
import type { ReferenceEntry, ReferenceList, References } from './references.js';
import type { RegisterRow } from './rows.js';

/** What of an edition is held against itself. */
export interface Checked {
  readonly sheet: string;
  readonly columns: Readonly<Partial<Record<RegisterColumn, string>>>;
  readonly rows: readonly RegisterRow[];
  readonly references: References;
}

/** What is wrong or odd with a cell of a row, before its sheet and place are known. */
export interface RowFault {
  readonly column: RegisterColumn;
  readonly code: FindingCode;
  readonly facts?: FindingFacts;
}

/** A finding at a cell of the sheet of services. */
export function findingAt(
  { sheet, columns }: Pick<Checked, 'sheet' | 'columns'>,
  row: RegisterRow,
  column: RegisterColumn,
  code: FindingCode,
  facts: FindingFacts = {},
): Finding {
  const place = { sheet, cell: `${columns[column] ?? ''}${row.row}` };
  return finding(place, code, row.original[column] ?? row[column] ?? '', facts);
}

/** A finding at a cell of a further sheet. */
export function entryFinding(
  { sheet, columns }: ReferenceList,
  { row }: ReferenceEntry,
  column: Column,
  code: FindingCode,
  found: string,
  facts: FindingFacts = {},
): Finding {
  return finding({ sheet, cell: `${columns[column] ?? ''}${row}` }, code, found, facts);
}
