import type { RequestArchive } from '../../activities/ports.js';
import type { CarriedRequest } from '../../contracts/commands/request/carried.js';
import type { Queryable } from './pool.js';

/** Where closed requests are kept, in PostgreSQL. */
export function createRequestArchive(db: Queryable): RequestArchive {
  return {
    async keep(carried) {
      const { request, end } = carried;
      // What comes late of a former run takes the place of nothing that came after it, and nothing comes
      // back of a person who was forgotten.
      await db.query(
        `insert into prasan.request_archive as kept (request_id, sequence, carried)
         select $1, $2, $3::jsonb where not exists (
           select from prasan.case_key where request_id = $1 and destroyed_at is not null)
         on conflict (request_id) do update set
           sequence = excluded.sequence, carried = excluded.carried,
           closed_at = case when kept.sequence = excluded.sequence
             then kept.closed_at else excluded.closed_at end
         where kept.sequence <= excluded.sequence`,
        [request.requestId, end.sequence, JSON.stringify(carried)],
      );
    },
    find: (requestId) => findArchived(db, requestId),
  };
}

async function findArchived(db: Queryable, requestId: string): Promise<CarriedRequest | undefined> {
  const { rows } = await db.query<{ carried: CarriedRequest }>(
    'select carried from prasan.request_archive where request_id = $1',
    [requestId],
  );
  return rows[0]?.carried;
}
