import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isEnd, requestStates } from '../../../contracts/lifecycles/request/states.js';
import { portals } from '../../../contracts/lifecycles/service/states.js';
import type { RequestCell } from '../../../infra/postgres/request-summary.js';
import { summariseRequests } from '../../../infra/postgres/request-summary.js';

const names = {
  service: (id: string) => ({ th: `งานบริการ ${id}` }),
  agency: (id: string) => ({ th: `หน่วยงาน ${id}` }),
  organisation: (id: string) => (id === 'AGY002' ? 'AGY001' : id),
};
const asOf = { sequenceCount: 9, at: '2026-11-23T18:30:00.000Z' };

const cell: RequestCell = {
  state: 'consideration',
  portal: 'biz',
  serviceId: 'SVC0106',
  agencyId: 'AGY001',
  overdue: false,
  delayNotices: 0,
  delayNoticesMissed: 0,
  count: 1,
};

const cells = fc.array(
  fc.record({
    state: fc.constantFrom(...requestStates),
    portal: fc.constantFrom(...portals),
    serviceId: fc.constantFrom('SVC0001', 'SVC0002', 'SVC0003'),
    agencyId: fc.constantFrom('AGY001', 'AGY002', 'AGY003'),
    overdue: fc.boolean(),
    delayNotices: fc.nat(20),
    delayNoticesMissed: fc.nat(20),
    count: fc.integer({ min: 1, max: 50 }),
  }),
);

function summarise(of: readonly RequestCell[], day: string | null = null) {
  return summariseRequests(of, names, asOf, day);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

describe('the summary of requests', () => {
  test('counts every request and letter once, in every breakdown', () => {
    fc.assert(
      fc.property(cells, (all) => {
        const summary = summarise(all);
        const total = sum(all.map(({ count }) => count));
        expect(summary.population.total).toBe(total);
        expect(sum(Object.values(summary.states))).toBe(total);
        expect(sum(Object.values(summary.portals))).toBe(total);
        for (const groups of [summary.agencies, summary.services]) {
          const of = (key: keyof (typeof groups)[number]) =>
            sum(groups.map((group) => Number(group[key])));
          expect(of('total')).toBe(total);
          expect(of('open')).toBe(summary.open.value);
          expect(of('overdue')).toBe(summary.overdue.value);
          expect(of('delayNotices')).toBe(summary.delayNotices.value);
          expect(of('delayNoticesMissed')).toBe(summary.delayNoticesMissed.value);
        }
        const open = all.filter(({ state }) => !isEnd(state)).map(({ count }) => count);
        expect(summary.open.value).toBe(sum(open));
      }),
    );
  });

  test('says of every figure which population, as of when and from where', () => {
    const { open, overdue, delayNotices, delayNoticesMissed, population } = summarise([cell]);
    expect(population).toMatchObject({
      name: 'requests',
      asOf: { from: '2026-11-24', to: '2026-11-24' },
      total: 1,
      source: { en: expect.stringContaining('request.status') },
    });
    for (const figure of [open, overdue, delayNotices, delayNoticesMissed]) {
      expect(figure.population).toEqual(population);
    }
  });

  test('puts agencies of one organisation together, the most overdue first', () => {
    const { agencies } = summarise([
      { ...cell, agencyId: 'AGY003', count: 9 },
      { ...cell, overdue: true, count: 2, delayNotices: 3 },
      { ...cell, agencyId: 'AGY002', state: 'completed', delayNoticesMissed: 4 },
    ]);
    expect(agencies).toEqual([
      {
        agencyId: 'AGY001',
        name: { th: 'หน่วยงาน AGY001' },
        ...{ total: 3, open: 2, overdue: 2, delayNotices: 3, delayNoticesMissed: 4 },
      },
      expect.objectContaining({ agencyId: 'AGY003', open: 9, overdue: 0 }),
    ]);
  });

  test('of a past day is as of that day, and of nothing is zeros', () => {
    const past = summarise([], '2026-10-31');
    expect(past.population.asOf).toEqual({ from: '2026-10-31', to: '2026-10-31' });
    expect(past.states.consideration).toBe(0);
    expect(past.agencies).toEqual([]);
  });
});
