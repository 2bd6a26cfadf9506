import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { StackError } from './errors.js';

/**
 * A secret of 32 random bytes in hex that is made once and kept in a file of the owner alone.
 *
 * @throws StackError when the file holds something else: a new one would make other ids of persons
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
