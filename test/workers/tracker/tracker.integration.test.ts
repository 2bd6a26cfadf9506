import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { MintedEvent } from '../../../contracts/events/cloud-event.js';
import { mintEvent } from '../../../contracts/events/mint.js';
import { readModelHash } from '../../../infra/postgres/rebuild.js';
import type { Tracker } from '../../../workers/tracker/tracker.js';
import type { FreshDatabase } from '../../support/fresh-database.js';
import { eventually, freshDatabase } from '../../support/fresh-database.js';
import { recordedAgency, registeredService } from '../../support/make-events.js';
import type { OwnServers } from '../../support/own-servers.js';
import { startOwnServers } from '../../support/own-servers.js';
import type { TestPublisher } from '../../support/tracker.js';
import {
  askTracker,
  runTracker,
  testPublisher,
  trackerHere,
  uniqueAgencyId,
  uniqueServiceId,
  untilCaughtUp,
  untilKnown,
} from '../../support/tracker.js';

let servers: OwnServers;
let publisher: TestPublisher;
let database: FreshDatabase;
let tracker: Tracker;

beforeAll(async () => {
  servers = await startOwnServers();
  publisher = await testPublisher();
  database = await freshDatabase({ isMigrated: false });
  tracker = await trackerHere(database.url);
}, 120_000);

afterAll(async () => {
  await tracker.stop();
  await publisher.close();
  await database.drop();
  await servers.stop();
});

interface Answer {
  readonly population: { readonly total: number };
  readonly counts: Readonly<Record<string, number>>;
}

/** Opens the live stream and collects what comes, until it is closed. */
async function listen(path: string, headers: Record<string, string> = {}) {
  const abort = new AbortController();
  const answer = await fetch(`${tracker.url}${path}`, { headers, signal: abort.signal });
  const heard = { text: '', close: () => abort.abort(), type: answer.headers.get('content-type') };
  const read = async () => {
    for await (const chunk of answer.body ?? []) heard.text += Buffer.from(chunk).toString('utf8');
  };
  void read().catch(() => undefined);
  return heard;
}

