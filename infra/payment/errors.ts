import type { NoAnswer } from '../http/signed-call.js';

/** The treasury gives no answer that counts. The call is to be made again. */
export class PaymentAway extends Error {
  override readonly name = 'PaymentAway';
  readonly reason: NoAnswer | 'notConfigured';
  /** Before then another call is in vain, milliseconds from now. */
  readonly retryAfterMs: number | undefined;

  constructor(reason: NoAnswer | 'notConfigured', retryAfterMs?: number) {
    super(`The treasury does not answer: ${reason}`);
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * The treasury refuses for good; `conflict`: there is another bill of these references, `otherBill`:
 * it answered with a bill that is not the one that was asked for.
 */
export class PaymentRefused extends Error {
  override readonly name = 'PaymentRefused';
  readonly reason: 'conflict' | 'unknownBill' | 'notAuthorised' | 'otherBill' | 'other';

  constructor(reason: PaymentRefused['reason']) {
    super(`The treasury refuses: ${reason}`);
    this.reason = reason;
  }
}
