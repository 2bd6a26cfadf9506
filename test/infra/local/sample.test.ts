import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ensureSample } from '../../../infra/local/sample.js';
import { scratchFolder } from '../../support/scratch.js';

const scratch = scratchFolder();
let home: string;
let said: string[];
let loadings: number;

const say = (line: string) => said.push(line);

beforeEach(() => {
  home = mkdtempSync(join(scratch, 'home-'));
  said = [];
  loadings = 0;
});

function steps(services: number, outcome = { ok: true, said: '61 services are loaded' }) {
  return {
    count: async () => services,
    load: async () => {
      loadings += 1;
      return outcome;
    },
  };
}

describe('the sample register', () => {
  it('is loaded where there is no service yet', async () => {
    await ensureSample(home, say, steps(0));
    expect(loadings).toBe(1);
    expect(said).toEqual(['loading the sample register …', '61 services are loaded']);
  });

  it('is not loaded again: the services are counted', async () => {
    await ensureSample(home, say, steps(0));
    await ensureSample(home, say, steps(4_906));
    expect(loadings).toBe(1);
    expect(said.at(-1)).toBe('4,906 services are there');
  });

  it('is gone on with where a loading was cut off', async () => {
    const cutOff = { ...steps(0), load: () => Promise.reject(new Error('killed')) };
    await ensureSample(home, say, cutOff);
    await ensureSample(home, say, steps(17));
    await ensureSample(home, say, steps(61));
    expect(loadings).toBe(1);
    expect(said.at(-1)).toBe('61 services are there');
  });

  it('keeps nobody from the rest when it cannot be loaded, and is tried again', async () => {
    await ensureSample(home, say, steps(0, { ok: false, said: 'no such file' }));
    expect(said.at(-1)).toBe('the sample register was not loaded, the rest runs: no such file');
    await ensureSample(home, say, { ...steps(0), count: () => Promise.reject(new Error('away')) });
    expect(said.at(-1)).toBe('the sample register was not loaded, the rest runs: away');
    await ensureSample(home, say, steps(3));
    expect(loadings).toBe(2);
  });
});
