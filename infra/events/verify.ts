import type { ReadRecord } from '../../contracts/kafka/binding.js';
import { judge } from '../../contracts/kafka/reader.js';
import type { ChainEnd } from '../../contracts/events/mint.js';
import { emptyChain } from '../../contracts/events/mint.js';

/** What is wrong with a subject's events. */
export interface VerifyFault {
  readonly topic: string;
  readonly subject: string;
  readonly code: 'missing' | 'outOfOrder' | 'conflict' | 'brokenChain' | 'invented' | 'unreadable';
  readonly detail: string;
}

/** How the events stand. */
export interface VerifyReport {
  readonly events: number;
  readonly subjects: number;
  /** Identical resends: no fault. */
  readonly resends: number;
  /** Decided and not yet acknowledged by Kafka: no fault, they are on their way. */
  readonly unpublished: number;
  readonly faults: readonly VerifyFault[];
}

/** What a workflow says of its own events. */
export interface CaseEnd extends ChainEnd {
  readonly topic: string;
  readonly subject: string;
  readonly unpublished: number;
}

/** Folds what stands in the topics, and compares it with what the workflows say. */
export class EventAudit {
  private readonly ends = new Map<string, ChainEnd>();
  private readonly faults: VerifyFault[] = [];
  private events = 0;
  private resends = 0;

  /** Takes the next record of a topic, in the order of its partition. */
  take(topic: string, where: string, read: ReadRecord): void {
    if (read.kind === 'tombstone') return;
    if (read.kind === 'unreadable') {
      this.fault({ topic, subject: where, code: 'unreadable', detail: read.reason });
      return;
    }
    const { event } = read;
    const key = `${topic} ${event.subject}`;
    const { verdict, end } = judge(topic, this.ends.get(key), event);
    const detail = `sequence ${Number(event.sequence)} after ${end.sequence} at ${where}`;
    const about = { topic, subject: event.subject, detail };
    switch (verdict) {
      case 'next':
        this.events += 1;
        this.ends.set(key, end);
        break;
      case 'duplicate':
        this.resends += 1;
        break;
      case 'gap':
        this.fault({ ...about, code: 'outOfOrder' });
        break;
      case 'conflict':
        this.fault({ ...about, code: 'conflict' });
        break;
      case 'brokenChain':
        this.fault({ ...about, code: 'brokenChain' });
        break;
    }
  }

  /** Compares with the workflows, when all records are taken. */
  compare(cases: readonly CaseEnd[]): VerifyReport {
    const known = new Set<string>();
    for (const one of cases) {
      const key = `${one.topic} ${one.subject}`;
      known.add(key);
      this.compareOne(one, this.ends.get(key) ?? emptyChain);
    }
    for (const key of this.ends.keys()) {
      if (known.has(key)) continue;
      const [topic = '', subject = ''] = key.split(' ');
      this.fault({ topic, subject, code: 'invented', detail: 'there is no such case' });
    }
    return {
      events: this.events,
      subjects: this.ends.size,
      resends: this.resends,
      unpublished: cases.reduce((sum, one) => sum + one.unpublished, 0),
      faults: this.faults,
    };
  }

  private compareOne(one: CaseEnd, end: ChainEnd): void {
    const about = { topic: one.topic, subject: one.subject };
    const published = one.sequence - one.unpublished;
    if (end.sequence < published) {
      const detail = `Kafka ends at ${end.sequence}, the case has published ${published}`;
      this.fault({ ...about, code: 'missing', detail });
    }
    if (end.sequence > one.sequence) {
      const detail = `Kafka has ${end.sequence}, the case has decided ${one.sequence}`;
      this.fault({ ...about, code: 'invented', detail });
    }
    if (end.sequence === one.sequence && end.chainhash !== one.chainhash) {
      this.fault({ ...about, code: 'conflict', detail: 'the chain hashes differ' });
    }
  }

  private fault(fault: VerifyFault): void {
    this.faults.push(fault);
  }
}
