import { isDatabaseAway, isDatabaseEmpty } from '../../infra/postgres/database-away.js';
import { BadCursor } from '../../infra/postgres/read-model.js';
import * as readModel from '../../infra/postgres/read-model.js';
import type {
  AgencyRow,
  AnyWorkKind,
  List,
  Page,
  RequestFilter,
  RequestRow,
  ServiceFilter,
  ServiceRow,
  TimelineEntry,
  WorkFilter,
  WorkItem,
} from '../../infra/postgres/read-model.js';
import type { Pool } from '../../infra/postgres/pool.js';
import type { RequestStatusV1 } from '../../contracts/events/request-status.v1.js';
import { serviceSubject } from '../../contracts/ids.js';
import type { Actor } from '../../contracts/lifecycles/service/case.js';
import type { Role } from '../../contracts/lifecycles/service/states.js';
import { Problem } from './problem.js';

/**
 * What the tracker has projected: lists, work-lists and timelines, each as of an event. Each fails
 * with the problem `listsAway` while PostgreSQL does not answer.
 */
export interface Lists {
  services(filter: ServiceFilter, page: Page): Promise<List<ServiceRow>>;
  service(serviceId: string): Promise<ServiceRow | undefined>;
  /** Events after a sequence, in order. */
  timeline(serviceId: string, after: number, limit: number): Promise<TimelineEntry[]>;
  /** Work of services and their agencies. */
  worklist(filter: WorkFilter, page: Page): Promise<List<WorkItem>>;
  /** Work of every kind; {@link workScopeOf} says which is a person's. */
  allWork(filter: WorkFilter<AnyWorkKind>, page: Page): Promise<List<WorkItem<AnyWorkKind>>>;
  /** Citizens' requests, the soonest due first and those without a due date last. */
  requests(filter: RequestFilter, page: Page): Promise<List<RequestRow>>;
  request(requestId: string): Promise<RequestRow | undefined>;
  /** Agencies that were ever asked about a request. */
  consultedAgencies(requestId: string): Promise<readonly string[]>;
  /** Events of a request after a sequence, in order. */
  requestTimeline(
    requestId: string,
    after: number,
    limit: number,
  ): Promise<TimelineEntry<RequestStatusV1>[]>;
  agency(agencyId: string): Promise<AgencyRow | undefined>;
  agencies(): Promise<AgencyRow[]>;
}

/** The lists in PostgreSQL. */
export function createLists(pool: Pool): Lists {
  return {
    services: (filter, page) => ask(() => readModel.listServices(pool, filter, page)),
    service: (serviceId) => ask(() => readModel.getService(pool, serviceId)),
    timeline: (serviceId, after, limit) =>
      ask(() =>
        readModel.timeline(pool, serviceSubject(serviceId), { afterSequence: after, limit }),
      ),
    worklist: (filter, page) => ask(() => readModel.worklist(pool, filter, page)),
    allWork: (filter, page) => ask(() => readModel.worklist(pool, filter, page)),
    requests: (filter, page) => ask(() => readModel.listRequests(pool, filter, page)),
    request: (requestId) => ask(() => readModel.findRequestRow(pool, requestId)),
    consultedAgencies: (requestId) => ask(() => readModel.consultedAgencies(pool, requestId)),
    requestTimeline: (requestId, after, limit) =>
      ask(() => readModel.requestEvents(pool, requestId, { afterSequence: after, limit })),
    agency: (agencyId) => ask(() => readModel.findAgency(pool, agencyId)),
    agencies: () => ask(() => readModel.listAgencies(pool)),
  };
}

/** Who works on citizens' requests. */
const requestRoles: readonly Role[] = ['competentOfficial', 'licensor', 'delegate'];

/**
 * Which work is a person's by role and office, for the filter of a work-list: requests for those who
 * work on them, beside the services' for everybody else's roles. Who names no office works for all.
 */
export function workScopeOf({
  roles,
  offices,
}: Actor): Pick<WorkFilter<AnyWorkKind>, 'kinds' | 'offices'> {
  const hasRequests = roles.some((role) => requestRoles.includes(role));
  const hasServices = roles.some((role) => !requestRoles.includes(role));
  return {
    kinds: [
      ...(hasServices ? readModel.workKinds : []),
      ...(hasRequests ? readModel.requestWorkKinds : []),
    ],
    ...(offices === undefined || offices.length === 0 ? {} : { offices }),
  };
}

async function ask<Result>(question: () => Promise<Result>): Promise<Result> {
  try {
    return await question();
  } catch (error) {
    if (isBadValue(error)) throw new BadCursor();
    if (!isDatabaseAway(error) && !isDatabaseEmpty(error)) throw error;
    throw Problem.away('listsAway', {
      th: 'ข้อมูลรายการยังใช้ไม่ได้ขณะนี้ โปรดลองใหม่',
      en: 'the lists cannot be read now; try again',
    });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Class 22: the only values that reach SQL unchecked are those of a cursor. */
function isBadValue(error: unknown): boolean {
  return codeOf(error).startsWith('22');
}
