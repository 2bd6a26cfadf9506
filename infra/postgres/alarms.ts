import type { Queryable } from './pool.js';

/** What the reader could not take: each number above 0 means that figures may be incomplete. */
export interface Alarms {
  /** Known sequences that came with other content. */
  readonly conflicts: number;
  /** Events whose chain hash does not follow. */
  readonly brokenChains: number;
  /** Records that could not be read. */
  readonly unreadable: number;
  /** Events held back because one before them is missing. */
  readonly held: number;
}

/** The alarms that stand, by subject where there is one. */
export async function readAlarms(db: Queryable): Promise<Alarms> {
  const { rows } = await db.query<Alarms>(
    `SELECT count(*) FILTER (WHERE reason = 'conflict') AS conflicts,
       count(*) FILTER (WHERE reason = 'brokenChain') AS "brokenChains",
       count(*) FILTER (WHERE reason = 'unreadable') AS unreadable,
       (SELECT count(*) FROM prasan.held_event) AS held
     FROM prasan.dead_letter`,
  );
  return rows[0] ?? { conflicts: 0, brokenChains: 0, unreadable: 0, held: 0 };
}
