import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Health } from '../../../workers/gateway/health.js';
import { watchHealth } from '../../../workers/gateway/health.js';
import { until } from '../../support/until.js';

const times = { everyMs: 30, againMs: 30 };
const logged: string[] = [];
const logger = pino({ level: 'info' }, { write: (line: string) => logged.push(line) });
let health: Health | undefined;
let asked = 0;
let trouble: Error | undefined;

const asks = {
  temporal: async () => {
    asked += 1;
    if (trouble !== undefined) throw trouble;
  },
};

beforeEach(() => {
  asked = 0;
  trouble = undefined;
  logged.length = 0;
});

afterEach(() => health?.stop());

describe('the health of what the gateway needs', () => {
  it('is asked by the watcher alone, however many look', async () => {
    health = watchHealth(asks, logger, { everyMs: 60_000, againMs: 60_000 });
    const { checks } = health;
    const found = await Promise.all(Array.from({ length: 100 }, () => checks()));
    expect(found.every(({ temporal }) => temporal?.ok)).toBe(true);
    expect(asked).toBe(1);
  });

  it('is known again soon after it has changed, with since when', async () => {
    health = watchHealth(asks, logger, times);
    const { checks } = health;
    const isOk = async () => (await checks())['temporal']?.ok;
    expect(await isOk()).toBe(true);
    trouble = new Error('connect ECONNREFUSED 10.0.0.7:7233');
    await until(async () => (await isOk()) === false);
    const { temporal } = await checks();
    expect(temporal).toEqual({ ok: false, since: expect.stringMatching(/^20.*Z$/) });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await checks())['temporal']).toEqual(temporal);
    trouble = undefined;
    await until(async () => (await isOk()) === true);
  });

  it('tells what exactly is wrong to the log, once, and to nobody else', async () => {
    trouble = new Error('connect ECONNREFUSED 10.0.0.7:7233');
    health = watchHealth(asks, logger, times);
    const { checks } = health;
    expect(JSON.stringify(await checks())).not.toContain('10.0.0.7');
    await until(() => asked > 3);
    expect(logged.filter((line) => line.includes('10.0.0.7'))).toHaveLength(1);
  });

  it('counts what never answers as away', async () => {
    const silent = { ...asks, postgres: () => new Promise<void>(() => {}) };
    health = watchHealth(silent, logger, times);
    expect(await health.checks()).toMatchObject({
      temporal: { ok: true },
      postgres: { ok: false },
    });
  });
});
