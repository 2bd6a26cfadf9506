import type { KeyObject } from 'node:crypto';
import { createSecretKey, randomBytes } from 'node:crypto';
import type { Pool, Queryable } from '../postgres/pool.js';
import { CannotDecrypt, decrypt, encrypt } from './aes-gcm.js';
import type { KeyRing } from './key-ring.js';

/** Thrown for a case that never had a key: nothing was ever sealed for it. */
export class NoCaseKey extends Error {
  override readonly name = 'NoCaseKey';
}

/** Thrown when the key of a case was destroyed: what was sealed with it is gone for ever. */
export class KeyDestroyed extends Error {
  override readonly name = 'KeyDestroyed';
}

/** A case's key, with what was decided on it. */
export interface CaseKey {
  readonly key: KeyObject;
  readonly isRestricted: boolean;
}

/** What is on record of a case's key. Moments are RFC 3339, UTC. */
export interface CaseKeyRecord {
  readonly createdAt: string;
  readonly restricted: Decided | null;
  readonly destroyed: Decided | null;
}

/** When somebody decided something, who it was, and why. */
export interface Decided {
  readonly at: string;
  readonly by: string;
  readonly reason: string;
}

/** A decision on the key of a case: by whom (an opaque id), and why. */
export interface KeyDecision {
  readonly requestId: string;
  readonly by: string;
  readonly reason: string;
}

const keyBytes = 32;
const batchSize = 500;

interface WrappedRow {
  readonly wrapped_key: Buffer | null;
  readonly master_key_id: string;
  readonly restricted_at: string | null;
}

/**
 * The key of a case.
 *
 * @throws NoCaseKey when it never had one
 * @throws KeyDestroyed when it has none any more
 */
export async function readCaseKey(
  db: Queryable,
  ring: KeyRing,
  requestId: string,
): Promise<CaseKey> {
  const row = await findRow(db, requestId);
  if (row === undefined) throw noCaseKey(requestId);
  return unwrapped(ring, requestId, row);
}

/**
 * The key of a case, made when it has none. However many ask at once, they get the same one.
 *
 * @throws KeyDestroyed when it had one: no second is ever made
 */
export async function ensureCaseKey(
  db: Queryable,
  ring: KeyRing,
  requestId: string,
): Promise<CaseKey> {
  const found = await findRow(db, requestId);
  if (found !== undefined) return unwrapped(ring, requestId, found);
  const wrapped = wrap(ring, requestId, randomBytes(keyBytes));
  await db.query(
    `INSERT INTO prasan.case_key (request_id, wrapped_key, master_key_id) VALUES ($1, $2, $3)
     ON CONFLICT DO NOTHING`,
    [requestId, wrapped, ring.currentId],
  );
  // Somebody else's, perhaps: what counts is what is stored.
  return readCaseKey(db, ring, requestId);
}

/**
 * Restricts a case's personal data: from now on it is opened for a permitted purpose alone. Whether
 * that is to be done is for the caller to decide.
 *
 * @returns whether it was done now; `false` when it was restricted or destroyed before
 * @throws NoCaseKey when there is nothing to restrict
 */
export async function restrictCase(db: Queryable, decision: KeyDecision): Promise<boolean> {
  const { requestId, by, reason } = decision;
  const { rowCount } = await db.query(
    `UPDATE prasan.case_key SET restricted_at = now(), restricted_by = $2, restriction_reason = $3
     WHERE request_id = $1 AND restricted_at IS NULL AND destroyed_at IS NULL`,
    [requestId, by, reason],
  );
  return rowCount === 1 || wasDecided(db, requestId);
}

/**
 * Destroys the key of a case, and with it every plain text of its person; also the hash by which the
 * person was known, and what the archive keeps of the closed case. There is no way back. Whether it is allowed is for the caller to decide.
 *
 * @returns whether it was done now; `false` when it was done before
 * @throws NoCaseKey when there is no key to destroy
 */
export async function destroyCaseKey(db: Queryable, decision: KeyDecision): Promise<boolean> {
  const { requestId, by, reason } = decision;
  const { rowCount } = await db.query(
    `WITH destroyed AS (
       UPDATE prasan.case_key
       SET wrapped_key = NULL, destroyed_at = now(), destroyed_by = $2, reason = $3
       WHERE request_id = $1 AND destroyed_at IS NULL RETURNING request_id
     ), forgotten AS (
       DELETE FROM prasan.open_application o USING destroyed d WHERE o.request_id = d.request_id
     ), unkept AS (
       DELETE FROM prasan.request_archive a USING destroyed d WHERE a.request_id = d.request_id
     )
     SELECT request_id FROM destroyed`,
    [requestId, by, reason],
  );
  return rowCount === 1 || wasDecided(db, requestId);
}

async function wasDecided(db: Queryable, requestId: string): Promise<false> {
  if ((await findRow(db, requestId)) === undefined) throw noCaseKey(requestId);
  return false;
}

