import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coveredYears, holidays } from '../../../contracts/calendar/holidays.js';

/**
 * The table against PyPI's `holidays`: `npm run cross-check`. Needs Python 3 and PyPI. Ends with 1 when
 * there is a difference that is not known, or a known one is gone.
 */

const release = '0.105';

/** Days on which the two differ, and why ours is right. */
const known: Readonly<Record<string, string>> = {
  '2025-05-01': 'Labour Day is no government holiday (thai-domain.md §3.2)',
  '2026-05-01': 'Labour Day is no government holiday (thai-domain.md §3.2)',
  '2027-05-03': 'the substitution of Labour Day is none either',
};

const script = `
import holidays, json
years = range(${coveredYears.from}, ${coveredYears.to} + 1)
found = holidays.country_holidays('TH', years=years, categories=('public', 'government'))
print(json.dumps({str(day): found[day] for day in found if day.weekday() < 5}))
`;

function theirs(): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'prasan-holidays-'));
  const python = join(folder, 'bin', 'python');
  try {
    execFileSync('python3', ['-m', 'venv', folder]);
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', `holidays==${release}`]);
    const said = execFileSync(python, ['-c', script], { encoding: 'utf8' });
    return JSON.parse(said) as Record<string, string>;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const other = theirs();
const ours = new Map(holidays.map(({ date, name }) => [date, name.en]));
const differing = [...new Set([...ours.keys(), ...Object.keys(other)])]
  .filter((date) => ours.has(date) !== date in other)
  .sort();
for (const date of differing) {
  const who = ours.has(date) ? `ours alone: ${ours.get(date)}` : `theirs alone: ${other[date]}`;
  console.log(`${date} ${who}; ${known[date] ?? 'NOT KNOWN'}`);
}
const gone = Object.keys(known).filter((date) => !differing.includes(date));
for (const date of gone) console.log(`${date} no longer differs`);
const unknown = differing.filter((date) => !(date in known));
console.log(
  `${ours.size} days; holidays ${release}; ${differing.length} differ, ${unknown.length} not known`,
);
process.exitCode = unknown.length + gone.length === 0 ? 0 : 1;
