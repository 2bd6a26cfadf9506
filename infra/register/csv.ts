import { CsvError, parse } from 'csv-parse';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { Cell, SheetSource } from './cells.js';
import { columnLetter, columnsMax, rowsMax, textCell } from './cells.js';
import { columnOf } from './columns.js';
import { RegisterFileRefused } from './refused.js';
import { registerServiceId } from './rows.js';

/** How the text of a csv is encoded. */
export type CsvEncoding = 'utf-8' | 'utf-8 with BOM' | 'windows-874' | 'utf-16le' | 'utf-16be';

/** A csv as the one sheet it is. */
export interface CsvFile {
  readonly encoding: CsvEncoding;
  readonly sheet: SheetSource;
}

/** Few: the records of one piece are held at once. */
const pieceBytes = 16 * 1024;

/** A longer record is no row but a quote that was never closed. */
const recordBytesMax = 1024 * 1024;

/**
 * Opens a csv: its encoding is found by trying, its delimiter is the one by which headers are known.
 *
 * @throws RegisterFileRefused when it is no text in an encoding that registers come in
 */
export function openCsv(path: string, content: Buffer): CsvFile {
  const bytes = withoutEndMark(content);
  const encoding = encodingOf(path, bytes);
  const delimiter = delimiterOf(bytes, encoding);
  return {
    encoding,
    sheet: {
      name: basename(path).replace(/\.[^.]*$/, ''),
      isHidden: false,
      read: async (take) => {
        await readRecords(path, bytes, { encoding, delimiter }, take);
        return { merges: [], hiddenColumns: [] };
      },
    },
  };
}

/** Without the Ctrl-Z by which old systems ended a text; in UTF-16 it is half of a letter. */
function withoutEndMark(bytes: Buffer): Buffer {
  const isMarked = bytes.at(-1) === 0x1a && !/^f[ef]f[ef]/.test(bytes.toString('hex', 0, 2));
  return isMarked ? bytes.subarray(0, -1) : bytes;
}

/** What ends a line, in one file any of them; the first is what a transfer as text twice over makes of one. */
const lineEnds = ['\r\r\n', '\r\n', '\n', '\r'];

/** So many rows may be longer or shorter than the first: each costs csv-parse an error that it makes and drops. */
const unevenMax = 100_000;

interface ReadRecord {
  readonly record: readonly string[];
  readonly info: { readonly records: number; readonly empty_lines: number };
}

function tooManyRows(path: string, row: number): RegisterFileRefused {
  return new RegisterFileRefused(
    `${path} has more rows than a register, or too many that are longer or shorter than the first (row ${row})`,
  );
}

async function readRecords(
  path: string,
  bytes: Buffer,
  { encoding, delimiter }: { readonly encoding: CsvEncoding; readonly delimiter: string },
  take: Parameters<SheetSource['read']>[0],
): Promise<void> {
  const parser = parse({
    delimiter,
    record_delimiter: lineEnds,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    info: true,
    max_record_size: recordBytesMax,
  });
  const source = Readable.from(decoded(bytes, encoding));
  source.on('error', (error) => parser.destroy(error));
  const uneven = { length: 0, rows: 0 };
  let row = 0;
  try {
    for await (const read of source.pipe(parser)) {
      const { record, info } = read as ReadRecord;
      // A spreadsheet counts empty lines too.
      row = info.records + info.empty_lines;
      if (uneven.length === 0) uneven.length = record.length;
      if (record.length !== uneven.length) uneven.rows += 1;
      if (row > rowsMax || uneven.rows > unevenMax) throw tooManyRows(path, row);
      const torn = record.findIndex((text) => hasSwallowed(text, delimiter));
      if (torn >= 0) throw openQuote(path, { row, column: torn });
      const cells = cellsOf(path, row, record);
      const { length } = record;
      if (cells.size > 0 && !take({ row, isHidden: false, cells, length })) break;
    }
  } catch (error) {
    throw unreadable(path, row, error);
  } finally {
    source.destroy();
  }
}

/** Whether a cell has a line in it that looks like a row: fields, one of them the id of a service. */
function hasSwallowed(text: string, delimiter: string): boolean {
  if (!text.includes('\n') && !text.includes('\r')) return false;
  const [, ...lines] = text.split(/[\r\n]+/);
  return lines.some((line) => {
    const fields = line.split(delimiter);
    const ids = fields.filter((field) => registerServiceId.test(field.replaceAll('"', '')));
    const [id = ''] = ids;
    // A sentence that names a service goes on with a space, and a list of services has several ids.
    const isProse = (fields[fields.indexOf(id) + 1] ?? '').startsWith(' ');
    return ids.length === 1 && fields.length > 1 && !isProse;
  });
}

