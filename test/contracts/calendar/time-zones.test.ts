import { execFileSync } from 'node:child_process';
import { expect, it } from '@jest/globals';
import { tellCalendar } from '../../support/tell-calendar.js';

/** What a process says that lives somewhere else. */
function toldIn(TZ: string): [newYear: number, told: unknown] {
  const args = ['--import', 'tsx', 'test/support/tell-calendar.ts', '--print'];
  const said = execFileSync(process.execPath, args, {
    env: { ...process.env, TZ, NODE_OPTIONS: '' },
    encoding: 'utf8',
    maxBuffer: 64 * 1_024 * 1_024,
  });
  return JSON.parse(said) as [number, unknown];
}

it('wherever a process lives, every answer and every sentence is the same', () => {
  const here: unknown = JSON.parse(JSON.stringify(tellCalendar()));
  const zones = ['UTC', 'Asia/Bangkok', 'America/New_York', 'Pacific/Apia'];
  const elsewhere = zones.map(toldIn);
  // They really lived there: the year began at another moment in each.
  expect(new Set(elsewhere.map(([newYear]) => newYear)).size).toBe(zones.length);
  for (const [, told] of elsewhere) expect(told).toEqual(here);
});
