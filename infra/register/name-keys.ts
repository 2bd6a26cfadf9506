import { plainText, tidyText } from './tidy.js';

/** Marks that stand above or below a Thai letter, and that a PDF's text moves or doubles. */
const marks = /[\u0E31\u0E34-\u0E3A\u0E47-\u0E4E]/g;
/** Abbreviations as offices write them: `(กอช.)`, `(ก.ล.ต.)`. */
const abbreviation = /^[ก-ฮ]{1,6}(\.[ก-ฮ]{1,3}){0,4}\.$/;
/** What a name may carry in parentheses and be the same office without. */
const legalForms = new Set(['องค์การมหาชน', 'มหาชน']);
const formerName = /^ชื่อเดิม/;
/** `สนง.` before what it is the office of. */
const shortOffice = /^สนง\.? ?(?=[ก-ฮเ-ไ])/;

/** A name taken apart for comparison. Of the name itself nothing is mended by this. */
export interface NameKeys {
  /** Without spaces and zero-width characters, in NFC. */
  readonly tight: string;
  /** The same whichever way the marks of its letters were moved, swapped or doubled, or its text is mended. */
  readonly unmarked: string;
  /** {@link tight} and {@link unmarked} without what stands in parentheses and names no other office. */
  readonly bareTight: string;
  readonly bare: string;
  /** What was left out for {@link bare}. */
  readonly abbreviations: readonly string[];
  readonly others: readonly string[];
  /** Begins with `สนง.`, which {@link bareTight} and {@link bare} have in full. */
  readonly isShortened: boolean;
  /** Names several offices: `การประปานครหลวง , การประปาส่วนภูมิภาค`. */
  readonly isSeveral: boolean;
}

/** Takes a name apart. */
export function nameKeys(name: string): NameKeys {
  const text = plainText(name);
  const left = { abbreviations: new Set<string>(), others: new Set<string>() };
  const full = text.replace(shortOffice, 'สำนักงาน');
  const bareText = full.replaceAll(/\(([^()]*)\)/g, (whole, inside: string) => {
    const part = tight(inside);
    if (abbreviation.test(part)) left.abbreviations.add(part);
    else if (legalForms.has(part) || formerName.test(part)) left.others.add(part);
    else return whole;
    return ' ';
  });
  const [wholeTight, bareTight] = [tight(text), tight(bareText)];
  const whole = unmarked(wholeTight);
  return {
    tight: wholeTight,
    unmarked: whole,
    bareTight,
    bare: bareTight === wholeTight ? whole : unmarked(bareTight),
    abbreviations: [...left.abbreviations],
    others: [...left.others],
    isShortened: full !== text,
    isSeveral: /[,;]/.test(bareText),
  };
}

/** A name's {@link NameKeys.unmarked} alone. */
export function unmarkedName(name: string): string {
  return unmarked(tight(plainText(name)));
}

/** Sara am has two spellings: one letter, or nikhahit and sara aa, with a tone mark between them. */
function tight(plain: string): string {
  return plain.replaceAll(' ', '').replaceAll(/\u0E4D([\u0E48-\u0E4B]?)\u0E32/g, '$1\u0E33');
}

/**
 * The letters in order, mended as the reader mends them, and apart from them all marks: what a PDF's text
 * leaves of a word whatever it does to the marks. Two Thai words that differ in the place of a mark alone are
 * hardly to be found, and a person decides.
 */
function unmarked(tightText: string): string {
  const { text } = tidyText(tightText);
  const found = text.match(marks) ?? [];
  return `${text.replaceAll(marks, '')} ${found.sort().join('')}`;
}

/** How two names differ that are a slip of the hand apart. */
export type Slip = 'swapped' | 1 | 2;

/**
 * Whether a slip of the hand made one name of the other, and which: so many letters changed, put in or left
 * out, or two neighbours swapped. Short names differ by a letter only too easily: of them none is changed.
 */
export function slipBetween(one: string, other: string): Slip | undefined {
  if (Math.min(one.length, other.length) < shortestMin) return undefined;
  const distance = editDistance(one, other, one.length < longMin ? 1 : 2);
  const isChanged = one.length === other.length;
  if (distance !== undefined && !(isChanged && one.length < changedMin)) {
    return distance === 1 || distance === 2 ? distance : undefined;
  }
  return isSwapped(one, other) ? 'swapped' : undefined;
}

/** Names of fewer letters are not compared. */
const shortestMin = 6;
/** From so many letters on one may be changed. */
const changedMin = 10;
/** From so many letters on two may be wrong. */
export const longMin = 20;

/** Whether two letters that stand side by side are all that differs, and the one is the other's. */
function isSwapped(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const pair = one.slice(at, at + 2);
  return (
    pair.length === 2 &&
    other.slice(at, at + 2) === `${pair.charAt(1)}${pair.charAt(0)}` &&
    one.slice(at + 2) === other.slice(at + 2)
  );
}

/**
 * How many letters have to be changed, put in or left out to make one text of the other; `undefined`
 * when more than `max`.
 */
export function editDistance(one: string, other: string, max: number): number | undefined {
  if (Math.abs(one.length - other.length) > max || !haveAPart(one, other, max)) return undefined;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    // Further from the diagonal more than `max` letters are put in or left out.
    const [first, last] = [Math.max(1, i - max), Math.min(other.length, i + max)];
    const next: number[] = [];
    next[first - 1] = first === 1 ? i : max + 1;
    let least = max + 1;
    for (let j = first; j <= last; j += 1) {
      const change = (row[j - 1] ?? max + 1) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const here = Math.min(change, (row[j] ?? max + 1) + 1, (next[j - 1] ?? max + 1) + 1);
      next[j] = here;
      least = Math.min(least, here);
    }
    if (least > max) return undefined;
    row = next;
  }
  const distance = row[other.length] ?? max + 1;
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
