import type { JWK } from 'jose';
import { compactVerify, errors, exportJWK, importJWK } from 'jose';
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
/** A signature algorithm of test reports. */
export type TestReportAlgorithm = (typeof testReportAlgorithms)[number];

/** What a key of each algorithm is, and what to ask a tester for. */
const keyKinds: Record<TestReportAlgorithm, { kty: string; crv?: string; called: string }> = {
  ES256: { kty: 'EC', crv: 'P-256', called: 'EC with curve P-256' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519', called: 'OKP with curve Ed25519' },
  RS256: { kty: 'RSA', called: 'RSA of 2048 bit or more' },
};

/**
 * Registers a tester's public key (JWK).
 *
 * @throws TesterKeyRefused when no report could ever be verified with it
 */
export async function addTester(
  db: Queryable,
  tester: { testerId: string; name: string; jwk: JWK },
): Promise<void> {
  const { testerId, name, jwk } = tester;
  if ('d' in jwk || 'k' in jwk) {
    throw new TesterKeyRefused('this is a private or secret key; give the public key (JWK) only');
  }
  const key = await usableKey(jwk, algorithmOf(jwk));
  const added = await db.query(
    'insert into prasan.tester (tester_id, name, jwk) values ($1, $2, $3) on conflict do nothing',
    [testerId, name, JSON.stringify(key)],
  );
  if (added.rowCount === 0) {
    throw new TesterKeyRefused(`${testerId} is registered already; revoke it or take another id`);
  }
}

/** The algorithm that a key names, or the one of its kind. */
function algorithmOf(jwk: JWK): TestReportAlgorithm {
  const { kty, crv, alg } = jwk;
  const fitting = testReportAlgorithms.find((one) => {
    const kind = keyKinds[one];
    return kind.kty === kty && (kind.crv === undefined || kind.crv === crv);
  });
  if (fitting !== undefined && (alg === undefined || alg === fitting)) return fitting;
  const is = [kty, crv, alg].filter((one) => one !== undefined).join(' ') || 'none';
  const known = testReportAlgorithms.map((one) => `${one} (${keyKinds[one].called})`).join(', ');
  throw new TesterKeyRefused(`the key must be for one of ${known}; this one is ${is}`);
}

/** A key, with nothing in it but what is needed to verify. It is tried, since many faults show only then. */
async function usableKey(jwk: JWK, alg: TestReportAlgorithm): Promise<JWK> {
  try {
    const key = await importJWK(jwk, alg, { extractable: true });
    await compactVerify(signedByNobody(alg), key).catch((error: unknown) => {
      // A key that can look finds the signature wrong; one that cannot look says so.
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
    });
    return { ...(await exportJWK(key)), alg };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TesterKeyRefused(
      `the key cannot verify a report; it must be a whole ${alg} key (${keyKinds[alg].called}): ${why}`,
    );
  }
}

function signedByNobody(alg: TestReportAlgorithm): string {
  const header = Buffer.from(JSON.stringify({ alg })).toString('base64url');
  return `${header}.e30.${Buffer.alloc(alg === 'RS256' ? 256 : 64).toString('base64url')}`;
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
