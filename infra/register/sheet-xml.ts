import type { Cell, SheetMarks, SheetRow } from './cells.js';
import {
  beginning,
  cellCharactersMax,
  columnIndex,
  columnsMax,
  rowsMax,
  textCell,
} from './cells.js';
import { RegisterFileRefused } from './refused.js';
import type { SharedParts } from './shared-texts.js';
import { unescaped } from './shared-texts.js';
import { readXml } from './xml.js';

/**
 * Reads the rows of a sheet of an .xlsx as they come, keeping none.
 *
 * @param where how the sheet is named in a refusal
 * @param take a row that holds something; `false` ends the reading
 * @returns the merged ranges and the hidden columns
 * @throws RegisterFileRefused
 */
export async function readSheetXml(
  where: string,
  pieces: AsyncIterable<Buffer>,
  shared: SharedParts,
  take: (row: SheetRow) => boolean,
): Promise<SheetMarks> {
  const reading = new SheetReading(where, shared, take);
  await readXml(where, pieces, {
    open: (name, attributes) => reading.open(name, attributes),
    text: (text) => reading.text(text),
    close: (name) => reading.close(name),
    isEnough: () => reading.isEnough,
  });
  const { merges, hiddenColumns } = reading;
  return { merges, hiddenColumns };
}

/** So many merged ranges are kept: no register has any. */
const mergesMax = 10_000;

/** Where a reading of a sheet stands: in which row, in which cell, in which part of it. */
class SheetReading {
  readonly merges: string[] = [];
  readonly hiddenColumns: (readonly [number, number])[] = [];
  isEnough = false;

  private readonly where: string;
  private readonly shared: SharedParts;
  private readonly take: (row: SheetRow) => boolean;
  private row = 0;
  private isHidden = false;
  private cells = new Map<number, Cell>();
  private column = -1;
  private type = '';
  private format = -1;
  private value = '';
  private formula: string | undefined;
  /** Whether the cell has a value at all, be it an empty text. */
  private hasValue = false;
  private into: 'value' | 'formula' | undefined;
  private isGuide = false;

  constructor(where: string, shared: SharedParts, take: (row: SheetRow) => boolean) {
    this.where = where;
    this.shared = shared;
    this.take = take;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    switch (name) {
      case 'row':
        this.beginRow(attributes);
        break;
      case 'c':
        this.beginCell(attributes);
        break;
      case 'v':
        this.into = 'value';
        this.hasValue = true;
        break;
      case 't':
        this.into = this.isGuide ? undefined : 'value';
        break;
      case 'f':
        this.into = 'formula';
        this.formula = '';
        break;
      case 'rPh':
        this.isGuide = true;
        break;
      case 'mergeCell':
        if (this.merges.length < mergesMax) this.merges.push(attributes['ref'] ?? '');
        break;
      case 'col':
        this.noteColumns(attributes);
        break;
    }
  }

  text(text: string): void {
    if (this.into === 'value' && this.value.length <= cellCharactersMax) this.value += text;
    if (this.into === 'formula' && (this.formula ?? '').length <= cellCharactersMax) {
      this.formula = (this.formula ?? '') + text;
    }
  }

  close(name: string): void {
    switch (name) {
      case 'v':
      case 't':
      case 'f':
        this.into = undefined;
        break;
      case 'rPh':
        this.isGuide = false;
        break;
      case 'c':
        this.endCell();
        break;
      case 'row':
        if (this.cells.size > 0 && !this.isEnough) {
          const { row, isHidden, cells } = this;
          this.isEnough = !this.take({ row, isHidden, cells });
        }
        break;
    }
  }

  private noteColumns({ min, max, hidden }: Readonly<Record<string, string>>): void {
    const isHidden = hidden === '1' || hidden === 'true';
    if (!isHidden || this.hiddenColumns.length === columnsMax) return;
    this.hiddenColumns.push([Number(min) - 1, Number(max) - 1]);
  }

  private beginRow({ r, hidden }: Readonly<Record<string, string>>): void {
    const row = r === undefined ? this.row + 1 : Number(r);
    if (!Number.isInteger(row) || row <= this.row || row > rowsMax) {
      throw new RegisterFileRefused(
        `${this.where} has a row ${r ?? row} after row ${this.row}; a sheet has rows 1 to ${rowsMax}, in order`,
      );
    }
    this.row = row;
    this.isHidden = hidden === '1' || hidden === 'true';
    this.column = -1;
    if (this.cells.size > 0) this.cells = new Map();
  }

  private beginCell({ r, t = '', s }: Readonly<Record<string, string>>): void {
    this.column = r === undefined ? this.column + 1 : columnIndex(r);
    if (this.column < 0 || this.column >= columnsMax) {
      throw new RegisterFileRefused(
        `${this.where} has a cell ${r ?? `in column ${this.column + 1}`} in row ${this.row}; a sheet has columns A to XFD`,
      );
    }
    this.type = t;
    this.format = s === undefined ? -1 : Number(s);
    this.value = '';
    this.formula = undefined;
    this.hasValue = false;
  }

  private endCell(): void {
    const cell = this.cellOf();
    const { formula } = this;
    if (formula !== undefined) {
      const isEmptyText = this.type === 'str' && this.hasValue;
      const none: Cell = { text: '', kind: isEmptyText ? 'text' : 'noValue' };
      this.cells.set(this.column, { ...(cell ?? none), formula });
    } else if (cell !== undefined) this.cells.set(this.column, cell);
  }

  private cellOf(): Cell | undefined {
    const { value } = this;
    switch (this.type) {
      case 's':
        return value === '' ? undefined : this.sharedText();
      case 'inlineStr':
      case 'str':
        return textCell(unescaped(value));
      case 'd':
        return value === '' ? undefined : { text: value, kind: 'date' };
      case 'b':
        return value === ''
          ? undefined
          : { text: value === '1' || value === 'true' ? 'TRUE' : 'FALSE', kind: 'boolean' };
      case 'e':
        return { text: beginning(value, 20), kind: 'error' };
      default:
        return value === '' ? undefined : this.numberCell();
    }
  }

  private sharedText(): Cell | undefined {
    const place = Number(this.value);
    const { texts } = this.shared;
    if (!(place in texts)) {
      throw new RegisterFileRefused(
        `${this.where} refers in row ${this.row} to a text that is not there; fetch the file again`,
      );
    }
    return texts[place];
  }

  private numberCell(): Cell | undefined {
    const number = Number(this.value);
    if (Number.isNaN(number)) return textCell(this.value);
    if (!this.shared.dateFormats.has(this.format)) return { text: String(number), kind: 'number' };
    return { text: dateText(number, this.shared.is1904), kind: 'date' };
  }
}

/** A spreadsheet's day number as `YYYY-MM-DD`, with the time when it has one. */
function dateText(number: number, is1904: boolean): string {
  const days = is1904 ? number + 1_462 : number;
  const date = new Date(Math.round((days - 25_569) * 86_400_000));
  if (Number.isNaN(date.getTime())) return String(number);
  const text = date.toISOString();
  return Number.isInteger(number) ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ');
}
