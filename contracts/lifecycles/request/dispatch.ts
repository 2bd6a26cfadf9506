import type { PlainBody } from '../../commands/request/bodies.js';
import type { ArrivedAnswer } from '../../agency-link/arrived.js';
import type { AnswerJudgement, TakenAnswer } from '../../agency-link/judge.js';
import { judgeTaken } from '../../agency-link/judge.js';
import type { AgencyRefusal } from '../../agency-link/statuses.js';
import { agencyRefusals } from '../../agency-link/statuses.js';
import type { Refusal, RefusalCode } from '../refusals.js';
import { refuse } from '../refusals.js';
import type { Actor } from '../service/case.js';
import type { Role } from '../service/states.js';
import type { RequestCase } from './case.js';
import type { RequestState } from './states.js';
import { isEnd } from './states.js';
import type { RequestAction } from './table.js';

/** Why a request is not with the agency's system: its code, or that its data cannot be opened. */
export const dispatchRefusals = [...agencyRefusals, 'other', 'dataUnavailable'] as const;
/** Why a request is not with the agency's system. */
export type DispatchRefusal = (typeof dispatchRefusals)[number];

/** An answer that changed nothing, and why: kept for the record. */
export interface PassedOver extends TakenAnswer {
  /** When it reached us, milliseconds since the epoch. */
  readonly at: number;
  /** impossible: the lifecycle refuses what follows from it. */
  readonly why: Extract<AnswerJudgement, 'late' | 'contradictory'> | 'impossible';
  /** Of an impossible one: the lifecycle's refusal. */
  readonly code: RefusalCode | null;
  /** An official has settled it with the agency. */
  readonly isSettled?: true;
}

/** What the agency was told of a request that it was given. */
export interface Told {
  /** What: `feePaid/1`, `withdrawn`. */
  readonly what: string;
  readonly refusal: AgencyRefusal | null;
}

/** A request at the agency's own system (`linkExisting`). Moments are milliseconds since the epoch. */
export interface Dispatch {
  /** 1 at first; one more for each correction. */
  readonly submission: number;
  /** waiting: not taken yet; accepted: the agency works on it; refused: a person has to look. */
  readonly status: 'waiting' | 'accepted' | 'refused';
  /** Since when the agency is waited for: the moment of the submission. */
  readonly since: number;
  /** When it was received in law, as this submission says; `null` until the calendar says it. */
  readonly receivedAt: string | null;
  /** How many of the case's documents belong to this submission. */
  readonly documents: number;
  readonly acceptedAt: number | null;
  /** The request's number in the agency's system. */
  readonly agencyReference: string | null;
  readonly refusal: DispatchRefusal | null;
  /** Answers that count, in the order in which they were taken. */
  readonly answered: readonly TakenAnswer[];
  readonly lastAnswerAt: number | null;
  /** Answers that have arrived and are not judged yet. */
  readonly inbox: readonly ArrivedAnswer[];
  /** The last answer that counts, while something of it is still to be done. */
  readonly pending: ArrivedAnswer | null;
  /** Answers that changed nothing; the last twenty. */
  readonly passedOver: readonly PassedOver[];
  /** The agency is to be asked now. */
  readonly isToAsk: boolean;
  readonly told: readonly Told[];
}

const keptMax = 20;

/** Who an agency's system is among actors and doers: opaque, and no person. */
export function agencySystemId(agencyId: string): string {
  return `system:${agencyId}`;
}

/** An agency's system as it acts, in the role that its answer states. */
export function agencySystemActor(agencyId: string, role: Role): Actor {
  return { id: agencySystemId(agencyId), roles: [role], agencies: [agencyId] };
}

// --- Who works it ---------------------------------------------------------------------------------

/**
 * What the agency's own system does where the manual says so. The rest stays with officials: what the
 * link has no word for (letters of delay, extensions, repayment), and what it cannot do.
 */
const ofTheSystem: readonly RequestAction[] = [
  'confirmComplete',
  'recordDeficiency',
  'keepOpen',
  'orderInspection',
  'recordInspection',
  'openHearing',
  'consult',
  'approve',
  'refuse',
  'issue',
];

/** The request is worked by the agency's own system, and by nobody else in its place. */
export function isWorkedBySystem({
  manual,
  dispatch,
}: Pick<RequestCase, 'manual' | 'dispatch'>): boolean {
  return manual.handling === 'agencySystem' && dispatch?.status !== 'refused';
}

