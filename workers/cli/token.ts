import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { roles as allRoles } from '../../contracts/lifecycles/service/states.js';
import type { CliContext } from './context.js';
import { devToken, listed } from './sign-in.js';

interface TokenOptions {
  readonly agency?: string[];
  readonly office?: string[];
  readonly name?: string;
  readonly lifetime: number;
  readonly json?: boolean;
}

/** `token ROLE`: a token of the local issuer. */
export function tokenCommand(program: Command, context: CliContext): void {
  program
    .command('token <roles...>')
    .description('An access token of the local issuer, for a person in one or more roles')
    .option('--agency <ids>', 'agency ids of the person', listed)
    .option('--office <ids>', 'offices of the person', listed)
    .option('--name <name>', 'who it is: the same name is the same person in every role')
    .option('--lifetime <seconds>', 'how long it holds', seconds, 3_600)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Options that take several values are repeated, or take them with commas.
Roles: ${allRoles.join(', ')}

Examples:
  prasan token agencyOfficer --agency AGY009 --name somchai
  prasan token --agency AGY009,AGY010 agencyApprover
  export PRASAN_TOKEN=$(npm run --silent prasan -- token opdcOfficer)`,
    )
    .action(async (given: string[], options: TokenOptions) => {
      const roles = given.flatMap((one) => listed(one));
      const agencies = options.agency ?? [];
      const token = await devToken(context, {
        roles,
        agencies,
        offices: options.office ?? [],
        name: options.name,
        expiresInSeconds: options.lifetime,
      });
      if (options.json === true) context.screen.json({ token, roles, agencies });
      else context.screen.line(token);
    });
}

function seconds(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of seconds from 1.');
}
