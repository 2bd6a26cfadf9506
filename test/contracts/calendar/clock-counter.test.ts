/**
 * The counter of whole cases against dates derived by hand from `thai-domain.md` and
 * `calendar-readings.md`. Weekdays to check by: 10 April, 1 May and 12 June 2026 are Fridays,
 * 8 June is a Monday, 31 July a Friday, 6 September a Sunday.
 */
import { describe, expect, test } from '@jest/globals';

import {
  countClocks,
  type CaseFacts,
  type ClocksQuestion,
  type CountedClock,
  type Regime,
  type Wait,
} from './clock-counter.js';
import { NotCovered, type CounterDays } from './counter.js';

type Facts = Partial<CaseFacts>;
type Setting = Omit<ClocksQuestion, 'facts'>;

const tenDays: Setting = { regime: 'LFA', amount: 10, unit: 'DAY' };
const tenWorkingDays: Setting = { ...tenDays, unit: 'WORKING_DAY' };
const threeHours: Setting = { regime: 'LFA', amount: 3, unit: 'HOUR' };
const thirtyDays: Setting = { regime: 'LFA', amount: 30, unit: 'DAY' };

/** A case filed on Monday 8 June 2026 at 10:00 unless the facts say otherwise. */
function casePicture(setting: Setting, facts: Facts, days: CounterDays = {}) {
  const filed = { filedAt: '2026-06-08T10:00:00+07:00' };
  return countClocks({ ...setting, facts: { ...filed, ...facts } }, days);
}

/** Dates without the year 2026, times without seconds. */
function brief(...dates: (string | null | undefined)[]): string {
  const texts = dates.map((date) => date ?? 'no due');
  return texts.join(' ').replaceAll('2026-', '').replaceAll(':00+07:00', '');
}

function briefClocks(clocks: CountedClock[]): string {
  const lines = clocks.map(({ kind, startsOn, due, state }) => brief(kind, startsOn, due, state));
  return lines.join(', ');
}

function isConsidered({ kind }: CountedClock): boolean {
  return kind === 'review' || kind === 'consideration';
}

/** The clocks before the decision; where nothing is said, it is the consideration. */
function considered(setting: Setting, facts: Facts, days?: CounterDays): string {
  const { clocks } = casePicture(setting, facts, days);
  return briefClocks(clocks.filter(isConsidered)).replace('consideration ', '');
}

/** The clocks after the decision. */
function followUp(setting: Setting, facts: Facts): string {
  const { clocks } = casePicture(setting, facts);
  return briefClocks(clocks.filter((clock) => !isConsidered(clock)));
}

function wait(from: string, to?: string): { waits: Wait[] } {
  return { waits: [{ from, ...(to === undefined ? {} : { to }), recorded: true }] };
}

/** A deficiency record, and the completion. */
function incomplete(deficiencyRecordedOn: string, completeAt?: string): Facts {
  return { deficiencyRecordedOn, ...(completeAt === undefined ? {} : { completeAt }) };
}

