import type { Kafka, Producer, ProducerBatch } from 'kafkajs';
import type { MintedEvent } from '../../contracts/events/cloud-event.js';
import type { KafkaRecord } from '../../contracts/kafka/binding.js';
import { toKafkaRecord } from '../../contracts/kafka/binding.js';
import type { TopicName } from '../../contracts/topics.js';
import { topics } from '../../contracts/topics.js';
import type { EventPublisher } from '../../activities/ports.js';
import type { Logger } from '../logger.js';

/** Thrown when events could not be published now; the same events may be tried again. */
export class PublishFailed extends Error {
  override readonly name = 'PublishFailed';
}

/** How the publisher is. */
export interface PublisherHealth {
  readonly ok: boolean;
  /** Since when Kafka does not take events, RFC 3339, UTC. */
  readonly awaySince?: string;
  /** Age of the oldest event that waits here, in milliseconds. */
  readonly oldestMs: number;
}

/** The publisher of a process, with what its health page and its end need. */
export interface KafkaPublisher extends EventPublisher {
  health(): PublisherHealth;
  close(): Promise<void>;
}

interface Waiting {
  readonly topic: TopicName;
  readonly events: readonly MintedEvent[];
  readonly since: number;
  readonly signal: AbortSignal | undefined;
  readonly done: (error?: Error) => void;
}

const sendDeadlineMs = 8_000;
const recordsMax = 1_000;
const recycleMs = 24 * 3_600_000;

/**
 * Publishes in order with one send outstanding (kafka.md §1.3 B): all that is queued while a send is
 * under way goes with the next one, so there is no linger. After any error the producer is thrown
 * away with its connections before anybody hears of it (C, D, G): nothing of a rejected call can be
 * sent later by a library that goes on retrying.
 */
export function createPublisher(kafka: Kafka, logger: Logger): KafkaPublisher {
  const queue: Waiting[] = [];
  let producer: { readonly client: Producer; readonly since: number } | undefined;
  let isPumping = false;
  let isClosed = false;
  let awaySince: number | undefined;

  return { publish, health, close };

  async function publish(
    topic: TopicName,
    events: readonly MintedEvent[],
    signal?: AbortSignal,
  ): Promise<void> {
    if (isClosed) throw new PublishFailed('the publisher is closed');
    if (events.length === 0) return;
    await new Promise<void>((resolve, reject) => {
      const done = (error?: Error) => {
        if (error === undefined) resolve();
        else reject(error);
      };
      queue.push({ topic, events, since: Date.now(), signal, done });
      void pump();
    });
  }

  async function pump(): Promise<void> {
    if (isPumping) return;
    isPumping = true;
    while (queue.length > 0) await sendNext(takeBatch());
    isPumping = false;
  }

  /** What goes with the next send; what was called off meanwhile is dropped. */
  function takeBatch(): Waiting[] {
    const batch: Waiting[] = [];
    let records = 0;
    for (let next = queue[0]; next !== undefined; next = queue[0]) {
      if (records > 0 && records + next.events.length > recordsMax) break;
      queue.shift();
      if (next.signal?.aborted === true) next.done(new PublishFailed('called off'));
      else {
        batch.push(next);
        records += next.events.length;
      }
    }
    return batch;
  }

  async function sendNext(batch: Waiting[]): Promise<void> {
    if (batch.length === 0) return;
    try {
      await sendCompletely(batch);
      awaySince = undefined;
      for (const waiting of batch) waiting.done();
    } catch (error) {
      awaySince ??= Date.now();
      logger.warn({ err: error, events: batch.length }, 'events could not be published');
      await discardProducer();
      const reason = error instanceof Error ? error.message : String(error);
      for (const waiting of batch) waiting.done(new PublishFailed(reason));
    }
  }

  /** Sends, and compares the partitions acknowledged with those sent (kafka.md §1.3 A). */
  async function sendCompletely(batch: Waiting[]): Promise<void> {
    const recordedtime = new Date().toISOString();
    let rest = recordsOf(batch, recordedtime);
    for (let attempt = 0; rest.length > 0; attempt += 1) {
      if (attempt > 2) throw new PublishFailed('partitions were not acknowledged');
      const client = await currentProducer();
      const acknowledged = await withDeadline(client.sendBatch(asBatch(rest)), sendDeadlineMs);
      const complete = new Set(
        acknowledged
          .filter((one) => one.errorCode === 0)
          .map((one) => `${one.topicName}/${one.partition}`),
      );
      rest = rest.filter(({ topic, record }) => !complete.has(`${topic}/${record.partition}`));
    }
  }

  async function currentProducer(): Promise<Producer> {
    if (producer !== undefined && Date.now() - producer.since > recycleMs) await discardProducer();
    if (producer === undefined) {
      const client = kafka.producer({
        idempotent: true,
        maxInFlightRequests: 1,
        allowAutoTopicCreation: false,
        retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3 },
      });
      await withDeadline(client.connect(), sendDeadlineMs).catch(async (error: unknown) => {
        await quietly(client.disconnect());
        throw error;
      });
      producer = { client, since: Date.now() };
    }
    return producer.client;
  }

  async function discardProducer(): Promise<void> {
    const old = producer;
    producer = undefined;
    if (old !== undefined) await quietly(withDeadline(old.client.disconnect(), 3_000));
  }

  async function quietly(work: Promise<unknown>): Promise<void> {
    await work.catch((error: unknown) => {
      logger.debug({ err: error }, 'a producer did not close cleanly');
    });
  }

  function health(): PublisherHealth {
    const oldestMs = queue[0] === undefined ? 0 : Date.now() - queue[0].since;
    return awaySince === undefined
      ? { ok: true, oldestMs }
      : { ok: false, awaySince: new Date(awaySince).toISOString(), oldestMs };
  }

  async function close(): Promise<void> {
    isClosed = true;
    await discardProducer();
  }
}

interface TopicRecord {
  readonly topic: TopicName;
  readonly record: KafkaRecord;
}

function recordsOf(batch: readonly Waiting[], recordedtime: string): TopicRecord[] {
  return batch.flatMap(({ topic, events }) =>
    events.map((event) => ({
      topic,
      record: toKafkaRecord(event, recordedtime, topics[topic].partitions),
    })),
  );
}

function asBatch(all: readonly TopicRecord[]): ProducerBatch {
  const byTopic = new Map<TopicName, KafkaRecord[]>();
  for (const { topic, record } of all) {
    const records = byTopic.get(topic) ?? [];
    records.push(record);
    byTopic.set(topic, records);
  }
  return {
    acks: -1,
    topicMessages: [...byTopic].map(([topic, messages]) => ({
      topic,
      messages: messages.map((message) => ({ ...message, headers: { ...message.headers } })),
    })),
  };
}

async function withDeadline<Result>(work: Promise<Result>, ms: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new PublishFailed(`no answer within ${ms} ms`));
    }, ms);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
