import { spawn } from 'node:child_process';
import { repository } from './planted.js';

/**
 * `npm run check`: all that is checked and is no test, two at a time, the slow ones first. One line
 * each; what a step prints is shown when it fails.
 */
const steps: Readonly<Record<string, readonly [string, ...string[]]>> = {
  lint: ['node_modules/.bin/eslint', '.', '--max-warnings', '0'],
  types: ['node_modules/.bin/tsc', '-p', 'tsconfig.json', '--pretty', 'false'],
  format: ['node_modules/.bin/prettier', '--check', '--log-level', 'warn', '.'],
  imports: ['--import', 'tsx', 'test/architecture/imports.ts'],
  unused: ['node_modules/.bin/knip', '--no-progress', '--no-config-hints'],
  generated: ['--import', 'tsx', 'infra/contracts/generate.ts', '--check'],
};

async function passes(name: string, args: readonly string[]): Promise<boolean> {
  const started = performance.now();
  const { code, output } = await run(args);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(10)} ${seconds.padStart(5)} s`);
  if (code !== 0) console.log(output.trim());
  return code === 0;
}

function run(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: repository,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, output });
    });
  });
}

/** Runs what is left of the steps, one after the other; two of these share the list. */
async function work(queue: Iterator<[string, readonly string[]]>): Promise<boolean> {
  const next = queue.next();
  if (next.done === true) return true;
  const isGood = await passes(...next.value);
  return (await work(queue)) && isGood;
}

const queue = Object.entries(steps).values();
const results = await Promise.all([work(queue), work(queue)]);
process.exitCode = results.includes(false) ? 1 : 0;
