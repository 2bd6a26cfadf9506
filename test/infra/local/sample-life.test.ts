import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ensureLife } from '../../../infra/local/sample-life.js';
import { scratchFolder } from '../../support/scratch.js';

const scratch = scratchFolder();
let home: string;
let said: string[];
let lived: number[];

const say = (line: string) => said.push(line);

function steps({ ok = true, count = 30, isStopped = false } = {}) {
  return {
    count,
    isStopped: () => isStopped,
    live: async (many: number) => {
      lived.push(many);
      return { ok, said: ok ? 'all have lived' : 'the gateway is away' };
    },
  };
}

beforeEach(() => {
  home = mkdtempSync(join(scratch, 'home-'));
  writeFileSync(join(home, 'sample-opened'), '');
  said = [];
  lived = [];
});

describe('the sample’s made-up requests', () => {
  it('live once, and say how many and how to have none', async () => {
    await ensureLife(home, say, steps());
    await ensureLife(home, say, steps());
    expect(lived).toEqual([30]);
    expect(said).toEqual([
      '30 made-up requests begin to live; PRASAN_SAMPLE_REQUESTS says how many, 0 none',
      'all have lived',
    ]);
  });

  it('are none where none are wanted', async () => {
    await ensureLife(home, say, steps({ count: 0 }));
    expect([lived, said]).toEqual([[], []]);
    expect(existsSync(join(home, 'sample-lived'))).toBe(false);
  });

  it('are none where the services take no requests', async () => {
    await ensureLife(mkdtempSync(join(scratch, 'home-')), say, steps());
    expect([lived, said]).toEqual([[], []]);
  });

  it('are gone on with at the next start when they failed, which is said', async () => {
    await ensureLife(home, say, steps({ ok: false }));
    expect(said.at(-1)).toBe(
      'the made-up requests have not all lived, the rest runs: the gateway is away',
    );
    await ensureLife(home, say, steps());
    expect(lived).toEqual([30, 30]);
  });

  it('are gone on with when they were stopped, of which nobody is told', async () => {
    await ensureLife(home, say, steps({ ok: false, isStopped: true }));
    expect(said).toHaveLength(1);
    await ensureLife(home, say, steps());
    expect(lived).toEqual([30, 30]);
  });
});
