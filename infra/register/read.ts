import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import readExcelFile from 'read-excel-file/node';
import { CivilDate } from '../../contracts/commands/fields.js';
import { readContainer } from './container.js';
import { RegisterFileRefused } from './refused.js';
import { tidy } from './tidy.js';

/** Columns of DGA's register that are used, by their headers. */
export const registerColumns = {
  serviceId: 'service_id',
  ministryId: 'ministry_id',
  agencyId: 'agency_id',
  ministry: 'รายชื่อกระทรวง',
  agency: 'รายชื่อหน่วยงาน',
  name: 'ชื่องานบริการ',
  statusId: 'status_id',
  reasonId: 'reason_id',
} as const;

/** A column of the register that is used. */
export type RegisterColumn = keyof typeof registerColumns;

/** Without these an edition cannot be taken; the others are "not recorded" when left out. */
const needed: readonly RegisterColumn[] = ['serviceId', 'agencyId', 'agency', 'name', 'statusId'];

/** How far down a header may stand. */
const headerRowsMax = 20;

/** A row of the register, its texts tidied where no meaning can change; empty: not there. */
export type RegisterRow = Readonly<Record<RegisterColumn, string>> & {
  /** Row in the sheet, counted from 1 as a spreadsheet does. */
  readonly row: number;
};

/** An edition of the register, as read. */
export interface RegisterEdition {
  readonly file: string;
  /** SHA-256 of the file: the edition's id. */
  readonly sha256: string;
  /** As-of date, `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly sheet: string;
  /** Letter of each column that is there, as a spreadsheet names it. */
  readonly columns: Readonly<Partial<Record<RegisterColumn, string>>>;
  readonly rows: readonly RegisterRow[];
}

type Cells = readonly (readonly unknown[])[];

interface Sheet {
  readonly sheet: string;
  readonly data: Cells;
}

/**
 * Reads an edition: the sheet is the one that has the columns, the columns are found by header.
 *
 * @param asOf as-of date; taken from the file's name (`…-3-5-2026.xlsx`) when left out
 * @throws RegisterFileRefused
 */
export async function readRegister(path: string, asOf?: string): Promise<RegisterEdition> {
  const bytes = await readContainer(path);
  const date = asOf === undefined ? asOfFromName(path) : checkedAsOf(asOf, '--as-of');
  const sheets = await readExcelFile(bytes).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new RegisterFileRefused(`${path} cannot be read as a spreadsheet: ${why}`);
  });
  const found = findSheet(path, sheets);
  const rows = readRows(found);
  if (rows.length === 0) {
    throw new RegisterFileRefused(`${path}: sheet ${found.sheet} has the columns, but no services`);
  }
  return {
    file: basename(path),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    asOf: date,
    sheet: found.sheet,
    columns: Object.fromEntries(
      Object.entries(found.at).map(([name, index]) => [name, columnLetter(index)]),
    ),
    rows,
  };
}

interface FoundSheet extends Sheet {
  /** Index of the header's row. */
  readonly header: number;
  readonly at: Readonly<Partial<Record<RegisterColumn, number>>>;
}

/** The sheet and row that have the most of the needed columns; of several, the longest sheet. */
function findSheet(path: string, sheets: readonly Sheet[]): FoundSheet {
  const candidates = sheets
    .flatMap((sheet) =>
      sheet.data.slice(0, headerRowsMax).map((row, header) => {
        const at = columnsAt(row);
        return { ...sheet, header, at, missing: needed.filter((name) => at[name] === undefined) };
      }),
    )
    .sort((a, b) => a.missing.length - b.missing.length || b.data.length - a.data.length);
  const best = candidates[0];
  if (best === undefined) throw new RegisterFileRefused(`${path} has no rows in any sheet`);
  if (best.missing.length > 0) throw lacking(path, sheets, best);
  return best;
}

function lacking(
  path: string,
  sheets: readonly Sheet[],
  best: FoundSheet & { readonly missing: readonly RegisterColumn[] },
): RegisterFileRefused {
  const headers = (names: readonly RegisterColumn[]) =>
    names.map((name) => registerColumns[name]).join(', ');
  const seen = sheets.map(({ sheet }) => sheet).join(', ');
  const nearest = best.missing.length === needed.length ? '' : ` Nearest is ${best.sheet}, without`;
  const missing = nearest === '' ? '' : ` ${headers(best.missing)}.`;
  return new RegisterFileRefused(
    `${path} has no sheet with the columns of the register (${headers(needed)}).${nearest}${missing} Sheets seen: ${seen}.`,
  );
}

function columnsAt(row: readonly unknown[]): Partial<Record<RegisterColumn, number>> {
  const headers = row.map((cell) => tidy(cell).toLowerCase().replaceAll(' ', '_'));
  const at: Partial<Record<RegisterColumn, number>> = {};
  let name: RegisterColumn;
  for (name in registerColumns) {
    const index = headers.indexOf(registerColumns[name]);
    if (index >= 0) at[name] = index;
  }
  return at;
}

/** Rows that tell of a service: any of its ids or its status. Blank rows and totals have none. */
function readRows({ data, header, at }: FoundSheet): RegisterRow[] {
  return data.slice(header + 1).flatMap((cells, index) => {
    const cell = (name: RegisterColumn) => {
      const place = at[name];
      return place === undefined ? '' : tidy(cells[place]);
    };
    const row = {
      row: header + index + 2,
      serviceId: cell('serviceId'),
      ministryId: cell('ministryId'),
      agencyId: cell('agencyId'),
      ministry: cell('ministry'),
      agency: cell('agency'),
      name: cell('name'),
      statusId: cell('statusId'),
      reasonId: cell('reasonId'),
    };
    return row.serviceId + row.agencyId + row.statusId === '' ? [] : [row];
  });
}

/** A column's letter: 0 is A, 26 is AA. */
function columnLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : `${columnLetter(Math.floor(index / 26) - 1)}${last}`;
}

function asOfFromName(path: string): string {
  const name = basename(path);
  const iso = /(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/.exec(name);
  const dga = /(?<!\d)(\d{1,2})-(\d{1,2})-(\d{4})(?!\d)/.exec(name);
  const [year, month, day] = iso?.slice(1) ?? dga?.slice(1).reverse() ?? [];
  if (year === undefined || month === undefined || day === undefined) {
    throw new RegisterFileRefused(
      `The name ${name} tells no as-of date (as services_all-3-5-2026.xlsx does); give --as-of YYYY-MM-DD`,
    );
  }
  return checkedAsOf(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, name);
}

function checkedAsOf(text: string, where: string): string {
  const parsed = CivilDate.safeParse(text);
  if (parsed.success) return parsed.data;
  const why = parsed.error.issues[0]?.message ?? 'is no date';
  throw new RegisterFileRefused(
    `The as-of date ${text} (${where}) ${why}; give --as-of YYYY-MM-DD`,
  );
}
