import type { ServiceStatus } from '../../contracts/events/service-status.v1.js';
import { bangkokDate } from '../../contracts/civil-date.js';
import type { ExportedService } from '../register/export.js';
import type { KnownService } from '../register/known.js';
import type { KnownAgency } from '../register/renamings.js';
import type { MissingService } from '../register/plan.js';
import { toldExclusion } from '../register/known.js';
import type { Pool, Queryable } from './pool.js';
import { inSnapshot } from './pool.js';

/** What is known of the register's services at one moment, and up to which event. */
export interface RegisterKnowledge {
  readonly services: readonly KnownService[];
  /** Next offsets of `service.status.v1`, by partition. */
  readonly knownAt: Readonly<Record<string, number>>;
}

interface Row {
  readonly service_id: string;
  readonly agency_id: string;
  readonly ministry_id: string | null;
  readonly touched: boolean;
  readonly status: ServiceStatus;
  readonly project: string | null;
  readonly remark: string | null;
  readonly told_as_of: string | null;
}

/** What editions that stand have told of services besides: of each field the newest. */
const told = `SELECT r.service_id, to_char(max(i.as_of), 'YYYY-MM-DD') AS told_as_of,
    (array_agg(r.told ->> 'project' ORDER BY i.as_of DESC, i.created_at DESC)
      FILTER (WHERE r.told ? 'project'))[1] AS project,
    (array_agg(r.told ->> 'remark' ORDER BY i.as_of DESC, i.created_at DESC)
      FILTER (WHERE r.told ? 'remark'))[1] AS remark
  FROM prasan.register_row r JOIN prasan.register_import i USING (import_id)
  WHERE i.undoes IS NULL AND i.undone_by IS NULL
    AND r.outcome IN ('created', 'changed', 'unchanged')
  GROUP BY r.service_id`;

/** A service that was proposed here has the row that is linked to it. */
const ofRow = `t.service_id = coalesce(s.status ->> 'registerId', s.service_id)`;

/** All services as events have told of them, with what editions told besides. */
export async function readKnowledge(pool: Pool): Promise<RegisterKnowledge> {
  return inSnapshot(pool, async (db) => {
    const { rows } = await db.query<Row>(
      `SELECT s.service_id, s.agency_id, s.ministry_id, s.touched, t.project, t.remark, t.told_as_of,
         jsonb_build_object('name', s.status -> 'name', 'state', s.status -> 'state',
           'exclusion', s.status -> 'exclusion', 'register', s.status -> 'register', 'registerId', s.status -> 'registerId') AS status
       FROM prasan.service s LEFT JOIN (${told}) t ON ${ofRow} ORDER BY s.service_id`,
    );
    const offsets = await db.query<{ partition: number; next_offset: number }>(
      `SELECT partition, next_offset FROM prasan.consumer_offset
       WHERE topic = 'service.status.v1' ORDER BY partition`,
    );
    return {
      services: rows.map(knownOf),
      knownAt: Object.fromEntries(offsets.rows.map((one) => [one.partition, one.next_offset])),
    };
  });
}

/** All agencies as events have named them, with the newest edition that stands and has told of each. */
export async function readAgencies(db: Queryable): Promise<KnownAgency[]> {
  const { rows } = await db.query<Omit<KnownAgency, 'toldAsOf'> & { toldAsOf: string | null }>(
    `SELECT a.agency_id AS "agencyId", a.name_th AS name, a.ministry_id AS "ministryId",
       a.ministry_th AS ministry, t.told_as_of AS "toldAsOf"
     FROM prasan.agency a LEFT JOIN (
       SELECT r.agency_id, max(r.record ->> 'asOf') AS told_as_of
       FROM prasan.register_agency r JOIN prasan.register_import i USING (import_id)
       WHERE i.undoes IS NULL AND i.undone_by IS NULL AND r.outcome IN ('told', 'known')
       GROUP BY r.agency_id) t USING (agency_id)`,
  );
  return rows.map(({ toldAsOf, ...agency }) => ({ ...agency, toldAsOf: toldAsOf ?? undefined }));
}

/** Services as they are exported; of some agencies, or all of them. */
export async function readExported(
  db: Queryable,
  agencyIds?: readonly string[],
): Promise<ExportedService[]> {
  const { rows } = await db.query<Row>(
    `SELECT s.service_id, s.agency_id, s.ministry_id, s.touched, s.status, t.project, t.remark, t.told_as_of
     FROM prasan.service s LEFT JOIN (${told}) t ON ${ofRow}
     WHERE $1::text[] IS NULL OR s.agency_id = ANY($1) ORDER BY s.service_id`,
    [agencyIds ?? null],
  );
  return rows.map((row) => ({
    ...knownOf(row),
    mergedInto: row.status.mergedInto,
    since: bangkokDate(Date.parse(row.status.since)),
  }));
}

