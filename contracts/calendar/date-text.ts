import { dateOf, existingDay, lastDayOfMonth } from './days.js';
import { CalendarError } from './errors.js';
import type { Explained } from './explanation.js';
import { step } from './explanation.js';

/** From this year on (B.E.) the year begins on 1 January; before, on 1 April. */
const eraMin = 2484;
const commonMin = 1941;
const commonMax = 2200;
const buddhistOffset = 543;

const months: ReadonlyMap<string, number> = new Map(
  [
    ['มกราคม', 'ม.ค.', 'january', 'jan'],
    ['กุมภาพันธ์', 'ก.พ.', 'february', 'feb'],
    ['มีนาคม', 'มี.ค.', 'march', 'mar'],
    ['เมษายน', 'เม.ย.', 'april', 'apr'],
    ['พฤษภาคม', 'พ.ค.', 'may', 'may'],
    ['มิถุนายน', 'มิ.ย.', 'june', 'jun'],
    ['กรกฎาคม', 'ก.ค.', 'july', 'jul'],
    ['สิงหาคม', 'ส.ค.', 'august', 'aug'],
    ['กันยายน', 'ก.ย.', 'september', 'sep'],
    ['ตุลาคม', 'ต.ค.', 'october', 'oct'],
    ['พฤศจิกายน', 'พ.ย.', 'november', 'nov'],
    ['ธันวาคม', 'ธ.ค.', 'december', 'dec'],
  ].flatMap((names, index) => names.map((name) => [name, index + 1] as const)),
);

const thaiDigits = '๐๑๒๓๔๕๖๗๘๙';

/** What is known of a text beforehand. */
export interface DateTextOptions {
  /** The field says which era its years are in; a year of the other is refused. */
  readonly era?: 'BE' | 'CE';
}

/**
 * Reads a date as people write it (C18): `29/02/2567`, `29 กุมภาพันธ์ พ.ศ. 2567`, `๒๙ ก.พ. ๒๕๖๗`.
 *
 * @returns `YYYY-MM-DD`, C.E.
 * @throws CalendarError with the likely meaning
 */
export function readDate(
  text: string,
  { era }: DateTextOptions = {},
  field = 'text',
): Explained<{ readonly date: string }> {
  const parts = partsOfText(text, field);
  const year = commonYear(parts, era ?? parts.era, text, field);
  const date = dateOf(dayOfText(year, parts, text, field));
  return {
    answer: { date },
    explanation: [step('read', 'C18', { of: text, to: date }), step('answer', 'C18', { date })],
  };
}

/** A day that has to exist; said in the words of the text, with what may be meant. */
function dayOfText(year: number, parts: DateParts, text: string, field: string): number {
  const { dayOfMonth, month } = parts;
  try {
    return existingDay(year, month, dayOfMonth, field);
  } catch (error) {
    if (!(error instanceof CalendarError) || error.code !== 'noSuchDate') throw error;
    const isTurned = month > 12 && month <= 31 && dayOfMonth <= 12;
    const meant = isTurned
      ? `${month}/${dayOfMonth}/${parts.year}`
      : `${lastDayOfMonth(year, month)}/${month}/${parts.year}`;
    const isMonth = isTurned || (month >= 1 && month <= 12);
    const hint = isMonth ? { th: ` หมายถึง ${meant} หรือไม่`, en: `; is ${meant} meant?` } : undefined;
    throw new CalendarError('noSuchDate', field, {
      th: `${field}: ไม่มีวันที่ "${text}"${hint?.th ?? ' (เดือนคือ 1–12)'}`,
      en: `${field}: there is no day "${text}"${hint?.en ?? ' (months are 1 to 12)'}`,
    });
  }
}

interface DateParts {
  readonly dayOfMonth: number;
  readonly month: number;
  readonly year: string;
  readonly era: 'BE' | 'CE' | undefined;
}

const numeric = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d+)$/;
const worded =
  /^(\d{1,2})\s*([\p{L}\p{M}.]+)\s*(พ\s*\.?\s*ศ\s*\.?|ค\s*\.?\s*ศ\s*\.?|B\.?E\.?|A\.?D\.?|C\.?E\.?)?\s*(\d+)$/iu;

