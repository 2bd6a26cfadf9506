import { writeFile } from 'node:fs/promises';
import { allAgencyIds } from '../../contracts/agency-map.js';
import { agencyIdPattern } from '../../contracts/ids.js';
import type { Queryable } from '../../infra/postgres/pool.js';
import type { SheetTable } from '../../infra/register/spreadsheet.js';
import type { CliContext } from './context.js';
import { CommandFailed } from './outcome.js';
import { found } from './register-runs.js';
import { withPostgres } from './servers.js';

interface FileOptions {
  readonly agency?: string;
  readonly json?: boolean;
}

/** `register report`. */
export function writeReport(context: CliContext) {
  return async (importId: string, file: string, { agency, json }: FileOptions): Promise<void> => {
    if (!file.endsWith('.xlsx')) throw new CommandFailed(`${file} must end in .xlsx`);
    await withPostgres(context, async (pool) => {
      await found(pool, importId);
      const { allFindings } = await import('../../infra/postgres/register-findings.js');
      const { findingTable } = await import('../../infra/register/finding-report.js');
      const agencyIds = await organisation(pool, agency);
      const findings = await allFindings(pool, importId, { agencyIds });
      await writeTable(file, findingTable(findings));
      if (json === true) context.screen.json({ file, findings: findings.length });
      else context.screen.line(`${findings.length} findings are in ${file}`);
    });
  };
}

/** `register export`. */
export function exportRegister(context: CliContext) {
  return async (file: string, { agency, json }: FileOptions): Promise<void> => {
    if (!/\.(xlsx|csv)$/.test(file)) throw new CommandFailed(`${file} must end in .xlsx or .csv`);
    await withPostgres(context, async (pool) => {
      const { inSnapshot } = await import('../../infra/postgres/pool.js');
      const { listAgencies } = await import('../../infra/postgres/agencies.js');
      const { readExported } = await import('../../infra/postgres/register-knowledge.js');
      const { exportTable, hasRow } = await import('../../infra/register/export.js');
      const { table, withoutRow } = await inSnapshot(pool, async (db) => {
        const services = await readExported(db, await organisation(db, agency));
        return {
          table: exportTable(services, await listAgencies(db)),
          withoutRow: services.filter((one) => !hasRow(one)).length,
        };
      });
      await writeTable(file, table);
      if (json === true) context.screen.json({ file, services: table.rows.length, withoutRow });
      else context.screen.line(exported(file, table.rows.length, withoutRow));
    });
  };
}

function exported(file: string, services: number, withoutRow: number): string {
  const others =
    withoutRow === 0
      ? ''
      : `; ${withoutRow} that were proposed here have no row of the register yet`;
  return `${services} services are in ${file}${others}`;
}

/** All ids of an agency's organisation. */
async function organisation(
  db: Queryable,
  agency: string | undefined,
): Promise<string[] | undefined> {
  if (agency === undefined) return undefined;
  if (!agencyIdPattern.test(agency)) {
    throw new CommandFailed(`${agency} is no agency id; one looks like AGY009`);
  }
  const { readAgencyMap } = await import('../../infra/postgres/agency-map.js');
  return allAgencyIds([agency], new Date().toISOString(), await readAgencyMap(db));
}

/** Writes a new file; one that is there stays. */
async function writeTable(file: string, table: SheetTable): Promise<void> {
  const { csvOf, xlsxOf } = await import('../../infra/register/spreadsheet.js');
  const content = file.endsWith('.csv') ? csvOf(table) : await xlsxOf(table);
  try {
    await writeFile(file, content, { flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') throw new CommandFailed(`${file} is there already; it stays as it is`);
    if (code === 'ENOENT' || code === 'EACCES') {
      throw new CommandFailed(`${file} cannot be written: ${(error as Error).message}`);
    }
    throw error;
  }
}
