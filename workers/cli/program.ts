import { Command, CommanderError } from 'commander';
import { agencyCommands } from './agency.js';
import { appealCommands } from './appeal.js';
import { calendarCommands } from './calendar.js';
import type { CliContext } from './context.js';
import { eventCommands } from './events.js';
import { manualCommands } from './manual.js';
import { CommandFailed, exitCodeOf, exitCodes, messageOf } from './outcome.js';
import { registerCommands } from './register.js';
import { requestCommands } from './request.js';
import { serviceCommands } from './service.js';
import { testerCommands } from './tester.js';
import { tokenCommand } from './token.js';

/** Runs a command of the command line; what is wrong goes to standard error, for people. */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  try {
    await createProgram(context).parseAsync([...args], { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    // Commander has said already what is wrong with the arguments; asking for help is no error.
    if (error instanceof CommanderError) return error.exitCode;
    const problem = error instanceof CommandFailed ? error.problem : undefined;
    if (problem !== undefined && args.includes('--json')) context.screen.json(problem);
    context.screen.error(messageOf(error));
    return exitCodeOf(error);
  }
}

/** The commands: people through the gateway, the platform operator on the servers themselves. */
export function createProgram(context: CliContext): Command {
  const program = new Command('prasan')
    .description('Prasan (ประสาน): government services on their way to live, and requests to them')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.screen.line(text.trimEnd()),
      writeErr: (text) => context.screen.error(text.trimEnd()),
    })
    .showHelpAfterError('(--help says how, with examples)')
    .addHelpText(
      'after',
      `
Run it as: npm run --silent prasan -- COMMAND …
Exit codes: 0 done, 1 refused or faulty input, 2 the system could not be reached. With --json a refusal
is the gateway's problem document, as JSON on standard output; standard error says it for people.
Addresses come from the settings (.env.example), or from the stack that npm start runs here.

Try first:
  prasan service list --as opdcOfficer
  prasan service show SVC0106 --as opdcOfficer
  prasan request submit SVC0106 --example --as portal --office biz
  prasan events tail --from-beginning --no-follow`,
    );
  serviceCommands(program, context);
  requestCommands(program, context);
  appealCommands(program, context);
  registerCommands(program, context);
  agencyCommands(program, context);
  eventCommands(program, context);
  testerCommands(program, context);
  calendarCommands(program, context);
  manualCommands(program, context);
  tokenCommand(program, context);
  return program;
}
