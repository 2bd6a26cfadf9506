import type { Command } from 'commander';
import { Option } from 'commander';
import { z } from 'zod';
import type { AppealAction } from '../../contracts/lifecycles/appeal/table.js';
import {
  appealActions,
  appealStates,
  appealStateTable,
} from '../../contracts/lifecycles/appeal/table.js';
import { sectionText } from '../../contracts/calendar/sections.js';
import { appealWayLabels } from '../../contracts/manuals/words.js';
import { readBody, versionTag } from './bodies.js';
import { AppealShown } from './appeal-answers.js';
import type { CliContext } from './context.js';
import { exampleOf } from './example-body.js';
import { GatewayCaller } from './gateway.js';
import { CommandFailed } from './outcome.js';
import { wholeNumber } from './pages.js';
import type { Lang } from './request-views.js';
import { whenText } from './request-views.js';
import type { Screen } from './screen.js';
import type { Caller } from './sign-in.js';
import { signedIn } from './sign-in.js';

const Acted = z.object({ state: z.enum(appealStates), version: z.number(), sequence: z.number() });

interface Common extends Caller {
  readonly lang: Lang;
  readonly json?: boolean;
}

interface ActOptions extends Common {
  readonly body: string;
  readonly ifMatch?: string;
  readonly key?: string;
  readonly example?: boolean;
}

/** `appeal show|act`: the appeals of requests, each a case of its own. */
export function appealCommands(program: Command, context: CliContext): void {
  const appeal = program
    .command('appeal')
    .description('Appeals of requests; one is filed by: request act ID appeal')
    .addHelpText(
      'after',
      `
Who acts, with the local issuer:
  the officer who made the order   --as licensor --agency AGY009
  the appeal authority, or the     --as appealAuthority --agency AGY009
  body that a special law names
  the portal of the citizen        --as portal --office biz`,
    );
  showCommand(appeal, context);
  actCommand(appeal, context);
}

function showCommand(appeal: Command, context: CliContext): void {
  signedIn(appeal.command('show <request> [number]'))
    .description('One appeal: with whom it is, until when, and what may be done')
    .addOption(new Option('--lang <lang>', 'language').choices(['th', 'en']).default('en'))
    .addHelpText('after', '\nExample: prasan appeal show REQUEST 1 --as portal --office biz')
    .action(async (request: string, number: string | undefined, options: Common) => {
      const gateway = await GatewayCaller.signIn(context, options);
      const { body } = await gateway.get(appealPath(request, number));
      if (options.json === true) context.screen.json(body);
      else show(context.screen, AppealShown.parse(body), options.lang);
    });
}

function actCommand(appeal: Command, context: CliContext): void {
  signedIn(appeal.command('act <request> <number> <action>'))
    .description('Take an action on an appeal')
    .option('--body <json>', 'the body: JSON, @file, or - for standard input', '{}')
    .option('--example', 'only print a body that fits, to be filled in')
    .option('--if-match <version>', 'version you saw; read first when left out', versionTag)
    .option('--key <key>', 'Idempotency-Key: the same key is the same act')
    .addHelpText(
      'after',
      `
Actions: ${appealActions.join(', ')}

Example:
  prasan appeal act REQUEST 1 decideAppeal --example --as licensor --agency AGY009`,
    )
    .action(async (request: string, number: string, given: string, options: ActOptions) => {
      const action = knownAction(given);
      const path = appealPath(request, number);
      const sent = options.example === true ? {} : await readBody(context, options.body);
      const gateway = await GatewayCaller.signIn(context, options);
      const seen = await gateway.get(path);
      if (options.example === true) {
        const { actions } = AppealShown.parse(seen.body);
        const schema = actions.find((one) => one.action === action)?.body ?? {};
        context.screen.json(exampleOf(schema, { at: Date.now() }));
        return;
      }
      const write = { key: options.key, ifMatch: options.ifMatch ?? seen.etag ?? undefined };
      const { body } = await gateway.post(`${path}/actions/${action}`, sent, write);
      if (options.json === true) context.screen.json(body);
      else context.screen.line(actedText(action, Acted.parse(body)));
    });
}

function actedText(
  action: AppealAction,
  { state, version, sequence }: z.output<typeof Acted>,
): string {
  const { th, en } = appealStateTable[state].label;
  return `${action}: accepted, ${state} · ${th} / ${en}, version ${version}, event ${sequence}`;
}

function show(screen: Screen, appeal: AppealShown, lang: Lang): void {
  const { requestId, number, label, filedAt, receivedAt, byItself, stay, isLate } = appeal;
  screen.heading(`${requestId}, ${lang === 'th' ? 'อุทธรณ์ที่' : 'appeal'} ${number}: ${label[lang]}`);
  const when = (moment: string | null) => (moment === null ? '-' : whenText(moment, lang));
  const late = isLate ? (lang === 'th' ? ' (เกินกำหนด)' : ' (late)') : '';
  screen.line(`  ${lang === 'th' ? 'ยื่น' : 'filed'}: ${when(filedAt)}${late}`);
  screen.line(`  ${lang === 'th' ? 'รับ' : 'received'}: ${when(receivedAt)}`);
  screen.line(`  ${lang === 'th' ? 'ผู้วินิจฉัย' : 'decides'}: ${decidesText(appeal, lang)}`);
  screen.line(`  ${lang === 'th' ? 'ครบกำหนด' : 'due'}: ${dueText(appeal, lang)}`);
  screen.line(`  ${lang === 'th' ? 'ทุเลา' : 'stay'}: ${stay}`);
  if (byItself !== null) {
    const section = sectionText(byItself.section, lang);
    screen.line(`  ○ ${when(byItself.at)}  ${byItself.what[lang]} (${section})`);
  }
  for (const one of appeal.words ?? [])
    screen.line(`  #${one.sequence} ${JSON.stringify(one.words)}`);
  screen.line();
  for (const { action, allowed, label: what, whyNot } of appeal.actions) {
    const mark = allowed ? '✓' : '·';
    const why = allowed ? '' : `: ${whyNot?.text[lang] ?? ''}`;
    screen.line(`  ${mark} ${action.padEnd(16)}${what[lang]}${why}`);
  }
}

/** To whom it is appealed, and under which section. */
function decidesText({ route }: AppealShown, lang: Lang): string {
  const { body, section } = route;
  return `${body[lang]}, ${appealWayLabels[route.route][lang]} (${sectionText(section, lang)})`;
}

/** No day is made up where no law sets one. */
function dueText({ dueOn, byItself }: AppealShown, lang: Lang): string {
  if (dueOn !== null) return whenText(dueOn, lang);
  if (byItself === null) return '-';
  return lang === 'th'
    ? 'กฎหมายเฉพาะไม่ได้กำหนดวันไว้ในคู่มือ'
    : 'the manual states no day of the special law';
}

function knownAction(action: string): AppealAction {
  const known = appealActions.find((one) => one === action);
  if (known !== undefined) return known;
  throw new CommandFailed(`There is no action ${action}; there are ${appealActions.join(', ')}`);
}

function appealPath(request: string, number = '1'): string {
  return `/v1/requests/${encodeURIComponent(request)}/appeals/${wholeNumber(number)}`;
}
