import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, statfs } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StackError } from './errors.js';
import { startOf, takeLock } from './lock.mjs';
import type { LongWork, Progress, Say } from './progress.js';

/** A server's files: got once, kept in the user's cache, keyed by version. */
export interface Part extends LongWork {
  /** Its folder in the cache: name and version, e.g. `kafka-4.3.0`. */
  readonly key: string;
  /** What making it needs on the disk, in megabytes. */
  readonly megabytes: number;
  /** Makes the part in an empty folder; `log` is a file for its output, `tell` shows how far it is. */
  readonly make: (folder: string, log: string, tell: Say) => Promise<void>;
}

/** The cache of all checkouts of this user. */
export function cacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'] ?? '';
  return join(base === '' ? join(homedir(), '.cache') : base, 'prasan');
}

/** Whether a part is in the cache. */
export function isCached({ key }: Part): boolean {
  return existsSync(join(cacheFolder(), key));
}

/**
 * The folder of a part; makes it when it is not there. It is written whole or not at all, and several
 * processes may ask at once: one makes it, the others wait.
 */
export async function getPart(
  part: Part,
  progress: Progress,
  cache = cacheFolder(),
): Promise<string> {
  const folder = join(cache, part.key);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const lock = await waitForLock(part, folder, progress);
  try {
    if (existsSync(folder)) return folder;
    await removeLeftovers(cache, part.key);
    await needSpace(cache, part.megabytes, part.name);
    await progress.track(part, (tell) => make(part, cache, folder, tell));
    return folder;
  } finally {
    lock.release();
  }
}

async function waitForLock(part: Part, folder: string, { say }: Progress) {
  for (let hasSaid = false; ; hasSaid = true) {
    const lock = takeLock(`${folder}.lock`);
    if (lock.holder === undefined) return lock;
    if (!hasSaid) say(`${part.name}: process ${lock.holder} is getting it; waiting for it …`);
    await sleep(500);
  }
}

async function make(part: Part, cache: string, folder: string, tell: Say): Promise<void> {
  const scratch = await mkdtemp(join(cache, `.${part.key}.${process.pid}.`));
  try {
    await part.make(scratch, join(cache, `${part.key}.log`), tell);
    // The name appears when everything is there.
    await rename(scratch, folder);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What processes that were killed have left half done. */
async function removeLeftovers(cache: string, key: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(`.${key}.`)) continue;
    const pid = Number(name.slice(key.length + 2).split('.')[0]);
    if (startOf(pid) === undefined) await rm(join(cache, name), { recursive: true, force: true });
  }
}

/** Refuses a disk that is too full for what comes. */
export async function needSpace(folder: string, megabytes: number, what: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = Math.floor((bavail * bsize) / 1024 ** 2);
  if (free >= megabytes) return;
  throw new StackError(
    `The disk is too full: ${what} needs ${megabytes} MB in ${folder} and ${free} MB are free; make room and start again.`,
  );
}
