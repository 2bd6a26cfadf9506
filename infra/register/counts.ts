import type { Column, RegisterColumn } from './columns.js';
import type { Finding } from './findings.js';
import type { Checked } from './places.js';
import { entryFinding } from './places.js';
import type { ReferenceEntry, ReferenceList } from './references.js';
import type { RegisterRow } from './rows.js';

/** Counts and totals of the further sheets that differ from what their rows, and those of services, come to. */
export function countFindings({ rows, columns, references }: Checked): Finding[] {
  const { projects, agencies, ministries, statuses, reasons } = references;
  const services = (list: ReferenceList | undefined, column: RegisterColumn): Finding[] =>
    columns[column] === undefined ? [] : compare(list, column, 'serviceCount', tally(rows, column));
  const inList = (
    list: ReferenceList | undefined,
    column: 'agencyId' | 'ministryId',
    counted: Column,
    of: ReferenceList | undefined,
  ): Finding[] =>
    of?.columns[column] === undefined
      ? []
      : compare(list, column, counted, tally(textsOf(of), column));
  return [
    ...services(ministries, 'ministryId'),
    ...services(agencies, 'agencyId'),
    ...services(statuses, 'statusId'),
    ...services(reasons, 'reasonId'),
    ...inList(ministries, 'ministryId', 'agencyCount', agencies),
    ...inList(ministries, 'ministryId', 'projectCount', projects),
    ...inList(agencies, 'agencyId', 'projectCount', projects),
    ...[projects, agencies, ministries, statuses, reasons].flatMap(totalsOf),
  ];
}

function textsOf({ entries }: ReferenceList): readonly ReferenceEntry['texts'][] {
  return entries.map(({ texts }) => texts);
}

function tally<C extends Column>(
  rows: readonly (RegisterRow | Readonly<Partial<Record<C, string>>>)[],
  column: C & RegisterColumn,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const id = row[column] ?? '';
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

function compare(
  list: ReferenceList | undefined,
  column: Column,
  counted: Column,
  counts: ReadonlyMap<string, number>,
): Finding[] {
  if (list === undefined) return [];
  return list.entries.flatMap((entry) => {
    const told = entry.numbers[counted];
    const count = counts.get(entry.texts[column] ?? '') ?? 0;
    return told === undefined || told === count ? [] : [differs(list, entry, counted, told, count)];
  });
}

/** A list's own totals against the sum of what is above them. */
function totalsOf(list: ReferenceList | undefined): Finding[] {
  const { totals } = list ?? {};
  if (list === undefined || totals === undefined) return [];
  let column: Column;
  const findings: Finding[] = [];
  for (column in totals.numbers) {
    const told = totals.numbers[column] ?? 0;
    const sum = list.entries.reduce((all, { numbers }) => all + (numbers[column] ?? 0), 0);
    // Sums of baht with satang are of binary fractions.
    if (Math.abs(told - sum) >= 0.005) findings.push(differs(list, totals, column, told, sum));
  }
  return findings;
}

function differs(
  list: ReferenceList,
  entry: ReferenceEntry,
  column: Column,
  told: number,
  count: number,
): Finding {
  return entryFinding(list, entry, column, 'COUNT_DIFFERS', String(told), { other: String(count) });
}
