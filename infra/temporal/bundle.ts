import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BundleOptions, WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { bundleWorkflowCode } from '@temporalio/worker';
import { failureConverterPath } from './data-converter.js';

/** What a bundle is made of; ours, where nothing else is said. */
export interface BundleSource {
  /** Folder of the workflows' code. */
  readonly folder?: URL;
  /** File that exports the workflows: the folder's `index.ts`. */
  readonly workflowsPath?: string;
  /** Files of workflow interceptors, for tests that look inside. */
  readonly interceptorModules?: readonly string[];
}

type WebpackConfig = Parameters<NonNullable<BundleOptions['webpackConfigHook']>>[0];

const root = new URL('../../', import.meta.url);

/** The bundle of our workflows, or of others, built with our data converter. */
export function bundleWorkflows({
  folder = new URL('workflows/', root),
  workflowsPath = fileURLToPath(new URL('index.ts', folder)),
  interceptorModules = [],
}: BundleSource = {}): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowInterceptorModules: [
      fileURLToPath(new URL('settled.ts', folder)),
      ...interceptorModules,
    ],
    workflowsPath,
    failureConverterPath,
    preloadModules: [fileURLToPath(new URL('preload.ts', folder))],
    webpackConfigHook: forThisNode,
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  });
}

/** As Node runs it: the SDK's ES2017 takes every spread and every field of a class apart. */
function forThisNode(config: WebpackConfig): WebpackConfig {
  for (const rule of config.module?.rules ?? []) {
    const use = typeof rule === 'object' && rule !== null ? rule.use : undefined;
    if (typeof use !== 'object' || !('options' in use) || typeof use.options !== 'object') continue;
    const { jsc } = use.options as { jsc?: { target?: string } };
    if (jsc !== undefined) jsc.target = 'es2022';
  }
  return config;
}

/** What our bundle follows from. */
const inputs = ['workflows', 'contracts', 'activities', 'infra/temporal', 'package-lock.json'];

/**
 * The bundle of our workflows, made once for the same code: making it keeps a processor busy for
 * seconds, at every start of a worker. Where it cannot be kept, it is made each time.
 *
 * @param cache folder where bundles are kept by a hash of what they follow from
 */
export async function keptBundle(
  cache = fileURLToPath(new URL('node_modules/.cache/prasan/', root)),
): Promise<WorkflowBundleWithSourceMap> {
  const name = `workflows-${hashOf(inputs.map((path) => fileURLToPath(new URL(path, root))))}.js`;
  const kept = readIfThere(join(cache, name));
  if (kept !== undefined) return { code: kept, sourceMap: '' };
  const bundle = await bundleWorkflows();
  keep(cache, name, bundle.code);
  return bundle;
}

/** Of names and contents, and of the folder: a bundle knows where its sources are. */
function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256').update(process.version);
  for (const file of paths.flatMap(filesIn)) hash.update(file).update(readFileSync(file));
  return hash.digest('hex').slice(0, 32);
}

function filesIn(path: string): string[] {
  if (path.endsWith('.json')) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Written whole or not at all; what it takes the place of goes, and what was left unfinished. */
function keep(cache: string, name: string, code: string): void {
  try {
    mkdirSync(cache, { recursive: true });
    const unfinished = join(cache, `${name}.${process.pid}`);
    writeFileSync(unfinished, code);
    renameSync(unfinished, join(cache, name));
    for (const other of readdirSync(cache)) {
      if (other.startsWith('workflows-') && other !== name) rmSync(join(cache, other));
    }
  } catch {
    // A folder that is not to be written to, or a full disk: the next start makes it again.
  }
}
