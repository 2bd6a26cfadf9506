import { CancellationScope, condition } from '@temporalio/workflow';
import type { DispatchOrder } from '../../activities/dispatch.js';
import type { ArrivedAnswer } from '../../contracts/agency-link/arrived.js';
import { bangkokDate } from '../../contracts/civil-date.js';
import type { AgencyDeed } from '../../contracts/lifecycles/request/agency-deeds.js';
import { nextOfAnswer } from '../../contracts/lifecycles/request/agency-deeds.js';
import type { OwedNotice } from '../../contracts/lifecycles/request/agency-notices.js';
import { noticesOwed } from '../../contracts/lifecycles/request/agency-notices.js';
import type { RequestCase } from '../../contracts/lifecycles/request/case.js';
import { checkRequest } from '../../contracts/lifecycles/request/conditions.js';
import type { DispatchRefusal } from '../../contracts/lifecycles/request/dispatch.js';
import {
  accepted,
  agencySystemActor,
  agencySystemId,
  arrived,
  awaitsAnswer,
  dispatchedDocuments,
  forgotten,
  isToDispatch,
  judgeFirst,
  ofDispatch,
  passOver,
  refusedBySystem,
} from '../../contracts/lifecycles/request/dispatch.js';
import { takeRequestEffect } from '../../contracts/lifecycles/request/effects.js';
import { requestEffectKinds } from '../../contracts/lifecycles/request/event-kinds.js';
import { enter } from '../../contracts/lifecycles/request/procedure.js';
import { isEnd } from '../../contracts/lifecycles/request/states.js';
import { findRequestTransition } from '../../contracts/lifecycles/request/table.js';
import type { Doer } from '../../contracts/lifecycles/service/case.js';
import { askAgency, dispatchRequest, tellAgencySystem } from '../activities.js';
import type { Errand } from './errands.js';
import type { RequestHappening } from './record.js';

/** A case as the errands to its agency's system see it. */
export interface AgencySide {
  /** The case as it stands. */
  readonly now: () => RequestCase;
  /** Sequence that the next event will have. */
  readonly nextSequence: () => number;
  /** Brings a change of the engine's own into the case, and says so. */
  readonly settle: (
    change: (request: RequestCase) => RequestCase | undefined,
    happeningOf: (after: RequestCase) => RequestHappening | undefined,
  ) => Promise<void>;
}

/**
 * What a request owes its agency's own system: to be handed over, to have its answers taken, to be
 * asked about, and to be told what happens here.
 */
export function agencyErrands(side: AgencySide): Errand[] {
  const request = side.now();
  const { dispatch } = request;
  if (dispatch === null) return [];
  const [notice] = noticesOwed(request);
  const hasDeed =
    dispatch.pending !== null && nextOfAnswer(request, dispatch.pending).kind !== 'waits';
  return [
    ...(isToDispatch(request)
      ? [{ key: `dispatch/${dispatch.submission}`, run: () => handOver(side) }]
      : []),
    ...(dispatch.inbox.length > 0 ? [{ key: 'agencyAnswer', run: () => judge(side) }] : []),
    ...(hasDeed ? [{ key: 'agencyDeed', run: () => act(side) }] : []),
    ...(isToAsk(request) ? [{ key: 'agencyQuery', run: () => ask(side) }] : []),
    ...(notice === undefined
      ? []
      : [{ key: `tell/${notice.what}`, run: () => tell(side, notice) }]),
  ];
}

function isToAsk(request: RequestCase): boolean {
  return request.dispatch?.isToAsk === true && awaitsAnswer(request);
}

function system({ agencyId }: RequestCase): Doer {
  return { id: agencySystemId(agencyId), role: 'competentOfficial' };
}

// --- Handing over ---------------------------------------------------------------------------------

async function handOver(side: AgencySide): Promise<void> {
  const request = side.now();
  const order = orderOf(request);
  if (order === undefined) return;
  const { submission } = order;
  const isWanted = () => isToDispatch(side.now()) && side.now().dispatch?.submission === submission;
  const outcome = await whileWanted(isWanted, () => dispatchRequest(order));
  if (outcome === undefined) return;
  const at = Date.now();
  const of = `${submission}`;
  if ('agencyReference' in outcome) {
    await side.settle(
      (now) => accepted(now, submission, { agencyReference: outcome.agencyReference, at }),
      () => ({ kind: 'handedOver', of, at }),
    );
    return;
  }
  const { refusal } = outcome;
  await side.settle(
    (now) => refused(now, submission, refusal, at),
    (after) =>
      after.state === 'notOurAgency'
        ? { kind: 'notOurAgency', action: 'declareNotOurAgency', by: system(after), of, at }
        : { kind: 'dispatchRefused', of: refusal, at },
  );
}

function orderOf(request: RequestCase): DispatchOrder | undefined {
  const { dispatch, receipt, dates, manual, requestId, agencyId, serviceId } = request;
  const receivedAt = dispatch?.receivedAt ?? dates.receivedAt;
  if (dispatch === null || receivedAt === null || receipt.number === null) return undefined;
  const { submission } = dispatch;
  return {
    ...{ agencyId, requestId, submission, serviceId, manualVersion: manual.version },
    ...{ receiptNumber: receipt.number, filedAt: receipt.filedAt, receivedAt },
    ...{ applicantKind: request.applicantKind, applicant: request.applicant, form: request.form },
    documents: dispatchedDocuments(request),
    // What others wrote is told apart when it is opened.
    words: submission === 1 ? [] : request.words.map(({ sealed }) => sealed),
  };
}

