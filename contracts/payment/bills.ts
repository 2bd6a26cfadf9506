import { z } from 'zod';
import { Moment } from '../agency-link/fields.js';
import { HttpUrl, ShortText } from '../commands/fields.js';
import { Money, PaidMoney } from './money.js';

/**
 * States of a bill. `PAID_UNCONFIRMED`: paid at a bank, not yet confirmed by the treasury, which may
 * still disprove it (then `BILLED` again). `EXPIRED`: unpaid at the end of its validity. `VOIDED`: by
 * us. Money that reaches an expired or voided bill is shown as PAID, and is to be given back.
 */
export const billStates = ['BILLED', 'PAID_UNCONFIRMED', 'PAID', 'EXPIRED', 'VOIDED'] as const;
/** State of a bill. */
export type BillState = (typeof billStates)[number];

/** A reference by which a bank knows a bill: at most 20 capital letters and digits. */
const Reference = z.string().regex(/^[0-9A-Z]{1,20}$/);

const references = {
  ref1: Reference.describe('Names the request; made from its id, without personal data'),
  ref2: Reference.describe('Names the fee and the number of the bill'),
};

/** A bill that is to be made, `POST {base}/bills`. A repeat has the same references. */
export const BillRequest = z.object({
  ...references,
  money: Money,
  validUntil: Moment.describe('From then on it cannot be paid any more'),
  callbackUrl: HttpUrl.describe('Where a payment is told, signed'),
});
/** A bill that is to be made. */
export type BillRequest = z.output<typeof BillRequest>;

/** A bill, as it was made. */
export const Bill = z.object({
  billId: ShortText.describe("Id of the bill in the treasury's system"),
  billerId: z
    .string()
    .regex(/^\d{15}$/)
    .describe('Biller id, 15 digits'),
  ...references,
  money: Money,
  validUntil: Moment,
  pdfUrl: HttpUrl.optional().describe('The bill as a document'),
});
/** A bill, as it was made. */
export type Bill = z.output<typeof Bill>;

/** Money that came in for a bill. */
const Payment = z.object({
  transactionId: ShortText,
  paidAt: Moment,
  money: PaidMoney.describe('What was paid, which may differ from the bill'),
  isConfirmed: z.boolean().describe('Whether the treasury has it'),
});

/**
 * A bill as it stands, `GET {base}/bills/{billId}` and `POST {base}/bills/{billId}/void`. Two
 * payments mean that it was paid twice.
 */
export const BillStatus = z.object({
  ...Bill.shape,
  state: z.enum(billStates),
  payments: z.array(Payment).max(100),
});
/** A bill as it stands. */
export type BillStatus = z.output<typeof BillStatus>;

/**
 * A payment told by the treasury, `POST /v1/payment-callbacks/{requestId}`, signed. It may come
 * before the bill's own answer, more than once, late, or not at all; it is a word to ask by, and what
 * counts is the bill's status.
 */
export const PaymentNotice = z.strictObject({
  billId: ShortText,
  ...references,
  paidAt: Moment,
  money: PaidMoney,
  transactionId: ShortText.describe('Id of the payment, the same at every repeat'),
});
/** A payment told by the treasury. */
export type PaymentNotice = z.output<typeof PaymentNotice>;

/** What a bill is asked for: it is one by request, fee and number. */
export interface BillOrder {
  readonly requestId: string;
  /** Id of the fee in the service's manual. */
  readonly feeId: string;
  /** 1 for the first bill of the fee, one more each time it is billed again; at most 999. */
  readonly number: number;
  readonly money: z.output<typeof Money>;
  /** From then on it cannot be paid any more, RFC 3339 with offset. */
  readonly validUntil: string;
}
