import { setTimeout as sleep } from 'node:timers/promises';
import type { EachBatchPayload, Kafka } from 'kafkajs';
import type { TopicName } from '../../contracts/topics.js';
import type { Logger } from '../logger.js';
import { liveOnce } from './consumer-life.js';
import type { LogRecord } from './log-record.js';
import { toLogRecord } from './log-record.js';

/** What a consumer runs with. */
export interface ConsumeOptions {
  readonly kafka: Kafka;
  /** Of this consumer alone: members of one group with other topics leave partitions unread. */
  readonly groupId: string;
  readonly topics: readonly TopicName[];
  readonly logger: Logger;
  /**
   * Takes a batch of one partition, in order, with exactly-once effect of its own: records and the
   * next offset in one transaction. The group's offsets are only a hint: a batch that comes again
   * must change nothing, and one that begins too late must be noticed. When it throws, it is given
   * again.
   */
  readonly onBatch: (records: LogRecord[]) => Promise<void>;
}

/** A running consumer. */
export interface RunningConsumer {
  health(): ConsumerHealth;
  /** Takes nothing more, waits for the batch under way and leaves the group. */
  stop(): Promise<void>;
}

/** How a consumer is. */
export interface ConsumerHealth {
  readonly ok: boolean;
  /** Since when nothing could be fetched, RFC 3339, UTC. */
  readonly awaySince?: string;
  /** Records behind the newest, as of the last fetch. */
  readonly lag: number;
  /** Seconds since the oldest record that is not yet taken was sent, as of the last fetch. */
  readonly lagSeconds: number;
}

const sessionMs = 15_000;
const heartbeatMs = 3_000;
const silentMs = 20_000;
const pauseMinMs = 500;
const pauseMaxMs = 5_000;

/**
 * Consumes with the guards of kafka.md §1.3 H: a consumer that crashed or went silent is replaced by
 * a new one after a pause, a long batch heartbeats, and what is fetched ahead is bounded.
 */
export function runConsumer(options: ConsumeOptions): RunningConsumer {
  const { logger } = options;
  const stopping = new AbortController();
  const behind = new Behind();
  let awaySince: number | undefined = Date.now();
  let pauseMs = pauseMinMs;
  const running = keepRunning();

  return { health, stop };

  async function keepRunning(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await liveOnce(newConsumer(options), {
          topics: options.topics,
          run: { autoCommit: true, eachBatch: takeBatch },
          signal: stopping.signal,
          silentMs,
          onSign: () => {
            awaySince = undefined;
            pauseMs = pauseMinMs;
          },
        });
      } catch (error) {
        awaySince ??= Date.now();
        logger.warn({ err: error, pauseMs }, 'the consumer is started again');
        await Promise.allSettled([sleep(pauseMs, undefined, { signal: stopping.signal })]);
        pauseMs = Math.min(pauseMaxMs, pauseMs * 2);
      }
    }
  }

  async function takeBatch(payload: EachBatchPayload): Promise<void> {
    const { topic, partition, messages } = payload.batch;
    const beat = setInterval(() => {
      // A group that rebalances is met again by the next fetch, which joins it.
      void payload.heartbeat().catch((error: unknown) => {
        logger.debug({ err: error }, 'no heartbeat');
      });
    }, heartbeatMs);
    try {
      behind.before(payload);
      await options.onBatch(messages.map((message) => toLogRecord(topic, partition, message)));
      behind.after(payload);
    } finally {
      clearInterval(beat);
    }
  }

  function health(): ConsumerHealth {
    const lag = { lag: behind.records(), lagSeconds: behind.seconds(Date.now()) };
    return awaySince === undefined
      ? { ok: true, ...lag }
      : { ok: false, awaySince: new Date(awaySince).toISOString(), ...lag };
  }

  async function stop(): Promise<void> {
    stopping.abort();
    await running;
  }
}

function newConsumer({ kafka, groupId }: ConsumeOptions) {
  return kafka.consumer({
    groupId,
    sessionTimeout: sessionMs,
    heartbeatInterval: heartbeatMs,
    maxWaitTimeInMs: 300,
    maxBytes: 4 * 1024 * 1024,
    allowAutoTopicCreation: false,
    // Replaced here, by a consumer that remembers nothing.
    retry: { retries: 4, restartOnFailure: () => Promise.resolve(false) },
  });
}

/** How far each partition is behind. */
class Behind {
  private readonly partitions = new Map<string, { records: number; since: number }>();

  before({ batch }: EachBatchPayload): void {
    const records = Number(batch.offsetLag()) + batch.messages.length;
    this.set(batch, records, batch.messages[0]?.timestamp);
  }

  after({ batch }: EachBatchPayload): void {
    this.set(batch, Number(batch.offsetLag()), batch.messages.at(-1)?.timestamp);
  }

  records(): number {
    return [...this.partitions.values()].reduce((sum, one) => sum + one.records, 0);
  }

  seconds(now: number): number {
    const late = [...this.partitions.values()].filter(({ records }) => records > 0);
    return late.reduce((most, { since }) => Math.max(most, (now - since) / 1_000), 0);
  }

  private set(
    { topic, partition }: EachBatchPayload['batch'],
    records: number,
    timestamp: string | undefined,
  ): void {
    const since = Number(timestamp ?? Date.now());
    this.partitions.set(`${topic}/${partition}`, { records: Math.max(0, records), since });
  }
}
