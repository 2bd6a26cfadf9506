import type { Command } from 'commander';
import { WorklistAnswer } from './answers.js';
import type { CliContext } from './context.js';
import { GatewayCaller } from './gateway.js';
import { CommandFailed } from './outcome.js';
import { readPages, wholeNumber } from './pages.js';
import { showWorklist } from './service-views.js';
import type { Caller } from './sign-in.js';
import { listed, signedIn } from './sign-in.js';

interface WorklistOptions extends Caller {
  readonly mine?: boolean;
  readonly awaiting?: string[];
  readonly kind?: string[];
  readonly agencyId?: string[];
  readonly ministry?: string;
  readonly limit: number;
  readonly json?: boolean;
}

/** `service worklist`: what is to be done, the soonest due first. */
export function worklistCommand(service: Command, context: CliContext): void {
  signedIn(service.command('worklist'))
    .description('What is to be done, the soonest due first')
    .option('--mine', 'only what I can do in my roles')
    .option('--awaiting <roles>', 'only what these roles can do', listed)
    .option('--kind <kinds>', 'only this work, e.g. awaitsApproval,overdue', listed)
    .option('--agency-id <ids>', 'only of these agencies', listed)
    .option('--ministry <id>', 'only of this ministry, e.g. MIN002')
    .option('--limit <n>', 'how many at most', wholeNumber, 50)
    .addHelpText(
      'after',
      `
Examples:
  prasan service worklist --mine --as agencyApprover --agency AGY009
  prasan service worklist --awaiting dgaOperator --kind awaitsApproval --as opdcOfficer --json`,
    )
    .action(async (options: WorklistOptions) => {
      const { limit, ministry, kind, agencyId } = options;
      const awaiting = awaitingOf(options);
      const filter = {
        kind: kind?.join(','),
        agency: agencyId?.join(','),
        ministry,
        awaiting: awaiting?.join(','),
      };
      const gateway = await GatewayCaller.signIn(context, options);
      const list = await readPages(gateway, '/v1/worklist', WorklistAnswer, { filter, limit });
      if (options.json === true) context.screen.json(list);
      else showWorklist(context.screen, list);
    });
}

function awaitingOf({ mine, awaiting }: WorklistOptions): readonly string[] | undefined {
  if (mine === true && awaiting !== undefined) {
    throw new CommandFailed('Give --mine or --awaiting, not both');
  }
  return mine === true ? ['me'] : awaiting;
}
