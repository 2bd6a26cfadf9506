import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../../infra/postgres/migrate.js';
import type { Pool } from '../../infra/postgres/pool.js';
import { createPool } from '../../infra/postgres/pool.js';

/** A database that exists for one test file. */
export interface FreshDatabase {
  readonly url: string;
  readonly pool: Pool;
  drop(): Promise<void>;
}

/** Where the servers of the tests are; `npm test` starts them and says so. */
export function serverAddresses(): { databaseUrl: string; kafkaBrokers: string[] } {
  const { DATABASE_URL, KAFKA_BROKERS } = process.env;
  if (DATABASE_URL === undefined || KAFKA_BROKERS === undefined) {
    throw new Error('DATABASE_URL and KAFKA_BROKERS are not set: run these tests by `npm test`');
  }
  return { databaseUrl: DATABASE_URL, kafkaBrokers: KAFKA_BROKERS.split(',') };
}

/** Creates a database of its own on the server of the tests. */
export async function freshDatabase({ isMigrated = true } = {}): Promise<FreshDatabase> {
  const server = new URL(serverAddresses().databaseUrl);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const pool = createPool(url.href, 'prasan-test');
  if (isMigrated) await migrate(pool);
  return {
    url: url.href,
    pool,
    drop: async () => {
      await pool.end();
      await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function onServer(server: URL, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.href });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** Asks until the answer satisfies, or fails after a while with the last answer. */
export async function eventually<Result>(
  ask: () => Promise<Result> | Result,
  isEnough: (result: Result) => boolean,
  { withinMs = 20_000, everyMs = 100 } = {},
): Promise<Result> {
  const end = Date.now() + withinMs;
  for (;;) {
    const result = await ask();
    if (isEnough(result)) return result;
    if (Date.now() > end) throw new Error(`not within ${withinMs} ms: ${JSON.stringify(result)}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
