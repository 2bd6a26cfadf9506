/**
 * The second counter against dates derived by hand from `thai-domain.md` and
 * `calendar-readings.md`. Weekdays to check by: 10 Apr 2026 is a Friday, as is 8 May 2026.
 */
import { describe, expect, test } from '@jest/globals';
import {
  countDelayNotices,
  countPeriod,
  countReceipt,
  NotCovered,
  type CounterDays,
  type Period,
} from './counter.js';

const noDays: CounterDays = {};

describe('the vectors of thai-domain §2.6', () => {
  test('filed on Friday 10 April 17:05', () => {
    const received = countReceipt('2026-04-10T17:05:00+07:00', noDays);
    expect(received).toBe('2026-04-16T08:30:00+07:00');
    const manual = { from: received, amount: 7, party: 'OFFICIAL' } as const;
    expect(countPeriod({ ...manual, unit: 'WORKING_DAY' }, noDays)).toBe('2026-04-27');
    expect(countPeriod({ ...manual, unit: 'DAY' }, noDays)).toBe('2026-04-23');
  });

  test('received on Labour Day, a working day of the government', () => {
    const received = countReceipt('2026-05-01T09:00:00+07:00', noDays);
    expect(received).toBe('2026-05-01T09:00:00+07:00');
    const month = { from: received, amount: 30, unit: 'DAY' } as const;
    expect(countPeriod({ ...month, party: 'OFFICIAL' }, noDays)).toBe('2026-05-31');
    expect(countPeriod({ ...month, party: 'CITIZEN' }, noDays)).toBe('2026-06-02');
  });

  test('a refusal notified on 14 July is appealed until 31 July', () => {
    const appeal = { from: '2026-07-14', amount: 15, unit: 'DAY' } as const;
    expect(countPeriod({ ...appeal, party: 'OFFICIAL' }, noDays)).toBe('2026-07-29');
    expect(countPeriod({ ...appeal, party: 'CITIZEN' }, noDays)).toBe('2026-07-31');
  });

  test('a decision of 24 July is notified by 31 July', () => {
    const result = { from: '2026-07-24', amount: 7, unit: 'DAY', party: 'OFFICIAL' } as const;
    expect(countPeriod(result, noDays)).toBe('2026-07-31');
  });

  test('due on 23 April: letters by 30 April, 7 and 14 May', () => {
    expect(countDelayNotices({ due: '2026-04-23', finishedOn: '2026-05-15' })).toEqual({
      dueBy: ['2026-04-30', '2026-05-07', '2026-05-14'],
    });
  });
});

