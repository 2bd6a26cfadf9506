import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Launcher } from '../support/launcher.js';

const file = '../shared/data/register/services_all-3-5-2026.xlsx';
const total = 4_906;
/** Services of the sample, which are in the register too. */
const sample = 61;
/** Services of the sample's own, which are in no register. */
const own = 2;
const followedTotal = total + own;
const isThere = existsSync(file);
if (!isThere) console.warn(`The import of DGA's register is not tested: ${file} is not there.`);

(isThere ? describe : describe.skip)('DGA’s register of 3 May 2026', () => {
  const home = mkdtempSync(join(tmpdir(), 'prasan-register-'));
  let launcher: Launcher;

  const followed = async () => {
    const answer = await fetch(`${launcher.page}/v1/summary`);
    const { population } = (await answer.json()) as { population: { total: number } };
    return population.total;
  };

  beforeAll(async () => {
    launcher = await Launcher.in(home);
    await launcher.start();
  }, 360_000);

  afterAll(async () => {
    await launcher.stop();
    rmSync(home, { recursive: true, force: true });
  }, 120_000);

  const imported = async () => {
    const report = await launcher.prasan(`register import ${file} --json`);
    return JSON.parse(report) as { counts: Record<string, number>; rows: number };
  };

  it('is imported by the command line, beside the sample that is there', async () => {
    const { counts, rows } = await imported();
    expect(rows).toBe(total);
    expect(counts).toMatchObject({ created: total - sample, unchanged: sample, refused: 0 });
  }, 1_200_000);

  it('makes no second case when it comes again', async () => {
    const { counts } = await imported();
    expect(counts).toMatchObject({ created: 0, unchanged: total, refused: 0 });
  }, 600_000);

  it('is on the page with every service, as a figure and as text', async () => {
    while ((await followed()) < followedTotal) await sleep(2_000);
    expect(await followed()).toBe(followedTotal);
    for (const path of ['/?lang=en', '/services']) {
      const html = await (await fetch(`${launcher.page}${path}`)).text();
      expect(html.replace(/<[^>]*>/g, ' ')).toContain('4,908');
    }
  }, 900_000);
});
