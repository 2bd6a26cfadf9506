import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AgencyMap } from '../../../contracts/agency-map.js';
import { decisions, readAgencyMap } from '../../../infra/postgres/agency-map.js';
import { applyBatch } from '../../../infra/postgres/apply.js';
import { readMergingNow } from '../../../infra/postgres/merging.js';
import { inTransaction } from '../../../infra/postgres/pool.js';
import {
  findAgency,
  requestSummary,
  summary,
  worklist,
  worklistCounts,
} from '../../../infra/postgres/read-model.js';
import { resetReadModel } from '../../../infra/postgres/rebuild.js';
import type { FreshDatabase } from '../../support/fresh-database.js';
import { freshDatabase } from '../../support/fresh-database.js';
import type { MadeEvent } from '../../support/make-events.js';
import {
  asRecords,
  byPartition,
  madeAgency,
  registeredService,
} from '../../support/make-events.js';

const since = '2026-11-01T00:00:00.000Z';
const owed = [{ serviceId: 'SVC0110', fiscalYear: 2570, quarter: 1 as const, dueOn: '2026-10-15' }];
const merged = { kind: 'agencyMerged', agencyId: 'AGY010', into: 'AGY009', since } as const;
const unmerged = { ...merged, kind: 'agencyUnmerged', until: '2026-11-02T00:00:00.000Z' } as const;
const named = (agencyId: string, th: string) =>
  ({
    kind: 'agencyRecorded',
    ...{ agencyId, name: { th }, ministryId: 'MIN007', ministry: { th: 'กระทรวงเกษตร' } },
  }) as const;

const services = [
  ...registeredService('SVC0106', 'develop').events,
  ...registeredService('SVC0110', 'develop', {
    agencyId: 'AGY010',
    reports: [{ fiscalYear: 2570, quarter: 1, dueOn: '2026-10-15', status: 'overdue' }],
    openedQuarter: { fiscalYear: 2570, quarter: 1 },
  }).events,
];
/** The letter of the organisation goes by the id that stands, and what is owed is the other's. */
const standing = madeAgency([
  named('AGY009', 'กรมปศุสัตว์'),
  { kind: 'agencyDigestSent', agencyId: 'AGY009', digest: 1, owed, email: 'off' },
]);
const letter = {
  kind: 'agencyDigestSent',
  agencyId: 'AGY010',
  digest: 1,
  owed,
  email: 'off',
} as const;
const all = madeAgency([named('AGY010', 'กรมปศุสตัว์'), letter, merged, unmerged]);

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.drop());

/** Events in the order in which they come. */
async function take(made: readonly MadeEvent[]): Promise<void> {
  for (const batch of byPartition(asRecords(made))) {
    await inTransaction(database.pool, (client) => applyBatch(client, batch));
  }
}

async function sight() {
  const db = database.pool;
  const figures = await summary(db);
  const letters = await worklist(db, { kinds: ['digest'] }, { limit: 10 });
  return {
    counted: figures.ministries.flatMap(({ agencies }) =>
      agencies.map(({ agencyId, total }) => `${agencyId} ${total}`),
    ),
    letters: letters.items.map(({ agencyId }) => agencyId),
    counts: (await worklistCounts(db)).digest,
    organisation: (await findAgency(db, 'AGY010'))?.organisation,
    agencies: (await requestSummary(db)).agencies,
  };
}

describe('the agency map of the archive', () => {
  test('has nobody together before the first merge', async () => {
    await take([...services, ...standing, ...all.slice(0, 2)]);
    expect(await readAgencyMap(database.pool)).toEqual([]);
    expect(await sight()).toEqual({
      counted: ['AGY009 1', 'AGY010 1'],
      letters: ['AGY010'],
      counts: 1,
      organisation: 'AGY010',
      agencies: [],
    });
    const { candidates } = await readMergingNow(database.pool);
    expect(candidates).toMatchObject([{ from: 'AGY010', into: 'AGY009', strength: 'strong' }]);
  });

  test('counts an organisation once, by the id that stands, and shows its letter and no other', async () => {
    await take(all.slice(2, 3));
    const map: AgencyMap = [{ from: 'AGY010', into: 'AGY009', since }];
    expect(await readAgencyMap(database.pool)).toEqual(map);
    expect(await sight()).toMatchObject({
      counted: ['AGY009 2'],
      letters: ['AGY009'],
      counts: 1,
      organisation: 'AGY009',
    });
    expect((await readMergingNow(database.pool)).candidates).toEqual([]);
  });

  test('counts a past day with the organisations of today', async () => {
    const { ministries } = await summary(database.pool, { asOf: '2026-11-10' });
    expect(ministries.flatMap(({ agencies }) => agencies.map(({ total }) => total))).toEqual([2]);
  });

  test('stands while figures are made again', async () => {
    await resetReadModel(database.pool);
    expect(await readAgencyMap(database.pool)).toHaveLength(1);
    await take([...services, ...standing, ...all.slice(0, 3)]);
    expect((await sight()).counted).toEqual(['AGY009 2']);
  });

  test('has them apart after an unmerge, and together before it', async () => {
    await take(all.slice(3));
    expect(await readAgencyMap(database.pool)).toEqual([
      { from: 'AGY010', into: 'AGY009', since, until: unmerged.until },
    ]);
    expect(await sight()).toMatchObject({
      counted: ['AGY009 1', 'AGY010 1'],
      // The letter of the one has nothing of its own any more.
      letters: [],
      organisation: 'AGY010',
    });
  });

  test('is answered by its index', async () => {
    const plan = await inTransaction(database.pool, async (client) => {
      await client.query('SET LOCAL enable_seqscan = off');
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${decisions}`);
      return rows.map((row) => row['QUERY PLAN']).join();
    });
    expect(plan).toContain('event_agency_map');
  });
});
