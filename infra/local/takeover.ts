import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { readEnvFile } from './env-file.js';
import { StackError } from './errors.js';
import { signal } from './guard.js';
import { startOf, takeLock } from './lock.mjs';
import type { Say } from './progress.js';
import type { RunningProcess } from './supervisor.js';
import { pageUrl } from './welcome.js';

const Recorded = z
  .array(z.object({ name: z.string(), pid: z.int().positive(), started: z.string() }))
  .catch([]);

/** Writes down what runs, for the next start. */
export function recordProcesses(home: string, running: readonly RunningProcess[]): void {
  const recorded = running.flatMap((one) => {
    const started = startOf(one.pid);
    return started === undefined ? [] : [{ ...one, started }];
  });
  const file = join(home, 'pids.json');
  writeFileSync(`${file}.new`, JSON.stringify(recorded));
  renameSync(`${file}.new`, file);
}

/**
 * Makes this process the one launcher of a home. The answer gives that up.
 *
 * @throws StackError naming the launcher that runs, and its addresses
 */
export function becomeLauncher(home: string): () => void {
  mkdirSync(home, { recursive: true });
  const lock = takeLock(join(home, 'launcher.lock'));
  if (lock.holder === undefined) return lock.release;
  const env = readEnvFile(home);
  const gateway = env['PRASAN_GATEWAY_URL'];
  const where =
    gateway === undefined ? 'it is still starting' : `page ${pageUrl(env)}, gateway ${gateway}`;
  throw new StackError(
    `Prasan runs already with the data in ${home}: process ${lock.holder}, ${where}. Use that one, or end it first (Ctrl-C there, or kill ${lock.holder}).`,
  );
}

/**
 * Takes over from a start that was killed: its processes end by themselves, and those that do not
 * are ended.
 */
export async function takeOver(home: string, say: Say, patienceMs = 10_000): Promise<void> {
  const file = join(home, 'pids.json');
  if (!existsSync(file)) return;
  const recorded = Recorded.parse(parseJson(readFileSync(file, 'utf8')));
  const alive = () => recorded.filter(({ pid, started }) => startOf(pid) === started);
  const left = alive().map(({ name }) => name);
  if (left.length > 0) say(`waiting for what an earlier start has left: ${left.join(', ')}`);
  const deadline = Date.now() + patienceMs;
  while (alive().length > 0 && Date.now() < deadline) await sleep(100);
  for (const { name, pid } of alive()) {
    say(`killing ${name}, left by an earlier start`);
    signal(-pid, 'SIGKILL');
  }
  while (alive().length > 0) await sleep(50);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return []; // Cut short by a full disk: there is nothing to take over.
  }
}