describe('the vectors of thai-domain §2.6', () => {
  const songkran = { filedAt: '2026-04-10T17:05:00+07:00' };
  const sevenDays: Setting = { regime: 'LFA', amount: 7, unit: 'DAY' };

  test('filed on Friday 10 April 17:05: seven working days, seven days', () => {
    const workingDays: Setting = { ...sevenDays, unit: 'WORKING_DAY' };
    expect(considered(workingDays, songkran)).toBe('04-16 04-27 running');
    expect(considered(sevenDays, songkran)).toBe('04-16 04-23 running');
    // The same instant in UTC.
    expect(considered(sevenDays, { filedAt: '2026-04-10T10:05:00Z' })).toBe('04-16 04-23 running');
  });

  test('received on 1 May: an official ends on Visakha, a citizen on 2 June', () => {
    expect(considered(thirtyDays, { filedAt: '2026-05-01T09:00:00+07:00' })).toBe(
      '05-01 05-31 running',
    );
    expect(followUp({ ...thirtyDays, regime: 'FACTORY' }, { notifiedOn: '2026-05-01' })).toBe(
      'appeal 05-01 06-02 running',
    );
  });

  test('a refusal notified on 14 July; a decision of 24 July', () => {
    expect(followUp(tenDays, { notifiedOn: '2026-07-14' })).toBe('appeal 07-14 07-31 running');
    expect(followUp(tenDays, { decidedOn: '2026-07-24' })).toBe('notification 07-24 07-31 running');
  });

  const allThree = ['2026-04-30', '2026-05-07', '2026-05-14'];
  const letters: [until: { decidedOn?: string; on?: string }, dueBy: string[]][] = [
    [{ decidedOn: '2026-05-15' }, allThree],
    // C10: a letter owed on the day of the decision is not owed.
    [{ decidedOn: '2026-05-14' }, allThree.slice(0, 2)],
    [{ decidedOn: '2026-04-30' }, []],
    [{ decidedOn: '2026-04-23' }, []],
    // Not decided: the first letter after the day of the question is the last that one can name.
    [{}, allThree.slice(0, 1)],
    [{ on: '2026-04-16' }, allThree.slice(0, 1)],
    [{ on: '2026-04-23' }, allThree.slice(0, 1)],
    [{ on: '2026-04-29' }, allThree.slice(0, 1)],
    [{ on: '2026-04-30' }, allThree.slice(0, 2)],
    [{ on: '2026-05-06' }, allThree.slice(0, 2)],
    [{ on: '2026-05-07' }, allThree],
    // The decision ends the letters, whenever one asks.
    [{ decidedOn: '2026-05-01', on: '2026-06-01' }, allThree.slice(0, 1)],
  ];

  test.each(letters)('due on 23 April, %j: letters by %j', ({ on, ...decided }, dueBy) => {
    const setting = on === undefined ? sevenDays : { ...sevenDays, on };
    expect(casePicture(setting, { ...songkran, ...decided }).delayNotices).toEqual(dueBy);
  });
});

describe('the start (C7)', () => {
  const friday = { filedAt: '2026-06-12T15:30:00+07:00' };
  const fridayNight = { filedAt: '2026-06-12T20:00:00+07:00' };
  const songkran = { filedAt: '2026-04-10T17:05:00+07:00', decidedOn: '2026-04-17' };
  const labourDay = { filedAt: '2026-05-01T09:00:00+07:00', ...incomplete('2026-05-05') };
  const dayBefore = { ...labourDay, filedAt: '2026-04-30T16:00:00+07:00' };
  const halfHour: Setting = { regime: 'EGOV_APA', amount: 30, unit: 'MINUTE' };
  const month: Setting = { regime: 'LFA', amount: 1, unit: 'MONTH' };

  const vectors: [setting: Setting, facts: Facts, line: string][] = [
    // Recorded on the first working day after receipt: from completeness, with the whole period.
    // 16 June is the first day, 19 the fourth, 26 the ninth.
    [tenWorkingDays, incomplete('2026-06-09', '2026-06-15'), '06-15 06-29 running'],
    // Recorded a day too late: from receipt. 9 June is the first day, 12 the fourth, 19 the ninth.
    [tenWorkingDays, incomplete('2026-06-10', '2026-06-15'), '06-08 06-22 running'],
    // Incomplete and not recorded: from receipt.
    [tenDays, { completeAt: '2026-06-15' }, '06-08 06-18 running'],
    // Recorded and still incomplete.
    [tenDays, incomplete('2026-06-08'), ''],
    // Labour Day is the first working day after 30 April, so 5 May is too late ...
    [tenDays, dayBefore, '04-30 05-10 running'],
    // ... and the first after Labour Day, a Friday, as Monday is a holiday.
    [tenDays, labourDay, ''],
    // EGOV s.10: what completes the application after closing on Friday is received on Monday.
    [tenDays, incomplete('2026-06-09', '2026-06-12T17:00:00+07:00'), '06-15 06-25 running'],
    // Received on Monday, completed before: not before receipt.
    [
      tenDays,
      { ...fridayNight, ...incomplete('2026-06-12', '2026-06-12T16:00:00+07:00') },
      '06-15 06-25 running',
    ],
    // C5: one hour on Friday, two on Monday; a decision is known by its day.
    [threeHours, friday, '06-12T15:30 06-15T10:30 running'],
    [threeHours, { ...friday, decidedOn: '2026-06-15' }, '06-12T15:30 06-15T10:30 met'],
    // A day alone begins at opening.
    [threeHours, incomplete('2026-06-09', '2026-06-15'), '06-15T08:30 06-15T11:30 running'],
    [halfHour, songkran, '04-16T08:30 04-16T09:00 late'],
    // C6: begins on 1 July and is that whole month.
    [month, { filedAt: '2026-06-30T10:00:00+07:00' }, '06-30 07-31 running'],
  ];

  test.each(vectors)('%j %j', (setting, facts, line) => {
    expect(considered(setting, facts)).toBe(line);
  });

  test('a special day on which the agency is open is a working day of the official (C17)', () => {
    const days = { declared: ['2026-06-12'], openOn: ['2026-06-12'] };
    expect(considered(tenWorkingDays, {}, days)).toBe('06-08 06-22 running');
    const { declared } = days;
    expect(considered(tenWorkingDays, {}, { declared })).toBe('06-08 06-23 running');
  });

  test('a weekday of a year without a table', () => {
    const filed = { filedAt: '2027-12-30T10:00:00+07:00' };
    expect(() => casePicture(tenWorkingDays, filed)).toThrow(NotCovered);
    expect(considered(tenDays, filed)).toBe('2027-12-30 2028-01-09 running');
    // A clock that stands still needs no day of that year.
    const waiting = { ...filed, ...wait('2027-12-30') };
    expect(considered(tenWorkingDays, waiting)).toBe('2027-12-30 no due suspended');
  });

  test('a manual of the general law names its time', () => {
    expect(() => casePicture({ regime: 'LFA' }, {})).toThrow(RangeError);
  });
});

