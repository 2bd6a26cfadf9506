import { bangkokDate } from '../../contracts/civil-date.js';
import { ofAppeal } from '../../contracts/lifecycles/request/appeals.js';
import type { AppealRecord, Bill, RequestCase } from '../../contracts/lifecycles/request/case.js';
import type { Payment } from '../../contracts/lifecycles/request/payments.js';
import { billed, billEnded, disproved, paid } from '../../contracts/lifecycles/request/payments.js';
import { isEnd } from '../../contracts/lifecycles/request/states.js';
import {
  askTreasury,
  beginAppeal,
  createBill,
  giveReceiptNumber,
  releaseApplicant,
  voidBill,
} from '../activities.js';
import { startOfAppeal } from '../appeal/open.js';
import type { Errand } from './errands.js';
import type { RequestHappening } from './record.js';

/** Brings a change of the engine's own into the case, and says so. */
type Settle = (
  change: (request: RequestCase) => RequestCase | undefined,
  happeningOf: (after: RequestCase) => RequestHappening | undefined,
) => Promise<void>;

/** What the engine owes the world for a request as it stands. */
export function errandsOf(request: RequestCase, settle: Settle): Errand[] {
  const { requestId, receipt, office, agencyId, bills } = request;
  const number = async () => {
    const question = { requestId, agencyId, office, filedAt: receipt.filedAt };
    const given = await giveReceiptNumber(question);
    await settle(
      (now) => ({ ...now, receipt: { ...now.receipt, number: given } }),
      () => ({ kind: 'numbered', of: given, at: Date.now() }),
    );
  };
  return [
    ...(receipt.number === null ? [{ key: 'receiptNumber', run: number }] : []),
    ...bills
      .filter(({ status }) => status === 'wanted')
      .map((bill) => ({ key: `bill/${bill.number}`, run: () => issueBill(request, bill, settle) })),
    ...bills
      .filter(({ status, billId, isVoided }) => status === 'void' && billId !== null && !isVoided)
      .map((bill) => ({ key: `void/${bill.number}`, run: () => withdrawBill(bill, settle) })),
    ...(request.manual.isOneAtATime && isEnd(request.state) && !request.isApplicantReleased
      ? [{ key: 'release', run: () => letApplyAgain(requestId, settle) }]
      : []),
    ...request.appeals
      .filter(({ isBegun }) => !isBegun)
      .map((one) => ({ key: `appeal/${one.number}`, run: () => fileAppeal(request, one, settle) })),
    ...(isToAsk(request) ? [{ key: 'treasury', run: () => askAboutBills(request, settle) }] : []),
  ];
}

/** An appeal is a case of its own. */
async function fileAppeal(
  request: RequestCase,
  appeal: AppealRecord,
  settle: Settle,
): Promise<void> {
  const start = startOfAppeal(request, appeal);
  if (start === undefined) return;
  await beginAppeal(start);
  await settle(
    (now) => ofAppeal(now, appeal.number, { isBegun: true }),
    () => undefined,
  );
}

async function letApplyAgain(requestId: string, settle: Settle): Promise<void> {
  await releaseApplicant(requestId);
  await settle(
    (now) => ({ ...now, isApplicantReleased: true }),
    () => undefined,
  );
}

async function issueBill(request: RequestCase, bill: Bill, settle: Settle): Promise<void> {
  const { requestId, agencyId, manual } = request;
  const { number, feeId, money, billedOn } = bill;
  const valid = manual.fees.find((fee) => fee.feeId === feeId)?.billValid;
  const within = { amount: valid?.amount ?? 30, unit: valid?.unit ?? 'DAY' };
  const order = { requestId, agencyId, feeId, number, money, billedOn, ...within };
  const answer = await createBill(order);
  await settle(
    (now) => billed(now, number, answer),
    () => ({ kind: 'billed', of: `${number}`, at: Date.now() }),
  );
}

async function withdrawBill({ billId, number }: Bill, settle: Settle): Promise<void> {
  if (billId === null) return;
  await voidBill(billId);
  await settle(
    (now) => ({
      ...now,
      bills: now.bills.map((one) => (one.number === number ? { ...one, isVoided: true } : one)),
    }),
    () => undefined,
  );
}

/** A payment may be told before the bill's own answer: it is asked about once the bill is known. */
function isToAsk({ isPaymentTold, bills }: RequestCase): boolean {
  return isPaymentTold && bills.some(({ billId }) => billId !== null);
}

/** What counts is what the treasury says when it is asked, bill by bill. */
async function askAboutBills(request: RequestCase, settle: Settle): Promise<void> {
  const asked = request.bills.flatMap(({ billId, number }) =>
    billId === null ? [] : [{ billId, number }],
  );
  await settle(
    (now) => ({ ...now, isPaymentTold: false }),
    () => undefined,
  );
  try {
    for (const { billId, number } of asked) {
      const payments = await askTreasury(billId);
      for (const payment of payments) await takePayment(number, payment, settle);
      await takeUnpaid(number, payments, settle);
    }
  } catch (error) {
    // Called off with the run: the next one asks again.
    await settle(
      (now) => ({ ...now, isPaymentTold: true }),
      () => undefined,
    );
    throw error;
  }
}

async function takePayment(number: number, payment: Payment, settle: Settle): Promise<void> {
  const at = Date.now();
  const taken = (now: RequestCase) => paid(now, number, payment, { at, on: bangkokDate(at) });
  let outcome: ReturnType<typeof taken>;
  await settle(
    (now) => {
      outcome = taken(now);
      return outcome?.request;
    },
    () => (outcome === undefined ? undefined : { kind: outcome.outcome, of: `${number}`, at }),
  );
}

/**
 * The treasury has no payment that stands for a bill, only money to be given back or none: a payment
 * that was there is disproved, and a bill whose time is over ends now. Nobody lapses while the treasury
 * cannot be asked.
 */
async function takeUnpaid(
  number: number,
  payments: readonly Payment[],
  settle: Settle,
): Promise<void> {
  const at = Date.now();
  const when = { at, on: bangkokDate(at) };
  let kind: 'paymentDisproved' | 'billExpired' = 'paymentDisproved';
  await settle(
    (now) => {
      const bill = now.bills.find((one) => one.number === number);
      if (bill === undefined) return undefined;
      if (bill.status === 'unconfirmed') {
        const isThere = payments.some((one) => one.transactionId === bill.transactionId);
        return isThere ? undefined : disproved(now, number, when);
      }
      if (isEnd(now.state)) return undefined;
      const isOver = bill.status === 'issued' && bill.until !== null && when.on > bill.until;
      if (!isOver) return undefined;
      kind = 'billExpired';
      return billEnded(now, number, when);
    },
    () => ({ kind, of: `${number}`, at }),
  );
}
