import { frequentWords } from './thai-words.js';

/**
 * Thai combining marks as PDF extraction and old keyboards leave them. What is mended here has one reading
 * alone: text that no keyboard, font or dictionary of Thai allows, beside the only text it can stand for. What
 * may be a word is left, and at most suspected.
 */

/** Above and below a consonant: mai han akat, vowels, phinthu, maitaikhu, tones, thanthakhat, nikhahit. */
const mark = '\u0E31\u0E34-\u0E3A\u0E47-\u0E4E';
const consonant = '\u0E01-\u0E2E';
const tone = '\u0E48-\u0E4B';

/** A mend of marks, and what it is called in a finding. */
export interface MarkMend {
  readonly code:
    'PDF_GLYPHS' | 'DOUBLED_MARK' | 'MARK_ORDER' | 'SARA_AM' | 'SARA_AE' | 'MOVED_MARK';
  readonly pattern: RegExp;
  readonly mend: (found: string, ...groups: string[]) => string;
}

/** Glyphs of fonts for PDF, at U+F700 and after, in the order in which fonts hold them. */
const glyphs = 'ฐ\u0E34\u0E35\u0E36\u0E37่้๊๋์่้๊๋์ญ\u0E31\u0E4D\u0E47่้๊๋์\u0E38\u0E39\u0E3A';

const mends: readonly MarkMend[] = [
  {
    code: 'PDF_GLYPHS',
    pattern: /[\uF700-\uF71A]/g,
    mend: (found) => glyphs.charAt(found.charCodeAt(0) - 0xf700),
  },
  {
    code: 'DOUBLED_MARK',
    pattern: new RegExp(`([${mark}ำ])\\1+`, 'g'),
    mend: (_, one = '') => one,
  },
  {
    code: 'SARA_AE',
    pattern: new RegExp(`เเ(?=[${consonant}])`, 'g'),
    mend: () => 'แ',
  },
  {
    code: 'SARA_AM',
    // Nikhahit and sara aa, in either order, a tone anywhere among them.
    pattern: new RegExp(`([${tone}]?)\\u0E4D([${tone}]?)า|([${tone}]?)า\\u0E4D`, 'g'),
    mend: (_, before = '', after = '', other = '') => `${before}${after}${other}ำ`,
  },
  {
    code: 'MARK_ORDER',
    // A tone or thanthakhat before the vowel it stands on.
    pattern: new RegExp(`([${tone}\\u0E4C])([\\u0E31\\u0E34-\\u0E39])`, 'g'),
    mend: (_, upper = '', lower = '') => lower + upper,
  },
  {
    code: 'MARK_ORDER',
    // A tone after the vowel beside its consonant: only the consonant can carry it.
    pattern: new RegExp(`(?<=[${consonant}][\\u0E38\\u0E39]?)([าำะ])([${tone}])`, 'g'),
    mend: (_, vowel = '', carried = '') => carried + vowel,
  },
];

const movedMarks: ReadonlyMap<string, string> = new Map(
  frequentWords.flatMap((word) => movedVariants(word).map((variant) => [variant, word] as const)),
);

const movedMark: MarkMend = {
  code: 'MOVED_MARK',
  pattern: new RegExp([...movedMarks.keys()].join('|'), 'g'),
  mend: (found) => movedMarks.get(found) ?? found,
};

/** The mends, in the order in which they are made: each sees what the one before it left. */
export const markMends: readonly MarkMend[] = [...mends, movedMark];

/** Whether marks of a word of the register stand one consonant too far. */
export function hasMovedMarks(text: string): boolean {
  return text.search(movedMark.pattern) >= 0;
}

/**
 * The word with the marks of some of its consonants on the next consonant, as PDF extraction puts them: all
 * marks of a consonant, or the upper of two alone.
 */
