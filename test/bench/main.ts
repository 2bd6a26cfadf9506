import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { askedToStop } from '../../infra/local/end-on-signal.js';
import type { StackEnv } from '../../infra/local/env-file.js';
import { createProgress } from '../../infra/local/progress.js';
import { givenAddresses } from '../../infra/local/stack.js';
import { withTestStack } from '../../infra/local/test-stack.js';
import { stopEngine } from './engine.js';
import { benchCalendar } from './calendar.js';
import { benchEvents } from './events.js';
import { benchIdle } from './idle.js';
import { benchOpenCases } from './open-cases.js';
import { benchParked } from './parked.js';
import { benchPaths } from './paths.js';
import { benchReadable } from './readable.js';
import { benchRegister } from './register.js';
import { benchRequests } from './requests.js';
import type { Report } from './result.js';
import { heading, isOk, measureOf, resultLine } from './result.js';
import { benchTracker } from './tracker.js';

/** What can be measured, in the order in which it is; `calendar` needs no servers, `idle` brings up its own. */
const benches: Readonly<
  Record<string, { what: string; run: (asked: Promise<void>) => Promise<Report> }>
> = {
  calendar: { what: 'due dates with their explanation', run: benchCalendar },
  tracker: { what: 'answers and page of the tracker with 4,906 services', run: benchTracker },
  events: { what: "history events and workflow tasks of the README's path", run: benchEvents },
  readable: { what: 'from a decision to its event read from Kafka', run: benchReadable },
  paths: { what: 'paths to live per second, actions acknowledged', run: benchPaths },
  requests: { what: 'plain requests per second, actions acknowledged', run: benchRequests },
  open: { what: 'one of 2,000 open requests looked at, all counted again', run: benchOpenCases },
  parked: { what: 'what 1,000 and 10,000 open requests take (Linux)', run: benchParked },
  register: {
    what: 'an edition of 4,906 services planned, taken in, and again',
    run: benchRegister,
  },
  idle: { what: 'memory and processor of an idle npm start (Linux)', run: benchIdle },
};

const help = `npm run bench [-- NAME…]

Measures Prasan against a floor (the same work with nothing of ours in it), both in this run, on
servers of its own. Raw numbers are kept in .prasan/bench. Without a NAME, all of:

${Object.entries(benches)
  .map(([name, { what }]) => `  ${name.padEnd(10)} ${what}`)
  .join('\n')}

TEMPORAL_ADDRESS, KAFKA_BROKERS and DATABASE_URL, where set, are measured instead (a Temporal on
PostgreSQL, say). A figure beyond its limit is marked OVER; the exit code is 1 for errors alone.`;

const asked = askedToStop(() => process.exit(130));
const progress = createProgress(process.stderr, () => '[servers] ');

async function main(names: readonly string[]): Promise<number> {
  if (names.includes('--help')) {
    console.log(help);
    return 0;
  }
  const unknown = names.filter((name) => !(name in benches));
  if (unknown.length > 0) {
    console.error(`Unknown: ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`);
    return 1;
  }
  const chosen = Object.keys(benches).filter((name) => names.length === 0 || names.includes(name));
  const began = { at: new Date().toISOString(), load: loadavg() };
  console.log(`${began.at}, ${machine()}, load before: ${shown(began.load)}\n${heading}`);
  const given = givenAddresses();
  const command = ['npm run bench --', ...chosen].join(' ');
  const servers = Object.keys(given);
  const reports = new Map<string, Report>();
  let file = '';
  // After each, so that what was measured is not lost with what fails later.
  const keepAll = () => {
    const conditions = { command, ...began, loadAfter: loadavg(), machine: machine() };
    file = keep({ ...conditions, servers, reports: Object.fromEntries(reports) });
  };
  await runAll(chosen, given, reports, keepAll);
  const over = [...reports.values()].flatMap(({ results }) => results.filter((one) => !isOk(one)));
  const verdict = over.length === 0 ? 'all within their limits' : `${over.length} OVER the limit`;
  console.log(`\nload after: ${shown(loadavg())}; ${verdict}; raw numbers: ${file}`);
  return reports.size === chosen.length ? 0 : 1;
}

async function runAll(
  chosen: readonly string[],
  given: Partial<StackEnv>,
  reports: Map<string, Report>,
  keepAll: () => void,
): Promise<void> {
  const onServers = chosen.filter((name) => name !== 'idle' && name !== 'calendar');
  if (chosen.includes('calendar')) {
    await runOne('calendar', reports);
    keepAll();
  }
  if (onServers.length > 0) {
    await withTestStack(progress, asked, async (env) => {
      // What the helpers of the tests read.
      Object.assign(process.env, env, given);
      for (const name of onServers) {
        await runOne(name, reports);
        keepAll();
      }
      await stopEngine();
    });
  }
  if (chosen.includes('idle')) {
    await runOne('idle', reports);
    keepAll();
  }
}

async function runOne(name: string, reports: Map<string, Report>): Promise<void> {
  const report = await benches[name]?.run(asked);
  if (report === undefined) return;
  reports.set(name, report);
  for (const line of report.lines ?? []) console.log(line);
  for (const result of report.results) console.log(resultLine(result));
}

interface Measured {
  readonly at: string;
  readonly command: string;
  /** Settings of the servers that were given. */
  readonly servers: readonly string[];
  readonly reports: Readonly<Record<string, Report>>;
}

/** Writes down what was measured, how and when. */
function keep(content: Measured): string {
  const folder = join('.prasan', 'bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${content.at.replaceAll(':', '')}.json`);
  const reports = Object.entries(content.reports).map(([name, { results, raw }]) => [
    name,
    { results: results.map((one) => ({ ...one, measure: measureOf(one), ok: isOk(one) })), raw },
  ]);
  const rounded = (_: string, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
  const text = JSON.stringify({ ...content, reports: Object.fromEntries(reports) }, rounded, 1);
  writeFileSync(file, `${text}\n`);
  return file;
}

function machine(): string {
  const [cpu] = cpus();
  return `${cpus().length} × ${cpu?.model ?? 'unknown processor'}, Node ${process.version}`;
}

function shown(load: readonly number[]): string {
  return load.map((one) => one.toFixed(2)).join(' ');
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
