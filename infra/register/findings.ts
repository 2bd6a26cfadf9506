import { beginning } from './cells.js';
import { cellFindings, fileFindings, textFindings } from './cell-findings.js';
import type { FindingFacts, FindingSeverity } from './finding-kind.js';
import { checks, comparisons, refusals } from './row-findings.js';

export type { FindingFacts, FindingSeverity } from './finding-kind.js';
export { findingSeverities } from './finding-kind.js';

/** Every oddity of a register's file there is a name for, with its texts in both languages. */
export const findingKinds = {
  ...textFindings,
  ...cellFindings,
  ...fileFindings,
  ...refusals,
  ...checks,
  ...comparisons,
};

/** The name of an oddity. */
export type FindingCode = keyof typeof findingKinds;

/** The names of all oddities. */
export const findingCodes = Object.keys(findingKinds) as [FindingCode, ...FindingCode[]];

/** An oddity at its place: what stood there and what was done. */
export interface Finding {
  /** Empty when it is about the file. */
  readonly sheet: string;
  /** As a spreadsheet names it, e.g. `H12`; empty when it is about the sheet or the file. */
  readonly cell: string;
  readonly code: FindingCode;
  readonly severity: FindingSeverity;
  readonly found: string;
  readonly did: string;
  readonly didTh: string;
}

/** So much of what stood in a cell, and of what is said of it, is told. */
const toldMax = 1_000;

/** A finding, with its sentences. */
export function finding(
  place: { readonly sheet: string; readonly cell: string },
  code: FindingCode,
  found: string,
  facts: FindingFacts = {},
): Finding {
  const { severity, did } = findingKinds[code];
  return {
    sheet: place.sheet,
    cell: place.cell,
    code,
    severity,
    found: atMost(found),
    did: filled(did.en, facts),
    didTh: filled(did.th, facts),
  };
}

function atMost(text: string): string {
  return text.length > toldMax ? `${beginning(text, toldMax)}…` : text;
}

function filled(text: string, { other = '', row }: FindingFacts): string {
  return text.includes('{')
    ? text.replaceAll('{other}', () => atMost(other)).replaceAll('{row}', () => String(row ?? ''))
    : text;
}

/** How often each oddity was found, the most frequent first. */
export function countByCode(findings: readonly Finding[]): Partial<Record<FindingCode, number>> {
  const counts = new Map<FindingCode, number>();
  for (const { code } of findings) counts.set(code, (counts.get(code) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}
