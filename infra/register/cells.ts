/** What a cell holds, whether it came from a spreadsheet or from a csv. */
export interface Cell {
  /** The text it shows; of a number or a date its plain form; empty where there is no value. */
  readonly text: string;
  readonly kind: 'text' | 'number' | 'date' | 'boolean' | 'error' | 'noValue' | 'tooLong';
  /** Of a cell that is computed. Its stored value is what is read. */
  readonly formula?: string;
}

/** A row of a sheet: only cells that hold something. */
export interface SheetRow {
  /** Counted from 1, as a spreadsheet does. */
  readonly row: number;
  readonly isHidden: boolean;
  /** By column, counted from 0. */
  readonly cells: ReadonlyMap<number, Cell>;
  /** How many cells the line of a csv has, the empty ones too; a spreadsheet's row has no length. */
  readonly length?: number;
}

/** What a sheet says of its cells beside what they hold. */
export interface SheetMarks {
  readonly merges: readonly string[];
  /** Ranges of columns that are hidden, the first and the last by their places. */
  readonly hiddenColumns: readonly (readonly [number, number])[];
}

/** A sheet that can be read once, row by row. */
export interface SheetSource {
  readonly name: string;
  readonly isHidden: boolean;
  /**
   * Hands over the rows in their order until told that it is enough.
   *
   * @param take a row that holds something; `false` ends the reading
   * @returns its merged ranges and hidden columns, as far as it was read
   */
  readonly read: (take: (row: SheetRow) => boolean) => Promise<SheetMarks>;
}

/** No cell of a spreadsheet can hold more; what a csv has more is not kept. */
export const cellCharactersMax = 32_767;

/** Columns of a spreadsheet: A to XFD. */
export const columnsMax = 16_384;

/** Rows of a spreadsheet. */
export const rowsMax = 1_048_576;

/** What a spreadsheet writes where a formula came to nothing. */
const errorTexts =
  /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|GETTING_DATA|SPILL!|CALC!|FIELD!)$/;

/** The cell of a plain text, which may be too long or tell of an error; `undefined` for none. */
export function textCell(text: string): Cell | undefined {
  if (text === '') return undefined;
  if (text.length > cellCharactersMax) return { text: beginning(text, 100), kind: 'tooLong' };
  return { text, kind: errorTexts.test(text.trim()) ? 'error' : 'text' };
}

/** The beginning of a text, of so many characters at most; a pair of surrogates is not cut in two. */
export function beginning(text: string, max: number): string {
  const cut = text.slice(0, max);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}

/** A column's letter: 0 is A, 26 is AA. */
export function columnLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : `${columnLetter(Math.floor(index / 26) - 1)}${last}`;
}

/** A column's place by the letters at the beginning of a cell's name: 0 for A; -1 when there are none. */
export function columnIndex(cell: string): number {
  let index = 0;
  for (let at = 0; at < cell.length; at += 1) {
    const code = cell.charCodeAt(at);
    if (code < 65 || code > 90 || index > columnsMax) break;
    index = index * 26 + code - 64;
  }
  return index - 1;
}
