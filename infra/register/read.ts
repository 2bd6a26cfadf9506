import { createHash } from 'node:crypto';
import { basename, extname } from 'node:path';
import { asOfOf } from './as-of.js';
import type { SheetSource } from './cells.js';
import type { RegisterColumn } from './columns.js';
import { registerColumns } from './columns.js';
import { readContainer } from './container.js';
import { crossCheck } from './cross-check.js';
import type { CsvEncoding } from './csv.js';
import { openCsv } from './csv.js';
import type { Finding, FindingCode } from './findings.js';
import { finding } from './findings.js';
import { mergedCells } from './merged-cells.js';
import type { References } from './references.js';
import { readReference } from './references.js';
import { RegisterFileRefused } from './refused.js';
import type { RegisterRow } from './rows.js';
import { readRows } from './rows.js';
import type { Sheets } from './sheets.js';
import { readSheets } from './sheets.js';
import type { Table } from './tables.js';
import { ValueReader } from './values.js';
import { openWorkbook } from './workbook.js';

export type { RegisterColumn } from './columns.js';
export type { RegisterRow } from './rows.js';

/** An edition of the register, as read. */
export interface RegisterEdition {
  readonly file: string;
  /** SHA-256 of the file: the edition's id. */
  readonly sha256: string;
  /** As-of date, `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly format: 'xlsx' | 'csv';
  /** Of a csv. */
  readonly encoding?: CsvEncoding;
  readonly sheet: string;
  /** Letter of each column that is there, as a spreadsheet names it. */
  readonly columns: Readonly<Partial<Record<RegisterColumn, string>>>;
  readonly rows: readonly RegisterRow[];
  /** The further sheets: projects with budgets, and the code lists. */
  readonly references: References;
  /** What was odd about the file, its cells, and what its sheets say of one another. */
  readonly findings: readonly Finding[];
}

/** What is said of a file besides its path. */
export interface ReadOptions {
  /** As-of date; taken from the file's name (`…-3-5-2026.xlsx`) when left out. */
  readonly asOf?: string | undefined;
  /** The sheet of services, by its name; needed where several visible ones have services. */
  readonly sheet?: string | undefined;
}

/** So many oddities are told of one file: one in every cell of an edition ten times the largest known. */
const findingsMax = 250_000;

/**
 * Reads an edition. The sheet of services is the one with the ids of services and more; its columns, and the
 * further sheets, are found by header.
 *
 * @throws RegisterFileRefused
 */
export async function readRegister(
  path: string,
  { asOf, sheet }: ReadOptions = {},
): Promise<RegisterEdition> {
  const date = asOfOf(path, asOf);
  const { bytes, kind } = await readContainer(path);
  const source = kind === 'zip' ? await xlsxOf(path, bytes) : csvOf(path, bytes);
  const read = [...source.findings];
  const { services, others } = await readSheets(path, source.sheets, sheet, read);
  const values = new ValueReader();
  const rows = readRows(services, values, read);
  if (rows.length === 0) {
    throw new RegisterFileRefused(
      `${path}: sheet ${services.sheet} has the columns, but no services`,
    );
  }
  const merged = mergedCells(services);
  const inLists: Finding[] = [];
  const references = referencesOf(others, values, inLists);
  const columns = servicesColumns(services);
  const crossed = crossCheck({ sheet: services.sheet, columns, rows, references });
  // Not `push(...)`: its arguments have room on the stack for some ten thousands only.
  const findings = [...read, ...merged, ...inLists, ...crossed];
  if (findings.length > findingsMax) {
    throw new RegisterFileRefused(
      `${path} has ${findings.length} oddities, more than ${findingsMax}; it is hardly the register`,
    );
  }
  const { format, encoding } = source;
  return {
    file: basename(path),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    asOf: date,
    format,
    ...(encoding === undefined ? {} : { encoding }),
    sheet: services.sheet,
    columns,
    rows,
    references,
    findings,
  };
}

/** An opened file, whatever its format. */
interface Source {
  readonly format: 'xlsx' | 'csv';
  readonly encoding?: CsvEncoding;
  readonly sheets: readonly SheetSource[];
  readonly findings: readonly Finding[];
}

const wholeFile = { sheet: '', cell: '' };

async function xlsxOf(path: string, bytes: Buffer): Promise<Source> {
  const { sheets, hasMacros, hasExternalLinks } = await openWorkbook(path, bytes);
  const found: readonly (readonly [boolean, FindingCode, string])[] = [
    [hasMacros, 'MACROS', 'vbaProject.bin'],
    [hasExternalLinks, 'EXTERNAL_LINKS', 'xl/externalLinks'],
  ];
  return {
    format: 'xlsx',
    sheets,
    findings: [
      ...found.flatMap(([is, code, what]) => (is ? [finding(wholeFile, code, what)] : [])),
      ...misnamed(path, ['.xlsx', '.xlsm'], 'xlsx'),
    ],
  };
}

function csvOf(path: string, bytes: Buffer): Source {
  const { encoding, sheet } = openCsv(path, bytes);
  const isUsual = encoding === 'utf-8' || encoding === 'utf-8 with BOM';
  return {
    format: 'csv',
    encoding,
    sheets: [sheet],
    findings: [
      ...(isUsual ? [] : [finding(wholeFile, 'ENCODING', encoding, { other: encoding })]),
      ...misnamed(path, ['.csv', '.tsv', '.txt'], 'csv'),
    ],
  };
}

function misnamed(path: string, usual: readonly string[], format: string): Finding[] {
  const extension = extname(path).toLowerCase();
  return usual.includes(extension)
    ? []
    : [finding(wholeFile, 'FILE_NAME', extension, { other: format })];
}

function servicesColumns({ columns }: Table): RegisterEdition['columns'] {
  return Object.fromEntries(
    registerColumns.flatMap((column) => {
      const letter = columns[column];
      return letter === undefined ? [] : [[column, letter]];
    }),
  );
}

function referencesOf(
  tables: Sheets['others'],
  values: ValueReader,
  findings: Finding[],
): References {
  return Object.fromEntries(
    [...tables].map(([kind, table]) => [kind, readReference(table, values, findings)]),
  );
}
