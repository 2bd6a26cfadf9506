import type { FastifyInstance } from 'fastify';
import { serviceIdPattern, serviceSubject } from '../../contracts/ids.js';
import { readAgencyMap } from '../../infra/postgres/agency-map.js';
import { listPutAside, readAlarms } from '../../infra/postgres/alarms.js';
import { readAsOf } from '../../infra/postgres/listing.js';
import type { Pool, Queryable } from '../../infra/postgres/pool.js';
import { inSnapshot } from '../../infra/postgres/pool.js';
import type { ServiceRow, TimelinePart, WorkKind } from '../../infra/postgres/read-model.js';
import {
  followed,
  getService,
  listServices,
  newestOfTimeline,
  summary,
  workKinds,
  worklist,
  worklistCounts,
} from '../../infra/postgres/read-model.js';
import { cabinetResolution } from './cabinet-resolution.js';
import { namingCursor } from './naming-cursor.js';
import { problem, sendProblem } from './problem.js';
import {
  readLateQuery,
  readListQuery,
  readSummaryQuery,
  readTimelineQuery,
  serviceFilter,
  workFilter,
} from './query.js';
import { addRegisterApi } from './register-api.js';
import { addRequestApi } from './request-api.js';

/** Items of a list when its `limit` is left out. */
export const limitDefault = 50;
/** Events of one service's timeline in one answer. */
const timelineMax = 1_000;
const deadLettersMax = 200;

/** Kinds of work that are late or owed: what `/v1/late` shows when no kind is named. */
export const lateKinds: readonly WorkKind[] = [
  'overdue',
  'reportOwed',
  'reportEscalated',
  'remediation',
  'redAfterLive',
  'excludedWithoutReason',
  'exclusionReReview',
  'notRecorded',
  'notVerified',
  'proposalToConfirm',
  'suspensionOverrun',
];

/** The API: reads only, open to all who reach the port (design §6); each answer is of one moment. */
export function addApi(app: FastifyInstance, pool: Pool): void {
  /**
   * Figures of all services: by state, ministry and agency, mode, portal and fiscal year, each with
   * its population, as-of and source. `?asOf=YYYY-MM-DD` (Asia/Bangkok): as at that day's end.
   */
  app.get('/v1/summary', async (httpRequest) => {
    const { asOf } = readSummaryQuery(httpRequest.query);
    const figures = await inSnapshot(pool, async (db) => summary(db, { asOf }));
    return { ...figures, cabinetResolution };
  });

  /**
   * Services by id. Filters: `state` (several), `agency`, `ministry`, `mode`, `portal`,
   * `fiscalYear` (B.E.), `verified`, `overdue`, `text`; pages by `limit` and `cursor`. `matching` is
   * how many pass the filters, `population` what they are a part of.
   */
  app.get('/v1/services', async (httpRequest) => {
    const query = readListQuery(httpRequest.query);
    const page = { limit: query.limit ?? limitDefault, cursor: query.cursor };
    return inSnapshot(pool, async (db) => {
      const filter = serviceFilter(query, await readAgencyMap(db));
      const list = await namingCursor(listServices(db, filter, page));
      const { total: matching, ...rest } = list;
      return { ...rest, matching, population: await followed(db) };
    });
  });

  /**
   * One service with its timeline: the newest events, or those before the sequence `before`;
   * `timelineBefore` is where the part before ends. 404 when no event has told of it.
   */
  app.get<{ Params: { id: string } }>('/v1/services/:id', async ({ params, query }, reply) => {
    const { before } = readTimelineQuery(query);
    const found = await inSnapshot(pool, async (db) =>
      findService(db, params.id, { before, limit: timelineMax }),
    );
    if (found === undefined) return sendProblem(reply, noSuchService);
    const { row, part } = found;
    return { ...row, timeline: part.entries, timelineBefore: part.before };
  });

  /**
   * Work-lists: what is late, owed, without reason, not recorded or not verified, the soonest due
   * first. `kind` (several), `agency`, `ministry`; pages by `limit` and `cursor`. `matching` keeps
   * items of work and letters to agencies apart; `counts` are of every kind, whichever was asked for.
   */
  app.get('/v1/late', async (httpRequest) => {
    const query = readLateQuery(httpRequest.query);
    const page = { limit: query.limit ?? limitDefault, cursor: query.cursor };
    return inSnapshot(pool, async (db) => {
      const filter = workFilter(query, await readAgencyMap(db), lateKinds);
      const { total: _, ...list } = await namingCursor(worklist(db, filter, page));
      const counts = await worklistCounts(db, { ...filter, kinds: undefined });
      const matching = matchingWork(counts, filter.kinds ?? workKinds);
      return { ...list, matching, counts, population: await followed(db) };
    });
  });

  addRequestApi(app, pool);
  addRegisterApi(app, pool);

  /**
   * What could not be taken, for the operator: `alarms` that stand, and the first 200 records put
   * aside, each with its place in Kafka and why. `npm run tracker -- --settle PLACE` settles one.
   */
  app.get('/v1/dead-letters', async () =>
    inSnapshot(pool, async (db) => ({
      alarms: await readAlarms(db),
      items: await listPutAside(db, deadLettersMax),
      asOf: await readAsOf(db),
    })),
  );
}

const noSuchService = problem(
  'notFound',
  'No event has told of this service id. Ids look like SVC0106; /v1/services lists them.',
);

/** A service and a part of its timeline; `undefined` when no event has told of it. */
export async function findService(
  db: Queryable,
  serviceId: string,
  part: { readonly before: number | undefined; readonly limit: number },
): Promise<{ row: ServiceRow; part: TimelinePart } | undefined> {
  if (!serviceIdPattern.test(serviceId)) return undefined;
  const row = await getService(db, serviceId);
  if (row === undefined) return undefined;
  return { row, part: await newestOfTimeline(db, serviceSubject(serviceId), part) };
}

/** How much work of some kinds there is; a letter to an agency is no work of a service. */
export function matchingWork(
  counts: Readonly<Record<WorkKind, number>>,
  kinds: readonly WorkKind[],
): { readonly items: number; readonly letters: number } {
  const items = workKinds.filter((kind) => kind !== 'digest' && kinds.includes(kind));
  return {
    items: items.reduce((sum, kind) => sum + counts[kind], 0),
    letters: kinds.includes('digest') ? counts.digest : 0,
  };
}
