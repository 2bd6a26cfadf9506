import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { CliContext } from '../context.js';
import { GatewayCaller } from '../gateway.js';
import { CommandFailed, exitCodeOf, messageOf } from '../outcome.js';
import { payAt, treasuryOf } from '../request-pay.js';
import { listed } from '../sign-in.js';
import { Clock } from './clock.js';
import { Desk } from './desk.js';
import type { Life, World } from './live.js';
import { unborn } from './live.js';
import type { Person } from './people.js';
import { rollScript } from './script.js';
import { openManuals } from './services.js';
import { liveAll, standingsOf } from './simulate.js';
import { reportOf } from './report.js';
import { showReport } from './show-report.js';

interface Options {
  readonly count: number;
  readonly seed: number;
  readonly speed: number;
  readonly run?: string;
  readonly service?: string[];
  readonly json?: boolean;
}

const countMax = 10_000;
const seedMax = 4_294_967_295;
const speedMax = 1e9;

/** `request simulate`: made-up persons live their requests at the gateway of the local stack. */
export function simulateCommand(request: Command, context: CliContext): void {
  request
    .command('simulate')
    .description('Let made-up citizens, officials and payers work requests (local stack only)')
    .requiredOption('--count <n>', 'how many requests', number('count', 1, countMax))
    .requiredOption(
      '--seed <s>',
      'whole number; the same gives the same lives',
      number('seed', 0, seedMax),
    )
    .option('--speed <x>', 'seconds of theirs in a real second', speed, 86_400)
    .option('--run <name>', 'name of the run; a new one when left out', runName)
    .option('--service <ids>', 'only these services', listed)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Applicants, portals, officials, licensors, other agencies, appeal authorities and payers act at the
gateway with tokens of the local issuer, each act a real one; bills are paid at the test treasury. They
dawdle, file with documents missing, pay twice or never, appeal, and make mistakes, which the gateway
refuses: those are counted by the type of the problem.

--speed is for persons alone: with 86400 what takes an official a day takes a second. The law's clocks
are real: who has 15 days for a correction still has them afterwards, and what is filed in the evening
is received on the next working day. At the end each request is in an end, or its future is asked for
and checked; exit code 1 when one has none, or something was answered otherwise than it should be.

The same seed rolls the same names, choices and delays. Filings have the keys simulate:RUN:SEED:INDEX, and
the numbers of persons come of them too: a second run files new requests of other persons; with the same
--run it finds its own again, and goes on with them.

Examples:
  prasan request simulate --count 40 --seed 7
  prasan request simulate --count 500 --seed 7 --json > simulated.json
  prasan request simulate --count 20 --seed 1 --service SVC0106,SVC2941 --speed 1000000`,
    )
    .action((options: Options) => simulate(context, options));
}

async function simulate(context: CliContext, options: Options): Promise<void> {
  const { count, seed, speed: fast, service, run = newRun() } = options;
  const began = Date.now();
  const stop = new AbortController();
  const world = worldOf(context, { run, clock: new Clock(fast, stop.signal) });
  const manuals = await openManuals(world.desk, service);
  const lives = Array.from({ length: count }, (_, index) =>
    unborn(rollScript(seed, index, at(manuals, index))),
  );
  const asked = context.untilStopped();
  asked.addEventListener('abort', () => stop.abort(), { once: true });
  await liveShown(context, lives, world, stop);
  const stopped = stop.signal.aborted;
  const standings = stopped ? [] : await standingsOf(lives, world);
  const seconds = Math.round((Date.now() - began) / 100) / 10;
  const report = reportOf({ seed, run, speed: fast, count, stopped, seconds }, lives, standings);
  if (options.json === true) context.screen.json(report);
  else showReport(context.screen, report);
  const faults = report.withoutFuture.length + report.surprises.length;
  if (faults > 0) throw new CommandFailed(`${faults} ${faults === 1 ? 'fault' : 'faults'}`);
}

async function liveShown(
  { screen }: CliContext,
  lives: readonly Life[],
  world: World,
  stop: AbortController,
): Promise<void> {
  const bar = screen.progress('requests', lives.length);
  let ended = 0;
  const onEnd = () => {
    ended += 1;
    bar.update(ended);
  };
  try {
    await liveAll(lives, world, { stop, onEnd });
  } catch (error) {
    const filed = lives.filter(({ requestId }) => requestId !== null).length;
    const said = `${messageOf(error)}\n${filed} of ${lives.length} requests were filed (run ${world.run}); with --run ${world.run} the same command goes on`;
    throw new CommandFailed(said, exitCodeOf(error));
  } finally {
    bar.stop();
  }
}

function worldOf(context: CliContext, { run, clock }: Pick<World, 'run' | 'clock'>): World {
  const treasury = treasuryOf(context);
  const signIn = ({ role, name, agency, office }: Person) =>
    GatewayCaller.signIn(context, {
      ...{ as: [role], name, agency: agency === undefined ? [] : [agency] },
      office: office === undefined ? [] : [office],
    });
  return {
    ...{ run, clock, desk: new Desk({ signIn, clock }) },
    bank: {
      pay: (ref1, { amount, isConfirmed }) =>
        payAt(treasury, { ref1, money: { amount, currency: 'THB' }, isConfirmed }),
    },
  };
}

function at<One>(all: readonly One[], index: number): One {
  const one = all[index % all.length];
  if (one === undefined) throw new Error('there is nothing to choose from');
  return one;
}

/** When it began, and something that no other run has. */
function newRun(): string {
  const moment = new Date().toISOString().slice(0, 16).replaceAll(/[-:]/g, '');
  return `${moment}-${randomBytes(2).toString('hex')}`;
}

// --- Options --------------------------------------------------------------------------------------

function number(what: string, from: number, to: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
    if (value >= from && value <= to) return value;
    throw new InvalidArgumentError(`The ${what} must be a whole number from ${from} to ${to}.`);
  };
}

function speed(text: string): number {
  const value = /^\d{1,10}(\.\d{1,6})?$/.test(text) ? Number(text) : NaN;
  if (value > 0 && value <= speedMax) return value;
  throw new InvalidArgumentError(
    `It must be a number above 0, at most ${speedMax}: 86400 makes a day of a second.`,
  );
}

function runName(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be 1 to 40 letters, digits, dots, dashes.');
}
