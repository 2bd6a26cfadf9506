import type { Command } from 'commander';
import { serviceActions } from '../../contracts/lifecycles/service/table.js';
import { ActAnswer, ActionsAnswer, ListAnswer, ServiceAnswer, TimelineAnswer } from './answers.js';
import { asObject, readBody, versionTag } from './bodies.js';
import type { CliContext } from './context.js';
import type { ExampleFacts } from './example-body.js';
import { exampleOf } from './example-body.js';
import { GatewayCaller } from './gateway.js';
import { CommandFailed } from './outcome.js';
import { readPages, wholeNumber } from './pages.js';
import type { Caller } from './sign-in.js';
import { listed, signedIn } from './sign-in.js';
import { actText, showActions, showList, showService } from './service-views.js';
import { worklistCommand } from './worklist.js';

interface Common extends Caller {
  readonly json?: boolean;
}

/** `service list|worklist|show|actions|propose|act`: through the gateway, with a token. */
export function serviceCommands(program: Command, context: CliContext): void {
  const service = program
    .command('service')
    .description('Services on their way, through the gateway');
  listCommand(service, context);
  worklistCommand(service, context);
  showCommand(service, context);
  actionsCommand(service, context);
  proposeCommand(service, context);
  actCommand(service, context);
}

interface ListOptions extends Common {
  readonly state?: string[];
  readonly agencyId?: string[];
  readonly ministry?: string;
  readonly mode?: string;
  readonly portal?: string;
  readonly text?: string;
  readonly limit: number;
}

function listCommand(service: Command, context: CliContext): void {
  signedIn(service.command('list'))
    .description('List services, as the projection has them')
    .option('--state <states>', 'only in these states', listed)
    .option('--agency-id <ids>', 'only of these agencies', listed)
    .option('--ministry <id>', 'only of this ministry, e.g. MIN002')
    .option('--mode <mode>', 'buildOnPlatform, linkExisting or notRecorded')
    .option('--portal <portal>', 'biz, citizen or notRecorded')
    .option('--text <text>', 'only with this in the name or id')
    .option('--limit <n>', 'how many at most', wholeNumber, 50)
    .addHelpText(
      'after',
      `
Examples:
  prasan service list --as opdcOfficer --state develop,test
  prasan service list --as agencyOfficer --agency AGY009 --text สุรา --json`,
    )
    .action(async (options: ListOptions) => {
      const { state, agencyId, ministry, mode, portal, text, limit } = options;
      const filter = {
        state: state?.join(','),
        agency: agencyId?.join(','),
        ministry,
        mode,
        portal,
        text,
      };
      const gateway = await GatewayCaller.signIn(context, options);
      const list = await readPages(gateway, '/v1/services', ListAnswer, { filter, limit });
      if (options.json === true) context.screen.json(list);
      else showList(context.screen, list);
    });
}

function showCommand(service: Command, context: CliContext): void {
  signedIn(service.command('show <id>'))
    .description('One service: where it stands, whose turn it is, what is due, what happened')
    .addHelpText('after', '\nExample: prasan service show SVC0106 --as opdcOfficer')
    .action(async (id: string, options: Common) => {
      const gateway = await GatewayCaller.signIn(context, options);
      const { body } = await gateway.get(servicePath(id));
      const timeline = await gateway.get(`${servicePath(id)}/timeline?limit=1000`);
      const { events } = TimelineAnswer.parse(timeline.body);
      if (options.json === true) context.screen.json({ ...asObject(body), timeline: events });
      else showService(context.screen, ServiceAnswer.parse(body), events);
    });
}

function actionsCommand(service: Command, context: CliContext): void {
  signedIn(service.command('actions <id>'))
    .description('What I may do now, and why not the rest')
    .addHelpText(
      'after',
      '\nExample: prasan service actions SVC0103 --as agencyOfficer --agency AGY009',
    )
    .action(async (id: string, options: Common) => {
      const gateway = await GatewayCaller.signIn(context, options);
      const { body } = await gateway.get(`${servicePath(id)}/actions`);
      if (options.json === true) context.screen.json(body);
      else showActions(context.screen, ActionsAnswer.parse(body));
    });
}

interface ProposeOptions extends Common {
  readonly agencyId?: string;
  readonly th?: string;
  readonly en?: string;
  readonly body?: string;
  readonly key?: string;
}

