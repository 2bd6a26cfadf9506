import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StackError } from './errors.js';

/**
 * A secret of 32 random bytes in hex that is made once and kept in a file of the owner alone.
 *
 * @throws StackError when the file holds something else: a new one would make other ids of
 * persons, or open nothing
 */
export function keptSecret(file: string): string {
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, randomBytes(32).toString('hex'), { mode: 0o600 });
    chmodSync(`${file}.new`, 0o600);
    renameSync(`${file}.new`, file);
  }
  const secret = readFileSync(file, 'utf8').trim();
  if (/^[0-9a-f]{64}$/.test(secret)) return secret;
  throw new StackError(
    `${file} should hold 64 hexadecimal digits: put the secret back from a copy, or start over with npm start -- --fresh.`,
  );
}

/** A ring of one key that is made once and kept as {@link keptSecret} keeps it. */
export function keptKeys(file: string): string {
  return `local:${Buffer.from(keptSecret(file), 'hex').toString('base64')}`;
}

const own = {
  PRASAN_ACTOR_SECRET: { file: 'actor-secret', make: keptSecret, for: 'TEMPORAL_ADDRESS' },
  PRASAN_PERSON_SECRET: { file: 'person-secret', make: keptSecret, for: 'DATABASE_URL' },
  PRASAN_MASTER_KEYS: { file: 'master-key', make: keptKeys, for: 'DATABASE_URL' },
  PRASAN_CODEC_KEYS: { file: 'codec-key', make: keptKeys, for: 'TEMPORAL_ADDRESS' },
} as const;

/** What the processes of Prasan know and others must not, by setting. */
export type Secrets = Readonly<Record<keyof typeof own, string>>;

/** The secrets that are set, or those of this home. */
export function secretsOf(home: string, env: NodeJS.ProcessEnv = process.env): Secrets {
  const secrets = Object.entries(own).map(([setting, { file, make }]) => {
    const given = env[setting] ?? '';
    return [setting, given === '' ? make(join(home, file)) : given];
  });
  return Object.fromEntries(secrets) as Secrets;
}

/** The files of a home's secrets, each with the server whose data are lost without it. */
export const secretFiles: ReadonlyMap<string, string> = new Map(
  Object.values(own).map((one) => [one.file, one.for]),
);