describe('receipt', () => {
  const vectors: [filedAt: string, receivedAt: string, days?: CounterDays][] = [
    // C3: before opening and at midnight of a working day.
    ['2026-05-08T07:59:59+07:00', '2026-05-08T08:30:00+07:00'],
    ['2026-05-08T00:00:00+07:00', '2026-05-08T08:30:00+07:00'],
    ['2026-05-08T08:29:59.999+07:00', '2026-05-08T08:30:00+07:00'],
    // C2: both ends are inside; there is no lunch break.
    ['2026-05-08T08:30:00.000+07:00', '2026-05-08T08:30:00+07:00'],
    ['2026-05-08T12:30:00+07:00', '2026-05-08T12:30:00+07:00'],
    ['2026-05-08T10:00:00.123+07:00', '2026-05-08T10:00:00.123+07:00'],
    ['2026-05-08T10:00:00.05+07:00', '2026-05-08T10:00:00.050+07:00'],
    ['2026-05-08T16:30:00.000+07:00', '2026-05-08T16:30:00+07:00'],
    ['2026-05-08T16:30:00.001+07:00', '2026-05-11T08:30:00+07:00'],
    ['2026-05-07T16:30:00.001+07:00', '2026-05-08T08:30:00+07:00'],
    // Saturday; Sunday midnight; Ploughing Day (Wednesday 13 May).
    ['2026-05-09T10:00:00+07:00', '2026-05-11T08:30:00+07:00'],
    ['2026-05-10T00:00:00+07:00', '2026-05-11T08:30:00+07:00'],
    ['2026-05-13T10:00:00+07:00', '2026-05-14T08:30:00+07:00'],
    // 31 Dec and 1 Jan are holidays, 2 and 3 Jan 2027 a weekend.
    ['2026-12-31T10:00:00+07:00', '2027-01-04T08:30:00+07:00'],
    // Other offsets: 17:05, 08:30, 00:30, 16:30 in Bangkok; then 17:30 of Sunday 10 May.
    ['2026-04-10T10:05:00Z', '2026-04-16T08:30:00+07:00'],
    ['2026-05-08T01:30:00Z', '2026-05-08T08:30:00+07:00'],
    ['2026-05-07T17:30:00Z', '2026-05-08T08:30:00+07:00'],
    ['2026-05-08T04:30:00-05:00', '2026-05-08T16:30:00+07:00'],
    ['2026-05-11T00:30:00+14:00', '2026-05-11T08:30:00+07:00'],
    // A special day (Friday 2 January 2026): off, withdrawn, open at this agency.
    ['2026-01-02T10:00:00+07:00', '2026-01-05T08:30:00+07:00'],
    ['2026-01-02T10:00:00+07:00', '2026-01-02T10:00:00+07:00', { withdrawn: ['2026-01-02'] }],
    ['2026-01-02T10:00:00+07:00', '2026-01-02T10:00:00+07:00', { openOn: ['2026-01-02'] }],
    // A declared Monday, a regional Monday.
    ['2026-05-09T10:00:00+07:00', '2026-05-12T08:30:00+07:00', { declared: ['2026-05-11'] }],
    ['2026-05-09T10:00:00+07:00', '2026-05-12T08:30:00+07:00', { closedOn: ['2026-05-11'] }],
    // Only special days are withdrawn or worked on: Coronation Day (Monday 4 May) stays off.
    ['2026-05-04T10:00:00+07:00', '2026-05-05T08:30:00+07:00', { openOn: ['2026-05-04'] }],
    ['2026-05-04T10:00:00+07:00', '2026-05-05T08:30:00+07:00', { withdrawn: ['2026-05-04'] }],
    // After closing of 31 Dec 2024 that day no longer matters: 1 Jan is a holiday, 2 Jan is not.
    ['2024-12-31T17:00:00+07:00', '2025-01-02T08:30:00+07:00'],
  ];

  test.each(vectors)('filed at %s, received at %s', (filedAt, receivedAt, days = noDays) => {
    expect(countReceipt(filedAt, days)).toBe(receivedAt);
  });

  test.each(['2024-12-31T10:00:00+07:00', '2027-12-31T10:00:00+07:00', '2028-01-01T10:00:00Z'])(
    'filed at %s: the table does not reach so far',
    (filedAt) => {
      expect(() => countReceipt(filedAt, noDays)).toThrow(NotCovered);
    },
  );

  test.each([
    '2026-05-08T10:00:00',
    '2026-05-08',
    '2027-02-29T10:00:00Z',
    '2026-13-01T10:00:00Z',
    '2026-05-08T24:00:00Z',
    '2026-05-08T10:00:00.0001Z',
  ])('%s is refused', (filedAt) => {
    expect(() => countReceipt(filedAt, noDays)).toThrow(RangeError);
  });
});

/** `from + amount = official's due / citizen's due`; one due is for both, `-` is not covered. */
type Vector = [line: string, known?: Known];

interface Known extends CounterDays {
  /** Days outside the clock as `from/to`. */
  outside?: string[];
}

function outsideDays(ranges: string[] = []): { from: string; to: string }[] {
  return ranges.map((range) => ({ from: range.slice(0, 10), to: range.slice(11) }));
}

