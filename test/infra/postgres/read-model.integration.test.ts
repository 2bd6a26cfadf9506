import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { serviceSubject } from '../../../contracts/ids.js';
import { createLogger } from '../../../infra/logger.js';
import { readAlarms } from '../../../infra/postgres/alarms.js';
import { applyBatch } from '../../../infra/postgres/apply.js';
import { eventsAfter } from '../../../infra/postgres/changes.js';
import { migrate } from '../../../infra/postgres/migrate.js';
import type { EventNotice } from '../../../infra/postgres/notifications.js';
import { listenForEvents } from '../../../infra/postgres/notifications.js';
import type { Pool } from '../../../infra/postgres/pool.js';
import { inTransaction } from '../../../infra/postgres/pool.js';
import {
  BadCursor,
  findAgency,
  getService,
  listServices,
  summary,
  timeline,
  worklist,
  worklistCounts,
} from '../../../infra/postgres/read-model.js';
import { readModelHash, resetReadModel } from '../../../infra/postgres/rebuild.js';
import type { MadeEvent } from '../../support/make-events.js';
import {
  asRecords,
  byPartition,
  recordedAgency,
  registeredService,
} from '../../support/make-events.js';
import type { FreshDatabase } from '../../support/fresh-database.js';
import { eventually, freshDatabase } from '../../support/fresh-database.js';

const exclusion = {
  kind: 'eServiceNotLinked',
  reasonCode: 'unstated',
  reReviewOn: '2026-10-01',
  due: true,
};

/** Eight services of two agencies, some with a past. */
function world(): MadeEvent[] {
  return [
    ...recordedAgency('AGY009', 'กรมสรรพสามิต'),
    ...recordedAgency('AGY010', 'กรมสรรพากร'),
    ...registeredService('SVC0106', 'live', { name: { th: 'ใบอนุญาตขายสุรา' } }).events,
    ...registeredService('SVC0107', 'develop', { mode: 'linkExisting', portal: 'biz' })
      .happens({
        kind: 'advanced',
        change: { state: 'test' },
        at: Date.parse('2026-11-10T03:00:00Z'),
      })
      .happens({ kind: 'stageOverdue', change: { overdue: true } }).events,
    ...registeredService('SVC0108', 'excluded', { exclusion }).events,
    ...registeredService('SVC0110', 'live', { agencyId: 'AGY010' }).happens({
      kind: 'liveChecked',
      change: { verified: true, liveCheck: { at: 0, ok: true, url: 'https://example.go.th' } },
    }).events,
    ...registeredService('SVC0115', 'develop', { agencyId: 'AGY010', name: { th: '100% ภาษี' } })
      .events,
  ];
}

async function apply(pool: Pool, made: readonly MadeEvent[]) {
  for (const batch of byPartition(asRecords(made))) {
    await inTransaction(pool, (client) => applyBatch(client, batch));
  }
}

let database: FreshDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await freshDatabase();
  ({ pool } = database);
  await apply(pool, world());
});

afterAll(async () => database.drop());

describe('migrations', () => {
  test('are applied once, also when two processes start together', async () => {
    const fresh = await freshDatabase({ isMigrated: false });
    const [one, two] = await Promise.all([migrate(fresh.pool), migrate(fresh.pool)]);
    const again = await migrate(fresh.pool);
    await fresh.drop();
    expect([...one, ...two].sort()).toContain('0001_read-model.sql');
    expect(new Set([...one, ...two]).size).toBe(one.length + two.length);
    expect(again).toEqual([]);
  });

  test('refuse to go on when an applied file was changed, and name it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
    await cp(new URL('../../../infra/migrations/', import.meta.url), folder, { recursive: true });
    const file = join(folder, '0001_read-model.sql');
    await writeFile(file, `${await readFile(file, 'utf8')}\n-- changed`);
    await expect(migrate(pool, pathToFileURL(`${folder}/`))).rejects.toThrow(
      /0001_read-model\.sql/,
    );
  });
});

