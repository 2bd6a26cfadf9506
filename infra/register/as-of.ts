import { basename } from 'node:path';
import { addDays, bangkokDate } from '../../contracts/civil-date.js';
import { CivilDate } from '../../contracts/commands/fields.js';
import { RegisterFileRefused } from './refused.js';

/**
 * The as-of date of an edition: what is said, else what its file's name says (`…-3-5-2026.xlsx`).
 *
 * @throws RegisterFileRefused when neither is a date
 */
export function asOfOf(path: string, said: string | undefined): string {
  return said === undefined ? asOfFromName(path) : checkedAsOf(said, '--as-of');
}

function asOfFromName(path: string): string {
  const name = basename(path);
  const iso = /(?<!\d)(?<year>\d{4})([-._])(?<month>\d{1,2})\2(?<day>\d{1,2})(?!\d)/.exec(name);
  const dga = /(?<!\d)(?<day>\d{1,2})([-._])(?<month>\d{1,2})\2(?<year>\d{4})(?!\d)/.exec(name);
  const { year, month, day } = (iso ?? dga)?.groups ?? {};
  if (year === undefined || month === undefined || day === undefined) {
    throw new RegisterFileRefused(
      `The name ${name} tells no as-of date (as services_all-3-5-2026.xlsx does); give --as-of YYYY-MM-DD`,
    );
  }
  return checkedAsOf(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, name);
}

/** An edition may be dated ahead, for years that are planned. */
const yearsAhead = 10;

function checkedAsOf(text: string, where: string): string {
  const parsed = CivilDate.safeParse(text);
  // A day far ahead is a slip, and would make every later edition an older one.
  const last = addDays(bangkokDate(Date.now()), yearsAhead * 366);
  const isFar = parsed.success && parsed.data > last;
  if (parsed.success && !isFar) return parsed.data;
  const why = parsed.error?.issues[0]?.message ?? `is more than ${yearsAhead} years from now`;
  throw new RegisterFileRefused(
    `The as-of date ${text} (${where}) ${why}; give --as-of YYYY-MM-DD`,
  );
}
