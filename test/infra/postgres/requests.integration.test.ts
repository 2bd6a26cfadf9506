import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays, bangkokDate } from '../../../contracts/civil-date.js';
import { requestSubject } from '../../../contracts/ids.js';
import { readAlarms } from '../../../infra/postgres/alarms.js';
import { applyBatch } from '../../../infra/postgres/apply.js';
import type { Pool } from '../../../infra/postgres/pool.js';
import { inTransaction } from '../../../infra/postgres/pool.js';
import type { RequestFilter, WorkFilter, AnyWorkKind } from '../../../infra/postgres/read-model.js';
import {
  BadCursor,
  consultedAgencies,
  findRequestRow,
  followedRequests,
  listRequests,
  noticesOf,
  requestEvents,
  requestSummary,
  requestWorkKinds,
  workKinds,
  worklist,
  worklistCounts,
} from '../../../infra/postgres/read-model.js';
import { readModelHash, resetReadModel } from '../../../infra/postgres/rebuild.js';
import type { FreshDatabase } from '../../support/fresh-database.js';
import { freshDatabase } from '../../support/fresh-database.js';
import type { MadeEvent } from '../../support/make-events.js';
import {
  asRecords,
  byPartition,
  recordedAgency,
  registeredService,
} from '../../support/make-events.js';
import { lateRequest, MadeRequest, madeRequestId } from '../../support/make-requests.js';

const ids = [1, 2, 3, 4, 5].map(madeRequestId);
const [late, longLate, open, undated, done] = ids as [string, string, string, string, string];
const citizen = { agencyId: 'AGY010', portal: 'citizen', serviceId: 'SVC0110' } as const;

