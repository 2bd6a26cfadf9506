import { randomUUID } from 'node:crypto';
import type { Consumer, Kafka, KafkaMessage } from 'kafkajs';
import type { ReadRecord } from '../../contracts/kafka/binding.js';
import { fromKafkaRecord } from '../../contracts/kafka/binding.js';
import type { TopicName } from '../../contracts/topics.js';

/** A record as it stands in the log, and what it turned out to be. */
export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** When it was sent, milliseconds since the epoch. */
  readonly timestamp: number;
  readonly read: ReadRecord;
}

/**
 * Reads topics from the first record to the last there is at the moment of the call, in a group of
 * its own that is deleted afterwards.
 *
 * @returns how many records were read
 */
export async function readAll(
  kafka: Kafka,
  topics: readonly TopicName[],
  onRecord: (record: LogRecord) => void,
): Promise<number> {
  const ends = await highWatermarks(kafka, topics);
  const open = new Set(ends.keys());
  let count = 0;
  if (open.size === 0) return 0;
  await withReader(kafka, topics, true, async (consumer) => {
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => {
        reject(payload.error);
      });
      consumer
        .run({
          autoCommit: false,
          eachMessage: ({ topic, partition, message }) => {
            const key = `${topic}/${partition}`;
            const end = ends.get(key) ?? 0n;
            const offset = BigInt(message.offset);
            if (offset < end) {
              onRecord(toLogRecord(topic, partition, message));
              count += 1;
            }
            if (offset + 1n >= end) open.delete(key);
            if (open.size === 0) resolve();
            return Promise.resolve();
          },
        })
        .catch(reject);
    });
  });
  return count;
}

/** Follows topics until the signal is aborted. */
export async function tail(
  kafka: Kafka,
  topics: readonly TopicName[],
  options: { readonly fromBeginning: boolean; readonly signal: AbortSignal },
  onRecord: (record: LogRecord) => void,
): Promise<void> {
  await withReader(kafka, topics, options.fromBeginning, async (consumer) => {
    await consumer.run({
      autoCommit: false,
      eachMessage: ({ topic, partition, message }) => {
        onRecord(toLogRecord(topic, partition, message));
        return Promise.resolve();
      },
    });
    await new Promise<void>((resolve) => {
      if (options.signal.aborted) resolve();
      options.signal.addEventListener('abort', () => {
        resolve();
      });
    });
  });
}

/** A delivered message with where it stood. */
export function toLogRecord(topic: string, partition: number, message: KafkaMessage): LogRecord {
  return {
    topic,
    partition,
    offset: message.offset,
    timestamp: Number(message.timestamp),
    read: fromKafkaRecord(message),
  };
}

async function withReader(
  kafka: Kafka,
  topics: readonly TopicName[],
  fromBeginning: boolean,
  work: (consumer: Consumer) => Promise<void>,
): Promise<void> {
  const groupId = `prasan-read-${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, retry: { retries: 8, initialRetryTime: 200 } });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [...topics], fromBeginning });
    await work(consumer);
  } finally {
    await consumer.disconnect();
    await deleteGroup(kafka, groupId);
  }
}

async function deleteGroup(kafka: Kafka, groupId: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    await admin.deleteGroups([groupId]);
  } finally {
    await admin.disconnect();
  }
}

async function highWatermarks(
  kafka: Kafka,
  topics: readonly TopicName[],
): Promise<Map<string, bigint>> {
  const admin = kafka.admin({ retry: { retries: 8, initialRetryTime: 200 } });
  await admin.connect();
  try {
    const all = await Promise.all(
      topics.map(async (topic) => {
        const offsets = await admin.fetchTopicOffsets(topic);
        return offsets
          .filter(({ high }) => BigInt(high) > 0n)
          .map(({ partition, high }) => [`${topic}/${partition}`, BigInt(high)] as const);
      }),
    );
    return new Map(all.flat());
  } finally {
    await admin.disconnect();
  }
}