function proposeCommand(service: Command, context: CliContext): void {
  signedIn(service.command('propose'))
    .description('Propose a service that is not in the register; OPDC confirms it')
    .option('--th <name>', 'official name in Thai')
    .option('--en <name>', 'name in English')
    .option(
      '--agency-id <id>',
      'agency that owns it; with --as the first of --agency when left out',
    )
    .option('--body <json>', 'the whole proposal instead: JSON, @file, or - for standard input')
    .option('--key <key>', 'Idempotency-Key: the same key is the same proposal')
    .addHelpText(
      'after',
      `
Examples:
  prasan service propose --th ใบอนุญาตผลิตสุรา --as agencyOfficer --agency AGY009
  prasan service propose --body @proposal.json --as agencyOfficer --agency AGY009`,
    )
    .action(async (options: ProposeOptions) => {
      const proposal =
        options.body === undefined ? proposalOf(options) : await readBody(context, options.body);
      const gateway = await GatewayCaller.signIn(context, options);
      const { body } = await gateway.post('/v1/services', proposal, { key: options.key });
      if (options.json === true) context.screen.json(body);
      else {
        const { serviceId } = ServiceAnswer.parse(body);
        context.screen.line(`${serviceId} is proposed; OPDC confirms it (confirmProposal)`);
      }
    });
}

function proposalOf({ agencyId, agency, th, en }: ProposeOptions): object {
  const owner = agencyId ?? agency?.[0];
  if (th === undefined || owner === undefined) {
    throw new CommandFailed(
      'A proposal needs the name (--th) and the agency (--agency-id, or --agency with --as); or give --body',
    );
  }
  return { agencyId: owner, name: { th, ...(en === undefined ? {} : { en }) } };
}

interface ActOptions extends Common {
  readonly body: string;
  readonly ifMatch?: string;
  readonly key?: string;
  readonly example?: boolean;
}

function actCommand(service: Command, context: CliContext): void {
  signedIn(service.command('act <id> <action>'))
    .description('Take an action on a service')
    .option('--body <json>', 'the body: JSON, @file, or - for standard input', '{}')
    .option('--example', 'only print a body that fits, to be filled in')
    .option('--if-match <version>', 'version you saw; read first when left out', versionTag)
    .option('--key <key>', 'Idempotency-Key: the same key is the same act')
    .addHelpText(
      'after',
      `
Actions: ${serviceActions.join(', ')}

Examples:
  prasan service act SVC0106 requestLiveCheck --as agencyOfficer --agency AGY009
  prasan service act SVC0103 setMode --example --as agencyOfficer --agency AGY009 > mode.json
  prasan service act SVC0103 setMode --body @mode.json --as agencyOfficer --agency AGY009`,
    )
    .action(async (id: string, action: string, options: ActOptions) => {
      refuseUnknownAction(action);
      const sent = options.example === true ? {} : await readBody(context, options.body);
      const gateway = await GatewayCaller.signIn(context, options);
      if (options.example === true) {
        context.screen.json(await exampleBody(gateway, id, action));
        return;
      }
      const seen = options.ifMatch ?? (await gateway.get(servicePath(id))).etag ?? undefined;
      const write = { key: options.key, ifMatch: seen };
      const { body } = await gateway.post(`${servicePath(id)}/actions/${action}`, sent, write);
      if (options.json === true) context.screen.json(body);
      else context.screen.line(actText(action, ActAnswer.parse(body)));
    });
}

async function exampleBody(gateway: GatewayCaller, id: string, action: string): Promise<unknown> {
  const { body } = await gateway.get(`${servicePath(id)}/actions`);
  const found = ActionsAnswer.parse(body).actions.find((one) => one.action === action);
  if (found === undefined) throw new CommandFailed(`The gateway knows no action ${action}`);
  return exampleOf(
    found.body,
    factsOf(ServiceAnswer.parse((await gateway.get(servicePath(id))).body)),
  );
}

/** What of a service an example must fit besides its schema. */
function factsOf({ serviceId, reports, remediations }: ServiceAnswer): ExampleFacts {
  return {
    at: Date.now(),
    serviceId,
    report: reports[0],
    remediation: remediations[0]?.number,
  };
}

function refuseUnknownAction(action: string): void {
  if (serviceActions.some((known) => known === action)) return;
  throw new CommandFailed(`There is no action ${action}; there are ${serviceActions.join(', ')}`);
}

function servicePath(id: string): string {
  return `/v1/services/${encodeURIComponent(id)}`;
}
