import { setTimeout as sleep } from 'node:timers/promises';
import type { EventPublisher } from '../../activities/ports.js';
import type { MintedEvent } from '../../contracts/events/cloud-event.js';
import { toKafkaRecord } from '../../contracts/kafka/binding.js';
import type { TopicName } from '../../contracts/topics.js';
import { topics } from '../../contracts/topics.js';
import type { Logger } from '../logger.js';
import type { KafkaClient } from './client.js';
import { withDeadline } from './deadline.js';
import type { FencedProducer, TopicRecord } from './fenced-producer.js';
import { openProducer } from './fenced-producer.js';
import { inSends, recordsMax, tooLarge } from './limits.js';
import { isRefusal } from './refusal.js';
import type { Call } from './waiting.js';
import { Waiting } from './waiting.js';

/**
 * Why events were not published: the publisher is closed; the caller called off; a record is larger
 * than a topic takes; the broker refuses them; Kafka does not answer.
 */
export type PublishFailure = 'closed' | 'calledOff' | 'tooLarge' | 'refused' | 'unreachable';

/** Thrown when events could not be published now; the same events may be tried again. */
export class PublishFailed extends Error {
  override readonly name = 'PublishFailed';
  readonly code: PublishFailure;

  constructor(code: PublishFailure, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** How the publisher is. */
export interface PublisherHealth {
  readonly ok: boolean;
  /** Since when Kafka does not take events, RFC 3339, UTC. */
  readonly awaySince?: string;
  /** Milliseconds since the oldest event was decided that this process has not put on Kafka. */
  readonly oldestMs: number;
}

/** What the publisher has done since it was made. */
export interface PublisherCounts {
  /** Events acknowledged. */
  published: number;
  /** Requests to send that were acknowledged. */
  sends: number;
  /** Attempts after a failed one, with the same events. */
  resends: number;
  /** Producers thrown away after an error. */
  rebuilds: number;
  /** Partitions that an acknowledgement left out, sent again. */
  missingPartitions: number;
  /** Milliseconds from sending to acknowledgement, over all sends. */
  ackMs: number;
}

/** The publisher of a process, with what its health page and its end need. */
export interface KafkaPublisher extends EventPublisher {
  health(): PublisherHealth;
  readonly counts: Readonly<PublisherCounts>;
  /** Calls that wait for their turn. */
  readonly queued: number;
  /** Takes nothing more, ends what is under way, and disconnects. */
  close(): Promise<void>;
}

/**
 * An attempt lasts at most `sendMs` and begins only while a call is younger than `startMs`: a call
 * is settled well within its activity's 20 s, so two attempts of Temporal never send side by side.
 */
const sendMs = 7_000;
const startMs = 8_000;
const recycleMs = 24 * 3_600_000;
const pauseMinMs = 100;
const pauseMaxMs = 1_000;
/** A send that takes longer than this is a sign that Kafka is away. */
const slowMs = 2_000;

/**
 * Publishes in order with one send outstanding (kafka.md §1.3 B): all that is queued while a send is
 * under way goes with the next one, so there is no linger. After any error the producer is thrown
 * away with its connections (C, D, G) and the same events go first with a new one. Nothing of a call
 * can be sent once its promise has settled.
 */
export function createPublisher(kafka: KafkaClient, logger: Logger): KafkaPublisher {
  return new GroupCommit(kafka, logger);
}

class GroupCommit implements KafkaPublisher {
  readonly counts: PublisherCounts = {
    published: 0,
    sends: 0,
    resends: 0,
    rebuilds: 0,
    missingPartitions: 0,
    ackMs: 0,
  };
  private readonly kafka: KafkaClient;
  private readonly logger: Logger;
  private readonly waiting = new Waiting();
  private producer: FencedProducer | undefined;
  private pumping: Promise<void> | undefined;
  private sendingSince: number | undefined;
  private failingSince: number | undefined;
  private isClosed = false;

  constructor(kafka: KafkaClient, logger: Logger) {
    this.kafka = kafka;
    this.logger = logger;
  }

  async publish(
    topic: TopicName,
    events: readonly MintedEvent[],
    signal?: AbortSignal,
  ): Promise<void> {
    if (this.isClosed) throw closed();
    if (signal?.aborted === true) throw calledOff();
    if (events.length === 0) return;
    const done = this.waiting.add(topic, events);
    const callOff = () => {
      this.waiting.dropQueued(done.call, calledOff());
    };
    signal?.addEventListener('abort', callOff);
    this.pumping ??= this.pump();
    try {
      await done.settled;
    } finally {
      signal?.removeEventListener('abort', callOff);
    }
  }

  get queued(): number {
    return this.waiting.queued;
  }

  health(): PublisherHealth {
    const { sendingSince } = this;
    const isSlow = sendingSince !== undefined && Date.now() - sendingSince > slowMs;
    const since = this.failingSince ?? (isSlow ? sendingSince : undefined);
    const oldestMs = this.waiting.oldestMs(Date.now());
    return since === undefined
      ? { ok: true, oldestMs }
      : { ok: false, awaySince: new Date(since).toISOString(), oldestMs };
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.waiting.rejectQueued(closed());
    await this.pumping;
    await this.producer?.close();
  }

  private async pump(): Promise<void> {
    // After the caller's turn, so that calls made together go together.
    await Promise.resolve();
    for (;;) {
      const calls = this.waiting.take(recordsMax);
      if (calls.length === 0) break;
      await this.deliver(calls);
    }
    this.pumping = undefined;
  }

  /** Sends until all calls are settled; nothing newer goes before them. */
  private async deliver(given: readonly Call[]): Promise<void> {
    let calls = this.stillWanted(given);
    for (let attempt = 0; calls.length > 0; attempt += 1) {
      if (attempt > 0) this.counts.resends += 1;
      try {
        await this.send(calls);
        this.settle(calls);
        return;
      } catch (error) {
        if (isRefusal(error)) {
          await this.deliverApart(calls, error);
          return;
        }
        calls = this.stillWanted(calls, error);
        if (calls.length > 0) await sleep(Math.min(pauseMaxMs, pauseMinMs * 2 ** attempt));
        calls = this.stillWanted(calls, error);
      }
    }
  }

  /** What the broker refuses of one call must not hold up the others. */
  private async deliverApart(calls: readonly Call[], error: unknown): Promise<void> {
    if (calls.length > 1) {
      for (const call of calls) await this.deliver([call]);
      return;
    }
    for (const call of calls) {
      this.waiting.reject(call, new PublishFailed('refused', messageOf(error), error));
    }
  }

  /** Leaves out what was given up meanwhile, and rejects what has waited for too long. */
  private stillWanted(calls: readonly Call[], error?: unknown): Call[] {
    const now = Date.now();
    return calls.filter((call) => {
      if (call.isSettled) return false;
      if (this.isClosed) this.waiting.reject(call, closed());
      else if (now - call.since > startMs) this.waiting.reject(call, unreachable(error));
      else return true;
      return false;
    });
  }

  private async send(calls: readonly Call[]): Promise<void> {
    const records = this.recordsOf(calls);
    if (records.length === 0) return;
    const producer = await this.currentProducer();
    const started = Date.now();
    this.sendingSince = started;
    for (const call of calls) call.isOnWire = true;
    try {
      await withDeadline(this.sendParts(producer, records), sendMs);
      this.counts.ackMs += Date.now() - started;
    } catch (error) {
      this.discard(producer, error);
      throw error;
    } finally {
      this.sendingSince = undefined;
      for (const call of calls) call.isOnWire = false;
    }
  }

  private async sendParts(
    producer: FencedProducer,
    records: readonly TopicRecord[],
  ): Promise<void> {
    for (const part of inSends(records)) {
      await producer.send(part);
      this.counts.sends += 1;
    }
  }

  /** The records of this sending; a call with one that no topic takes is rejected. */
  private recordsOf(calls: readonly Call[]): TopicRecord[] {
    const recordedtime = new Date().toISOString();
    return calls.flatMap((call) => {
      const { topic, events } = call;
      const { partitions } = topics[topic];
      const records = events.map((event) => ({
        topic,
        record: toKafkaRecord(event, recordedtime, partitions),
      }));
      const excess = tooLarge(records);
      if (excess === undefined) return records;
      this.waiting.reject(call, new PublishFailed('tooLarge', excess));
      return [];
    });
  }

  private async currentProducer(): Promise<FencedProducer> {
    if (this.producer !== undefined && Date.now() - this.producer.since > recycleMs) {
      const old = this.producer;
      this.producer = undefined;
      await old.close();
    }
    this.producer ??= openProducer(this.kafka, this.logger, (partitions) => {
      this.counts.missingPartitions += partitions;
    });
    return this.producer;
  }

  private settle(calls: readonly Call[]): void {
    if (this.failingSince !== undefined) this.logger.info('Kafka takes events again');
    this.failingSince = undefined;
    for (const call of calls) {
      if (call.isSettled) continue;
      this.counts.published += call.events.length;
      this.waiting.resolve(call);
    }
  }

  private discard(producer: FencedProducer, error: unknown): void {
    producer.fence();
    this.producer = undefined;
    this.counts.rebuilds += 1;
    if (this.failingSince === undefined) {
      this.logger.warn({ err: error }, 'events could not be published; trying again');
    }
    this.failingSince ??= Date.now();
  }
}

function closed(): PublishFailed {
  return new PublishFailed('closed', 'the publisher is closed');
}

function calledOff(): PublishFailed {
  return new PublishFailed('calledOff', 'the caller has called off');
}

function unreachable(error?: unknown): PublishFailed {
  const why = error === undefined ? 'its turn did not come in time' : messageOf(error);
  return new PublishFailed('unreachable', `Kafka does not take events: ${why}`, error);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
