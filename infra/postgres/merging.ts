import { setTimeout as sleep } from 'node:timers/promises';
import type { AgencyMap } from '../../contracts/agency-map.js';
import { agencySubject } from '../../contracts/ids.js';
import type { AgencyToCompare, MergeProposal } from '../register/merge-candidates.js';
import { mergeCandidates } from '../register/merge-candidates.js';
import type { MergeRefusal } from './agency-map.js';
import { agencyMapAgeMaxMs, readMerging } from './agency-map.js';
import type { AsOf } from './listing.js';
import { readAsOf } from './listing.js';
import type { Queryable } from './pool.js';

/** Which agency ids may be one organisation's, and what was decided so far. */
export interface Merging {
  readonly asOf: AsOf;
  readonly candidates: readonly MergeProposal[];
  /** Merges that hold now, and former ones with their end. */
  readonly map: AgencyMap;
  readonly refused: readonly MergeRefusal[];
  /** Names by agency id. */
  readonly names: Readonly<Record<string, string>>;
}

const compared = `SELECT a.agency_id AS "agencyId", a.name_th AS name, a.ministry_id AS "ministryId",
  a.ministry_th AS ministry, count(s.service_id) AS services,
  coalesce(array_agg(s.name_th) FILTER (WHERE s.service_id IS NOT NULL), '{}') AS "serviceNames"
  FROM prasan.agency a LEFT JOIN prasan.service s USING (agency_id) GROUP BY a.agency_id`;

/**
 * Candidates and decisions, from the projection. A pair that was refused is proposed again only where
 * that is asked for.
 */
export async function readMergingNow(
  db: Queryable,
  { isRefusedToo = false }: { readonly isRefusedToo?: boolean } = {},
): Promise<Merging> {
  const asOf = await readAsOf(db);
  const { map, refused } = await readMerging(db);
  const { rows } = await db.query<AgencyToCompare>(compared);
  const pairs = refused.map(({ agencyId: from, into }) => ({ from, into }));
  const at = new Date().toISOString();
  return {
    asOf,
    candidates: mergeCandidates(rows, { map, at, refused: isRefusedToo ? [] : pairs }),
    map,
    refused,
    names: Object.fromEntries(rows.map(({ agencyId, name }) => [agencyId, name])),
  };
}

/**
 * Waits until everybody judges by a decision: the projection has its event, and what gateways know is
 * younger than that.
 *
 * @returns false when that is not so within the time; the decision stands all the same
 */
export async function untilJudgedBy(
  db: Queryable,
  { agencyId, sequence }: { readonly agencyId: string; readonly sequence: number },
  withinMs: number,
): Promise<boolean> {
  const end = Date.now() + withinMs;
  while (!(await isProjected(db, agencyId, sequence))) {
    if (Date.now() > end) return false;
    await sleep(100);
  }
  await sleep(agencyMapAgeMaxMs);
  return true;
}

async function isProjected(db: Queryable, agencyId: string, sequence: number): Promise<boolean> {
  const { rows } = await db.query(
    `SELECT FROM prasan.chain_end
     WHERE topic = 'registry.change.v1' AND subject = $1 AND sequence >= $2`,
    [agencySubject(agencyId), sequence],
  );
  return rows.length > 0;
}
