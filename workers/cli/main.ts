import { Command } from 'commander';
import {
  eventCommands,
  registerCommands,
  testerCommands,
  tokenCommand,
} from './operator-commands.js';
import { endWith } from './outcome.js';
import { serviceCommands } from './service-commands.js';

/** The command line: agencies, DGA and OPDC through the gateway; the platform operator directly. */
const program = new Command('prasan')
  .description('Prasan (ประสาน): services on their way to live')
  .addHelpText(
    'after',
    '\nExit codes: 0 done, 1 refused or faulty input, 2 the system could not be reached.',
  );
serviceCommands(program);
registerCommands(program);
eventCommands(program);
testerCommands(program);
tokenCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  endWith(error);
}