/** What is on record of a case's key; `undefined` when it never had one. */
export async function caseKeyRecord(
  db: Queryable,
  requestId: string,
): Promise<CaseKeyRecord | undefined> {
  const { rows } = await db.query<Record<string, string | null>>(
    `SELECT created_at, restricted_at, restricted_by, restriction_reason,
       destroyed_at, destroyed_by, reason
     FROM prasan.case_key WHERE request_id = $1`,
    [requestId],
  );
  const [row] = rows;
  return (
    row && {
      createdAt: row['created_at'] ?? '',
      restricted: decided(row['restricted_at'], row['restricted_by'], row['restriction_reason']),
      destroyed: decided(row['destroyed_at'], row['destroyed_by'], row['reason']),
    }
  );
}

function decided(at?: string | null, by?: string | null, reason?: string | null): Decided | null {
  return at && by && reason ? { at, by, reason } : null;
}

/** What wrapping anew has done. */
export interface Rewrapped {
  readonly count: number;
  /** Requests whose key does not unwrap, since somebody has changed it: left as they are. */
  readonly unreadable: readonly string[];
}

type KeyRow = WrappedRow & { readonly request_id: string };

/**
 * Wraps every case's key with the first key of the ring that is not wrapped with it yet. It may be
 * cut short and begun again; once it finds none, and no process has the old ring any more, the old
 * master key can go.
 *
 * @throws UnknownKey when a key is wrapped with one that is not in the ring
 */
export async function rewrap(pool: Pool, ring: KeyRing): Promise<Rewrapped> {
  const unreadable: string[] = [];
  let count = 0;
  for (let after = ''; ;) {
    const { rows } = await pool.query<KeyRow>(
      `SELECT request_id, wrapped_key, master_key_id, restricted_at FROM prasan.case_key
       WHERE wrapped_key IS NOT NULL AND master_key_id <> $1 AND request_id > $2
       ORDER BY request_id LIMIT ${batchSize}`,
      [ring.currentId, after],
    );
    const last = rows.at(-1);
    if (last === undefined) return { count, unreadable };
    const anew = rows.map((row) => ({ ...row, anew: wrappedAnew(ring, row) }));
    count += await storeAnew(pool, ring, anew);
    unreadable.push(...anew.filter((row) => row.anew === null).map((row) => row.request_id));
    after = last.request_id;
  }
}

function wrappedAnew(ring: KeyRing, row: KeyRow): Buffer | null {
  try {
    return wrap(ring, row.request_id, unwrapped(ring, row.request_id, row).key.export());
  } catch (error) {
    if (error instanceof CannotDecrypt) return null;
    throw error;
  }
}

/** What was destroyed or wrapped by another meanwhile stays as it is. */
async function storeAnew(
  pool: Pool,
  ring: KeyRing,
  rows: readonly (KeyRow & { readonly anew: Buffer | null })[],
): Promise<number> {
  const { rowCount } = await pool.query(
    `UPDATE prasan.case_key k SET wrapped_key = n.wrapped_key, master_key_id = $1
     FROM unnest($2::text[], $3::bytea[], $4::text[]) AS n (request_id, wrapped_key, was)
     WHERE k.request_id = n.request_id AND k.master_key_id = n.was
       AND k.wrapped_key IS NOT NULL AND n.wrapped_key IS NOT NULL`,
    [
      ring.currentId,
      rows.map((row) => row.request_id),
      rows.map((row) => row.anew),
      rows.map((row) => row.master_key_id),
    ],
  );
  return rowCount ?? 0;
}

async function findRow(db: Queryable, requestId: string): Promise<WrappedRow | undefined> {
  const { rows } = await db.query<WrappedRow>(
    'SELECT wrapped_key, master_key_id, restricted_at FROM prasan.case_key WHERE request_id = $1',
    [requestId],
  );
  return rows[0];
}

function unwrapped(ring: KeyRing, requestId: string, row: WrappedRow): CaseKey {
  const { wrapped_key: wrapped, master_key_id: id } = row;
  if (wrapped === null) {
    throw new KeyDestroyed(`the key of request ${requestId} was destroyed: its data are gone`);
  }
  const key = createSecretKey(decrypt(ring.need(id), wrapped, boundTo(id, requestId)));
  return { key, isRestricted: row.restricted_at !== null };
}

function wrap(ring: KeyRing, requestId: string, key: Buffer): Buffer {
  return encrypt(ring.current, key, boundTo(ring.currentId, requestId));
}

/** A wrapped key serves its own case alone. */
function boundTo(masterKeyId: string, requestId: string): string {
  return JSON.stringify(['prasan/case-key', masterKeyId, requestId]);
}

function noCaseKey(requestId: string): NoCaseKey {
  return new NoCaseKey(`request ${requestId} has no key: nothing was ever sealed for it`);
}
