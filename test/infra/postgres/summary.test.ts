import { describe, expect, test } from '@jest/globals';
import { serviceStates } from '../../../contracts/lifecycles/service/states.js';
import type { Cell } from '../../../infra/postgres/summary.js';
import { summarise } from '../../../infra/postgres/summary.js';

const cell: Cell = {
  state: 'develop',
  agencyId: 'AGY001',
  ministryId: 'MIN001',
  mode: null,
  portal: null,
  fiscalYear: null,
  verified: false,
  overdue: false,
  registerAsOf: '2026-05-03',
  registerStatus: 'STA02',
  count: 1,
};

const names = {
  agency: (id: string) => ({ th: `หน่วยงาน ${id}` }),
  ministry: (id: string) => ({ th: `กระทรวง ${id}` }),
  organisation: (id: string) => (id === 'AGY002' ? 'AGY001' : id),
};

const asOf = { sequenceCount: 9, at: '2026-11-23T18:30:00.000Z' };

describe('the summary', () => {
  const summary = summarise(
    [
      { ...cell, count: 5 },
      { ...cell, state: 'live', registerStatus: 'STA01', count: 7 },
      {
        ...cell,
        state: 'live',
        verified: true,
        registerStatus: 'STA01',
        agencyId: 'AGY002',
        count: 2,
      },
      {
        ...cell,
        state: 'plan',
        registerAsOf: null,
        registerStatus: null,
        fiscalYear: 2570,
        mode: 'linkExisting',
        count: 3,
      },
      { ...cell, state: 'excluded', ministryId: null, overdue: true, count: 1 },
    ],
    names,
    asOf,
    null,
  );

  test('counts every service once, in every breakdown', () => {
    const sum = (counts: object) =>
      Object.values(counts).reduce((a: number, b: number) => a + b, 0);
    expect(summary.population.total).toBe(18);
    expect(sum(summary.states)).toBe(18);
    expect(sum(summary.modes)).toBe(18);
    expect(sum(summary.portals)).toBe(18);
    expect(summary.fiscalYears.reduce((total, year) => total + year.total, 0)).toBe(18);
    expect(summary.ministries.reduce((total, one) => total + one.total, 0)).toBe(18);
    expect(Object.keys(summary.states)).toEqual([...serviceStates]);
  });

  test('keeps what the register reports apart from what is verified, each of its population', () => {
    expect(summary.reportedLinked).toMatchObject({
      value: 9,
      population: {
        name: 'register',
        asOf: { from: '2026-05-03', to: '2026-05-03' },
        total: 15,
      },
    });
    expect(summary.verifiedLive).toMatchObject({
      value: 2,
      population: {
        name: 'followed',
        asOf: { from: '2026-11-24', to: '2026-11-24' },
        total: 18,
      },
    });
    expect(summary.populations.notInRegister.total).toBe(3);
  });

  test('puts agencies of one organisation together', () => {
    const [ministry] = summary.ministries;
    expect(ministry?.agencies.map(({ agencyId, total }) => [agencyId, total])).toEqual([
      ['AGY001', 17],
    ]);
    expect(summary.ministries.map(({ ministryId }) => ministryId)).toEqual(['MIN001', null]);
  });

  test('names the oldest and the newest edition where services are of several', () => {
    const editions = ['2026-05-03', '2026-08-01', '2026-06-10'];
    const mixed = summarise(
      editions.map((registerAsOf) => ({ ...cell, registerAsOf })),
      names,
      asOf,
      null,
    );
    expect(mixed.populations.register.asOf).toEqual({ from: '2026-05-03', to: '2026-08-01' });
    expect(mixed.reportedLinked.population.asOf).toEqual(mixed.populations.register.asOf);
  });

  test('of a past day is as of that day', () => {
    const past = summarise([cell], names, asOf, '2026-10-31');
    expect(past.population.asOf).toEqual({ from: '2026-10-31', to: '2026-10-31' });
  });

  test('of nothing is zeros, with no date', () => {
    const empty = summarise([], names, { sequenceCount: 0, at: null }, null);
    expect(empty.population).toMatchObject({ total: 0, asOf: null });
    expect(empty.states.live).toBe(0);
  });
});
