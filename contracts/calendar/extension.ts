import type { Calendar } from './calendar.js';
import { closesMs, dateOf, parseDay, parseEither } from './days.js';
import { CalendarError } from './errors.js';
import type { Explained, Step } from './explanation.js';
import { step } from './explanation.js';
import type { Party, Unit } from './period.js';
import { dueOf, needAmount, settleLastDay } from './period.js';

/** What a regime or manual allows. */
export interface ExtensionLimits {
  /** How often at the most. */
  readonly max: number;
  /** How long each may be at the most. */
  readonly amount: number;
  readonly unit: Unit;
}

/** A notice of extension. */
export interface ExtensionNotice {
  /** Date, or instant: until closing (16:30) of the last day. */
  readonly on: string;
  /** It states a reason. */
  readonly reason: boolean;
  /** How long; the most that is allowed when left out. */
  readonly amount?: number;
}

/** A current due date and the notices, in order. */
export interface ExtensionQuestion extends ExtensionLimits {
  /** `YYYY-MM-DD`: an official's current due date, or a citizen's rolled last day. */
  readonly due: string;
  readonly party: Party;
  readonly notices: readonly ExtensionNotice[];
}

/** What became of each notice: the new due date, or refused; never cut down (C9). */
export interface Extended {
  readonly results: readonly string[];
  readonly due: string;
}

/** What stands for a notice that is refused. */
export const rejected = 'REJECTED';

/**
 * Extends a due date by notices with reason (R8, C9).
 *
 * @throws CalendarError when a date or an amount cannot be
 */
export function extend(calendar: Calendar, question: ExtensionQuestion): Explained<Extended> {
  const { unit, party, max, notices } = question;
  needDayUnit(unit);
  needAmount(question.amount, unit);
  if (!Number.isInteger(max) || max < 0) {
    throw new CalendarError('amountNotWhole', 'max', {
      th: `max: ${max} ไม่ได้ ต้องเป็นจำนวนเต็ม 0 ขึ้นไป`,
      en: `max: ${max} cannot be; it must be a whole number, 0 or more`,
    });
  }
  const given = parseDay(question.due, 'due');
  const steps: Step[] = [
    step('asked', 'C9', { date: question.due, amount: question.amount, unit, party }),
  ];
  let due = dateOf(settleLastDay(calendar, given, party, steps));
  let accepted = 0;
  const results = notices.map((notice, index) => {
    const amount = notice.amount ?? question.amount;
    const fault = faultOf(notice, index, { due, amount, accepted, question });
    if (fault !== undefined) {
      steps.push(step('rejected', 'C9', { date: notice.on, of: fault }));
      return rejected;
    }
    accepted += 1;
    const longer = dueOf(calendar, { from: due, amount, unit, party });
    due = 'due' in longer.answer ? longer.answer.due : due;
    steps.push(
      ...longer.explanation,
      step('extended', 'R8', { date: notice.on, to: due, amount, unit }),
    );
    return due;
  });
  steps.push(step('answer', 'C9', { date: due, calendar: calendar.version }));
  return { answer: { results, due }, explanation: steps };
}

/** Why a notice is refused. */
type ExtensionFault = 'tooLate' | 'noReason' | 'tooMany' | 'tooLong';

function faultOf(
  notice: ExtensionNotice,
  index: number,
  now: {
    readonly due: string;
    readonly amount: number;
    readonly accepted: number;
    readonly question: ExtensionQuestion;
  },
): ExtensionFault | undefined {
  const { day, ms } = parseEither(notice.on, `notices[${index}].on`);
  needAmount(now.amount, now.question.unit, `notices[${index}].amount`);
  const last = parseDay(now.due, 'due');
  if (day > last || (day === last && ms !== undefined && ms > closesMs)) return 'tooLate';
  if (!notice.reason) return 'noReason';
  if (now.accepted >= now.question.max) return 'tooMany';
  return now.amount > now.question.amount ? 'tooLong' : undefined;
}

function needDayUnit(unit: Unit): void {
  if (unit === 'DAY' || unit === 'WORKING_DAY' || unit === 'MONTH' || unit === 'YEAR') return;
  throw new CalendarError('unitNotHere', 'unit', {
    th: `unit: ขยายเวลาเป็น ${unit} ไม่ได้ ใช้ DAY, WORKING_DAY, MONTH หรือ YEAR`,
    en: `unit: an extension in ${unit} is unknown; use DAY, WORKING_DAY, MONTH or YEAR`,
  });
}
