import type { ArrivedAnswer, PlainDecision } from '../../agency-link/arrived.js';
import { bangkokDate } from '../../civil-date.js';
import type { PlainBody } from '../../commands/request/bodies.js';
import type { Refusal } from '../refusals.js';
import { isRefusal, refuse } from '../refusals.js';
import type { Doer } from '../service/case.js';
import type { Role } from '../service/states.js';
import type { RequestCase } from './case.js';
import { openDeficiency } from './case.js';
import { decideRequest } from './decide.js';
import { agencySystemActor } from './dispatch.js';
import type { RequestDeed } from './deed.js';
import type { RequestState } from './states.js';
import { isEnd } from './states.js';

/** A deed of the agency's system, as an official would do it. */
export interface AgencyDeed {
  readonly deed: RequestDeed;
  readonly as: Doer;
  /** The moment of the act in law, milliseconds since the epoch. */
  readonly at: number;
  /** The answer's words, where they are of this deed. */
  readonly words: string | null;
  /** Nothing of the answer is left to be done after it. */
  readonly isLast: boolean;
}

/** What an answer comes to next. */
export type NextOfAnswer =
  | { readonly kind: 'deed'; readonly next: AgencyDeed }
  | { readonly kind: 'done' }
  /** It waits until the applicant has paid. */
  | { readonly kind: 'waits' }
  /** What it says is not possible as things stand: a person has to ask the agency. */
  | { readonly kind: 'impossible'; readonly refusal: Refusal };

interface Planned {
  readonly deed: RequestDeed;
  readonly role: Role;
  readonly at: number;
  readonly hasWords?: true;
}

/**
 * What is to be done next of an answer that counts: deeds of officials, decided by the one table of
 * the lifecycle. Each answer stands by itself, so what was lost before it is made up for. Pure, and
 * asked again after each deed: what was done is not done twice.
 */
export function nextOfAnswer(request: RequestCase, answer: ArrivedAnswer): NextOfAnswer {
  const plan = planOf(request, answer);
  if (isRefused(plan)) return { kind: 'impossible', refusal: plan };
  const [first] = plan;
  if (first === undefined) return { kind: 'done' };
  const { deed, role, at, hasWords } = first;
  const actor = agencySystemActor(request.agencyId, role);
  const allowed = decideRequest(request, deed.action, actor, at, deed.body);
  if (isRefusal(allowed)) {
    const isUnpaid = unpaid.includes(request.state) && allowed.code === 'wrongState';
    return isUnpaid ? { kind: 'waits' } : { kind: 'impossible', refusal: allowed };
  }
  const words = hasWords === true ? answer.words : null;
  return {
    kind: 'deed',
    next: { deed, as: allowed.as, at, words, isLast: plan.length === 1 },
  };
}

const unpaid: readonly RequestState[] = ['awaitingPayment', 'paymentUnconfirmed'];

function isRefused(plan: readonly Planned[] | Refusal): plan is Refusal {
  return 'code' in plan;
}

function planOf(request: RequestCase, answer: ArrivedAnswer): readonly Planned[] | Refusal {
  switch (answer.outcome) {
    case 'received':
      // After the end of a request it tells nothing new.
      return isEnd(request.state) ? [] : completeness(request, answer.at, answer);
    case 'documentsNeeded':
      return needed(request, answer);
    case 'approved':
    case 'approvedWithConditions':
    case 'refused':
      return decided(request, answer);
    case 'issued': {
      const before = decided(request, answer);
      return isRefused(before) ? before : issued(request, answer, before);
    }
  }
}

/** The agency's word on when it was, within what we know: not before it was given the request. */
function within({ dispatch }: RequestCase, at: number, { arrivedAt }: ArrivedAnswer): number {
  return Math.min(Math.max(at, dispatch?.since ?? at), arrivedAt);
}

function completeness(request: RequestCase, at: number, answer: ArrivedAnswer): Planned[] {
  if (request.completeAt !== null) return [];
  const deed = { action: 'confirmComplete', body: {} } as const;
  return [{ deed, role: 'competentOfficial', at: within(request, at, answer) }];
}

