import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Part } from '../../../infra/local/cache.js';
import { cacheFolder, getPart, needSpace } from '../../../infra/local/cache.js';
import type { Progress } from '../../../infra/local/progress.js';
import { scratchFolder } from '../../support/scratch.js';
import { Snippet } from '../../support/snippet.js';

const scratch = scratchFolder();
let cache: string;
let said: string[];

const progress: Progress = {
  say: (line) => said.push(line),
  track: (_, run) => run(() => undefined),
};

beforeEach(() => {
  cache = mkdtempSync(join(scratch, 'cache-'));
  said = [];
});

function part(make: Part['make'], megabytes = 1): Part {
  return { key: 'thing-1', name: 'Thing 1', estimate: 'about 1 s', megabytes, make };
}

async function makeThing(folder: string): Promise<void> {
  writeFileSync(join(folder, 'thing'), 'by this process');
}

async function notAgain(): Promise<void> {
  throw new Error('it is made already');
}

/** Another process that makes the thing, for as long as is said. */
function maker(forMs: number): Snippet {
  return new Snippet(`
    import { writeFileSync } from 'node:fs';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { getPart } from './infra/local/cache.ts';
    const make = async (folder) => {
      writeFileSync(folder + '/thing', 'by another process');
      console.log('making');
      await sleep(${forMs});
    };
    const part = { key: 'thing-1', name: 'Thing 1', estimate: '', megabytes: 1, make };
    const progress = { say() {}, track: (_, run) => run(() => undefined) };
    await getPart(part, progress, ${JSON.stringify(cache)});
  `);
}

describe('the cache', () => {
  it('is a folder of the user’s, where the user has said so', () => {
    const before = process.env['XDG_CACHE_HOME'];
    process.env['XDG_CACHE_HOME'] = '/somewhere';
    expect(cacheFolder()).toBe('/somewhere/prasan');
    process.env['XDG_CACHE_HOME'] = '';
    expect(cacheFolder()).toMatch(/\/\.cache\/prasan$/);
    if (before === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = before;
  });

  it('makes a part once', async () => {
    const folder = await getPart(part(makeThing), progress, cache);
    expect(readFileSync(join(folder, 'thing'), 'utf8')).toBe('by this process');
    await expect(getPart(part(notAgain), progress, cache)).resolves.toBe(folder);
    expect(readdirSync(cache)).toEqual(['thing-1']);
  });

  it('keeps nothing of a part whose making failed', async () => {
    const failing = async (folder: string) => {
      await makeThing(folder);
      throw new Error('no network');
    };
    await expect(getPart(part(failing), progress, cache)).rejects.toThrow('no network');
    expect(readdirSync(cache)).toEqual([]);
    await getPart(part(makeThing), progress, cache);
    expect(readdirSync(cache)).toEqual(['thing-1']);
  });

  it('keeps nothing of a part whose maker was killed, once the next one has come', async () => {
    const other = maker(60_000);
    await other.says('making');
    await other.kill();
    expect(existsSync(join(cache, 'thing-1'))).toBe(false);
    expect(readdirSync(cache)).toHaveLength(2);
    const folder = await getPart(part(makeThing), progress, cache);
    expect(readFileSync(join(folder, 'thing'), 'utf8')).toBe('by this process');
    expect(readdirSync(cache)).toEqual(['thing-1']);
  });

  it('lets one process make a part while another waits and says so', async () => {
    const other = maker(1_000);
    await other.says('making');
    const folder = await getPart(part(notAgain), progress, cache);
    expect(readFileSync(join(folder, 'thing'), 'utf8')).toBe('by another process');
    expect(said).toEqual([`Thing 1: process ${other.pid} is getting it; waiting for it …`]);
    await other.end();
    expect(readdirSync(cache)).toEqual(['thing-1']);
  });

  it('refuses a disk that is too full in one line, before anything is made', async () => {
    const tooMuch = 10 ** 9;
    await expect(getPart(part(notAgain, tooMuch), progress, cache)).rejects.toThrow(
      /^The disk is too full: Thing 1 needs 1000000000 MB in \S+ and \d+ MB are free; make room and start again\.$/,
    );
    await expect(needSpace(cache, 1, 'Thing 1')).resolves.toBeUndefined();
  });
});
