import { plainText } from './tidy.js';

/** Marks that stand above or below a Thai letter, and that a PDF's text moves or doubles. */
const marks = /[\u0E31\u0E34-\u0E3A\u0E47-\u0E4E]/g;
/** Abbreviations as offices write them: `(กอช.)`, `(ก.ล.ต.)`. */
const abbreviation = /^[ก-ฮ]{1,6}(\.[ก-ฮ]{1,3}){0,4}\.$/;
/** What a name may carry in parentheses and be the same office without. */
const legalForms = new Set(['องค์การมหาชน', 'มหาชน']);
const formerName = /^ชื่อเดิม/;

/** A name taken apart for comparison. Of the name itself nothing is mended by this. */
export interface NameKeys {
  /** Without spaces and zero-width characters, in NFC. */
  readonly tight: string;
  /** The same whichever way the marks of its letters were moved, swapped or doubled. */
  readonly unmarked: string;
  /** {@link tight} and {@link unmarked} without what stands in parentheses and names no other office. */
  readonly bareTight: string;
  readonly bare: string;
  /** What was left out for {@link bare}. */
  readonly abbreviations: readonly string[];
  readonly others: readonly string[];
  /** Names several offices: `การประปานครหลวง , การประปาส่วนภูมิภาค`. */
  readonly isSeveral: boolean;
}

/** Takes a name apart. */
export function nameKeys(name: string): NameKeys {
  const text = plainText(name);
  const left = { abbreviations: new Set<string>(), others: new Set<string>() };
  const bareText = text.replaceAll(/\(([^()]*)\)/g, (whole, inside: string) => {
    const part = tight(inside);
    if (abbreviation.test(part)) left.abbreviations.add(part);
    else if (legalForms.has(part) || formerName.test(part)) left.others.add(part);
    else return whole;
    return ' ';
  });
  return {
    tight: tight(text),
    unmarked: unmarked(tight(text)),
    bareTight: tight(bareText),
    bare: unmarked(tight(bareText)),
    abbreviations: [...left.abbreviations],
    others: [...left.others],
    isSeveral: /[,;]/.test(bareText),
  };
}

/** A name's {@link NameKeys.unmarked} alone. */
export function unmarkedName(name: string): string {
  return unmarked(tight(name));
}

/** Sara am has two spellings: one letter, or nikhahit and sara aa, with a tone mark between them. */
function tight(text: string): string {
  return plainText(text)
    .replaceAll(' ', '')
    .replaceAll(/\u0E4D([\u0E48-\u0E4B]?)\u0E32/g, '$1\u0E33');
}

/**
 * The letters in order, and apart from them all marks, each once where it is doubled: what a PDF's
 * text leaves of a word whatever it does to the marks. Two Thai words that differ in the place of a
 * mark alone are hardly to be found, and a person decides.
 */
function unmarked(text: string): string {
  const found = text.replaceAll(/([\u0E31\u0E34-\u0E3A\u0E47-\u0E4E])\1+/g, '$1').match(marks);
  return `${text.replaceAll(marks, '')} ${(found ?? []).sort().join('')}`;
}

/**
 * How many letters have to be changed, put in or left out to make one text of the other; `undefined`
 * when more than `max`.
 */
export function editDistance(one: string, other: string, max: number): number | undefined {
  if (Math.abs(one.length - other.length) > max || !haveAPart(one, other, max)) return undefined;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    if (Math.min(...next) > max) return undefined;
    row = next;
  }
  const distance = row[other.length] ?? 0;
  return distance > max ? undefined : distance;
}

/** Of `max` + 1 parts of a text one is left as it was by `max` changes: most texts are told apart so. */
function haveAPart(one: string, other: string, max: number): boolean {
  const length = Math.floor(one.length / (max + 1));
  for (let part = 0; part <= max; part += 1) {
    if (other.includes(one.slice(part * length, (part + 1) * length))) return true;
  }
  return false;
}
