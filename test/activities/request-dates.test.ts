import { describe, expect, it } from '@jest/globals';
import type { DatesQuestion } from '../../activities/calendar/request-dates.js';
import { requestDates } from '../../activities/calendar/request-dates.js';
import { about, alarmsOf, clocksOf, thai } from '../support/dates-question.js';

/*
 * Every date is counted by hand from the text of the law (thai-domain.md §2.6) and the readings C1–C18.
 * Days off that matter in 2026: 13–15 April, 4 and 13 May, 1 and 3 June, 28–30 July, 12 August,
 * 13 and 23 October, 31 December; in 2027: 1 January. 1 May is no government holiday.
 */

const monday = '2026-08-03T10:00:00';
const days30 = { amount: 30, unit: 'DAY' } as const;

describe('receipt in law (EGOV s.10, C2, C3)', () => {
  it.each([
    ['in office hours: at once', '2026-08-03T10:00:00', '2026-08-03T10:00:00+07:00'],
    ['at closing, the last moment inside', '2026-04-10T16:30:00', '2026-04-10T16:30:00+07:00'],
    ['after closing before Songkran', '2026-04-10T17:05:00', '2026-04-16T08:30:00+07:00'],
    ['a thousandth after closing', '2026-04-10T16:30:00.001', '2026-04-16T08:30:00+07:00'],
    ['before opening: that same day', '2026-08-03T06:10:00', '2026-08-03T08:30:00+07:00'],
    ['at midnight of a working day', '2026-08-03T00:00:00', '2026-08-03T08:30:00+07:00'],
    ['on a Saturday', '2026-08-01T10:00:00', '2026-08-03T08:30:00+07:00'],
    ['on a holiday', '2026-08-12T10:00:00', '2026-08-13T08:30:00+07:00'],
    ['on the first of three holidays', '2026-07-28T10:00:00', '2026-07-31T08:30:00+07:00'],
    [
      'on New Year’s Eve: 1 January, then a weekend',
      '2026-12-31T10:00:00',
      '2027-01-04T08:30:00+07:00',
    ],
  ])('%s', (_why, filed, received) => {
    const question = about(filed, { awaitsReceipt: true, isUndecided: false });
    const dates = requestDates(question);
    expect(dates.receivedAt).toBe(received);
    expect(dates.alarms.map(({ kind, at }) => [kind, at])).toEqual([
      ['receipt', Date.parse(received)],
    ]);
  });

  it.each([
    ['the next day', '2026-08-03T10:00:00', '2026-08-04'],
    ['after three holidays', '2026-07-27T10:00:00', '2026-07-31'],
    ['Labour Day, on which offices are open', '2026-04-30T10:00:00', '2026-05-01'],
    ['after New Year', '2026-12-30T10:00:00', '2027-01-04'],
  ])('is looked at by the first working day after it (C7): %s', (_why, filed, last) => {
    expect(alarmsOf(about(filed, { awaitsCheck: true }))[0]).toBe(`checkOverdue -: ${last}, over`);
  });
});