/** Five requests to two agencies, and the services they are of. */
function world(): MadeEvent[] {
  return [
    ...recordedAgency('AGY009', 'กรมสรรพสามิต'),
    ...registeredService('SVC0106', 'live', { name: { th: 'ใบอนุญาตขายสุรา' } }).events,
    ...registeredService('SVC0107', 'develop', {
      overdue: true,
      plan: { targetFiscalYear: 2570, dueOn: { develop: '2026-10-20' } },
    }).events,
    ...lateRequest(late, '2026-11-02').all,
    ...lateRequest(longLate, '2026-10-12', citizen).all,
    ...new MadeRequest(open, {
      state: 'completenessCheck',
      office: 'branch',
      dueOn: '2026-11-20T16:30:00+07:00',
    }).events,
    ...new MadeRequest(undated, { state: 'awaitingCorrection', whoseTurn: 'applicant' }).events,
    ...new MadeRequest(done, { state: 'consideration', dueOn: '2026-10-30' }, citizen).happens({
      kind: 'approved',
      change: {
        state: 'completed',
        whoseTurn: 'nobody',
        decision: { kind: 'approved', decidedOn: '2026-10-20', notifiedOn: null },
      },
      at: Date.parse('2026-10-20T03:00:00Z'),
    }).events,
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

describe('taking events of requests', () => {
  test('again changes nothing and leaves no alarm, though a subject is on two topics', async () => {
    const before = await readModelHash(pool);
    await apply(pool, world());
    expect(await readModelHash(pool)).toBe(before);
    expect(Object.values(await readAlarms(pool))).toEqual([0, 0, 0, 0, 0]);
    const { rows } = await pool.query(
      'SELECT topic, sequence FROM prasan.chain_end WHERE subject = $1 ORDER BY topic',
      [requestSubject(late)],
    );
    expect(rows).toEqual([
      { topic: 'request.notice.v1', sequence: 3 },
      { topic: 'request.status.biz.v1', sequence: 4 },
    ]);
  });

  test('after a reset, in another order of topics, gives the same rows', async () => {
    const before = await readModelHash(pool);
    await resetReadModel(pool);
    expect(await findRequestRow(pool, late)).toBeUndefined();
    expect(await noticesOf(pool, [late])).toEqual(new Map());
    const batches = byPartition(asRecords(world())).reverse();
    for (const batch of batches) await inTransaction(pool, (client) => applyBatch(client, batch));
    expect(await readModelHash(pool)).toBe(before);
  });

  test('one by one gives the rows that one batch gives', async () => {
    const fresh = await freshDatabase();
    for (const record of asRecords(world())) {
      await inTransaction(fresh.pool, (client) => applyBatch(client, [record]));
    }
    const hash = await readModelHash(fresh.pool);
    await fresh.drop();
    expect(hash).toBe(await readModelHash(pool));
  });

  test('holds back by topic and subject: a gap in the copies does not hold the states', async () => {
    const fresh = await freshDatabase();
    const request = lateRequest(madeRequestId(9), '2026-10-12');
    await apply(fresh.pool, [...request.events, ...request.notices.slice(1)]);
    const alarms = await readAlarms(fresh.pool);
    const row = await findRequestRow(fresh.pool, madeRequestId(9));
    await apply(fresh.pool, request.notices);
    const copies = await noticesOf(fresh.pool, [madeRequestId(9)]);
    const after = await readAlarms(fresh.pool);
    await fresh.drop();
    expect([alarms.held, after.held]).toEqual([2, 0]);
    expect(row?.sequence).toBe(4);
    expect(copies.get(madeRequestId(9))?.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  });
});

describe('reading requests', () => {
  const all = 'all' as const;
  const inOrder = [longLate, done, late, open, undated];

  test.each<[Partial<RequestFilter>, string[]]>([
    [{}, inOrder],
    [{ agencyIds: ['AGY010'] }, [longLate, done]],
    [{ agencyIds: [] }, []],
    [{ offices: ['branch'] }, [open]],
    [{ offices: [] }, []],
    [{ portal: 'citizen' }, [longLate, done]],
    [{ state: ['completed', 'awaitingCorrection'] }, [done, undated]],
    [{ serviceId: 'SVC0106', overdue: false }, [open, undated]],
    [{ overdue: true }, [longLate, late]],
  ])('lists those of %j, the soonest due first', async (filter, expected) => {
    const list = await listRequests(pool, { agencyIds: all, ...filter }, { limit: 50 });
    expect(list.items.map(({ requestId }) => requestId)).toEqual(expected);
    expect(list.total).toBe(expected.length);
  });

  test('walks all pages, each request once, those without a day last', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listRequests(pool, { agencyIds: all }, { limit: 2, cursor });
      seen.push(...page.items.map(({ requestId }) => requestId));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(inOrder);
  });

  test('refuses the cursor of another list', async () => {
    const { next } = await worklist(pool, {}, { limit: 1 });
    const page = { limit: 2, cursor: next ?? 'x' };
    await expect(listRequests(pool, { agencyIds: all }, page)).rejects.toBeInstanceOf(BadCursor);
  });

  test('finds one, with the names of its service and agency', async () => {
    expect(await findRequestRow(pool, late)).toMatchObject({
      requestId: late,
      service: { th: 'ใบอนุญาตขายสุรา' },
      agency: { th: 'กรมสรรพสามิต' },
      portal: 'biz',
      sequence: 4,
      dueOn: '2026-11-02',
      letterDueOn: '2026-11-23',
      request: { state: 'consideration', delayNotices: 1, delayNoticesMissed: 1 },
    });
    expect(await findRequestRow(pool, longLate)).toMatchObject({ service: null, agency: null });
    expect(await findRequestRow(pool, madeRequestId(99))).toBeUndefined();
  });

  test('has the timeline of its states, and OPDC’s copies apart', async () => {
    const entries = await requestEvents(pool, late, { afterSequence: 1, limit: 2 });
    expect(entries.map(({ sequence, data }) => [sequence, data.kind])).toEqual([
      [2, 'overdue'],
      [3, 'delayNoticeSent'],
    ]);
    expect(await requestEvents(pool, madeRequestId(99), { limit: 9 })).toEqual([]);
    const copies = (await noticesOf(pool, [late, open])).get(late);
    expect(copies?.map(({ kind, number }) => [kind, number])).toEqual([
      ['overdue', null],
      ['delayNoticeSent', 1],
      ['delayNoticeMissed', 2],
    ]);
  });
});

describe('the summary of requests', () => {
  test('of today', async () => {
    const summary = await requestSummary(pool);
    expect(summary).toMatchObject({
      population: { name: 'requests', total: 5 },
      open: { value: 4 },
      overdue: { value: 2 },
      delayNotices: { value: 2 },
      delayNoticesMissed: { value: 2 },
      states: { consideration: 2, completenessCheck: 1, awaitingCorrection: 1, completed: 1 },
      portals: { biz: 3, citizen: 2 },
    });
    expect(summary.agencies).toMatchObject([
      { agencyId: 'AGY009', name: { th: 'กรมสรรพสามิต' }, open: 3, overdue: 1 },
      { agencyId: 'AGY010', name: null, open: 1, overdue: 1 },
    ]);
    expect(await followedRequests(pool)).toEqual(summary.population);
  });

  test('of a past day is what the events said by then', async () => {
    const then = await requestSummary(pool, { asOf: '2026-10-15' });
    expect(then).toMatchObject({
      day: '2026-10-15',
      open: { value: 5 },
      overdue: { value: 1 },
      delayNotices: { value: 1 },
      delayNoticesMissed: { value: 0 },
    });
    expect((await requestSummary(pool, { asOf: '2026-10-01' })).population.total).toBe(0);
  });

  test('of a day that is over is what it was then, and of the last event what it is now', async () => {
    const { population: _, asOf: __, day: ___, ...now } = await requestSummary(pool);
    const last = await requestSummary(pool, { asOf: addDays(bangkokDate(Date.now()), 365) });
    expect(last.states).toEqual(now.states);
    expect(last.agencies).toEqual(now.agencies);
  });
});

describe('work-lists', () => {
  const own = { agencyIds: ['AGY009'] };

  async function kindsOf(filter: WorkFilter<AnyWorkKind>, limit = 50): Promise<string[]> {
    const kinds: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await worklist(pool, filter, { limit, cursor });
      kinds.push(...page.items.map(({ kind, serviceId }) => `${kind} ${serviceId ?? ''}`));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    return kinds;
  }

  test('of services have no work of requests, also in their counts', async () => {
    const kinds = await kindsOf({});
    expect(kinds).toContain('overdue SVC0107');
    expect(kinds.filter((kind) => kind.startsWith('request'))).toEqual([]);
    const counts = await worklistCounts(pool);
    expect(Object.keys(counts)).toEqual([...workKinds]);
    expect(Object.values(counts).reduce((a, b) => a + b, 0)).toBe(kinds.length);
  });

  test('of requests are by time left, over all pages', async () => {
    const expected = [
      'requestToDecide SVC0106',
      'requestToCheck SVC0106',
      'delayNoticeOwed SVC0106',
    ];
    expect(await kindsOf({ ...own, kinds: requestWorkKinds })).toEqual(expected);
    expect(await kindsOf({ ...own, kinds: requestWorkKinds }, 1)).toEqual(expected);
    expect(await kindsOf({ agencyIds: ['AGY010'], kinds: ['resultToNotify'] })).toEqual([
      'resultToNotify SVC0110',
    ]);
  });

  test('of both stand in one order, and an office sees its own requests beside the services', async () => {
    const kinds = [...workKinds, ...requestWorkKinds];
    const both = await kindsOf({ ...own, kinds });
    expect(both[0]).toBe('overdue SVC0107');
    expect(both).toEqual(await kindsOf({ ...own, kinds }, 1));
    const branch = await kindsOf({ ...own, kinds, offices: ['branch'] });
    expect(branch).toContain('requestToCheck SVC0106');
    expect(branch).toContain('overdue SVC0107');
    expect(branch).not.toContain('requestToDecide SVC0106');
  });

  test('of an agency that is consulted have its own day, until it has answered', async () => {
    const fresh = await freshDatabase();
    const asked = { number: 1, agencyId: 'AGY120', dueOn: '2026-11-10' };
    const request = new MadeRequest(madeRequestId(8), { state: 'consideration' }).happens({
      ...{ kind: 'consulted', of: 'AGY120' },
      change: { whoseTurn: 'otherAgency', consultations: [asked], dueOn: '2026-11-20' },
    });
    await apply(fresh.pool, request.events);
    const kinds = ['requestToDecide', 'consultationOwed'] as const;
    const ask = (agencyId: string) =>
      worklist(
        fresh.pool,
        { kinds, agencyIds: [agencyId], offices: ['elsewhere', 'head'] },
        { limit: 9 },
      );
    const [consulted, own, other] = [await ask('AGY120'), await ask('AGY009'), await ask('AGY121')];
    const agencies = await consultedAgencies(fresh.pool, madeRequestId(8));
    const nobody = await consultedAgencies(fresh.pool, madeRequestId(7));
    await apply(
      fresh.pool,
      request.happens({
        ...{ kind: 'consultationAnswered', of: '1' },
        change: { whoseTurn: 'agency', consultations: undefined },
      }).events,
    );
    const after = await ask('AGY120');
    const still = await consultedAgencies(fresh.pool, madeRequestId(8));
    await fresh.drop();
    expect(consulted.items).toMatchObject([
      {
        ...{ kind: 'consultationOwed', agencyId: 'AGY120', dueOn: '2026-11-10', of: '1' },
        ...{ awaiting: ['competentOfficial'], request: { requestId: madeRequestId(8) } },
      },
    ]);
    expect(own.items).toMatchObject([{ kind: 'requestToDecide', dueOn: '2026-11-20' }]);
    expect([other.items, after.items, nobody]).toEqual([[], [], []]);
    expect([agencies, still]).toEqual([['AGY120'], ['AGY120']]);
  });

  test('name the request, and what of its agency may do it', async () => {
    const filter = { kinds: ['requestToDecide'], awaiting: ['licensor'] } as const;
    const { items } = await worklist(pool, { ...own, ...filter }, { limit: 5 });
    expect(items).toEqual([
      expect.objectContaining({
        kind: 'requestToDecide',
        name: expect.objectContaining({ th: 'ใบอนุญาตขายสุรา' }),
        state: null,
        dueOn: '2026-11-02',
        request: {
          requestId: late,
          office: 'head',
          state: 'consideration',
          receiptNumber: '1/2570',
          overdue: true,
        },
      }),
    ]);
    const { items: services } = await worklist(pool, { kinds: ['overdue'] }, { limit: 1 });
    expect(services[0]).not.toHaveProperty('request');
  });
});
