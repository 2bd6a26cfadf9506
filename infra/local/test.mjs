import { spawn } from 'node:child_process';
import { ensurePackages, root } from './packages.mjs';

ensurePackages();
const runner = spawn(
  process.execPath,
  ['--import', 'tsx', 'infra/local/run-tests.ts', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => runner.kill(signal));
runner.on('exit', (code) => process.exit(code ?? 1));