describe('the official’s time', () => {
  const recorded = (from: string, to?: string) => ({
    deficiencyRecordedOn: from,
    waits: [{ from, ...(to === undefined ? {} : { to }), recorded: true }],
  });

  it.each<[string, string, Partial<DatesQuestion>, string]>([
    // 4–7 Aug are days 1–4, 10 and 11 are 5 and 6, 12 is off, 13 and 14 are 7 and 8, then a week and two days.
    ['fifteen working days over a holiday', monday, {}, '2026-08-25'],
    [
      'seven working days after Songkran',
      '2026-04-10T17:05:00',
      { time: { amount: 7, unit: 'WORKING_DAY' } },
      '2026-04-27',
    ],
    [
      'seven days after Songkran',
      '2026-04-10T17:05:00',
      { time: { amount: 7, unit: 'DAY' } },
      '2026-04-23',
    ],
    // R5: the official's last day stands, Sunday and Visakha Bucha alike.
    ['thirty days from 1 May, no roll', '2026-05-01T09:00:00', { time: days30 }, '2026-05-31'],
    [
      'one month from 30 January (C6)',
      '2026-01-30T10:00:00',
      { time: { amount: 1, unit: 'MONTH' } },
      '2026-02-28',
    ],
  ])('from receipt: %s', (_why, filed, change, due) => {
    expect(clocksOf(about(filed, change))[0]).toContain(`: ${due}, running`);
  });

  it('is by the hour of offices: what is left at closing goes on at the next opening (C5)', () => {
    const hourly = { time: { amount: 60, unit: 'MINUTE' } } as const;
    const friday = about('2026-07-31T16:00:00', hourly);
    expect(clocksOf(friday)).toEqual([
      'consideration from 2026-07-31T16:00:00+07:00: 2026-08-03T09:00:00+07:00, running',
    ]);
    // The moment after the last one; an hour is no period to be reminded of.
    expect(alarmsOf(friday)).toEqual([
      'overdue -: 2026-08-03T09:00:00+07:00, 2026-08-03 09:00:00.001',
      'letterMissed 1: 2026-08-10, over',
    ]);
  });

  it.each<[string, DatesQuestion['facts'], string[]]>([
    [
      // Answered on Thursday 20 August at 20:00: received on Friday; C7: with the whole period.
      'from completeness, where the list was made by the next working day',
      {
        filedAt: '',
        ...recorded('2026-08-04', '2026-08-20'),
        completeAt: '2026-08-20T20:00:00+07:00',
      },
      ['consideration from 2026-08-21: 2026-09-11, running'],
    ],
    [
      'not at all, while the applicant has yet to correct',
      { filedAt: '', ...recorded('2026-08-04') },
      [],
    ],
    [
      // Days 1–3 are 4–6 August; 7–20 August are out; days 4–15 are 21 August to 7 September.
      'from receipt, where the list came too late; its wait is out all the same (C8)',
      {
        filedAt: '',
        ...recorded('2026-08-06', '2026-08-20'),
        completeAt: '2026-08-20T11:00:00+07:00',
      },
      ['consideration from 2026-08-03: 2026-09-07, running'],
    ],
    [
      'suspended, while a list that came too late is open',
      { filedAt: '', ...recorded('2026-08-06') },
      ['consideration from 2026-08-03: none, suspended'],
    ],
    [
      'through a wait under the officer-fault exception: it is the agency’s own (C8)',
      {
        ...{ filedAt: '', completeAt: '2026-08-03T11:00:00+07:00' },
        waits: [{ from: '2026-08-10', to: '2026-08-20', recorded: false }],
      },
      ['consideration from 2026-08-03: 2026-08-25, running'],
    ],
  ])('runs %s', (_why, facts, expected) => {
    const filedAt = `${monday}+07:00`;
    expect(clocksOf(about(monday, { facts: { ...facts, filedAt } }))).toEqual(expected);
  });

  it.each<[string, Partial<DatesQuestion>, string]>([
    // 11 to 20 August are ten days: 2 September becomes the 12th, a Saturday that stands.
    [
      'is out from the day after the bill to the day of payment',
      { billWaits: [{ from: '2026-08-10', to: '2026-08-20', recorded: true }] },
      '2026-09-12, running',
    ],
    [
      'is no day when it is paid the same day',
      { billWaits: [{ from: '2026-08-10', to: '2026-08-10', recorded: true }] },
      '2026-09-02, running',
    ],
    [
      'suspends while the bill is out',
      { billWaits: [{ from: '2026-08-10', recorded: true }] },
      'none, suspended',
    ],
    [
      'takes no delay back that was there before',
      { billWaits: [{ from: '2026-09-03', recorded: true }] },
      '2026-09-02, running',
    ],
  ])('for a bill (C8): %s', (_why, change, due) => {
    expect(clocksOf(about(monday, { time: days30, ...change }))).toEqual([
      `consideration from 2026-08-03: ${due}`,
    ]);
  });

  it('starts with the payment where the regime says so, and the bill is no wait then', () => {
    const renewal: Partial<DatesQuestion> = {
      ...{ regime: 'DRUG_RENEWAL', kind: 'REN', time: { amount: 120, unit: 'DAY' } },
      billWaits: [{ from: '2026-08-04', recorded: true }],
    };
    expect(clocksOf(about(monday, renewal))).toEqual([]);
    // 11 days of August, 30, 31, 30, and 18 of December.
    const billWaits = [{ from: '2026-08-04', to: '2026-08-20', recorded: true }];
    const paid = { ...renewal, billWaits };
    expect(clocksOf(about(monday, { ...paid, paidOn: '2026-08-20' }))).toEqual([
      'consideration from 2026-08-20: 2026-12-18, running',
    ]);
  });

  it('is extended from the last day, with notice until closing (C9), and is met by the longer one', () => {
    const food = (...notices: [string, number][]): Partial<DatesQuestion> => ({
      ...{ regime: 'PUBLIC_HEALTH', time: days30 },
      extension: {
        ...{ max: 2, amount: 15, unit: 'DAY' },
        notices: notices.map(([at, amount]) => ({ at: thai(at), amount })),
      },
    });
    const dueWith = (...notices: [string, number][]) => clocksOf(about(monday, food(...notices)));
    // Thirty days end on Wednesday 2 September.
    expect(dueWith(['2026-09-02T16:30:00', 15])[0]).toContain(': 2026-09-17, running');
    expect(dueWith(['2026-09-02T16:30:00.001', 15])[0]).toContain(': 2026-09-02, running');
    // Ten more from the 17th: Sunday the 27th, which stands.
    const twice = [
      ['2026-08-20T09:00:00', 15],
      ['2026-09-17T09:00:00', 10],
    ] as [string, number][];
    expect(dueWith(...twice)[0]).toContain(': 2026-09-27, running');
    const facts = { filedAt: `${monday}+07:00`, decidedOn: '2026-09-17' };
    const decided = { ...food(['2026-08-20T09:00:00', 15]), facts, isUndecided: false };
    expect(clocksOf(about(monday, decided))[0]).toContain(': 2026-09-17, met');
    const late = { ...decided, facts: { ...facts, decidedOn: '2026-09-18' } };
    expect(clocksOf(about(monday, late))[0]).toContain(': 2026-09-17, late');
  });

  it('is two clocks in a row for bonds, the second from the day on which the first ends (C14)', () => {
    const bond = { regime: 'SEC_BOND', time: { amount: 90, unit: 'DAY' } } as const;
    // 28 days of August, 30 of September, 31 of October: 1 November; thirty more: 1 December.
    expect(clocksOf(about(monday, bond))).toEqual([
      'review from 2026-08-03: 2026-11-01, running',
      'consideration from 2026-11-01: 2026-12-01, running',
    ]);
    // A bill from 10 to 20 August takes ten days out of the first alone.
    const billWaits = [{ from: '2026-08-10', to: '2026-08-20', recorded: true }];
    expect(clocksOf(about(monday, { ...bond, billWaits }))).toEqual([
      'review from 2026-08-03: 2026-11-11, running',
      'consideration from 2026-11-11: 2026-12-11, running',
    ]);
    const fast = { ...bond, time: { amount: 10, unit: 'DAY' } } as const;
    expect(clocksOf(about(monday, fast))).toEqual([
      'review from 2026-08-03: 2026-08-13, running',
      'consideration from 2026-08-13: 2026-08-27, running',
    ]);
    // The second is what is due; three days before is a Saturday, so Friday the 27th.
    expect(alarmsOf(about(monday, bond))).toEqual([
      'dueSoon -: 2026-12-01, 2026-11-27 office',
      'overdue -: 2026-12-01, over',
      'letterMissed 1: 2026-12-08, over',
    ]);
  });
});

