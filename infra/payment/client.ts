import type { z } from 'zod';
import type { Payments } from '../../activities/ports.js';
import type { SigningKey } from '../../contracts/agency-link/signature.js';
import type { BillOrder, BillRequest } from '../../contracts/payment/bills.js';
import { Bill, BillStatus } from '../../contracts/payment/bills.js';
import { billReferences, paymentCallbackPath } from '../../contracts/payment/references.js';
import type { Call } from '../http/signed-call.js';
import { below, callSigned } from '../http/signed-call.js';
import { PaymentAway, PaymentRefused } from './errors.js';

/** How the treasury is called. */
export interface PaymentOptions {
  /** Base URL of its API. */
  readonly url: string;
  readonly key: SigningKey;
  /** Base URL of our gateway, to which payments are told. */
  readonly gatewayUrl: string;
  readonly timeoutMs?: number;
}

/** Makes the client of the treasury (docs/agency-link.md, payment). */
export function createPayments(options: PaymentOptions): Payments {
  const { url, key, gatewayUrl, timeoutMs = 10_000 } = options;

  return {
    async createBill(order, signal) {
      const body = requestOf(order, gatewayUrl);
      const idempotencyKey = `${body.ref1}/${body.ref2}`;
      const bill = await call({ method: 'POST', body, idempotencyKey, signal }, 'bills', Bill);
      if (!isTheOne(bill, body)) throw new PaymentRefused('otherBill');
      return bill;
    },

    async query(billId, signal) {
      const path = `bills/${encodeURIComponent(billId)}`;
      return ownStatus(billId, await call({ method: 'GET', signal }, path, BillStatus));
    },

    async voidBill(billId, signal) {
      const path = `bills/${encodeURIComponent(billId)}/void`;
      const asked = { method: 'POST', body: {}, idempotencyKey: billId, signal } as const;
      return ownStatus(billId, await call(asked, path, BillStatus));
    },
  };

  async function call<Schema extends z.ZodType>(
    asked: Pick<Call, 'method' | 'body' | 'idempotencyKey' | 'signal'>,
    path: string,
    schema: Schema,
  ): Promise<z.output<Schema>> {
    const called = await callSigned({ ...asked, url: below(url, path), key, timeoutMs });
    if (called.kind === 'refused') throw new PaymentRefused(refusalOf(called.status));
    if (called.kind === 'away') throw new PaymentAway(called.reason, called.retryAfterMs);
    const parsed = schema.safeParse(called.body);
    // A page of maintenance with status 200, and the like.
    if (!parsed.success) throw new PaymentAway('unreadable');
    return parsed.data;
  }
}

function requestOf(order: BillOrder, gatewayUrl: string): BillRequest {
  const { money, validUntil } = order;
  const callbackUrl = below(gatewayUrl, paymentCallbackPath(order.requestId).slice(1));
  return { ...billReferences(order), money, validUntil, callbackUrl };
}

function isTheOne(bill: z.output<typeof Bill>, asked: BillRequest): boolean {
  return (
    bill.ref1 === asked.ref1 && bill.ref2 === asked.ref2 && bill.money.amount === asked.money.amount
  );
}

function ownStatus(
  billId: string,
  status: z.output<typeof BillStatus>,
): z.output<typeof BillStatus> {
  if (status.billId !== billId) throw new PaymentRefused('otherBill');
  return status;
}

function refusalOf(status: number): PaymentRefused['reason'] {
  if (status === 401 || status === 403) return 'notAuthorised';
  if (status === 404) return 'unknownBill';
  return status === 409 ? 'conflict' : 'other';
}
