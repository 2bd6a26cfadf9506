import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { StackEnv } from './env-file.js';
import type { Say } from './progress.js';
import { secretFiles } from './secret.js';

/** What `--fresh` deletes; nothing else, for PRASAN_HOME may be any folder. */
const data =
  /^(temporal\.db.*|kafka|postgres|logs|env|pids\.json|oidc-keys\.json|sample-(loading|opened))$/;

/**
 * Deletes the data of earlier starts, and says what.
 *
 * @param given addresses of servers that somebody else runs: what they hold stays
 */
export function startOver(home: string, given: Partial<StackEnv>, say: Say): void {
  // What stays on a server of somebody else's is of no use without the secret it was made with.
  const isDeleted = (name: string) => {
    const server = secretFiles.get(name);
    return server === undefined ? data.test(name) : !(server in given);
  };
  const names = readdirSync(home).filter(isDeleted);
  say(`--fresh: deleting ${names.length === 0 ? 'nothing' : names.join(', ')} in ${home}`);
  for (const name of names) rmSync(join(home, name), { recursive: true, force: true });
  const others = Object.keys(given);
  if (others.length > 0) say(`--fresh: what your own servers hold stays (${others.join(', ')})`);
}
