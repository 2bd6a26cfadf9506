import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ensureSample } from '../../../infra/local/sample.js';
import { scratchFolder } from '../../support/scratch.js';

const scratch = scratchFolder();
let home: string;
let said: string[];
let loadings: number;
let openings: number;

const say = (line: string) => said.push(line);

beforeEach(() => {
  home = mkdtempSync(join(scratch, 'home-'));
  said = [];
  loadings = 0;
  openings = 0;
});

function steps(services: number, outcome = { ok: true, said: '61 services are loaded' }) {
  return {
    count: async () => services,
    load: async () => {
      loadings += 1;
      return outcome;
    },
    open: async () => {
      openings += 1;
      return { open: 10, left: [] as string[], steps: 89 };
    },
  };
}

describe('the sample register', () => {
  it('is loaded where there is no service yet', async () => {
    await ensureSample(home, say, steps(0));
    expect(loadings).toBe(1);
    expect(said).toEqual([
      'loading the sample register …',
      '61 services are loaded',
      "publishing the sample's manuals and taking their services to live …",
      '10 services are verified live and take requests (89 actions were missing)',
    ]);
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

describe('the services of the sample', () => {
  it('are opened once: what people have done with them since is theirs', async () => {
    await ensureSample(home, say, steps(0));
    await ensureSample(home, say, steps(64));
    expect(openings).toBe(1);
    expect(said.at(-1)).toBe('64 services are there');
  });

  it('are opened where the register was loaded before', async () => {
    await ensureSample(home, say, steps(61));
    expect([loadings, openings]).toEqual([0, 1]);
  });

  it('are tried again when that failed, and keep nobody from the rest', async () => {
    const failing = { ...steps(0), open: () => Promise.reject(new Error('409 wrongState')) };
    await ensureSample(home, say, failing);
    expect(said.at(-1)).toBe(
      "not all of the sample's services are open, the rest runs: 409 wrongState",
    );
    await ensureSample(home, say, steps(63));
    expect(openings).toBe(1);
  });

  it('are left closed on servers of somebody else’s', async () => {
    const closedBecause = 'OIDC_ISSUER is of somebody else’s making';
    await ensureSample(home, say, { ...steps(0), closedBecause });
    expect(openings).toBe(0);
    expect(said.at(-1)).toContain(closedBecause);
  });

  it('are not opened without the register', async () => {
    await ensureSample(home, say, steps(0, { ok: false, said: 'no such file' }));
    expect(openings).toBe(0);
  });

  it('are named when people have taken them elsewhere', async () => {
    const open = async () => ({ open: 9, left: ['SVC0110'], steps: 80 });
    await ensureSample(home, say, { ...steps(0), open });
    expect(said.at(-1)).toContain('; SVC0110 are left as people have them');
  });
});
