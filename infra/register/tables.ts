import type { Cell, SheetMarks, SheetRow, SheetSource } from './cells.js';
import { beginning, columnLetter } from './cells.js';
import type { Column } from './columns.js';
import type { Finding } from './findings.js';
import { finding } from './findings.js';
import type { Header, TableKind } from './header.js';
import {
  columnsNamed,
  headerAmong,
  headerFindings,
  hiddenFindings,
  isServiceCell,
} from './header.js';
import { RegisterFileRefused } from './refused.js';

export type { TableKind } from './header.js';

/** A row of a table: its cells by column. */
export interface TableRow {
  readonly row: number;
  readonly isHidden: boolean;
  readonly cells: Readonly<Partial<Record<Column, Cell>>>;
  /** What a line of a csv has beyond its columns: nobody can say which of its delimiters is text. */
  readonly surplus?: string;
}

/** A sheet whose header is known: what it tells of, where its columns are, and its rows. */
export interface Table {
  readonly kind: TableKind;
  readonly sheet: string;
  readonly isHidden: boolean;
  /** Letter of each known column. */
  readonly columns: Readonly<Partial<Record<Column, string>>>;
  readonly rows: readonly TableRow[];
  readonly merges: readonly string[];
  /** What was odd about its header, and what it holds outside its columns. */
  readonly findings: readonly Finding[];
}

/** What came of reading a sheet. */
export interface SheetReading {
  /** `undefined` when no header is known. */
  readonly table: Table | undefined;
  /** The row that is most like a header of services: how many known columns it names, and its first texts. */
  readonly likest: { readonly known: number; readonly texts: readonly string[] };
}

/** How far down a header may stand, in rows that hold something. */
export const headerRowsMax = 20;

/** So many headers are told where the header is not known. */
const headersTold = 12;

/** Ten times the largest edition known, over all sheets. */
const rowsKeptMax = 50_000;

/** Counts the rows that are kept of all sheets of a file. */
export interface RowBudget {
  kept: number;
}

/** Reads a sheet as a table, keeping known columns alone. */
export async function readTable(
  path: string,
  source: SheetSource,
  budget: RowBudget,
): Promise<SheetReading> {
  const first: SheetRow[] = [];
  const found: { body?: Body } = {};
  const settle = () => {
    const header = headerAmong(first);
    if (header === undefined) return;
    const body = new Body(path, source.name, header, budget);
    found.body = body;
    for (const row of first) {
      if (row.row > header.row) body.take(row);
      else if (row.row < header.row && header.kind === 'services') body.takeAbove(row);
    }
  };
  const marks = await source.read((row) => {
    if (found.body === undefined) {
      first.push(row);
      if (first.length === headerRowsMax) settle();
    } else found.body.take(row);
    return first.length < headerRowsMax || found.body !== undefined;
  });
  if (first.length < headerRowsMax) settle();
  const table = found.body?.table(source, marks);
  const isKnown = table?.kind === 'services';
  return { table, likest: isKnown ? { known: 0, texts: [] } : likestHeader(first) };
}

function likestHeader(rows: readonly SheetRow[]): SheetReading['likest'] {
  const likeness = rows.map(({ cells }) => ({
    known: columnsNamed(cells),
    texts: [...cells.values()]
      .map(({ text }) => text.trim())
      .filter((text) => text !== '')
      .slice(0, headersTold),
  }));
  const [likest = { known: 0, texts: [] }] = likeness.sort(
    (a, b) => b.known - a.known || b.texts.length - a.texts.length,
  );
  return likest;
}

/** A line that is longer than the header: its place among the rows, and what is beyond the header. */
interface LongRow {
  readonly at: number;
  readonly length: number;
  readonly surplus: string;
}

/** The rows below a header, as they are taken. */
class Body {
  private readonly rows: TableRow[] = [];
  private readonly findings: Finding[] = [];
  /** Columns without a header: where their first text stands, and how many there are. */
  private readonly headless = new Map<number, { text: string; row: number; count: number }>();
  /** Lines of a csv that are longer than the header. */
  private readonly long: LongRow[] = [];

  private readonly path: string;
  private readonly sheet: string;
  private readonly header: Header;
  private readonly budget: RowBudget;
  /** Cells of the header's line; a spreadsheet's row has no end. */
  private readonly length: number;

  constructor(path: string, sheet: string, header: Header, budget: RowBudget) {
    this.path = path;
    this.sheet = sheet;
    this.header = header;
    this.budget = budget;
    this.length = header.length ?? Number.POSITIVE_INFINITY;
  }