function expectVector(unit: Period['unit'], [line, known = {}]: Vector): void {
  const [from = '', , amount, , official, , citizen = official] = line.split(' ');
  const { outside, ...days } = known;
  const period = { from, amount: Number(amount), unit, outside: outsideDays(outside) };
  for (const [party, due] of [['OFFICIAL', official] as const, ['CITIZEN', citizen] as const]) {
    const count = (): string => countPeriod({ ...period, party }, days);
    if (due === '-') expect(count).toThrow(NotCovered);
    else expect([party, count()]).toEqual([party, due]);
  }
}

function expectFirstDayIn(unit: Period['unit'], line: string): void {
  const [from = '', , amount, , due] = line.split(' ');
  const period = { from, amount: Number(amount), unit, party: 'OFFICIAL' } as const;
  expect(countPeriod({ ...period, countsFirstDay: true }, noDays)).toBe(due);
}

describe('working days', () => {
  test.each<Vector>([
    // Over Songkran: 13 to 15 April 2026; 14 to 16 April 2025.
    ['2026-04-10 + 1 = 2026-04-16'],
    ['2025-04-11 + 5 = 2025-04-23'],
    // An event on a Saturday: Monday is the first day.
    ['2026-05-09 + 1 = 2026-05-11'],
    // 2 June 2025 special, 3 June a holiday: 4, 5, 6 June. Open: 2, 4, 5 June for the official.
    ['2025-05-30 + 3 = 2025-06-06'],
    ['2025-05-30 + 3 = 2025-06-05 / 2025-06-06', { openOn: ['2025-06-02'] }],
    ['2025-05-30 + 3 = 2025-06-05', { withdrawn: ['2025-06-02'] }],
    // Monday 11 August 2025 special, 12 August a holiday.
    ['2025-08-08 + 1 = 2025-08-13'],
    // Friday 8 May declared: 11, 12 May; declared and withdrawn: 8, 11 May; with the agency open.
    ['2026-05-07 + 2 = 2026-05-12', { declared: ['2026-05-08'] }],
    ['2026-05-07 + 2 = 2026-05-11', { declared: ['2026-05-08'], withdrawn: ['2026-05-08'] }],
    [
      '2026-05-07 + 2 = 2026-05-11 / 2026-05-12',
      { declared: ['2026-05-08'], openOn: ['2026-05-08'] },
    ],
    ['2026-05-07 + 2 = 2026-05-12', { closedOn: ['2026-05-08'] }],
    // A regional day is no special day: nobody stays open on it.
    ['2026-05-07 + 2 = 2026-05-12', { closedOn: ['2026-05-08'], openOn: ['2026-05-08'] }],
    // A declared Saturday changes nothing, open or not.
    ['2026-05-07 + 2 = 2026-05-11', { declared: ['2026-05-09'], openOn: ['2026-05-09'] }],
    // Outside Friday 8 to Monday 11: 12, 14, 15 May, 13 being Ploughing Day.
    ['2026-05-07 + 3 = 2026-05-15', { outside: ['2026-05-08/2026-05-11'] }],
    // The event's own day needs no table; nor do days outside the clock.
    ['2024-12-31 + 1 = 2025-01-02'],
    ['2024-12-20 + 1 = 2025-01-02', { outside: ['2024-12-21/2024-12-31'] }],
    ['2024-12-30 + 1 = -'],
    // Whole years: 261 weekdays each, less 21, 20 and 18 holidays; 31 December is one of them.
    ['2024-12-31 + 240 = 2025-12-30'],
    ['2025-12-31 + 241 = 2026-12-30'],
    ['2026-12-31 + 243 = 2027-12-30'],
    // 29, 30 December; 31 is a holiday, the next weekday is 3 January 2028.
    ['2027-12-28 + 2 = 2027-12-30'],
    ['2027-12-28 + 3 = -'],
  ])('%s %j', (...vector) => expectVector('WORKING_DAY', vector));

  // C4: the Friday itself; a Saturday cannot be the first; 8, 11, 12 May.
  test.each([
    '2026-05-08 + 1 = 2026-05-08',
    '2026-05-09 + 1 = 2026-05-11',
    '2026-05-08 + 3 = 2026-05-12',
  ])('first day in: %s', (line) => expectFirstDayIn('WORKING_DAY', line));
});

