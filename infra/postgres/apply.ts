import type { PoolClient } from 'pg';
import type { PublishedEvent } from '../../contracts/events/cloud-event.js';
import type { ChainEnd } from '../../contracts/events/mint.js';
import {
  agencyIdOf,
  agencySubject,
  requestIdOf,
  requestSubject,
  serviceIdOf,
  serviceSubject,
} from '../../contracts/ids.js';
import { eventChannel } from './notifications.js';
import type { AgencyRecord, ServiceRecord } from './project.js';
import type { NoticeRecord, RequestRecord } from './project-request.js';
import { workOfRequest } from './request-work.js';
import type { BatchState, Outcome, PlacedEvent, TakenRecord } from './take.js';
import { eventKey, faultOf, isStorable, takeRecords } from './take.js';
import { workOfAgency, workOfService } from './work-items.js';

/** One applies at a time, so that positions in the archive rise in the order of commits. */
const applyLock = 7_290_412;

/**
 * Takes a batch of one partition, in order, inside the caller's transaction: events to the archive,
 * rows and work beside them, and the next offset. Taking it again changes nothing.
 *
 * @param isReleasing whether what was held back before is taken too, once the missing event is there
 */
export async function applyBatch(
  client: PoolClient,
  records: readonly TakenRecord[],
  { isReleasing = true }: { readonly isReleasing?: boolean } = {},
): Promise<Outcome> {
  const [first] = records;
  if (first === undefined) throw new Error('a batch holds at least one record');
  const events = records.flatMap(({ read }) =>
    read.kind === 'event' && faultOf(read.event) === undefined ? [read.event] : [],
  );
  await client.query('SELECT pg_advisory_xact_lock($1)', [applyLock]);
  const state = await loadBatchState(client, first.topic, events, isReleasing);
  const outcome = takeRecords(records, state);
  await saveOutcome(client, first.topic, records, outcome);
  return outcome;
}

async function loadBatchState(
  client: PoolClient,
  topic: string,
  events: readonly PublishedEvent[],
  isReleasing: boolean,
): Promise<BatchState> {
  const subjects = [...new Set(events.map((event) => event.subject))];
  return {
    ends: await loadEnds(client, topic, subjects),
    archived: await loadArchived(client, topic, events),
    held: isReleasing ? await loadHeld(client, topic, subjects) : [],
    services: await loadServices(client, subjects),
    agencies: await loadAgencies(client, subjects),
    requests: await loadRequests(client, subjects),
  };
}

async function loadEnds(client: PoolClient, topic: string, subjects: readonly string[]) {
  const { rows } = await client.query<ChainEnd & { subject: string }>(
    `SELECT subject, sequence, chainhash FROM prasan.chain_end
     WHERE topic = $1 AND subject = ANY($2)`,
    [topic, subjects],
  );
  return new Map(rows.map(({ subject, ...end }) => [subject, end]));
}

async function loadArchived(
  client: PoolClient,
  topic: string,
  events: readonly PublishedEvent[],
): Promise<Map<string, string>> {
  const { rows } = await client.query<{ subject: string; sequence: number; chainhash: string }>(
    `SELECT subject, sequence, chainhash FROM prasan.event
     JOIN unnest($2::text[], $3::bigint[]) AS asked (subject, sequence) USING (subject, sequence)
     WHERE topic = $1`,
    [topic, events.map((event) => event.subject), events.map((event) => Number(event.sequence))],
  );
  return new Map(
    rows.map((row) => [eventKey({ ...row, sequence: String(row.sequence) }), row.chainhash]),
  );
}

async function loadHeld(client: PoolClient, topic: string, subjects: readonly string[]) {
  const { rows } = await client.query<PlacedEvent>(
    `SELECT event, partition, kafka_offset AS offset FROM prasan.held_event
     WHERE topic = $1 AND subject = ANY($2) ORDER BY kafka_offset`,
    [topic, subjects],
  );
  return rows;
}

async function loadServices(client: PoolClient, subjects: readonly string[]) {
  const { rows } = await client.query<ServiceRecord>(
    'SELECT * FROM prasan.service WHERE service_id = ANY($1)',
    [subjects.map((subject) => serviceIdOf(subject)).filter((id) => id !== undefined)],
  );
  return new Map(rows.map((row) => [row.service_id, row]));
}

