import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { agencyMapAgeMaxMs, createAgencyMapReader } from '../../../infra/postgres/agency-map.js';
import { readMerging } from '../../../infra/postgres/agency-map.js';
import type { Queryable } from '../../../infra/postgres/pool.js';
import { silent } from '../../support/fake-kafka.js';

const since = '2026-11-01T00:00:00.000Z';
const merged = { kind: 'agencyMerged', agencyId: 'AGY010', into: 'AGY009', since };
const unmerged = { ...merged, kind: 'agencyUnmerged', until: '2026-11-02T00:00:00.000Z' };
const refused = { kind: 'mergeRefused', agencyId: 'AGY011', into: 'AGY009', at: since };

/** An archive that answers with these events, or does not. */
class Archive {
  events: object[] = [];
  mood: 'answers' | 'away' | 'silent' = 'answers';
  asked = 0;

  readonly db = {
    query: async () => {
      this.asked += 1;
      if (this.mood === 'away') throw new Error('connection terminated');
      if (this.mood === 'silent') await new Promise(() => undefined);
      return { rows: this.events.map((data) => ({ data })) };
    },
  } as unknown as Queryable;
}

function reading() {
  const archive = new Archive();
  return { archive, read: createAgencyMapReader(archive.db, silent) };
}

const pastAge = agencyMapAgeMaxMs + 50;

describe('what a gateway knows of the map', () => {
  it('is asked for once a second at most, by however many', async () => {
    const { archive, read } = reading();
    archive.events = [merged];
    const known = await Promise.all(Array.from({ length: 20 }, read));
    expect(archive.asked).toBe(1);
    for (const map of known) expect(map).toEqual([{ from: 'AGY010', into: 'AGY009', since }]);
    await sleep(pastAge);
    archive.events = [merged, unmerged];
    expect(await read()).toMatchObject([{ until: unmerged.until }]);
    expect(archive.asked).toBe(2);
  });

  it('is the same object while nothing has changed', async () => {
    const { archive, read } = reading();
    archive.events = [merged];
    const before = await read();
    await sleep(pastAge);
    expect(await read()).toBe(before);
    expect(archive.asked).toBe(2);
  });

  it('is what was known last while PostgreSQL is away, and the newest once it is back', async () => {
    const { archive, read } = reading();
    archive.events = [merged];
    await read();
    archive.mood = 'away';
    await sleep(pastAge);
    expect(await read()).toHaveLength(1);
    archive.mood = 'answers';
    archive.events = [];
    await sleep(pastAge);
    expect(await read()).toEqual([]);
  });

  it('is not waited for by everybody while PostgreSQL keeps silent', async () => {
    const { archive, read } = reading();
    archive.events = [merged];
    await read();
    archive.mood = 'silent';
    await sleep(pastAge);
    expect(await read()).toHaveLength(1);
    const begunAt = Date.now();
    expect(await Promise.all(Array.from({ length: 50 }, read))).toHaveLength(50);
    expect(Date.now() - begunAt).toBeLessThan(100);
    expect(archive.asked).toBe(2);
  });

  it('is nothing before it was ever known', async () => {
    const { archive, read } = reading();
    archive.mood = 'away';
    expect(await read()).toEqual([]);
  });
});

describe('what was decided', () => {
  const pairs = async (events: object[]) => {
    const archive = new Archive();
    archive.events = events;
    return (await readMerging(archive.db)).refused.map(({ agencyId }) => agencyId);
  };

  it('has a refusal until the pair is merged after all, by either side', async () => {
    expect(await pairs([refused])).toEqual(['AGY011']);
    const later = '2026-11-03T00:00:00.000Z';
    const made = { ...merged, agencyId: 'AGY009', into: 'AGY011', since: later };
    expect(await pairs([refused, made])).toEqual([]);
    expect(await pairs([refused, { ...made, since: '2026-10-01T00:00:00.000Z' }])).toHaveLength(1);
  });

  it('leaves out what it does not understand', async () => {
    expect(await pairs([{ kind: 'agencyMerged' }, {}, refused])).toEqual(['AGY011']);
  });
});
