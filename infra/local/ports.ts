import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { StackError } from './errors.js';
import type { Say } from './progress.js';

const names = [
  'temporal',
  'temporalUi',
  'kafka',
  'kafkaController',
  'postgres',
  'oidc',
  'testAgency',
  'workerHealth',
] as const;

/** Ports of the local stack, the same at every start. */
export type Ports = Readonly<Record<(typeof names)[number], number>>;

const Remembered = z.partialRecord(z.enum(names), z.int().min(1).max(65_535)).catch({});

/** The remembered ports of a home; free ones, remembered, the first time or when one was taken. */
export async function rememberPorts(home: string, say: Say): Promise<Ports> {
  mkdirSync(home, { recursive: true });
  const file = join(home, 'ports.json');
  const known = Remembered.parse(existsSync(file) ? parseJson(readFileSync(file, 'utf8')) : {});
  const ports: Partial<Record<(typeof names)[number], number>> = {};
  for (const name of names) {
    const before = known[name];
    const isOurs = before !== undefined && (await isFree(before));
    const port = isOurs
      ? before
      : await freePort([...Object.values(known), ...Object.values(ports)]);
    if (before !== undefined && !isOurs) {
      say(`port ${before} of ${name} is taken by another program; it is ${port} from now on`);
    }
    ports[name] = port;
  }
  writeFileSync(file, `${JSON.stringify(ports, null, 2)}\n`);
  return ports as Ports;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {}; // Cut short by a full disk: new ports are chosen.
  }
}

/**
 * The port that a setting names, or its default.
 *
 * @throws StackError when the setting is no port, or somebody else uses it
 */
export async function settledPort(setting: string, fallback: number): Promise<number> {
  const given = process.env[setting] ?? '';
  const port = given === '' ? fallback : Number(given);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new StackError(`${setting} is "${given}"; it should be a port, 1 to 65535.`);
  }
  if (await isFree(port)) return port;
  throw new StackError(
    `Port ${port} is taken by another program; end that one, or set ${setting} to a free port and start again.`,
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

const lowest = 20_000;
const highest = 31_999;

/**
 * A port below those that the system gives to outgoing connections: a client that calls a server
 * which is down again and again would else end up holding the server's port itself.
 */
async function freePort(taken: readonly number[]): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest + 1));
    if (!taken.includes(port) && (await isFree(port))) return port;
  }
  throw new StackError(`No free port was found between ${lowest} and ${highest}.`);
}
