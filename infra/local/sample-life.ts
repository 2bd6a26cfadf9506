import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackEnv } from './env-file.js';
import type { Say } from './progress.js';
import { ask } from './tools.js';

/** What the sample's life is made with. */
export interface LifeSteps {
  /** How many requests; 0: none. */
  readonly count: number;
  /** Lets made-up persons live so many requests; where it was cut off it goes on with the same. */
  readonly live: (count: number) => Promise<{ readonly ok: boolean; readonly said: string }>;
  /** Whether it was stopped on the way, of which nobody needs to be told. */
  readonly isStopped: () => boolean;
}

/** The same persons at every first start. */
const seed = '7';

/**
 * Lets made-up persons live requests to the sample's services, once, so that page and lists show what
 * the engine is for. It keeps nobody from anything: everything is ready before.
 *
 * @param home where it is remembered that it is done
 */
export async function ensureLife(
  home: string,
  say: Say,
  { count, live, isStopped }: LifeSteps,
): Promise<void> {
  const isOpen = existsSync(join(home, 'sample-opened'));
  const lived = join(home, 'sample-lived');
  if (count === 0 || !isOpen || existsSync(lived)) return;
  say(`${count} made-up requests begin to live; PRASAN_SAMPLE_REQUESTS says how many, 0 none`);
  const { ok, said } = await live(count);
  if (isStopped()) return;
  if (ok) writeFileSync(lived, '');
  say(ok ? said : `the made-up requests have not all lived, the rest runs: ${said}`);
}

/** The steps on a stack that runs. */
export function lifeSteps(
  env: StackEnv,
  count: number,
  isStopped: LifeSteps['isStopped'],
): LifeSteps {
  return {
    ...{ count, isStopped },
    live: async (many) => {
      const command = ['request', 'simulate', '--count', `${many}`, '--seed', seed];
      const cli = ['--import', 'tsx', 'workers/cli/main.ts', ...command, '--run', 'sample'];
      const { ok, said } = await ask(process.execPath, cli, env);
      return { ok, said: ok ? `${many} made-up requests have been lived` : said };
    },
  };
}
