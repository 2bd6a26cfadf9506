import type { Check } from './checks/check.js';
import { contentChecks } from './checks/contents.js';
import { checkHandling, checkOwners, checkParts } from './checks/owners.js';
import { regimeChecks } from './checks/regime.js';
import { checkSteps } from './checks/steps.js';
import { timeChecks } from './checks/times.js';
import type { Finding } from './finding.js';
import { finding, inOrder } from './finding.js';
import { illustrativeFigures } from './illustrative.js';
import type { Shape } from './shape.js';
import { shapeOf } from './shape.js';

export type { Finding } from './finding.js';
export type { FindingCode, Severity } from './finding-texts.js';

const checks: readonly Check[] = [
  checkSteps,
  checkOwners,
  checkHandling,
  checkParts,
  ...timeChecks,
  ...regimeChecks,
  ...contentChecks,
];

/**
 * What is wrong with a manual, in shape and in meaning, each at its place, in the order of the places;
 * illustrative figures are warnings. Whatever it is given, it answers; a fault in one member hides
 * nothing in the others.
 */
export function lintManual(manual: unknown): Finding[] {
  const shape = shapeOf(manual);
  return inOrder([
    ...shape.findings,
    ...checks.flatMap((check) => check(shape)),
    ...illustrative(shape),
  ]);
}

function illustrative({ sound }: Shape): Finding[] {
  return illustrativeFigures(sound).map(({ path, note }) => ({
    ...finding('illustrative', [], { note }),
    path,
  }));
}

/** Whether a manual with these findings can be published: none of them is an error. */
export function isPublishable(findings: readonly Finding[]): boolean {
  return findings.every(({ severity }) => severity !== 'error');
}