describe('what follows when time is up', () => {
  it.each<[string, string, DatesQuestion['time'], string[]]>([
    // 25 August is a Tuesday; three days before is a Saturday.
    [
      'LFA',
      monday,
      { amount: 15, unit: 'WORKING_DAY' },
      [
        'dueSoon -: 2026-08-25, 2026-08-21 office',
        'overdue -: 2026-08-25, over',
        'letterMissed 1: 2026-09-01, over',
      ],
    ],
    [
      'FACTORY',
      monday,
      days30,
      [
        'dueSoon -: 2026-09-02, 2026-08-28 office',
        'overdue -: 2026-09-02, over',
        'letterMissed 1: 2026-09-09, over',
      ],
    ],
    [
      'PUBLIC_HEALTH',
      monday,
      days30,
      [
        'dueSoon -: 2026-09-02, 2026-08-28 office',
        'overdue -: 2026-09-02, over',
        'letterMissed 1: 2026-09-09, over',
      ],
    ],
    [
      'ETDA',
      monday,
      { amount: 60, unit: 'DAY' },
      [
        'dueSoon -: 2026-10-02, 2026-09-29 office',
        'overdue -: 2026-10-02, over',
        'letterMissed 1: 2026-10-09, over',
      ],
    ],
    // Outside the Act there are no letters: the time is a standard of the service.
    [
      'EGOV_APA',
      monday,
      { amount: 10, unit: 'WORKING_DAY' },
      ['dueSoon -: 2026-08-18, 2026-08-14 office', 'overdue -: 2026-08-18, over'],
    ],
    // Silence is approval from the end of the day on.
    [
      'LAND_ALLOCATION',
      monday,
      { amount: 45, unit: 'DAY' },
      ['dueSoon -: 2026-09-17, 2026-09-14 office', 'deemedApproval -: 2026-09-17, over'],
    ],
    [
      'SEC_TOKEN',
      monday,
      { amount: 15, unit: 'DAY' },
      ['dueSoon -: 2026-08-18, 2026-08-14 office', 'deemedApproval -: 2026-08-18, over'],
    ],
    // A day is no period to be reminded of; seven days are.
    [
      'LFA',
      monday,
      { amount: 1, unit: 'WORKING_DAY' },
      ['overdue -: 2026-08-04, over', 'letterMissed 1: 2026-08-11, over'],
    ],
    [
      'LFA',
      monday,
      { amount: 6, unit: 'DAY' },
      ['overdue -: 2026-08-09, over', 'letterMissed 1: 2026-08-16, over'],
    ],
    [
      'LFA',
      monday,
      { amount: 7, unit: 'DAY' },
      [
        'dueSoon -: 2026-08-10, 2026-08-07 office',
        'overdue -: 2026-08-10, over',
        'letterMissed 1: 2026-08-17, over',
      ],
    ],
  ])('%s: from %s', (regime, filed, time, expected) => {
    const kind = regime === 'EGOV_APA' ? 'BEN' : 'LIC';
    const question = about(filed, { regime: regime as DatesQuestion['regime'], kind, time });
    expect(alarmsOf(question)).toEqual(expected);
  });

  it('is nothing any more once it is decided, or has come to an end', () => {
    expect(alarmsOf(about(monday, { isUndecided: false }))).toEqual([]);
  });

  // Due on Thursday 23 April: letters by 30 April, 7, 14 May … (thai-domain.md §2.6, C10).
  it.each<[string, { at: string; sent?: string[]; missed?: string[] }, string[], string]>([
    ['before it is due', { at: '2026-04-20' }, ['2026-04-30'], '1: 2026-04-30'],
    ['on the first day overdue', { at: '2026-04-24' }, ['2026-04-30'], '1: 2026-04-30'],
    [
      'sent at once: the second is owed next',
      { at: '2026-04-24', sent: ['2026-04-24'] },
      ['2026-04-30', '2026-05-07'],
      '2: 2026-05-07',
    ],
    [
      'sent on the last day',
      { at: '2026-04-30', sent: ['2026-04-30'] },
      ['2026-04-30', '2026-05-07'],
      '2: 2026-05-07',
    ],
    [
      'two in one interval serve one letter',
      { at: '2026-04-28', sent: ['2026-04-24', '2026-04-28'] },
      ['2026-04-30', '2026-05-07'],
      '2: 2026-05-07',
    ],
    [
      'missed: the flag stands and the next is owed in its own time',
      { at: '2026-05-01', missed: ['2026-04-30'] },
      ['2026-04-30', '2026-05-07'],
      '2: 2026-05-07',
    ],
    [
      'a late one serves the interval in which it falls',
      { at: '2026-05-02', sent: ['2026-05-02'], missed: ['2026-04-30'] },
      ['2026-04-30', '2026-05-07', '2026-05-14'],
      '3: 2026-05-14',
    ],
    [
      'sent each week',
      { at: '2026-05-08', sent: ['2026-04-24', '2026-05-01', '2026-05-08'] },
      ['2026-04-30', '2026-05-07', '2026-05-14', '2026-05-21'],
      '4: 2026-05-21',
    ],
  ])('letters of delay, %s', (_why, { at, sent = [], missed = [] }, owed, next) => {
    const question = about('2026-04-10T17:05:00', {
      ...{ time: { amount: 7, unit: 'DAY' }, at: thai(`${at}T10:00:00`) },
      ...{ noticesOn: sent, lettersMissed: missed },
    });
    expect(requestDates(question).lettersDue).toEqual(owed);
    expect(alarmsOf(question).filter((one) => one.startsWith('letter'))).toEqual([
      `letterMissed ${next}, over`,
    ]);
  });

  it('is the notification within seven days of the decision, without roll', () => {
    const decided = (decidedOn: string, change: Partial<DatesQuestion> = {}) => {
      const facts = { filedAt: `${monday.replace('08-03', '07-01')}+07:00`, decidedOn };
      return about('2026-07-01T10:00:00', { facts, isUndecided: false, ...change });
    };
    expect(alarmsOf(decided('2026-07-24'))).toEqual(['notificationMissed -: 2026-07-31, over']);
    // 12 August is a holiday and stands.
    expect(alarmsOf(decided('2026-08-05'))).toEqual(['notificationMissed -: 2026-08-12, over']);
    const sections = (change: Partial<DatesQuestion>) =>
      requestDates(decided('2026-08-05', change)).alarms.map(({ section }) => section);
    expect(sections({})).toEqual(['LFA s.10(1)']);
    // Nobody is told of an Act that does not apply to the service.
    const away = { regime: 'EGOV_APA', kind: 'BEN' } as const;
    expect(sections(away)).toEqual(['manual']);
    const outside = { ...away, awaitsCheck: true, isCorrectionArmed: true };
    const correction = { of: '1', from: '2026-08-03', amount: 15, unit: 'DAY' } as const;
    const all = requestDates(about(monday, { ...outside, correction })).alarms;
    expect(all.map(({ section }) => section).join(' ')).not.toContain('LFA');
  });
});
