import type { SheetSource } from './cells.js';
import { beginning } from './cells.js';
import { headerOf, registerColumns } from './columns.js';
import type { Finding } from './findings.js';
import { finding } from './findings.js';
import { RegisterFileRefused } from './refused.js';
import { registerServiceId } from './rows.js';
import type { RowBudget, SheetReading, Table, TableKind } from './tables.js';
import { headerRowsMax, readTable } from './tables.js';
import { tidyId } from './tidy.js';

/** The sheet of services, and of each other kind the best. */
export interface Sheets {
  readonly services: Table;
  readonly others: ReadonlyMap<Exclude<TableKind, 'services'>, Table>;
}

/**
 * Reads every sheet and says which are used; the others are named in the findings.
 *
 * @param chosen the sheet of services, where there are several
 * @throws RegisterFileRefused when no sheet tells of services, or several do and none is chosen
 */
export async function readSheets(
  path: string,
  sources: readonly SheetSource[],
  chosen: string | undefined,
  findings: Finding[],
): Promise<Sheets> {
  const budget: RowBudget = { kept: 0 };
  const tables: Table[] = [];
  const likest: Likest[] = [];
  for (const source of sources) {
    const { table, likest: row } = await readTable(path, source, budget);
    likest.push({ sheet: source.name, ...row });
    if (table === undefined) findings.push(unused(source.name, 'it has no header that is known'));
    else tables.push(table);
  }
  const services = servicesAmong(path, tables, chosen);
  if (services === undefined) throw lacking(path, likest);
  const others = new Map<Exclude<TableKind, 'services'>, Table>();
  for (const table of tables) {
    const { kind } = table;
    if (kind !== 'services') others.set(kind, better(others.get(kind), table));
  }
  for (const table of tables) {
    const winner = table.kind === 'services' ? services : others.get(table.kind);
    if (winner !== undefined && winner !== table) findings.push(beaten(table, winner));
  }
  for (const { sheet, isHidden, findings: odd } of [services, ...others.values()]) {
    if (isHidden) findings.push(finding({ sheet, cell: '' }, 'HIDDEN_SHEET', sheet));
    for (const one of odd) findings.push(one);
  }
  return { services, others };
}

function unused(sheet: string, why: string): Finding {
  return finding({ sheet, cell: '' }, 'UNUSED_SHEET', sheet, { other: why });
}

function beaten({ sheet, kind, rows }: Table, winner: Table): Finding {
  const why = `${winner.sheet} tells of ${kind} already`;
  if (kind !== 'services') return unused(sheet, why);
  return {
    ...unused(sheet, `${why}; rows not taken: ${rows.length}`),
    didTh: `ไม่ใช้แผ่นงานนี้ ใช้ ${winner.sheet} แทน ไม่รับ ${rows.length} แถว`,
  };
}

function servicesAmong(
  path: string,
  tables: readonly Table[],
  chosen: string | undefined,
): Table | undefined {
  const all = tables.filter(({ kind }) => kind === 'services');
  const names = all.map(({ sheet, rows }) => `${sheet} (${rows.length} rows)`).join(', ');
  if (chosen !== undefined && all.length > 0) {
    const one = all.find(({ sheet }) => sheet === chosen);
    if (one !== undefined) return one;
    throw new RegisterFileRefused(
      `${path} has no sheet of services called ${chosen}; there are ${names}`,
    );
  }
  const visible = all.filter(({ isHidden }) => !isHidden);
  const filled = visible.length > 1 ? visible.filter(hasServices) : visible;
  const best = filled.reduce<Table | undefined>(better, undefined);
  if (best !== undefined && !holdsAll(best, filled)) {
    throw new RegisterFileRefused(
      `${path} has services in several sheets: ${names}; choose one with --sheet NAME, or give each as a file of its own`,
    );
  }
  return best ?? all.reduce<Table | undefined>(better, undefined);
}

function hasServices(table: Table): boolean {
  return idsOf(table).length > 0;
}

/** Whether no service is lost with the other sheets: a summary, or a part of it for one's own use. */
function holdsAll(best: Table, tables: readonly Table[]): boolean {
  if (tables.length === 1) return true;
  const held = new Set(idsOf(best));
  return tables.every((table) => idsOf(table).every((id) => held.has(id)));
}

function idsOf({ rows }: Table): string[] {
  return rows
    .map(({ cells }) => tidyId(cells.serviceId?.text ?? '').text)
    .filter((id) => registerServiceId.test(id));
}

/** Of two sheets that tell of the same: the visible one, then the one with more columns, then more rows. */
function better(one: Table | undefined, other: Table): Table {
  return one !== undefined && rank(one) >= rank(other) ? one : other;
}

function rank({ isHidden, columns, rows }: Table): number {
  return (isHidden ? 0 : 1e9) + Object.keys(columns).length * 1e7 + rows.length;
}

interface Likest extends Readonly<SheetReading['likest']> {
  readonly sheet: string;
}

/** So much is told of a header. */
const charactersTold = 60;

function lacking(path: string, sheets: readonly Likest[]): RegisterFileRefused {
  const others = registerColumns.filter((column) => column !== 'serviceId').map(headerOf);
  const seen = sheets.map(({ sheet }) => sheet).join(', ');
  const [best] = [...sheets].sort((a, b) => b.known - a.known || b.texts.length - a.texts.length);
  const told = (best?.texts ?? []).map((text) => beginning(text, charactersTold));
  return new RegisterFileRefused(
    `${path} has no sheet with the columns of the register in its first ${headerRowsMax} rows: ${headerOf('serviceId')} and at least one of ${others.join(', ')}. Sheets seen: ${seen}. Headers seen in ${best?.sheet ?? 'none'}: ${told.join(', ')}.`,
  );
}
