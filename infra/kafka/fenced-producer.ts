import type { Producer, ProducerBatch } from 'kafkajs';
import kafkajs from 'kafkajs';
import type { KafkaRecord } from '../../contracts/kafka/binding.js';
import type { TopicName } from '../../contracts/topics.js';
import type { Logger } from '../logger.js';
import type { KafkaClient } from './client.js';
import { withDeadline } from './deadline.js';

/** A record and the topic that it goes to. */
export interface TopicRecord {
  readonly topic: TopicName;
  readonly record: KafkaRecord;
}

/** A producer that is used until its first error and then fenced. One send at a time. */
export interface FencedProducer {
  readonly since: number;
  /** Connects first, when it is not yet. Resolves when all records are acknowledged. */
  send(records: readonly TopicRecord[]): Promise<void>;
  /** Cuts its connections: nothing more is sent, whatever the library still has in mind. */
  fence(): void;
  /** Ends it in peace, when nothing is under way. */
  close(): Promise<void>;
}

/** Thrown when Kafka acknowledged, but not all partitions that were sent to. */
export class PartitionsMissing extends Error {
  override readonly name = 'PartitionsMissing';
}

const sendsMax = 3;
const closeMs = 3_000;

/**
 * @param onMissing told how many partitions an acknowledgement left out: kafkajs loses a partition
 *   whose leader moves to a broker that has already answered (kafka.md §1.3 A)
 */
export function openProducer(
  client: KafkaClient,
  logger: Logger,
  onMissing: (partitions: number) => void,
): FencedProducer {
  const { kafka, sever } = client.severable();
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 3 },
  });
  let connected: Promise<void> | undefined;

  return { since: Date.now(), send, fence, close };

  async function send(records: readonly TopicRecord[]): Promise<void> {
    connected ??= producer.connect();
    await connected;
    let rest = records;
    for (let sends = 1; ; sends += 1) {
      rest = await unacknowledged(producer, rest);
      if (rest.length === 0) return;
      onMissing(new Set(rest.map(partitionKey)).size);
      if (sends === sendsMax) throw new PartitionsMissing('partitions were not acknowledged');
    }
  }

  function fence(): void {
    sever();
    void disconnect();
  }

  async function close(): Promise<void> {
    await disconnect();
    sever();
  }

  async function disconnect(): Promise<void> {
    try {
      await withDeadline(producer.disconnect(), closeMs);
    } catch (error) {
      logger.debug({ err: error }, 'a producer did not close cleanly');
    }
  }
}

async function unacknowledged(
  producer: Producer,
  records: readonly TopicRecord[],
): Promise<TopicRecord[]> {
  const acknowledged = await producer.sendBatch(asBatch(records));
  const complete = new Set(
    acknowledged
      .filter(({ errorCode }) => errorCode === 0)
      .map(({ topicName, partition }) => `${topicName}/${partition}`),
  );
  return records.filter((one) => !complete.has(partitionKey(one)));
}

function partitionKey({ topic, record }: TopicRecord): string {
  return `${topic}/${record.partition}`;
}

function asBatch(records: readonly TopicRecord[]): ProducerBatch {
  const byTopic = new Map<TopicName, KafkaRecord[]>();
  for (const { topic, record } of records) {
    const others = byTopic.get(topic);
    if (others === undefined) byTopic.set(topic, [record]);
    else others.push(record);
  }
  return {
    acks: -1,
    topicMessages: [...byTopic].map(([topic, messages]) => ({
      topic,
      messages: messages.map((message) => ({ ...message, headers: { ...message.headers } })),
    })),
  };
}
