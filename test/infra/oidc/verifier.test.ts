import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { exportSPKI, generateKeyPair, importJWK, UnsecuredJWT } from 'jose';
import type { AgencyMap } from '../../../contracts/agency-map.js';
import { createIssuerKeys } from '../../../infra/oidc/issuer-keys.js';
import type { KeyTimes } from '../../../infra/oidc/issuer-keys.js';
import type { SignedIn, TokenVerifier } from '../../../infra/oidc/verifier.js';
import { createTokenVerifier, IssuerAway, TokenRefused } from '../../../infra/oidc/verifier.js';
import type { Forgery } from '../../support/gateway-issuer.js';
import { TestIssuer } from '../../support/gateway-issuer.js';

const soon = { maxAgeMs: 40, coolDownMs: 30, retryMs: 20 };
let issuer: TestIssuer;
let verify: TokenVerifier;

beforeEach(async () => {
  issuer = await TestIssuer.start();
  verify = verifierOf(soon);
});

let map: AgencyMap = [];
const actorSecret = 'a secret of thirty-two characters';

function verifierOf(times: KeyTimes, secret = actorSecret): TokenVerifier {
  const keys = createIssuerKeys(issuer.url, times);
  const agencyMap = () => Promise.resolve(map);
  return createTokenVerifier({ issuer: issuer.url, keys, actorSecret: secret, agencyMap });
}

afterEach(() => issuer.close());

function officer(forgery: Forgery = {}): Promise<string> {
  return issuer.token('somchai', ['agencyOfficer'], ['AGY009'], forgery);
}

async function faultOf(token: string): Promise<string> {
  const error: unknown = await verify(token).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof TokenRefused)) throw new Error(`not refused: ${String(error)}`);
  expect(token === '' || !error.message.includes(token)).toBe(true);
  return error.fault;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

describe('a person of an organisation with several agency ids', () => {
  const merge = { from: 'AGY010', into: 'AGY009', since: '2026-11-01T00:00:00.000Z' };

  afterEach(() => {
    map = [];
  });

  it('carries all of them, and no more once they are taken apart', async () => {
    map = [merge, { ...merge, from: 'AGY011', until: '2026-11-02T00:00:00.000Z' }];
    const { actor, agencyMap, actorNow } = await verify(await officer());
    expect(actor.agencies).toEqual(['AGY009', 'AGY010']);
    expect(agencyMap).toBe(map);
    map = [];
    expect((await actorNow()).agencies).toEqual(['AGY009']);
    expect((await actorNow()).id).toBe(actor.id);
  });
});

describe('a token that holds', () => {
  it('says who acts: an opaque id, known roles, agencies and the office', async () => {
    const token = await issuer.token('somchai', ['agencyOfficer'], ['AGY009'], {
      claims: { roles: ['agencyOfficer', 'king'], offices: ['OFF1', 'OFF2'] },
    });
    const { actor, subject, expiresAt } = await verify(token);
    expect(actor).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{26}$/),
      roles: ['agencyOfficer'],
      agencies: ['AGY009'],
      office: 'OFF1',
      offices: ['OFF1', 'OFF2'],
    });
    expect(actor.id).not.toContain('somchai');
    expect(subject).toBe('somchai');
    expect(expiresAt).toBeGreaterThan(Date.now() + 3_500_000);
  });

  it('gives a person one id in every role, and each person another', async () => {
    const idOf = async (token: Promise<string>): Promise<SignedIn['actor']['id']> =>
      (await verify(await token)).actor.id;
    const id = await idOf(officer());
    expect(await idOf(issuer.token('somchai', ['agencyApprover']))).toBe(id);
    expect(await idOf(issuer.token('somsri', ['agencyOfficer']))).not.toBe(id);
  });

  it('gives an id that nobody finds without the secret, by whatever of the person they try', async () => {
    const idOf = async (one: TokenVerifier) => (await one(await officer())).actor.id;
    const id = await idOf(verify);
    expect(await idOf(verifierOf(soon))).toBe(id);
    expect(await idOf(verifierOf(soon, `${actorSecret}!`))).not.toBe(id);
    const tried = [`${issuer.url}|somchai`, 'somchai', JSON.stringify([issuer.url, 'somchai'])];
    const hashes = tried.map((text) => createHash('sha256').update(text).digest('hex'));
    expect(hashes.map((hash) => hash.slice(0, 26))).not.toContain(id);
  });

  it.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('may be signed with %s', async (alg) => {
    await issuer.addKey(alg);
    expect((await verify(await officer())).actor.roles).toEqual(['agencyOfficer']);
  });

  it.each(['at+jwt', 'application/at+jwt', 'JWT'])('may be of type %s', async (typ) => {
    expect((await verify(await officer({ typ }))).subject).toBe('somchai');
  });

  it('may be five seconds over', async () => {
    const exp = Math.floor(Date.now() / 1000) - 2;
    expect((await verify(await officer({ claims: { exp } }))).subject).toBe('somchai');
  });

  it('may be for several audiences', async () => {
    const token = await officer({ claims: { aud: ['other', 'prasan'] } });
    expect((await verify(token)).subject).toBe('somchai');
  });
});

