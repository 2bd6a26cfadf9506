import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { startOver } from '../../../infra/local/fresh.js';
import { scratchFolder } from '../../support/scratch.js';

const scratch = scratchFolder();
const files = ['temporal.db', 'temporal.db-wal', 'actor-secret', 'env', 'ports.json', 'thesis.odt'];
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
      `--fresh: deleting actor-secret, env, kafka, temporal.db, temporal.db-wal in ${home}`,
    ]);
    startOver(home, {}, say);
    expect(said.at(-1)).toBe(`--fresh: deleting nothing in ${home}`);
  });

  it('keeps the secret while the cases stay, on a Temporal of somebody else', () => {
    startOver(home, { TEMPORAL_ADDRESS: 'temporal.example:7233' }, say);
    expect(readdirSync(home)).toContain('actor-secret');
    expect(readdirSync(home)).not.toContain('kafka');
    expect(said.at(-1)).toBe('--fresh: what your own servers hold stays (TEMPORAL_ADDRESS)');
  });
});
