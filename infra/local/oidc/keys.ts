import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';

/** Keys that are published at once: the newest signs, tokens of the others still verify. */
const publishedMax = 3;

const Keys = z.array(z.looseObject({ kty: z.literal('RSA'), kid: z.string() })).min(1);

/** Private signing keys, the newest first. */
export type SigningKeys = z.output<typeof Keys>;

/** The issuer's keys, kept in the home so that tokens outlive a restart. */
export async function keptKeys(home: string): Promise<SigningKeys> {
  const file = fileIn(home);
  if (existsSync(file)) return Keys.parse(JSON.parse(readFileSync(file, 'utf8')));
  return keep(home, [await newKey()]);
}

/** Adds a key that signs from now on. */
export async function rotateKeys(home: string): Promise<SigningKeys> {
  const keys = [await newKey(), ...(await keptKeys(home))];
  return keep(home, keys.slice(0, publishedMax));
}

async function newKey(): Promise<SigningKeys[number]> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kty: 'RSA', alg: 'RS256', use: 'sig', kid: `dev-${Date.now()}` };
}

function keep(home: string, keys: SigningKeys): SigningKeys {
  mkdirSync(home, { recursive: true });
  const file = fileIn(home);
  writeFileSync(`${file}.new`, JSON.stringify(keys), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return keys;
}

function fileIn(home: string): string {
  return join(home, 'oidc-keys.json');
}
