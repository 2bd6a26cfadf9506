import { isNativeError } from 'node:util/types';
import pg from 'pg';
import type { StackEnv } from './env-file.js';
import { StackError } from './errors.js';
import { kafkaBrokers, temporalAnswers } from './servers.js';
import { withoutPassword } from './welcome.js';

const timeoutMs = 5_000;

interface Probe {
  readonly server: string;
  /** Rejects with what is wrong when nothing that can be used answers. */
  readonly ask: (address: string) => Promise<unknown>;
}

const probes: Readonly<Record<string, Probe>> = {
  TEMPORAL_ADDRESS: {
    server: 'Temporal',
    ask: (address) => temporalAnswers(address, timeoutMs),
  },
  KAFKA_BROKERS: {
    server: 'Kafka',
    ask: (address) => kafkaBrokers(brokersIn(address), timeoutMs),
  },
  DATABASE_URL: { server: 'PostgreSQL', ask: askDatabase },
  OIDC_ISSUER: { server: 'OpenID Connect issuer', ask: askIssuer },
};

/**
 * Makes sure that each server whose address is given answers, before anything is started.
 *
 * @param given settings of the environment; others than the servers' are passed over
 * @param env what the processes will be told
 * @throws StackError with one line for each that does not
 */
export async function needAnswers(given: Partial<StackEnv>, env: StackEnv): Promise<void> {
  const complaints = await Promise.all(
    Object.entries(probes).map(async ([setting, probe]) => {
      const address = given[setting];
      return address === undefined ? [] : complaintsAbout(setting, address, probe);
    }),
  );
  const all = complaints.flat();
  if (all.length > 0) throw new StackError(all.join('\n'));
  const brokers = given['KAFKA_BROKERS'];
  if (brokers !== undefined) await needBrokers(brokers, Number(env['PRASAN_KAFKA_REPLICATION']));
}

async function complaintsAbout(
  setting: string,
  address: string,
  { server, ask }: Probe,
): Promise<string[]> {
  try {
    await ask(address);
    return [];
  } catch (error) {
    const where = `${setting} is set to ${withoutPassword(address)}, where no ${server} can be used`;
    const what = `start it there, correct the address, or unset ${setting} and npm start runs its own`;
    return [`${where} (${reasonOf(error)}): ${what}.`];
  }
}

/** What went wrong at the bottom, in one line. */
function reasonOf(error: unknown): string {
  if (!isNativeError(error)) return String(error);
  // It is in the cause, as with fetch; or each address of a name was tried.
  if (isNativeError(error.cause)) return reasonOf(error.cause);
  const all: unknown[] = 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
  const [first] = all;
  if (isNativeError(first)) return reasonOf(first);
  return error.message.split('\n')[0] ?? '';
}

function brokersIn(address: string): string[] {
  return address.split(',').map((broker) => broker.trim());
}

async function askDatabase(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: timeoutMs });
  // A connection that breaks while it is idle is told by the next query.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select 1');
  } finally {
    await client.end();
  }
}

async function askIssuer(issuer: string): Promise<void> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  if (!answer.ok) throw new StackError(`${url} answers ${answer.status}`);
  const found = (await answer.json()) as { issuer?: unknown };
  if (found.issuer !== issuer) throw new StackError(`it calls itself ${String(found.issuer)}`);
}

/** Topics cannot be kept on more brokers than there are. */
async function needBrokers(address: string, replication: number): Promise<void> {
  const count = await kafkaBrokers(brokersIn(address), timeoutMs);
  if (count >= replication) return;
  throw new StackError(
    `Topics are to be kept on ${replication} brokers (PRASAN_KAFKA_REPLICATION), and there ${count === 1 ? 'is' : 'are'} ${count} at KAFKA_BROKERS ${address}: set PRASAN_KAFKA_REPLICATION=${count} for a trial, or start the missing brokers.`,
  );
}
