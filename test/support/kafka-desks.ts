import { expect } from '@jest/globals';
import type { MintedEvent } from '../../contracts/events/cloud-event.js';
import type { ChainEnd } from '../../contracts/events/mint.js';
import { emptyChain } from '../../contracts/events/mint.js';
import { partitionOf } from '../../contracts/kafka/partition.js';
import { judge } from '../../contracts/kafka/reader.js';
import type { LogRecord } from '../../infra/kafka/log-record.js';
import type { KafkaPublisher } from '../../infra/kafka/publisher.js';
import { PublishFailed } from '../../infra/kafka/publisher.js';
import { chain } from './kafka-events.js';

const topic = 'service.status.v1';
const retryMs = 100;
const workMs = 15;

/** Cases that decide and publish as workflows do: in order, a few at a time, again until done. */
export class Desks {
  /** All that was ever decided, by subject. */
  readonly decided = new Map<string, MintedEvent[]>();
  /** How many of a subject's events were acknowledged. */
  readonly acknowledged = new Map<string, number>();
  /** How often a call failed, by code. */
  readonly failures = new Map<string, number>();
  private readonly publisher: KafkaPublisher;
  private readonly working: Promise<void>[];
  private isOpen = true;

  constructor(publisher: KafkaPublisher, prefix: string, count: number) {
    this.publisher = publisher;
    this.working = Array.from({ length: count }, (_, n) => this.work(`service/${prefix}-${n}`));
  }

  get total(): number {
    return [...this.acknowledged.values()].reduce((sum, one) => sum + one, 0);
  }

  /** Decides nothing more, and ends when all that was decided is acknowledged. */
  async close(): Promise<void> {
    this.isOpen = false;
    await Promise.all(this.working);
  }

  private async work(subject: string): Promise<void> {
    const decided: MintedEvent[] = [];
    this.decided.set(subject, decided);
    this.acknowledged.set(subject, 0);
    while (this.isOpen) {
      const count = 1 + ((decided.length * 7) % 4);
      const numbers = Array.from({ length: count }, (_, n) => ({ number: decided.length + n }));
      const fresh = chain(subject, numbers, { end: endOf(decided) });
      decided.push(...fresh);
      await this.untilPublished(fresh);
      this.acknowledged.set(subject, decided.length);
      await new Promise((resolve) => setTimeout(resolve, workMs));
    }
  }

  private async untilPublished(events: readonly MintedEvent[]): Promise<void> {
    for (;;) {
      try {
        await this.publisher.publish(topic, events);
        return;
      } catch (error) {
        if (!(error instanceof PublishFailed)) throw error;
        this.failures.set(error.code, (this.failures.get(error.code) ?? 0) + 1);
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
  }
}

function endOf(decided: readonly MintedEvent[]): ChainEnd {
  const last = decided.at(-1);
  return last === undefined
    ? emptyChain
    : { sequence: Number(last.sequence), chainhash: last.chainhash };
}

/** What a log holds, beside what it must hold. */
export interface LogCheck {
  readonly duplicates: number;
}

/**
 * The log is faithful: nothing acknowledged is missing, nothing is there that was not decided, each
 * subject is in order and in its partition, and what is there twice is the same twice.
 */
export function expectFaithful(desks: Desks, records: readonly LogRecord[]): LogCheck {
  const byId = new Map([...desks.decided.values()].flat().map((event) => [event.id, event]));
  const ends = new Map<string, ChainEnd>();
  const verdicts = { next: 0, duplicate: 0, conflict: 0, gap: 0, brokenChain: 0 };
  for (const { read, partition } of records) {
    if (read.kind !== 'event') throw new Error(`a record is no event: ${read.kind}`);
    const { recordedtime, ...event } = read.event;
    if (!desks.decided.has(event.subject)) continue;
    expect(Date.parse(recordedtime)).not.toBeNaN();
    expect(event).toEqual(byId.get(event.id));
    expect(partition).toBe(partitionOf(event.subject, 12));
    const { verdict, end } = judge(topic, ends.get(event.subject), event);
    ends.set(event.subject, end);
    verdicts[verdict] += 1;
  }
  expect(verdicts).toMatchObject({ conflict: 0, gap: 0, brokenChain: 0 });
  for (const [subject, count] of desks.acknowledged) {
    expect([subject, ends.get(subject)?.sequence ?? 0]).toEqual([subject, count]);
  }
  expect(verdicts.next).toBe(desks.total);
  return { duplicates: verdicts.duplicate };
}