export function movedVariants(word: string): string[] {
  const clusters = word.match(new RegExp(`.[${mark}]*`, 'gu')) ?? [];
  const bare = new RegExp(`^[${consonant}]$`);
  let variants = [''];
  for (const [at, cluster] of clusters.entries()) {
    const marks = bare.test(clusters[at + 1] ?? '') ? cluster.length - 1 : 0;
    // What is moved on stands, after a comma, before the consonant that will carry it.
    const written = [cluster];
    for (let moved = 1; moved <= marks; moved += 1) {
      written.push(`${cluster.slice(0, -moved)},${cluster.slice(-moved)}`);
    }
    variants = variants.flatMap((before) => written.map((one) => withMark(before, one)));
  }
  return variants.filter((variant) => variant !== word);
}

/** A word so far with its next consonant, which carries what was moved on to it. */
function withMark(before: string, next: string): string {
  const [word = '', moved = ''] = before.split(',');
  return moved === '' ? before + next : word + next.charAt(0) + moved + next.slice(1);
}

/** A consonant with a tone, and no vowel above, below or before it. */
const toneAlone = `(?<![เแโใไ][${consonant}]{0,2})[${consonant}][${tone}]`;
/** Its syllable has to go on with a consonant: with none, or with one that bears a vowel of its own, it is no syllable. */
const unclosed = [
  `(?<=[\\u0E01-\\u0E4E])${toneAlone}(?:[เแโใไๆฯ]|[^\\u0E01-\\u0E4E]|$)`,
  `${toneAlone}[${consonant}][${tone}]?[ะาำ\\u0E31\\u0E34-\\u0E39\\u0E47]`,
] as const;

/** Marks that stand on nothing, or two of a kind on one consonant: something is wrong, what is not known. */
const impossible = new RegExp(
  [
    `(?<![${consonant}${mark}])[${mark}]`,
    `[${tone}][${mark}]*[${tone}]`,
    `[\\u0E31\\u0E34-\\u0E37\\u0E47][\\u0E31\\u0E34-\\u0E39\\u0E47]`,
    `[\\u0E38\\u0E39][\\u0E31\\u0E34-\\u0E39\\u0E47]`,
    ...unclosed,
  ].join('|'),
);

/** Whether a text has marks that no Thai text can have. */
export function hasImpossibleMarks(text: string): boolean {
  return impossible.test(text);
}

/** What may be odd about the marks and vowels of a Thai text, as parts of an expression. */
export const oddMarks = [
  `[^${consonant}${mark}][${mark}]`,
  `^[${mark}]`,
  `[${mark}][\\u0E31\\u0E34-\\u0E3A\\u0E47\\u0E4D\\u0E4E]`,
  `[\\u0E3A\\u0E47-\\u0E4E][${mark}]`,
  `\\u0E4D`,
  `ำำ`,
  `เเ`,
  `[เแโใไ] `,
  ` [ะาำ]`,
  ...unclosed,
] as const;

const splitWord = new RegExp(
  `(?<=[เแโใไ]) +(?=[${consonant}])|(?<=[${consonant}]) +(?=[ะาำ${mark}])`,
  'g',
);

/**
 * The text with words joined that a space splits where no word can end: after a vowel written before its
 * consonant, or before one written after it. The same text when there are none.
 */
export function joinedWords(text: string): string {
  return text.replaceAll(splitWord, '');
}

const anyMark = new RegExp(`[${mark}]`, 'g');

/**
 * What is left of a text when spaces and the places of marks do not count: texts that PDF extraction made of
 * one another have the same.
 */
export function skeleton(text: string): string {
  const letters = text.replaceAll('ำ', '\u0E4Dา').replaceAll(/\s/g, '');
  const marks = letters.match(anyMark);
  return marks === null ? letters : letters.replaceAll(anyMark, '') + marks.sort().join('');
}

/**
 * Of two texts of one skeleton, whether the first has its marks further to the right: PDF extraction moves them
 * to the right alone.
 */
export function isMovedFrom(text: string, other: string): boolean {
  return markPlaces(text) > markPlaces(other);
}

function markPlaces(text: string): number {
  let sum = 0;
  for (const { index } of text.replaceAll(/\s/g, '').matchAll(anyMark)) sum += index;
  return sum;
}
