import type { FastifyInstance } from 'fastify';
import { serviceSubject } from '../../contracts/ids.js';
import type { Pool } from '../../infra/postgres/pool.js';
import type { AsOf, WorkKind } from '../../infra/postgres/read-model.js';
import {
  BadCursor,
  getService,
  listServices,
  summary,
  timeline,
  worklist,
  worklistCounts,
} from '../../infra/postgres/read-model.js';
import { cabinetResolution } from './cabinet-resolution.js';
import { BadQuery, problemType, sendProblem } from './problem.js';
import {
  readLateQuery,
  readListQuery,
  readSummaryQuery,
  serviceFilter,
  workFilter,
} from './query.js';

/** Items of a list when its `limit` is left out. */
export const limitDefault = 50;
/** Events of one service's timeline that are shown at most. */
export const timelineMax = 2_000;

/** Kinds of work that are late or owed: what `/v1/late` shows when no kind is named. */
export const lateKinds: readonly WorkKind[] = [
  'overdue',
  'reportOwed',
  'reportEscalated',
  'remediation',
  'excludedWithoutReason',
  'exclusionReReview',
  'notRecorded',
  'notVerified',
  'proposalToConfirm',
  'suspensionOverrun',
];

const followedSource = "Events on Prasan's topic service.status.v1";

/** Of what a list is a part, up to which event, and from where. */
function populationOf(total: number, asOf: AsOf) {
  return { name: 'followed', source: followedSource, asOf: asOf.at, total };
}

/** The API: reads only, open to all who reach the port (design §6). */
export function addApi(app: FastifyInstance, pool: Pool): void {
  /**
   * Figures of all services: by state, ministry and agency, mode, portal and fiscal year, each with
   * its population, as-of and source. `?asOf=YYYY-MM-DD` (Asia/Bangkok): as at that day's end.
   */
  app.get('/v1/summary', async (httpRequest) => {
    const { asOf } = readSummaryQuery(httpRequest.query);
    return { ...(await summary(pool, { asOf })), cabinetResolution };
  });

  /**
   * Services by id. Filters: `state` (several), `agency`, `ministry`, `mode`, `portal`,
   * `fiscalYear` (B.E.), `verified`, `overdue`, `text`; pages by `limit` and `cursor`.
   */
  app.get('/v1/services', async (httpRequest) => {
    const query = readListQuery(httpRequest.query);
    const page = { limit: query.limit ?? limitDefault, cursor: query.cursor };
    const list = await namingCursor(listServices(pool, serviceFilter(query), page));
    return { ...list, population: populationOf(list.total, list.asOf) };
  });

  /** One service with its whole timeline. 404 when no event has told of it. */
  app.get<{ Params: { id: string } }>('/v1/services/:id', async ({ params }, reply) => {
    const service = await getService(pool, params.id);
    if (service === undefined) {
      return sendProblem(reply, {
        type: problemType('not-found'),
        title: 'There is no such service',
        status: 404,
        detail:
          'No event has told of this service id. Ids look like SVC0106; /v1/services lists them.',
      });
    }
    const events = await timeline(pool, serviceSubject(service.serviceId), { limit: timelineMax });
    return { ...service, timeline: events };
  });

  /**
   * Work-lists: what is late, owed, without reason, not recorded or not verified, the soonest due
   * first. `kind` (several), `agency`, `ministry`; pages by `limit` and `cursor`.
   */
  app.get('/v1/late', async (httpRequest) => {
    const query = readLateQuery(httpRequest.query);
    const filter = workFilter(query, lateKinds);
    const page = { limit: query.limit ?? limitDefault, cursor: query.cursor };
    const list = await namingCursor(worklist(pool, filter, page));
    const counts = await worklistCounts(pool, { ...filter, kinds: undefined });
    return { ...list, counts, population: populationOf(list.total, list.asOf) };
  });
}

/** A cursor that is none of ours is a fault of the query. */
export async function namingCursor<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof BadCursor)) throw error;
    throw new BadQuery([{ field: 'cursor', message: error.message }]);
  }
}
