import type { Command } from 'commander';
import { Option } from 'commander';
import { requestActions } from '../../contracts/lifecycles/request/table.js';
import type { RequestAction } from '../../contracts/lifecycles/request/table.js';
import type { Manual } from '../../contracts/manuals/manual.js';
import { asObject, readBody, versionTag } from './bodies.js';
import type { CliContext } from './context.js';
import { exampleOf } from './example-body.js';
import { GatewayCaller } from './gateway.js';
import { CommandFailed, exitCodes } from './outcome.js';
import { readPages, wholeNumber } from './pages.js';
import {
  ManualAnswer,
  RequestActed,
  RequestActions,
  RequestFuture,
  RequestListAnswer,
  RequestShown,
} from './request-answers.js';
import { exampleFacts } from './request-example.js';
import { showRequest } from './request-page.js';
import { forgetCommand } from './request-forget.js';
import { payCommand } from './request-pay.js';
import { submitCommand } from './request-submit.js';
import { simulateCommand } from './simulate/command.js';
import type { Lang } from './request-views.js';
import { actedText, showFuture, showRequestActions, showRequests } from './request-views.js';
import type { Caller } from './sign-in.js';
import { listed, signedIn } from './sign-in.js';

interface Common extends Caller {
  readonly lang: Lang;
  readonly json?: boolean;
}

/** `request submit|list|show|actions|act|future|pay|forget|simulate`: through the gateway, with a token. */
export function requestCommands(program: Command, context: CliContext): void {
  const request = program
    .command('request')
    .description("Citizens' requests to services, through the gateway")
    .addHelpText(
      'after',
      `
Who acts, with the local issuer:
  the portal of the citizen   --as portal --office biz            (or citizen)
  officials of the agency     --as competentOfficial --agency AGY009
  who decides                 --as licensor --agency AGY009`,
    );
  submitCommand(request, context);
  listCommand(request, context);
  showCommand(request, context);
  actionsCommand(request, context);
  actCommand(request, context);
  futureCommand(request, context);
  payCommand(request, context);
  forgetCommand(request, context);
  simulateCommand(request, context);
}

function language(): Option {
  return new Option('--lang <lang>', 'language').choices(['th', 'en']).default('en');
}

interface ListOptions extends Common {
  readonly state?: string[];
  readonly service?: string;
  readonly agencyId?: string[];
  readonly inOffice?: string[];
  readonly overdue?: boolean;
  readonly limit: number;
}

function listCommand(request: Command, context: CliContext): void {
  signedIn(request.command('list'))
    .description("My agency's or portal's requests, the least time left first")
    .option('--state <states>', 'only in these states', listed)
    .option('--service <id>', 'only to this service')
    .option('--agency-id <ids>', 'only of these agencies', listed)
    .option('--in-office <ids>', 'only in these offices, e.g. EXCISE-BKK-1', listed)
    .option('--overdue', 'only those whose time is up')
    .option('--limit <n>', 'how many at most', wholeNumber, 50)
    .addOption(language())
    .addHelpText(
      'after',
      `
Examples:
  prasan request list --as competentOfficial --agency AGY009
  prasan request list --state awaitingCorrection,awaitingPayment --as portal --office biz --json`,
    )
    .action(async (options: ListOptions) => {
      const { state, service, agencyId, inOffice, overdue, limit, lang } = options;
      const filter = {
        state: state?.join(','),
        service,
        agency: agencyId?.join(','),
        office: inOffice?.join(','),
        overdue: overdue === true ? 'true' : undefined,
      };
      const gateway = await GatewayCaller.signIn(context, options);
      const list = await readPages(gateway, '/v1/requests', RequestListAnswer, { filter, limit });
      if (options.json === true) context.screen.json(list);
      else showRequests(context.screen, list, lang);
    });
}

function showCommand(request: Command, context: CliContext): void {
  signedIn(request.command('show <id>'))
    .description('One request: where it stands, every date and why, documents, bill, decision')
    .addOption(language())
    .addHelpText(
      'after',
      `
Words and names are for its portal and its officials.

Examples:
  prasan request show ID --as portal --office biz
  prasan request show ID --lang th --as competentOfficial --agency AGY009`,
    )
    .action(async (id: string, options: Common) => {
      const gateway = await GatewayCaller.signIn(context, options);
      const { body } = await gateway.get(requestPath(id));
      if (options.json === true) {
        context.screen.json(body);
        return;
      }
      const shown = RequestShown.parse(body);
      const manual = await findManual(gateway, shown);
      showRequest(context.screen, shown, manual, options.lang);
    });
}

