import { z } from 'zod';
import { Money } from '../../../contracts/payment/money.js';
import { Manner } from './web.js';

const which = { billId: z.string().optional(), ref1: z.string().optional() };

/** `POST /dev/pay`: a payer pays at a bank; the bill by id, or the latest of a reference. */
export const PayScript = z.strictObject({
  ...which,
  /** What the bill says when left out. */
  money: Money.optional(),
  /** Whether the treasury has it; if not, `/dev/bill` confirms or disproves it. */
  isConfirmed: z.boolean().default(true),
  /** Now when left out. */
  paidAt: z.iso.datetime({ offset: true }).optional(),
  callbacks: z.enum(['once', 'twice', 'never', 'forged', 'stale', 'otherRequest']).default('once'),
  /** With `otherRequest`: to whose callback the payment is told. */
  otherRequestId: z.uuid().optional(),
  /** Milliseconds until it is told. */
  callbackAfterMs: z.int().min(0).max(86_400_000).default(0),
});
/** A payment that is scripted. */
export type PayScript = z.output<typeof PayScript>;

/** `POST /dev/bill`: what becomes of a bill without anybody paying. */
export const BillScript = z.strictObject({
  ...which,
  becomes: z.enum(['expired', 'confirmed', 'disproved']),
});

/** `POST /dev/treasury`: how the treasury behaves. */
export const TreasuryScript = z.strictObject({
  ...Manner.shape,
  /** Each new bill is paid, and the payment told, before the bill is answered. */
  paysBeforeAnswer: z.boolean().default(false),
});
/** How the treasury behaves. */
export type TreasuryScript = z.output<typeof TreasuryScript>;