describe('a token that is refused', () => {
  const now = () => Math.floor(Date.now() / 1000);

  it.each<[string, () => Forgery]>([
    ['expired', () => ({ claims: { exp: now() - 60 } })],
    ['notYetValid', () => ({ claims: { nbf: now() + 60 } })],
    ['wrongIssuer', () => ({ claims: { iss: 'https://elsewhere.example' } })],
    ['wrongAudience', () => ({ claims: { aud: 'somebody-else' } })],
    ['faultyClaims', () => ({ claims: { aud: 'prasan', sub: '' } })],
    ['faultyClaims', () => ({ claims: { sub: undefined } })],
    ['faultyClaims', () => ({ claims: { exp: undefined } })],
    ['faultyClaims', () => ({ claims: { roles: 'agencyOfficer' } })],
    ['wrongType', () => ({ typ: 'logout+jwt' })],
    ['unknownKey', () => ({ kid: 'no-such-key' })],
  ])('%s', async (fault, forgery) => {
    expect(await faultOf(await officer(forgery()))).toBe(fault);
  });

  it('is one without an audience', async () => {
    expect(await faultOf(await officer({ claims: { aud: undefined } }))).toBe('wrongAudience');
  });

  it('is one signed with another key under the kid of ours', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    expect(await faultOf(await officer({ key: privateKey }))).toBe('badSignature');
  });

  it('is one whose claims were changed after signing', async () => {
    const [header, , signature] = (await officer()).split('.');
    const claims = { iss: issuer.url, aud: 'prasan', sub: 'x', exp: now() + 60 };
    const changed = Buffer.from(JSON.stringify(claims)).toString('base64url');
    expect(await faultOf([header, changed, signature].join('.'))).toBe('badSignature');
  });

  it('is one without a signature', async () => {
    const claims = { iss: issuer.url, aud: 'prasan', sub: 'x', exp: now() + 60 };
    expect(await faultOf(new UnsecuredJWT(claims).encode())).toBe('wrongAlgorithm');
    const [header, payload] = (await officer()).split('.');
    expect(await faultOf(`${header}.${payload}.`)).toBe('badSignature');
  });

  it('is one signed by HS256 with our public key as the secret', async () => {
    const [jwk] = issuer.published;
    const key = await importJWK(jwk ?? {}, 'RS256', { extractable: true });
    const pem = await exportSPKI(key as Parameters<typeof exportSPKI>[0]);
    const token = await officer({ alg: 'HS256', key: new TextEncoder().encode(pem) });
    expect(await faultOf(token)).toBe('wrongAlgorithm');
  });

  it('is one by an algorithm that is not on the list', async () => {
    await issuer.addKey('ES384');
    expect(await faultOf(await officer())).toBe('wrongAlgorithm');
  });

  it.each(['', 'x', 'a.b.c', 'e30.e30.e30', `${'A'.repeat(900)}.B.C`])(
    'is no token at all: %s',
    async (text) => {
      expect(['malformed', 'wrongAlgorithm']).toContain(await faultOf(text));
    },
  );
});

describe("the issuer's keys", () => {
  it('are asked for once for many tokens', async () => {
    const token = await officer();
    await Promise.all(Array.from({ length: 20 }, () => verify(token)));
    expect(issuer.asked).toBe(1);
  });

  it('are fetched again when a token names a new one', async () => {
    await verify(await officer());
    await issuer.addKey('ES256');
    await pause(soon.coolDownMs + 10);
    expect((await verify(await officer())).subject).toBe('somchai');
    expect(issuer.asked).toBe(2);
  });

  it('are not fetched for every token that names none of them', async () => {
    verify = verifierOf({ ...soon, coolDownMs: 60_000 });
    await verify(await officer());
    const forged = await officer({ kid: 'no-such-key' });
    for (let i = 0; i < 10; i += 1) expect(await faultOf(forged)).toBe('unknownKey');
    expect(issuer.asked).toBe(1);
  });

  it('that are withdrawn are refused after a while', async () => {
    const old = await officer();
    await verify(old);
    await issuer.addKey('RS256');
    issuer.withdrawOld();
    await pause(soon.maxAgeMs + 10);
    await verify(old).catch(() => undefined);
    await pause(100);
    expect(await faultOf(old)).toBe('unknownKey');
  });

  it('go on while the issuer is away, and new ones are taken when it is back', async () => {
    const token = await officer();
    await verify(token);
    await issuer.close();
    await pause(soon.maxAgeMs + 10);
    for (let i = 0; i < 3; i += 1) expect((await verify(token)).subject).toBe('somchai');
    await issuer.addKey('RS256');
    const newer = await officer();
    await expect(verify(newer)).rejects.toThrow(IssuerAway);
    await issuer.open();
    await pause(soon.retryMs + 10);
    expect((await verify(newer)).subject).toBe('somchai');
  });

  it('were never had: nobody is refused for it', async () => {
    const token = await officer();
    await issuer.close();
    await expect(verify(token)).rejects.toThrow(IssuerAway);
    await issuer.open();
    await pause(soon.retryMs + 10);
    expect((await verify(token)).subject).toBe('somchai');
  });

  it('are made sure of without asking, once there are any', async () => {
    const keys = createIssuerKeys(issuer.url, soon);
    await keys.ensure();
    await issuer.close();
    await keys.ensure();
    expect(issuer.asked).toBe(1);
    const never = createIssuerKeys(issuer.url, soon);
    await expect(never.ensure()).rejects.toThrow(IssuerAway);
    await issuer.open();
  });

  it('are not taken from an issuer that calls itself otherwise', async () => {
    issuer.callsItself = 'https://elsewhere.example';
    await expect(verify(await officer())).rejects.toThrow(IssuerAway);
  });
});