/** Not responsible is an end, as long as nothing is decided; any other refusal a person looks at. */
function refused(
  request: RequestCase,
  submission: number,
  refusal: DispatchRefusal,
  at: number,
): RequestCase | undefined {
  const next = refusedBySystem(request, submission, refusal);
  if (next === undefined || refusal !== 'notResponsible') return next;
  const action = 'declareNotOurAgency';
  const actor = agencySystemActor(request.agencyId, 'competentOfficial');
  const isPossible =
    findRequestTransition(request.state, action) !== undefined &&
    checkRequest(request, action, actor, at) === undefined;
  return isPossible ? enter(next, 'notOurAgency', { at, on: bangkokDate(at) }) : next;
}

/**
 * Does something for as long as it is wanted; `undefined` when it is not any more. The other side may
 * have got it all the same.
 */
async function whileWanted<Result>(
  isWanted: () => boolean,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  const scope = new CancellationScope();
  const working = scope.run(work);
  const unwanted = scope.run(() => condition(() => !isWanted())).then(() => undefined);
  try {
    return await Promise.race([working, unwanted]);
  } finally {
    scope.cancel();
    await Promise.allSettled([working, unwanted]);
  }
}

// --- Its answers ----------------------------------------------------------------------------------

async function judge(side: AgencySide): Promise<void> {
  let contradictory: ArrivedAnswer | undefined;
  await side.settle(
    (now) => {
      const judged = judgeFirst(now);
      contradictory = judged?.judged === 'contradictory' ? now.dispatch?.inbox[0] : undefined;
      return judged?.request;
    },
    (after) => (contradictory === undefined ? undefined : contradicted(after, contradictory)),
  );
}

function contradicted(
  request: RequestCase,
  { sequence, arrivedAt: at }: ArrivedAnswer,
): RequestHappening {
  return { kind: 'agencyContradicted', by: system(request), of: `${sequence}`, at };
}

/** One deed of the answer that counts; it is asked again for the next. */
async function act(side: AgencySide): Promise<void> {
  let happening: ((after: RequestCase) => RequestHappening) | undefined;
  await side.settle(
    (now) => {
      const answer = now.dispatch?.pending ?? null;
      if (answer === null) return undefined;
      const found = nextOfAnswer(now, answer);
      happening = undefined;
      switch (found.kind) {
        case 'waits':
          return undefined;
        case 'done':
          return ofDispatch(now, { pending: null });
        case 'impossible':
          happening = (after) => contradicted(after, answer);
          return untaken(now, answer, found.refusal.code);
        case 'deed':
          happening = () => happeningOf(found.next, answer);
          return done(now, found.next, side.nextSequence());
      }
    },
    (after) => happening?.(after),
  );
}

function untaken(
  request: RequestCase,
  answer: ArrivedAnswer,
  code: Parameters<typeof passOver>[3],
): RequestCase {
  const answered = request.dispatch?.answered.filter(({ digest }) => digest !== answer.digest);
  const next = ofDispatch(request, { pending: null, answered: answered ?? [] });
  return passOver(next, answer, 'impossible', code);
}

function done(request: RequestCase, next: AgencyDeed, sequence: number): RequestCase {
  const { deed, as: by, at, words, isLast } = next;
  const happened = { at, sequence, by, ...(words === null ? {} : { words }) };
  const after = takeRequestEffect(request, deed, happened);
  return isLast ? ofDispatch(after, { pending: null }) : after;
}

/** Events follow each other in time: each is of when the answer came, the act of when it was. */
function happeningOf({ deed, as: by }: AgencyDeed, { arrivedAt: at }: ArrivedAnswer) {
  return { kind: requestEffectKinds[deed.action], action: deed.action, by, at };
}

async function ask(side: AgencySide): Promise<void> {
  const { agencyId, requestId } = side.now();
  const found = await whileWanted(
    () => isToAsk(side.now()),
    () => askAgency({ agencyId, requestId }),
  );
  if (found === undefined) return;
  const { answer, refusal } = found;
  const at = Date.now();
  const isForgotten = refusal === 'unknownRequest';
  await side.settle(
    (now) => {
      const asked = ofDispatch(now, { isToAsk: false });
      if (answer !== null) return arrived(asked, { ...answer, arrivedAt: at });
      return isForgotten ? (forgotten(asked, at) ?? asked) : asked;
    },
    (after) => (isForgotten ? handedOverAgain(after, at) : undefined),
  );
}

function handedOverAgain(
  { dispatch, state }: RequestCase,
  at: number,
): RequestHappening | undefined {
  if (dispatch?.status !== 'waiting' || isEnd(state)) return undefined;
  return { kind: 'dispatchForgotten', of: `${dispatch.submission}`, at };
}

// --- What it is told ------------------------------------------------------------------------------

async function tell(side: AgencySide, { what, notice }: OwedNotice): Promise<void> {
  const { agencyId, manual } = side.now();
  const { regime } = manual;
  const { refusal } = await tellAgencySystem({ agencyId, regime, notice });
  const at = Date.now();
  const told = (now: RequestCase) =>
    ofDispatch(now, { told: [...(now.dispatch?.told ?? []), { what, refusal }] });
  const isForgotten = refusal === 'unknownRequest';
  await side.settle(
    (now) => (isForgotten && !isEnd(now.state) ? (forgotten(now, at) ?? told(now)) : told(now)),
    (after) => (isForgotten ? handedOverAgain(after, at) : undefined),
  );
}