function partsOfText(text: string, field: string): DateParts {
  const plain = text
    .normalize('NFC')
    .replaceAll(/[๐-๙]/g, (digit) => String(thaiDigits.indexOf(digit)))
    .replaceAll(/[\s\u00a0\u200b]+/g, ' ')
    .trim()
    .replace(/^วันที่\s*/, '')
    .replace(/\s*เดือน\s*/, ' ');
  const byNumber = numeric.exec(plain);
  if (byNumber !== null) {
    const [, dayOfMonth = '', month = '', year = ''] = byNumber;
    return { dayOfMonth: Number(dayOfMonth), month: Number(month), year, era: undefined };
  }
  const byWord = worded.exec(plain);
  if (byWord === null) {
    throw new CalendarError('notADate', field, {
      th: `${field}: อ่าน "${text}" เป็นวันที่ไม่ได้ เขียนเช่น 29/02/2567 หรือ 29 กุมภาพันธ์ 2567`,
      en: `${field}: "${text}" is no date; write it like 29/02/2567 or 29 กุมภาพันธ์ 2567`,
    });
  }
  const [, dayOfMonth = '', name = '', era, year = ''] = byWord;
  return {
    dayOfMonth: Number(dayOfMonth),
    month: monthOf(name, field),
    year,
    era: era === undefined ? undefined : /พ|B/i.test(era) ? 'BE' : 'CE',
  };
}

function monthOf(name: string, field: string): number {
  const month = months.get(name.toLowerCase());
  if (month !== undefined) return month;
  throw new CalendarError('unknownMonth', field, {
    th: `${field}: ไม่รู้จักเดือน "${name}" เขียนเช่น กุมภาพันธ์ หรือ ก.พ.`,
    en: `${field}: there is no month "${name}"; write it like กุมภาพันธ์, ก.พ. or February`,
  });
}

function commonYear(
  parts: DateParts,
  era: 'BE' | 'CE' | undefined,
  text: string,
  field: string,
): number {
  const year = Number(parts.year);
  const { length } = parts.year;
  if (length !== 4) {
    const meant = length === 2 ? ` (${2500 + year} = ${1957 + year}?)` : '';
    throw new CalendarError('twoDigitYear', field, {
      th: `${field}: ปีใน "${text}" ต้องมีสี่หลัก${meant}`,
      en: `${field}: the year in "${text}" must have four digits${meant}`,
    });
  }
  const isBuddhist = year >= eraMin;
  if (!isBuddhist && (year < commonMin || year > commonMax)) {
    throw new CalendarError('yearBefore2484', field, {
      th: `${field}: ปี ${year} ไม่รับ: พ.ศ. ก่อน ${eraMin} ปีเริ่ม 1 เมษายน; ค.ศ. ใช้ ${commonMin}–${commonMax}`,
      en: `${field}: year ${year} is refused: before B.E. ${eraMin} the year began on 1 April; C.E. years are ${commonMin} to ${commonMax}`,
    });
  }
  if (era !== undefined && (era === 'BE') !== isBuddhist) {
    const other = isBuddhist ? year - buddhistOffset : year + buddhistOffset;
    throw new CalendarError('eraContradicts', field, {
      th: `${field}: ${year} ไม่ใช่ปี${era === 'BE' ? ' พ.ศ.' : ' ค.ศ.'} หมายถึง ${other} หรือไม่`,
      en: `${field}: ${year} is no year of ${era === 'BE' ? 'B.E.' : 'C.E.'}; is ${other} meant?`,
    });
  }
  return isBuddhist ? year - buddhistOffset : year;
}

const dateFormats = {
  th: new Intl.DateTimeFormat('th-TH-u-ca-buddhist', { dateStyle: 'long', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }),
};

/** A date for people: in Thai with the Buddhist year, in English with the common one. */
export function dateText(date: string, language: 'th' | 'en'): string {
  return dateFormats[language].format(Date.parse(`${date.slice(0, 10)}T00:00:00.000Z`));
}