describe('calendar days', () => {
  test.each<Vector>([
    // Songkran does not move the official.
    ['2026-04-06 + 7 = 2026-04-13 / 2026-04-16'],
    // A plain Saturday (C1); the long new year.
    ['2026-05-02 + 7 = 2026-05-09 / 2026-05-11'],
    ['2026-12-24 + 7 = 2026-12-31 / 2027-01-04'],
    // 8 May in Bangkok although it is 7 May in London; the hour does not matter.
    ['2026-05-07T18:00:00Z + 7 = 2026-05-15'],
    ['2026-05-08T23:59:59+07:00 + 7 = 2026-05-15'],
    // Friday 15 May declared, or off in the province: only the citizen's day rolls.
    ['2026-05-08 + 7 = 2026-05-15 / 2026-05-18', { declared: ['2026-05-15'] }],
    ['2026-05-08 + 7 = 2026-05-15 / 2026-05-18', { closedOn: ['2026-05-15'] }],
    // C17: open on Friday 2 January 2026, yet a holiday for the citizen.
    ['2025-12-26 + 7 = 2026-01-02 / 2026-01-05', { openOn: ['2026-01-02'] }],
    ['2025-12-26 + 7 = 2026-01-02', { withdrawn: ['2026-01-02'] }],
    // No holiday is asked for an official; 2028 is a leap year, 2100 is none.
    ['2028-01-30 + 30 = 2028-02-29 / -'],
    ['2028-02-28 + 2 = 2028-03-01 / -'],
    ['2100-02-28 + 1 = 2100-03-01 / -'],
    ['2000-02-28 + 1 = 2000-02-29 / -'],
    ['2027-12-31 + 366 = 2028-12-31 / -'],
    // Saturday 1 January 2028 rolls to a Monday that nobody knows.
    ['2027-12-25 + 7 = 2028-01-01 / -'],
  ])('%s %j', (...vector) => expectVector('DAY', vector));

  // 6 to 15 June 2026, a Monday.
  test.each<[due: string, outside: string[]]>([
    ['2026-06-15', []],
    ['2026-06-18', ['2026-06-08/2026-06-10']],
    // Before the first day and after the last: nothing.
    ['2026-06-15', ['2026-06-01/2026-06-05']],
    ['2026-06-15', ['2026-06-16/2026-06-20']],
    // The last day itself is outside: 6 to 14 are nine, 17 is the tenth.
    ['2026-06-17', ['2026-06-15/2026-06-16']],
    // The second wait is reached by the first alone: 6-7, 11-16, 19-20 (Saturday).
    ['2026-06-20 / 2026-06-22', ['2026-06-08/2026-06-10', '2026-06-17/2026-06-18']],
    // What is outside twice is outside once: 6-7, 12-19.
    ['2026-06-19', ['2026-06-08/2026-06-10', '2026-06-09/2026-06-11']],
    // Saturday 20 June; the roll asks for a working day and nothing else (R6).
    ['2026-06-20 / 2026-06-22', ['2026-06-08/2026-06-12']],
    ['2026-06-20 / 2026-06-22', ['2026-06-08/2026-06-12', '2026-06-22/2026-06-23']],
  ])('2026-06-05 + 10 = %s with %j outside', (due, outside) =>
    expectVector('DAY', [`2026-06-05 + 10 = ${due}`, { outside }]),
  );

  test.each(['2026-05-04 + 1 = 2026-05-04', '2026-05-04 + 7 = 2026-05-10'])(
    'first day in: %s',
    (line) => expectFirstDayIn('DAY', line),
  );

  test.each([0, -1, 1.5, Number.NaN])('%d days are refused', (amount) => {
    const period = { from: '2026-05-04', amount, unit: 'DAY', party: 'OFFICIAL' } as const;
    expect(() => countPeriod(period, noDays)).toThrow(RangeError);
  });
});

