import type { Command } from 'commander';
import { z } from 'zod';
import type { CliContext } from './context.js';
import { GatewayCaller } from './gateway.js';
import { CommandFailed } from './outcome.js';
import { wholeNumber } from './pages.js';
import type { Caller } from './sign-in.js';
import { signedIn } from './sign-in.js';

interface ChangeOptions extends Caller {
  readonly authority?: string;
  readonly resolved?: string;
  readonly nameTh?: string;
  readonly nameEn?: string;
  readonly rate?: number;
  readonly dryRun?: boolean;
  readonly wait: boolean;
  readonly key?: string;
  readonly json?: boolean;
}

interface CampaignOptions extends Caller {
  readonly pause?: boolean;
  readonly resume?: boolean;
  readonly rate?: number;
  readonly follow?: boolean;
  readonly json?: boolean;
}

const Changed = z.looseObject({ campaignId: z.string(), version: z.string() });
const Campaign = z.looseObject({
  campaignId: z.string(),
  kind: z.string(),
  date: z.string(),
  state: z.string(),
  rate: z.number(),
  total: z.number().nullable(),
  counts: z.object({
    changed: z.number(),
    unchanged: z.number(),
    knew: z.number(),
    closed: z.number(),
  }),
  unanswered: z.array(z.string()),
});
type Campaign = z.output<typeof Campaign>;
const Affected = z.object({
  requestId: z.string(),
  serviceId: z.string(),
  agencyId: z.string(),
  dates: z.array(
    z.object({
      clock: z.string(),
      of: z.string().optional(),
      was: z.string(),
      is: z.string(),
      rule: z.string(),
    }),
  ),
});
const Trial = z.object({
  asked: z.number(),
  total: z.number().nullable(),
  affected: z.array(Affected),
  next: z.string().nullable(),
});
const Holidays = z.looseObject({ changes: z.array(z.object({ campaignId: z.string() })) });

const actions = { declare: 'declareHoliday', withdraw: 'withdrawHoliday' } as const;

/** `calendar declare|withdraw|campaign`: special holidays, through the gateway, by OPDC's approver. */
export function calendarChangeCommands(calendar: Command, context: CliContext): void {
  changeCommand(calendar, context, 'declare');
  changeCommand(calendar, context, 'withdraw');
  campaignCommand(calendar, context);
}

const texts = {
  declare: 'Declare a special holiday: open cases are counted again (OPDC approver)',
  withdraw:
    'Withdraw a special holiday before its day: open cases are counted back (OPDC approver)',
};

function changeCommand(calendar: Command, context: CliContext, verb: 'declare' | 'withdraw'): void {
  const command = calendar
    .command(`${verb} <date>`)
    .description(texts[verb])
    .option('--authority <text>', 'who resolved it, as it is cited')
    .option('--resolved <date>', 'day of the resolution')
    .option('--dry-run', 'list the open cases that would change, and change nothing')
    .option('--rate <n>', 'cases counted again a second (50)', wholeNumber)
    .option('--no-wait', 'do not follow the campaign')
    .option('--key <key>', 'Idempotency-Key, to repeat a call whose outcome is unknown');
  if (verb === 'declare') {
    command
      .option('--name-th <name>', 'name of the holiday, Thai')
      .option('--name-en <name>', 'name of the holiday, English');
  }
  signedIn(command)
    .addHelpText(
      'after',
      `
Examples:
  prasan calendar ${verb} 2027-02-10 --dry-run --as opdcApprover
  prasan calendar ${verb} 2027-02-10 --authority "Cabinet resolution of 26 January 2027" --as opdcApprover`,
    )
    .action((date: string, options: ChangeOptions) => change(context, verb, date, options));
}

async function change(
  context: CliContext,
  verb: 'declare' | 'withdraw',
  date: string,
  options: ChangeOptions,
): Promise<void> {
  const { authority, resolved, nameTh, nameEn, rate, key } = options;
  if (options.dryRun !== true && authority === undefined) {
    throw new CommandFailed('Say who resolved it: --authority TEXT (or look first: --dry-run)');
  }
  const gateway = await GatewayCaller.signIn(context, options);
  if (options.dryRun === true) {
    await dryRun(context, gateway, { verb, date, isJson: options.json === true });
    return;
  }
  const body = { date, authority, resolvedOn: resolved, nameTh, nameEn, rate };
  const answer = await gateway.post(`/v1/calendar/${actions[verb]}`, body, { key });
  const { campaignId, version } = Changed.parse(answer.body);
  const { screen } = context;
  if (options.json !== true) {
    screen.heading(`${date} ${verb === 'declare' ? 'is a special holiday' : 'is withdrawn'}`);
    screen.line(`The calendar is ${version} from now on; open cases are counted again.`);
  }
  const campaign = options.wait ? await follow(context, gateway, campaignId) : undefined;
  if (options.json === true) screen.json({ ...Changed.parse(answer.body), campaign });
  else if (campaign === undefined) screen.line(`See: prasan calendar campaign ${campaignId}`);
  else show(context, campaign);
}

