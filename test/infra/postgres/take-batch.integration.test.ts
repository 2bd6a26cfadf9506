import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { MintedEvent } from '../../../contracts/events/cloud-event.js';
import { emptyChain, mintEvent } from '../../../contracts/events/mint.js';
import { serviceSubject } from '../../../contracts/ids.js';
import { listPutAside, readAlarms, settle } from '../../../infra/postgres/alarms.js';
import type { Pool } from '../../../infra/postgres/pool.js';
import { createPool, inSnapshot } from '../../../infra/postgres/pool.js';
import {
  followed,
  getService,
  newestOfTimeline,
  summary,
  timeline,
} from '../../../infra/postgres/read-model.js';
import { resetReadModel } from '../../../infra/postgres/rebuild.js';
import type { TakenRecord } from '../../../infra/postgres/take.js';
import { takeBatch } from '../../../infra/postgres/take-batch.js';
import type { FreshDatabase } from '../../support/fresh-database.js';
import { freshDatabase } from '../../support/fresh-database.js';
import { published, registeredService } from '../../support/make-events.js';

const topic = 'service.status.v1';
const none = { conflicts: 0, brokenChains: 0, unreadable: 0, notUnderstood: 0, held: 0 };

let database: FreshDatabase;
let pool: Pool;

beforeEach(async () => {
  database = await freshDatabase();
  ({ pool } = database);
});

afterEach(async () => database.drop());

/** Events as records of one partition, in this order. */
function inOnePartition(events: readonly MintedEvent[], from = 0): TakenRecord[] {
  return events.map((event, index) => ({
    topic,
    partition: 0,
    offset: String(from + index),
    read: { kind: 'event', event: published(event) },
  }));
}

function eventsOf(serviceId: string, length: number): MintedEvent[] {
  const service = registeredService(serviceId, 'plan');
  for (let n = 1; n < length; n += 1) service.happens({ kind: 'planRevised' });
  return service.events.map(({ event }) => event);
}

async function take(records: readonly TakenRecord[], on = pool): Promise<void> {
  for await (const outcome of takeBatch(on, records)) expect(outcome.ends).toBeDefined();
}

async function sequencesOf(serviceId: string): Promise<number[]> {
  const entries = await timeline(pool, serviceSubject(serviceId), { limit: 100 });
  return entries.map(({ sequence }) => sequence);
}

describe('a batch with a record that cannot be applied', () => {
  const bad = eventsOf('SVC0666', 3);
  const batch = [
    ...inOnePartition([...eventsOf('SVC0001', 2), ...bad], 0),
    ...inOnePartition(eventsOf('SVC0002', 2), 5),
  ];

  beforeEach(async () => {
    // As a fault of ours would: the row of one service cannot be written.
    await pool.query(
      "ALTER TABLE prasan.service ADD CONSTRAINT fault CHECK (service_id <> 'SVC0666')",
    );
  });

  test('is taken but for that record, which is archived and put aside with the reason', async () => {
    await take(batch);
    expect((await followed(pool)).total).toBe(2);
    expect((await getService(pool, 'SVC0002'))?.sequence).toBe(2);
    expect(await sequencesOf('SVC0666')).toEqual([1, 2, 3]);
    expect(await readAlarms(pool)).toEqual({ ...none, notUnderstood: 3 });
    expect(await listPutAside(pool, 10)).toMatchObject(
      [1, 2, 3].map((sequence) => ({
        place: `${topic}/0/${1 + sequence}`,
        reason: 'notUnderstood',
        subject: 'service/SVC0666',
        sequence,
        detail: expect.stringContaining('fault'),
      })),
    );
  });

  test('comes to the same when it is given again', async () => {
    await take(batch);
    const before = await listPutAside(pool, 10);
    await take(batch);
    expect(await listPutAside(pool, 10)).toEqual(before);
    expect(await sequencesOf('SVC0666')).toEqual([1, 2, 3]);
    const { rows } = await pool.query('SELECT next_offset, events FROM prasan.consumer_offset');
    expect(rows).toEqual([{ next_offset: 7, events: 7 }]);
  });

  test('is understood by a rebuild once the fault is mended, and no alarm is left', async () => {
    await take(batch);
    await pool.query('ALTER TABLE prasan.service DROP CONSTRAINT fault');
    await resetReadModel(pool);
    await take(batch);
    expect((await getService(pool, 'SVC0666'))?.sequence).toBe(3);
    expect(await readAlarms(pool)).toEqual(none);
  });
});