describe('the archive', () => {
  test.each([
    'UPDATE prasan.event SET type = type',
    'DELETE FROM prasan.event',
    'TRUNCATE prasan.event',
  ])('refuses %s', async (sql) => {
    await expect(pool.query(sql)).rejects.toThrow(/append-only/);
  });

  test('gives the whole of an event back', async () => {
    const [made] = registeredService('SVC0106', 'live', { name: { th: 'ใบอนุญาตขายสุรา' } }).events;
    const [entry] = await timeline(pool, serviceSubject('SVC0106'), { limit: 1 });
    expect(entry).toMatchObject({
      id: made?.event.id,
      time: made?.event.time,
      chainhash: made?.event.chainhash,
      data: made?.event.data,
    });
  });
});

describe('taking a batch', () => {
  test('again changes nothing', async () => {
    const before = await readModelHash(pool);
    const { asOf } = await listServices(pool, {}, { limit: 1 });
    await apply(pool, world());
    expect(await readModelHash(pool)).toBe(before);
    expect((await listServices(pool, {}, { limit: 1 })).asOf).toEqual(asOf);
    expect(await readAlarms(pool)).toEqual({
      conflicts: 0,
      brokenChains: 0,
      unreadable: 0,
      notUnderstood: 0,
      held: 0,
    });
  });

  test('after a reset gives the same read model', async () => {
    const before = await readModelHash(pool);
    const group = await resetReadModel(pool);
    expect(await getService(pool, 'SVC0106')).toBeUndefined();
    await apply(pool, world());
    expect(await readModelHash(pool)).toBe(before);
    expect(group).toMatch(/^prasan-tracker-/);
  });

  test('holds back what comes too early, and applies it when the missing comes', async () => {
    const fresh = await freshDatabase();
    const records = asRecords(
      registeredService('SVC0200', 'plan').happens({ kind: 'planRevised' }).events,
    );
    const take = (from: number) =>
      inTransaction(fresh.pool, (client) => applyBatch(client, records.slice(from, from + 1)));
    await take(1);
    const during = await readAlarms(fresh.pool);
    await take(0);
    const after = await readAlarms(fresh.pool);
    const row = await getService(fresh.pool, 'SVC0200');
    await fresh.drop();
    expect(during.held).toBe(1);
    expect(after.held).toBe(0);
    expect(row?.sequence).toBe(2);
  });

  test('with a conflict keeps what was first and raises an alarm', async () => {
    const fresh = await freshDatabase();
    const first = registeredService('SVC0200', 'plan').events;
    const other = registeredService('SVC0200', 'live').events;
    await apply(fresh.pool, first);
    const again = asRecords(other).map((record) => ({ ...record, offset: '7' }));
    await inTransaction(fresh.pool, (client) => applyBatch(client, again));
    const alarms = await readAlarms(fresh.pool);
    const row = await getService(fresh.pool, 'SVC0200');
    await fresh.drop();
    expect(alarms.conflicts).toBe(1);
    expect(row?.service.state).toBe('plan');
  });

  test('tells listeners of each event, in the transaction that archives it', async () => {
    const notices: EventNotice[] = [];
    const listener = listenForEvents(pool, createLogger('test', 'error'), (notice) =>
      notices.push(notice),
    );
    await eventually(
      () =>
        pool.query(
          "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()",
        ),
      ({ rowCount }) => rowCount === 1,
    );
    await apply(pool, recordedAgency('AGY011', 'กรมศุลกากร'));
    await eventually(
      () => notices.length,
      (count) => count > 0,
    );
    await listener.stop();
    expect(notices).toEqual([
      { topic: 'registry.change.v1', subject: 'agency/AGY011', sequence: 1 },
    ]);
  });
});