/** A quote that closes nowhere near: what follows it would be lost in one cell. */
function openQuote(
  path: string,
  { row, column }: { readonly row: number; readonly column: number },
): RegisterFileRefused {
  return new RegisterFileRefused(
    `${path} cannot be read as csv: the quote (") that opens in cell ${columnLetter(column)}${row} does not close there, and swallows the rows below; close it, or double it where it is text`,
  );
}

function unreadable(path: string, row: number, error: unknown): RegisterFileRefused {
  if (error instanceof RegisterFileRefused) return error;
  if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') {
    const { records, empty_lines: empty, column } = error;
    return openQuote(path, { row: Number(records) + Number(empty) + 1, column: Number(column) });
  }
  const why = error instanceof Error ? error.message : String(error);
  return new RegisterFileRefused(`${path} cannot be read as csv after row ${row}: ${why}`);
}

function cellsOf(path: string, row: number, record: readonly string[]): Map<number, Cell> {
  if (record.length > columnsMax) {
    throw new RegisterFileRefused(
      `${path} has ${record.length} columns in row ${row}; a sheet has ${columnsMax}`,
    );
  }
  const cells = new Map<number, Cell>();
  for (const [column, text] of record.entries()) {
    const cell = textCell(text);
    if (cell !== undefined) cells.set(column, cell);
  }
  return cells;
}

function* decoded(bytes: Buffer, encoding: CsvEncoding, fatal = true): Generator<string> {
  const decoder = new TextDecoder(labelOf(encoding), { fatal });
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    yield decoder.decode(bytes.subarray(at, at + pieceBytes), { stream: true });
  }
  yield decoder.decode();
}

function labelOf(encoding: CsvEncoding): string {
  return encoding === 'utf-8 with BOM' ? 'utf-8' : encoding;
}

/** The first encoding in which the bytes are a text; Windows-874 fits almost any bytes, so it comes last. */
function encodingOf(path: string, bytes: Buffer): CsvEncoding {
  const mark = bytes.subarray(0, 3).toString('hex');
  const candidates: readonly CsvEncoding[] =
    mark === 'efbbbf'
      ? ['utf-8 with BOM']
      : mark.startsWith('fffe')
        ? ['utf-16le']
        : mark.startsWith('feff')
          ? ['utf-16be']
          : ['utf-8', 'windows-874'];
  const encoding = candidates.find((candidate) => isText(bytes, candidate));
  if (encoding !== undefined) return encoding;
  throw new RegisterFileRefused(
    `${path} is no spreadsheet and no text in UTF-8 or Windows-874 (${noText(bytes, candidates[0])}); give DGA's register as .xlsx or .csv`,
  );
}

/** A control character that no text has. */
const control = /[^\P{Cc}\t\n\v\f\r\u0085]/u;
const undecoded = new RegExp(`\u{FFFD}|${control.source}`, 'u');

function isText(bytes: Buffer, encoding: CsvEncoding): boolean {
  try {
    for (const piece of decoded(bytes, encoding)) if (control.test(piece)) return false;
    return true;
  } catch {
    return false;
  }
}

/** Where the bytes first are no text, and why. */
function noText(bytes: Buffer, encoding: CsvEncoding = 'utf-8'): string {
  let line = 1;
  for (const piece of decoded(bytes, encoding, false)) {
    const at = piece.search(undecoded);
    line += piece.slice(0, at < 0 ? piece.length : at).split(/\n|\r(?!\n)/).length - 1;
    if (at < 0) continue;
    const code = piece.charCodeAt(at);
    return code === 0xfffd
      ? `line ${line} has bytes that are not ${labelOf(encoding)}`
      : `line ${line} has the control character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  }
  return 'it ends within a letter';
}

const delimiters = [',', ';', '\t', '|'] as const;

function delimiterOf(bytes: Buffer, encoding: CsvEncoding): string {
  const [start = ''] = decoded(bytes, encoding);
  const lines = start.split(/\r\n|\n|\r/, 50);
  const headersBy = (delimiter: string) =>
    Math.max(
      ...lines.map((line) => {
        const cells = line.split(delimiter).map((cell) => cell.replaceAll('"', ''));
        return cells.filter((cell) => columnOf(cell) !== undefined).length;
      }),
    );
  return [...delimiters].sort((a, b) => headersBy(b) - headersBy(a))[0] ?? ',';
}