describe('a batch with a record that cannot even be archived', () => {
  const [first, ...others] = eventsOf('SVC0666', 3);
  const batch = inOnePartition([
    ...(first === undefined ? [] : [first]),
    ...eventsOf('SVC0001', 2),
    ...others,
  ]);

  test('is taken but for that record; what follows in its case waits, and a rebuild has it all', async () => {
    await pool.query(`ALTER TABLE prasan.event ADD CONSTRAINT fault
      CHECK (subject <> 'service/SVC0666' OR sequence <> 1)`);
    await take(batch);
    expect((await getService(pool, 'SVC0001'))?.sequence).toBe(2);
    expect(await readAlarms(pool)).toEqual({ ...none, unreadable: 1, held: 2 });
    expect(await listPutAside(pool, 1)).toMatchObject([
      { place: `${topic}/0/0`, detail: expect.stringContaining('service/SVC0666 1') },
    ]);
    await pool.query('ALTER TABLE prasan.event DROP CONSTRAINT fault');
    await resetReadModel(pool);
    await take(batch);
    expect(await sequencesOf('SVC0666')).toEqual([1, 2, 3]);
    expect(await readAlarms(pool)).toEqual(none);
  });
});

describe('a missing event', () => {
  const [first, second, third] = inOnePartition(eventsOf('SVC0001', 3));
  if (!first || !second || !third) throw new Error('no events were made');

  test('that comes is taken, also when what was held for it cannot be applied', async () => {
    await pool.query('ALTER TABLE prasan.service ADD CONSTRAINT fault CHECK (sequence <> 3)');
    await take([second, third]);
    expect((await readAlarms(pool)).held).toBe(2);
    await take([{ ...first, offset: '9' }]);
    expect(await sequencesOf('SVC0001')).toEqual([1, 2, 3]);
    expect((await getService(pool, 'SVC0001'))?.sequence).toBe(2);
    expect(await readAlarms(pool)).toEqual({ ...none, notUnderstood: 1 });
  });

  test('that comes shows which of two events of one sequence is genuine', async () => {
    if (second.read.kind !== 'event') throw new Error('no event');
    const forged: TakenRecord = {
      ...second,
      offset: '8',
      read: { kind: 'event', event: { ...second.read.event, data: { forged: true } } },
    };
    await take([
      { ...forged, offset: '0' },
      { ...second, offset: '1' },
    ]);
    await take([{ ...first, offset: '2' }]);
    await take([{ ...third, offset: '3' }]);
    expect(await sequencesOf('SVC0001')).toEqual([1, 2, 3]);
    const [, kept] = await timeline(pool, serviceSubject('SVC0001'), { limit: 3 });
    expect(kept?.data).toEqual(second.read.event.data);
    expect(await readAlarms(pool)).toEqual({ ...none, brokenChains: 1 });
  });
});