/**
 * Why an official may not do what the agency's own system does. Once that has refused the request
 * for good, officials work it: it is to be decided in time by law.
 */
export function checkSystem(
  request: RequestCase,
  action: RequestAction,
  actor: Actor,
): Refusal | undefined {
  const { agencyId } = request;
  const isOther = actor.id !== agencySystemId(agencyId);
  return isOther && ofTheSystem.includes(action) && isWorkedBySystem(request)
    ? refuse('workedByAgencySystem', { agencyId, action })
    : undefined;
}

// --- Handing it over ------------------------------------------------------------------------------

/**
 * The next submission of a request that its agency's system works: as soon as it is received in law,
 * and after each correction. Not before: clocks run from receipt, and what is withdrawn or unpaid
 * until then concerns no agency.
 */
export function submitNext(request: RequestCase, at: number): RequestCase {
  if (!isWorkedBySystem(request)) return request;
  const { dispatch: former, documents, dates } = request;
  const dispatch: Dispatch = {
    submission: (former?.submission ?? 0) + 1,
    ...{ status: 'waiting', since: at, acceptedAt: null, refusal: null, isToAsk: false },
    receivedAt: former?.receivedAt ?? dates.receivedAt,
    documents: documents.length,
    agencyReference: former?.agencyReference ?? null,
    answered: former?.answered ?? [],
    lastAnswerAt: former?.lastAnswerAt ?? null,
    inbox: former?.inbox ?? [],
    pending: null,
    passedOver: former?.passedOver ?? [],
    told: former?.told ?? [],
  };
  return { ...request, dispatch };
}

/**
 * A request that had ended goes on: what was answered before does not count any more. What is to be
 * checked or considered again is handed over again; else the agency goes on where it was.
 */
export function submitAnew(request: RequestCase, at: number): RequestCase {
  const afresh = uncounted(request, at);
  return isToConsider(request.state) ? submitNext(afresh, at) : afresh;
}

function isToConsider(state: RequestState): boolean {
  return state === 'completenessCheck' || state === 'consideration';
}

/** Puts the answers that counted with those that do not: each is still known when it comes again. */
function uncounted(request: RequestCase, at: number): RequestCase {
  const { dispatch } = request;
  if (dispatch === null) return request;
  const former = dispatch.answered.map((one): PassedOver => ({
    ...one,
    at,
    why: 'late',
    code: null,
  }));
  const passedOver = [...dispatch.passedOver, ...former].slice(-keptMax);
  return ofDispatch(request, { answered: [], pending: null, passedOver });
}

/** Whether the submission is to be handed over now: it says the receipt number, so that is awaited. */
export function isToDispatch({ dispatch, receipt, state, dates }: RequestCase): boolean {
  if (dispatch?.status !== 'waiting' || isEnd(state)) return false;
  return receipt.number !== null && (dispatch.receivedAt ?? dates.receivedAt) !== null;
}

/** The documents of a submission: of each the last that was filed. */
export function dispatchedDocuments({ dispatch, documents }: RequestCase) {
  const filed = documents.slice(0, dispatch?.documents ?? 0);
  return [...new Map(filed.map((document) => [document.documentId, document])).values()];
}

/** The agency's system has taken a submission; `undefined` when it is another one's answer. */
export function accepted(
  request: RequestCase,
  submission: number,
  { agencyReference, at }: { readonly agencyReference: string; readonly at: number },
): RequestCase | undefined {
  return ofWaiting(request, submission, { status: 'accepted', agencyReference, acceptedAt: at });
}

/** The agency's system has refused a submission for good. */
export function refusedBySystem(
  request: RequestCase,
  submission: number,
  refusal: DispatchRefusal,
): RequestCase | undefined {
  return ofWaiting(request, submission, { status: 'refused', refusal });
}

function ofWaiting(
  request: RequestCase,
  submission: number,
  change: Partial<Dispatch>,
): RequestCase | undefined {
  const { dispatch } = request;
  return dispatch?.submission === submission && dispatch.status === 'waiting'
    ? ofDispatch(request, change)
    : undefined;
}

/** The agency's system does not know what it has taken: it is handed over again, and counts anew. */
export function forgotten(request: RequestCase, at: number): RequestCase | undefined {
  if (request.dispatch?.status !== 'accepted') return undefined;
  const change = { status: 'waiting', since: at, acceptedAt: null, told: [] } as const;
  return ofDispatch(uncounted(request, at), change);
}

