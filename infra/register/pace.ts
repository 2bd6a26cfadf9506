import { setTimeout as sleep } from 'node:timers/promises';
import { topicNames } from '../../contracts/topics.js';
import { inParallel } from '../in-parallel.js';
import type { Queryable } from '../postgres/pool.js';

/** How quickly an import goes on. */
export interface Pace {
  /** So many rows are done before it is looked at again. */
  readonly stride: number;
  /** So many of them at a time. */
  readonly atOnce: number;
  /** After each. */
  readonly pauseMs: number;
}

/** While nobody acts. */
export const quick: Pace = { stride: 100, atOnce: 24, pauseMs: 0 };
/** While people act: so slowly that they do not notice. */
export const gentle: Pace = { stride: 10, atOnce: 1, pauseMs: 125 };

/** Whoever has acted so lately is at work still. */
const atWorkSeconds = 30;

/** The pace of the moment: imports yield to people, wherever on the platform they act; the archive has their acts. */
export async function paceNow(db: Queryable): Promise<Pace> {
  const { rows } = await db.query<{ acts: boolean }>(
    `SELECT EXISTS (SELECT FROM prasan.event WHERE topic = ANY($1)
       AND time > now() - $2 * interval '1 second' AND data->'actor' <> 'null'::jsonb) AS acts`,
    [topicNames, atWorkSeconds],
  );
  return rows[0]?.acts === true ? gentle : quick;
}

/** Works at a pace. */
export async function atPace<Item>(
  { atOnce, pauseMs }: Pace,
  items: Iterable<Item>,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  await inParallel(items, atOnce, async (item) => {
    await work(item);
    if (pauseMs > 0) await sleep(pauseMs);
  });
}