describe('data that a table cannot hold', () => {
  const data = { text: 'a\u0000b \ud800' };
  const about = {
    topic,
    subject: 'service/SVC0001',
    type: 'th.prasan.service.proposed.v1',
    dataschema: 'https://contracts.prasan.th/events/x.json',
    at: Date.parse('2026-10-05T02:00:00.000Z'),
    data,
  } as const;
  const first = mintEvent(emptyChain, about);
  const second = mintEvent({ sequence: 1, chainhash: first.chainhash }, about);

  test('are archived as they came, also from behind a gap, and given back so', async () => {
    await take(inOnePartition([second]));
    expect((await readAlarms(pool)).held).toBe(1);
    await take(inOnePartition([first], 1));
    const entries = await timeline(pool, about.subject, { limit: 9 });
    expect(entries.map((entry) => entry.data)).toEqual([data, data]);
    expect(await readAlarms(pool)).toEqual({ ...none, notUnderstood: 2 });
  });

  test('and a subject too long for a notice stop nobody', async () => {
    const long = { ...first, subject: `service/${'x'.repeat(9_000)}` };
    await take(inOnePartition([long, ...eventsOf('SVC0002', 1)]));
    expect(await readAlarms(pool)).toEqual({ ...none, unreadable: 1 });
    expect((await getService(pool, 'SVC0002'))?.sequence).toBe(1);
  });
});

describe('an event that is not understood', () => {
  test('counts for nothing in the figures of a past day', async () => {
    const [first] = eventsOf('SVC0001', 1);
    if (first === undefined) throw new Error('no event was made');
    const { service } = first.data as { service: object };
    const faulty = mintEvent(
      { sequence: 1, chainhash: first.chainhash },
      {
        topic,
        subject: first.subject,
        type: first.type,
        dataschema: first.dataschema,
        at: Date.parse(first.time) + 1_000,
        data: { ...first.data, service: { ...service, state: 'nowhere', targetFiscalYear: 'x' } },
      },
    );
    await take(inOnePartition([first, faulty]));
    const past = await summary(pool, { asOf: '2026-10-31' });
    expect(past.states).toMatchObject({ plan: 1 });
    expect(past.population.total).toBe(1);
    expect(past.states).not.toHaveProperty('nowhere');
  });
});

describe('an alarm', () => {
  test('is settled by its place, and stays settled when all is read again', async () => {
    const records = inOnePartition([...eventsOf('SVC0001', 1), ...eventsOf('SVC0001', 1)]);
    const [first, second] = records;
    if (second?.read.kind !== 'event' || first === undefined) throw new Error('no event');
    const conflict: TakenRecord = {
      ...second,
      read: { kind: 'event', event: { ...second.read.event, chainhash: 'f'.repeat(64) } },
    };
    await take([first, conflict]);
    expect(await readAlarms(pool)).toEqual({ ...none, conflicts: 1 });
    const place = `${topic}/0/1`;
    expect(await settle(pool, [place, 'x/0/0'])).toEqual([place]);
    expect(await readAlarms(pool)).toEqual(none);
    expect(await settle(pool, [place])).toEqual([]);
    await resetReadModel(pool);
    await take([first, conflict]);
    expect(await readAlarms(pool)).toEqual(none);
  });
});

test('a batch is given back untouched while PostgreSQL is away', async () => {
  const nobody = createPool('postgres://prasan@127.0.0.1:1/none', 'prasan-test');
  const taking = take(inOnePartition(eventsOf('SVC0001', 1)), nobody);
  await expect(taking).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await nobody.end();
});

test('what is read in a snapshot is of one moment, whatever is taken meanwhile', async () => {
  await take(inOnePartition(eventsOf('SVC0001', 1)));
  const seen = await inSnapshot(pool, async (db) => {
    const before = await summary(db);
    await take(inOnePartition(eventsOf('SVC0002', 1), 1));
    return [before, await summary(db)];
  });
  expect(seen[1]).toEqual(seen[0]);
  expect((await summary(pool)).population.total).toBe(2);
});

test('a timeline is read from its newest events back, part by part', async () => {
  await take(inOnePartition(eventsOf('SVC0001', 7)));
  const subject = serviceSubject('SVC0001');
  const parts: number[][] = [];
  let before: number | undefined;
  do {
    const part = await newestOfTimeline(pool, subject, { before, limit: 3 });
    parts.push(part.entries.map(({ sequence }) => sequence));
    before = part.before ?? undefined;
  } while (before !== undefined);
  expect(parts).toEqual([[5, 6, 7], [2, 3, 4], [1]]);
});
