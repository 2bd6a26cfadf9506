import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { PoolClient } from 'pg';
import type { Pool } from './pool.js';
import { inTransaction } from './pool.js';

/** Thrown when a migration that was applied is no longer the same file. */
export class MigrationChanged extends Error {
  override readonly name = 'MigrationChanged';
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

const folder = new URL('../migrations/', import.meta.url);
/** A number of our own: whoever migrates holds it, so that two processes may start at once. */
const lock = 7_290_411;

/**
 * Brings the database to the newest schema: numbered SQL files, each in one transaction, in order.
 *
 * @returns names of the files that were applied now
 * @throws MigrationChanged when a file that was applied has been changed since
 */
export async function migrate(pool: Pool, from: URL = folder): Promise<string[]> {
  const migrations = await readMigrations(from);
  await inTransaction(pool, prepare);
  const applied: string[] = [];
  for (const migration of migrations) {
    if (await inTransaction(pool, async (client) => apply(client, migration))) {
      applied.push(migration.name);
    }
  }
  return applied;
}

async function readMigrations(from: URL): Promise<Migration[]> {
  const names = (await readdir(from)).filter((name) => /^\d{4}_.+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, from), 'utf8');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function prepare(client: PoolClient): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [lock]);
  await client.query('CREATE SCHEMA IF NOT EXISTS prasan');
  await client.query(`CREATE TABLE IF NOT EXISTS prasan.migration (
    name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
}

/** Applies one file unless it was applied; says whether it did. */
async function apply(client: PoolClient, migration: Migration): Promise<boolean> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [lock]);
  const { rows } = await client.query<{ sha256: string }>(
    'SELECT sha256 FROM prasan.migration WHERE name = $1',
    [migration.name],
  );
  const done = rows[0];
  if (done !== undefined) return refuseChanged(done, migration);
  await client.query(migration.sql);
  await client.query('INSERT INTO prasan.migration (name, sha256) VALUES ($1, $2)', [
    migration.name,
    migration.sha256,
  ]);
  return true;
}

function refuseChanged(done: { sha256: string }, migration: Migration): false {
  if (done.sha256 === migration.sha256) return false;
  throw new MigrationChanged(
    `${migration.name} was changed after it was applied. Restore it and write a new migration.`,
  );
}
