import { dateOf, parseEither, parseMoment } from './days.js';
import { CalendarError } from './errors.js';

/** A wait of the case. */
export interface Wait {
  /** `YYYY-MM-DD`: day of its record. */
  readonly from: string;
  /** `YYYY-MM-DD`: day of the fix; left out while it lasts. */
  readonly to?: string | undefined;
  /** An unrecorded wait counts, and so does one under the officer-fault exception. */
  readonly recorded: boolean;
}

/** What has happened; what has not yet is left out. Days are `YYYY-MM-DD`. */
export interface CaseFacts {
  /** Instant. */
  readonly filedAt: string;
  readonly deficiencyRecordedOn?: string | undefined;
  /** Day, or instant (then received as a filing is). */
  readonly completeAt?: string | undefined;
  readonly billedOn?: string | undefined;
  readonly paidOn?: string | undefined;
  readonly waits?: readonly Wait[] | undefined;
  readonly decidedOn?: string | undefined;
  readonly notifiedOn?: string | undefined;
  /** How the decision was sent; electronic when left out (C11). By post, `notifiedOn` is the posting. */
  readonly notifiedBy?: 'ELECTRONIC' | 'POST' | 'POST_ABROAD' | undefined;
  /** Whether the decision says how to appeal (s.40); true when left out. */
  readonly appealInformation?: boolean | undefined;
  readonly appealInformationOn?: string | undefined;
  /** Day or instant. */
  readonly appealedAt?: string | undefined;
  /** Day on which the superior received the file. */
  readonly fileReceivedOn?: string | undefined;
  readonly appealDecidedOn?: string | undefined;
  readonly appealNotifiedOn?: string | undefined;
}

/**
 * Facts in an order that can be.
 *
 * @throws CalendarError `factsOutOfOrder`, or for what is no date
 */
export function checkedFacts(facts: CaseFacts): CaseFacts {
  const filed = dateOf(parseMoment(facts.filedAt, 'facts.filedAt').day);
  const order = [
    ['filedAt', filed],
    ['deficiencyRecordedOn', facts.deficiencyRecordedOn],
    ['completeAt', facts.completeAt],
    ['decidedOn', facts.decidedOn],
    ['notifiedOn', facts.notifiedOn],
    ['appealedAt', facts.appealedAt],
    ['fileReceivedOn', facts.fileReceivedOn],
    ['appealDecidedOn', facts.appealDecidedOn],
    ['appealNotifiedOn', facts.appealNotifiedOn],
  ] as const;
  let before = { name: 'filedAt', date: filed };
  for (const [name, given] of order) {
    if (given === undefined) continue;
    const date = dateOf(parseEither(given, `facts.${name}`).day);
    if (date < before.date) throw outOfOrder(name, date, before);
    before = { name, date };
  }
  const { billedOn, paidOn } = facts;
  if (paidOn !== undefined && billedOn !== undefined && paidOn < billedOn) {
    throw outOfOrder('paidOn', paidOn, { name: 'billedOn', date: billedOn });
  }
  return facts;
}

function outOfOrder(
  name: string,
  date: string,
  before: { name: string; date: string },
): CalendarError {
  return new CalendarError('factsOutOfOrder', `facts.${name}`, {
    th: `facts.${name}: ${date} อยู่ก่อน ${before.name} (${before.date})`,
    en: `facts.${name}: ${date} lies before ${before.name} (${before.date})`,
  });
}
