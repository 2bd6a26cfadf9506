import { addDays, daysBetween } from '../../civil-date.js';
import type { Refusal } from '../refusals.js';
import { refuse } from '../refusals.js';
import type { ServiceCase } from './case.js';
import type { EvidenceKind } from './evidence.js';
import { evidenceTable, remediationDaysMax, securityTestDaysMax } from './evidence.js';
import type { ServiceAction } from './table.js';
import { findTransition } from './table.js';

/** What the conditions read of an item; the gateway's zod has checked its shape. */
interface Item {
  readonly docDate?: unknown;
  readonly result?: unknown;
  readonly remediation?: { readonly dueOn: string };
  readonly testedOn?: unknown;
  readonly tester?: unknown;
  readonly expiresOn?: unknown;
}

/** The kinds of evidence that an action's body must carry in a case: the table says. */
export function evidenceAsked(
  service: Pick<ServiceCase, 'state' | 'mode'>,
  action: ServiceAction,
): readonly EvidenceKind[] {
  const { state, mode } = service;
  return findTransition(state, action)?.evidence[mode ?? 'buildOnPlatform'] ?? [];
}

/** Whether a submission's evidence is all there, nothing else, and each item may pass. */
export function checkEvidence(
  service: ServiceCase,
  action: ServiceAction,
  evidence: unknown,
  today: string,
): Refusal | undefined {
  const asked = evidenceAsked(service, action);
  const items = typeof evidence === 'object' && evidence !== null ? Object.entries(evidence) : [];
  const given = items.filter(([, item]) => item !== undefined);
  const missing = asked.filter((kind) => !given.some(([name]) => name === kind));
  if (missing.length > 0) return refuse('evidenceMissing', { kinds: missing });
  const extra = given.map(([name]) => name).filter((name) => !isAsked(asked, name));
  if (extra.length > 0 && action !== 'approve') return refuse('evidenceNotAsked', { kinds: extra });
  for (const kind of asked) {
    const item = given.find(([name]) => name === kind)?.[1] as Item;
    const refusal = checkItem(kind, item, today) ?? checkTester(service, kind, item);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function isAsked(asked: readonly string[], name: string): boolean {
  return asked.includes(name);
}

/** Security is tested by somebody else than the builder whom the service has on record. */
function checkTester(service: ServiceCase, kind: EvidenceKind, item: Item): Refusal | undefined {
  const built = service.evidence.build?.item;
  const builder = built !== undefined && 'builder' in built ? built.builder : undefined;
  const { tester } = item;
  return kind === 'security' && typeof tester === 'string' && tester === builder
    ? refuse('testerIsBuilder', { tester })
    : undefined;
}

/** Whether one item of a set may pass. */
export function checkItemIn(
  evidence: unknown,
  kind: EvidenceKind,
  today: string,
): Refusal | undefined {
  return checkItem(kind, (evidence as Record<string, Item>)[kind] ?? {}, today);
}

function checkItem(kind: EvidenceKind, item: Item, today: string): Refusal | undefined {
  return (
    checkPast(`evidence.${kind}.docDate`, item.docDate, today) ??
    checkPast(`evidence.${kind}.testedOn`, item.testedOn, today) ??
    checkAge(item.testedOn, today) ??
    checkExpiry(item.expiresOn, today) ??
    checkAmber(kind, item, today)
  );
}

function checkPast(field: string, date: unknown, today: string): Refusal | undefined {
  return typeof date === 'string' && date > today
    ? refuse('dateInFuture', { field, date, today })
    : undefined;
}

function checkAge(date: unknown, today: string): Refusal | undefined {
  return typeof date === 'string' && daysBetween(date, today) > securityTestDaysMax
    ? refuse('securityTestTooOld', { date, days: securityTestDaysMax })
    : undefined;
}

function checkExpiry(date: unknown, today: string): Refusal | undefined {
  return typeof date === 'string' && date < today
    ? refuse('permissionExpired', { date, today })
    : undefined;
}

function checkAmber(kind: EvidenceKind, item: Item, today: string): Refusal | undefined {
  if (item.result !== 'amber') {
    return item.remediation === undefined ? undefined : refuse('remediationNotAsked', { kind });
  }
  if (!evidenceTable[kind].mayBeAmber) return refuse('neverAmber', { kind });
  if (item.remediation === undefined) return refuse('remediationNeeded', { kind });
  const from = addDays(today, 1);
  const to = addDays(today, remediationDaysMax);
  const { dueOn } = item.remediation;
  return dueOn < from || dueOn > to ? refuse('remediationDate', { kind, from, to }) : undefined;
}
