import { chownSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { StackError } from './errors.js';
import { postgresBinaries } from './parts.js';
import { loopback } from './ports.js';
import type { ProcessSpec } from './process.js';
import { ask } from './tools.js';

const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'shared_buffers=32MB',
  'max_connections=60',
  'timezone=UTC',
];

/** PostgreSQL from the npm package, its data in the home. */
export async function postgresServer(home: string, port: number): Promise<ProcessSpec> {
  const binaries = await postgresBinaries();
  const data = join(home, 'postgres');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const prefix = await asOrdinaryUser(data, join(binaries, 'postgres'));
  const isNew = !existsSync(join(data, 'PG_VERSION'));
  if (isNew) await initialise([...prefix, join(binaries, 'initdb')], data);
  const options = [...settings, `port=${port}`].flatMap((setting) => ['-c', setting]);
  const [command = '', ...args] = [...prefix, join(binaries, 'postgres'), '-D', data, ...options];
  return {
    name: 'postgres',
    command,
    args,
    prepare: () => {
      removeStaleLock(data);
    },
    // Its "fast" shutdown, which does not wait for clients to go.
    stopBy: 'INT',
    listens: [{ host: loopback, port }],
    isReady: () => ensureDatabase(port),
  };
}

async function initialise([command = '', ...prefix]: string[], data: string): Promise<void> {
  // An earlier attempt may have been cut short; PG_VERSION is there only later.
  for (const name of readdirSync(data)) rmSync(join(data, name), { recursive: true });
  const options = ['-D', data, '-U', 'prasan', '-A', 'trust', '-E', 'UTF8', '--no-locale'];
  const { ok, lastLine } = await ask(command, [...prefix, ...options]);
  if (ok) return;
  rmSync(data, { recursive: true, force: true });
  throw new StackError(`PostgreSQL cannot make its data in ${data}: ${lastLine}`);
}

/**
 * PostgreSQL refuses to run as root. A user namespace in which root has another number lets it, with
 * no change of who owns what; where that is forbidden it runs as nobody.
 */
async function asOrdinaryUser(data: string, program: string): Promise<string[]> {
  if (process.getuid?.() !== 0) return [];
  const namespace = ['unshare', '--user', '--map-user=1000', '--map-group=1000'];
  if (await works([...namespace, 'true'])) return namespace;
  const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  const canRun = await works([...nobody, 'test', '-x', program]);
  if (canRun && (await works([...nobody, 'test', '-x', join(data, '..')]))) {
    chownSync(data, 65_534, 65_534);
    return nobody;
  }
  throw new StackError(
    'PostgreSQL does not run as root, and user namespaces are forbidden here: start as an ordinary user, put the checkout where all users may read it, or set DATABASE_URL.',
  );
}

async function works([command = '', ...args]: string[]): Promise<boolean> {
  return (await ask(command, args)).ok;
}

/** After a kill the lock file may name a process that is by now another program. */
function removeStaleLock(data: string): void {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = readFileSync(file, 'utf8').split('\n')[0] ?? '';
  const commandLine = `/proc/${pid}/cmdline`;
  const isPostgres = existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes(data);
  if (existsSync('/proc/self') && !isPostgres) rmSync(file);
}

async function ensureDatabase(port: number): Promise<boolean> {
  const client = new pg.Client({
    ...{ host: '127.0.0.1', port, user: 'prasan', database: 'postgres' },
    connectionTimeoutMillis: 2_000,
    query_timeout: 5_000,
  });
  // A connection that breaks while it is idle is told by the next query.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const found = await client.query("select 1 from pg_database where datname = 'prasan'");
    if (found.rowCount === 0) await client.query('create database prasan');
    return true;
  } finally {
    await client.end();
  }
}