function actionsCommand(request: Command, context: CliContext): void {
  signedIn(request.command('actions <id>'))
    .description('What I may do now, and why not the rest')
    .addHelpText(
      'after',
      '\nExample: prasan request actions ID --as competentOfficial --agency AGY009',
    )
    .action(async (id: string, options: Common) => {
      const gateway = await GatewayCaller.signIn(context, options);
      const { body } = await gateway.get(`${requestPath(id)}/actions`);
      if (options.json === true) context.screen.json(body);
      else showRequestActions(context.screen, RequestActions.parse(body));
    });
}

interface ActOptions extends Common {
  readonly body: string;
  readonly ifMatch?: string;
  readonly key?: string;
  readonly example?: boolean;
}

function actCommand(request: Command, context: CliContext): void {
  signedIn(request.command('act <id> <action>'))
    .description('Take an action on a request')
    .option('--body <json>', 'the body: JSON, @file, or - for standard input', '{}')
    .option('--example', 'only print a body that fits, to be filled in')
    .option('--if-match <version>', 'version you saw; read first when left out', versionTag)
    .option('--key <key>', 'Idempotency-Key: the same key is the same act')
    .addHelpText(
      'after',
      `
Actions: ${requestActions.join(', ')}

Examples:
  prasan request act ID confirmComplete --as competentOfficial --agency AGY009
  prasan request act ID refuse --example --as licensor --agency AGY009 > order.json
  prasan request act ID refuse --body @order.json --as licensor --agency AGY009`,
    )
    .action(async (id: string, given: string, options: ActOptions) => {
      const action = knownAction(given);
      const sent = options.example === true ? {} : await readBody(context, options.body);
      const gateway = await GatewayCaller.signIn(context, options);
      if (options.example === true) {
        context.screen.json(await exampleBody(gateway, id, action));
        return;
      }
      const path = requestPath(id);
      const seen = options.ifMatch ?? (await gateway.get(path)).etag ?? undefined;
      const write = { key: options.key, ifMatch: seen };
      const { body } = await gateway.post(`${path}/actions/${action}`, sent, write);
      if (options.json === true) context.screen.json(body);
      else context.screen.line(actedText(action, RequestActed.parse(body)));
    });
}

async function exampleBody(
  gateway: GatewayCaller,
  id: string,
  action: RequestAction,
): Promise<unknown> {
  const { actions } = RequestActions.parse((await gateway.get(`${requestPath(id)}/actions`)).body);
  const found = actions.find((one) => one.action === action);
  if (found === undefined) throw new CommandFailed(`The gateway knows no action ${action}`);
  const request = RequestShown.parse((await gateway.get(requestPath(id))).body);
  const manual = await findManual(gateway, request);
  return exampleOf(found.body, exampleFacts(action, request, manual));
}

function knownAction(action: string): RequestAction {
  const known = requestActions.find((one) => one === action);
  if (known !== undefined) return known;
  throw new CommandFailed(`There is no action ${action}; there are ${requestActions.join(', ')}`);
}

function futureCommand(request: Command, context: CliContext): void {
  signedIn(request.command('future <id>'))
    .description('Whose turn it is, and what happens by itself, when, under which section')
    .addOption(language())
    .addHelpText('after', '\nExample: prasan request future ID --lang th --as portal --office biz')
    .action(async (id: string, options: Common) => {
      const gateway = await GatewayCaller.signIn(context, options);
      const { body } = await gateway.get(`${requestPath(id)}/future`);
      if (options.json === true) context.screen.json(asObject(body));
      else showFuture(context.screen, RequestFuture.parse(body), options.lang);
    });
}

/** The manual that a request was submitted under; without it names and badges are left out. */
async function findManual(
  gateway: GatewayCaller,
  { serviceId, manualVersion }: RequestShown,
): Promise<Manual | undefined> {
  try {
    const path = `/v1/services/${encodeURIComponent(serviceId)}/manual`;
    const { versions } = ManualAnswer.parse((await gateway.get(path)).body);
    return versions.find(({ manual }) => manual.version === manualVersion)?.manual;
  } catch (error) {
    if (error instanceof CommandFailed && error.exitCode === exitCodes.refused) return undefined;
    throw error;
  }
}

function requestPath(id: string): string {
  return `/v1/requests/${encodeURIComponent(id)}`;
}
