// Plain Node, no packages: nothing may be installed yet.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startOf, takeLock } from './lock.mjs';

/** The checkout. */
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Installs the packages when they are missing or older than the lock file. */
export async function ensurePackages() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`Node.js 20.19 or newer is needed; this is ${process.versions.node}.`);
  }
  if (areInstalled()) return;
  const lock = await lockInstallation();
  try {
    if (!areInstalled()) install();
  } finally {
    lock.release();
  }
}

function areInstalled() {
  // npm writes this file last, so an installation that was cut short is not taken for a whole one.
  const installed = join(root, 'node_modules', '.package-lock.json');
  const lockFile = join(root, 'package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockFile).mtimeMs - 1000;
}

/** `npm start` and `npm test` may be the first commands in a new clone, both at once. */
async function lockInstallation() {
  const checkout = createHash('sha256').update(root).digest('hex').slice(0, 12);
  const file = join(tmpdir(), `prasan-install-${userInfo().username}-${checkout}.lock`);
  for (let hasSaid = false; ; hasSaid = true) {
    const lock = takeLock(file);
    if (lock.holder === undefined) return lock;
    if (!hasSaid) console.log(`Process ${lock.holder} is installing the packages; waiting …`);
    await sleep(500);
  }
}

function install() {
  console.log('Installing packages (npm ci, about 30 s) …');
  const npm = spawnSync('npm', ['ci', '--no-progress', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (npm.error) fail(`npm cannot be run (${npm.error.message}); install Node.js with npm.`);
  if (npm.signal) process.exit(1);
  if (npm.status !== 0) {
    fail('npm ci failed (see above): check the network and the free disk space, then try again.');
  }
}

/**
 * Hands over to a script in TypeScript, and ends as it ends. The channel between the two tells the
 * script when this process, or npm above it, is killed.
 */
export function handOver(script) {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...process.argv.slice(2)], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', (code) => process.exit(code ?? 1));
  endWithNpm(child);
}

/** Being killed, npm tells nobody: its end is seen. There may be a shell between npm and us. */
function endWithNpm(child) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const above = [process.ppid, parentOf(process.ppid)].filter(isNpmOrItsShell);
  const starts = above.map(startOf);
  const watch = setInterval(() => {
    if (above.every((pid, at) => startOf(pid) === starts[at])) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, 1000);
  watch.unref();
}

function parentOf(pid) {
  const said = spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(said.stdout?.trim() || 1);
}

function isNpmOrItsShell(pid) {
  const said = spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  return /^npm |\bnpm-cli\.js\b|^(\S*\/)?(ba|da|z|k)?sh -c node infra\/local\//.test(
    said.stdout ?? '',
  );
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
