// Plain Node, no packages: the first use is before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * When a process was started, as a text to compare: a reused process id is another process.
 * `undefined` when no such process lives.
 */
export function startOf(pid) {
  if (!existsSync('/proc/self/stat')) return startByPs(pid);
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    const [state] = fields;
    return state === 'Z' || state === 'X' ? undefined : fields[19];
  } catch {
    return undefined; // The process has ended.
  }
}

function startByPs(pid) {
  const said = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return said.stdout?.trim() || undefined;
}

/**
 * Takes a lock: a file that names its holder. The lock of a holder that has died is taken over.
 * Answers a function that gives the lock back, or the holder's process id.
 */
export function takeLock(file) {
  const mine = JSON.stringify({ pid: process.pid, start: startOf(process.pid) });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, mine);
  try {
    for (;;) {
      if (tryLink(draft, file)) return { release: () => rmSync(file, { force: true }) };
      const seen = readIfThere(file);
      if (seen === undefined) continue;
      const holder = holderIn(seen);
      if (holder !== undefined) return { holder };
      moveAway(file, seen);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

function holderIn(text) {
  const { pid, start } = parse(text);
  return pid !== undefined && startOf(pid) === start ? pid : undefined;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {}; // Cut short by a full disk: nobody holds it.
  }
}

/** Removes a dead holder's lock, but gives back one that another process took in between. */
function moveAway(file, seen) {
  const aside = `${file}.${process.pid}.old`;
  try {
    renameSync(file, aside);
  } catch {
    return; // Another process was quicker.
  }
  if (readIfThere(aside) !== seen) tryLink(aside, file);
  rmSync(aside, { force: true });
}

function tryLink(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
