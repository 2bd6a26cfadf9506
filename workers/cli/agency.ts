import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { AgencyAnswer } from '../../contracts/commands/agency/messages.js';
import { agencyIdPattern } from '../../contracts/ids.js';
import type { AgencyAction } from '../../contracts/lifecycles/agency/decide.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import { refusalText, refuse } from '../../contracts/lifecycles/refusals.js';
import { problemType, refusalProblems } from '../../contracts/problems.js';
import { showAgency, showDecision, showMerging } from './agency-views.js';
import type { CliContext } from './context.js';
import { CommandFailed, exitCodes } from './outcome.js';
import { withPostgres, withTemporal } from './servers.js';
import { both } from './text.js';

interface Json {
  readonly json?: boolean;
}

interface DecideOptions extends Json {
  readonly reason: string;
  readonly by: string;
}

/** `agency merges|merge|unmerge|refuse|show`: which ids are one organisation's. */
export function agencyCommands(program: Command, context: CliContext): void {
  const agency = program
    .command('agency')
    .description(
      'Agencies, and which ids of the register are one organisation (platform operator)',
    );
  mergesCommand(agency, context);
  decideCommand(agency, context, {
    action: 'merge',
    usage: 'merge <from> <into>',
    description: 'Take the first id as the organisation of the second, from now on',
    help: `
Officers of either id then see and work the services of both; lists, work-lists, digests and the
tracker follow at once, and no case is changed: it keeps the id that it was registered with. It can be
taken apart again. No chains: of several ids each is merged into the one that stands.

Example: prasan agency merge AGY050 AGY051 --reason "ชื่อเดียวกัน สระเลื่อนจากการคัดจาก PDF"`,
  });
  decideCommand(agency, context, {
    action: 'unmerge',
    usage: 'unmerge <from>',
    description: 'Take an id apart from the organisation that it was merged into',
    help: '\nExample: prasan agency unmerge AGY050 --reason "รวมผิดหน่วยงาน"',
  });
  decideCommand(agency, context, {
    action: 'refuseMerge',
    usage: 'refuse <from> <into>',
    description: 'Say that two ids are not one organisation: the pair is not proposed again',
    help: '\nExample: prasan agency refuse AGY125 AGY123 --reason "เป็นชื่อของสองหน่วยงานรวมกัน"',
  });
  showCommand(agency, context);
}

