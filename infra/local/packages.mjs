// Plain Node, no packages: nothing may be installed yet.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Installs the packages when they are missing or older than the lock file. */
export function ensurePackages() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`Node.js 20.19 or newer is needed; this is ${process.versions.node}.`);
  }
  const installed = join(root, 'node_modules', '.package-lock.json');
  const lock = join(root, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs - 1000) return;
  console.log('Installing packages (npm ci, about 30 s) …');
  const npm = spawnSync('npm', ['ci', '--no-progress', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (npm.error) fail(`npm cannot be run (${npm.error.message}); install Node.js with npm.`);
  if (npm.status !== 0) {
    fail('npm ci failed (see above): check the network and the free disk space, then try again.');
  }
}

/** Runs a script of the project with TypeScript, and ends as it ends. */
export function runTypeScript(script, args, extra = []) {
  const child = spawnSync(process.execPath, ['--import', 'tsx', ...extra, script, ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exit(child.status ?? 1);
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
