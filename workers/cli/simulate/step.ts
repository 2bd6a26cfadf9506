import type { AppealAction } from '../../../contracts/lifecycles/appeal/table.js';
import type { RequestAction } from '../../../contracts/lifecycles/request/table.js';
import type { AppealShown } from '../appeal-answers.js';
import type { RequestShown } from '../request-answers.js';
import type { Person } from './people.js';

/** A request as the persons see it, with the appeal against its order where there is one. */
export interface Seen {
  readonly request: RequestShown;
  /** `undefined`: none was filed here, or it has not begun yet. */
  readonly appeal: AppealShown | undefined;
  /** When it was looked at, milliseconds since the epoch. */
  readonly at: number;
  /** The day then, Asia/Bangkok, `YYYY-MM-DD`. */
  readonly today: string;
}

/** How a bill is paid at the bank. */
export interface PaymentManner {
  readonly times: number;
  /** Baht and satang; what the bill says when left out. */
  readonly amount?: string;
  readonly isConfirmed: boolean;
}

/** Something that somebody does, to the request or to its appeal. */
export interface Act {
  readonly kind: 'act';
  readonly by: Person;
  readonly action: RequestAction | AppealAction;
  readonly onAppeal: boolean;
  /** What of the body is not as in the example. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What comes next in the life of a request. */
export type Step =
  | Act
  | {
      readonly kind: 'pay';
      readonly bill: number;
      readonly ref1: string;
      readonly money: string;
      readonly manner: PaymentManner;
    }
  /** The world outside is at it and has done within seconds. */
  | { readonly kind: 'wait'; readonly for: 'treasury' | 'agencySystem' | 'appeal' };

/** What was done in a request so far, and what turned out to be of no use. */
export class Memory {
  private readonly counts = new Map<string, number>();
  private readonly vain = new Set<string>();

  /** How often an act was taken, or a bill paid (`pay`). */
  count(what: string): number {
    return this.counts.get(what) ?? 0;
  }

  did(what: string): void {
    this.counts.set(what, this.count(what) + 1);
  }

  /** It is not possible in this request: nobody tries again. */
  isVain(what: string): boolean {
    return this.vain.has(what);
  }

  giveUp(what: string): void {
    this.vain.add(what);
  }
}

/** An act on a request. */
export function act(
  by: Person,
  action: RequestAction,
  fields: Readonly<Record<string, unknown>> = {},
): Act {
  return { kind: 'act', by, action, onAppeal: false, fields };
}
