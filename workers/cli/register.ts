import type { Command } from 'commander';
import type { CliContext } from './context.js';
import { exportRegister, writeReport } from './register-files.js';
import {
  compareEditions,
  importFile,
  listEditions,
  showImport,
  undoImport,
} from './register-runs.js';
import { cancelRegisterImport, pauseImport, resumeImport } from './register-steer.js';

/** `register`: editions of DGA's register, as the platform operator. */
export function registerCommands(program: Command, context: CliContext): void {
  const register = program
    .command('register')
    .description("The national register's editions (platform operator)");
  importCommand(register, context);
  undoCommand(register, context);
  readingCommands(register, context);
  fileCommands(register, context);
  steeringCommands(register, context);
}

function importCommand(register: Command, context: CliContext): void {
  register
    .command('import [file]')
    .description('Take an edition in: new services, changed ones, and what is odd or missing')
    .option('--as-of <date>', "as-of date, YYYY-MM-DD; taken from the file's name when left out")
    .option('--sheet <name>', 'the sheet of services, where a spreadsheet has several')
    .option('--source <name>', 'who publishes it', 'DGA (สพร.)')
    .option('--dry-run', 'only say what would happen')
    .option('--resume <id>', 'go on with an import that was cut off or paused, and watch it')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
The file is DGA's spreadsheet (.xlsx) or a .csv (UTF-8, or Windows-874). Sheets and columns are found by
header; a file with fewer columns changes only what it has. A spreadsheet with services in several
sheets, of which none has them all, is refused unless --sheet says which one is meant. A service that
nobody has touched here follows the file; one that somebody has is a conflict for a person (refused,
CONFLICT). What is here and not in the file is reported as missing, and never ended. The import runs on
in the engine when this command ends or is stopped; the same file again changes nothing.

Examples:
  prasan register import services_all-3-5-2026.xlsx --dry-run
  prasan register import register.csv --as-of 2026-05-03 --json
  prasan register import --resume 2026-05-03-1f0c22aa-1`,
    )
    .action(importFile(context));
}

function undoCommand(register: Command, context: CliContext): void {
  register
    .command('undo <id>')
    .description('Undo an import: whatever nobody has touched since goes back to what it was')
    .option('--dry-run', 'only say what would happen')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Services that the import began are registered in error, changed ones get their former values back; their
cases and sequences go on. What somebody has touched since stays, and is listed. Importing the file
again brings the same services back under the same ids.

Examples:
  prasan register undo 2026-05-03-1f0c22aa-1 --dry-run
  prasan register undo 2026-05-03-1f0c22aa-1`,
    )
    .action(undoImport(context));
}

function readingCommands(register: Command, context: CliContext): void {
  register
    .command('list')
    .description('Imports and undoings, the newest first')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Example:
  prasan register list`,
    )
    .action(listEditions(context));
  register
    .command('show <id>')
    .description('What an import did, and every finding of it')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Example:
  prasan register show 2026-05-03-1f0c22aa-1 --json`,
    )
    .action(showImport(context));
  register
    .command('compare <from> <to>')
    .description('What came, went and moved between the editions of two imports')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Example:
  prasan register compare 2026-05-03-1f0c22aa-1 2026-08-03-77ab01c2-1`,
    )
    .action(compareEditions(context));
}

function fileCommands(register: Command, context: CliContext): void {
  register
    .command('report <id> <file>')
    .description('Write the findings of an import to a spreadsheet (.xlsx), one row for each')
    .option('--agency <id>', 'only those in rows of one organisation')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
In Thai and English, to be sent back to the agency that owns the rows.

Examples:
  prasan register report 2026-05-03-1f0c22aa-1 findings.xlsx
  prasan register report 2026-05-03-1f0c22aa-1 findings-AGY009.xlsx --agency AGY009`,
    )
    .action(writeReport(context));
  register
    .command('export <file>')
    .description("Write all services as they stand in the register's own shape (.xlsx or .csv)")
    .option('--agency <id>', 'only those of one organisation')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Columns and codes are DGA's. Services that were registered in error are left out, and those that were proposed here
and have no row yet; what is suspended or merged has a remark.

Examples:
  prasan register export register.xlsx
  prasan register export register.csv --agency AGY009`,
    )
    .action(exportRegister(context));
}

function steeringCommands(register: Command, context: CliContext): void {
  const steering = [
    {
      name: 'pause',
      does: 'Pause an import that runs; within some seconds no further row is written',
      action: pauseImport,
    },
    { name: 'resume', does: 'Let an import go on', action: resumeImport },
    {
      name: 'cancel',
      does: 'End an import; what was done stays, and can be undone',
      action: cancelRegisterImport,
    },
  ];
  for (const { name, does, action } of steering) {
    register
      .command(`${name} <id>`)
      .description(does)
      .option('--json', 'print JSON')
      .addHelpText('after', `\nExample:\n  prasan register ${name} 2026-05-03-1f0c22aa-1`)
      .action(action(context));
  }
}
