import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { JWK } from 'jose';
import { exportJWK, generateKeyPair } from 'jose';
import {
  addTester,
  TesterKeyRefused,
  testReportAlgorithms,
} from '../../../infra/testers/registry.js';
import { createTestReportVerifier, signTestReport } from '../../../infra/testers/report.js';

const stored: JWK[] = [];
/** A database that keeps what is registered. */
const db = {
  query: (_sql: string, values: readonly unknown[]) => {
    stored.push(JSON.parse(String(values[2])));
    return Promise.resolve({ rowCount: 1, rows: [] });
  },
} as unknown as Parameters<typeof addTester>[0];

beforeEach(() => {
  stored.length = 0;
});

async function publicKey(algorithm: string): Promise<JWK> {
  return exportJWK((await generateKeyPair(algorithm, { extractable: true })).publicKey);
}

async function refusalOf(jwk: JWK): Promise<string> {
  const error: unknown = await addTester(db, { testerId: 'T1', name: 'ผู้ทดสอบ', jwk }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TesterKeyRefused);
  expect(stored).toEqual([]);
  return error instanceof Error ? error.message : '';
}

describe('the key of a tester', () => {
  it.each(testReportAlgorithms)(
    'of %s is registered, and its reports are verified',
    async (alg) => {
      const pair = await generateKeyPair(alg, { extractable: true });
      const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', use: 'sig' };
      await addTester(db, { testerId: 'T1', name: 'ผู้ทดสอบ', jwk });
      const [key] = stored;
      expect(key).toMatchObject({ alg });
      expect(key).not.toHaveProperty('kid');
      const bound = {
        serviceId: 'SVC0106',
        endpoint: 'https://a.example/',
        sha256: 'a'.repeat(64),
      };
      const report = {
        ...bound,
        reportId: 'r1',
        testerId: 'T1',
        testedAt: '2026-11-20T03:00:00.000Z',
      };
      const jws = await signTestReport(pair.privateKey, alg, report);
      const verifier = createTestReportVerifier(() => Promise.resolve(key));
      const at = Date.parse('2026-11-24T03:00:00.000Z');
      expect(await verifier.verify({ jws, ...bound }, at)).toEqual({ report });
    },
  );

  it.each(['ES384', 'ES512', 'PS256', 'RS512'])('is refused when it is for %s', async (alg) => {
    const said = await refusalOf({ ...(await publicKey(alg)), alg });
    expect(said).toContain('must be for one of ES256 (EC with curve P-256)');
    expect(said).toContain(alg);
  });

  it('is refused when it names an algorithm of another kind of key', async () => {
    expect(await refusalOf({ ...(await publicKey('ES256')), alg: 'RS256' })).toContain('EC P-256');
    expect(await refusalOf({ ...(await publicKey('RS256')), alg: 'none' })).toContain('RSA none');
    const { x, kty } = generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' });
    expect(await refusalOf({ kty, crv: 'X25519', x } as JWK)).toContain('OKP X25519');
    expect(await refusalOf({})).toContain('this one is none');
  });

  it('is refused when it is too short to be believed', async () => {
    const short = generateKeyPairSync('rsa', { modulusLength: 1_024 });
    const jwk = short.publicKey.export({ format: 'jwk' }) as JWK;
    expect(await refusalOf(jwk)).toContain('RSA of 2048 bit or more');
  });

  it('is refused when it is broken', async () => {
    const key = await publicKey('ES256');
    const { x = '', y = '' } = key;
    for (const broken of [
      { ...key, x: y, y: x },
      { ...key, y: 'AAAA' },
      { ...key, y: undefined },
    ]) {
      expect(await refusalOf(broken as JWK)).toContain('must be a whole ES256 key');
    }
    const edwards = { ...(await publicKey('EdDSA')), x: 'AAAA' };
    expect(await refusalOf(edwards)).toContain('must be a whole EdDSA key');
    const onlySigns = { ...key, key_ops: ['sign'] };
    expect(await refusalOf(onlySigns)).toContain('must be a whole ES256 key');
  });

  it('is refused when it is the private one, or a secret', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    expect(await refusalOf(await exportJWK(privateKey))).toContain('public key (JWK) only');
    expect(await refusalOf({ kty: 'oct', k: 'c2VjcmV0' })).toContain('public key (JWK) only');
  });
});
