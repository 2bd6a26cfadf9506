import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { TopicName } from '../../contracts/topics.js';
import type { Logger } from '../logger.js';
import type { LogRecord } from './read-all.js';
import { toLogRecord } from './read-all.js';

/** What a consumer runs with. */
export interface ConsumeOptions {
  readonly kafka: Kafka;
  readonly groupId: string;
  readonly topics: readonly TopicName[];
  readonly logger: Logger;
  /**
   * Takes a batch of one partition, in order, with exactly-once effect of its own: records and the
   * next offset in one transaction. A batch that comes again must change nothing. When it throws, it
   * is given again.
   */
  readonly onBatch: (records: LogRecord[]) => Promise<void>;
}

/** A running consumer. */
export interface RunningConsumer {
  health(): ConsumerHealth;
  stop(): Promise<void>;
}

/** How a consumer is. */
export interface ConsumerHealth {
  readonly ok: boolean;
  /** Since when nothing could be fetched, RFC 3339, UTC. */
  readonly awaySince?: string;
  /** Records behind the newest, as of the last fetch. */
  readonly lag: number;
}

const rebuildMs = 2_000;
const silentMs = 30_000;

/**
 * Consumes with the guards of kafka.md §1.3 H: a crash rebuilds the consumer after a pause, a long
 * batch heartbeats, and one that has gone silent says so.
 */
export function runConsumer(options: ConsumeOptions): RunningConsumer {
  const lags = new Map<string, number>();
  let isStopped = false;
  let awaySince: number | undefined = Date.now();
  let lastSign = Date.now();
  let consumer: Consumer | undefined;
  let rebuild: NodeJS.Timeout | undefined;
  void start();

  return { health, stop };

  async function start(): Promise<void> {
    if (isStopped) return;
    const fresh = options.kafka.consumer({
      groupId: options.groupId,
      sessionTimeout: 15_000,
      heartbeatInterval: 3_000,
      maxWaitTimeInMs: 300,
      retry: { retries: 4, restartOnFailure: () => Promise.resolve(false) },
    });
    consumer = fresh;
    watch(fresh);
    try {
      await fresh.connect();
      await fresh.subscribe({ topics: [...options.topics], fromBeginning: true });
      await fresh.run({ autoCommit: true, autoCommitInterval: 2_000, eachBatch: takeBatch });
    } catch (error) {
      startAgain(fresh, error);
    }
  }

  function watch(fresh: Consumer): void {
    const sign = () => {
      lastSign = Date.now();
      awaySince = undefined;
    };
    fresh.on(fresh.events.FETCH, sign);
    fresh.on(fresh.events.HEARTBEAT, sign);
    fresh.on(fresh.events.CRASH, ({ payload }) => {
      startAgain(fresh, payload.error);
    });
  }

  function startAgain(failed: Consumer, error: unknown): void {
    if (isStopped || consumer !== failed) return;
    awaySince ??= Date.now();
    options.logger.warn({ err: error }, 'the consumer is started again');
    consumer = undefined;
    rebuild = setTimeout(() => {
      void failed
        .disconnect()
        .catch((reason: unknown) => {
          options.logger.debug({ err: reason }, 'a consumer did not close cleanly');
        })
        .then(start);
    }, rebuildMs);
  }

  async function takeBatch({ batch, heartbeat }: EachBatchPayload): Promise<void> {
    const beat = setInterval(() => {
      void heartbeat().catch((error: unknown) => {
        options.logger.debug({ err: error }, 'heartbeat');
      });
    }, 3_000);
    try {
      const { topic, partition, messages } = batch;
      await options.onBatch(messages.map((message) => toLogRecord(topic, partition, message)));
      lags.set(`${topic}/${partition}`, Number(batch.offsetLag()));
      lastSign = Date.now();
    } finally {
      clearInterval(beat);
    }
  }

  function health(): ConsumerHealth {
    const lag = [...lags.values()].reduce((sum, one) => sum + Math.max(0, one), 0);
    const isSilent = Date.now() - lastSign > silentMs;
    const since = awaySince ?? (isSilent ? lastSign : undefined);
    return since === undefined
      ? { ok: true, lag }
      : { ok: false, awaySince: new Date(since).toISOString(), lag };
  }

  async function stop(): Promise<void> {
    isStopped = true;
    clearTimeout(rebuild);
    await consumer?.disconnect();
  }
}
