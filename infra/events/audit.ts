import type { MintedEvent } from '../../contracts/events/cloud-event.js';
import type { ChainEnd } from '../../contracts/events/mint.js';
import { chainHash, emptyChain, genesisHash } from '../../contracts/events/mint.js';
import type { ReadRecord } from '../../contracts/kafka/binding.js';
import { partitionOf } from '../../contracts/kafka/partition.js';
import { judge } from '../../contracts/kafka/reader.js';
import type { TopicName } from '../../contracts/topics.js';
import { topics } from '../../contracts/topics.js';

/** What is wrong with a subject's events. */
export interface VerifyFault {
  readonly topic: string;
  readonly subject: string;
  /**
   * missing: published by the case and not in the topic; outOfOrder: after a later one, or in another
   * partition than its subject's; conflict: one sequence, two ids or contents; brokenChain: its hash
   * does not follow; invented: without its workflow, or beyond what it decided; unreadable: a record
   * that is no event; unanswered: a workflow that cannot be asked; ended: a workflow that has closed,
   * which none ever should.
   */
  readonly code:
    | 'missing'
    | 'outOfOrder'
    | 'conflict'
    | 'brokenChain'
    | 'invented'
    | 'unreadable'
    | 'unanswered'
    | 'ended';
  readonly detail: string;
}

/** Events that a case has decided and Kafka has not acknowledged yet: on their way, no fault. */
export interface Unpublished {
  readonly topic: string;
  readonly subject: string;
  readonly count: number;
}

/** How the events stand. */
export interface VerifyReport {
  /** Distinct events in the topics. */
  readonly events: number;
  /** Cases that were asked. */
  readonly cases: number;
  /** Identical resends: no fault. */
  readonly resends: number;
  readonly unpublished: readonly Unpublished[];
  readonly faults: readonly VerifyFault[];
}

/** What a workflow says of its own events. */
export interface CaseEnd extends ChainEnd {
  readonly topic: TopicName;
  readonly subject: string;
  /** Decided and not yet acknowledged. */
  readonly unpublished: number;
}

/** Where a record stood. */
export interface Place {
  readonly topic: TopicName;
  readonly partition: number;
  readonly offset: string;
}

interface Held {
  readonly event: MintedEvent;
  readonly place: Place;
}

/** One subject's events on one topic, in the order in which a reader meets them. */
class SubjectLog {
  readonly topic: TopicName;
  readonly subject: string;
  end: ChainEnd = emptyChain;
  /** State after the newest event: what is known of a case whose workflow is no more. */
  state: string | undefined;
  /** Chain hash of each sequence that is there. */
  readonly hashes = new Map<number, string>();
  /** Sequences that are not in the topic, although later ones are. */
  readonly gaps: number[] = [];
  /** Events that came before their predecessor, by sequence. */
  private readonly early = new Map<number, Held>();
  resends = 0;
  readonly faults: VerifyFault[] = [];

  constructor(topic: TopicName, subject: string) {
    this.topic = topic;
    this.subject = subject;
  }

  take(held: Held): void {
    const { event, place } = held;
    const right = partitionOf(this.subject, topics[this.topic].partitions);
    if (place.partition !== right) {
      this.fault('outOfOrder', held, `is in partition ${place.partition} instead of ${right}`);
    }
    const sequence = Number(event.sequence);
    const later = [...this.early.keys()].filter((other) => other > sequence);
    if (later.length > 0 && sequence > this.end.sequence && !this.early.has(sequence)) {
      this.fault('outOfOrder', held, `stands after ${Math.min(...later)}`);
    }
    this.judge(held);
    this.takeEarly();
  }

  /** At the topic's end: what is still awaited is missing. */
  close(): void {
    while (this.early.size > 0) {
      const next = Math.min(...this.early.keys());
      for (let gap = this.end.sequence + 1; gap < next; gap += 1) this.gaps.push(gap);
      const held = this.early.get(next);
      this.early.delete(next);
      if (held !== undefined) this.accept(held.event);
      this.takeEarly();
    }
  }

  private judge(held: Held): void {
    const { event } = held;
    const sequence = Number(event.sequence);
    const { verdict } = judge(this.topic, this.end, event);
    switch (verdict) {
      case 'next':
        this.accept(event);
        break;
      case 'duplicate':
        if (this.isResend(event)) this.resends += 1;
        else this.fault('conflict', held, 'has another content under the same id');
        break;
      case 'conflict':
        this.fault('conflict', held, `has the id ${event.id}, which is not its own`);
        break;
      case 'brokenChain':
        this.fault('brokenChain', held, `has a hash that does not follow ${this.end.sequence}`);
        this.accept(event);
        break;
      case 'gap':
        this.hold(sequence, held);
        break;
    }
  }

  private hold(sequence: number, held: Held): void {
    const before = this.early.get(sequence)?.event;
    if (before === undefined) this.early.set(sequence, held);
    else if (before.id === held.event.id && before.chainhash === held.event.chainhash) {
      this.resends += 1;
    } else this.fault('conflict', held, `has the id ${held.event.id} beside ${before.id}`);
  }

  private takeEarly(): void {
    for (;;) {
      const held = this.early.get(this.end.sequence + 1);
      if (held === undefined) return;
      this.early.delete(this.end.sequence + 1);
      this.judge(held);
    }
  }

  private accept(event: MintedEvent): void {
    const sequence = Number(event.sequence);
    this.end = { sequence, chainhash: event.chainhash };
    const { data } = event;
    this.state = 'to' in data && typeof data.to === 'string' ? data.to : undefined;
    this.hashes.set(sequence, event.chainhash);
  }

