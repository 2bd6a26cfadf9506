/** The recount against dates derived by hand from the readings C15–C17. */
import { describe, expect, test } from '@jest/globals';
import { recount, TooLate, type OpenClock, type RecountQuestion } from './recounter.js';

/** Dates without the year 2026, times without seconds. */
function brief(...dates: (string | null | undefined)[]): string {
  const texts = dates.map((date) => date ?? 'no due');
  return texts.join(' ').replaceAll('2026-', '').replaceAll(':00+07:00', '');
}

/** Five working days of an official from Monday 8 June: 9, 10, 11, 12 and 15 June. */
const open: OpenClock = {
  kind: 'consideration',
  startsOn: '2026-06-08',
  amount: 5,
  unit: 'WORKING_DAY',
  party: 'OFFICIAL',
  due: '2026-06-15',
};
const days: OpenClock = { ...open, unit: 'DAY', amount: 4, due: '2026-06-12' };
const citizens: OpenClock = { ...days, kind: 'appeal', party: 'CITIZEN' };
const friday = '2026-06-12';

type Revision = Omit<RecountQuestion, 'clocks'>;

function declare(day: string, on = '2026-06-09', openOn: string[] = []): Revision {
  return { declared: [day], on, agency: { openOn } };
}

function withdraw(day: string, on = '2026-06-09'): Revision {
  return { withdrawn: [day], on };
}

function recountLine(clock: OpenClock, revision: Revision): string {
  const { clocks, changed } = recount({ ...revision, clocks: [clock] });
  const [after] = clocks;
  const { kind, due: was } = clock;
  const is = after?.due;
  expect(changed).toEqual(is === was ? [] : [{ kind, was, is }]);
  // C15 once is C15 twice.
  expect(recount({ ...revision, clocks: [{ ...clock, ...after }] })).toEqual({
    clocks: [after],
    changed: [],
  });
  return brief(after?.startsOn, after?.due);
}

