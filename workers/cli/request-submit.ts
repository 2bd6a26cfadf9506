import type { Command } from 'commander';
import { Option } from 'commander';
import { z } from 'zod';
import type { ApplicantKind, Manual } from '../../contracts/manuals/manual.js';
import { applicantKinds } from '../../contracts/manuals/manual.js';
import { readBody } from './bodies.js';
import type { CliContext } from './context.js';
import { GatewayCaller } from './gateway.js';
import { CommandFailed } from './outcome.js';
import { ManualAnswer, RequestShown } from './request-answers.js';
import { exampleSubmission } from './request-example.js';
import { showRequest } from './request-page.js';
import type { Lang } from './request-views.js';
import type { Caller } from './sign-in.js';
import { signedIn } from './sign-in.js';

interface SubmitOptions extends Caller {
  readonly body?: string;
  readonly example?: boolean;
  readonly applicant?: ApplicantKind;
  readonly key?: string;
  readonly lang: Lang;
  readonly json?: boolean;
}

/** `request submit`: a portal files for a citizen of its own. */
export function submitCommand(request: Command, context: CliContext): void {
  signedIn(request.command('submit [service]'))
    .description('File a request as a portal; the answer is the receipt')
    .option('--body <json>', 'the submission: JSON, @file, or - for standard input')
    .option('--example', 'only print a submission that fits, of a person who does not exist')
    .addOption(
      new Option('--applicant <kind>', 'with --example: who applies').choices(applicantKinds),
    )
    .option('--key <key>', 'Idempotency-Key: the same key is the same request')
    .addOption(new Option('--lang <lang>', 'language').choices(['th', 'en']).default('en'))
    .addHelpText(
      'after',
      `
Documents are references and hashes; their content stays with the portal. With --example they are those
that the manual in force asks of the applicant.

Examples:
  prasan request submit SVC0106 --example --as portal --office biz > request.json
  prasan request submit SVC0106 --body @request.json --as portal --office biz
  prasan request submit SVC0209 --example --as portal --office citizen |
    prasan request submit --body - --as portal --office citizen --json`,
    )
    .action(async (service: string | undefined, options: SubmitOptions) => {
      if (options.example === true) await printExample(context, service, options);
      else await submit(context, service, options);
    });
}

/** A submission, as far as it says to which service; the rest is for the gateway. */
const Named = z.looseObject({ serviceId: z.string().optional().catch(undefined) });

async function submit(
  context: CliContext,
  service: string | undefined,
  options: SubmitOptions,
): Promise<void> {
  if (options.body === undefined) {
    throw new CommandFailed('Give the submission with --body, or print one with SERVICE --example');
  }
  const given = Named.parse(await readBody(context, options.body));
  const { serviceId = service } = given;
  if (service !== undefined && serviceId !== service) {
    throw new CommandFailed(`The submission is to ${serviceId ?? ''}, not to ${service}`);
  }
  const submission = service === undefined ? given : { ...given, serviceId: service };
  const gateway = await GatewayCaller.signIn(context, options);
  const { body } = await gateway.post('/v1/requests', submission, { key: options.key });
  if (options.json === true) {
    context.screen.json(body);
    return;
  }
  const shown = RequestShown.parse(body);
  showRequest(context.screen, shown, undefined, options.lang);
  context.screen.line();
  context.screen.line(`prasan request show ${shown.requestId}`);
}

async function printExample(
  { screen, ...context }: CliContext,
  service: string | undefined,
  options: SubmitOptions,
): Promise<void> {
  if (service === undefined)
    throw new CommandFailed('Name the service: request submit SERVICE --example');
  if (options.body !== undefined) throw new CommandFailed('Give --body or --example, not both');
  const gateway = await GatewayCaller.signIn({ screen, ...context }, options);
  const path = `/v1/services/${encodeURIComponent(service)}/manual`;
  const manual = inForce(ManualAnswer.parse((await gateway.get(path)).body));
  screen.json(exampleSubmission(manual, applicantFor(manual, options.applicant)));
}

function inForce({ serviceId, inForce: version, versions }: ManualAnswer): Manual {
  const found = versions.find(({ manual }) => manual.version === version);
  if (found !== undefined) return found.manual;
  throw new CommandFailed(`No manual of ${serviceId} is in force today`);
}

function applicantFor(
  { serviceId, applicants }: Manual,
  asked: ApplicantKind | undefined,
): ApplicantKind {
  if (asked !== undefined && !applicants.includes(asked)) {
    throw new CommandFailed(`${serviceId} is for ${applicants.join(', ')}, by its manual`);
  }
  return asked ?? applicants[0] ?? 'citizen';
}
