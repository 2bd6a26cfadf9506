import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { StackError } from './errors.js';
import { projectRoot } from './guard.js';

/**
 * Takes the settings of the checkout's `.env` file, when it is there, into the environment. What the
 * environment sets already stands, also when it is empty.
 *
 * @throws StackError when the file cannot be read
 */
export function loadDotEnv(folder = projectRoot): void {
  const file = join(folder, '.env');
  if (!existsSync(file)) return;
  try {
    const settings = parseEnv(readFileSync(file, 'utf8'));
    for (const [name, value] of Object.entries(settings)) process.env[name] ??= value;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StackError(`${file} cannot be read (${why}): mend it, or remove it.`);
  }
}
