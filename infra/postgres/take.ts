import { z } from 'zod';
import type { PublishedEvent } from '../../contracts/events/cloud-event.js';
import type { ChainEnd } from '../../contracts/events/mint.js';
import type { ReadRecord } from '../../contracts/kafka/binding.js';
import { judge } from '../../contracts/kafka/reader.js';
import type { AgencyRecord, KnownEvent, ServiceRecord } from './project.js';
import { projectAgency, projectService, topicOf, understand } from './project.js';
import type { NoticeRecord, RequestRecord } from './project-request.js';
import { projectNotice, projectRequest } from './project-request.js';

/** A record of the log, as far as it is needed to take it. */
export interface TakenRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly read: ReadRecord;
  /** Why its event is archived and not applied: to take it whole has failed before. */
  readonly doubt?: string | undefined;
}

/** An event with where it stood in the log. */
export interface PlacedEvent {
  readonly event: PublishedEvent;
  readonly partition: number;
  readonly offset: number;
  readonly doubt?: string | undefined;
}

/**
 * Why a record was put aside: `conflict`, a known sequence with other content; `brokenChain`, a hash
 * that does not follow; `unreadable`, no event that could be kept; `notUnderstood`, archived, but no
 * row has learnt of it.
 */
export type DeadReason = 'conflict' | 'brokenChain' | 'unreadable' | 'notUnderstood';

/** A record that was put aside. */
export interface DeadLetter {
  readonly partition: number;
  readonly offset: number;
  readonly reason: DeadReason;
  readonly detail: string;
  readonly event: PublishedEvent | null;
}

/** What is known before a batch is taken. */
export interface BatchState {
  /** By subject. */
  readonly ends: ReadonlyMap<string, ChainEnd>;
  /** Chain hashes of archived events, by {@link eventKey}. */
  readonly archived: ReadonlyMap<string, string>;
  readonly held: readonly PlacedEvent[];
  readonly services: ReadonlyMap<string, ServiceRecord>;
  readonly agencies: ReadonlyMap<string, AgencyRecord>;
  readonly requests: ReadonlyMap<string, RequestRecord>;
}

/** What a batch comes to. */
export interface Outcome {
  /** Events to archive; those that are not understood have a dead letter besides. */
  readonly archived: PlacedEvent[];
  readonly ends: Map<string, ChainEnd>;
  readonly services: Map<string, ServiceRecord>;
  readonly agencies: Map<string, AgencyRecord>;
  readonly requests: Map<string, RequestRecord>;
  readonly notices: NoticeRecord[];
  /** Events that came before one that is missing, in this batch. */
  readonly heldBack: PlacedEvent[];
  /** Events that were held back, in this batch or before, and are no longer. */
  readonly released: PlacedEvent[];
  readonly deadLetters: DeadLetter[];
  duplicates: number;
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
  /** Events held back, by {@link eventKey}: several where it is not known yet which is genuine. */
  readonly waiting: Map<string, PlacedEvent[]>;
}

/** Decides what a batch of one partition comes to. Pure. */
export function takeRecords(records: readonly TakenRecord[], state: BatchState): Outcome {
  const outcome = emptyOutcome();
  const known = new Map(state.archived);
  const waiting = new Map<string, PlacedEvent[]>();
  for (const placed of state.held) wait(placed, waiting);
  for (const { topic, partition, offset, read, doubt } of records) {
    const place = { partition, offset: Number(offset) };
    if (read.kind === 'unreadable') {
      const { reason: detail } = read;
      outcome.deadLetters.push({ ...place, reason: 'unreadable', detail, event: null });
    } else if (read.kind === 'event') {
      const placed = { event: read.event, ...place, doubt };
      takeEvent(placed, { topic, state, outcome, known, waiting });
    }
  }
  return outcome;
}

function emptyOutcome(): Outcome {
  return {
    archived: [],
    ends: new Map(),
    services: new Map(),
    agencies: new Map(),
    requests: new Map(),
    notices: [],
    heldBack: [],
    released: [],
    deadLetters: [],
    duplicates: 0,
  };
}

function wait(placed: PlacedEvent, waiting: Map<string, PlacedEvent[]>): void {
  const key = eventKey(placed.event);
  waiting.set(key, [...(waiting.get(key) ?? []), placed]);
}