/** Changes what is known of a request at its agency's system. */
export function ofDispatch(request: RequestCase, change: Partial<Dispatch>): RequestCase {
  const { dispatch } = request;
  return dispatch === null ? request : { ...request, dispatch: { ...dispatch, ...change } };
}

// --- Its answers ----------------------------------------------------------------------------------

/** States in which the agency's system has something to answer. */
const answering: readonly RequestState[] = ['completenessCheck', 'consideration', 'issuing'];

/** Whether the agency's system has the request and its answer is awaited: it is asked now and then. */
export function awaitsAnswer({ dispatch, state, issued }: RequestCase): boolean {
  if (dispatch?.status !== 'accepted' || dispatch.pending !== null) return false;
  return answering.includes(state) && issued === null;
}

/** An answer has arrived: it is judged in its turn. One that is known or waits already changes nothing. */
export function arrived(request: RequestCase, answer: ArrivedAnswer): RequestCase {
  const { dispatch } = request;
  if (dispatch === null || isKnown(dispatch, answer)) return request;
  if (dispatch.inbox.length >= keptMax) return request;
  return ofDispatch(request, { inbox: [...dispatch.inbox, answer] });
}

/** Whether this very answer was seen before. */
export function isKnown(
  { answered, passedOver, inbox }: Dispatch,
  { digest }: Pick<TakenAnswer, 'digest'>,
): boolean {
  return [...answered, ...passedOver, ...inbox].some((one) => one.digest === digest);
}

/** Judges the first of the answers that have arrived, and keeps it as what it is. */
export function judgeFirst(
  request: RequestCase,
): { readonly request: RequestCase; readonly judged: AnswerJudgement } | undefined {
  const { dispatch } = request;
  const [first, ...inbox] = dispatch?.inbox ?? [];
  if (dispatch === null || first === undefined) return undefined;
  const judged = judgeTaken(dispatch.answered, first);
  const rest = ofDispatch(request, { inbox });
  switch (judged) {
    case 'repeat':
      return { request: rest, judged };
    case 'late':
    case 'contradictory':
      return { request: passOver(rest, first, judged), judged };
    case 'new': {
      const { sequence, outcome, digest, arrivedAt } = first;
      const answered = [...dispatch.answered, { sequence, outcome, digest }];
      const change = { answered, lastAnswerAt: arrivedAt, pending: first };
      return { request: ofDispatch(rest, change), judged };
    }
  }
}

/** Keeps an answer that changes nothing. */
export function passOver(
  request: RequestCase,
  { sequence, outcome, digest, arrivedAt: at }: ArrivedAnswer,
  why: PassedOver['why'],
  code: RefusalCode | null = null,
): RequestCase {
  const kept: PassedOver = { sequence, outcome, digest, at, why, code };
  const passedOver = [...(request.dispatch?.passedOver ?? []), kept].slice(-keptMax);
  return ofDispatch(request, { passedOver });
}

/** Answers that a person has to ask the agency about. */
export function contradictions({ passedOver }: Dispatch): number {
  return passedOver.filter(({ why, isSettled }) => why !== 'late' && isSettled !== true).length;
}

// --- Settling it ----------------------------------------------------------------------------------

/** What an official has agreed with the agency: what is recorded stands, or its system begins anew. */
export type SettledAs = PlainBody<'settleWithAgency'>['outcome'];

/** Why there is nothing that an official could settle with the agency's system. */
export function checkSettling(
  { dispatch, state }: RequestCase,
  outcome: SettledAs,
): Refusal | undefined {
  if (dispatch === null) return refuse('notAtAgencySystem', { state });
  const isContradicted = contradictions(dispatch) > 0;
  if (outcome === 'recordStands') return isContradicted ? undefined : refuse('nothingToSettle');
  if (!isToConsider(state)) return refuse('notToHandOver', { state });
  return isContradicted || dispatch.status === 'refused' ? undefined : refuse('nothingToSettle');
}

/** What contradicted is settled; handed over again, its system begins anew and former answers do not count. */
export function settled(request: RequestCase, outcome: SettledAs, at: number): RequestCase {
  const passedOver = request.dispatch?.passedOver.map((one) => ({
    ...one,
    isSettled: true as const,
  }));
  const known = ofDispatch(request, { passedOver: passedOver ?? [] });
  return outcome === 'recordStands'
    ? known
    : submitAnew(ofDispatch(known, { status: 'waiting' }), at);
}
