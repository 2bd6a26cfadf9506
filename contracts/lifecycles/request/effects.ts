import type { PlainBody } from '../../commands/request/bodies.js';
import { bangkokDate } from '../../civil-date.js';
import type { Decision, Deficiency, RequestCase } from './case.js';
import { appealed } from './appeals.js';
import { openDeficiency } from './case.js';
import { considered } from './consideration.js';
import type { Happened, RequestDeed, Within } from './deed.js';
import { withDocuments } from './deed.js';
import { settled, submitNext } from './dispatch.js';
import { changePayment } from './payments.js';
import { enter, nextState } from './procedure.js';
import { reopened } from './reopening.js';
import type { RequestState } from './states.js';

/**
 * What an action that was allowed makes of a request. Pure; the former case is left as it was. The
 * dates that follow from it are asked of the calendar afterwards.
 */
export function takeRequestEffect(
  request: RequestCase,
  deed: RequestDeed,
  happened: Happened,
): RequestCase {
  const { sequence, words } = happened;
  const changed = effectOf(request, deed, happened);
  if (words === undefined) return changed;
  return { ...changed, words: [...changed.words, { sequence, sealed: words }] };
}

function effectOf(request: RequestCase, deed: RequestDeed, happened: Happened): RequestCase {
  const { at } = happened;
  const on = bangkokDate(at);
  const into = (changed: RequestCase, state: RequestState) => enter(changed, state, { at, on });
  switch (deed.action) {
    case 'confirmComplete': {
      const complete = completed(request, happened);
      return into(complete, nextState(complete));
    }
    case 'recordDeficiency':
      return into(withDeficiency(request, deed.body, happened), 'awaitingCorrection');
    case 'correct': {
      const answered = corrected(request, deed.body, happened);
      return openDeficiency(answered)?.open.length === 0
        ? allAnswered(answered, into, on)
        : answered;
    }
    case 'keepOpen': {
      const open = ofOpenDeficiency(request, { open: deed.body.open, answeredAt: null });
      return isLate(request, on) ? missCorrection(open, { at }) : into(open, 'awaitingCorrection');
    }
    case 'lengthenCorrection':
      return ofOpenDeficiency(request, { within: deed.body.within });
    case 'approve':
      return decided(request, approvalOf(deed.body, happened), into);
    case 'refuse':
      return into({ ...request, decision: orderOf('refused', deed.body, happened) }, 'refused');
    case 'notifyResult':
      return notified(request, { on: deed.body.on ?? on, by: deed.body.by });
    case 'issue':
      return issued(request, deed.body, happened, into);
    case 'deliver':
      return into({ ...request, delivered: { by: deed.body.by, on: deed.body.on } }, 'completed');
    case 'appeal':
      return appealed(request, deed.body, happened);
    case 'forward':
      return { ...request, office: deed.body.office };
    case 'declareNotOurAgency':
      return into({ ...request, responsibleAgencyId: deed.body.agencyId }, 'notOurAgency');
    case 'withdraw':
      return into(request, 'withdrawn');
    case 'terminate':
      return into(refundOnEnd(request), 'terminated');
    case 'settleWithAgency':
      return settled(request, deed.body.outcome, at);
    case 'correctEntry':
      return mended(request, deed.body);
    case 'reopen':
      return reopened(request, deed.body, happened);
    case 'confirmPayment':
    case 'disprovePayment':
    case 'recordRepayment':
      return changePayment(request, deed, { at, on });
    default:
      return considered(request, deed, happened, on);
  }
}

type Into = (changed: RequestCase, state: RequestState) => RequestCase;

// --- Completeness ---------------------------------------------------------------------------------

/** What arrives in time is judged as of its receipt: complete since the answer, not since the look. */
function completed(request: RequestCase, { at }: Happened): RequestCase {
  const open = openDeficiency(request);
  const completeAt = request.completeAt ?? open?.answeredAt ?? at;
  return {
    ...ofOpenDeficiency(request, {
      ...{ open: [], status: 'met', endedOn: bangkokDate(open?.answeredAt ?? at) },
    }),
    completeAt,
    mayAskAgain: false,
  };
}

function withDeficiency(
  request: RequestCase,
  { items, within }: PlainBody<'recordDeficiency'>,
  { at, by, sequence }: Happened,
): RequestCase {
  const { amount, unit } = request.manual.correction.within;
  const usual: Within = { amount, unit: unit === 'WORKING_DAY' ? unit : 'DAY' };
  const deficiency: Deficiency = {
    number: request.deficiencies.length + 1,
    recordedOn: bangkokDate(at),
    by,
    items: items.map(({ itemId, documentId }) => ({
      itemId,
      ...(documentId === undefined ? {} : { documentId }),
    })),
    open: items.map(({ itemId }) => itemId),
    within: within ?? usual,
    sequence,
    isOfficerFault: request.mayAskAgain,
    ...{ answeredAt: null, status: 'open', endedOn: null },
  };
  return { ...request, deficiencies: [...request.deficiencies, deficiency], mayAskAgain: false };
}