describe('months and years', () => {
  test.each<Vector>([
    // The examples of C6; 28 February 2026 is a Saturday, 15 February a Sunday.
    ['2026-02-28 + 1 = 2026-03-31'],
    ['2026-01-31 + 1 = 2026-02-28 / 2026-03-02'],
    ['2026-01-30 + 1 = 2026-02-28 / 2026-03-02'],
    ['2026-01-15 + 1 = 2026-02-15 / 2026-02-16'],
    // Begun on the 29th, without such a day; begun on the 28th, until Friday the 27th.
    ['2026-01-28 + 1 = 2026-02-28 / 2026-03-02'],
    ['2026-01-27 + 1 = 2026-02-27'],
    // 2028: begun on 1 February; on the 31st; on the 30th; on the 29th, until the 28th.
    ['2028-01-31 + 1 = 2028-02-29 / -'],
    ['2028-01-30 + 1 = 2028-02-29 / -'],
    ['2028-01-29 + 1 = 2028-02-29 / -'],
    ['2028-01-28 + 1 = 2028-02-28 / -'],
    // Begun on the 1st: whole months. Visakha and its substitute; new year; a Sunday.
    ['2026-04-30 + 1 = 2026-05-31 / 2026-06-02'],
    ['2026-11-30 + 1 = 2026-12-31 / 2027-01-04'],
    ['2026-11-30 + 3 = 2027-02-28 / 2027-03-01'],
    // Begun on 31 May: June has none.
    ['2026-05-30 + 1 = 2026-06-30'],
    ['2026-12-15 + 2 = 2027-02-15'],
    ['2026-06-30 + 12 = 2027-06-30'],
    // Three days outside between 16 January and 15 February; the last day and its neighbours.
    ['2026-01-15 + 1 = 2026-02-18', { outside: ['2026-02-10/2026-02-12'] }],
    ['2026-01-15 + 1 = 2026-02-18', { outside: ['2026-02-14/2026-02-16'] }],
    // Outside before the first day: nothing (14 February is a Saturday).
    ['2026-01-14 + 1 = 2026-02-14 / 2026-02-16', { outside: ['2026-01-01/2026-01-14'] }],
  ])('months: %s %j', (...vector) => expectVector('MONTH', vector));

  test.each<Vector>([
    ['2026-10-01 + 1 = 2027-10-01'],
    // Begun on 1 March 2028; 1 March 2027; 29 February 2028, without such a day in 2029.
    ['2028-02-29 + 1 = 2029-02-28 / -'],
    ['2027-02-28 + 1 = 2028-02-29 / -'],
    ['2028-02-28 + 1 = 2029-02-28 / -'],
    ['2028-02-28 + 4 = 2032-02-28 / -'],
    ['2025-06-09 + 1 = 2026-06-10', { outside: ['2025-12-01/2025-12-01'] }],
  ])('years: %s %j', (...vector) => expectVector('YEAR', vector));

  // C4 with C6: begun on the 15th, until the 14th; begun on 1 January, the whole of it.
  test.each(['2026-01-15 + 1 = 2026-02-14', '2026-01-01 + 1 = 2026-01-31'])(
    'first day in: %s',
    (line) => expectFirstDayIn('MONTH', line),
  );
});

