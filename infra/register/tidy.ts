import { withoutGuard } from './harmless.js';
import type { MarkMend } from './thai-marks.js';
import {
  hasImpossibleMarks,
  hasMovedMarks,
  joinedWords,
  markMends,
  oddMarks,
} from './thai-marks.js';

/** What was odd about a text and was put right. */
export type TidyCode =
  | MarkMend['code']
  | 'ZERO_WIDTH'
  | 'LINE_BREAK'
  | 'NO_BREAK_SPACE'
  | 'DOUBLE_SPACE'
  | 'EDGE_SPACE'
  | 'NOT_NFC'
  | 'FORMULA_GUARD'
  | 'ID_SPELLING'
  | 'THAI_DIGITS';

/** What is odd about a text and was left, since what it should be is not certain. */
export type SuspicionCode =
  'SUSPECT_MARKS' | 'SPLIT_WORD' | 'UNREADABLE' | 'FORMULA_TEXT' | 'THAI_DIGITS_IN_TEXT';

/** A text put right where no meaning can change, and what was odd about it. */
export interface Tidied {
  readonly text: string;
  readonly mended: readonly TidyCode[];
  readonly suspected: readonly {
    readonly code: SuspicionCode;
    /** What the text may have been. */
    readonly suggestion?: string;
  }[];
}

/** Characters without width, soft hyphens, and marks of direction: nobody sees them. */
const zeroWidth = /[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD]/g;
/** Spaces other than the plain one; what breaks a line is apart. */
const otherSpace = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/;
const lineBreak = /[\p{Cc}\u2028\u2029]/u;
const thaiDigit = /[๐-๙]/;
/** Whatever a text in order has none of: it has letters, digits and usual signs with single spaces between. */
const odd = new RegExp(
  ['[^!-~\\u0E01-\\u0E3A\\u0E3F-\\u0E4F“”‘’–—… ]', '^ | $|  ', "^[=@+'-]", '_x', ...oddMarks].join(
    '|',
  ),
);
/** What was lost: by a decoder, a font of its own, a wrong encoding, or as an escape of no character. */
const unreadable = /[\uFFFD\uE000-\uF8FF]|à[¸¹]|_x(?:0000|[dD][89A-Fa-f][\dA-Fa-f]{2})_/;

/**
 * Tidies a text where no meaning can change: NFC; characters without width out; no-break spaces, line breaks
 * and runs of spaces to one space; trimmed; Thai marks in the one order and number they can have.
 */
export function tidyText(original: string): Tidied {
  if (!odd.test(original) && !hasMovedMarks(original)) {
    return { text: original, mended: [], suspected: [] };
  }
  const mended: TidyCode[] = spaceCodes(original);
  const normal = original.normalize('NFC');
  if (normal !== original) mended.push('NOT_NFC');
  const spaced = normal
    .replaceAll(zeroWidth, '')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const bare = withoutGuard(spaced);
  if (bare !== spaced) mended.push('FORMULA_GUARD');
  const text = mendMarks(bare, mended);
  return { text, mended, suspected: suspicions(original, text) };
}

/** Mends marks until nothing is left to mend: one mend may bring about what another is for. */
function mendMarks(original: string, mended: TidyCode[]): string {
  let [text, before] = [original, ''];
  for (let round = 0; round < mendRoundsMax && text !== before; round += 1) {
    before = text;
    for (const { code, pattern, mend } of markMends) {
      const next = text.replaceAll(pattern, mend);
      if (next !== text && !mended.includes(code)) mended.push(code);
      text = next;
    }
    if (text !== before) text = text.normalize('NFC');
  }
  return text;
}

/** Real texts need two; the bound is for texts made to need many. */
const mendRoundsMax = 50;

/** What is odd about the spaces of a text, before anything is done to it. */
function spaceCodes(original: string): TidyCode[] {
  const codes: TidyCode[] = [];
  if (original.search(zeroWidth) >= 0) codes.push('ZERO_WIDTH');
  if (lineBreak.test(original)) codes.push('LINE_BREAK');
  if (otherSpace.test(original)) codes.push('NO_BREAK_SPACE');
  if (/[^ ] {2,}[^ ]/.test(original)) codes.push('DOUBLE_SPACE');
  if (/^ | $/.test(original)) codes.push('EDGE_SPACE');
  return codes;
}

function suspicions(original: string, text: string): Tidied['suspected'] {
  const found: { code: SuspicionCode; suggestion?: string }[] = [];
  if (hasImpossibleMarks(text)) found.push({ code: 'SUSPECT_MARKS' });
  const split = joinedWords(withoutWebBreaks(original, text));
  if (split !== text) found.push({ code: 'SPLIT_WORD', suggestion: split });
  if (unreadable.test(text)) found.push({ code: 'UNREADABLE' });
  if (thaiDigit.test(text)) found.push({ code: 'THAI_DIGITS_IN_TEXT' });
  if (/^[=@]|^[+-](?!\s|[\d.,\s]+$)/.test(text)) found.push({ code: 'FORMULA_TEXT' });
  return found;
}

/** Web pages break Thai words by a zero-width space with a space on each side. */
function withoutWebBreaks(original: string, text: string): string {
  if (!original.includes('\u200B')) return text;
  const joined = original.replaceAll(/(?<=[\u0E01-\u0E4E]) +\u200B +(?=[\u0E01-\u0E4E])/g, '');
  return joined === original ? text : tidyText(joined).text;
}

const digits = '๐๑๒๓๔๕๖๗๘๙';

/** The text with Arabic digits for Thai ones. */
export function arabicDigits(text: string): string {
  return text.replaceAll(/[๐-๙]/g, (digit) => String(digits.indexOf(digit)));
}

/** Tidies an id: as a text, then Arabic digits, upper case, and no spaces, as ids are written. */
export function tidyId(original: string): Tidied {
  const { text, mended } = tidyText(original);
  const arabic = arabicDigits(text);
  const id = arabic
    .normalize('NFKC')
    // NFKC writes sara am as two characters.
    .replaceAll('\u0E4D\u0E32', '\u0E33')
    .replaceAll(/\s/g, '')
    .toUpperCase();
  return {
    text: id,
    mended: [
      ...mended,
      ...(arabic === text ? [] : ['THAI_DIGITS' as const]),
      ...(id === arabic ? [] : ['ID_SPELLING' as const]),
    ],
    suspected: [],
  };
}

/** A text to be compared by: NFC, without what has no width, spaces as one; marks stay as they are. */
export function plainText(text: string): string {
  if (!odd.test(text)) return text;
  return text
    .normalize('NFC')
    .replaceAll(zeroWidth, '')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
