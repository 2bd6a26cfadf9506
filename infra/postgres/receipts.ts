import type { Pool, PoolClient } from 'pg';
import type { ReceiptBook } from '../../activities/ports.js';
import type { Queryable } from './pool.js';
import { inTransaction } from './pool.js';

type Question = Parameters<ReceiptBook['give']>[0];

/** The receipt numbers of offices, in PostgreSQL. */
export function createReceiptBook(pool: Pool): ReceiptBook {
  return {
    async give(question) {
      const { requestId } = question;
      const given = await findReceiptNumber(pool, requestId);
      if (given !== undefined) return given;
      try {
        return await inTransaction(pool, (client) => giveNext(client, question));
      } catch (error) {
        const meanwhile = await findReceiptNumber(pool, requestId);
        if (!(error instanceof GivenMeanwhile) || meanwhile === undefined) throw error;
        return meanwhile;
      }
    },
  };
}

/** The receipt number of a request; `undefined` while it has none. */
export async function findReceiptNumber(
  db: Queryable,
  requestId: string,
): Promise<string | undefined> {
  const { rows } = await db.query<{ number: number; year: number }>(
    'select number, year from prasan.receipt where request_id = $1',
    [requestId],
  );
  const [row] = rows;
  return row === undefined ? undefined : `${row.number}/${row.year}`;
}

/** Who comes at the same time waits for the counter's row; who fails leaves it as it was. */
async function giveNext(client: PoolClient, question: Question): Promise<string> {
  const { requestId, agencyId, office, year } = question;
  const { rows } = await client.query<{ last: number }>(
    `insert into prasan.receipt_counter as counter (agency_id, office, year, last)
     values ($1, $2, $3, 1)
     on conflict (agency_id, office, year) do update set last = counter.last + 1
     returning last`,
    [agencyId, office, year],
  );
  const number = rows[0]?.last;
  const kept = await client.query(
    `insert into prasan.receipt (request_id, agency_id, office, year, number)
     values ($1, $2, $3, $4, $5) on conflict (request_id) do nothing`,
    [requestId, agencyId, office, year, number],
  );
  if (kept.rowCount === 1) return `${number}/${year}`;
  // The same request was given its number meanwhile: ours is not counted.
  throw new GivenMeanwhile();
}

/** Thrown so that the counter goes back. */
class GivenMeanwhile extends Error {
  override readonly name = 'GivenMeanwhile';
}
