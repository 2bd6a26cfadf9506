import type { JWK } from 'jose';
import { importJWK } from 'jose';
import type { Queryable } from '../postgres/pool.js';

/** Thrown when a tester's key cannot be registered; the message says what would be right. */
export class TesterKeyRefused extends Error {
  override readonly name = 'TesterKeyRefused';
}

/** A registered tester. */
export interface Tester {
  readonly testerId: string;
  readonly name: string;
  /** RFC 3339, UTC. */
  readonly registeredAt: string;
  readonly revokedAt: string | null;
}

/** Signature algorithms of test reports. */
export const testReportAlgorithms = ['ES256', 'EdDSA', 'RS256'] as const;

/** Registers a tester's public key (JWK). */
export async function addTester(
  db: Queryable,
  tester: { testerId: string; name: string; jwk: JWK },
): Promise<void> {
  const { testerId, name, jwk } = tester;
  if ('d' in jwk || 'k' in jwk) {
    throw new TesterKeyRefused('this is a private or secret key; give the public key (JWK) only');
  }
  const alg = jwk.alg ?? (jwk.kty === 'RSA' ? 'RS256' : jwk.kty === 'OKP' ? 'EdDSA' : 'ES256');
  await importJWK(jwk, alg).catch((error: unknown) => {
    throw new TesterKeyRefused(`the key cannot be read as a JWK for ${alg}: ${String(error)}`);
  });
  const added = await db.query(
    'insert into prasan.tester (tester_id, name, jwk) values ($1, $2, $3) on conflict do nothing',
    [testerId, name, JSON.stringify({ ...jwk, alg })],
  );
  if (added.rowCount === 0) {
    throw new TesterKeyRefused(`${testerId} is registered already; revoke it or take another id`);
  }
}

/** From now on no report of this tester is accepted. */
export async function revokeTester(db: Queryable, testerId: string): Promise<boolean> {
  const done = await db.query(
    'update prasan.tester set revoked_at = now() where tester_id = $1 and revoked_at is null',
    [testerId],
  );
  return done.rowCount === 1;
}

/** All testers, the newest first. */
export async function listTesters(db: Queryable): Promise<Tester[]> {
  const found = await db.query<{
    tester_id: string;
    name: string;
    registered_at: string;
    revoked_at: string | null;
  }>(
    'select tester_id, name, registered_at, revoked_at from prasan.tester order by registered_at desc',
  );
  return found.rows.map((row) => ({
    testerId: row.tester_id,
    name: row.name,
    registeredAt: row.registered_at,
    revokedAt: row.revoked_at,
  }));
}

/** The key of a tester who is registered and not revoked. */
export async function findTesterKey(db: Queryable, testerId: string): Promise<JWK | undefined> {
  const found = await db.query<{ jwk: JWK }>(
    'select jwk from prasan.tester where tester_id = $1 and revoked_at is null',
    [testerId],
  );
  return found.rows[0]?.jwk;
}
