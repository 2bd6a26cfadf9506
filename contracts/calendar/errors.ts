import type { Label } from './label.js';

/** Everything that can be wrong with a question to the calendar, by a stable code. */
export const calendarErrorCodes = [
  'amountNotPositive',
  'amountNotWhole',
  'amountTooLarge',
  'noSuchDate',
  'notADate',
  'notAnInstant',
  'offsetMissing',
  'timeMissing',
  'unknownUnit',
  'unitNotHere',
  'unknownParty',
  'unknownRegime',
  'regimeMissing',
  'yearNotCovered',
  'endsBeforeItBegins',
  'factsOutOfOrder',
  'tooLateToWithdraw',
  'notASpecialHoliday',
  'yearBefore2484',
  'twoDigitYear',
  'eraContradicts',
  'unknownMonth',
  'unknownQuestion',
  'notJson',
  'invalid',
] as const;

/** Stable code of a fault in a question to the calendar. */
export type CalendarErrorCode = (typeof calendarErrorCodes)[number];

/**
 * A question that the calendar cannot answer: never a guess. The same in the CLI, the gateway and
 * a workflow's activity.
 */
export class CalendarError extends Error {
  override readonly name = 'CalendarError';
  readonly code: CalendarErrorCode;
  /** Path of the field at fault, e.g. `amount` or `facts.filedAt`. */
  readonly field: string;
  /** What is wrong and what would be right, in Thai and English. */
  readonly details: Label;

  constructor(code: CalendarErrorCode, field: string, details: Label) {
    super(details.en);
    this.code = code;
    this.field = field;
    this.details = details;
  }

  /** For machines: code, field and the sentence in both languages. */
  toJSON(): { code: string; field: string; message: string; details: Label } {
    return { code: this.code, field: this.field, message: this.message, details: this.details };
  }
}
