import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '../../../contracts/lifecycles/service/states.js';
import { worklistCounts } from '../../../infra/postgres/read-model.js';
import type { Lists } from '../../../workers/gateway/lists.js';
import { createLists } from '../../../workers/gateway/lists.js';
import type { FreshDatabase } from '../../support/fresh-database.js';
import { freshDatabase } from '../../support/fresh-database.js';

const work: readonly (readonly [string, string, readonly Role[]])[] = [
  ['service/SVC0001', '2026-12-01', ['agencyOfficer']],
  ['service/SVC0002', '2026-12-02', ['agencyApprover', 'dgaOperator']],
  ['service/SVC0003', '2026-12-03', ['dgaOperator']],
  ['service/SVC0004', '2026-12-04', ['opdcOfficer', 'opdcApprover']],
  ['service/SVC0005', '2026-12-05', ['agencyOfficer']],
];
let database: FreshDatabase;
let lists: Lists;

beforeAll(async () => {
  database = await freshDatabase();
  lists = createLists(database.pool);
  for (const [subject, dueOn, awaiting] of work) {
    await database.pool.query(
      `INSERT INTO prasan.work_item (kind, subject, of, service_id, agency_id, due_on, awaiting)
       VALUES ('awaitsApproval', $1, 'advance', $2, 'AGY009', $3, $4)`,
      [subject, subject.slice('service/'.length), dueOn, awaiting],
    );
  }
});

afterAll(() => database.drop());

/** The services in a work-list, page by page. */
async function servicesFor(awaiting: readonly Role[] | undefined, limit = 50): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | undefined; ;) {
    const { items, next, total } = await lists.worklist({ awaiting }, { limit, cursor });
    found.push(...items.map(({ serviceId }) => serviceId ?? ''));
    if (next === null) {
      expect(total).toBe(found.length);
      return found;
    }
    cursor = next;
  }
}

describe('a work-list of what awaits some roles', () => {
  it('has what any of them can do, the soonest due first, over all pages', async () => {
    expect(await servicesFor(['dgaOperator'])).toEqual(['SVC0002', 'SVC0003']);
    const agency = ['SVC0001', 'SVC0002', 'SVC0005'];
    expect(await servicesFor(['agencyOfficer', 'agencyApprover'])).toEqual(agency);
    expect(await servicesFor(['agencyOfficer', 'agencyApprover'], 1)).toEqual(agency);
  });

  it('is all of it when no role is named, and nothing for roles that nothing awaits', async () => {
    expect(await servicesFor(undefined, 2)).toHaveLength(5);
    expect(await servicesFor(['auditor'])).toEqual([]);
    expect(await servicesFor([])).toEqual([]);
  });

  it('is counted in the same way', async () => {
    const { awaitsApproval } = await worklistCounts(database.pool, { awaiting: ['opdcApprover'] });
    expect(awaitsApproval).toBe(1);
  });
});