async function dryRun(
  { screen }: CliContext,
  gateway: GatewayCaller,
  { verb, date, isJson }: { verb: 'declare' | 'withdraw'; date: string; isJson: boolean },
): Promise<void> {
  const affected: z.output<typeof Affected>[] = [];
  const query = new URLSearchParams({ action: actions[verb], date });
  let asked = 0;
  let progress: ReturnType<typeof screen.progress> | undefined;
  try {
    for (;;) {
      const page = Trial.parse(
        (await gateway.get(`/v1/calendar/affected?${query.toString()}`)).body,
      );
      progress ??= screen.progress('looking at open cases', page.total ?? undefined);
      affected.push(...page.affected);
      asked += page.asked;
      progress.update(asked);
      if (page.next === null) break;
      query.set('cursor', page.next);
    }
  } finally {
    progress?.stop();
  }
  if (isJson) screen.json({ asked, affected });
  else {
    screen.table(
      ['request', 'agency', 'clock', 'is', 'would be', 'rule'],
      affected.flatMap(({ requestId, agencyId, dates }) =>
        dates.map(({ clock, was, is, rule }) => [requestId, agencyId, clock, was, is, rule]),
      ),
    );
    screen.line(`${affected.length} of ${asked} open cases would change; nothing was changed.`);
  }
}

function campaignCommand(calendar: Command, context: CliContext): void {
  const command = calendar
    .command('campaign [id]')
    .description('How far a re-clocking has come; the last one when no id is given')
    .option('--pause', 'visit no further case')
    .option('--resume', 'go on')
    .option('--rate <n>', 'with --resume: cases a second', wholeNumber)
    .option('--follow', 'until it is done');
  signedIn(command)
    .addHelpText(
      'after',
      '\nExample: prasan calendar campaign --resume --rate 200 --as opdcApprover',
    )
    .action((id: string | undefined, options: CampaignOptions) => campaign(context, id, options));
}

async function campaign(
  context: CliContext,
  given: string | undefined,
  options: CampaignOptions,
): Promise<void> {
  const { pause, resume, rate } = options;
  if (pause === true && resume === true) throw new CommandFailed('Give --pause or --resume');
  if (rate !== undefined && resume !== true) throw new CommandFailed('--rate goes with --resume');
  const gateway = await GatewayCaller.signIn(context, options);
  const id = given ?? (await lastCampaign(gateway));
  const step = pause === true ? 'pause' : resume === true ? 'resume' : undefined;
  if (step !== undefined) {
    const body = rate === undefined ? {} : { rate };
    await gateway.post(`/v1/calendar/campaigns/${id}/${step}`, body, {});
  }
  const found =
    options.follow === true ? await follow(context, gateway, id) : await read(gateway, id);
  if (options.json === true) context.screen.json(found);
  else show(context, found);
}

async function lastCampaign(gateway: GatewayCaller): Promise<string> {
  const { changes } = Holidays.parse((await gateway.get('/v1/calendar/holidays')).body);
  const [last] = changes;
  if (last !== undefined) return last.campaignId;
  throw new CommandFailed('No special holiday was ever declared or withdrawn');
}

async function read(gateway: GatewayCaller, id: string): Promise<Campaign> {
  return Campaign.parse((await gateway.get(`/v1/calendar/campaigns/${id}`)).body);
}

const everyMs = 500;
/** The campaign begins a moment after the change. */
const missingMax = 20;

/** Shows how it goes on until it is done or paused, or somebody stops looking. */
async function follow(
  { screen, untilStopped }: CliContext,
  gateway: GatewayCaller,
  id: string,
): Promise<Campaign> {
  const stop = untilStopped();
  let progress: ReturnType<typeof screen.progress> | undefined;
  try {
    for (let missing = 0; ;) {
      const found = await read(gateway, id).catch((error: unknown) => {
        missing += 1;
        if (missing > missingMax) throw error;
        return undefined;
      });
      if (found !== undefined) {
        progress ??= screen.progress('counting open cases again', found.total ?? undefined);
        progress.update(visited(found));
        if (found.state === 'done' || found.state === 'paused' || stop.aborted) return found;
      }
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  } finally {
    progress?.stop();
  }
}

function visited({ counts: { changed, unchanged, knew, closed } }: Campaign): number {
  return changed + unchanged + knew + closed;
}

function show({ screen }: CliContext, found: Campaign): void {
  const { campaignId, kind, date, state, total, rate, unanswered } = found;
  const { changed, unchanged, knew, closed } = found.counts;
  screen.heading(`Campaign ${campaignId}: ${date} ${kind}, ${state}`);
  screen.table(
    ['what', 'cases'],
    [
      ['open when it began', `${total ?? '-'}`],
      ['with a new date', `${changed}`],
      ['with the same dates', `${unchanged}`],
      ['knew already', `${knew}`],
      ['closed meanwhile', `${closed}`],
      ['do not answer, tried again', `${unanswered.length}`],
      ['at the most a second', `${rate}`],
    ],
  );
}
