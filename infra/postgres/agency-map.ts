import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { AgencyMap } from '../../contracts/agency-map.js';
import { agencyMapOf } from '../../contracts/agency-map.js';
import {
  AgencyMerged,
  AgencyUnmerged,
  MergeRefused,
} from '../../contracts/events/registry-change.v1.js';
import { isSameJson } from '../../contracts/same-json.js';
import type { Logger } from '../logger.js';
import type { Queryable } from './pool.js';

const Merging = z.discriminatedUnion('kind', [AgencyMerged, AgencyUnmerged, MergeRefused]);
type Merging = z.output<typeof Merging>;

/** What was decided about two ids: as the event says it. */
export type MergeRefusal = z.output<typeof MergeRefused>;

/** Word for word as in the index of migration 0006, which answers it. */
export const decisions = `SELECT data FROM prasan.event
  WHERE topic = 'registry.change.v1' AND type IN ('th.prasan.registry.agencyMerged.v1',
    'th.prasan.registry.agencyUnmerged.v1', 'th.prasan.registry.mergeRefused.v1')
  ORDER BY subject, sequence`;

async function readDecisions(db: Queryable): Promise<Merging[]> {
  const { rows } = await db.query<{ data: unknown }>(decisions);
  return rows.flatMap(({ data }) => {
    const parsed = Merging.safeParse(data);
    return parsed.success ? [parsed.data] : [];
  });
}

/** Who belongs together, as the archive of events tells: of one moment with whatever is read beside it. */
export async function readAgencyMap(db: Queryable): Promise<AgencyMap> {
  return mapOf(await readDecisions(db));
}

/** The same, with the proposals that were refused and not accepted since. */
export async function readMerging(
  db: Queryable,
): Promise<{ readonly map: AgencyMap; readonly refused: readonly MergeRefusal[] }> {
  const all = await readDecisions(db);
  const map = mapOf(all);
  const newest = new Map<string, MergeRefusal>();
  for (const one of all) {
    if (one.kind === 'mergeRefused') newest.set(pairOf(one), one);
  }
  const refused = [...newest.values()].filter(
    (one) =>
      !map.some(
        (merge) =>
          pairOf({ ...merge, agencyId: merge.from }) === pairOf(one) && merge.since > one.at,
      ),
  );
  return { map, refused };
}

function pairOf({ agencyId, into }: { readonly agencyId: string; readonly into: string }): string {
  return [agencyId, into].sort().join(' ');
}

function mapOf(all: readonly Merging[]): AgencyMap {
  return agencyMapOf(all.flatMap((one) => (one.kind === 'mergeRefused' ? [] : [one])));
}

/** How old the map may be that a process judges by, milliseconds. */
export const agencyMapAgeMaxMs = 1_000;
/** So long is PostgreSQL waited for; then what was known last holds. */
const patienceMs = 500;

/**
 * Asks for the map of now, at most a second old. While PostgreSQL is away the last known one holds; a
 * process that never had one knows of no merge, so that everybody has the ids of his token alone.
 */
export function createAgencyMapReader(db: Queryable, logger: Logger): () => Promise<AgencyMap> {
  let known: AgencyMap = [];
  let freshUntil = 0;
  let reading: Promise<void> | undefined;
  let isSlow = false;
  let isAway = false;

  return async () => {
    if (Date.now() < freshUntil) return known;
    reading ??= read();
    // Who waited in vain has waited for all: nobody else does until it has answered.
    if (!isSlow) await Promise.race([reading, slow()]);
    return known;
  };

  async function slow(): Promise<void> {
    await sleep(patienceMs, undefined, { ref: false });
    if (reading !== undefined) isSlow = true;
  }

  async function read(): Promise<void> {
    const begunAt = Date.now();
    try {
      const found = await readAgencyMap(db);
      // The same map stays the same object.
      if (!isSameJson(found, known)) known = found;
      freshUntil = begunAt + agencyMapAgeMaxMs;
      isAway = false;
    } catch (error) {
      if (!isAway) {
        logger.warn({ err: error }, 'the agency map cannot be read; the last known one holds');
      }
      isAway = true;
      freshUntil = Date.now() + agencyMapAgeMaxMs;
    } finally {
      reading = undefined;
      isSlow = false;
    }
  }
}
