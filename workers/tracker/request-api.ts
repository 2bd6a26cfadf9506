import type { FastifyInstance } from 'fastify';
import type { RequestState } from '../../contracts/lifecycles/request/states.js';
import type { Portal } from '../../contracts/lifecycles/service/states.js';
import { bangkokDate, daysBetween } from '../../contracts/civil-date.js';
import type { AsOf, Name } from '../../infra/postgres/listing.js';
import { readAgencyMap } from '../../infra/postgres/agency-map.js';
import type { Pool, Queryable } from '../../infra/postgres/pool.js';
import { inSnapshot } from '../../infra/postgres/pool.js';
import type {
  List,
  NoticeRow,
  Page,
  RequestFilter,
  RequestRow,
} from '../../infra/postgres/read-model.js';
import {
  followedRequests,
  listRequests,
  noticesOf,
  requestSummary,
} from '../../infra/postgres/read-model.js';
import { namingCursor } from './naming-cursor.js';
import { lateRequestFilter, readLateRequestQuery, readSummaryQuery } from './query.js';

/** A request that is late, as everybody may see it: nothing of a person, and its id cut short. */
export interface LateRequest {
  /** The first eight characters of its id: enough to tell two apart, and no key to anything. */
  readonly request: string;
  readonly receiptNumber: string | null;
  readonly serviceId: string;
  readonly service: Name | null;
  readonly agencyId: string;
  readonly agency: Name | null;
  readonly portal: Portal;
  readonly office: string;
  readonly state: RequestState;
  /** Day by which it was to be decided, Asia/Bangkok. */
  readonly dueOn: string | null;
  /** Calendar days from then to today. */
  readonly daysOver: number | null;
  readonly lettersSent: number;
  readonly lettersMissed: number;
  /** Last day on which the next letter is in time; `null`: the regime asks for none. */
  readonly letterDueOn: string | null;
  /** What OPDC has got copies of, in order. */
  readonly copies: readonly NoticeRow[];
}

/** Requests that are late: a page of them. */
export type LateRequests = List<LateRequest> & { readonly asOf: AsOf };

/** Items of a list when its `limit` is left out. */
const limitDefault = 50;

/** The API of citizens' requests: figures and what is late, open to all who reach the port. */
export function addRequestApi(app: FastifyInstance, pool: Pool): void {
  /**
   * Figures of all requests: by state, portal, service and agency; open, overdue, letters of delay
   * that were sent and that were missed. `?asOf=YYYY-MM-DD` (Asia/Bangkok): as at that day's end.
   */
  app.get('/v1/requests/summary', async (httpRequest) => {
    const { asOf } = readSummaryQuery(httpRequest.query);
    return inSnapshot(pool, async (db) => requestSummary(db, { asOf }));
  });

  /**
   * Requests whose time is up and that are not decided, the longest overdue first, with the letters
   * that were sent and missed. `agency`, `portal`, `service`; pages by `limit` and `cursor`.
   * `matching` is how many pass the filters, `population` what they are a part of.
   */
  app.get('/v1/requests/late', async (httpRequest) => {
    const query = readLateRequestQuery(httpRequest.query);
    const page = { limit: query.limit ?? limitDefault, cursor: query.cursor };
    return inSnapshot(pool, async (db) => {
      const filter = lateRequestFilter(query, await readAgencyMap(db));
      const { total: matching, ...list } = await lateRequests(db, filter, page);
      return { ...list, matching, population: await followedRequests(db) };
    });
  });
}

/** The requests that are late, each with OPDC's copies. */
export async function lateRequests(
  db: Queryable,
  filter: RequestFilter,
  page: Page,
): Promise<LateRequests> {
  const list = await namingCursor(listRequests(db, { ...filter, overdue: true }, page));
  const copies = await noticesOf(
    db,
    list.items.map(({ requestId }) => requestId),
  );
  const today = bangkokDate(Date.now());
  return {
    ...list,
    items: list.items.map((row) => lateOf(row, copies.get(row.requestId) ?? [], today)),
  };
}

function lateOf(row: RequestRow, copies: readonly NoticeRow[], today: string): LateRequest {
  const { serviceId, service, agencyId, agency, portal, office, dueOn, letterDueOn } = row;
  const { state, receiptNumber, delayNotices, delayNoticesMissed } = row.request;
  return {
    request: shortRequestId(row.requestId),
    receiptNumber,
    ...{ serviceId, service, agencyId, agency, portal, office, state, dueOn },
    daysOver: dueOn === null ? null : daysBetween(dueOn, today),
    lettersSent: delayNotices,
    lettersMissed: delayNoticesMissed,
    letterDueOn,
    copies,
  };
}

/** As much of a request's id as the tracker tells. */
export function shortRequestId(requestId: string): string {
  return requestId.slice(0, 8);
}