  /** A row above the header, as there is where the first header of several is not known. */
  takeAbove(row: SheetRow): void {
    const ids = this.header.at.get('serviceId') ?? -1;
    if (isServiceCell(row.cells.get(ids))) {
      this.take(row);
      this.name('ABOVE_HEADER', row);
    } else if ([...row.cells.values()].some(isServiceCell)) this.name('REMARK_ROW', row);
  }

  take(source: SheetRow): void {
    const { row, isHidden, cells, length = 0 } = source;
    const kept: Partial<Record<Column, Cell>> = {};
    let count = 0;
    for (const [column, index] of this.header.at) {
      const cell = cells.get(index);
      if (cell === undefined) continue;
      kept[column] = cell;
      count += 1;
    }
    if (count < cells.size) this.noteHeadless(cells, row);
    if (count > 0) {
      if (length > this.length) {
        this.long.push({ at: this.rows.length, length, surplus: this.beyondHeader(cells) });
      }
      this.rows.push({ row, isHidden, cells: kept });
    } else if (!this.name('REMARK_ROW', source)) return;
    this.budget.kept += 1;
    if (this.budget.kept > rowsKeptMax) {
      throw new RegisterFileRefused(
        `${this.path} has more than ${rowsKeptMax} rows; no register has`,
      );
    }
  }

  table({ isHidden }: SheetSource, { merges, hiddenColumns }: SheetMarks): Table {
    const { header, sheet } = this;
    const width = this.width();
    return {
      kind: header.kind,
      sheet,
      isHidden,
      columns: Object.fromEntries([...header.at].map(([one, index]) => [one, columnLetter(index)])),
      rows: this.withSurplus(width),
      merges,
      findings: [
        ...headerFindings(sheet, header),
        ...hiddenFindings(sheet, header, hiddenColumns),
        ...this.headlessFindings(width),
        ...this.findings,
      ],
    };
  }

  /** Names a row by its first text; `false` when it has none. */
  private name(code: 'ABOVE_HEADER' | 'REMARK_ROW', { row, cells }: SheetRow): boolean {
    for (const [index, { text }] of cells) {
      if (text.trim() === '') continue;
      const place = { sheet: this.sheet, cell: `${columnLetter(index)}${row}` };
      this.findings.push(finding(place, code, text));
      return true;
    }
    return false;
  }

  private noteHeadless(cells: ReadonlyMap<number, Cell>, row: number): void {
    for (const [index, { text }] of cells) {
      if ((this.header.cells.get(index)?.text ?? '').trim() !== '' || text.trim() === '') continue;
      const noted = this.headless.get(index);
      if (noted === undefined) this.headless.set(index, { text, row, count: 1 });
      else noted.count += 1;
    }
  }

  private headlessFindings(width: number): Finding[] {
    return [...this.headless].flatMap(([index, { text, row, count }]) => {
      if (index >= width) return [];
      const place = { sheet: this.sheet, cell: `${columnLetter(index)}${row}` };
      return [finding(place, 'NO_HEADER', text, { other: String(count) })];
    });
  }

  /** The rows, with what is too much in those that are longer than the table. */
  private withSurplus(width: number): TableRow[] {
    const rows = [...this.rows];
    for (const { at, length, surplus } of this.long) {
      const row = rows[at];
      if (row !== undefined && length > width) rows[at] = { ...row, surplus };
    }
    return rows;
  }

  /**
   * How many cells a line of the table has: as many as its header, or as most lines where these are longer, since
   * they end with a delimiter or have a last column without a header.
   */
  private width(): number {
    const counts = new Map<number, number>();
    for (const { length } of this.long) counts.set(length, (counts.get(length) ?? 0) + 1);
    const usual = [...counts].find(([, count]) => count * 2 > this.rows.length);
    return usual?.[0] ?? this.length;
  }

  /** The cells beyond the header that hold a text; where none does, the first. */
  private beyondHeader(cells: ReadonlyMap<number, Cell>): string {
    const { length } = this;
    const filled = [...cells].filter(([index, { text }]) => index >= length && text.trim() !== '');
    const told = filled.slice(0, surplusTold.cells);
    return told.length === 0
      ? `${columnLetter(length)} ""`
      : told
          .map(
            ([index, { text }]) =>
              `${columnLetter(index)} "${beginning(text, surplusTold.characters)}"`,
          )
          .join(', ');
  }
}

/** So many cells are told, so much of each. */
const surplusTold = { cells: 5, characters: 100 } as const;
