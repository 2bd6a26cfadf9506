import { spawn } from 'node:child_process';

/** All that is checked and is no test: types, lint, format, import rules, fresh generated files. */
const steps: Record<string, string[]> = {
  types: ['tsc', '-p', 'tsconfig.json'],
  lint: ['eslint', '.', '--max-warnings', '0'],
  format: ['prettier', '--check', '--log-level', 'warn', '.'],
  imports: ['depcruise', 'contracts', 'workflows', 'activities', 'infra', 'workers', 'test'],
  generated: ['tsx', 'infra/contracts/generate.ts', '--check'],
};

async function run(name: string, [tool = '', ...args]: string[]): Promise<boolean> {
  const started = Date.now();
  const child = spawn(process.execPath, [`node_modules/.bin/${tool}`, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const code = await new Promise((resolve) => child.once('exit', resolve));
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(10)} ${seconds} s`);
  if (code !== 0) console.log(output.trim());
  return code === 0;
}

const queue = Object.entries(steps).values();
const results: boolean[] = [];
const worker = async () => {
  for (const [name, command] of queue) results.push(await run(name, command));
};
await Promise.all([worker(), worker()]);
if (results.includes(false)) process.exitCode = 1;
