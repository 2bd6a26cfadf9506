import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import readExcelFile from 'read-excel-file/node';
import { isCivilDate } from '../../contracts/civil-date.js';

/** Thrown when a file cannot be taken as a register; the message says what is wrong and what would be right. */
export class RegisterFileRefused extends Error {
  override readonly name = 'RegisterFileRefused';
}

/** Columns of DGA's register that are used, by their headers. */
const columns = {
  serviceId: 'service_id',
  ministryId: 'ministry_id',
  agencyId: 'agency_id',
  ministry: 'รายชื่อกระทรวง',
  agency: 'รายชื่อหน่วยงาน',
  name: 'ชื่องานบริการ',
  statusId: 'status_id',
  reasonId: 'reason_id',
} as const;

const needed: readonly Column[] = ['serviceId', 'agencyId', 'agency', 'name', 'statusId'];

type Column = keyof typeof columns;

/** A row of the register, its texts tidied where no meaning can change. */
export interface RegisterRow {
  /** Row in the sheet, counted from 1 as a spreadsheet does. */
  readonly row: number;
  readonly serviceId: string;
  readonly ministryId: string | null;
  readonly agencyId: string;
  readonly ministry: string | null;
  readonly agency: string;
  readonly name: string;
  readonly statusId: string;
  readonly reasonId: string | null;
}

/** An edition of the register, as read. */
export interface RegisterEdition {
  readonly file: string;
  /** SHA-256 of the file: the edition's id. */
  readonly sha256: string;
  /** As-of date, `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly sheet: string;
  readonly rows: readonly RegisterRow[];
}

type Cells = readonly (readonly unknown[])[];

const bytesMax = 50 * 1024 * 1024;

/**
 * Reads an edition: the sheet is the one that has the columns, the columns are found by header.
 *
 * @param asOf as-of date; taken from the file's name (`…-3-5-2026.xlsx`) when left out
 * @throws RegisterFileRefused
 */
export async function readRegister(path: string, asOf?: string): Promise<RegisterEdition> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new RegisterFileRefused(`${path} cannot be read: ${String(error)}`);
  });
  if (bytes.length === 0) throw new RegisterFileRefused(`${path} is empty`);
  if (bytes.length > bytesMax) throw new RegisterFileRefused(`${path} is larger than 50 MB`);
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (!isZip) {
    throw new RegisterFileRefused(`${path} is no spreadsheet; give DGA's register as .xlsx`);
  }
  const sheets = await readExcelFile(bytes).catch((error: unknown) => {
    throw new RegisterFileRefused(`${path} cannot be read as a spreadsheet: ${String(error)}`);
  });
  const found = findSheet(path, sheets);
  return {
    file: basename(path),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    asOf: asOf ?? asOfFromName(path),
    sheet: found.sheet,
    rows: readRows(found),
  };
}

interface FoundSheet {
  readonly sheet: string;
  readonly data: Cells;
  readonly header: number;
  readonly at: Readonly<Partial<Record<Column, number>>>;
}

function findSheet(path: string, sheets: readonly { sheet: string; data: Cells }[]): FoundSheet {
  const candidates = sheets.flatMap(({ sheet, data }) =>
    data.slice(0, 20).map((row, header) => ({ sheet, data, header, at: columnsAt(row) })),
  );
  const best = candidates
    .map((candidate) => ({ candidate, missing: needed.filter((name) => !(name in candidate.at)) }))
    .sort((a, b) => a.missing.length - b.missing.length)[0];
  if (best === undefined) throw new RegisterFileRefused(`${path} has no rows`);
  if (best.missing.length > 0) {
    throw new RegisterFileRefused(
      `${path} lacks the columns ${best.missing.map((name) => columns[name]).join(', ')}; its sheets are ${sheets.map(({ sheet }) => sheet).join(', ')}`,
    );
  }
  return best.candidate;
}

function columnsAt(row: readonly unknown[]): Partial<Record<Column, number>> {
  const headers = row.map((cell) => tidy(cell));
  const places = (Object.keys(columns) as Column[]).map(
    (name) => [name, headers.indexOf(columns[name])] as const,
  );
  return Object.fromEntries(places.filter(([, index]) => index >= 0));
}

/** Rows with a service id; a row of totals has none and is no service. */
function readRows({ data, header, at }: FoundSheet): RegisterRow[] {
  return data.slice(header + 1).flatMap((cells, index) => {
    const cell = (name: Column) => {
      const place = at[name];
      return place === undefined ? '' : tidy(cells[place]);
    };
    const orNull = (name: Column) => (cell(name) === '' ? null : cell(name));
    if (cell('serviceId') === '') return [];
    return [
      {
        row: header + index + 2,
        serviceId: cell('serviceId'),
        ministryId: orNull('ministryId'),
        agencyId: cell('agencyId'),
        ministry: orNull('ministry'),
        agency: cell('agency'),
        name: cell('name'),
        statusId: cell('statusId'),
        reasonId: orNull('reasonId'),
      },
    ];
  });
}

/** Zero-width characters out, no-break spaces and line breaks to spaces, NFC, trimmed. */
function tidy(cell: unknown): string {
  const text = typeof cell === 'string' || typeof cell === 'number' ? String(cell) : '';
  return text
    .normalize('NFC')
    .replaceAll(/[\u200B-\u200D\u2060\uFEFF]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function asOfFromName(path: string): string {
  const [, day, month, year] = /(\d{1,2})-(\d{1,2})-(\d{4})/.exec(basename(path)) ?? [];
  const date = `${year ?? ''}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`;
  if (isCivilDate(date)) return date;
  throw new RegisterFileRefused(
    `the name of ${basename(path)} tells no as-of date; give --as-of YYYY-MM-DD`,
  );
}
