import type { Column, RegisterColumn } from './columns.js';
import type { RegisterEdition } from './read.js';
import type { ReferenceList } from './references.js';

/** Services of one status, ministry or agency: as the rows come to, and as the file's own sheet says. */
export interface EditionTotal {
  readonly id: string;
  readonly name: string;
  readonly rows: number;
  /** `null`: the file has no such sheet, or it tells no count. */
  readonly sheet: number | null;
}

/** An edition's totals against its own sheets. */
export interface EditionTotals {
  readonly status: readonly EditionTotal[];
  readonly ministry: readonly EditionTotal[];
  readonly agency: readonly EditionTotal[];
}

/** Counts an edition's rows by status, ministry and agency, and sets its own sheets' counts beside them. */
export function totalsOf(edition: RegisterEdition): EditionTotals {
  const { statuses, ministries, agencies } = edition.references;
  return {
    status: totalsBy(edition, 'statusId', 'status', statuses),
    ministry: totalsBy(edition, 'ministryId', 'ministry', ministries),
    agency: totalsBy(edition, 'agencyId', 'agency', agencies),
  };
}

function totalsBy(
  { rows, columns }: RegisterEdition,
  key: RegisterColumn & Column,
  name: RegisterColumn & Column,
  list: ReferenceList | undefined,
): EditionTotal[] {
  if (columns[key] === undefined) return [];
  const found = new Map<string, { name: string; rows: number }>();
  for (const row of rows) {
    const id = row[key] ?? '';
    const { name: known = row[name] ?? '', rows: count = 0 } = found.get(id) ?? {};
    found.set(id, { name: known, rows: count + 1 });
  }
  const told = new Map(
    list?.entries.map(({ texts, numbers }) => [
      texts[key] ?? '',
      { name: texts[name] ?? '', sheet: numbers.serviceCount ?? null },
    ]),
  );
  return [...new Set([...found.keys(), ...told.keys()])].sort().map((id) => ({
    id,
    name: told.get(id)?.name || found.get(id)?.name || '',
    rows: found.get(id)?.rows ?? 0,
    sheet: told.get(id)?.sheet ?? null,
  }));
}
