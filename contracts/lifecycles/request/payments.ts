import type { PlainBody } from '../../commands/request/bodies.js';
import type { PaidMoney } from '../../payment/money.js';
import type { Bill, Refund, RequestCase } from './case.js';
import { billsAgain, enter, feeOf, nextState } from './procedure.js';
import { isEnd } from './states.js';

/** A payment of a bill, as the treasury says when it is asked. */
export interface Payment {
  readonly transactionId: string;
  /** Day of payment, Asia/Bangkok. */
  readonly paidOn: string;
  readonly money: PaidMoney;
  /** Whether the treasury has it. */
  readonly isConfirmed: boolean;
}

/** What came of a payment. */
export type PaymentOutcome = 'paid' | 'paidUnconfirmed' | 'refundOpened' | 'paymentDisproved';

interface When {
  readonly at: number;
  readonly on: string;
}

/** The treasury's answer to a bill that was wanted: from now on it can be paid. */
export function billed(
  request: RequestCase,
  number: number,
  answer: {
    readonly billId: string;
    readonly ref1: string;
    readonly ref2: string;
    readonly until: string;
  },
): RequestCase {
  return ofBill(request, number, (bill) =>
    // A payment may have come before the answer to its bill.
    bill.status === 'wanted' ? { ...bill, ...answer, status: 'issued' } : { ...bill, ...answer },
  );
}

/**
 * What one payment of a bill makes of a request; `undefined` when it is known already. Money that
 * cannot be kept opens a refund: of another amount, paid twice, or after the end. Only a request that
 * waits for money goes on with it: what comes for a bill of a former round leaves it where it is.
 */
export function paid(
  request: RequestCase,
  number: number,
  payment: Payment,
  when: When,
): { readonly request: RequestCase; readonly outcome: PaymentOutcome } | undefined {
  const bill = request.bills.find((one) => one.number === number);
  if (bill === undefined || isKnown(request, bill, payment)) return undefined;
  const why = whyNotKept(request, bill, payment);
  if (why !== undefined) {
    const { money, transactionId } = payment;
    const refunded = withRefund(request, { money, why, transactionId });
    // It stood for the bill until it was confirmed, and does so no longer.
    const stood = bill.status === 'unconfirmed' && bill.transactionId === transactionId;
    const after = stood ? disproved(refunded, number, when) : refunded;
    return { request: after, outcome: 'refundOpened' };
  }
  const { transactionId, paidOn, isConfirmed } = payment;
  const status = isConfirmed ? 'paid' : 'unconfirmed';
  const settled = voidOthers(
    ofBill(request, number, (one) => ({ ...one, transactionId, paidOn, status })),
    bill,
  );
  return {
    request: awaitsMoney(request) ? goOn(settled, when) : settled,
    outcome: isConfirmed ? 'paid' : 'paidUnconfirmed',
  };
}

/**
 * A payment that the treasury had and has no longer: the bill is to be paid again, or another one in
 * its place when its time is over meanwhile. Where another payment of the fee is there or on its way,
 * nothing more is to be paid.
 */
export function disproved(request: RequestCase, number: number, when: When): RequestCase {
  const until = request.bills.find((bill) => bill.number === number)?.until ?? null;
  const as = (status: 'issued' | 'disproved') =>
    ofBill(request, number, (bill) => ({ ...bill, status, transactionId: null, paidOn: null }));
  const closed = as('disproved');
  if (request.state !== 'paymentUnconfirmed' || nextState(closed) !== 'awaitingPayment') {
    return closed;
  }
  return until !== null && when.on <= until
    ? { ...as('issued'), state: 'awaitingPayment', since: when.at }
    : enter(closed, 'awaitingPayment', when);
}

