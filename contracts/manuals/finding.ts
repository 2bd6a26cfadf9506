import type { Label } from '../calendar/label.js';
import { sectionText } from '../calendar/sections.js';
import type { FindingCode, Severity } from './finding-texts.js';
import { findingTexts } from './finding-texts.js';
import { comparePointers, pointer } from './pointers.js';

/** Something that is wrong with a manual, or that its reader has to know. */
export interface Finding {
  /** JSON pointer (RFC 6901) to what is at fault; empty for the whole. */
  readonly path: string;
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly th: string;
  readonly en: string;
}

/** Facts that a sentence names; a label is said in the sentence's own language. */
export type Facts = Readonly<Record<string, string | number | Label>>;

/** A finding at a place, with its sentences. */
export function finding(
  code: FindingCode,
  place: readonly PropertyKey[],
  facts: Facts = {},
): Finding {
  const text: Label & { readonly severity?: Severity } = findingTexts[code];
  return {
    path: pointer(place),
    code,
    severity: text.severity ?? 'error',
    th: fill(text.th, facts, 'th'),
    en: fill(text.en, facts, 'en'),
  };
}

function fill(template: string, facts: Facts, language: keyof Label): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const fact = Object.hasOwn(facts, name) ? facts[name] : undefined;
    if (fact === undefined) return whole;
    if (typeof fact === 'object') return fact[language];
    return name === 'section' ? sectionText(String(fact), language) : String(fact);
  });
}

/** In the order of their places, numbers as numbers; each sentence once at a place. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings
    .filter(({ path, code, en }) => {
      const key = `${code} ${path} ${en}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .sort(
      (a, b) =>
        comparePointers(a.path, b.path) || compareTexts(a.code, b.code) || compareTexts(a.en, b.en),
    );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
