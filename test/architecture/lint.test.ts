import { expect, test } from '@jest/globals';
import { linesOf } from './planted.js';

const syntax = 'no-restricted-syntax';
const lines = (count: number) =>
  Array.from({ length: count }, (_, n) => `  call(${n});`).join('\n');
const testOf = (name: string, body: string) =>
  `import { expect, ${name.split('.')[0]} } from '@jest/globals';\n${name}('x', () => {${body}});\n`;

/** Path, text and the rule that refuses it; `undefined` where the same is right. */
const planted: (readonly [path: string, text: string, rule: string | undefined])[] = [
  ['contracts/p-enum.ts', 'enum State { plan }\nexport type S = State;\n', syntax],
  ['contracts/p-default.ts', 'export default function x() {}\n', 'no-restricted-exports'],
  ['contracts/p-arrow.ts', 'export const x = () => 1;\n', syntax],
  ['contracts/p-any.ts', 'export type X = any;\n', '@typescript-eslint/no-explicit-any'],
  [
    'contracts/p-bang.ts',
    'export function f(x?: string) {\n  return x!.length;\n}\n',
    '@typescript-eslint/no-non-null-assertion',
  ],
  ['contracts/p-twice.ts', 'export const x = (1 as unknown) as string;\n', syntax],
  ['contracts/p-loose.ts', 'export function f(x: unknown) {\n  return x == 1;\n}\n', 'eqeqeq'],
  ['contracts/p-long.ts', 'export {};\n'.repeat(401), 'max-lines'],
  ['infra/p-long.ts', `export function f() {\n${lines(71)}\n}\n`, 'max-lines-per-function'],
  ['infra/p-empty.ts', 'try { f(); } catch {}\n', 'no-empty'],
  ['infra/p-env.ts', 'export const x = process.env;\n', syntax],
  ['infra/p-env2.ts', "export { env } from 'node:process';\n", syntax],
  ['infra/p-env4.ts', 'export const { env } = process;\n', syntax],
  ['infra/p-env5.ts', "export const x = process['env'];\n", syntax],
  ['infra/p-env3.ts', "import { env } from 'node:process';\nexport const x = env;\n", syntax],
  ['infra/config.ts', 'export const x = process.env;\n', undefined],
  ['infra/p-pino.ts', 'export const x = pino();\n', syntax],
  ['infra/logger.ts', 'export const x = pino();\n', undefined],
  ['infra/p-log.ts', 'console.log(1);\n', 'no-console'],
  ['workers/cli/p-log.ts', 'console.log(1);\n', undefined],
  [
    'infra/p-client.ts',
    "import { Client } from '@temporalio/client';\nexport const x = new Client();\n",
    '@typescript-eslint/no-restricted-imports',
  ],
  [
    'infra/p-client-type.ts',
    "import type { Client } from '@temporalio/client';\nexport type X = Client;\n",
    undefined,
  ],
  [
    'infra/temporal/p-client.ts',
    "import { Client } from '@temporalio/client';\nexport const x = new Client();\n",
    undefined,
  ],
  ['workflows/p-error.ts', "export function f() {\n  throw new Error('x');\n}\n", syntax],
  ['activities/p-error.ts', "export function f() {\n  throw new Error('x');\n}\n", undefined],
  ['workflows/p-timer.ts', 'setTimeout(f, 1);\n', 'no-restricted-globals'],
  ['workflows/p-fetch.ts', "export const x = fetch('x');\n", 'no-restricted-globals'],
  [
    'workflows/p-zod.ts',
    "import { z } from 'zod';\nexport const x = z.string();\n",
    '@typescript-eslint/no-restricted-imports',
  ],
  [
    'workflows/p-validator.ts',
    'setHandler(act, handle, { validator: async () => undefined });\n',
    syntax,
  ],
  ['workflows/p-validator2.ts', 'setHandler(act, h, { async validator() {} });\n', syntax],
  ['workflows/p-validator3.ts', 'setHandler(act, h, { validator() {} });\n', undefined],
  ['test/p.test.ts', testOf('test', 'expect(1).toBe(1);'), undefined],
  ['test/p-only.test.ts', testOf('test.only', 'expect(1).toBe(1);'), 'jest/no-focused-tests'],
  ['test/p-skip.test.ts', testOf('test.skip', 'expect(1).toBe(1);'), 'jest/no-disabled-tests'],
  [
    'test/p-empty.test.ts',
    "import { test } from '@jest/globals';\ntest('x', () => {\n  f();\n});\n",
    'jest/expect-expect',
  ],
];

test('each planted offence is refused by its rule, and the same in its place is not', () => {
  const input = JSON.stringify(Object.fromEntries(planted.map(([path, text]) => [path, text])));
  const rules = planted.map(([path]) => path);
  const found = new Set(linesOf('lint.ts', [], input));
  const expected = planted.flatMap(([path, , rule]) => (rule ? [`${path}: ${rule}`] : []));
  expect([...found].filter((line) => !expected.includes(line))).toEqual([]);
  expect(expected.filter((line) => !found.has(line))).toEqual([]);
  expect(rules).toHaveLength(new Set(rules).size);
}, 60_000);
