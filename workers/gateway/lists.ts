import { isDatabaseAway, isDatabaseEmpty } from '../../infra/postgres/database-away.js';
import { BadCursor } from '../../infra/postgres/read-model.js';
import * as readModel from '../../infra/postgres/read-model.js';
import type {
  AgencyRow,
  List,
  Page,
  ServiceFilter,
  ServiceRow,
  TimelineEntry,
  WorkFilter,
  WorkItem,
} from '../../infra/postgres/read-model.js';
import type { Pool } from '../../infra/postgres/pool.js';
import { serviceSubject } from '../../contracts/ids.js';
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
  worklist(filter: WorkFilter, page: Page): Promise<List<WorkItem>>;
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
    agency: (agencyId) => ask(() => readModel.findAgency(pool, agencyId)),
    agencies: () => ask(() => readModel.listAgencies(pool)),
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
