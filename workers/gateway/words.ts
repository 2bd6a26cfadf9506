import type { Actor, ServiceCase } from '../../contracts/lifecycles/service/case.js';
import { awaitedApprovals } from '../../contracts/lifecycles/service/decide.js';
import { mayReadWords } from './rules.js';

/** What of a case an actor may read of the words and names that people wrote into it. */
export interface Readable {
  /** All of them. */
  readonly all: boolean;
  /** Those of the submission that waits: who must approve it reads what is to be approved. */
  readonly pending: boolean;
}

/** Words and names are for the own agency, OPDC and auditors, and for whoever is to approve them. */
export function readableWords(service: ServiceCase, actor: Actor): Readable {
  const all = mayReadWords(actor, service.agencyId);
  const { pending } = service;
  if (all || pending === null) return { all, pending: all };
  const awaited = awaitedApprovals(service, pending).flatMap(({ by }) => by);
  return { all, pending: awaited.some((role) => actor.roles.includes(role)) };
}

/**
 * Texts that hold no words of people: codes, days, hashes, public addresses, and what a document is
 * called by. A field that is not named here is taken for words.
 */
const plainFields: ReadonlySet<string> = new Set([
  ...['docNo', 'docDate', 'issuer', 'sha256', 'registerId'],
  ...['result', 'finding', 'source', 'assessment', 'standard', 'testReport'],
  ...['dueOn', 'expiresOn', 'testedOn', 'expectedEndOn', 'reReviewOn'],
  ...['endpoint', 'channelUrl', 'listingUrl'],
  ...['mode', 'portal', 'kind', 'reasonCode', 'to', 'into', 'field', 'evidenceKind'],
  // Days by which the stages of a plan are to be left.
  ...['plan', 'develop', 'test', 'linked'],
]);

/** A body or item of evidence without the words and names in it. */
export function withoutWords(item: object): Record<string, unknown> {
  const kept = Object.entries(item).map(([name, value]) => [name, bare(name, value)] as const);
  return Object.fromEntries(kept.filter(([, value]) => value !== undefined));
}

function bare(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return undefined;
  if (typeof value === 'object' && value !== null) return withoutWords(value);
  return typeof value === 'string' && !plainFields.has(name) ? undefined : value;
}
