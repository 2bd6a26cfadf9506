/**
 * The second counter against dates derived by hand from `thai-domain.md` and
 * `calendar-readings.md`. Weekdays to check by: 10 Apr 2026 is a Friday, as is 8 May 2026.
 */
import { describe, expect, test } from '@jest/globals';
import {
  countBack,
  countDelayNotices,
  countExtension,
  countFiscalYear,
  NotCovered,
  type CounterDays,
  type Extension,
  type ExtensionNotice,
} from './counter.js';

const noDays: CounterDays = {};

describe('extension', () => {
  const local: Extension = {
    ...{ due: '2026-05-31', unit: 'DAY', party: 'OFFICIAL', max: 2, amount: 15, notices: [] },
  };

  function extended(notices: ExtensionNotice[], change: Partial<Extension> = {}): unknown {
    const { results, due } = countExtension({ ...local, ...change, notices }, noDays);
    return [...results, due];
  }

  test('twice, the last time at the very closing; a third is one too many', () => {
    const first = { on: '2026-05-29', reason: true };
    const second = { on: '2026-06-15T16:30:00.000+07:00', reason: true };
    const third = { on: '2026-06-20', reason: true };
    expect(extended([first, second, third])).toEqual([
      ...['2026-06-15', '2026-06-30', 'REJECTED', '2026-06-30'],
    ]);
  });

  // Sunday 31 May is the official's last day all the same; 09:30 UTC is closing.
  test.each([
    ['2026-05-31', '2026-06-15'],
    ['2026-05-31T09:30:00Z', '2026-06-15'],
    ['2026-05-31T00:10:00+07:00', '2026-06-15'],
    ['2026-05-30T23:00:00+07:00', '2026-06-15'],
    ['2026-05-31T16:30:00.001+07:00', 'REJECTED'],
    ['2026-05-31T17:30:00Z', 'REJECTED'],
    ['2026-06-01', 'REJECTED'],
  ])('a notice on %s: %s', (on, result) => {
    const due = result === 'REJECTED' ? local.due : result;
    expect(extended([{ on, reason: true }])).toEqual([result, due]);
  });

  test('what is refused is not counted among the two', () => {
    expect(
      extended([
        { on: '2026-05-20', reason: false },
        { on: '2026-05-20', reason: true, amount: 16 },
        { on: '2026-05-21', reason: true, amount: 10 },
        { on: '2026-06-11', reason: true },
        { on: '2026-06-10', reason: true },
      ]),
    ).toEqual(['REJECTED', 'REJECTED', '2026-06-10', 'REJECTED', '2026-06-25', '2026-06-25']);
  });

  test('a regime without extensions', () => {
    expect(extended([{ on: '2026-05-20', reason: true }], { max: 0 })).toEqual([
      ...['REJECTED', '2026-05-31'],
    ]);
  });

  test.each<[change: Partial<Extension>, due: string]>([
    // A citizen's base is the rolled last day: 2 June + 15 = Wednesday 17 June.
    [{ due: '2026-06-02', party: 'CITIZEN' }, '2026-06-17'],
    [{ due: '2026-05-31', party: 'CITIZEN' }, '2026-06-17'],
    // 15 May + 15 = Saturday 30 May, Visakha, substitution: 2 June.
    [{ due: '2026-05-15', party: 'CITIZEN' }, '2026-06-02'],
    // Over Songkran: 16, 17, 20, 21, 22 April.
    [{ due: '2026-04-10', unit: 'WORKING_DAY', amount: 5 }, '2026-04-22'],
    [{ due: '2026-01-31', unit: 'MONTH', amount: 1 }, '2026-02-28'],
    [{ due: '2026-05-31', unit: 'YEAR', amount: 1 }, '2027-05-31'],
  ])('granted once on %j: %s', (change, due) => {
    expect(extended([{ on: '2026-01-05', reason: true }], change)).toEqual([due, due]);
  });

  test('the citizen’s rolled last day is still in time', () => {
    const change = { due: '2026-05-31', party: 'CITIZEN' } as const;
    expect(extended([{ on: '2026-06-02', reason: true }], change)).toEqual([
      ...['2026-06-17', '2026-06-17'],
    ]);
  });

  test('an official’s extension needs no table, a citizen’s does', () => {
    const later = { due: '2028-02-15', notices: [{ on: '2028-02-15', reason: true }] };
    expect(countExtension({ ...local, ...later }, noDays).due).toBe('2028-03-01');
    expect(() => countExtension({ ...local, ...later, party: 'CITIZEN' }, noDays)).toThrow(
      NotCovered,
    );
  });
});

describe('delay letters', () => {
  test.each<[due: string, finishedOn: string, dueBy: string[]]>([
    // C10: a letter owed on the day the case is finished is not owed.
    ['2026-04-23', '2026-05-14', ['2026-04-30', '2026-05-07']],
    ['2026-04-23', '2026-04-30', []],
    ['2026-04-23', '2026-05-01', ['2026-04-30']],
    ['2026-04-23', '2026-04-23', []],
    ['2026-04-23', '2026-04-01', []],
    // Songkran and a leap day move nothing.
    ['2026-04-06', '2026-04-14', ['2026-04-13']],
    ['2028-02-22', '2028-03-08', ['2028-02-29', '2028-03-07']],
  ])('due %s, finished %s: %j', (due, finishedOn, dueBy) => {
    expect(countDelayNotices({ due, finishedOn })).toEqual({ dueBy });
  });
});

describe('counting back', () => {
  test.each([
    // 31 days to 30 November, 30 to 31 October, 29 to 2 October.
    ['2026-12-31', 90, '2026-10-02'],
    // 13 to 30 June, 30 to 31 May, 31 to 30 April, 16 to Songkran, where it stays (C13).
    ['2026-07-13', 90, '2026-04-14'],
    ['2028-03-01', 1, '2028-02-29'],
    ['2027-03-01', 1, '2027-02-28'],
    ['2027-01-01', 1, '2026-12-31'],
  ])('from %s back %d: %s', (from, amount, opens) => {
    expect(countBack({ from, amount })).toBe(opens);
  });
});

describe('fiscal years', () => {
  test.each([
    // FY2568 is 2024-10-01 to 2025-09-30.
    ['2024-10-01', 2568, 1],
    ['2025-09-30', 2568, 4],
    ['2025-10-01', 2569, 1],
    ['2025-12-31', 2569, 1],
    ['2026-01-01', 2569, 2],
    ['2026-03-31', 2569, 2],
    ['2026-04-01', 2569, 3],
    ['2026-06-30', 2569, 3],
    ['2026-07-01', 2569, 4],
    ['2026-09-30', 2569, 4],
    ['2026-10-01', 2570, 1],
    // Midnight of Bangkok is 17:00 in UTC.
    ['2026-09-30T16:59:59.999Z', 2569, 4],
    ['2026-09-30T17:00:00Z', 2570, 1],
    ['2026-10-01T00:30:00+09:00', 2569, 4],
    ['2026-12-31T17:00:00Z', 2570, 2],
  ])('%s is in %d, quarter %d', (at, fiscalYear, quarter) => {
    expect(countFiscalYear(at)).toEqual({ fiscalYear, quarter });
  });
});