function mergesCommand(agency: Command, context: CliContext): void {
  agency
    .command('merges')
    .description('Ids that may be one organisation, with the evidence, and what was decided')
    .option('--refused', 'propose again what was refused')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Candidates are strong (the same name, however it is written, in one ministry), likely (so too, with
something against it) or weak (names that are only like each other). Nothing is merged by itself.

Examples:
  prasan agency merges
  prasan agency merges --json`,
    )
    .action(
      async ({ refused: isRefusedToo = false, json = false }: Json & { refused?: boolean }) => {
        const merging = await withPostgres(context, async (pool) => {
          const { readMergingNow } = await import('../../infra/postgres/merging.js');
          return readMergingNow(pool, { isRefusedToo });
        });
        if (json) context.screen.json(merging);
        else showMerging(context.screen, merging);
      },
    );
}

interface Decision {
  readonly action: AgencyAction;
  readonly usage: string;
  readonly description: string;
  readonly help: string;
}

function decideCommand(
  agency: Command,
  context: CliContext,
  { action, usage, description, help }: Decision,
): void {
  agency
    .command(usage)
    .description(`${description} (platform operator)`)
    .requiredOption('--reason <text>', 'why; it is kept with the agency and goes into no event')
    .option('--by <name>', 'who decides, kept beside the reason', userInfo().username)
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(async (from: string, ...rest: unknown[]) => {
      const into = action === 'unmerge' ? '' : String(rest[0]);
      // After the arguments come the options.
      const options = rest[action === 'unmerge' ? 0 : 1] as DecideOptions;
      for (const id of action === 'unmerge' ? [from] : [from, into]) needId(id);
      if (options.reason.trim() === '') throw new CommandFailed('--reason: say why in a few words');
      const answer = await decide(context, action, { from, into, ...options });
      const isSeen = await isSeenEverywhere(context, answer);
      if (options.json === true) context.screen.json({ ...answer, isSeen });
      else showDecision(context.screen, answer, isSeen);
    });
}

function needId(agencyId: string): void {
  if (agencyIdPattern.test(agencyId)) return;
  throw new CommandFailed(`${agencyId} is no agency id; ids look like AGY050 (agency merges)`);
}

/** Longer than any decision takes while the worker runs. */
const decideMs = 60_000;

async function decide(
  context: CliContext,
  action: AgencyAction,
  asked: { readonly from: string; readonly into: string } & DecideOptions,
): Promise<AgencyAnswer> {
  const { from, into, by, reason } = asked;
  return withTemporal(context, async (client) => {
    const { decideOnAgency, findAgencyCase } = await import('../../infra/temporal/agencies.js');
    const { refusalOf } = await import('../../infra/temporal/cases.js');
    const { WorkflowNotFoundError, WorkflowUpdateRPCTimeoutOrCancelledError: NobodyAnswered } =
      await import('@temporalio/client');
    try {
      return await client.withDeadline(Date.now() + decideMs, async () => {
        if (action === 'refuseMerge' && (await findAgencyCase(client, into)) === undefined) {
          throw refused(refuse('agencyUnknown', { agencyId: into }));
        }
        const command = { action, into, by, reason: reason.trim(), key: randomUUID() };
        return decideOnAgency(client, from, command);
      });
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) {
        throw refused(refuse('agencyUnknown', { agencyId: from }));
      }
      if (error instanceof NobodyAnswered) throw silent(from);
      const refusal = refusalOf(error);
      throw refusal === undefined ? error : refused(refusal);
    }
  });
}

/** A refusal as the gateway would say it: its sentence for people, the problem for `--json`. */
function refused(refusal: Refusal): CommandFailed {
  const { code, facts } = refusal;
  const { status, title } = refusalProblems[code];
  const detail = refusalText(refusal);
  const problem = { type: problemType(code), title: title.en, status, code, facts };
  const whole = { ...problem, detail: detail.en, details: detail };
  return new CommandFailed(both(detail), exitCodes.refused, whole);
}

function silent(agencyId: string): CommandFailed {
  return new CommandFailed(
    `Nobody has answered within ${decideMs / 1_000} seconds (is the onboarding worker running?). It may be done all the same: prasan agency show ${agencyId} tells`,
    exitCodes.unreachable,
  );
}

const seenMs = 30_000;

/** Whether everybody judges by the decision; where that cannot be told, it stands all the same. */
async function isSeenEverywhere(context: CliContext, answer: AgencyAnswer): Promise<boolean> {
  const bar = context.screen.progress('until everybody judges by it');
  try {
    return await withPostgres(context, async (pool) => {
      const { untilJudgedBy } = await import('../../infra/postgres/merging.js');
      return untilJudgedBy(pool, answer, seenMs);
    });
  } catch (error) {
    if (error instanceof CommandFailed) return false;
    throw error;
  } finally {
    bar.stop();
  }
}

function showCommand(agency: Command, context: CliContext): void {
  agency
    .command('show <id>')
    .description('An agency: its name, where it belongs, who belongs to it, and what was decided')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample: prasan agency show AGY050')
    .action(async (agencyId: string, { json = false }: Json) => {
      needId(agencyId);
      const view = await withTemporal(context, async (client) => {
        const { findAgencyCase } = await import('../../infra/temporal/agencies.js');
        return findAgencyCase(client, agencyId);
      });
      if (view === undefined) throw refused(refuse('agencyUnknown', { agencyId }));
      if (json) context.screen.json({ agencyId, ...view });
      else showAgency(context.screen, agencyId, view);
    });
}
