import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { RegistryChangeV1 } from '../../contracts/events/registry-change.v1.js';
import { RequestNoticeV1, RequestStatusV1 } from '../../contracts/events/request-status.v1.js';
import { ServiceStatusV1 } from '../../contracts/events/service-status.v1.js';
import {
  registryChangeSchemaV1,
  requestNoticeSchemaV1,
  requestStatusSchemaV1,
  serviceStatusSchemaV1,
} from '../../contracts/events/types.js';
import {
  serviceDiagram,
  serviceLifecycleJson,
} from '../../contracts/lifecycles/service/diagram.js';
import { evidenceSchemas } from '../../contracts/commands/service/evidence.js';
import {
  evidenceKinds,
  evidenceStage,
  evidenceTable,
} from '../../contracts/lifecycles/service/evidence.js';
import type { ServiceState } from '../../contracts/lifecycles/service/states.js';
import type { Transition } from '../../contracts/lifecycles/service/table.js';
import { agencyLinkSchemas, paymentSchemas } from './link-schemas.js';
import { requestLifecycleJson, requestLifecyclePage } from './request-lifecycle.js';
import { calendarPage, calendarQuestions, calendarVectors } from './calendar-page.js';
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
  'contracts/json-schema/request-status.v1.json': schema(requestStatusSchemaV1, RequestStatusV1),
  'contracts/json-schema/request-notice.v1.json': schema(requestNoticeSchemaV1, RequestNoticeV1),
  'contracts/json-schema/request-lifecycle.json': json(requestLifecycleJson()),
  'contracts/json-schema/service-lifecycle.json': json({
    ...serviceLifecycleJson(),
    evidence: evidenceJson(),
  }),
  'contracts/json-schema/calendar-questions.json': json(calendarQuestions()),
  'contracts/json-schema/calendar-vectors.json': json(calendarVectors()),
  'contracts/json-schema/agency-link.json': json(agencyLinkSchemas()),
  'contracts/json-schema/payment.json': json(paymentSchemas()),
  'docs/service-lifecycle.md': lifecyclePage(),
  'docs/request-lifecycle.md': requestLifecyclePage(),
  'docs/calendar-readings.md': calendarPage(),
};

/** Open for readers: what is added later does not break them. */
function schema(id: string, type: z.ZodType): string {
  return json({ $id: id, ...z.toJSONSchema(type, { target: 'draft-2020-12', io: 'input' }) });
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Each kind of evidence with the JSON Schema of an item of it. */
function evidenceJson(): object {
  const kinds = evidenceKinds.map((kind) => {
    const { $schema: _version, ...schema } = z.toJSONSchema(evidenceSchemas[kind], {
      ...{ target: 'draft-2020-12', io: 'input' },
    });
    return [kind, { ...evidenceTable[kind], stage: evidenceStage[kind], schema }] as const;
  });
  return Object.fromEntries(kinds);
}

/** A row for each action and what the table says of it; states that say the same stand together. */
function lifecycleRows(): string[] {
  return serviceActions.flatMap((action) => {
    const bySaying = new Map<string, ServiceState[]>();
    for (const state of statesOf(action)) {
      const said = sayingOf(findTransition(state, action));
      bySaying.set(said, [...(bySaying.get(said) ?? []), state]);
    }
    const { th, en } = actionLabels[action];
    return [...bySaying].map(
      ([said, states]) => `| \`${action}\` | ${th} / ${en} | ${states.join(', ')} | ${said} |`,
    );
  });
}

function sayingOf(transition: Transition | undefined): string {
  if (transition === undefined) return '';
  const { to, by, approvals, evidence, basis } = transition;
  const { buildOnPlatform, linkExisting } = evidence;
  const isSame = buildOnPlatform.join() === linkExisting.join();
  const asked = isSame
    ? buildOnPlatform.join(', ')
    : `buildOnPlatform: ${buildOnPlatform.join(', ')}; linkExisting: ${linkExisting.join(', ')}`;
  const approved = approvals.map((approval) => {
    const brings = approval.evidence === undefined ? '' : ` with ${approval.evidence}`;
    return `${approval.by.join(' or ')}${brings}`;
  });
  return [to, by.join(', '), approved.join('; '), asked, basis].join(' | ');
}

function lifecyclePage(): string {
  return `# The lifecycle of a service

Generated from \`contracts/lifecycles/service/table.ts\` by \`npm run generate\`; not edited. The same
as JSON, with the shape of each kind of evidence: \`contracts/json-schema/service-lifecycle.json\`.

\`\`\`mermaid
${serviceDiagram()}
\`\`\`

| action | called | possible in | leads to | by | then approved by | evidence | basis |
| --- | --- | --- | --- | --- | --- | --- | --- |
${lifecycleRows().join('\n')}
`;
}

const isCheck = process.argv.includes('--check');
for (const [path, content] of Object.entries(files)) {
  const file = join(root, path);
  if (isCheck) {
    const found = await readFile(file, 'utf8').catch(() => '');
    if (found !== content) {
      console.error(`${path} is not fresh: run npm run generate`);
      process.exitCode = 1;
    }
  } else {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
