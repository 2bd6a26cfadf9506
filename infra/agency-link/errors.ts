import type { AgencyRefusal } from '../../contracts/agency-link/statuses.js';
import type { NoAnswer } from '../http/signed-call.js';

/**
 * Why an agency's system counts as away; `circuitOpen` and `tooManyCalls`: it was not called at all,
 * `notConfigured`: no endpoint is set for it yet.
 */
export type AwayReason = NoAnswer | 'circuitOpen' | 'tooManyCalls' | 'notConfigured';

/** The agency's system gives no answer that counts. The call is to be made again, for days. */
export class AgencyAway extends Error {
  override readonly name = 'AgencyAway';
  readonly agencyId: string;
  readonly reason: AwayReason;
  /** Before then another call is in vain, milliseconds from now. */
  readonly retryAfterMs: number | undefined;

  constructor(agencyId: string, reason: AwayReason, retryAfterMs?: number) {
    super(`The system of ${agencyId} does not answer: ${reason}`);
    this.agencyId = agencyId;
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The agency's system refuses for good. Of what it said only the code is kept: it may hold persons. */
export class AgencyRefused extends Error {
  override readonly name = 'AgencyRefused';
  readonly agencyId: string;
  readonly reason: AgencyRefusal;
  readonly status: number;

  constructor(agencyId: string, reason: AgencyRefusal, status: number) {
    super(`The system of ${agencyId} refuses: ${reason} (${status})`);
    this.agencyId = agencyId;
    this.reason = reason;
    this.status = status;
  }
}
