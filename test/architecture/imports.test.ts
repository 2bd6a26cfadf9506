import { expect, test } from '@jest/globals';
import { linesOf, plant, repository } from './planted.js';

const value = (from: string) => `import { x } from '${from}';\nexport const y = x;\n`;
const type = (from: string) => `import type { X } from '${from}';\nexport type Y = X;\n`;
const both = 'export const x = 1;\nexport type X = typeof x;\n';
const withZod =
  "import { z } from 'zod';\nexport const x = z.string();\nexport type X = typeof x;\n";

/** What each room may do. */
const allowed = {
  'package.json': '{ "type": "module", "dependencies": { "zod": "*", "pg": "*" } }',
  'contracts/topics.ts': both,
  'contracts/commands/fields.ts': withZod,
  'contracts/events/hash.ts':
    "import { sha256 } from '@noble/hashes/sha2.js';\nexport const x = sha256;\n",
  'contracts/calendar/days.ts': withZod,
  'contracts/lifecycles/table.ts': type('../commands/fields.js'),
  'workflows/good.ts': `${type('../contracts/commands/fields.js')}${value('../contracts/topics.js').replaceAll('y', 'z')}`,
  'workflows/clock.ts': `${type('../activities/ports.js')}export { sleep } from '@temporalio/workflow';\n`,
  'activities/ports.ts': `${both}export { x as z } from '../contracts/topics.js';\n`,
  'infra/pool.ts': `${type('../activities/ports.js')}export { Pool } from 'pg';\nexport { join } from 'node:path';\n`,
  'workers/gateway/main.ts': `${value('../../infra/pool.js')}export { x } from '../../activities/ports.js';\n`,
  'workers/tracker/main.ts': value('./page.js'),
  'workers/tracker/page.tsx': both,
  'test/support.ts': value('../workers/tracker/page.js'),
};

/** Each forbidden import, and the rule that reports it. */
const forbidden: Record<string, { text: string; reported: string[] }> = {
  'contracts/a.ts': {
    text: value('../infra/pool.js'),
    reported: ['contracts-looks-inward: contracts/a.ts → infra/pool.ts'],
  },
  'contracts/b.ts': {
    text: "export { readFileSync } from 'node:fs';\n",
    reported: ['contracts-use-no-node: contracts/b.ts → fs'],
  },
  'contracts/c.ts': {
    text: "export { Pool } from 'pg';\n",
    reported: ['contracts-use-zod-and-noble: contracts/c.ts → pg'],
  },
  'contracts/calendar/a.ts': {
    text: "export { sha256 } from '@noble/hashes/sha2.js';\n",
    reported: ['calendar-uses-zod-alone: contracts/calendar/a.ts → @noble/hashes'],
  },
  'contracts/lifecycles/a.ts': {
    text: withZod,
    reported: [
      'contracts-lifecycles-reach-no-zod: contracts/lifecycles/a.ts → zod',
      'lifecycles-see-types-of-schemas: contracts/lifecycles/a.ts → zod',
    ],
  },
  'contracts/lifecycles/b.ts': {
    text: value('../commands/fields.js'),
    reported: [
      'contracts-lifecycles-reach-no-zod: contracts/lifecycles/b.ts → zod',
      'lifecycles-see-types-of-schemas: contracts/lifecycles/b.ts → contracts/commands/fields.ts',
    ],
  },
  'workflows/a.ts': {
    text: value('../infra/pool.js'),
    reported: ['workflows-looks-inward: workflows/a.ts → infra/pool.ts'],
  },
  'workflows/b.ts': {
    text: value('../activities/ports.js'),
    reported: ['workflows-see-types-of-activities: workflows/b.ts → activities/ports.ts'],
  },
  'workflows/c.ts': {
    text: withZod,
    reported: [
      'workflows-reach-no-zod: workflows/c.ts → zod',
      'workflows-use-temporal-alone: workflows/c.ts → zod',
    ],
  },
  'workflows/d.ts': {
    text: "export { join } from 'node:path';\n",
    reported: ['workflows-are-sandboxed: workflows/d.ts → path'],
  },
  'workflows/e.ts': {
    text: value('../contracts/commands/fields.js'),
    reported: [
      'workflows-reach-no-zod: workflows/e.ts → zod',
      'workflows-see-types-of-schemas: workflows/e.ts → contracts/commands/fields.ts',
    ],
  },
  'workflows/f.ts': {
    text: value('../contracts/calendar/days.js'),
    reported: ['workflows-reach-no-zod: workflows/f.ts → zod'],
  },
  'activities/a.ts': {
    text: value('../infra/pool.js'),
    reported: ['activities-looks-inward: activities/a.ts → infra/pool.ts'],
  },
  'activities/b.ts': {
    text: "export { Pool } from 'pg';\n",
    reported: ['activities-use-temporal-alone: activities/b.ts → pg'],
  },
  'infra/a.ts': {
    text: value('../activities/ports.js'),
    reported: ['infra-sees-types-of-activities: infra/a.ts → activities/ports.ts'],
  },
  'infra/b.ts': {
    text: type('../workflows/good.js'),
    reported: ['infra-looks-inward: infra/b.ts → workflows/good.ts'],
  },
  'infra/c.ts': {
    text: type('./nowhere.js'),
    reported: ['resolvable: infra/c.ts → ./nowhere.js'],
  },
  'workers/gateway/a.ts': {
    text: value('../tracker/main.js'),
    reported: ['processes-are-apart: workers/gateway/a.ts → workers/tracker/main.ts'],
  },
  'workers/gateway/b.ts': {
    text: type('../../test/support.js'),
    reported: [
      'nothing-needs-tests: workers/gateway/b.ts → test/support.ts',
      'workers-looks-inward: workers/gateway/b.ts → test/support.ts',
    ],
  },
  'infra/ring.ts': {
    text: "import { y } from './ring-two.js';\nexport const x = () => y;\n",
    // A cycle is reported once.
    reported: [],
  },
  'infra/ring-two.ts': {
    text: value('./ring.js'),
    reported: ['no-cycles: infra/ring-two.ts → infra/ring.ts'],
  },
};

test('each forbidden import is reported, and nothing else is', () => {
  const files = Object.entries(forbidden).map(([path, { text }]) => [path, text] as const);
  const tree = plant({ ...allowed, ...Object.fromEntries(files) });
  try {
    const expected = Object.values(forbidden).flatMap(({ reported }) => reported);
    expect(linesOf('imports.ts', [tree.folder]).map(shortly)).toEqual(expected.sort());
  } finally {
    tree.remove();
  }
}, 60_000);

test('the rooms of this repository keep the rules', () => {
  expect(linesOf('imports.ts', [repository])).toEqual([]);
}, 60_000);

/** A package's name instead of the path of its file. */
function shortly(line: string): string {
  return line.replace(/→ \S*node_modules\/((?:@[^/]+\/)?[^/]+)\/\S*$/, '→ $1');
}
