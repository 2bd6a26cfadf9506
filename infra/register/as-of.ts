import { basename } from 'node:path';
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
  const iso = /(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/.exec(name);
  const dga = /(?<!\d)(\d{1,2})-(\d{1,2})-(\d{4})(?!\d)/.exec(name);
  const [year, month, day] = iso?.slice(1) ?? dga?.slice(1).reverse() ?? [];
  if (year === undefined || month === undefined || day === undefined) {
    throw new RegisterFileRefused(
      `The name ${name} tells no as-of date (as services_all-3-5-2026.xlsx does); give --as-of YYYY-MM-DD`,
    );
  }
  return checkedAsOf(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, name);
}

function checkedAsOf(text: string, where: string): string {
  const parsed = CivilDate.safeParse(text);
  if (parsed.success) return parsed.data;
  const why = parsed.error.issues[0]?.message ?? 'is no date';
  throw new RegisterFileRefused(
    `The as-of date ${text} (${where}) ${why}; give --as-of YYYY-MM-DD`,
  );
}
