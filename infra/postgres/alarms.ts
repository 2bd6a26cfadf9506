import type { Queryable } from './pool.js';
import type { DeadReason } from './take.js';

/** What the reader could not take: each number above 0 means that figures may be incomplete. */
export interface Alarms {
  /** Known sequences that came with other content. */
  readonly conflicts: number;
  /** Events whose chain hash does not follow. */
  readonly brokenChains: number;
  /** Records that could not be read, or not be kept. */
  readonly unreadable: number;
  /** Events in the archive that no figure has learnt of. */
  readonly notUnderstood: number;
  /** Events held back because one before them is missing. */
  readonly held: number;
}

/** The alarms that stand: dead letters that nobody has settled, and what is held back. */
export async function readAlarms(db: Queryable): Promise<Alarms> {
  const { rows } = await db.query<Alarms>(
    `SELECT count(*) FILTER (WHERE reason = 'conflict') AS conflicts,
       count(*) FILTER (WHERE reason = 'brokenChain') AS "brokenChains",
       count(*) FILTER (WHERE reason = 'unreadable') AS unreadable,
       count(*) FILTER (WHERE reason = 'notUnderstood') AS "notUnderstood",
       (SELECT count(DISTINCT (topic, subject, sequence)) FROM prasan.held_event) AS held
     FROM prasan.dead_letter WHERE settled_at IS NULL`,
  );
  const none = { conflicts: 0, brokenChains: 0, unreadable: 0, notUnderstood: 0, held: 0 };
  return rows[0] ?? none;
}

/** A record that was put aside, as its operator sees it. */
export interface PutAside {
  /** Where it stands in Kafka: `topic/partition/offset`. */
  readonly place: string;
  readonly reason: DeadReason;
  readonly detail: string;
  readonly subject: string | null;
  readonly sequence: number | null;
  /** When it was put aside, RFC 3339, UTC. */
  readonly at: string;
}

const place = "concat_ws('/', topic, partition, kafka_offset)";

/** Dead letters that nobody has settled, in the order in which they came. */
export async function listPutAside(db: Queryable, limit: number): Promise<PutAside[]> {
  const { rows } = await db.query<PutAside>(
    `SELECT ${place} AS place, reason, detail, subject, sequence, at FROM prasan.dead_letter
     WHERE settled_at IS NULL ORDER BY at, topic, partition, kafka_offset LIMIT $1`,
    [limit],
  );
  return rows;
}

/**
 * Settles dead letters: somebody has seen to them, and they are no alarm any more. They stay on
 * record.
 *
 * @returns the places that were settled; one that is unknown or settled already is not among them
 */
export async function settle(db: Queryable, places: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ place: string }>(
    `UPDATE prasan.dead_letter SET settled_at = now()
     WHERE ${place} = ANY($1) AND settled_at IS NULL RETURNING ${place} AS place`,
    [places],
  );
  return rows.map((row) => row.place);
}
