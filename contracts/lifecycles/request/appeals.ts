import { bangkokDate } from '../../civil-date.js';
import type { AppealNews } from '../../commands/appeal/messages.js';
import type { Refusal } from '../refusals.js';
import { refuse } from '../refusals.js';
import type { Doer } from '../service/case.js';
import type { AppealRecord, Decision, RequestCase, Round } from './case.js';
import { isAdverse } from './facts.js';
import { enter, nextState, voidUnpaid } from './procedure.js';

/** One appeal for each adverse order, once it was notified; the court is no case of ours. */
export function checkAppealing({ decision, appeals, manual }: RequestCase): Refusal | undefined {
  if (decision === null || !isAdverse(decision)) {
    return refuse('notAppealable', { kind: decision?.kind ?? '-' });
  }
  if (decision.notified === null) return refuse('notNotifiedYet');
  const { route, section } = manual.appeal;
  if (route === 'court') return refuse('appealAtCourt', { section });
  const ofOrder = appeals.findLast(({ sequence }) => sequence > decision.sequence);
  if (ofOrder === undefined) return undefined;
  const { outcome, number } = ofOrder;
  return outcome === null ? refuse('appealOpen', { number }) : refuse('appealDecided', { outcome });
}

/** An appeal is filed: its own case begins with it. */
export function appealed(
  request: RequestCase,
  { stay }: { readonly stay?: boolean | undefined },
  { at, by, sequence }: { readonly at: number; readonly by: Doer; readonly sequence: number },
): RequestCase {
  const due = request.dates.clocks.find(({ kind }) => kind === 'appeal')?.due ?? null;
  const appeal: AppealRecord = {
    number: request.appeals.length + 1,
    ...{ filedAt: at, sequence, by },
    isLate: due !== null && bangkokDate(at) > due,
    isStayAsked: stay === true,
    ...{ isBegun: false, outcome: null },
  };
  return { ...request, appeals: [...request.appeals, appeal] };
}

/** Changes one appeal of a request. */
export function ofAppeal(
  request: RequestCase,
  number: number,
  change: Partial<AppealRecord>,
): RequestCase {
  return {
    ...request,
    appeals: request.appeals.map((one) => (one.number === number ? { ...one, ...change } : one)),
  };
}

/**
 * What the end of an appeal makes of its request: `varied` puts another decision in the place of the
 * order and goes on, `setAside` returns to the stage that made it, with a new clock; the others change
 * nothing. `undefined` when it is known already.
 */
export function takeOutcome(
  request: RequestCase,
  news: AppealNews,
  { at, sequence }: { readonly at: number; readonly sequence: number },
): RequestCase | undefined {
  const appeal = request.appeals.find(({ number }) => number === news.number);
  if (appeal === undefined || appeal.outcome !== null) return undefined;
  const ended = ofAppeal(request, news.number, { outcome: news.outcome });
  if (news.outcome === 'varied') return varied(ended, news, { at, sequence });
  return news.outcome === 'setAside' ? setAside(ended, at) : ended;
}

function varied(
  request: RequestCase,
  { order, on, by }: AppealNews,
  { at, sequence }: { readonly at: number; readonly sequence: number },
): RequestCase {
  const decision: Decision = {
    kind: order?.kind ?? 'approved',
    decidedOn: on,
    by,
    ...{ orderNumber: order?.orderNumber ?? null, delegation: null },
    notified: { on, by: 'ELECTRONIC' },
    sequence,
  };
  const next = { ...overturned(request), decision, issued: null, delivered: null };
  return enter(next, nextState(next), { at, on: bangkokDate(at) });
}

/**
 * The stage that made the order decides again; what the order asked to be paid is not owed any more. An
 * end without a decision is of the stage that it had come to.
 */
export function setAside(request: RequestCase, at: number): RequestCase {
  const { decision, completeAt } = request;
  const isOfCompleteness =
    decision === null
      ? completeAt === null
      : decision.kind === 'returned' || decision.kind === 'struckOff';
  const next: RequestCase = {
    ...overturned(request),
    ...{ decision: null, issued: null, delivered: null, reopenedAt: at },
    ...{ deficiencies: [], extensions: [], completeAt: isOfCompleteness ? null : at },
    flags: { ...request.flags, overdue: false },
  };
  const state = isOfCompleteness ? 'completenessCheck' : 'consideration';
  return enter(voidUnpaid(next), state, { at, on: bangkokDate(at) });
}

/** The way to the order is kept as a round of its own. */
export function overturned(request: RequestCase): RequestCase {
  const { decision, deficiencies, extensions, completeAt, issued } = request;
  const round: Round = { decision, deficiencies, extensions, completeAt, issued };
  return { ...request, formerRounds: [...request.formerRounds, round] };
}
