import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { StackError, codeOf } from './errors.js';
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
  'requestWorkerHealth',
] as const;

/** Ports of the local stack, the same at every start. */
export type Ports = Readonly<Record<(typeof names)[number], number>>;

const Remembered = z.partialRecord(z.enum(names), z.int().min(1).max(65_535)).catch({});

/**
 * The remembered ports of a home; free ones, remembered, the first time or when one was taken.
 *
 * @param reserved ports that are used for something else
 */
export async function rememberPorts(
  home: string,
  say: Say,
  { host = loopback, reserved = [] }: { host?: string; reserved?: readonly number[] } = {},
): Promise<Ports> {
  mkdirSync(home, { recursive: true });
  const file = join(home, 'ports.json');
  const known = Remembered.parse(existsSync(file) ? parseJson(readFileSync(file, 'utf8')) : {});
  const ports: Partial<Record<(typeof names)[number], number>> = {};
  for (const name of names) {
    const before = known[name];
    const used = [...reserved, ...Object.values(ports)];
    const isOurs = before !== undefined && !used.includes(before) && (await isFree(before, host));
    const port = isOurs ? before : await freePort([...Object.values(known), ...used], host);
    if (before !== undefined && !isOurs) {
      say(`port ${before} of ${name} is taken; it is ${port} from now on`);
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

/** Settings of ports that are looked for on one host. */
export interface WantedPorts {
  readonly host: string;
  /** By the name of the setting. */
  readonly ports: Readonly<Record<string, number>>;
}

/**
 * Makes sure that the ports which settings name can be had.
 *
 * @throws StackError when two are the same, or one cannot be listened on
 */
export async function needPorts({ host, ports }: WantedPorts): Promise<void> {
  const wanted = Object.entries(ports);
  for (const [setting, port] of wanted) {
    const same = wanted.find(([other, its]) => other !== setting && its === port);
    if (same === undefined) continue;
    throw new StackError(
      `${setting} and ${same[0]} are both ${port}; set one of them to another port and start again.`,
    );
  }
  for (const [setting, port] of wanted) {
    const code = await refusalOf(port, host);
    if (code !== undefined) throw new StackError(adviceOn(code, { setting, port, host }));
  }
}

function adviceOn(
  code: string,
  { setting, port, host }: { setting: string; port: number; host: string },
): string {
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken by another program; end that one, or set ${setting} to a free port and start again.`;
  }
  if (code === 'EACCES') {
    return `Port ${port} is for root alone; set ${setting} to a port from 1024 and start again.`;
  }
  return `PRASAN_HOST is "${host}", where this machine cannot listen (${code}); set it to an address of this machine, or to 0.0.0.0 for all of them, and start again.`;
}

/** Why nobody can listen on a port, as the system's code; `undefined` when it is free. */
export function refusalOf(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => {
      resolve(codeOf(error) ?? error.message);
    });
    server.listen(port, host, () => {
      server.close(() => {
        resolve(undefined);
      });
    });
  });
}

/** Servers listen on loopback, processes of ours on the host that is set. */
async function isFree(port: number, host: string): Promise<boolean> {
  const hosts = new Set([loopback, host]);
  for (const one of hosts) if ((await refusalOf(port, one)) !== undefined) return false;
  return true;
}

/** Where the servers listen. */
export const loopback = '127.0.0.1';

/** The address at which to ask what listens on a host: all addresses are asked by loopback. */
export function urlOf(host: string, port: number): string {
  const asked = { '0.0.0.0': loopback, '::': '::1' }[host] ?? host;
  return `http://${asked.includes(':') ? `[${asked}]` : asked}:${port}`;
}

const lowest = 20_000;
const highest = 31_999;

/**
 * A port below those that the system gives to outgoing connections: a client that calls a server
 * which is down again and again would else end up holding the server's port itself.
 */
export async function freePort(
  taken: readonly number[] = [],
  host: string = loopback,
): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest + 1));
    if (!taken.includes(port) && (await isFree(port, host))) return port;
  }
  throw new StackError(`No free port was found between ${lowest} and ${highest}.`);
}
