import { describe, expect, test } from '@jest/globals';
import { createLogger } from '../../../infra/logger.js';
import { untilDone, watchAway } from '../../../workers/tracker/away.js';
import { standOf } from '../../../workers/tracker/server-options.js';

const gone = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });

function watcher() {
  return watchAway(createLogger('test', 'silent'));
}

describe('work on PostgreSQL', () => {
  test('is done again while PostgreSQL is away, which is told meanwhile', async () => {
    const postgres = watcher();
    const since: (string | undefined)[] = [];
    let tries = 0;
    await untilDone(postgres, new AbortController().signal, async () => {
      since.push(postgres.since());
      tries += 1;
      if (tries < 3) throw gone;
    });
    expect(since).toEqual([undefined, expect.any(String), since[1]]);
    expect(postgres.since()).toBeUndefined();
  });

  test('that fails for another reason is not told as PostgreSQL’s being away', async () => {
    const postgres = watcher();
    const fault = new TypeError('x is not a function');
    const work = untilDone(postgres, new AbortController().signal, () => Promise.reject(fault));
    await expect(work).rejects.toBe(fault);
    expect(postgres.since()).toBeUndefined();
  });

  test('ends when it is called off', async () => {
    const stopping = new AbortController();
    const work = untilDone(watcher(), stopping.signal, () => Promise.reject(gone));
    stopping.abort();
    await expect(work).resolves.toBeUndefined();
  });
});

describe('how the tracker stands', () => {
  const well = {
    postgresAwaySince: undefined,
    kafkaAwaySince: undefined,
    isFollowing: true,
    lag: { records: 0, seconds: 0 },
  };
  const since = '2026-11-24T02:00:00.000Z';

  test.each([
    ['live', {}],
    ['live', { lag: { records: 3, seconds: 0.4 } }],
    ['catchingUp', { lag: { records: 3, seconds: 40 } }],
    ['joining', { isFollowing: false }],
    ['kafkaAway', { isFollowing: false, kafkaAwaySince: since }],
    ['postgresAway', { kafkaAwaySince: since, postgresAwaySince: since }],
  ])('is %s with %j', (kind, change) => {
    expect(standOf({ ...well, ...change }).kind).toBe(kind);
  });
});