describe('from Kafka to the API', () => {
  test('an event is readable within a second of its publishing, with its whole timeline', async () => {
    const id = uniqueServiceId();
    const agencyId = uniqueAgencyId();
    const service = registeredService(id, 'develop', { agencyId });
    await publisher.send([...recordedAgency(agencyId, 'กรมสรรพสามิต'), ...service.events]);
    await untilKnown(tracker.url, id, 1);
    await untilCaughtUp(tracker.url);
    const tookMs: number[] = [];
    for (const sequence of [2, 3, 4]) {
      service.happens({ kind: 'advanced', change: { state: sequence === 4 ? 'test' : 'develop' } });
      const sentAt = Date.now();
      await publisher.send(service.events.slice(-1));
      await untilKnown(tracker.url, id, sequence);
      tookMs.push(Date.now() - sentAt);
    }
    expect(tookMs.sort((one, other) => one - other)[1]).toBeLessThan(1_000);
    expect(await askTracker(`${tracker.url}/v1/services/${id}`)).toMatchObject({
      serviceId: id,
      agency: { th: 'กรมสรรพสามิต' },
      service: { state: 'test' },
      timeline: [
        { sequence: 1 },
        { sequence: 2 },
        { sequence: 3 },
        { sequence: 4, data: { from: 'develop', to: 'test' } },
      ],
    });
  });

  test('resends are counted and change nothing', async () => {
    const duplicates = async () => {
      const text = await fetch(`${tracker.url}/metrics`).then((answer) => answer.text());
      return Number(/prasan_tracker_duplicates_total (\d+)/.exec(text)?.[1]);
    };
    await untilCaughtUp(tracker.url);
    const before = await duplicates();
    const id = uniqueServiceId();
    const service = registeredService(id, 'plan').happens({ kind: 'planRevised' });
    await publisher.send([...service.events, ...service.events, ...service.events.slice(0, 1)]);
    await untilKnown(tracker.url, id, 2);
    await eventually(duplicates, (count) => count === before + 3);
    const { timeline } = await askTracker<{ timeline: object[] }>(
      `${tracker.url}/v1/services/${id}`,
    );
    expect(timeline).toHaveLength(2);
  });

  test('a gap is told on the page and closes when the missing event comes', async () => {
    const id = uniqueServiceId();
    const { events } = registeredService(id, 'plan').happens({ kind: 'planRevised' });
    await publisher.send(events.slice(1));
    const page = () => fetch(`${tracker.url}/?lang=en`).then((answer) => answer.text());
    await eventually(page, (html) => html.includes('wait for one before them'));
    await publisher.send(events.slice(0, 1));
    await untilKnown(tracker.url, id, 2);
  });

  test('an event that is not understood is archived, told of, and stands in nobody’s way', async () => {
    const id = uniqueServiceId();
    const [first] = registeredService(id, 'plan').events;
    if (first === undefined) throw new Error('no event was made');
    const { topic, event } = first;
    const later = (end: MintedEvent, type: string, data: object): MintedEvent =>
      mintEvent(
        { sequence: Number(end.sequence), chainhash: end.chainhash },
        { topic, subject: event.subject, type, dataschema: event.dataschema, at: Date.now(), data },
      );
    const strange = later(event, 'th.prasan.service.painted.v1', { colour: 'red' });
    const faulty = later(strange, event.type, { ...event.data, to: 'nowhere' });
    const last = later(faulty, event.type, event.data);
    await publisher.send([event, strange, faulty, last].map((one) => ({ topic, event: one })));
    await untilKnown(tracker.url, id, 4);
    const { timeline } = await askTracker<{ timeline: object[] }>(
      `${tracker.url}/v1/services/${id}`,
    );
    expect(timeline).toHaveLength(4);
    const page = await fetch(`${tracker.url}/services/${id}?lang=en`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('th.prasan.service.painted.v1');
    const { items } = await askTracker<{ items: { subject: string; place: string }[] }>(
      `${tracker.url}/v1/dead-letters`,
    );
    const ours = items.filter(({ subject }) => subject === event.subject);
    expect(ours).toMatchObject([
      { reason: 'notUnderstood', sequence: 2, detail: expect.stringContaining('painted') },
      { reason: 'notUnderstood', sequence: 3, detail: expect.stringContaining('to') },
    ]);
    const settling = ours.flatMap(({ place }) => ['--settle', place]);
    expect(await runTracker(database.url, settling)).toBe(0);
    expect(await runTracker(database.url, settling.slice(0, 2))).toBe(1);
    expect(
      (await askTracker<{ items: object[] }>(`${tracker.url}/v1/dead-letters`)).items,
    ).toHaveLength(items.length - 2);
  });

  test('a tracker that starts again goes on where it was, and a rebuild gives the same hash', async () => {
    const id = uniqueServiceId();
    const service = registeredService(id, 'plan');
    await publisher.send(service.events);
    await untilKnown(tracker.url, id, 1);
    await tracker.stop();
    service.happens({ kind: 'planRevised' });
    await publisher.send(service.events.slice(1));
    tracker = await trackerHere(database.url);
    await untilKnown(tracker.url, id, 2);
    const before = await readModelHash(database.pool);
    await tracker.stop();
    tracker = await trackerHere(database.url, { rebuild: true });
    await untilKnown(tracker.url, id, 2);
    await eventually(
      () => readModelHash(database.pool),
      (hash) => hash === before,
    );
    const other = await freshDatabase();
    const fromNothing = await trackerHere(other.url);
    await eventually(
      () => readModelHash(other.pool),
      (hash) => hash === before,
    );
    await fromNothing.stop();
    await other.drop();
    expect(before).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a group that stands further than a restored database is read again from the start', async () => {
    const id = uniqueServiceId();
    await publisher.send(registeredService(id, 'plan').events);
    await untilKnown(tracker.url, id, 1);
    await tracker.stop();
    // As if the database had been restored from a copy made before anything was read.
    await database.pool.query(`TRUNCATE prasan.service, prasan.agency, prasan.work_item,
      prasan.chain_end, prasan.consumer_offset, prasan.held_event, prasan.dead_letter`);
    const next = registeredService(id, 'plan').happens({ kind: 'planRevised' });
    await publisher.send(next.events.slice(1));
    tracker = await trackerHere(database.url);
    await untilKnown(tracker.url, id, 2);
  });
});

describe('the live stream', () => {
  test('says when one has joined', async () => {
    const live = await listen('/v1/events');
    await eventually(
      () => live.text,
      (text) => text.includes('event: joined'),
    );
    live.close();
    expect(live.text.indexOf('event: joined')).toBeLessThan(40);
  });

  test('tells of an event, and gives what was missed after the id one has', async () => {
    const id = uniqueServiceId();
    const live = await listen('/v1/events');
    await publisher.send(registeredService(id, 'plan').events);
    await eventually(
      () => live.text,
      (text) => text.includes(id),
    );
    live.close();
    const position = /id: (\d+)\nevent: change\ndata: (.*)/.exec(
      live.text.slice(live.text.indexOf('id: ')),
    );
    const missed = await listen('/v1/events', {
      'last-event-id': String(Number(position?.[1]) - 1),
    });
    await eventually(
      () => missed.text,
      (text) => text.includes(id),
    );
    missed.close();
    expect(live.type).toContain('text/event-stream');
    expect(JSON.parse(position?.[2] ?? '{}')).toMatchObject({ topic: 'service.status.v1' });
  });

  test('says reload when too much was missed', async () => {
    await database.pool.query(`INSERT INTO prasan.event (topic, subject, sequence, id, source, type,
        time, recordedtime, dataschema, chainhash, data, partition, kafka_offset)
      SELECT 'test', 'many', n, gen_random_uuid(), '/', 't', now(), now(), '', '', '{}', 0, 0
      FROM generate_series(1, 600) AS n`);
    const live = await listen('/v1/events?after=0');
    await eventually(
      () => live.text,
      (text) => text.includes('event: reload'),
    );
    live.close();
    expect(live.text).not.toContain('event: change');
  });
});

describe('the HTTP side', () => {
  test.each([
    ['/v1/services?state=planned', 'state'],
    ['/v1/services?cursor=%00', 'cursor'],
    ['/v1/summary?asOf=2026-02-30', 'asOf'],
    ['/v1/late?kind=lazy', 'kind'],
  ])('answers %s with a problem that names %s', async (path, field) => {
    const answer = await fetch(`${tracker.url}${path}`);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 400, errors: [{ field }] });
  });

  test('answers an unknown service and an unknown path with 404 that says where to look', async () => {
    for (const path of ['/v1/services/SVC9999', '/v1/nothing', '/services/SVC9999']) {
      expect((await fetch(`${tracker.url}${path}`)).status).toBe(404);
    }
  });

  test.each([
    '/v1/services?limit=2',
    '/v1/late?limit=2',
    '/v1/summary',
    '/v1/summary?asOf=2026-10-31',
  ])('answers %s with its population and as of when', async (path) => {
    const answer = await askTracker<object>(`${tracker.url}${path}`);
    expect(answer).toMatchObject({
      asOf: { sequenceCount: expect.any(Number) },
      population: { name: 'followed', source: expect.anything(), total: expect.any(Number) },
    });
  });

  test('keeps how many match a filter apart from how many there are', async () => {
    const id = uniqueServiceId();
    await publisher.send(registeredService(id, 'plan').events);
    await untilKnown(tracker.url, id, 1);
    const list = await askTracker<Answer>(`${tracker.url}/v1/services?text=${id}`);
    const late = await askTracker<Answer>(`${tracker.url}/v1/late?kind=notRecorded,digest`);
    const { population } = await askTracker<Answer>(`${tracker.url}/v1/summary`);
    expect(list).toMatchObject({ matching: 1, population });
    expect(list).not.toHaveProperty('total');
    expect(late).toMatchObject({
      matching: { items: late.counts['notRecorded'], letters: late.counts['digest'] },
      population,
    });
    expect(population.total).toBeGreaterThan(1);
  });

  test.each([
    '/',
    '/?lang=en',
    '/?asOf=2026-10-31',
    '/services',
    '/worklists',
    '/worklists?kind=overdue',
  ])('serves %s as a page, with a strict policy', async (path) => {
    const answer = await fetch(`${tracker.url}${path}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('content-type')).toContain('text/html');
  });

  test('has health, readiness and metrics', async () => {
    expect((await fetch(`${tracker.url}/healthz`)).status).toBe(200);
    expect(await askTracker(`${tracker.url}/readyz`)).toMatchObject({
      ok: true,
      checks: { postgres: { ok: true }, kafka: { ok: true } },
    });
    const metrics = await (await fetch(`${tracker.url}/metrics`)).text();
    for (const name of [
      'lag_records',
      'lag_seconds',
      'events_archived_total',
      'gaps_total',
      'conflicts_total',
    ]) {
      expect(metrics).toContain(`prasan_tracker_${name}`);
    }
  });
});