/** The one complete list; after the applicant's answer, what of it is still open. */
function needed(request: RequestCase, answer: ArrivedAnswer): Planned[] | Refusal {
  const rest = { role: 'competentOfficial', at: within(request, answer.at, answer) } as const;
  const items = answer.needed.map((documentId, index) => ({
    itemId: `item-${index + 1}`,
    ...(documentId === null ? {} : { documentId }),
  }));
  const open = openDeficiency(request);
  if (open === undefined) {
    // Complete once, nothing more is asked (LFA s.8), unless an official is at fault.
    if (request.completeAt !== null && !request.mayAskAgain) return refuse('askedAlready');
    return [
      {
        deed: { action: 'recordDeficiency', body: { items, statement: {} } },
        ...rest,
        hasWords: true,
      },
    ];
  }
  const names = items.map(({ documentId }) => documentId);
  const isAdded = names.some((name) => open.items.every(({ documentId }) => documentId !== name));
  if (isAdded) return refuse('askedAlready');
  // Said again before the applicant has answered: it is asked already.
  if (request.state === 'awaitingCorrection') return [];
  const still = open.items.filter(({ documentId }) => names.includes(documentId));
  const body = { open: still.map(({ itemId }) => itemId) };
  return [{ deed: { action: 'keepOpen', body }, ...rest, hasWords: true }];
}

/** The decision, unless it stands already; and that the applicant was told of it. */
function decided(request: RequestCase, answer: ArrivedAnswer): Planned[] | Refusal {
  const { decision } = answer;
  if (decision === null) return [];
  const at = within(request, decision.decidedAt, answer);
  const made = request.decision;
  if (made !== null) {
    const { kind, decidedOn: on } = made;
    if (!agrees(answer, kind)) return refuse('alreadyDecided', { kind, on });
    return made.notified === null ? [notice(made.decidedOn, decision, answer)] : [];
  }
  const order = {
    orderNumber: decision.orderNumber,
    ...(decision.delegation === null ? {} : { delegation: decision.delegation }),
  };
  const deed: RequestDeed =
    answer.outcome === 'refused'
      ? { action: 'refuse', body: { ...order, statement: {} } }
      : { action: 'approve', body: { ...order, ...(answer.isConditional ? conditional : {}) } };
  return [
    ...completeness(request, decision.decidedAt, answer),
    { deed, role: decision.role, at, hasWords: true },
    notice(bangkokDate(at), decision, answer),
  ];
}

const conditional: Pick<PlainBody<'approve'>, 'statement'> = { statement: {} };

/** Whether an answer says what was decided; the law's approval stands for one without conditions. */
function agrees({ outcome, isConditional }: ArrivedAnswer, kind: string): boolean {
  if (outcome === 'refused') return kind === 'refused';
  return isConditional
    ? kind === 'approvedWithConditions'
    : kind === 'approved' || kind === 'deemedApproved';
}

/** Who was told by the agency was told then; else by us, electronically, as soon as we know. */
function notice(
  decidedOn: string,
  { notifiedAt }: PlainDecision,
  { arrivedAt }: ArrivedAnswer,
): Planned {
  const today = bangkokDate(arrivedAt);
  const told = notifiedAt === null ? today : bangkokDate(notifiedAt);
  const on = told < decidedOn ? decidedOn : told;
  const body = { by: 'ELECTRONIC', on: on > today ? today : on } as const;
  return { deed: { action: 'notifyResult', body }, role: 'competentOfficial', at: arrivedAt };
}

function issued(
  request: RequestCase,
  { licence, arrivedAt: at }: ArrivedAnswer,
  before: readonly Planned[],
): readonly Planned[] | Refusal {
  if (licence === null) return before;
  const { number, issuedOn, effectiveOn, expiresOn, sha256 } = licence;
  if (request.issued !== null) {
    const { issued: made } = request;
    return made.number === number ? before : refuse('alreadyIssued', { number: made.number });
  }
  const body = {
    ...{ number, issuedOn, effectiveOn },
    ...(expiresOn === null ? {} : { expiresOn }),
    ...(sha256 === null ? {} : { sha256 }),
  };
  const isDecided = before.some(({ hasWords }) => hasWords);
  const words = isDecided ? {} : ({ hasWords: true } as const);
  const deed = { action: 'issue', body } as const;
  return [...before, { deed, role: 'competentOfficial', at, ...words }];
}
