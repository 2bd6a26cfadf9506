import { expect, test } from '@jest/globals';
import { sources } from './sources.js';
import { untidy } from './tidy.js';

/** A word in two halves, so that this file is tidy itself. */
function word(...halves: readonly string[]): string {
  return halves.join('');
}

test.each([
  ['infra/notTidy.ts', 'export {};', 'kebab-case'],
  ['infra/0001_Read.sql', 'select 1;', 'kebab-case'],
  ['infra/long.sql', 'select 1;\n'.repeat(401), '401 lines'],
  ['infra/a.ts', word('// TO', 'DO: finish'), 'unfinished'],
  ['docs/a.md', word('Later (FIX', 'ME).'), 'unfinished'],
  ['infra/a.ts', word("const x = '/ro", "ot/x';"), 'machine'],
  ['docs/a.md', word('cd /ho', 'me/somchai/prasan'), 'machine'],
  ['test/infra/a.test.ts', word('test.on', "ly('x', () => {});"), 'does not run'],
  ['test/infra/a.test.ts', word('describe.sk', "ip.each([])('x', () => {});"), 'does not run'],
  ['test/infra/a.test.ts', word('test.to', "do('x');"), 'does not run'],
  ['infra/a.ts', word('<<<<', '<<< ours'), 'merge'],
])('untidy: %s %s', (path, text, what) => {
  expect(untidy({ path, text })).toEqual([expect.stringContaining(what)]);
});

test.each([
  ['infra/migrations/0001_read-model.sql', 'select 1;'],
  ['infra/register/sample-register.csv', 'a,b'],
  ['README.md', 'Open http://127.0.0.1:8090/home/ and look.'],
  ['test/e2e/a.test.ts', "(browser ? describe : describe.skip)('the page', () => {});"],
])('tidy: %s %s', (path, text) => {
  expect(untidy({ path, text })).toEqual([]);
});

test('the repository is tidy', () => {
  expect(sources().flatMap(untidy)).toEqual([]);
});