function corrected(
  request: RequestCase,
  { answers }: PlainBody<'correct'>,
  { at, sequence }: Happened,
): RequestCase {
  const answered = answers.map(({ itemId }) => itemId);
  const open = openDeficiency(request)?.open.filter((item) => !answered.includes(item)) ?? [];
  const documents = answers.flatMap(({ document }) => (document === undefined ? [] : [document]));
  return ofOpenDeficiency(withDocuments(request, documents, sequence), { open, answeredAt: at });
}

/** Under the officer-fault exception its list is met and it goes back to where it came from. */
function allAnswered(request: RequestCase, into: Into, on: string): RequestCase {
  if (openDeficiency(request)?.isOfficerFault !== true) return into(request, 'completenessCheck');
  const met = ofOpenDeficiency(request, { status: 'met', endedOn: on });
  const considered = into(met, 'consideration');
  return submitNext(considered, considered.since);
}

function isLate({ dates }: RequestCase, on: string): boolean {
  return dates.correctionDue !== null && on > dates.correctionDue;
}

/** The time for correction is over: the return or striking off, in the name of who signed the record. */
export function missCorrection(request: RequestCase, { at }: { readonly at: number }): RequestCase {
  const deficiency = openDeficiency(request);
  if (deficiency === undefined) return request;
  const on = bangkokDate(at);
  const { ifMissed } = request.manual.correction;
  const missed = ofOpenDeficiency(request, { status: 'missed', endedOn: on });
  const decision: Decision = {
    kind: ifMissed,
    decidedOn: on,
    by: deficiency.by,
    ...{ orderNumber: null, delegation: null },
    notified: { on, by: 'ELECTRONIC' },
    sequence: deficiency.sequence,
  };
  return enter({ ...missed, decision }, ifMissed, { at, on });
}

/** Changes the deficiency list that is open. */
function ofOpenDeficiency(request: RequestCase, change: Partial<Deficiency>): RequestCase {
  return {
    ...request,
    deficiencies: request.deficiencies.map((one) =>
      one.status === 'open' ? { ...one, ...change } : one,
    ),
  };
}

// --- Decision -------------------------------------------------------------------------------------

type OrderBody = PlainBody<'refuse'> | PlainBody<'approve'>;

function orderOf(kind: Decision['kind'], body: OrderBody, happened: Happened): Decision {
  const { at, by, sequence } = happened;
  const decidedOn = bangkokDate(at);
  return {
    kind,
    decidedOn,
    by,
    orderNumber: body.orderNumber ?? null,
    delegation: body.delegation ?? null,
    notified: body.notify === undefined ? null : { on: decidedOn, by: body.notify },
    sequence,
  };
}

/** Conditions are words, so that it has some shows in the statement that they ask for. */
function approvalOf(body: PlainBody<'approve'>, happened: Happened): Decision {
  const kind = body.statement === undefined ? 'approved' : 'approvedWithConditions';
  return orderOf(kind, body, happened);
}

function decided(request: RequestCase, decision: Decision, into: Into): RequestCase {
  const next = { ...request, decision };
  return into(next, nextState(next));
}

/** Silence is approval by the regime: made by the clock, without licensor or order number. */
export function deemApproved(
  request: RequestCase,
  { at, on, sequence }: { readonly at: number; readonly on: string; readonly sequence: number },
): RequestCase {
  const decision: Decision = {
    ...{ kind: 'deemedApproved', decidedOn: on, by: null, orderNumber: null, delegation: null },
    ...{ notified: null, sequence },
  };
  // What follows is of the day on which the engine knows: nobody can pay a bill of the day before.
  const when = { at, on: bangkokDate(at) };
  return decided(request, decision, (next, state) => enter(next, state, when));
}

function notified(request: RequestCase, how: NonNullable<Decision['notified']>): RequestCase {
  const { decision } = request;
  return decision === null ? request : { ...request, decision: { ...decision, notified: how } };
}

// --- Issuing --------------------------------------------------------------------------------------

/** What goes electronically is delivered by being issued. */
function issued(
  request: RequestCase,
  { number, issuedOn, effectiveOn, expiresOn, sha256 }: PlainBody<'issue'>,
  { at, sequence }: Happened,
  into: Into,
): RequestCase {
  const on = bangkokDate(at);
  const next: RequestCase = {
    ...request,
    issued: {
      ...{ number, issuedOn: issuedOn ?? on, effectiveOn, sequence },
      expiresOn: expiresOn ?? null,
      sha256: sha256 ?? null,
    },
  };
  if (request.delivery !== 'electronic') return next;
  return into({ ...next, delivered: { by: 'electronic', on } }, 'completed');
}

function refundOnEnd(request: RequestCase): RequestCase {
  const paid = request.bills.filter(({ status }) => status === 'paid');
  if (request.decision === null || request.issued !== null) return request;
  const refunds = paid.map(({ money, transactionId }, index) => ({
    number: request.refunds.length + index + 1,
    ...{ money, transactionId, why: 'terminated' as const, repaidOn: null },
  }));
  return { ...request, refunds: [...request.refunds, ...refunds] };
}

function mended(request: RequestCase, { field, value }: PlainBody<'correctEntry'>): RequestCase {
  const { issued: document, decision } = request;
  if (field === 'orderNumber') {
    return decision === null
      ? request
      : { ...request, decision: { ...decision, orderNumber: value } };
  }
  const member = field.slice('issued.'.length);
  return document === null ? request : { ...request, issued: { ...document, [member]: value } };
}