function knownOf(row: Row): KnownService {
  const { name, state, exclusion, register } = row.status;
  return {
    serviceId: row.service_id,
    agencyId: row.agency_id,
    ministryId: row.ministry_id,
    ...{ state, register: basisOf(register) },
    name: name.en === undefined ? { th: name.th } : { th: name.th, en: name.en },
    exclusion: toldExclusion(exclusion),
    isTouched: row.touched,
    project: row.project ?? undefined,
    remark: row.remark ?? undefined,
    toldAsOf: row.told_as_of ?? undefined,
    registerId: row.status.registerId ?? undefined,
  };
}

function basisOf(register: ServiceStatus['register']): KnownService['register'] {
  if (register === null) return null;
  const { reasonId, ...basis } = register;
  return reasonId === undefined ? basis : { ...basis, reasonId };
}

/** A population as of a date from a source: what an edition counted. */
export interface Population {
  readonly importId: string;
  readonly asOf: string;
  readonly source: string;
  readonly file: string;
  readonly services: number;
  /** Services by register status, by ministry and by agency. */
  readonly byStatus: Readonly<Record<string, number>>;
  readonly byAgency: Readonly<Record<string, number>>;
}

/** What differs between two populations. */
export interface PopulationDifference {
  readonly came: readonly MissingService['serviceId'][];
  readonly went: readonly MissingService['serviceId'][];
  readonly moved: readonly {
    readonly serviceId: string;
    readonly was: string | null;
    readonly is: string | null;
  }[];
}

const taken = `outcome IN ('created', 'changed', 'unchanged')`;

/** The population that an import was, by what its rows tell. */
export async function populationOf(pool: Pool, importId: string): Promise<Population | undefined> {
  return inSnapshot(pool, async (db) => {
    const heads = await db.query<Pick<Population, 'importId' | 'asOf' | 'source' | 'file'>>(
      `SELECT import_id AS "importId", as_of AS "asOf", source, file FROM prasan.register_import
       WHERE import_id = $1 AND undoes IS NULL`,
      [importId],
    );
    const [head] = heads.rows;
    if (head === undefined) return undefined;
    const countBy = async (what: string) => {
      const { rows } = await db.query<{ key: string | null; count: number }>(
        `SELECT ${what} AS key, count(*) AS count FROM prasan.register_row
         WHERE import_id = $1 AND ${taken} GROUP BY 1 ORDER BY 1`,
        [importId],
      );
      return Object.fromEntries(rows.map(({ key, count }) => [key ?? '', count]));
    };
    const byStatus = await countBy(`told -> 'status' ->> 'statusId'`);
    const byAgency = await countBy(`told ->> 'agencyId'`);
    const services = Object.values(byStatus).reduce((sum, count) => sum + count, 0);
    return { ...head, services, byStatus, byAgency };
  });
}

/** What came, went and moved from one population to another. */
export async function comparePopulations(
  pool: Pool,
  from: string,
  to: string,
): Promise<PopulationDifference> {
  const { rows } = await pool.query<{
    serviceId: string;
    was: string | null;
    is: string | null;
    came: boolean;
    went: boolean;
  }>(
    `SELECT coalesce(a.service_id, b.service_id) AS "serviceId", a.service_id IS NULL AS came,
       b.service_id IS NULL AS went, a.told -> 'status' ->> 'statusId' AS was,
       b.told -> 'status' ->> 'statusId' AS is
     FROM (SELECT * FROM prasan.register_row WHERE import_id = $1 AND ${taken}) a
     FULL JOIN (SELECT * FROM prasan.register_row WHERE import_id = $2 AND ${taken}) b
       ON a.service_id = b.service_id
     WHERE a.service_id IS NULL OR b.service_id IS NULL
       OR a.told -> 'status' ->> 'statusId' IS DISTINCT FROM b.told -> 'status' ->> 'statusId'
     ORDER BY 1`,
    [from, to],
  );
  return {
    came: rows.flatMap(({ came, serviceId }) => (came ? [serviceId] : [])),
    went: rows.flatMap(({ went, serviceId }) => (went ? [serviceId] : [])),
    moved: rows.flatMap(({ came, went, serviceId, was, is }) =>
      came || went ? [] : [{ serviceId, was, is }],
    ),
  };
}
