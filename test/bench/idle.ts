import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from './result.js';

const memoryMaxMb = 1_600;
const coresMax = 0.15;
/** After the start's own work: the import's events, compilation, the first polls. */
const settleMs = 45_000;
const measureMs = 60_000;
const samples = 4;
const ticksPerSecond = 100;

/** `npm start` with the sample register, left alone: memory and processor of all its processes. */
export async function benchIdle(asked: Promise<void>): Promise<Report> {
  const home = mkdtempSync(join(tmpdir(), 'prasan-bench-'));
  const [gateway, tracker] = [await freePort(), await freePort()];
  const launcher = spawn(process.execPath, ['infra/local/start.mjs'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...{ PATH: process.env['PATH'], HOME: process.env['HOME'], PRASAN_HOME: home },
      PRASAN_GATEWAY_PORT: String(gateway),
      PRASAN_TRACKER_PORT: String(tracker),
      PRASAN_SAMPLE_REQUESTS: '0',
    },
  });
  const gone = once(launcher, 'exit');
  try {
    const stopped = asked.then(() => {
      throw new Error('stopped before it was measured');
    });
    return await Promise.race([measure(launcher, gone), stopped]);
  } finally {
    launcher.kill('SIGTERM');
    await gone;
    rmSync(home, { recursive: true, force: true });
  }
}

async function measure(launcher: ChildProcess, gone: Promise<unknown>): Promise<Report> {
  await untilSaid(launcher.stdout, 'Prasan is ready.', gone);
  await sleep(settleMs);
  return asReport(await watch(launcher.pid ?? 0));
}

async function untilSaid(
  stream: Readable | null,
  words: string,
  gone: Promise<unknown>,
): Promise<void> {
  let said = '';
  const heard = new Promise<void>((resolve) => {
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes(words)) resolve();
    });
  });
  const ended = gone.then(() => {
    throw new Error(`npm start ended before it was ready:\n${said}`);
  });
  await Promise.race([heard, ended]);
}

/** A process as it was found. */
export interface Seen {
  readonly pid: number;
  readonly command: string;
  /** Proportional set size: what is shared is counted once in all. */
  readonly pssMb: number;
  readonly cpuSeconds: number;
}

interface Watched {
  readonly seconds: number;
  readonly moments: readonly (readonly Seen[])[];
}

async function watch(root: number): Promise<Watched> {
  const began = Date.now();
  const moments = [processesUnder(root)];
  for (let n = 1; n < samples; n += 1) {
    await sleep(measureMs / (samples - 1));
    moments.push(processesUnder(root));
  }
  return { seconds: (Date.now() - began) / 1_000, moments };
}

function asReport({ seconds, moments }: Watched): Report {
  const memory = moments.map((seen) => seen.reduce((sum, { pssMb }) => sum + pssMb, 0));
  const before = new Map((moments[0] ?? []).map(({ pid, cpuSeconds }) => [pid, cpuSeconds]));
  const last = (moments.at(-1) ?? []).map((one) => ({
    ...one,
    cores: (one.cpuSeconds - (before.get(one.pid) ?? 0)) / seconds,
  }));
  return {
    lines: last
      .filter(({ pssMb }) => pssMb >= 5)
      .map(
        ({ command, pssMb, cores }) =>
          `  ${pssMb.toFixed(0).padStart(5)} MB  ${cores.toFixed(3)} core  ${command.slice(0, 120)}`,
      ),
    results: [
      {
        ...{ name: 'idle npm start, memory of all (PSS)', unit: 'MB', limit: memoryMaxMb },
        ours: Math.max(...memory),
      },
      {
        ...{ name: 'idle npm start, processor of all', unit: 'core', limit: coresMax },
        ours: last.reduce((sum, { cores }) => sum + cores, 0),
      },
    ],
    raw: { seconds, memory, processes: last },
  };
}

/** A process and all that it has started, directly or not (Linux). */
export function processesUnder(root: number): Seen[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = readOrNothing(`/proc/${name}/stat`);
      // The command in brackets may hold spaces.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return stat === '' ? [] : [{ pid: Number(name), parent: Number(fields[1]), fields }];
    });
  const found = parents.filter(({ pid }) => pid === root);
  for (const { pid } of found) found.push(...parents.filter(({ parent }) => parent === pid));
  return found.map(({ pid, fields }) => ({
    pid,
    command: readOrNothing(`/proc/${pid}/cmdline`).replaceAll('\0', ' '),
    pssMb: pssOf(pid),
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
  }));
}

function pssOf(pid: number): number {
  const rollup = readOrNothing(`/proc/${pid}/smaps_rollup`);
  return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1_024;
}

/** A process may end while it is looked at. */
function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
