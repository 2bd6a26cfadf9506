import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EachBatchPayload, Kafka } from 'kafkajs';
import kafkajs from 'kafkajs';
import type { TopicName } from '../../contracts/topics.js';
import { liveOnce } from './consumer-life.js';
import type { LogRecord } from './log-record.js';
import { toLogRecord } from './log-record.js';
import { missingTopics } from './topics.js';

export type { LogRecord } from './log-record.js';

/** From where to where a partition is read; without `until`, on and on. */
interface Stretch {
  readonly topic: string;
  readonly partition: number;
  /** The next offset to hand out. */
  next: bigint;
  readonly until: bigint | undefined;
}

/** By `topic/partition`. */
type Stretches = Map<string, Stretch>;

/**
 * Reads topics from the first record to the last there is at the moment of the call; each partition
 * in order, each record once.
 *
 * @returns how many records were read
 * @throws KafkaJSError when Kafka cannot be reached; what `onRecord` throws passes
 */
export async function readAll(
  kafka: Kafka,
  topics: readonly TopicName[],
  onRecord: (record: LogRecord) => void,
): Promise<number> {
  let count = 0;
  const stretches = await stretchesOf(kafka, topics, ({ low, high }) => ({
    next: low,
    until: high,
  }));
  const reading = new Reading(stretches, (record) => {
    onRecord(record);
    count += 1;
  });
  await keepReading(kafka, topics, reading, { livesMax: 5 });
  return count;
}

/**
 * Follows topics until the signal is aborted, through Kafka's absences; each record once.
 *
 * @throws KafkaJSError when Kafka cannot be reached at the start; what `onRecord` throws passes
 */
export async function tail(
  kafka: Kafka,
  topics: readonly TopicName[],
  options: { readonly fromBeginning: boolean; readonly signal: AbortSignal },
  onRecord: (record: LogRecord) => void,
): Promise<void> {
  const stretches = await stretchesOf(kafka, topics, ({ low, high }) => ({
    next: options.fromBeginning ? low : high,
    until: undefined,
  }));
  const reading = new Reading(stretches, onRecord);
  options.signal.addEventListener('abort', () => {
    reading.end();
  });
  if (options.signal.aborted) return;
  await keepReading(kafka, topics, reading, { livesMax: Infinity });
}

/** What has been read and what is still to be read, whichever consumer brings it. */
class Reading {
  readonly stretches: Stretches;
  readonly ended = new AbortController();
  /** What the receiver of the records has thrown. */
  failure: { readonly error: unknown } | undefined;
  private readonly onRecord: (record: LogRecord) => void;

  constructor(stretches: Stretches, onRecord: (record: LogRecord) => void) {
    this.stretches = stretches;
    this.onRecord = onRecord;
    this.endWhenComplete();
  }

  take({ batch }: EachBatchPayload): void {
    const { topic, partition, messages } = batch;
    const stretch = this.stretches.get(`${topic}/${partition}`);
    if (stretch === undefined || this.ended.signal.aborted) return;
    for (const message of messages) {
      const offset = BigInt(message.offset);
      if (offset < stretch.next) continue;
      if (stretch.until !== undefined && offset >= stretch.until) break;
      this.hand(toLogRecord(topic, partition, message));
      if (this.failure !== undefined) return;
      stretch.next = offset + 1n;
    }
    // The last places of a batch may hold no record: markers, or what was compacted away.
    const after = BigInt(batch.lastOffset()) + 1n;
    if (after > stretch.next) stretch.next = after;
    this.endWhenComplete();
  }

  end(): void {
    this.ended.abort();
  }

  /** A sum that grows with every record read. */
  get progress(): bigint {
    return [...this.stretches.values()].reduce((sum, { next }) => sum + next, 0n);
  }

  /** A record is handed out once, so a receiver that fails is not tried again. */
  private hand(record: LogRecord): void {
    try {
      this.onRecord(record);
    } catch (error) {
      this.failure = { error };
      this.end();
    }
  }

  private endWhenComplete(): void {
    const isOpen = ({ next, until }: Stretch) => until === undefined || next < until;
    if (![...this.stretches.values()].some(isOpen)) this.end();
  }
}

const silentMs = 20_000;
const pauseMs = 500;

