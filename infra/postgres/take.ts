import { z } from 'zod';
import type { PublishedEvent } from '../../contracts/events/cloud-event.js';
import type { ChainEnd } from '../../contracts/events/mint.js';
import { judge } from '../../contracts/kafka/reader.js';
import type { AgencyRecord, KnownEvent, ServiceRecord } from './project.js';
import { projectAgency, projectService, understand } from './project.js';

/** A record of the log, as far as it is needed to take it. */
export interface TakenRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly read:
    | { readonly kind: 'event'; readonly event: PublishedEvent }
    | { readonly kind: 'tombstone' }
    | { readonly kind: 'unreadable'; readonly reason: string };
}

/** An event with where it stood in the log. */
export interface PlacedEvent {
  readonly event: PublishedEvent;
  readonly partition: number;
  readonly offset: number;
}

/** Why a record was put aside. */
export interface DeadLetter {
  readonly partition: number;
  readonly offset: number;
  readonly reason: 'conflict' | 'brokenChain' | 'unreadable';
  readonly detail: string;
  readonly event: PublishedEvent | null;
}

/** What is known before a batch is taken. */
export interface BatchState {
  /** By subject. */
  readonly ends: ReadonlyMap<string, ChainEnd>;
  /** Chain hashes of archived events, by {@link eventKey}. */
  readonly archived: ReadonlyMap<string, string>;
  /** By {@link eventKey}. */
  readonly held: ReadonlyMap<string, PlacedEvent>;
  readonly services: ReadonlyMap<string, ServiceRecord>;
  readonly agencies: ReadonlyMap<string, AgencyRecord>;
}

/** What a batch comes to. */
export interface Outcome {
  readonly applied: PlacedEvent[];
  readonly ends: Map<string, ChainEnd>;
  readonly services: Map<string, ServiceRecord>;
  readonly agencies: Map<string, AgencyRecord>;
  readonly heldBack: PlacedEvent[];
  readonly released: PlacedEvent[];
  readonly deadLetters: DeadLetter[];
  duplicates: number;
  unknownTypes: number;
}

/** What an event is found by within a topic. */
export function eventKey(event: Pick<PublishedEvent, 'subject' | 'sequence'>): string {
  return `${event.subject}\n${Number(event.sequence)}`;
}

/** What is at hand while a batch is taken. */
interface Taking {
  readonly topic: string;
  readonly state: BatchState;
  readonly outcome: Outcome;
  /** Chain hashes of events archived before or in this batch, by {@link eventKey}. */
  readonly known: Map<string, string>;
}

/** Decides what a batch of one partition comes to. Pure. */
export function takeRecords(records: readonly TakenRecord[], state: BatchState): Outcome {
  const outcome = emptyOutcome();
  const known = new Map(state.archived);
  for (const { topic, partition, offset, read } of records) {
    const place = { partition, offset: Number(offset) };
    if (read.kind === 'unreadable') {
      const { reason: detail } = read;
      outcome.deadLetters.push({ ...place, reason: 'unreadable', detail, event: null });
    } else if (read.kind === 'event') {
      takeEvent({ event: read.event, ...place }, { topic, state, outcome, known });
    }
  }
  return outcome;
}

function emptyOutcome(): Outcome {
  return {
    applied: [],
    ends: new Map(),
    services: new Map(),
    agencies: new Map(),
    heldBack: [],
    released: [],
    deadLetters: [],
    duplicates: 0,
    unknownTypes: 0,
  };
}

/** Takes one event, and after it those that were held back for want of it. */
function takeEvent(placed: PlacedEvent, taking: Taking): void {
  const { state, outcome } = taking;
  const { subject } = placed.event;
  takeOne(placed, taking);
  for (;;) {
    const sequence = String((endOf(subject, taking)?.sequence ?? 0) + 1);
    const key = eventKey({ subject, sequence });
    const waiting =
      outcome.heldBack.find((held) => eventKey(held.event) === key) ?? state.held.get(key);
    if (waiting === undefined || outcome.released.includes(waiting)) return;
    outcome.released.push(waiting);
    takeOne(waiting, taking);
  }
}

function endOf(subject: string, { state, outcome }: Taking): ChainEnd | undefined {
  return outcome.ends.get(subject) ?? state.ends.get(subject);
}

function takeOne(placed: PlacedEvent, taking: Taking): void {
  const { event } = placed;
  const { outcome, topic } = taking;
  const fault = faultOf(event);
  if (fault !== undefined) {
    putAside(placed, 'unreadable', fault, outcome);
    return;
  }
  const { verdict, end } = judge(topic, endOf(event.subject, taking), event);
  const known = taking.known.get(eventKey(event));
  if (verdict === 'conflict' || (known !== undefined && known !== event.chainhash)) {
    putAside(placed, 'conflict', 'this sequence is known with another id or hash', outcome);
  } else if (verdict === 'brokenChain') {
    putAside(placed, 'brokenChain', 'chainhash does not follow the one before', outcome);
  } else if (verdict === 'gap') {
    outcome.heldBack.push(placed);
  } else if (verdict === 'duplicate') {
    outcome.duplicates += 1;
  } else {
    takeNext(placed, end, taking);
  }
}

function takeNext(placed: PlacedEvent, end: ChainEnd, taking: Taking): void {
  const { outcome, known } = taking;
  const { event } = placed;
  const understood = understand(event);
  if (understood.kind === 'faulty') {
    putAside(placed, 'unreadable', understood.reason, outcome);
    return;
  }
  outcome.ends.set(event.subject, end);
  outcome.applied.push(placed);
  known.set(eventKey(event), event.chainhash);
  if (understood.kind === 'unknownType') outcome.unknownTypes += 1;
  else project(event, understood.event, taking);
}

function project(event: PublishedEvent, known: KnownEvent, { state, outcome }: Taking): void {
  if (known.entity === 'service') {
    const { serviceId: id } = known.data;
    const row = outcome.services.get(id) ?? state.services.get(id);
    outcome.services.set(id, projectService(row, event, known.data));
  } else {
    const { agencyId: id } = known.data;
    const row = outcome.agencies.get(id) ?? state.agencies.get(id);
    outcome.agencies.set(id, projectAgency(row, event, known.data));
  }
}

function putAside(
  { event, partition, offset }: PlacedEvent,
  reason: DeadLetter['reason'],
  detail: string,
  outcome: Outcome,
): void {
  // What a table may not hold is kept in Kafka alone, where the letter's place points to.
  const kept = reason === 'unreadable' ? null : event;
  outcome.deadLetters.push({ partition, offset, reason, detail, event: kept });
}

/** What the archive's columns ask of an event beyond what the reader has seen to. */
const Storable = z.object({
  id: z.uuid('id is no UUID'),
  time: z.iso.datetime({ error: 'time is no RFC 3339 time in UTC' }),
  recordedtime: z.iso.datetime({ error: 'recordedtime is no RFC 3339 time in UTC' }),
  sequence: z
    .string()
    .refine((text) => Number.isSafeInteger(Number(text)), 'sequence is too large'),
});

/** Escapes that JSON knows and PostgreSQL's text does not: NUL and lone surrogates. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

function faultOf(event: PublishedEvent): string | undefined {
  if (unstorable.test(JSON.stringify(event))) return 'a text holds NUL or half a character';
  return Storable.safeParse(event).error?.issues[0]?.message;
}