describe('waits (C8)', () => {
  const unfixed = { from: '2026-06-10', recorded: true };
  const fixed = { ...unfixed, to: '2026-06-15' };
  const last = wait('2026-06-18');
  const second = wait('2026-06-13', '2026-06-17');
  // Ten days from 8 June end on 18 June.
  const vectors: [title: string, facts: Facts, line: string][] = [
    ['11 to 15 June are out', { waits: [fixed] }, '06-23 running'],
    ['unrecorded: counts', { waits: [{ ...fixed, recorded: false }] }, '06-18 running'],
    ['fixed on the same day', { waits: [{ ...fixed, to: '2026-06-10' }] }, '06-18 running'],
    ['not fixed', { waits: [unfixed] }, 'no due suspended'],
    ['not fixed, unrecorded', { waits: [{ ...unfixed, recorded: false }] }, '06-18 running'],
    // 11 to 14 June are out: 10 June was the second day, 15 June is the third.
    ['decided before the fix', { waits: [unfixed], decidedOn: '2026-06-14' }, '06-22 met'],
    // Nothing takes a delay back.
    ['begun on the last day', wait('2026-06-18'), '06-18 running'],
    ['begun later', { ...wait('2026-06-20'), decidedOn: '2026-06-22' }, '06-18 late'],
    // The fixed wait takes the last day to 23 June, past the day of the other.
    ['one fixed, one not', { waits: [fixed, ...last.waits] }, 'no due suspended'],
    // 11 to 15 and 14 to 17 June: a day that is out twice is out once.
    ['two that overlap', { waits: [fixed, ...second.waits] }, '06-25 running'],
    ['a paid bill', { billedOn: '2026-06-10', paidOn: '2026-06-15' }, '06-23 running'],
    // 17 June is the ninth day, 1 July the tenth.
    ['a bill of 17 June', { billedOn: '2026-06-17', paidOn: '2026-06-30' }, '07-01 running'],
    ['a bill not paid', { billedOn: '2026-06-10' }, 'no due suspended'],
    ['a bill after the last day', { billedOn: '2026-06-19' }, '06-18 running'],
    ['paid without a bill', { paidOn: '2026-06-15' }, '06-18 running'],
  ];

  test.each(vectors)('%s', (_title, facts, line) => {
    expect(considered(tenDays, facts)).toBe(`06-08 ${line}`);
  });

  test('other units', () => {
    // 9, 10, then 16 to 19, 22 to 25 June.
    expect(considered(tenWorkingDays, { waits: [fixed] })).toBe('06-08 06-25 running');
    // A month from 8 June ends on 8 July; five days are out.
    const month: Setting = { ...tenDays, amount: 1, unit: 'MONTH' };
    expect(considered(month, { waits: [fixed] })).toBe('06-08 07-13 running');
    // Fourteen hours from Monday 10:00: 6.5, then 7.5 on the day after the fix.
    const waiting = wait('2026-06-08', '2026-06-10');
    const hours = { ...threeHours, amount: 14 };
    expect(considered(hours, waiting)).toBe('06-08T10:00 06-11T16:00 running');
  });

  test('no letter while the clock stands still or before there is one', () => {
    const asked = { ...tenDays, on: '2026-08-01' };
    expect(casePicture(asked, { waits: [unfixed] }).delayNotices).toEqual([]);
    expect(casePicture(asked, incomplete('2026-06-08')).delayNotices).toEqual([]);
    // A wait after the last day stops no letter.
    const { delayNotices } = casePicture({ ...tenDays, on: '2026-06-25' }, wait('2026-06-19'));
    expect(delayNotices).toEqual(['2026-06-25', '2026-07-02']);
  });
});

