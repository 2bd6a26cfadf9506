import type { Command } from 'commander';
import type { ServiceState } from '../../contracts/lifecycles/service/states.js';
import { serviceStates } from '../../contracts/lifecycles/service/states.js';
import type { ImportCounts } from '../../infra/register/import.js';
import type { MappedEdition } from '../../infra/register/map.js';
import type { RegisterEdition } from '../../infra/register/read.js';
import { RegisterFileRefused } from '../../infra/register/refused.js';
import type { CliContext } from './context.js';
import { CommandFailed } from './outcome.js';
import type { Screen } from './screen.js';
import { withTemporal } from './servers.js';
import { stateText } from './text.js';

interface ImportOptions {
  readonly asOf?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `register import`: DGA's register, or the sample. */
export function registerCommands(program: Command, context: CliContext): void {
  const register = program.command('register').description("The national register's editions");
  register
    .command('import <file>')
    .description('Start a case for each service of the register that has none (platform operator)')
    .option('--as-of <date>', "as-of date, YYYY-MM-DD; taken from the file's name when left out")
    .option('--dry-run', 'only say what would happen')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
The file is DGA's spreadsheet (.xlsx, or .csv). Sheet and columns are found by header. A service that has a
case already stays as it is, so the same file may come again, and an import that was cut off is
begun again with the same command. An agency is named anew only by a file of a later date.

Examples:
  prasan register import services_all-3-5-2026.xlsx --dry-run
  prasan register import register.xlsx --as-of 2026-05-03 --json`,
    )
    .action((file: string, options: ImportOptions) => importFile(context, file, options));
}

async function importFile(
  context: CliContext,
  file: string,
  options: ImportOptions,
): Promise<void> {
  const { edition, mapped } = await read(file, options.asOf);
  const counts = await withTemporal(context, async (client) => {
    const { importEdition, planImport } = await import('../../infra/register/import.js');
    if (options.dryRun === true) return planImport(client, mapped);
    const bar = context.screen.progress('importing services', mapped.services.length);
    try {
      return await importEdition(client, mapped, (done) => bar.update(done));
    } finally {
      bar.stop();
    }
  });
  if (options.json === true) context.screen.json(reportOf(edition, mapped, counts, options));
  else showReport(context.screen, edition, mapped, counts, options);
}

async function read(
  file: string,
  asOf: string | undefined,
): Promise<{ edition: RegisterEdition; mapped: MappedEdition }> {
  const { readRegister } = await import('../../infra/register/read.js');
  const { mapEdition } = await import('../../infra/register/map.js');
  try {
    const edition = await readRegister(file, { asOf });
    return { edition, mapped: mapEdition(edition) };
  } catch (error) {
    throw error instanceof RegisterFileRefused ? new CommandFailed(error.message) : error;
  }
}

function reportOf(
  edition: RegisterEdition,
  mapped: MappedEdition,
  counts: ImportCounts,
  { dryRun = false }: ImportOptions,
): object {
  return {
    file: edition.file,
    sha256: edition.sha256,
    asOf: edition.asOf,
    sheet: edition.sheet,
    rows: edition.rows.length,
    dryRun,
    counts,
    states: Object.fromEntries(statesOf(mapped)),
    agencies: mapped.agencies.length,
    findings: mapped.findings,
  };
}

function showReport(
  screen: Screen,
  edition: RegisterEdition,
  mapped: MappedEdition,
  counts: ImportCounts,
  { dryRun = false }: ImportOptions,
): void {
  const { created, changed, unchanged, refused, agenciesKept } = counts;
  const would = dryRun ? 'dry run, nothing was done; it would be ' : '';
  screen.line(
    `${edition.file}, sheet ${edition.sheet}, as of ${edition.asOf}: ${edition.rows.length} rows, ${mapped.agencies.length} agencies`,
  );
  screen.line(
    `${would}${created} created, ${changed} changed, ${unchanged} unchanged, ${refused} refused`,
  );
  if (agenciesKept > 0) {
    screen.line(
      `${agenciesKept} agencies are named otherwise by another file of the same or a later date, which stands`,
    );
  }
  screen.table(
    ['services', 'state by the register'],
    [...statesOf(mapped)].map(([state, count]) => [String(count), stateText(state)]),
  );
  if (mapped.findings.length === 0) return;
  screen.line();
  screen.table(
    ['cell', 'finding', 'found', 'did'],
    mapped.findings.map(({ cell, code, found, did }) => [cell, code, found, did]),
  );
}

/** How many services the register puts in each state. */
function statesOf({ services }: MappedEdition): Map<ServiceState, number> {
  const found = services.flatMap(({ origin }) =>
    origin.kind === 'register' ? [origin.state] : [],
  );
  const counts = serviceStates.map(
    (state) => [state, found.filter((one) => one === state).length] as const,
  );
  return new Map(counts.filter(([, count]) => count > 0));
}