/** One consumer after another until all is read; so many without progress are the end. */
async function keepReading(
  kafka: Kafka,
  topics: readonly TopicName[],
  reading: Reading,
  { livesMax }: { readonly livesMax: number },
): Promise<void> {
  const { signal } = reading.ended;
  let fruitless = 0;
  while (!signal.aborted) {
    const before = reading.progress;
    try {
      await readOnce(kafka, topics, reading);
    } catch (error) {
      fruitless = reading.progress > before ? 0 : fruitless + 1;
      if (fruitless >= livesMax) throw error;
      await Promise.allSettled([sleep(pauseMs, undefined, { signal })]);
    }
  }
  if (reading.failure !== undefined) throw reading.failure.error;
}

/**
 * One consumer, in a group of its own that is deleted afterwards. It commits nothing: it begins
 * where the reading stands, and what it brings from before is passed over.
 */
async function readOnce(
  kafka: Kafka,
  topics: readonly TopicName[],
  reading: Reading,
): Promise<void> {
  const groupId = `prasan-read-${randomUUID()}`;
  const consumer = kafka.consumer({
    groupId,
    maxWaitTimeInMs: 200,
    allowAutoTopicCreation: false,
    retry: { retries: 4, restartOnFailure: () => Promise.resolve(false) },
  });
  try {
    await liveOnce(consumer, {
      topics,
      run: {
        autoCommit: false,
        eachBatch: (payload) => {
          reading.take(payload);
          return Promise.resolve();
        },
      },
      signal: reading.ended.signal,
      silentMs,
      onAssigned: () => {
        for (const { topic, partition, next } of reading.stretches.values()) {
          consumer.seek({ topic, partition, offset: next.toString() });
        }
      },
    });
  } finally {
    // The broker forgets an empty group by itself in time.
    await Promise.allSettled([deleteGroup(kafka, groupId)]);
  }
}

async function deleteGroup(kafka: Kafka, groupId: string): Promise<void> {
  const admin = kafka.admin({ retry: { retries: 1 } });
  await admin.connect();
  try {
    await admin.deleteGroups([groupId]);
  } finally {
    await admin.disconnect();
  }
}

type Choose = (ends: { low: bigint; high: bigint }) => Pick<Stretch, 'next' | 'until'>;

const startTriesMax = 20;
const startWaitMs = 500;

/**
 * What is to be read of each partition. A broker that has just come back leads none of them yet:
 * kafkajs's producers and consumers ask again then, its admin does not.
 */
async function stretchesOf(
  kafka: Kafka,
  topics: readonly TopicName[],
  choose: Choose,
): Promise<Stretches> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await askStretches(kafka, topics, choose);
    } catch (error) {
      if (!isPassing(error) || tries === startTriesMax) throw error;
      await sleep(startWaitMs);
    }
  }
}

/** Up to where each partition of a topic has records: the offset that the next one will have. */
export async function endOffsets(
  kafka: Kafka,
  topic: TopicName,
): Promise<ReadonlyMap<number, number>> {
  const ends = await askStretches(kafka, [topic], ({ high }) => ({ next: high, until: high }));
  return new Map([...ends.values()].map(({ partition, next }) => [partition, Number(next)]));
}

/** The broker says so itself. */
function isPassing(error: unknown): boolean {
  return error instanceof kafkajs.KafkaJSProtocolError && error.retriable;
}

async function askStretches(
  kafka: Kafka,
  topics: readonly TopicName[],
  choose: Choose,
): Promise<Stretches> {
  const admin = kafka.admin({ retry: { retries: 8, initialRetryTime: 200 } });
  await admin.connect();
  try {
    const [missing] = await missingTopics(admin, topics);
    if (missing !== undefined) {
      throw new kafkajs.KafkaJSNonRetriableError(`there is no topic ${missing}`);
    }
    const all = await Promise.all(
      topics.map(async (topic) =>
        (await admin.fetchTopicOffsets(topic)).map(
          ({ partition, low, high }): [string, Stretch] => {
            const ends = { low: BigInt(low), high: BigInt(high) };
            return [`${topic}/${partition}`, { topic, partition, ...choose(ends) }];
          },
        ),
      ),
    );
    return new Map(all.flat());
  } finally {
    await admin.disconnect();
  }
}
