import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bundleWorkflowCode } from '@temporalio/worker';
import { plant, repository } from './planted.js';

const quiet = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  log: () => undefined,
};

/** The modules whose code is in a workflow bundle, by their paths. */
async function modulesIn(workflowsPath: string): Promise<string[]> {
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: quiet });
  return [...code.matchAll(/^\/\*\*\*\/ "([^"]+)"/gm)].map(([, path = '']) => path);
}

/** The npm packages among them. */
function packagesOf(modules: readonly string[]): string[] {
  const names = modules.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

async function packagesIn(workflowsPath: string): Promise<string[]> {
  return packagesOf(await modulesIn(workflowsPath));
}

describe('the workflow bundle', () => {
  const tree = plant({
    'contracts/fields.ts': "import { z } from 'zod';\nexport const Field = z.string();\n",
    'workflows/schema.ts':
      "import { Field } from '../contracts/fields.js';\nexport const parse = Field;\n",
    'workflows/index.ts': "export { parse } from './schema.js';\n",
    'workflows/types.ts':
      "import type { Field } from '../contracts/fields.js';\nexport type F = typeof Field;\nexport async function empty() {}\n",
  });
  afterAll(() => {
    tree.remove();
  });

  let modules: string[] = [];
  beforeAll(async () => {
    modules = await modulesIn(join(repository, 'workflows/index.ts'));
  }, 120_000);

  test('has our workflows and what they may use, and no zod', () => {
    const ours = packagesOf(modules);
    expect(ours).toContain('@temporalio/workflow');
    expect(ours).not.toContain('zod');
  });

  test('has the lifecycle, and not the calendar: dates come from an activity', () => {
    expect(modules.filter((path) => path.includes('contracts/lifecycles/'))).not.toEqual([]);
    // What was declared on top of the table is the calendar's own case, which is a workflow.
    expect(modules.filter((path) => path.includes('contracts/calendar/'))).toEqual([
      './contracts/calendar/changes.ts',
    ]);
  });

  test('has zod as soon as a workflow imports it, by a detour too', async () => {
    expect(await packagesIn(join(tree.folder, 'workflows/index.ts'))).toContain('zod');
  }, 120_000);

  test('has none when only a type comes from where zod is', async () => {
    expect(await packagesIn(join(tree.folder, 'workflows/types.ts'))).not.toContain('zod');
  }, 120_000);
});
