import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { StackEnv } from './env-file.js';
import { StackError } from './errors.js';
import { ask, runVisibly } from './tools.js';

/** The projects of jest.config.js, in the order in which they run. */
export const projects = ['unit', 'integration', 'faults', 'e2e'] as const;

/** One of the projects of jest.config.js. */
export type Project = (typeof projects)[number];

/** Numbers of tests. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Splits arguments into the projects that were chosen and what goes to jest. */
export function chooseProjects(args: readonly string[]): { chosen: Project[]; rest: string[] } {
  const at = args.indexOf('--selectProjects');
  if (at < 0) return { chosen: [...projects], rest: [...args] };
  const named = args.slice(at + 1);
  const end = named.findIndex((arg) => !isProject(arg));
  const count = end < 0 ? named.length : end;
  if (count === 0) throw new StackError(`--selectProjects takes some of: ${projects.join(', ')}.`);
  const chosen = projects.filter((project) => named.slice(0, count).includes(project));
  return { chosen, rest: [...args.slice(0, at), ...named.slice(count)] };
}

function isProject(text: string | undefined): text is Project {
  return projects.some((project) => project === text);
}

const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--passWithNoTests'];

/** Those of the projects that have a test for these arguments: the others need no servers. */
export async function withTests(chosen: readonly Project[], rest: string[]): Promise<Project[]> {
  if (rest.length === 0) return [...chosen];
  const has = async (project: Project) => {
    // Whatever follows it directly, jest takes for one more project.
    const list = ['--selectProjects', project, '--listTests', ...rest];
    const { ok, said } = await ask(process.execPath, [...jest, ...list]);
    // What jest cannot do with the arguments it says itself when it runs.
    return !ok || /\.test\.tsx?$/m.test(said);
  };
  const found: Project[] = [];
  for (const project of chosen) if (await has(project)) found.push(project);
  return found;
}

/** What jest writes; nothing of it when it was killed. */
const Result = z.object({
  numPassedTests: z.number().default(0),
  numFailedTests: z.number().default(0),
  numRuntimeErrorTestSuites: z.number().default(0),
  numPendingTests: z.number().default(0),
  numTodoTests: z.number().default(0),
});

/** Projects that run together, and how. Servers are slow on a busy machine; a unit test has no excuse. */
export const runs: readonly { readonly projects: readonly Project[]; readonly limits: string[] }[] =
  [
    { projects: ['unit'], limits: ['--maxWorkers=3', '--testTimeout=20000'] },
    // Four files at a time: most of their time they wait, and whatever one kills is its own.
    {
      projects: ['integration', 'faults', 'e2e'],
      limits: ['--maxWorkers=4', '--forceExit', '--testTimeout=300000'],
    },
  ];

/** Runs projects together, showing what jest says, and counts. */
export async function runJest(
  projects: readonly Project[],
  limits: readonly string[],
  rest: readonly string[],
  env: StackEnv,
): Promise<Totals> {
  const folder = mkdtempSync(join(tmpdir(), 'prasan-jest-'));
  const output = join(folder, 'result.json');
  const json = ['--json', '--outputFile', output];
  const args = ['--selectProjects', ...projects, ...json, ...limits, ...rest];
  const quiet = '--disable-warning=ExperimentalWarning';
  try {
    const code = await runVisibly(process.execPath, [quiet, ...jest, ...args], env);
    return totalsOf(existsSync(output) ? JSON.parse(readFileSync(output, 'utf8')) : {}, code);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Counts by what jest wrote and how it ended. A file that cannot be run has no tests, and still has
 * failed; so has a run that ends with a failure and names none.
 */
export function totalsOf(json: unknown, code: number | null): Totals {
  const result = Result.parse(json);
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/** Adds numbers of tests up. */
export function sum(all: readonly Totals[]): Totals {
  const add = (of: (totals: Totals) => number) => all.reduce((all_, one) => all_ + of(one), 0);
  return {
    passed: add(({ passed }) => passed),
    failed: add(({ failed }) => failed),
    skipped: add(({ skipped }) => skipped),
  };
}

/** The last line of `npm test`. */
export function lastLine({ passed, failed, skipped }: Totals): string {
  const also = skipped > 0 ? `, ${skipped} skipped` : '';
  return `${passed} passed, ${failed} failed${also}`;
}