describe('office time', () => {
  test.each<Vector>([
    ['2026-05-08T16:00:00+07:00 + 30 = 2026-05-08T16:30:00+07:00'],
    ['2026-05-08T16:00:00+07:00 + 31 = 2026-05-11T08:31:00+07:00'],
    // Half a minute is left on Friday, half goes on.
    ['2026-05-08T16:29:30+07:00 + 1 = 2026-05-11T08:30:30+07:00'],
    ['2026-05-08T16:29:59.999+07:00 + 1 = 2026-05-11T08:30:59.999+07:00'],
    ['2026-05-08T10:00:00.250+07:00 + 90 = 2026-05-08T11:30:00.250+07:00'],
    // Nothing of the day is left; the seconds after closing are not office time.
    ['2026-05-08T16:30:00+07:00 + 1 = 2026-05-11T08:31:00+07:00'],
    ['2026-05-08T16:30:45+07:00 + 1 = 2026-05-11T08:31:00+07:00'],
  ])('minutes: %s', (...vector) => expectVector('MINUTE', vector));

  test.each<Vector>([
    // The example of C5, and the same instant from elsewhere.
    ['2026-05-08T15:30:00+07:00 + 3 = 2026-05-11T10:30:00+07:00'],
    ['2026-05-08T08:30:00Z + 3 = 2026-05-11T10:30:00+07:00'],
    ['2026-05-08T07:00:00+07:00 + 1 = 2026-05-08T09:30:00+07:00'],
    ['2026-05-08T17:05:00+07:00 + 1 = 2026-05-11T09:30:00+07:00'],
    ['2026-05-09T12:00:00+07:00 + 1 = 2026-05-11T09:30:00+07:00'],
    // A working day is eight hours.
    ['2026-05-08T08:30:00+07:00 + 8 = 2026-05-08T16:30:00+07:00'],
    ['2026-05-08T08:30:00+07:00 + 9 = 2026-05-11T09:30:00+07:00'],
    ['2026-05-08T08:30:00+07:00 + 16 = 2026-05-11T16:30:00+07:00'],
    // Over Songkran.
    ['2026-04-10T15:30:00+07:00 + 2 = 2026-04-16T09:30:00+07:00'],
    // A date alone begins at opening.
    ['2026-05-08 + 2 = 2026-05-08T10:30:00+07:00'],
    // C8: Monday gives nothing; nor does the Friday of the start.
    [
      '2026-05-08T15:30:00+07:00 + 3 = 2026-05-12T10:30:00+07:00',
      { outside: ['2026-05-11/2026-05-11'] },
    ],
    [
      '2026-05-08T15:30:00+07:00 + 3 = 2026-05-11T11:30:00+07:00',
      { outside: ['2026-05-08/2026-05-08'] },
    ],
    ['2026-05-08T15:30:00+07:00 + 3 = 2026-05-12T10:30:00+07:00', { declared: ['2026-05-11'] }],
    // Tuesday; then 31 December, 1 January and the special Friday, on which the agency works.
    [
      '2025-12-30T15:30:00+07:00 + 2 = 2026-01-02T09:30:00+07:00 / 2026-01-05T09:30:00+07:00',
      { openOn: ['2026-01-02'] },
    ],
    // The table is asked only for days that could give a minute.
    ['2024-12-31T16:30:00+07:00 + 1 = 2025-01-02T09:30:00+07:00'],
    ['2027-12-30T15:30:00+07:00 + 1 = 2027-12-30T16:30:00+07:00'],
    ['2027-12-30T15:30:00+07:00 + 2 = -'],
  ])('hours: %s %j', (...vector) => expectVector('HOUR', vector));

  // By day and night, for everyone, on Songkran and in years without a table.
  test.each<Vector>([
    [
      '2026-04-10T17:05:09+07:00 + 72 = 2026-04-13T17:05:09+07:00',
      { outside: ['2026-04-11/2026-04-12'] },
    ],
    ['2027-12-31T23:30:00.5+07:00 + 1 = 2028-01-01T00:30:00.500+07:00'],
    ['2028-02-28T17:00:00Z + 24 = 2028-03-01T00:00:00+07:00'],
  ])('elapsed hours: %s %j', (...vector) => expectVector('ELAPSED_HOUR', vector));
});