/** Takes one event, and after it those that were held back for want of it. */
function takeEvent(placed: PlacedEvent, taking: Taking): void {
  const { outcome, waiting } = taking;
  const { subject } = placed.event;
  takeOne(placed, taking);
  for (;;) {
    const sequence = String((endOf(subject, taking)?.sequence ?? 0) + 1);
    const key = eventKey({ subject, sequence });
    const candidates = waiting.get(key);
    if (candidates === undefined) return;
    // The chain says which of them is genuine; the others are put aside.
    waiting.delete(key);
    for (const candidate of candidates) {
      outcome.released.push(candidate);
      takeOne(candidate, taking);
    }
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
    putAside(placed, 'conflict', 'this sequence has another id or hash', outcome);
  } else if (verdict === 'brokenChain') {
    putAside(placed, 'brokenChain', 'chainhash does not follow the one before', outcome);
  } else if (verdict === 'gap') {
    outcome.heldBack.push(placed);
    wait(placed, taking.waiting);
  } else if (verdict === 'duplicate') {
    outcome.duplicates += 1;
  } else {
    takeNext(placed, end, taking);
  }
}

/** The chain goes on with every event that follows, whether or not it is understood here. */
function takeNext(placed: PlacedEvent, end: ChainEnd, taking: Taking): void {
  const { outcome, known } = taking;
  const { event } = placed;
  outcome.ends.set(event.subject, end);
  outcome.archived.push(placed);
  known.set(eventKey(event), event.chainhash);
  const doubt = placed.doubt ?? applyEvent(event, taking);
  if (doubt !== undefined) putAside(placed, 'notUnderstood', doubt, outcome);
}

/** Brings an event into its row; says why when it cannot be. */
function applyEvent(event: PublishedEvent, taking: Taking): string | undefined {
  if (!isStorable(event.data)) return 'a text of the data holds NUL or half a character';
  const understood = understand(event);
  if (understood.kind !== 'known') return understood.reason;
  const topic = topicOf(understood.event);
  if (topic !== taking.topic) return `it belongs on ${topic}`;
  project(event, understood.event, taking);
  return undefined;
}

function project(event: PublishedEvent, known: KnownEvent, { state, outcome }: Taking): void {
  switch (known.entity) {
    case 'service': {
      const { serviceId: id } = known.data;
      const row = outcome.services.get(id) ?? state.services.get(id);
      outcome.services.set(id, projectService(row, event, known.data));
      break;
    }
    case 'agency': {
      const { agencyId: id } = known.data;
      const row = outcome.agencies.get(id) ?? state.agencies.get(id);
      outcome.agencies.set(id, projectAgency(row, event, known.data));
      break;
    }
    case 'request': {
      const { requestId: id } = known.data;
      const row = outcome.requests.get(id) ?? state.requests.get(id);
      outcome.requests.set(id, projectRequest(row, event, known.data));
      break;
    }
    case 'notice':
      outcome.notices.push(projectNotice(event, known.data));
      break;
    case 'manual':
    case 'calendar':
    case 'appeal':
      // The archive has it; no row follows from it.
      break;
  }
}

function putAside(
  { event, partition, offset }: PlacedEvent,
  reason: DeadReason,
  detail: string,
  outcome: Outcome,
): void {
  // What a table may not hold is kept in Kafka alone, where the letter's place points to.
  const kept = reason === 'unreadable' ? null : event;
  outcome.deadLetters.push({ partition, offset, reason, detail, event: kept });
}

/** A subject is in keys of tables and in notices, which are bounded; cases have short names. */
const subjectBytesMax = 512;

/** What the archive's columns ask of an event beyond what the reader has seen to. */
const Archivable = z.object({
  time: instant('time'),
  recordedtime: instant('recordedtime'),
  sequence: z
    .string()
    .refine((text) => Number.isSafeInteger(Number(text)), 'sequence is too large'),
  subject: z
    .string()
    .refine(
      (text) => Buffer.byteLength(text) <= subjectBytesMax,
      `subject is longer than ${subjectBytesMax} bytes`,
    ),
});

function instant(name: string) {
  const error = `${name} is no RFC 3339 time in UTC`;
  return z.iso.datetime({ error }).regex(/^(?!0000)/, { error });
}

/** Why an event cannot be archived; `undefined` when it can. */
export function faultOf({ data: _, ...attributes }: PublishedEvent): string | undefined {
  if (!isStorable(attributes)) return 'an attribute holds NUL or half a character';
  return Archivable.safeParse(attributes).error?.issues[0]?.message;
}

/** Escapes that JSON knows and PostgreSQL's text does not: NUL and lone surrogates. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

/** Whether a column of type jsonb can hold a value. */
export function isStorable(value: object): boolean {
  return !unstorable.test(JSON.stringify(value));
}
