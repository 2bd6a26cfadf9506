import { statSync } from 'node:fs';
import { inParallel } from '../../infra/in-parallel.js';
import { RequestRig } from '../support/request-rig.js';
import { plainManual } from '../support/requests.js';
import { processesUnder } from './idle.js';
import type { Report } from './result.js';

const few = 1_000;
const many = 10_000;
const clients = 30;
const manual = plainManual();
/** What a case more may take in all, far below what would matter: it says when that changes. */
const kbMax = 250;

/** What the servers and the worker hold at a moment, in MB; of one of them none where it is elsewhere. */
interface Held {
  readonly cases: number;
  readonly worker: number;
  readonly temporal: number;
  readonly temporalFile: number;
  readonly postgres: number;
  readonly postgresFiles: number;
}

/** What open requests take that nobody touches: memory and files per case, and how they grow. */
export async function benchParked(): Promise<Report> {
  const rig = await RequestRig.start([manual]);
  try {
    const held = [await hold(rig, 0)];
    for (const cases of [few, many]) {
      const more = Array.from({ length: cases - (held.at(-1)?.cases ?? 0) });
      await inParallel(more, clients, async () => {
        await rig.file(manual);
      });
      held.push(await hold(rig, cases));
    }
    const [none, some, all] = held as [Held, Held, Held];
    return {
      lines: [
        ...held.map(lineOf),
        `per case to ${few}: ${perCase(none, some)}`,
        `per case from ${few} to ${many}: ${perCase(some, all)}`,
      ],
      results: [
        {
          name: `files per open request, ${few} to ${many}`,
          ...{ unit: 'kB', limit: kbMax },
          ours: kbOf(some, all, (one) => one.temporalFile + one.postgresFiles),
        },
      ],
      raw: { held },
    };
  } finally {
    await rig.stop();
  }
}

async function hold(rig: RequestRig, cases: number): Promise<Held> {
  globalThis.gc?.();
  const { rows } = await rig.database.pool.query<{ bytes: string }>(
    'SELECT pg_database_size(current_database()) AS bytes',
  );
  const all = processesUnder(process.pid);
  const memoryOf = (what: RegExp) =>
    all.filter(({ command }) => what.test(command)).reduce((sum, { pssMb }) => sum + pssMb, 0);
  const server = all.find(({ command }) => /temporal server/.test(command));
  return {
    cases,
    worker: process.memoryUsage().rss / 1_048_576,
    temporal: memoryOf(/temporal server/),
    temporalFile: fileMb(server?.command),
    postgres: memoryOf(/postgres/),
    postgresFiles: Number(rows[0]?.bytes ?? 0) / 1_048_576,
  };
}

/** The server's SQLite file, by the command it was started with. */
function fileMb(command = ''): number {
  const file = /--db-filename[= ](\S+)/.exec(command)?.[1];
  if (file === undefined) return NaN;
  return [file, `${file}-wal`].reduce((sum, one) => sum + sizeOf(one), 0) / 1_048_576;
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function lineOf({ cases, ...held }: Held): string {
  const parts = Object.entries(held).map(([name, mb]) => `${name} ${mb.toFixed(0)} MB`);
  return `${String(cases).padStart(6)} open: ${parts.join(', ')}`;
}

function perCase(from: Held, to: Held): string {
  const names = ['worker', 'temporal', 'temporalFile', 'postgres', 'postgresFiles'] as const;
  return names
    .map((name) => `${name} ${kbOf(from, to, (one) => one[name]).toFixed(1)} kB`)
    .join(', ');
}

function kbOf(from: Held, to: Held, of: (held: Held) => number): number {
  return ((of(to) - of(from)) * 1_024) / (to.cases - from.cases);
}
