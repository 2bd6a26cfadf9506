import type { Calendar } from './calendar.js';
import { dateOf, parseDay } from './days.js';
import { CalendarError } from './errors.js';
import type { Explained } from './explanation.js';
import { step } from './explanation.js';
import type { Unit } from './period.js';
import { needAmount } from './period.js';

/**
 * Counts back from an expiry: "may be filed 90 days before" opens at expiry minus 90 calendar days,
 * the day of expiry out, without a roll (C13).
 *
 * @throws CalendarError for another unit than DAY, or what is no date
 */
export function countBack(question: {
  readonly from: string;
  readonly amount: number;
  readonly unit: Unit;
}): Explained<{ readonly opens: string }> {
  const { amount, unit } = question;
  const day = parseDay(question.from, 'from');
  if (unit !== 'DAY') {
    throw new CalendarError('unitNotHere', 'unit', {
      th: `unit: นับย้อนเป็น ${unit} ไม่ได้ ใช้ DAY`,
      en: `unit: counting back in ${unit} is unknown; use DAY`,
    });
  }
  needAmount(amount, unit);
  const opens = dateOf(day - amount);
  return {
    answer: { opens },
    explanation: [
      step('asked', 'C13', { date: dateOf(day), amount, unit }),
      step('back', 'C13', { date: dateOf(day), to: opens, amount }),
      step('answer', 'C13', { date: opens }),
    ],
  };
}

/**
 * The last working day of an agency on or before a date: for reminders, which come early rather than
 * late. In a year whose holidays are not known it is the last weekday.
 */
export function workingDayUntil(calendar: Calendar, date: string): string {
  let day = parseDay(date, 'date');
  while (calendar.isKnown(day) && calendar.dayOff(day, 'agency') !== undefined) day -= 1;
  return dateOf(day);
}