describe('regimes with times of their own', () => {
  const paid = { paidOn: '2026-06-15' };
  const review = 'review 06-08 09-06';

  const vectors: [regime: Regime, facts: Facts, line: string][] = [
    // 15 days of June, 31, 31, 30, then 13: a Tuesday and holiday, no roll.
    ['DRUG_RENEWAL', paid, '06-15 10-13 running'],
    // The bill is no wait, before and after.
    ['DRUG_RENEWAL', { ...paid, billedOn: '2026-06-08' }, '06-15 10-13 running'],
    ['DRUG_RENEWAL', { billedOn: '2026-06-08' }, ''],
    // Another wait counts: 16 to 20 June are out.
    ['DRUG_RENEWAL', { ...paid, ...wait('2026-06-15', '2026-06-20') }, '06-15 10-18 running'],
    // 22 days of June, then 23.
    ['LAND_ALLOCATION', {}, '06-08 07-23 running'],
    ['SEC_TOKEN', {}, '06-08 06-23 running'],
    // 22, 31, then 7.
    ['ETDA', {}, '06-08 08-07 running'],
    // 22, 31, 31, then 6: a Sunday; 24 more of September, then 6 (C14).
    ['SEC_BOND', {}, `${review} running, 09-06 10-06 running`],
    ['SEC_BOND', { decidedOn: '2026-10-07' }, `${review} met, 09-06 10-06 late`],
    // In the second clock 11 to 15 September are out.
    ['SEC_BOND', wait('2026-09-10', '2026-09-15'), `${review} running, 09-06 10-11 running`],
    // 1 September is the 85th day, 2 to 10 are out, 11 is the 86th.
    [
      'SEC_BOND',
      wait('2026-09-01', '2026-09-10'),
      'review 06-08 09-15 running, 09-15 10-15 running',
    ],
    // On the last day of the first clock: only the second stands still.
    ['SEC_BOND', wait('2026-09-06'), `${review} running, 09-06 no due suspended`],
    ['SEC_BOND', wait('2026-07-01'), 'review 06-08 no due suspended'],
  ];

  test.each(vectors)('%s %j', (regime, facts, line) => {
    expect(considered({ regime }, facts)).toBe(line);
  });

  test.each(['LFA', 'FACTORY', 'PUBLIC_HEALTH', 'ETDA'] as const)('letters of %s', (regime) => {
    // Due on 18 June.
    const late = casePicture({ ...tenDays, regime }, { decidedOn: '2026-07-03' });
    expect(late.delayNotices).toEqual(['2026-06-25', '2026-07-02']);
  });

  const silent = ['EGOV_APA', 'LAND_ALLOCATION', 'SEC_TOKEN', 'DRUG_RENEWAL'] as const;

  test.each(silent)('no letters of %s, or before payment', (regime) => {
    const late = casePicture({ ...tenDays, regime }, { decidedOn: '2026-07-03' });
    expect(late.delayNotices).toEqual([]);
  });

  test('letters by the last day of the second clock', () => {
    // 6 October + 7, + 14.
    const decided = casePicture({ regime: 'SEC_BOND' }, { decidedOn: '2026-10-21' });
    expect(decided.delayNotices).toEqual(['2026-10-13', '2026-10-20']);
  });
});

