import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { StackError } from './errors.js';
import type { Say } from './parts.js';
import { signalGroup } from './supervisor.js';

/** Ports of the local stack, the same at every start. */
export interface Ports {
  readonly temporal: number;
  readonly temporalUi: number;
  readonly kafka: number;
  readonly kafkaController: number;
  readonly postgres: number;
  readonly oidc: number;
  readonly testAgency: number;
  readonly workerHealth: number;
}

const portNames = [
  'temporal',
  'temporalUi',
  'kafka',
  'kafkaController',
  'postgres',
  'oidc',
  'testAgency',
  'workerHealth',
] as const;

/** The remembered ports of a home; free ones, remembered, the first time or when one was taken. */
export async function rememberPorts(home: string): Promise<Ports> {
  mkdirSync(home, { recursive: true });
  const file = join(home, 'ports.json');
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<Ports>) : {};
  const ports: Record<string, number> = {};
  for (const name of portNames) {
    const before = known[name];
    ports[name] = before !== undefined && (await isFree(before)) ? before : await freePort();
  }
  writeFileSync(file, `${JSON.stringify(ports, null, 2)}\n`);
  return ports as unknown as Ports;
}

/** Refuses a fixed port that somebody else uses. */
export async function needPort(port: number, setting: string): Promise<void> {
  if (await isFree(port)) return;
  throw new StackError(
    `Port ${port} is taken by another program; set ${setting} to a free one and start again.`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('no port'));
      });
    });
  });
}

interface Recorded {
  readonly name: string;
  readonly pid: number;
  /** Start time of the process in clock ticks, so that a reused pid is never mistaken for ours. */
  readonly started: string;
}

/** Writes down what runs, for the next start. */
export function recordPids(home: string, pids: readonly { name: string; pid: number }[]): void {
  const all = [{ name: 'launcher', pid: process.pid }, ...pids];
  const recorded = all.map((one) => ({ ...one, started: startTime(one.pid) ?? '' }));
  writeFileSync(join(home, 'pids.json'), JSON.stringify(recorded));
}

/** Forgets what ran. */
export function forgetPids(home: string): void {
  writeFileSync(join(home, 'pids.json'), '[]');
}

/**
 * Takes over from a start that ended without stopping: ends what it left.
 *
 * @throws StackError when its launcher still runs
 */
export async function takeOver(home: string, say: Say): Promise<void> {
  const file = join(home, 'pids.json');
  if (!existsSync(file)) return;
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded[];
  const alive = recorded.filter(({ pid, started }) => started !== '' && startTime(pid) === started);
  const launcher = alive.find(({ name }) => name === 'launcher');
  if (launcher !== undefined) {
    throw new StackError(
      `Prasan runs already in this folder (process ${launcher.pid}); stop it with Ctrl-C there or kill ${launcher.pid}.`,
    );
  }
  for (const { name, pid } of alive) {
    say(`ending ${name}, left by a start that was cut off`);
    signalGroup(pid, 'SIGKILL');
  }
  if (alive.length > 0) await new Promise((resolve) => setTimeout(resolve, 500));
}

function startTime(pid: number): string | undefined {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return undefined;
  const fields = readFileSync(file, 'utf8').split(') ').at(-1)?.split(' ');
  return fields?.[19];
}