describe('the recount', () => {
  const outside = { outside: [{ from: '2026-06-10', to: '2026-06-11' }], due: '2026-06-17' };
  const vectors: [title: string, clock: OpenClock, revision: Revision, dueAfter: string][] = [
    ['working days', open, declare(friday), '06-16'],
    ['a later holiday', open, declare('2026-06-17'), '06-15'],
    ["an official's days", days, declare(friday), '06-12'],
    ["an official's month", { ...days, unit: 'MONTH', due: friday }, declare(friday), '06-12'],
    // The last day is now a holiday before a weekend.
    ["a citizen's last day", citizens, declare(friday), '06-15'],
    ["within a citizen's days", citizens, declare('2026-06-11'), '06-12'],
    ['met', { ...open, state: 'met' }, declare(friday), '06-15'],
    ['late', { ...open, state: 'late' }, declare(friday), '06-15'],
    ['suspended', { ...open, state: 'suspended', due: null }, declare(friday), 'no due'],
    ['running', { ...open, state: 'running' }, declare(friday), '06-16'],
    ['due the day before', open, declare(friday, '2026-06-16'), '06-15'],
    ['due on that day', open, declare(friday, '2026-06-15'), '06-16'],
    // 10 and 11 June are out: 9, 12, 15, 16, 17; without 12 June one more.
    ['days outside stay out', { ...open, ...outside }, declare(friday), '06-18'],
    // C16: back to the day as it was; the citizen's later day stays.
    ['withdrawn', { ...open, due: '2026-06-16' }, withdraw(friday), '06-15'],
    ["withdrawn, a citizen's", { ...citizens, due: '2026-06-15' }, withdraw(friday), '06-15'],
    // The later day once given has become a holiday (R6).
    [
      'one withdrawn and another declared',
      { ...citizens, due: '2026-06-15' },
      { ...withdraw(friday), declared: ['2026-06-15'] },
      '06-16',
    ],
    // C17: the agency is open, yet a citizen's last day goes on.
    ['an open agency', open, declare(friday, '2026-06-09', [friday]), '06-15'],
    ['its citizen', citizens, declare(friday, '2026-06-09', [friday]), '06-15'],
  ];

  test.each(vectors)('%s', (_title, clock, revision, dueAfter) => {
    expect(recountLine(clock, revision)).toBe(`06-08 ${dueAfter}`);
  });

  test('hours', () => {
    const startsOn = '2026-06-11T15:30:00+07:00';
    const hours: OpenClock = { ...open, startsOn, unit: 'HOUR', amount: 3 };
    const due = '2026-06-12T10:30:00+07:00';
    // Still one hour on Thursday; the other two on Monday.
    expect(recountLine({ ...hours, due }, declare(friday))).toBe('06-11T15:30 06-15T10:30');
    // Statutory hours pass on holidays.
    const elapsed = { unit: 'ELAPSED_HOUR', amount: 24, due: '2026-06-12T15:30:00+07:00' } as const;
    const line = recountLine({ ...hours, ...elapsed }, declare(friday));
    expect(line).toBe('06-11T15:30 06-12T15:30');
  });

  // Filed on Thursday 11 June after closing; the first of five days is Monday 15 June.
  const ahead: OpenClock = { ...open, startsOn: friday, due: '2026-06-19' };
  const inDays: OpenClock = { ...ahead, unit: 'DAY', amount: 7 };
  const opening = `${friday}T08:30:00+07:00`;
  const fiveHours = { unit: 'HOUR', due: `${friday}T13:30:00+07:00` } as const;
  const inHours: OpenClock = { ...ahead, startsOn: opening, ...fiveHours };
  const eve = '2026-06-11';
  const receipts: [title: string, clock: OpenClock, revision: Revision, after: string][] = [
    // Received on Monday; the first day is Tuesday 16, the fourth Friday 19.
    ['working days', ahead, declare(friday, eve), '06-15 06-22'],
    ['a receipt of today', ahead, declare(friday, friday), '06-12 06-19'],
    ['an open agency', ahead, declare(friday, eve, [friday]), '06-12 06-19'],
    ["an official's days", inDays, declare(friday, eve), '06-12 06-19'],
    // From Monday the seventh day is Monday 22 June.
    ["a citizen's days", { ...inDays, party: 'CITIZEN' }, declare(friday, eve), '06-15 06-22'],
    // From Wednesday 17 it is Saturday, from Thursday Sunday: both roll to Monday 22 June.
    [
      'the last day does not change',
      { ...inDays, party: 'CITIZEN', amount: 3, startsOn: '2026-06-17', due: '2026-06-22' },
      declare('2026-06-17', '2026-06-16'),
      '06-17 06-22',
    ],
    // An appeal begins at a letter and at no filing: 31 July stays, and the whole of August.
    [
      "a citizen's month stays",
      { ...citizens, unit: 'MONTH', amount: 1, startsOn: '2026-07-31', due: '2026-08-31' },
      declare('2026-07-31', '2026-07-30'),
      '07-31 08-31',
    ],
    ['hours', inHours, declare(friday, eve), '06-15T08:30 06-15T13:30'],
    // C16: by s.10 the filing is received on Friday again.
    [
      'withdrawn',
      { ...ahead, filedAt: '2026-06-11T17:00:00+07:00', startsOn: '2026-06-15', due: '2026-06-22' },
      withdraw(friday, eve),
      '06-12 06-19',
    ],
  ];

  test.each(receipts)('a deemed receipt still to come: %s', (_title, clock, revision, after) => {
    expect(recountLine(clock, revision)).toBe(after);
  });

  test('clocks keep their order, the changed ones are named', () => {
    expect(recount({ ...declare(friday), clocks: [days, open, citizens] })).toEqual({
      clocks: [
        { startsOn: '2026-06-08', due: '2026-06-12' },
        { startsOn: '2026-06-08', due: '2026-06-16' },
        { startsOn: '2026-06-08', due: '2026-06-15' },
      ],
      changed: [
        { kind: 'consideration', was: '2026-06-15', is: '2026-06-16' },
        { kind: 'appeal', was: '2026-06-12', is: '2026-06-15' },
      ],
    });
  });

  test('withdrawing on or after the day is refused', () => {
    const clocks = [{ ...open, due: '2026-06-16' }];
    expect(() => recount({ ...withdraw(friday, friday), clocks })).toThrow(TooLate);
    expect(() => recount({ ...withdraw(friday, '2026-06-13'), clocks })).toThrow(TooLate);
    expect(recount({ ...withdraw(friday, '2026-06-11'), clocks }).changed).toHaveLength(1);
  });
});
