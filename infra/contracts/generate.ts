import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { RegistryChangeV1 } from '../../contracts/events/registry-change.v1.js';
import { ServiceStatusV1 } from '../../contracts/events/service-status.v1.js';
import { registryChangeSchemaV1, serviceStatusSchemaV1 } from '../../contracts/events/types.js';
import {
  serviceDiagram,
  serviceLifecycleJson,
} from '../../contracts/lifecycles/service/diagram.js';
import {
  actionLabels,
  findTransition,
  serviceActions,
  statesOf,
} from '../../contracts/lifecycles/service/table.js';

/**
 * Writes what is generated from the contracts: JSON Schemas of the events, the lifecycle as JSON and
 * as a page with its diagram. With `--check` it only says what is not fresh.
 */
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const files: Record<string, string> = {
  'contracts/json-schema/service-status.v1.json': schema(serviceStatusSchemaV1, ServiceStatusV1),
  'contracts/json-schema/registry-change.v1.json': schema(registryChangeSchemaV1, RegistryChangeV1),
  'contracts/json-schema/service-lifecycle.json': json(serviceLifecycleJson()),
  'docs/service-lifecycle.md': lifecyclePage(),
};

/** Open for readers: what is added later does not break them. */
function schema(id: string, type: z.ZodType): string {
  return json({ $id: id, ...z.toJSONSchema(type, { target: 'draft-2020-12', io: 'input' }) });
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function lifecyclePage(): string {
  const rows = serviceActions.map((action) => {
    const states = statesOf(action);
    const transition = states[0] === undefined ? undefined : findTransition(states[0], action);
    const by = transition?.by.join(', ') ?? '';
    const then = transition?.approvals.map((approval) => approval.by.join(' or ')).join('; ') ?? '';
    const { th, en } = actionLabels[action];
    return `| \`${action}\` | ${th} / ${en} | ${states.join(', ')} | ${by} | ${then} |`;
  });
  return `# The lifecycle of a service

Generated from \`contracts/lifecycles/service/table.ts\` by \`infra/contracts/generate.ts\`; not edited.

\`\`\`mermaid
${serviceDiagram()}
\`\`\`

| action | called | possible in | by | then approved by |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

const isCheck = process.argv.includes('--check');
for (const [path, content] of Object.entries(files)) {
  const file = join(root, path);
  if (isCheck) {
    const found = await readFile(file, 'utf8').catch(() => '');
    if (found !== content) {
      console.error(`${path} is not fresh: run npx tsx infra/contracts/generate.ts`);
      process.exitCode = 1;
    }
  } else {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
