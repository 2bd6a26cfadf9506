import type { Days } from '../../../infra/postgres/read-model.js';

/** Languages of the page. */
export const languages = ['th', 'en'] as const;
/** A language of the page. */
export type Language = (typeof languages)[number];

const timeZone = 'Asia/Bangkok';
/** Thai dates are of the Buddhist era; the store knows none. */
const locales = { th: 'th-TH-u-ca-buddhist-nu-latn', en: 'en-GB' } as const;

const numbers = new Intl.NumberFormat('en-US');
const days = formats({ day: 'numeric', month: 'short', year: 'numeric', timeZone });
const moments = formats({
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
  timeZone,
});

function formats(options: Intl.DateTimeFormatOptions): Record<Language, Intl.DateTimeFormat> {
  return {
    th: new Intl.DateTimeFormat(locales.th, options),
    en: new Intl.DateTimeFormat(locales.en, options),
  };
}

/** A whole number with its thousands apart. */
export function formatNumber(value: number): string {
  return numbers.format(value);
}

/** A day (`YYYY-MM-DD`) or a moment (RFC 3339) as a day in Bangkok. */
export function formatDay(date: string, language: Language): string {
  const parts = days[language].formatToParts(new Date(date));
  return withoutEra(parts);
}

/** One day, or from the first day to the last. */
export function formatDays({ from, to }: Days, language: Language): string {
  const [first, last] = [formatDay(from, language), formatDay(to, language)];
  return from === to ? first : `${first} – ${last}`;
}

/** A fiscal year, which is always of the Buddhist era: English says so. */
export function formatFiscalYear(year: number, language: Language): string {
  return language === 'th' ? `${year}` : `B.E. ${year}`;
}

/** A moment (RFC 3339) as day and time in Bangkok. */
export function formatMoment(at: string, language: Language): string {
  const text = withoutEra(moments[language].formatToParts(new Date(at)));
  return language === 'th' ? `${text} น.` : text;
}

/** The year alone says the era in Thai use: 2569, not "2569 พ.ศ.". */
function withoutEra(parts: Intl.DateTimeFormatPart[]): string {
  return parts
    .filter((part) => part.type !== 'era')
    .map((part) => part.value)
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A text in Thai and, where there is one, in English. */
export interface PartLabel {
  readonly th: string;
  readonly en?: string | undefined;
}

/** The text of a label; a name that has no English stays Thai. */
export function inLanguage(label: PartLabel, language: Language): string {
  return language === 'en' ? (label.en ?? label.th) : label.th;
}