async function loadAgencies(client: PoolClient, subjects: readonly string[]) {
  const { rows } = await client.query<AgencyRecord>(
    'SELECT * FROM prasan.agency WHERE agency_id = ANY($1)',
    [subjects.map((subject) => agencyIdOf(subject)).filter((id) => id !== undefined)],
  );
  return new Map(rows.map((row) => [row.agency_id, row]));
}

async function loadRequests(client: PoolClient, subjects: readonly string[]) {
  const { rows } = await client.query<RequestRecord>(
    'SELECT * FROM prasan.request WHERE request_id = ANY($1)',
    [subjects.map((subject) => requestIdOf(subject)).filter((id) => id !== undefined)],
  );
  return new Map(rows.map((row) => [row.request_id, row]));
}

/** Writes what a batch came to, and how far the partition has been read. */
async function saveOutcome(
  client: PoolClient,
  topic: string,
  records: readonly TakenRecord[],
  outcome: Outcome,
): Promise<void> {
  await saveEvents(client, topic, outcome.archived);
  await saveEnds(client, topic, outcome);
  await upsert(client, 'service', 'service_id', [...outcome.services.values()]);
  await upsert(client, 'agency', 'agency_id', [...outcome.agencies.values()]);
  await upsert(client, 'request', 'request_id', [...outcome.requests.values()]);
  await saveNotices(client, outcome.notices);
  await saveWork(client, outcome);
  await saveHeld(client, topic, records, outcome);
  await saveDeadLetters(client, topic, outcome);
  await saveOffset(client, topic, records, outcome);
  await notify(client, topic, outcome.archived);
}

async function saveEvents(client: PoolClient, topic: string, archived: readonly PlacedEvent[]) {
  if (archived.length === 0) return;
  const rows = archived.map(({ event, partition, offset }) => ({
    ...event,
    ...dataColumns(event.data),
    sequence: Number(event.sequence),
    partition,
    kafka_offset: offset,
  }));
  // A rebuild meets events that the archive has: they stay as they are.
  await client.query(
    `INSERT INTO prasan.event (topic, subject, sequence, id, source, type, time, recordedtime,
       dataschema, chainhash, traceparent, data, exact_data, partition, kafka_offset)
     SELECT $1, subject, sequence, id, source, type, time, recordedtime, dataschema, chainhash,
       traceparent, data, exact_data::json, partition, kafka_offset
     FROM jsonb_to_recordset($2) AS (subject text, sequence bigint, id uuid, source text,
       type text, time timestamptz, recordedtime timestamptz, dataschema text, chainhash text,
       traceparent text, data jsonb, exact_data text, partition int, kafka_offset bigint)
     ON CONFLICT (topic, subject, sequence) DO NOTHING`,
    [topic, JSON.stringify(rows)],
  );
}

/** What jsonb cannot hold is kept as the text it is; nothing is looked for in it. */
function dataColumns(data: object): { data: object; exact_data: string | null } {
  return isStorable(data)
    ? { data, exact_data: null }
    : { data: {}, exact_data: JSON.stringify(data) };
}

async function saveEnds(client: PoolClient, topic: string, { ends }: Outcome) {
  if (ends.size === 0) return;
  const rows = [...ends].map(([subject, end]) => ({ subject, ...end }));
  await client.query(
    `INSERT INTO prasan.chain_end (topic, subject, sequence, chainhash)
     SELECT $1, subject, sequence, chainhash
     FROM jsonb_to_recordset($2) AS (subject text, sequence bigint, chainhash text)
     ON CONFLICT (topic, subject) DO UPDATE
       SET sequence = excluded.sequence, chainhash = excluded.chainhash`,
    [topic, JSON.stringify(rows)],
  );
}

