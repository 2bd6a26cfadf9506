import { spawn } from 'node:child_process';
import { ensurePackages, root } from './packages.mjs';

ensurePackages();
// Not spawnSync: Ctrl-C must reach the launcher, which stops everything in order.
const launcher = spawn(
  process.execPath,
  ['--import', 'tsx', 'infra/local/main.ts', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => launcher.kill(signal));
launcher.on('exit', (code) => process.exit(code ?? 1));
