import type { Cell } from './cells.js';
import type { Column } from './columns.js';
import { idColumns, numberColumns } from './columns.js';
import type { FindingCode, FindingFacts } from './findings.js';
import { knownSpelling } from './known-titles.js';
import { arabicDigits, tidyId, tidyText } from './tidy.js';

/** What a cell comes to, and what was odd about it. */
export interface Value {
  /** `undefined`: the cell says nothing, as an error does; empty: it says that there is nothing. */
  readonly text: string | undefined;
  readonly oddities: readonly Oddity[];
}

/** An oddity of a cell, before its place is known. */
export interface Oddity {
  readonly code: FindingCode;
  readonly found: string;
  readonly facts: FindingFacts;
}

/** Characters a cell of a column may have; the longest name known has 449. */
const charactersMax: Readonly<Partial<Record<Column, number>>> = { name: 1_000, remark: 2_000 };
const othersMax = 500;

/** What a person writes for nothing. */
const dashes = /^[-\u2010-\u2015\u2212]+$/;

const silent: Value = { text: undefined, oddities: [] };
const empty: Value = { text: '', oddities: [] };

/** Makes values of cells, each text of a column but once: a register repeats most of its texts. */
export class ValueReader {
  private readonly known = new Map<Column, Map<string, Value>>();

  /** The value of a cell of a column. */
  valueOf(column: Column, cell: Cell | undefined): Value {
    if (cell === undefined) return empty;
    const value = this.storedValue(column, cell);
    if (cell.formula === undefined) return value;
    const code = cell.kind === 'noValue' ? 'FORMULA_WITHOUT_VALUE' : 'FORMULA';
    const oddity = { code, found: `=${cell.formula}`, facts: { other: cell.text } } as const;
    return { text: value.text, oddities: [oddity, ...value.oddities] };
  }

  private storedValue(column: Column, cell: Cell): Value {
    const max = charactersMax[column] ?? othersMax;
    if (cell.kind === 'noValue') return silent;
    if (cell.kind === 'error') return { ...silent, oddities: [oddityOf('ERROR_CELL', cell.text)] };
    if (cell.kind === 'tooLong' || cell.text.length > max) {
      return { ...silent, oddities: [oddityOf('TOO_LONG', cell.text, String(max))] };
    }
    const value = this.tidied(column, cell.text);
    const isText = cell.kind === 'text' || numberColumns.has(column);
    return isText
      ? value
      : { ...value, oddities: [oddityOf('NOT_TEXT', cell.text, cell.text), ...value.oddities] };
  }

  private tidied(column: Column, original: string): Value {
    let known = this.known.get(column);
    if (known === undefined) {
      known = new Map();
      this.known.set(column, known);
    }
    let value = known.get(original);
    if (value === undefined) {
      value = tidiedValue(column, original);
      known.set(original, value);
    }
    return value;
  }
}

function tidiedValue(column: Column, original: string): Value {
  const isId = idColumns.has(column);
  const { text, mended, suspected } = isId ? tidyId(original) : tidyText(original);
  if (dashes.test(text)) return { text: '', oddities: [oddityOf('DASH', original)] };
  const known = isId ? text : knownSpelling(column, text);
  return {
    text: known,
    oddities: [
      ...mended.map((code) => oddityOf(code, original, text)),
      ...suspected.map(({ code, suggestion }) => oddityOf(code, original, suggestion)),
      ...(known === text ? [] : [oddityOf('KNOWN_SPELLING', original, known)]),
    ],
  };
}

function oddityOf(code: FindingCode, found: string, other?: string): Oddity {
  return { code, found, facts: other === undefined ? {} : { other } };
}

/** The number that a text writes, in Arabic or Thai digits, with or without commas and the baht. */
export function numberOf(text: string): number | undefined {
  const plain = arabicDigits(text).replaceAll(/[,\s฿]|บาท|THB/gi, '');
  return /^-?\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}
