import { z } from 'zod';
import { topicNames } from '../../contracts/topics.js';
import type { Queryable } from './pool.js';

/** Up to which event a figure or a list holds. */
export interface AsOf {
  /** Events applied, of all topics. */
  readonly sequenceCount: number;
  /** When the newest of them was decided, RFC 3339, UTC; `null` before the first. */
  readonly at: string | null;
}

/** A name in Thai and, where there is one, in English. */
export interface Name {
  readonly th: string;
  readonly en?: string;
}

/** Which part of a list is asked for. */
export interface Page {
  /** At most so many items. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: string | undefined;
}

/** A part of a list. */
export interface List<Item> {
  readonly items: Item[];
  /** Cursor of the next page; `null` at the end. */
  readonly next: string | null;
  /** Of all pages. */
  readonly total: number;
  readonly asOf: AsOf;
}

/** Up to which event the read model has come. */
export async function readAsOf(db: Queryable): Promise<AsOf> {
  const { rows } = await db.query<AsOf>(
    `SELECT coalesce(sum(events), 0)::bigint AS "sequenceCount", max(newest) AS at
     FROM prasan.consumer_offset WHERE topic = ANY($1)`,
    [topicNames],
  );
  return rows[0] ?? { sequenceCount: 0, at: null };
}

/** SQL for a name in two columns, as {@link Name}; `null` when there is none. */
export function nameSql(table: string, column: string): string {
  return `CASE WHEN ${table}.${column}_th IS NULL THEN NULL ELSE jsonb_strip_nulls(
    jsonb_build_object('th', ${table}.${column}_th, 'en', ${table}.${column}_en)) END`;
}

/** Cuts the one item too many that says whether there is a next page. */
export function cut<Item>(
  rows: Item[],
  limit: number,
  keyOf: (item: Item) => CursorKey,
): { items: Item[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const next = rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null;
  return { items, next };
}

/** The name of a list, and what in it the next page goes on after. */
type CursorKey = readonly [list: string, ...(string | null)[]];

/** A text in a cursor, as a column may hold it. */
export const CursorText = z.string().refine((text) => !text.includes('\0'));

/** Thrown when a cursor is none that a page of this list gave as its `next`. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';

  constructor() {
    super('The cursor is not valid. Take it unchanged from `next` of the page before.');
  }
}

function encodeCursor(key: CursorKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * The key in a cursor.
 *
 * @param shape what a key of this list looks like
 * @throws BadCursor
 */
export function decodeCursor<Shape extends z.ZodType>(
  cursor: string,
  shape: Shape,
): z.output<Shape> {
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new BadCursor();
  }
}
