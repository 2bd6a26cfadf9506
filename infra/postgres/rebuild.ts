import type { Pool, Queryable } from './pool.js';
import { inTransaction } from './pool.js';

/**
 * Empties everything that follows from the events and takes a new consumer group, so that the
 * consumer begins at offset 0 again. The archive stays: what it has is not written twice. Dead
 * letters go, since what they tell of may be understood now; but for those that stay what they are
 * and that somebody has settled.
 *
 * @returns the new group id
 */
export async function resetReadModel(pool: Pool): Promise<string> {
  return inTransaction(pool, async (client) => {
    await client.query(`TRUNCATE prasan.service, prasan.agency, prasan.request,
      prasan.request_notice, prasan.work_item, prasan.chain_end, prasan.consumer_offset,
      prasan.held_event`);
    await client.query(`DELETE FROM prasan.dead_letter
      WHERE settled_at IS NULL OR reason = 'notUnderstood'`);
    const { rows } = await client.query<{ group_id: string }>(
      'UPDATE prasan.reader SET group_id = DEFAULT RETURNING group_id',
    );
    return rows[0]?.group_id ?? '';
  });
}

/** The consumer group that reads for this database. */
export async function readerGroup(db: Queryable): Promise<string> {
  const { rows } = await db.query<{ group_id: string }>('SELECT group_id FROM prasan.reader');
  const [row] = rows;
  if (row === undefined) throw new Error('prasan.reader is empty; migration 0001 fills it');
  return row.group_id;
}

/**
 * SHA-256 over all rows of the read model, in order: two databases that have read the same events
 * have the same hash.
 */
export async function readModelHash(db: Queryable): Promise<string> {
  const { rows } = await db.query<{ hash: string }>(`
    WITH line AS (
      SELECT 1 AS part, service_id AS key, to_jsonb(s)::text AS text FROM prasan.service s
      UNION ALL SELECT 2, agency_id, to_jsonb(a)::text FROM prasan.agency a
      UNION ALL SELECT 3, concat_ws('/', subject, kind, of), to_jsonb(w)::text
        FROM prasan.work_item w
      UNION ALL SELECT 4, concat_ws('/', topic, subject), to_jsonb(c)::text
        FROM prasan.chain_end c
      UNION ALL SELECT 5, request_id, to_jsonb(r)::text FROM prasan.request r
      UNION ALL SELECT 6, concat_ws('/', request_id, to_char(sequence, 'FM0000000000')),
        to_jsonb(n)::text FROM prasan.request_notice n)
    SELECT encode(sha256(convert_to(coalesce(
      string_agg(text, E'\\n' ORDER BY part, key COLLATE "C"), ''), 'UTF8')), 'hex') AS hash
    FROM line`);
  return rows[0]?.hash ?? '';
}

/** Takes a new consumer group without emptying anything: what is known comes again and is skipped. */
export async function takeNewGroup(db: Queryable): Promise<string> {
  const { rows } = await db.query<{ group_id: string }>(
    'UPDATE prasan.reader SET group_id = DEFAULT RETURNING group_id',
  );
  return rows[0]?.group_id ?? '';
}

/** The offset that is to be read next; `undefined` before the first. */
export async function nextOffset(
  db: Queryable,
  topic: string,
  partition: number,
): Promise<number | undefined> {
  const { rows } = await db.query<{ next_offset: number }>(
    'SELECT next_offset FROM prasan.consumer_offset WHERE topic = $1 AND partition = $2',
    [topic, partition],
  );
  return rows[0]?.next_offset;
}
