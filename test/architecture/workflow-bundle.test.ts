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

/** The npm packages whose code is in a workflow bundle, by the names of its modules. */
async function packagesIn(workflowsPath: string): Promise<string[]> {
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: quiet });
  const found = code.matchAll(/^\/\*\*\*\/ "[^"]*node_modules\/((?:@[^/"]+\/)?[^/"]+)\//gm);
  return [...new Set([...found].map(([, name = '']) => name))].sort();
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

  let ours: string[] = [];
  beforeAll(async () => {
    ours = await packagesIn(join(repository, 'workflows/index.ts'));
  }, 120_000);

  test('has our workflows and what they may use, and no zod', () => {
    expect(ours).toContain('@temporalio/workflow');
    expect(ours).not.toContain('zod');
  });

  test('has zod as soon as a workflow imports it, by a detour too', async () => {
    expect(await packagesIn(join(tree.folder, 'workflows/index.ts'))).toContain('zod');
  }, 120_000);

  test('has none when only a type comes from where zod is', async () => {
    expect(await packagesIn(join(tree.folder, 'workflows/types.ts'))).not.toContain('zod');
  }, 120_000);
});