describe('after the decision', () => {
  const notified = { notifiedOn: '2026-07-14' };
  const uninformed = { ...notified, appealInformation: false };
  const decided = { decidedOn: '2026-06-17' };
  const sentUp = { appealedAt: '2026-07-27', fileReceivedOn: '2026-08-20' };
  const superior = { fileReceivedOn: '2026-08-07', appealDecidedOn: '2026-09-07' };
  const vectors: [facts: Facts, line: string][] = [
    // On the seventh day; the fifteenth day is Thursday 9 July.
    [
      { ...decided, notifiedOn: '2026-06-24' },
      'notification 06-17 06-24 met, appeal 06-24 07-09 running',
    ],
    // C11: a Saturday is a day; the fifteenth is Sunday 12 July.
    [
      { ...decided, notifiedOn: '2026-06-27', notifiedBy: 'ELECTRONIC' },
      'notification 06-17 06-24 late, appeal 06-27 07-13 running',
    ],
    // Posted in time, received on 1 July.
    [
      { ...decided, notifiedOn: '2026-06-24', notifiedBy: 'POST' },
      'notification 06-17 06-24 met, appeal 07-01 07-16 running',
    ],
    // Received from abroad on 29 July, the fifteenth day of posting.
    [{ ...notified, notifiedBy: 'POST_ABROAD' }, 'appeal 07-29 08-13 running'],
    // Never told how to appeal: one year.
    [uninformed, 'appeal 07-14 2027-07-14 running'],
    // 17 July 2027 is a Saturday, 19 and 20 July are holidays.
    [{ ...uninformed, notifiedOn: '2026-07-17' }, 'appeal 07-17 2027-07-21 running'],
    // Told on 20 July: 11 days of July, then 4.
    [{ ...uninformed, appealInformationOn: '2026-07-20' }, 'appeal 07-20 08-04 running'],
    // Filed on Friday night, received on Monday 27 July; 4 days of July, then 26.
    [
      { ...notified, appealedAt: '2026-07-24T17:05:00+07:00' },
      'appeal 07-14 07-31 met, appealDecision 07-27 08-26 running',
    ],
    // R4: after closing is not that day, so Monday 3 August; 28 days of August, then 2.
    [
      { ...notified, appealedAt: '2026-07-31T17:00:00+07:00', appealDecidedOn: '2026-09-02' },
      'appeal 07-14 07-31 late, appealDecision 08-03 09-02 met',
    ],
    // Sent up in time; 11 days of August, then 19 September, a Saturday: no roll.
    // Court: 11 days of September, 31, 30, then 18.
    [
      sentUp,
      'appealDecision 07-27 08-26 met, superiorDecision 08-20 09-19 running, ' +
        'court 09-19 12-18 running',
    ],
    // The superior, a day late. Court: 22 days of September, 31, 30, then 7 December, a holiday.
    [
      { ...superior, appealNotifiedOn: '2026-09-08' },
      'superiorDecision 08-07 09-06 late, court 09-08 12-08 running',
    ],
  ];

  test.each(vectors)('%j', (facts, line) => {
    expect(followUp(tenDays, facts)).toBe(line);
  });

  test('a factory told on 20 July', () => {
    // 11 days of July, then 19.
    const told = { ...uninformed, appealInformationOn: '2026-07-20' };
    expect(followUp({ ...thirtyDays, regime: 'FACTORY' }, told)).toBe('appeal 07-20 08-19 running');
  });

  test('the clocks stand in the order of the case, each with its party', () => {
    const { clocks } = casePicture({ regime: 'SEC_BOND' }, { ...decided, ...notified, ...sentUp });
    expect(clocks.map(({ kind, party }) => `${kind} ${party}`)).toEqual([
      ...['review OFFICIAL', 'consideration OFFICIAL', 'notification OFFICIAL', 'appeal CITIZEN'],
      ...['appealDecision OFFICIAL', 'superiorDecision OFFICIAL', 'court CITIZEN'],
    ]);
  });
});
