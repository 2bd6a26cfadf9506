import type { PublishedEvent } from '../../contracts/events/cloud-event.js';
import { applyBatch } from './apply.js';
import { isDatabaseAway } from './database-away.js';
import type { Pool } from './pool.js';
import { inTransaction } from './pool.js';
import type { Outcome, TakenRecord } from './take.js';
import { faultOf } from './take.js';

/**
 * Takes a batch of one partition so that no record stands in the way of the others. As a rule it is
 * one transaction. Where that fails, and not because PostgreSQL is away, each record is taken by
 * itself, and the one that cannot be is put aside with the reason.
 *
 * @param onFault told of what stood in the way of the whole
 * @yields what each transaction came to, once it is committed
 * @throws what says that PostgreSQL is away, or that nothing at all can be written
 */
export async function* takeBatch(
  pool: Pool,
  records: readonly TakenRecord[],
  onFault: (error: unknown) => void = () => undefined,
): AsyncGenerator<Outcome> {
  let whole: Outcome | undefined;
  try {
    whole = await inTransaction(pool, (client) => applyBatch(client, records));
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    onFault(error);
  }
  if (whole === undefined) yield* takeSingly(pool, records);
  else yield whole;
}

async function* takeSingly(pool: Pool, records: readonly TakenRecord[]): AsyncGenerator<Outcome> {
  for (const record of records) {
    let next: TakenRecord | undefined = record;
    while (next !== undefined) {
      yield await takeOne(pool, next);
      next = await heldNext(pool, next);
    }
  }
}

/** Ways to take a record: whole; its event to the archive alone; or that there was one. */
const lessAndLess: readonly ((record: TakenRecord, why: string) => TakenRecord)[] = [
  (record) => record,
  (record, why) => ({ ...record, doubt: `it could not be applied: ${why}` }),
  (record, why) => ({
    ...record,
    read: { kind: 'unreadable', reason: `${nameOf(record)} could not be archived: ${why}` },
  }),
];

async function takeOne(pool: Pool, record: TakenRecord): Promise<Outcome> {
  let failure: unknown;
  for (const way of lessAndLess) {
    const taken = way(record, failure instanceof Error ? failure.message : String(failure));
    try {
      return await inTransaction(pool, (client) =>
        applyBatch(client, [taken], { isReleasing: false }),
      );
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      failure = error;
    }
  }
  throw failure;
}

function nameOf({ read }: TakenRecord): string {
  return read.kind === 'event' ? `${read.event.subject} ${Number(read.event.sequence)}` : 'it';
}

/** What was held back for want of the event in a record, when its turn has come. */
async function heldNext(
  pool: Pool,
  { topic, read }: TakenRecord,
): Promise<TakenRecord | undefined> {
  if (read.kind !== 'event' || faultOf(read.event) !== undefined) return undefined;
  const { rows } = await pool.query<{ event: PublishedEvent; partition: number; offset: number }>(
    `SELECT h.event, h.partition, h.kafka_offset AS offset
     FROM prasan.held_event h JOIN prasan.chain_end e USING (topic, subject)
     WHERE topic = $1 AND subject = $2 AND h.sequence = e.sequence + 1
     ORDER BY h.kafka_offset LIMIT 1`,
    [topic, read.event.subject],
  );
  return rows.map(({ event, partition, offset }): TakenRecord => ({
    topic,
    partition,
    offset: String(offset),
    read: { kind: 'event', event },
  }))[0];
}
