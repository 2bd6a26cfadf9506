import type { NameKeys } from './name-keys.js';
import { longMin } from './name-keys.js';

/** A name to look among others for: its text with single spaces, and its keys. */
export interface NearName {
  readonly text: string;
  readonly keys: NameKeys;
}

/** What more names than this have in common tells nothing of any two of them. */
const crowdMax = 60;

/**
 * Which of many names may be like each other, found without comparing every two: they share an abbreviation,
 * one begins with the words of the other, or they are a letter or two apart. Of two letters only what is not
 * among a crowd of one beginning or one end is found.
 *
 * @returns of each name the places of later ones, in their order
 */
export function nearNames(names: readonly NearName[]): number[][] {
  const later: number[][] = names.map(() => []);
  const meet: Meet = (one, other) => {
    if (one !== other) later[Math.min(one, other)]?.push(Math.max(one, other));
  };
  const sharing = grouped(names, ({ keys }) => keys.abbreviations);
  for (const places of sharing.values()) everyTwo(places, meet);
  const whole = grouped(names, ({ keys }) => [keys.tight]);
  for (const [place, { text }] of names.entries()) {
    for (const beginning of beginnings(text)) {
      for (const other of whole.get(beginning) ?? []) meet(place, other);
    }
  }
  lettersApart(names, meet);
  return later.map((places) => [...new Set(places)].sort((a, b) => a - b));
}

type Meet = (one: number, other: number) => void;

function everyTwo(places: ArrayLike<number>, meet: Meet): void {
  if (places.length > crowdMax) return;
  for (let one = 0; one < places.length; one += 1) {
    for (let other = one + 1; other < places.length; other += 1) {
      meet(places[one] ?? 0, places[other] ?? 0);
    }
  }
}

/** The places of names by what they have. */
function grouped(
  names: readonly NearName[],
  keysOf: (name: NearName) => readonly string[],
): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [place, name] of names.entries()) {
    for (const key of keysOf(name)) {
      const known = groups.get(key);
      if (known === undefined) groups.set(key, [place]);
      else known.push(place);
    }
  }
  return groups;
}

/** What a name begins with, as whole words put together. */
export function beginnings(text: string): string[] {
  const words = text.replaceAll('(', ' (').split(' ').slice(0, -1);
  let beginning = '';
  return words.map((word) => (beginning += word));
}

/**
 * Names that are a letter or two apart have a print in common. Each print is a number with the name's place at
 * its end, so that sorting brings the names of one print together.
 */
function lettersApart(names: readonly NearName[], meet: Meet): void {
  const prints: number[] = [];
  for (const [place, { keys }] of names.entries()) {
    const text = new Prints(keys.bareTight);
    for (const print of text.withoutALetter()) prints.push(print * placesMax + place);
    for (const print of text.parts()) prints.push(print * placesMax + place);
  }
  const sorted = Float64Array.from(prints).sort();
  const places = sorted.map((print) => print % placesMax);
  const printAt = (at: number) => Math.floor((sorted[at] ?? -1) / placesMax);
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && printAt(to) === printAt(from)) to += 1;
    everyTwo(places.subarray(from, to), meet);
  }
}

/** A print has 32 bits, a whole number 53. */
const placesMax = 2 ** 20;

/** Any odd number that spreads letters over 32 bits. */
const base = 0x01_00_01_93;

/** Two letters are looked for in long names alone. */
const apart = 2;

/** Prints of what a text is made of; texts that are the same have the same, and hardly any others. */
class Prints {
  private readonly length: number;
  /** Of the text up to each place. */
  private readonly upTo: Int32Array;
  private readonly powers: Int32Array;

  constructor(text: string) {
    this.length = text.length;
    this.upTo = new Int32Array(text.length + 1);
    this.powers = new Int32Array(text.length + 1).fill(1);
    for (let at = 0; at < text.length; at += 1) {
      this.upTo[at + 1] = Math.imul(this.upTo[at] ?? 0, base) + text.charCodeAt(at);
      this.powers[at + 1] = Math.imul(this.powers[at] ?? 0, base);
    }
  }

  /**
   * Of the text, and of the text without any one of its letters: texts with a letter changed, put in, left out
   * or swapped with its neighbour have one in common.
   */
  withoutALetter(): number[] {
    const prints = [this.print(0, this.length) >>> 0];
    for (let at = 0; at < this.length; at += 1) {
      const rest = this.length - at - 1;
      const before = Math.imul(this.upTo[at] ?? 0, this.powers[rest] ?? 0);
      prints.push((before + this.print(at + 1, this.length)) >>> 0);
    }
    return prints;
  }

  /**
   * Of what may be one of three parts of this text or another: of these, two changes leave one as it was.
   * Changes before the part have moved it, changes after it make up the rest of the difference in length;
   * together there are two at most (Li, Deng et al., Pass-Join, 2011).
   */
  parts(): number[] {
    if (this.length < longMin - apart) return [];
    const prints: number[] = [];
    for (let other = this.length - apart; other <= this.length + apart; other += 1) {
      const longer = this.length - other;
      const size = Math.floor(other / (apart + 1));
      for (let part = 0; part <= apart; part += 1) {
        const from = part * size;
        const to = part === apart ? other : from + size;
        const last = Math.min(part, longer + apart - part);
        for (let shift = Math.max(-part, longer - apart + part); shift <= last; shift += 1) {
          if (from + shift < 0 || to + shift > this.length) continue;
          const salt = other * (apart + 1) + part + 1;
          prints.push((this.print(from + shift, to + shift) ^ Math.imul(salt, 0x9e37_79b1)) >>> 0);
        }
      }
    }
    return prints;
  }

  private print(from: number, to: number): number {
    const before = Math.imul(this.upTo[from] ?? 0, this.powers[to - from] ?? 0);
    return ((this.upTo[to] ?? 0) - before) | 0;
  }
}
