import { ServiceStatusV1 } from '../../contracts/events/service-status.v1.js';
import type { Queryable } from './pool.js';

/** An event in the order in which it arrived here. */
export interface ArchivedEvent {
  /** Order of arrival: what a stream goes on from. */
  readonly position: number;
  readonly topic: string;
  readonly subject: string;
  readonly sequence: number;
  readonly type: string;
  /** When it was decided, RFC 3339, UTC. */
  readonly time: string;
  readonly data: unknown;
}

const columns = 'position, topic, subject, sequence, type, time, data';

/** Events that arrived after a position, in order. */
export async function eventsAfter(
  db: Queryable,
  position: number,
  limit: number,
): Promise<ArchivedEvent[]> {
  const { rows } = await db.query<ArchivedEvent>(
    `SELECT ${columns} FROM prasan.event WHERE position > $1 ORDER BY position LIMIT $2`,
    [position, limit],
  );
  return rows;
}

/** The position of the newest event; 0 before the first. */
export async function newestPosition(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ position: number }>(
    'SELECT coalesce(max(position), 0) AS position FROM prasan.event',
  );
  return rows[0]?.position ?? 0;
}

/** What happened to a service, the newest first. */
export interface Change {
  readonly position: number;
  readonly time: string;
  readonly data: ServiceStatusV1;
}

/** The newest events of services, the newest first. */
export async function newestChanges(db: Queryable, limit: number): Promise<Change[]> {
  const { rows } = await db.query<ArchivedEvent>(
    `SELECT ${columns} FROM prasan.event WHERE topic = 'service.status.v1'
     ORDER BY position DESC LIMIT $1`,
    [limit],
  );
  return rows.flatMap(({ position, time, data }) => {
    const parsed = ServiceStatusV1.safeParse(data);
    return parsed.success ? [{ position, time, data: parsed.data }] : [];
  });
}