/** A copy never changes: one that comes again stays as it is. */
async function saveNotices(client: PoolClient, rows: readonly NoticeRecord[]) {
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO prasan.request_notice
     SELECT * FROM jsonb_populate_recordset(NULL::prasan.request_notice, $1)
     ON CONFLICT (request_id, sequence) DO NOTHING`,
    [JSON.stringify(rows)],
  );
}

/** Writes whole rows; the records' names are the table's columns. */
async function upsert(
  client: PoolClient,
  table: 'service' | 'agency' | 'request',
  key: string,
  rows: readonly object[],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const changes = columns
    .filter((name) => name !== key)
    .map((name) => `${name} = excluded.${name}`);
  await client.query(
    `INSERT INTO prasan.${table} (${columns.join(', ')})
     SELECT ${columns.join(', ')} FROM jsonb_populate_recordset(NULL::prasan.${table}, $1)
     ON CONFLICT (${key}) DO UPDATE SET ${changes.join(', ')}`,
    [JSON.stringify(rows)],
  );
}

async function saveWork(client: PoolClient, { services, agencies, requests }: Outcome) {
  const subjects = [
    ...[...services.keys()].map(serviceSubject),
    ...[...agencies.keys()].map(agencySubject),
    ...[...requests.keys()].map(requestSubject),
  ];
  if (subjects.length === 0) return;
  const work = [
    ...[...services.values()].flatMap(workOfService),
    ...[...agencies.values()].flatMap(workOfAgency),
    ...[...requests.values()].flatMap(workOfRequest),
  ];
  await client.query('DELETE FROM prasan.work_item WHERE subject = ANY($1)', [subjects]);
  await client.query(
    `INSERT INTO prasan.work_item
     SELECT * FROM jsonb_populate_recordset(NULL::prasan.work_item, $1)`,
    [JSON.stringify(work)],
  );
}

async function saveHeld(
  client: PoolClient,
  topic: string,
  records: readonly TakenRecord[],
  { heldBack, released }: Outcome,
) {
  const held = heldBack.filter((placed) => !released.includes(placed));
  const places = [...records.map(({ partition, offset }) => ({ partition, offset })), ...released];
  // Whatever was taken now and is not held back waits no longer, by whichever way it came.
  await client.query(
    `DELETE FROM prasan.held_event h USING unnest($2::int[], $3::bigint[]) AS taken (partition, kafka_offset)
     WHERE h.topic = $1 AND h.partition = taken.partition AND h.kafka_offset = taken.kafka_offset`,
    [topic, places.map(({ partition }) => partition), places.map(({ offset }) => Number(offset))],
  );
  for (const { event, partition, offset } of held) {
    await client.query(
      `INSERT INTO prasan.held_event (topic, subject, sequence, partition, kafka_offset, event)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [topic, event.subject, Number(event.sequence), partition, offset, JSON.stringify(event)],
    );
  }
}

async function saveDeadLetters(client: PoolClient, topic: string, { deadLetters }: Outcome) {
  for (const { partition, offset, reason, detail, event } of deadLetters) {
    // A record that comes again is the letter that it was, also when somebody has settled it.
    await client.query(
      `INSERT INTO prasan.dead_letter
         (topic, partition, kafka_offset, reason, detail, subject, sequence, event)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
      [
        topic,
        partition,
        offset,
        reason,
        detail.replaceAll('\0', ''),
        event?.subject ?? null,
        event === null ? null : Number(event.sequence),
        event === null ? null : JSON.stringify(event),
      ],
    );
  }
}

async function saveOffset(
  client: PoolClient,
  topic: string,
  records: readonly TakenRecord[],
  { archived }: Outcome,
) {
  const last = records.at(-1);
  if (last === undefined) return;
  const newest =
    archived
      .map(({ event }) => event.time)
      .sort()
      .at(-1) ?? null;
  await client.query(
    `INSERT INTO prasan.consumer_offset AS o (topic, partition, next_offset, events, newest)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (topic, partition) DO UPDATE SET
       next_offset = greatest(o.next_offset, excluded.next_offset),
       events = o.events + excluded.events, newest = greatest(o.newest, excluded.newest)`,
    [topic, last.partition, Number(last.offset) + 1, archived.length, newest],
  );
}

async function notify(client: PoolClient, topic: string, archived: readonly PlacedEvent[]) {
  if (archived.length === 0) return;
  const payloads = archived.map(({ event: { subject, sequence } }) =>
    JSON.stringify({ topic, subject, sequence: Number(sequence) }),
  );
  await client.query('SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload', [
    eventChannel,
    payloads,
  ]);
}
