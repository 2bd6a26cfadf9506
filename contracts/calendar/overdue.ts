import { dateOf, parseDay } from './days.js';
import type { Explained } from './explanation.js';
import { step } from './explanation.js';

/** Days between two delay letters (LFA s.10(2)). */
export const letterEveryDays = 7;

/** A case that is past its due date. */
export interface OverdueQuestion {
  /** `YYYY-MM-DD`: the due date of the official. */
  readonly due: string;
  /** `YYYY-MM-DD`: when the case was finished. */
  readonly finishedOn?: string | undefined;
  /** `YYYY-MM-DD`: while it is not finished, letters are listed up to the next after this day. */
  readonly on?: string | undefined;
  /** `YYYY-MM-DD`: days on which letters were really sent. */
  readonly sentOn?: readonly string[];
}

/** One letter that is owed. */
export interface DelayLetter {
  /** `YYYY-MM-DD`: the last day on which it is in time. */
  readonly dueBy: string;
  /** `YYYY-MM-DD`: the letter that serves it; null when none did. */
  readonly servedOn: string | null;
  /** Its day is over and no letter served it: the flag of LFA s.10(4) stands. */
  readonly isFlagged: boolean;
}

/** When each delay letter is owed, and which were served. */
export interface DelayNotices {
  /** `YYYY-MM-DD` */
  readonly overdueFrom: string;
  readonly dueBy: readonly string[];
  readonly letters: readonly DelayLetter[];
}

/**
 * The letters of delay: owed by due date + 7, + 14 … calendar days until the case is finished,
 * whenever earlier ones were really sent (C10). Without `finishedOn` and `on` it is the first.
 *
 * @throws CalendarError when a date is none
 */
export function delayNotices(question: OverdueQuestion): Explained<DelayNotices> {
  const due = parseDay(question.due, 'due');
  const { finishedOn, on, sentOn = [] } = question;
  const finished = finishedOn === undefined ? undefined : parseDay(finishedOn, 'finishedOn');
  const asOf = on === undefined ? due : parseDay(on, 'on');
  const sent = sentOn.map((date, index) => parseDay(date, `sentOn[${index}]`));
  const letters: DelayLetter[] = [];
  for (let day = due + letterEveryDays; ; day += letterEveryDays) {
    const isOwed =
      finished === undefined ? day - letterEveryDays <= Math.max(asOf, due) : day < finished;
    if (!isOwed) break;
    const serving = sent.find((one) => one > day - letterEveryDays && one <= day);
    letters.push({
      dueBy: dateOf(day),
      servedOn: serving === undefined ? null : dateOf(serving),
      isFlagged: serving === undefined && day < (finished ?? asOf),
    });
  }
  const dueBy = letters.map((letter) => letter.dueBy);
  return {
    answer: { overdueFrom: dateOf(due + 1), dueBy, letters },
    explanation: [
      step('asked', 'LFA-10-2', {
        of: finishedOn === undefined ? 'lettersSoFar' : 'letters',
        ...{ date: dateOf(due), to: dateOf(finished ?? Math.max(asOf, due)) },
      }),
      ...dueBy.map((date) => step('letter', 'C10', { date })),
      step('answer', 'LFA-10-2', { amount: dueBy.length, of: 'letters' }),
    ],
  };
}
