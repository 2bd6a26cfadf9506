import type { Label, ServiceState } from '../../contracts/lifecycles/service/states.js';
import { stateTable } from '../../contracts/lifecycles/service/states.js';

/** A label in both languages. */
export function both({ th, en }: Label): string {
  return th === en ? en : `${th} · ${en}`;
}

/** A state with its labels. */
export function stateText(state: ServiceState): string {
  return `${state} · ${both(stateTable[state].label)}`;
}

const bangkok = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Bangkok',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** A moment as people in Bangkok write it down: `2026-11-24 09:30:00`. */
export function bangkokTime(instant: string): string {
  return bangkok.format(new Date(instant));
}

/** A text without control characters, which could take over a terminal. */
export function plain(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, ' ');
}

/** What moves on by a column: not the Thai vowels and tone marks that stand over a consonant. */
const columnTaker = /[^\p{Mn}\p{Me}\p{Cf}]/gu;

/** Columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  return text.match(columnTaker)?.length ?? 0;
}

/** A text cut to a width, with an ellipsis where something is left out. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const takers = [...text.matchAll(columnTaker)];
  return `${text.slice(0, takers[width - 1]?.index ?? 0)}…`;
}