describe('reading', () => {
  test.each([
    [{}, ['SVC0106', 'SVC0107', 'SVC0108', 'SVC0110', 'SVC0115']],
    [{ state: ['live' as const] }, ['SVC0106', 'SVC0110']],
    [{ state: ['live' as const], verified: true }, ['SVC0110']],
    [{ agencyIds: ['AGY010'] }, ['SVC0110', 'SVC0115']],
    [{ agencyIds: [] }, []],
    [{ ministryId: 'MIN999' }, []],
    [{ mode: 'linkExisting' as const }, ['SVC0107']],
    [{ portal: 'notRecorded' as const, state: ['develop' as const] }, ['SVC0115']],
    [{ fiscalYear: 'notRecorded' as const, overdue: true }, ['SVC0107']],
    [{ text: 'สุรา' }, ['SVC0106']],
    [{ text: 'svc011' }, ['SVC0110', 'SVC0115']],
    [{ text: '100%' }, ['SVC0115']],
    [{ text: '1_0' }, []],
  ])('lists services by %j', async (filter, ids) => {
    const { items, total } = await listServices(pool, filter, { limit: 50 });
    expect(items.map(({ serviceId }) => serviceId)).toEqual(ids);
    expect(total).toBe(ids.length);
  });

  test('walks all pages, each service once', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listServices(pool, {}, { limit: 2, cursor });
      seen.push(...page.items.map(({ serviceId }) => serviceId));
      expect(page.total).toBe(5);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(['SVC0106', 'SVC0107', 'SVC0108', 'SVC0110', 'SVC0115']);
  });

  test.each(['abc', 'bm90anNvbg', Buffer.from('{}').toString('base64url')])(
    'refuses the cursor %s',
    async (cursor) => {
      await expect(listServices(pool, {}, { limit: 2, cursor })).rejects.toBeInstanceOf(BadCursor);
    },
  );

  test('one service has the names of its agency and ministry', async () => {
    expect(await getService(pool, 'SVC0106')).toMatchObject({
      serviceId: 'SVC0106',
      agency: { th: 'กรมสรรพสามิต' },
      ministry: { th: 'กระทรวงการคลัง' },
      sequence: 1,
      service: { state: 'live', verified: false, name: { th: 'ใบอนุญาตขายสุรา' } },
    });
    expect(await getService(pool, 'SVC9999')).toBeUndefined();
    expect((await findAgency(pool, 'AGY009'))?.name.th).toBe('กรมสรรพสามิต');
  });

  test('a timeline goes on after a sequence', async () => {
    const entries = await timeline(pool, serviceSubject('SVC0107'), {
      afterSequence: 1,
      limit: 10,
    });
    expect(entries.map(({ sequence, data }) => [sequence, data.kind])).toEqual([
      [2, 'advanced'],
      [3, 'stageOverdue'],
    ]);
  });

  test('work-lists have the soonest due first and what has no day last, over all pages', async () => {
    const kinds: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await worklist(pool, {}, { limit: 2, cursor });
      kinds.push(...page.items.map(({ kind, serviceId }) => `${kind} ${serviceId ?? ''}`));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(kinds[0]).toBe('exclusionReReview SVC0108');
    expect(new Set(kinds).size).toBe(kinds.length);
    const counts = await worklistCounts(pool);
    expect(kinds).toHaveLength(Object.values(counts).reduce((a, b) => a + b, 0));
    expect(counts).toMatchObject({
      excludedWithoutReason: 1,
      exclusionReReview: 1,
      notVerified: 1,
    });
  });

  test('the summary of today and of a past day', async () => {
    const now = await summary(pool);
    const before = await summary(pool, { asOf: '2026-11-09' });
    const longBefore = await summary(pool, { asOf: '2020-01-01' });
    expect(now.states).toMatchObject({ live: 2, develop: 1, test: 1, excluded: 1 });
    expect(now.verifiedLive.value).toBe(1);
    expect(now.reportedLinked.value).toBe(2);
    expect(now.overdue).toBe(1);
    expect(before.states).toMatchObject({ live: 2, develop: 2, test: 0, excluded: 1 });
    expect(before.day).toBe('2026-11-09');
    expect(longBefore.population.total).toBe(0);
  });

  test('the archive gives what arrived after a position, in order', async () => {
    const all = await eventsAfter(pool, 0, 1_000);
    const positions = all.map(({ position }) => position);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(await eventsAfter(pool, positions.at(-2) ?? 0, 10)).toHaveLength(1);
  });
});