  /** A resend has the very content of the first sending: the hash over it is the same. */
  private isResend(event: MintedEvent): boolean {
    const sequence = Number(event.sequence);
    const known = this.hashes.get(sequence);
    const previous = sequence === 1 ? genesisHash : this.hashes.get(sequence - 1);
    if (known === undefined || event.chainhash !== known) return false;
    return previous === undefined || chainHash(previous, event) === known;
  }

  private fault(code: VerifyFault['code'], { event, place }: Held, detail: string): void {
    const { topic, subject } = this;
    const where = `(partition ${place.partition}, offset ${place.offset})`;
    const what = `sequence ${Number(event.sequence)} ${detail} ${where}`;
    this.faults.push({ topic, subject, code, detail: what });
  }
}

/** What stands in the topics from the first record to the last: folded subject by subject. */
export class EventAudit {
  private readonly logs = new Map<string, SubjectLog>();
  private readonly unreadable: VerifyFault[] = [];

  /** Takes the next record of a topic, in the order of its partition. */
  take(place: Place, read: ReadRecord): void {
    const { topic, partition, offset } = place;
    if (read.kind === 'event') {
      this.logOf(topic, read.event.subject).take({ event: read.event, place });
      return;
    }
    const reason = read.kind === 'tombstone' ? 'it has no value' : read.reason;
    const detail = `offset ${offset} of partition ${partition}: ${reason}`;
    this.unreadable.push({ topic, subject: '?', code: 'unreadable', detail });
  }

  /** Ends the reading: what did not come until now is missing. */
  close(): this {
    for (const log of this.logs.values()) log.close();
    return this;
  }

  /** The subjects that have events, by topic. */
  subjects(): { readonly topic: TopicName; readonly subject: string }[] {
    return [...this.logs.values()].map(({ topic, subject }) => ({ topic, subject }));
  }

  /** The state that a subject's newest event on a topic names. */
  stateOf(topic: TopicName, subject: string): string | undefined {
    return this.find(topic, subject)?.state;
  }

  /** Events on a topic that the workflow does not write. */
  strangeOn(topic: TopicName, subject: string): VerifyFault[] {
    const end = this.find(topic, subject)?.end.sequence ?? 0;
    if (end === 0) return [];
    const detail = `its case writes no events to this topic, which has ${end}`;
    return [{ topic, subject, code: 'invented', detail }];
  }

  /** Events in the topics that the workflow, asked after they were read, has not decided. */
  inventedBeyond({ topic, subject, sequence }: CaseEnd): VerifyFault[] {
    const end = this.find(topic, subject)?.end.sequence ?? 0;
    if (end <= sequence) return [];
    const detail = `the topic goes to sequence ${end}, the case has decided ${sequence}`;
    return [{ topic, subject, code: 'invented', detail }];
  }

  /** Another event in the topics than the one that the case has decided last. */
  otherThan({ topic, subject, sequence, chainhash }: CaseEnd): VerifyFault[] {
    const hash = this.find(topic, subject)?.hashes.get(sequence);
    if (hash === undefined || hash === chainhash) return [];
    const detail = `the case has decided another event as sequence ${sequence}`;
    return [{ topic, subject, code: 'conflict', detail }];
  }

  /** Events that the workflow, asked before the topics were read, has published. */
  missingOf({ topic, subject, sequence, unpublished }: CaseEnd): VerifyFault[] {
    const log = this.find(topic, subject);
    const end = log?.end.sequence ?? 0;
    const beyondEnd = Math.max(0, sequence - unpublished - end);
    const tail = Array.from({ length: beyondEnd }, (_, index) => end + 1 + index);
    return missing(topic, subject, [...(log?.gaps ?? []), ...tail]);
  }

  /** Missing events of subjects that no workflow answers for. */
  gapsOf(topic: TopicName, subject: string): VerifyFault[] {
    return missing(topic, subject, this.find(topic, subject)?.gaps ?? []);
  }

  /** What is wrong in the topics themselves. */
  get ownFaults(): VerifyFault[] {
    return [...this.unreadable, ...[...this.logs.values()].flatMap((log) => log.faults)];
  }

  get events(): number {
    return this.sum((log) => log.hashes.size);
  }

  get resends(): number {
    return this.sum((log) => log.resends);
  }

  private find(topic: TopicName, subject: string): SubjectLog | undefined {
    return this.logs.get(`${topic} ${subject}`);
  }

  private logOf(topic: TopicName, subject: string): SubjectLog {
    const log = this.find(topic, subject) ?? new SubjectLog(topic, subject);
    this.logs.set(`${topic} ${subject}`, log);
    return log;
  }

  private sum(count: (log: SubjectLog) => number): number {
    return [...this.logs.values()].reduce((sum, log) => sum + count(log), 0);
  }
}

function missing(topic: string, subject: string, sequences: readonly number[]): VerifyFault[] {
  if (sequences.length === 0) return [];
  return [{ topic, subject, code: 'missing', detail: `sequence ${ranges(sequences)}` }];
}

/** Numbers in rising order as ranges: `2–4, 7`. */
function ranges(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < numbers.length; i += 1) {
    const first = numbers[i] ?? 0;
    while (numbers[i + 1] === (numbers[i] ?? 0) + 1) i += 1;
    const last = numbers[i] ?? first;
    parts.push(first === last ? String(first) : `${first}–${last}`);
  }
  return parts.join(', ');
}
