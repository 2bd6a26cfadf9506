import { createHash } from 'node:crypto';
import { basename, extname } from 'node:path';
import { asOfOf } from './as-of.js';
import type { SheetSource } from './cells.js';
import type { RegisterColumn } from './columns.js';
import { headerOf, registerColumns } from './columns.js';
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
import type { RowBudget, Table, TableKind } from './tables.js';
import { readTable } from './tables.js';
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
  { asOf }: ReadOptions = {},
): Promise<RegisterEdition> {
  const date = asOfOf(path, asOf);
  const { bytes, kind } = await readContainer(path);
  const source = kind === 'zip' ? await xlsxOf(path, bytes) : csvOf(path, bytes);
  const findings = [...source.findings];
  const tables = await readTables(path, source.sheets, findings);
  const services = tables.get('services');
  if (services === undefined) throw lacking(path, source.sheets);
  const values = new ValueReader();
  const rows = readRows(services, values, findings);
  if (rows.length === 0) {
    throw new RegisterFileRefused(
      `${path}: sheet ${services.sheet} has the columns, but no services`,
    );
  }
  findings.push(...mergedCells(services));
  const references = referencesOf(tables, values, findings);
  const columns = servicesColumns(services);
  findings.push(...crossCheck({ sheet: services.sheet, columns, rows, references }));
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

/** The best sheet of each kind; the others are named as not used. */
async function readTables(
  path: string,
  sources: readonly SheetSource[],
  findings: Finding[],
): Promise<ReadonlyMap<TableKind, Table>> {
  const budget: RowBudget = { kept: 0 };
  const best = new Map<TableKind, Table>();
  const unused = (name: string, why: string) => {
    findings.push(finding({ sheet: name, cell: '' }, 'UNUSED_SHEET', name, { other: why }));
  };
  for (const source of sources) {
    const table = await readTable(path, source, budget);
    if (table === undefined) {
      unused(source.name, 'it has no header that is known');
      continue;
    }
    const rival = best.get(table.kind);
    const isBetter = rival === undefined || rank(table) > rank(rival);
    if (isBetter) best.set(table.kind, table);
    const [loser, winner] = isBetter ? [rival, table] : [table, rival];
    if (loser !== undefined) unused(loser.sheet, `${winner.sheet} tells of ${table.kind} already`);
  }
  for (const { sheet, isHidden, findings: odd } of best.values()) {
    if (isHidden) findings.push(finding({ sheet, cell: '' }, 'HIDDEN_SHEET', sheet));
    findings.push(...odd);
  }
  return best;
}

/** Of two sheets that tell of the same: the visible one, then the one with more columns, then more rows. */
function rank({ isHidden, columns, rows }: Table): number {
  return (isHidden ? 0 : 1e9) + Object.keys(columns).length * 1e7 + rows.length;
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
  tables: ReadonlyMap<TableKind, Table>,
  values: ValueReader,
  findings: Finding[],
): References {
  return Object.fromEntries(
    [...tables].flatMap(([kind, table]) =>
      kind === 'services' ? [] : [[kind, readReference(table, values, findings)]],
    ),
  );
}

function lacking(path: string, sheets: readonly SheetSource[]): RegisterFileRefused {
  const others = registerColumns.filter((column) => column !== 'serviceId').map(headerOf);
  const seen = sheets.map(({ name }) => name).join(', ');
  return new RegisterFileRefused(
    `${path} has no sheet with the columns of the register: ${headerOf('serviceId')} and at least one of ${others.join(', ')}. Sheets seen: ${seen}.`,
  );
}
