import type { Fee } from '../../manuals/manual.js';
import type { PaymentMoment } from '../../manuals/procedure.js';
import { paymentMoments, paymentsAt } from '../../manuals/procedure.js';
import type { Bill, RequestCase } from './case.js';
import { submitAnew, submitNext } from './dispatch.js';
import type { RequestState } from './states.js';
import { isEnd } from './states.js';

/** The fee that is to be paid now: of those that fall where the request has come to, or fell before. */
export function feeDue(request: RequestCase): Fee | undefined {
  const { manual, bills } = request;
  const isPaid = ({ feeId }: Fee) =>
    bills.some((bill) => bill.feeId === feeId && bill.status === 'paid');
  const come = paymentMoments.slice(0, paymentMoments.indexOf(placeOf(request)) + 1);
  return come.flatMap((moment) => paymentsAt(manual, moment)).find((fee) => !isPaid(fee));
}

function placeOf({ decision, completeAt }: RequestCase): PaymentMoment {
  if (decision !== null) return 'decision';
  return completeAt === null ? 'filing' : 'consideration';
}

/**
 * The state that the pinned manual has next, once what was awaited is there: after receipt, after
 * completeness, after the decision, and after each payment.
 */
export function nextState(request: RequestCase): RequestState {
  const fee = feeDue(request);
  if (fee !== undefined) {
    return isOut(request, fee, ['unconfirmed']) ? 'paymentUnconfirmed' : 'awaitingPayment';
  }
  switch (placeOf(request)) {
    case 'filing':
      return 'completenessCheck';
    case 'consideration':
      return 'consideration';
    case 'decision':
      return request.manual.issues === undefined || request.issued !== null
        ? 'completed'
        : 'issuing';
  }
}

/**
 * The request in another state. Where something is to be paid, a bill is wanted with it; what is left
 * open of the state before goes with it.
 */
export function enter(
  request: RequestCase,
  state: RequestState,
  { at, on }: { readonly at: number; readonly on: string },
): RequestCase {
  const moved = state === request.state ? request : moveTo(request, state, at);
  const fee = state === 'awaitingPayment' ? feeDue(request) : undefined;
  return fee === undefined || isOut(moved, fee, ['wanted', 'issued'])
    ? moved
    : { ...moved, bills: [...moved.bills, wanted(moved, fee, on)] };
}

/** Where its system works it, the agency is given what is to be checked, or considered anew. */
function moveTo(request: RequestCase, state: RequestState, since: number): RequestCase {
  const moved = { ...unbilled(request, state), state, since };
  const isReopened = isEnd(request.state);
  if (isReopened && !isEnd(state)) return submitAnew(moved, since);
  return state === 'completenessCheck' ? submitNext(moved, since) : moved;
}

/** Whether a bill for a fee is out that stands so. */
function isOut({ bills }: RequestCase, { feeId }: Fee, as: readonly Bill['status'][]): boolean {
  return bills.some((bill) => bill.feeId === feeId && as.includes(bill.status));
}

/** Who has come to an end is asked for no more money. */
function unbilled(request: RequestCase, state: RequestState): RequestCase {
  return isEnd(state) && state !== 'completed' ? voidUnpaid(request) : request;
}

/** Nobody is to pay any more what is still to be paid. */
export function voidUnpaid(request: RequestCase): RequestCase {
  const bills = request.bills.map((bill) =>
    bill.status === 'wanted' || bill.status === 'issued'
      ? { ...bill, status: 'void' as const }
      : bill,
  );
  return { ...request, bills };
}

function wanted({ bills }: RequestCase, { feeId, money }: Fee, billedOn: string): Bill {
  return {
    ...{ number: bills.length + 1, feeId, money, billedOn, status: 'wanted' },
    ...{ until: null, billId: null, ref1: null, ref2: null, paidOn: null, transactionId: null },
    isVoided: false,
  };
}

/** How often a fee's bill was issued again. */
export function billsAgain({ bills }: RequestCase, feeId: string): number {
  return Math.max(0, bills.filter((bill) => bill.feeId === feeId).length - 1);
}

/** The fee of the manual that a bill is for. */
export function feeOf({ manual }: RequestCase, feeId: string): Fee | undefined {
  return manual.fees.find((fee) => fee.feeId === feeId);
}
