import type { PoolClient } from 'pg';
import pg from 'pg';
import type { Logger } from '../logger.js';

/** A pool of connections. */
export type Pool = pg.Pool;
/** A pool, or a client of one inside a transaction: whatever can be asked. */
export type Queryable = Pick<pg.Pool, 'query'>;

const { builtins } = pg.types;

/** Counts are numbers, days are `YYYY-MM-DD`, moments are RFC 3339 in UTC. */
const types = new pg.TypeOverrides();
types.setTypeParser(builtins.INT8, Number);
types.setTypeParser(builtins.DATE, (text) => text);
types.setTypeParser(builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString());

/**
 * A pool of connections. Nothing is connected until the first query, so a process starts while
 * PostgreSQL is away; each query then fails within seconds and the next one tries afresh.
 *
 * @param databaseUrl `postgres://user@host:port/database`
 * @param applicationName what the server's own lists show
 * @param max connections at a time
 * @param logger hears of connections that are lost while idle; the pool replaces them
 */
export function createPool(
  databaseUrl: string,
  applicationName: string,
  max = 10,
  logger?: Logger,
): Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: applicationName,
    types,
    max,
    connectionTimeoutMillis: 3_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 30_000,
    keepAlive: true,
    options: '-c TimeZone=UTC',
  });
  pool.on('error', (error) => {
    logger?.warn({ err: error }, 'a connection to PostgreSQL was lost');
  });
  return pool;
}

/** Runs work in one transaction: all of it or nothing. */
export async function inTransaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
  begin = 'BEGIN',
): Promise<Result> {
  const client = await pool.connect();
  let lost: Error | undefined;
  const onLost = (error: Error) => {
    lost = error;
  };
  // A connection lost between two statements is told of here, and would end the process unheard.
  client.on('error', onLost);
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('COMMIT');
    client.off('error', onLost);
    client.release(lost);
    return result;
  } catch (error) {
    // Where there is no going back the connection is thrown away, and with it whatever was done.
    const isBack = lost === undefined && (await rollBack(client));
    if (isBack) client.off('error', onLost);
    client.release(!isBack);
    throw lost ?? error;
  }
}

async function rollBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query('ROLLBACK');
    return true;
  } catch {
    return false;
  }
}

/** Reads as of one moment: whatever is asked in it, nothing is newer than the rest. */
export async function inSnapshot<Result>(
  pool: Pool,
  work: (db: Queryable) => Promise<Result>,
): Promise<Result> {
  return inTransaction(pool, work, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
}
