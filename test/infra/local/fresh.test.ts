import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { startOver } from '../../../infra/local/fresh.js';
import { scratchFolder } from '../../support/scratch.js';

const scratch = scratchFolder();
const secrets = ['actor-secret', 'codec-key', 'master-key', 'person-secret'];
const files = ['temporal.db', 'temporal.db-wal', ...secrets, 'env', 'ports.json', 'thesis.odt'];
let home: string;
let said: string[];

const say = (line: string) => said.push(line);

beforeEach(() => {
  home = mkdtempSync(join(scratch, 'home-'));
  said = [];
  for (const name of files) writeFileSync(join(home, name), name);
  mkdirSync(join(home, 'kafka', 'data'), { recursive: true });
  mkdirSync(join(home, 'my-kafka'));
});

describe('starting over', () => {
  it('deletes our data, says what, and touches nothing else', () => {
    startOver(home, {}, say);
    expect(readdirSync(home).sort()).toEqual(['my-kafka', 'ports.json', 'thesis.odt']);
    expect(said).toEqual([
      `--fresh: deleting actor-secret, codec-key, env, kafka, master-key, person-secret, temporal.db, temporal.db-wal in ${home}`,
    ]);
    startOver(home, {}, say);
    expect(said.at(-1)).toBe(`--fresh: deleting nothing in ${home}`);
  });

  it.each([
    ['DATABASE_URL', ['master-key', 'person-secret']],
    ['TEMPORAL_ADDRESS', ['actor-secret', 'codec-key']],
  ])('keeps the secrets of what stays on a server of somebody else: %s', (server, kept) => {
    startOver(home, { [server]: 'server.example:1' }, say);
    expect(readdirSync(home).filter((name) => secrets.includes(name))).toEqual(kept);
    expect(readdirSync(home)).not.toContain('kafka');
    expect(said.at(-1)).toBe(`--fresh: what your own servers hold stays (${server})`);
  });
});
