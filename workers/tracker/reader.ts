import type { Kafka } from 'kafkajs';
import { topicNames } from '../../contracts/topics.js';
import type { RunningConsumer } from '../../infra/kafka/consume.js';
import { runConsumer } from '../../infra/kafka/consume.js';
import type { Logger } from '../../infra/logger.js';
import { migrate } from '../../infra/postgres/migrate.js';
import type { Pool } from '../../infra/postgres/pool.js';
import {
  nextOffset,
  readerGroup,
  resetReadModel,
  takeNewGroup,
} from '../../infra/postgres/rebuild.js';
import type { Outcome, TakenRecord } from '../../infra/postgres/take.js';
import { takeBatch } from '../../infra/postgres/take-batch.js';
import type { Away } from './away.js';
import { untilDone } from './away.js';
import type { TrackerMetrics } from './metrics.js';
import type { Lag } from './server-options.js';

/** What the reader of events runs with. */
export interface ReaderOptions {
  readonly pool: Pool;
  readonly kafka: Kafka;
  readonly logger: Logger;
  readonly metrics: TrackerMetrics;
  /** Told of PostgreSQL's coming and going. */
  readonly postgres: Away;
  /** Read everything again from offset 0. */
  readonly rebuild: boolean;
  /** Told of what no waiting mends, such as a migration that was changed: the process should end. */
  readonly onFatal: (error: unknown) => void;
}

/** The running reader. */
export interface Reader {
  /** Since when Kafka is away, RFC 3339, UTC; `undefined` while it is there. */
  kafkaAwaySince(): string | undefined;
  /** Whether it is given new events. */
  isFollowing(): boolean;
  /** As of the last fetch. */
  lag(): Lag;
  stop(): Promise<void>;
}

/** To join its group takes a consumer some seconds: only after them Kafka counts as away. */
const joiningMs = 5_000;

/** Thrown to a waiting batch when the process ends; the batch comes again at the next start. */
class Stopping extends Error {
  override readonly name = 'Stopping';
}

/**
 * Reads all topics into PostgreSQL: each batch, its rows and the next offset in one transaction.
 * While PostgreSQL is away the batch waits here and Kafka keeps the rest.
 */
export function startReader(options: ReaderOptions): Reader {
  const { pool, kafka, logger, metrics, postgres, rebuild, onFatal } = options;
  const stopping = new AbortController();
  const readAgain = new Set<string>();
  let consumer: RunningConsumer | undefined;
  const starting = start().catch(onFatal);

  return {
    kafkaAwaySince: () => awaySince(consumer),
    isFollowing: () => consumer?.health().ok ?? false,
    lag: () => lagOf(consumer),
    stop,
  };

  async function start(): Promise<void> {
    await untilDone(postgres, stopping.signal, async () => {
      const applied = await migrate(pool);
      if (applied.length > 0) logger.info({ applied }, 'the database was migrated');
      const groupId = rebuild ? await resetReadModel(pool) : await readerGroup(pool);
      if (rebuild) logger.info({ groupId }, 'the read model is built again from offset 0');
      if (!stopping.signal.aborted) consumer = consume(groupId);
    });
  }

  function consume(groupId: string): RunningConsumer {
    return runConsumer({ kafka, groupId, topics: topicNames, logger, onBatch });
  }

  async function onBatch(records: readonly TakenRecord[]): Promise<void> {
    try {
      await untilDone(postgres, stopping.signal, async () => {
        if (await jumpsAhead(records)) return;
        for await (const outcome of takeBatch(pool, records, tellFault)) record(outcome);
      });
    } catch (error) {
      onFatal(error);
      throw error;
    }
    if (stopping.signal.aborted) throw new Stopping('the tracker is stopping');
  }

  /**
   * The group may stand further than the database, when that was restored from a copy: then all is
   * read again, once; what is known is skipped.
   */
  async function jumpsAhead(records: readonly TakenRecord[]): Promise<boolean> {
    const [first] = records;
    if (first === undefined) return true;
    const stored = (await nextOffset(pool, first.topic, first.partition)) ?? 0;
    const place = `${first.topic}/${first.partition}/${first.offset}`;
    if (Number(first.offset) <= stored || readAgain.has(place)) return false;
    readAgain.add(place);
    logger.error({ place, stored }, 'records were passed over; all are read again');
    const groupId = await takeNewGroup(pool);
    const before = consumer;
    consumer = consume(groupId);
    // The old consumer waits for this very batch, so its end cannot be awaited here.
    void before?.stop().catch((error: unknown) => {
      logger.warn({ err: error }, 'the former consumer did not stop cleanly');
    });
    return true;
  }

  function tellFault(error: unknown): void {
    logger.error({ err: error }, 'a batch cannot be taken whole; its records are taken one by one');
  }

  function record(outcome: Outcome): void {
    metrics.record(outcome);
    for (const { detail, event, ...letter } of outcome.deadLetters) {
      const about = { ...letter, subject: event?.subject, sequence: event?.sequence, detail };
      logger.error(about, 'a record was put aside');
    }
  }

  async function stop(): Promise<void> {
    stopping.abort();
    await starting;
    await consumer?.stop();
  }
}

function lagOf(consumer: RunningConsumer | undefined): Lag {
  const { lag: records, lagSeconds: seconds } = consumer?.health() ?? { lag: 0, lagSeconds: 0 };
  return { records, seconds };
}

/** Since when a consumer can fetch nothing; not yet in the seconds in which it joins. */
function awaySince(consumer: RunningConsumer | undefined): string | undefined {
  const since = consumer?.health().awaySince;
  return since !== undefined && Date.now() - Date.parse(since) > joiningMs ? since : undefined;
}
