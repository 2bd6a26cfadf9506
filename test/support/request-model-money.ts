import type { ModelBill, ModelMoney, ModelRequest } from './request-model.js';
import { countPeriod } from '../contracts/calendar/counter.js';
import { dayAt, enter, goOn, happened, hasEnded, voidBills } from './request-model.js';

/** Bills, payments and refunds in the model of a request: what the treasury says when asked counts. */

/** Money that came in for a bill, as the treasury knows it. */
export interface ModelPayment {
  readonly transactionId: string;
  readonly paidAt: string;
  readonly money: ModelMoney;
  readonly isConfirmed: boolean;
}

/** The treasury has made a bill. */
export function billMade(one: ModelRequest, number: number): void {
  const bill = one.bills.find((each) => each.number === number);
  if (bill === undefined || bill.until !== null) return;
  const valid = one.manual.fees.find(({ feeId }) => feeId === bill.feeId)?.billValid;
  const within = valid ?? { amount: 30, unit: 'DAY' };
  bill.until = countPeriod({ from: bill.billedOn, ...within, party: 'CITIZEN' }, {});
  happened(one, 'billed', () => {
    if (bill.status === 'wanted') bill.status = 'issued';
  });
}

/** The treasury was asked about a bill, and has said what came in. */
export function treasuryAsked(
  one: ModelRequest,
  number: number,
  payments: readonly ModelPayment[],
  at: number,
): void {
  const bill = one.bills.find((each) => each.number === number);
  if (bill === undefined) return;
  for (const payment of payments) takePayment(one, bill, payment, at);
  const isThere = payments.some(({ transactionId }) => transactionId === bill.transactionId);
  if (bill.status === 'unconfirmed' && !isThere) takeBack(one, bill, at);
  if (hasEnded(one) || bill.status !== 'issued' || bill.until === null) return;
  if (dayAt(at) > bill.until) expire(one, bill, at);
}

/** Its time is over and nothing came in: another bill, as often as the manual says. */
function expire(one: ModelRequest, bill: ModelBill, at: number): void {
  happened(one, 'billExpired', () => {
    bill.status = 'expired';
    const fee = one.manual.fees.find(({ feeId }) => feeId === bill.feeId);
    const again = one.bills.filter(({ feeId }) => feeId === bill.feeId).length - 1;
    enter(one, again >= (fee?.billsAgain ?? 0) ? 'lapsedUnpaid' : 'awaitingPayment', at);
  });
}

function takePayment(one: ModelRequest, bill: ModelBill, payment: ModelPayment, at: number): void {
  const { transactionId, isConfirmed } = payment;
  if (one.refunds.some((refund) => refund.transactionId === transactionId)) return;
  const isSame = bill.transactionId === transactionId;
  if (isSame && (bill.status === 'paid' || !isConfirmed)) return;
  // One that is not confirmed stands for the bill already.
  if (bill.status === 'unconfirmed' && !isConfirmed) return;
  const why = whyRefund(one, bill, payment);
  if (why !== undefined) {
    happened(one, 'refundOpened', () => {
      one.refunds.push({ why, transactionId, isRepaid: false });
      // It stood for the bill until it was confirmed.
      if (isSame && bill.status === 'unconfirmed') unpaid(one, bill, at);
    });
    return;
  }
  const paidOn = dayAt(Date.parse(payment.paidAt));
  happened(one, isConfirmed ? 'paid' : 'paidUnconfirmed', () => {
    Object.assign(bill, { status: isConfirmed ? 'paid' : 'unconfirmed', transactionId, paidOn });
    voidBills(one, ({ feeId }) => feeId === bill.feeId);
    if (!isWaitingForMoney(one)) return;
    if (isConfirmed) goOn(one, at);
    else enter(one, 'paymentUnconfirmed', at);
  });
}

/** Money for an order that was set aside does not take a case away from where it is. */
function isWaitingForMoney({ state }: ModelRequest): boolean {
  return state === 'awaitingPayment' || state === 'paymentUnconfirmed';
}

function whyRefund(one: ModelRequest, bill: ModelBill, payment: ModelPayment): string | undefined {
  const { money, transactionId } = payment;
  const isOther = money.amount !== bill.money.amount || money.currency !== bill.money.currency;
  if (isOther) return 'otherAmount';
  const isTwice = one.bills.some(
    (each) =>
      each.feeId === bill.feeId && each.status === 'paid' && each.transactionId !== transactionId,
  );
  if (isTwice) return 'paidTwice';
  return hasEnded(one) ? 'paidAfterTheEnd' : undefined;
}

/** Money that was there is there no longer. */
function takeBack(one: ModelRequest, bill: ModelBill, at: number): void {
  happened(one, 'paymentDisproved', () => {
    unpaid(one, bill, at);
  });
}

/** A bill is to be paid again, or another in its place; not while other money is on its way. */
function unpaid(one: ModelRequest, bill: ModelBill, at: number): void {
  const isOther = ({ feeId, status, number }: ModelBill) =>
    feeId === bill.feeId && status === 'unconfirmed' && number !== bill.number;
  const isWaiting = one.state === 'paymentUnconfirmed' && !one.bills.some(isOther);
  const isInTime = bill.until !== null && dayAt(at) <= bill.until;
  bill.transactionId = null;
  bill.paidOn = null;
  bill.status = isWaiting && isInTime ? 'issued' : 'disproved';
  if (isWaiting) enter(one, 'awaitingPayment', at);
}

/** Money of a request that ended with a decision and nothing issued is given back. */
export function refundAll(one: ModelRequest): void {
  if (one.decision === null || one.issued !== null) return;
  for (const bill of one.bills) {
    if (bill.status !== 'paid') continue;
    one.refunds.push({ why: 'terminated', transactionId: bill.transactionId, isRepaid: false });
  }
}
