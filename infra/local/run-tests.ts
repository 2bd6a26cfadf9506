import { askedToStop } from './end-on-signal.js';
import type { StackEnv } from './env-file.js';
import { writeEnvFile } from './env-file.js';
import { StackError, tell } from './errors.js';
import type { Totals } from './jest.js';
import { chooseProjects, lastLine, runJest, runs, sum, withTests } from './jest.js';
import { createProgress } from './progress.js';
import { withTestStack } from './test-stack.js';
import { endTools } from './tools.js';

const progress = createProgress(process.stderr, () => '[servers] ');
const asked = askedToStop(() => process.exit(130));
let isAsked = false;

/**
 * `npm test`: unit tests first, then those that need servers, on servers of their own, beside a
 * running `npm start`. The answer is the exit code.
 */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--stack-only')) return stackOnly(args);
  const { chosen, rest } = chooseProjects(args);
  const found = await withTests(chosen, rest);
  const totals: Totals[] = [];
  const runAll = async (wanted: typeof runs, env: StackEnv) => {
    for (const { projects, limits } of wanted) {
      const some = projects.filter((project) => found.includes(project));
      if (some.length > 0 && !isAsked) totals.push(await runJest(some, limits, rest, env));
    }
  };
  const [alone, ...onServers] = runs;
  if (alone !== undefined) await runAll([alone], {});
  if (found.some((project) => project !== 'unit') && !isAsked) {
    await withTestStack(progress, asked, (env) => runAll(onServers, env));
  }
  if (isAsked) return 130;
  const total = sum(totals);
  if (total.passed + total.failed === 0) console.error('No tests were run.');
  console.log(`\n${lastLine(total)}`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

/** Only the servers, for tests that are run by hand. */
async function stackOnly(args: readonly string[]): Promise<number> {
  const at = args.indexOf('--addresses');
  const file = at < 0 ? undefined : args[at + 1];
  if (at >= 0 && file === undefined) throw new StackError('--addresses takes the name of a file.');
  await withTestStack(progress, asked, async (env: StackEnv) => {
    if (file !== undefined) writeEnvFile(file, env);
    for (const [name, value] of Object.entries(env)) console.log(`${name}=${value}`);
    progress.say('ready; Ctrl-C stops them');
    await asked;
  });
  return 0;
}

void asked.then(() => {
  isAsked = true;
  endTools();
});
process.stdout.on('error', () => undefined);

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(tell(error));
    process.exit(2);
  },
);
