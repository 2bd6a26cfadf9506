import {
  dateOf,
  dayOf,
  dayOfParts,
  lastDayOfMonth,
  partsOf,
  weekdayOf,
} from '../../contracts/calendar/days.js';
import type { Step } from '../../contracts/calendar/explanation.js';

const monthsMax = 6;
const weekdays = {
  th: ['จ.', 'อ.', 'พ.', 'พฤ', 'ศ.', 'ส.', 'อา'],
  en: ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'],
};
const legend = {
  th: '[ ] วันสุดท้าย   > วันที่เกิดเหตุ   ไม่มีเครื่องหมาย: วันที่นับ   x ไม่นับ   . ไม่เกี่ยวข้อง',
  en: '[ ] last day   > day of the event   unmarked: counted   x not counted   . not in the period',
};

const tooLong = {
  th: `(ภาพปฏิทินแสดงไม่เกิน ${monthsMax} เดือน)`,
  en: `(The picture shows ${monthsMax} months at the most.)`,
};

/** The months of a period as people have them on the wall: counted, skipped and last days. */
export function monthPicture(
  steps: readonly Step[],
  from: string,
  end: string,
  language: 'th' | 'en',
): string {
  const first = dayOf(from.slice(0, 10));
  const last = dayOf(end.slice(0, 10));
  const skipped = new Set(
    steps
      .filter(({ step }) => step === 'dayOff' || step === 'outside' || step === 'rolled')
      .map(({ date }) => dayOf((date ?? '').slice(0, 10))),
  );
  const start = partsOf(first);
  const months = monthsBetween(first, last);
  if (months > monthsMax) return tooLong[language];
  const pictures = Array.from({ length: months }, (_, index) =>
    oneMonth(start.year, start.month + index, { first, last, skipped }, language),
  );
  return [...pictures, legend[language]].join('\n\n');
}

function monthsBetween(first: number, last: number): number {
  const from = partsOf(first);
  const to = partsOf(last);
  return (to.year - from.year) * 12 + to.month - from.month + 1;
}

interface Marked {
  readonly first: number;
  readonly last: number;
  readonly skipped: ReadonlySet<number>;
}

function oneMonth(year: number, month: number, marked: Marked, language: 'th' | 'en'): string {
  const begin = dayOfParts(year, month, 1);
  const title = new Intl.DateTimeFormat(language === 'th' ? 'th-TH-u-ca-buddhist' : 'en-GB', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(Date.parse(`${dateOf(begin)}T00:00:00Z`));
  const days = Array.from({ length: lastDayOfMonth(year, month) }, (_, index) =>
    cell(begin + index, index + 1, marked),
  );
  const blanks = Array.from({ length: (weekdayOf(begin) + 6) % 7 }, () => '    ');
  const cells = [...blanks, ...days];
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) =>
    cells
      .slice(week * 7, week * 7 + 7)
      .join('')
      .trimEnd(),
  );
  const head = weekdays[language]
    .map((name) => ` ${name} `)
    .join('')
    .trimEnd();
  return [title, head, ...weeks].join('\n');
}

function cell(day: number, dayOfMonth: number, { first, last, skipped }: Marked): string {
  const text = String(dayOfMonth).padStart(2);
  if (day === last) return `[${text}]`;
  if (day === first) return `>${text} `;
  if (skipped.has(day)) return `x${text} `;
  return day > first && day < last ? ` ${text} ` : `.${text} `;
}