/** A bill's time is over: it is issued again, or the request lapses. */
export function billEnded(request: RequestCase, number: number, { at, on }: When): RequestCase {
  const bill = request.bills.find((one) => one.number === number);
  if (bill?.status !== 'issued') return request;
  const expired = ofBill(request, number, (one) => ({ ...one, status: 'expired' }));
  const fee = feeOf(request, bill.feeId);
  const isOver = billsAgain(request, bill.feeId) >= (fee?.billsAgain ?? 0);
  return enter(expired, isOver ? 'lapsedUnpaid' : 'awaitingPayment', { at, on });
}

/** What officials do about payments. */
export function changePayment(
  request: RequestCase,
  deed:
    | { readonly action: 'confirmPayment'; readonly body: PlainBody<'confirmPayment'> }
    | { readonly action: 'disprovePayment'; readonly body: PlainBody<'disprovePayment'> }
    | { readonly action: 'recordRepayment'; readonly body: PlainBody<'recordRepayment'> },
  when: When,
): RequestCase {
  switch (deed.action) {
    case 'confirmPayment': {
      const { bill, transactionId, paidOn } = deed.body;
      const settled = ofBill(request, bill, (one) => ({
        ...one,
        ...{ transactionId, paidOn, status: 'paid' },
      }));
      return goOn(settled, when);
    }
    case 'disprovePayment': {
      const settled = ofBill(request, deed.body.bill, (one) => ({
        ...one,
        ...{ status: 'disproved', paidOn: null },
      }));
      return goOn(settled, when);
    }
    case 'recordRepayment': {
      const { refund: number, on: repaidOn } = deed.body;
      const refunds = request.refunds.map((one) =>
        one.number === number ? { ...one, repaidOn } : one,
      );
      return { ...request, refunds };
    }
  }
}

function awaitsMoney({ state }: RequestCase): boolean {
  return state === 'awaitingPayment' || state === 'paymentUnconfirmed';
}

function goOn(request: RequestCase, when: When): RequestCase {
  return enter(request, nextState(request), when);
}

function isKnown(
  { refunds }: RequestCase,
  bill: Bill,
  { transactionId, isConfirmed }: Payment,
): boolean {
  const isRefunded = refunds.some((one) => one.transactionId === transactionId);
  const isSame = bill.transactionId === transactionId;
  // One that is not confirmed stands for the bill already, and each would take the other's place.
  const isOneMore = bill.status === 'unconfirmed' && !isConfirmed;
  return isRefunded || isOneMore || (isSame && (bill.status === 'paid' || !isConfirmed));
}

function whyNotKept(
  { bills, state }: RequestCase,
  bill: Bill,
  { money, transactionId }: Payment,
): Refund['why'] | undefined {
  if (isOther(money, bill.money)) return 'otherAmount';
  const isPaidAlready = bills.some(
    (one) =>
      one.feeId === bill.feeId && one.status === 'paid' && one.transactionId !== transactionId,
  );
  if (isPaidAlready) return 'paidTwice';
  return isEnd(state) ? 'paidAfterTheEnd' : undefined;
}

interface Sum {
  readonly amount: string;
  readonly currency: string;
}

function isOther(paid: Sum, billed: Sum): boolean {
  return paid.amount !== billed.amount || paid.currency !== billed.currency;
}

/** Another bill for the same fee is not to be paid any more. */
function voidOthers(request: RequestCase, { feeId, number }: Bill): RequestCase {
  return {
    ...request,
    bills: request.bills.map((one) =>
      one.feeId === feeId &&
      one.number !== number &&
      (one.status === 'issued' || one.status === 'wanted')
        ? { ...one, status: 'void' }
        : one,
    ),
  };
}

function ofBill(request: RequestCase, number: number, change: (bill: Bill) => Bill): RequestCase {
  return {
    ...request,
    bills: request.bills.map((one) => (one.number === number ? change(one) : one)),
  };
}

function withRefund(
  request: RequestCase,
  refund: Pick<Refund, 'money' | 'why' | 'transactionId'>,
): RequestCase {
  const number = request.refunds.length + 1;
  return { ...request, refunds: [...request.refunds, { number, ...refund, repaidOn: null }] };
}
