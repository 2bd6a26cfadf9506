import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { z } from 'zod';
import type { CliContext } from './context.js';
import { GatewayCaller } from './gateway.js';
import { CommandFailed, messageOf } from './outcome.js';
import { ManualAnswer, ManualDone } from './request-answers.js';
import type { Screen } from './screen.js';
import type { Caller } from './sign-in.js';
import { signedIn } from './sign-in.js';

interface Options extends Caller {
  readonly json?: boolean;
  readonly key?: string;
}

/** `manual publish|approve|reject|withdraw|versions`: through the gateway, by four eyes of the agency. */
export function manualPublishCommands(manual: Command, context: CliContext): void {
  publishCommand(manual, context);
  for (const judging of judgings) judgeCommand(manual, context, judging);
  versionsCommand(manual, context);
}

function publishCommand(manual: Command, context: CliContext): void {
  signedIn(manual.command('publish <file>'))
    .description('Submit the next version of a manual; another person of the agency approves it')
    .option('--key <key>', 'Idempotency-Key: the same key is the same submission')
    .addHelpText(
      'after',
      `
Example:
  prasan manual publish infra/manuals/svc0106.json --as agencyOfficer --agency AGY009 --name somchai
  prasan manual approve SVC0106 1 --as agencyApprover --agency AGY009 --name malee`,
    )
    .action(async (file: string, options: Options) => {
      const { manual: sent, serviceId } = readManual(file);
      const gateway = await GatewayCaller.signIn(context, options);
      const path = `${manualPath(serviceId)}/submitManual`;
      const { body } = await gateway.post(path, { manual: sent }, { key: options.key });
      if (options.json === true) {
        context.screen.json(body);
        return;
      }
      const { version } = ManualDone.parse(body);
      context.screen.line(
        `${serviceId}@${version} is submitted; another person approves it: prasan manual approve ${serviceId} ${version}`,
      );
    });
}

/** Any JSON that names its service: what else is wrong with it the gateway's linter says. */
function readManual(file: string): { readonly manual: object; readonly serviceId: string } {
  const parsed = z.looseObject({ serviceId: z.string() }).safeParse(jsonOf(file));
  if (parsed.success) return { manual: parsed.data, serviceId: parsed.data.serviceId };
  throw new CommandFailed(`${file} is no manual; prasan manual lint ${file} says why`);
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new CommandFailed(`${file} cannot be read as JSON: ${messageOf(error)}`);
  }
}

/** What is done with a version that was submitted. */
interface Judging {
  readonly verb: 'approve' | 'reject' | 'withdraw';
  readonly what: string;
  readonly as: 'agencyApprover' | 'agencyOfficer';
  readonly came: string;
}

const judgings: readonly Judging[] = [
  {
    ...{ verb: 'approve', as: 'agencyApprover', came: 'is published' },
    what: 'Approve the version that another person submitted: it is published',
  },
  {
    ...{ verb: 'reject', as: 'agencyApprover', came: 'is rejected; what was published stands' },
    what: 'Reject the version that another person submitted',
  },
  {
    ...{ verb: 'withdraw', as: 'agencyOfficer', came: 'is withdrawn; what was published stands' },
    what: 'Withdraw the version that you submitted yourself',
  },
];

function judgeCommand(
  manual: Command,
  context: CliContext,
  { verb, what, as, came }: Judging,
): void {
  signedIn(manual.command(verb))
    .argument('<service>', 'id of the service')
    .argument('<version>', 'version that was submitted', versionOf)
    .description(what)
    .option('--key <key>', 'Idempotency-Key: the same key is the same act')
    .addHelpText(
      'after',
      `\nExample: prasan manual ${verb} SVC0106 2 --as ${as} --agency AGY009 --name malee`,
    )
    .action(async (serviceId: string, version: number, options: Options) => {
      const gateway = await GatewayCaller.signIn(context, options);
      const path = `${manualPath(serviceId)}/${verb}Manual`;
      const { body } = await gateway.post(path, { version }, { key: options.key });
      if (options.json === true) context.screen.json(body);
      else context.screen.line(`${serviceId}@${ManualDone.parse(body).version} ${came}`);
    });
}

function versionOf(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('A version is a whole number from 1.');
}

function versionsCommand(manual: Command, context: CliContext): void {
  signedIn(manual.command('versions <service>'))
    .description("Every version of a service's manual, which is in force, and what is submitted")
    .addHelpText('after', '\nExample: prasan manual versions SVC0106 --as opdcOfficer')
    .action(async (serviceId: string, options: Options) => {
      const gateway = await GatewayCaller.signIn(context, options);
      const { body } = await gateway.get(manualPath(serviceId));
      if (options.json === true) context.screen.json(body);
      else showVersions(context.screen, ManualAnswer.parse(body));
    });
}

function showVersions(screen: Screen, { versions, inForce, pending }: ManualAnswer): void {
  const all = pending === null ? versions : [pending, ...versions];
  screen.table(
    ['manual', 'status', 'effective from', 'until', 'figures', 'title'],
    all.map(({ manual, isIllustrative }) => [
      `${manual.serviceId}@${manual.version}`,
      statusOf(manual.version, inForce, pending),
      manual.effectiveFrom,
      manual.effectiveUntil ?? '',
      isIllustrative ? 'illustrative' : 'cited',
      manual.title.th,
    ]),
  );
  for (const { th, en } of pending?.changes ?? []) screen.line(`  ${th} · ${en}`);
}

function statusOf(
  version: number,
  inForce: number | null,
  pending: ManualAnswer['pending'],
): string {
  if (version === pending?.manual.version) return 'submitted';
  return version === inForce ? 'in force' : 'published';
}

function manualPath(serviceId: string): string {
  return `/v1/services/${encodeURIComponent(serviceId)}/manual`;
}
