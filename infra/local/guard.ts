import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeOf } from './errors.js';

const folder = dirname(fileURLToPath(import.meta.url));

/**
 * The script that runs a command and ends it when we are gone: `guard SIGNAL COMMAND [ARGUMENT …]`,
 * to be started detached, with a pipe as standard input.
 */
export const guard = join(folder, 'guard.sh');

/** The checkout. */
export const projectRoot = dirname(dirname(folder));

/**
 * Signals a process, or with a negative id a process group.
 *
 * @returns false when it is gone
 */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
    return false;
  }
}
