import { describe, expect, it } from '@jest/globals';
import type { DatesQuestion } from '../../activities/calendar/request-dates.js';
import { requestDates } from '../../activities/calendar/request-dates.js';
import { makeCalendar } from '../../contracts/calendar/calendar.js';
import { about, alarmsOf, clocksOf, thai } from '../support/dates-question.js';
import { inCheck, inConsideration } from '../support/request-cases.js';
import { RequestLife, sampleManual } from '../support/request-life.js';

/* Counted by hand, as in `request-dates.test.ts`. */

const monday = '2026-08-03T10:00:00';
const over: Partial<DatesQuestion> = { isUndecided: false };
const days = (amount: number) => ({ amount, unit: 'DAY' }) as const;
const working = (amount: number) => ({ amount, unit: 'WORKING_DAY' }) as const;

describe('waits that end by themselves', () => {
  // A citizen's last day rolls to a working day (R6), an official's stands (R5).
  it.each<[string, string, { amount: number; unit: 'DAY' | 'WORKING_DAY' }, string]>([
    [
      'thirty days to a Sunday, and Monday is Visakha’s substitute',
      '2026-05-01',
      days(30),
      '2026-06-02',
    ],
    [
      'fifteen days to Asalha Bucha, and Khao Phansa comes after it',
      '2026-07-14',
      days(15),
      '2026-07-31',
    ],
    ['fifteen working days', '2026-08-03', working(15), '2026-08-25'],
    ['seven days to a Friday', '2026-07-24', days(7), '2026-07-31'],
    ['nine days to Mother’s Day', '2026-08-03', days(9), '2026-08-13'],
  ])('are the citizen’s: %s', (_why, from, time, last) => {
    const wait = { of: '1', from, ...time };
    const asked = (change: Partial<DatesQuestion>) =>
      about(`${from}T10:00:00`, { ...over, ...change });
    const correcting = asked({ correction: wait, isCorrectionArmed: true });
    expect(alarmsOf(correcting)).toEqual([`correctionEnds 1: ${last}, over`]);
    expect(requestDates(correcting).correctionDue).toBe(last);
    expect(alarmsOf(asked({ remedies: [wait] }))).toEqual([`remedyEnds 1: ${last}, over`]);
    expect(alarmsOf(asked({ hearings: [wait] }))).toEqual([`hearingEnds 1: ${last}, over`]);
  });

  it('keep the time of an answer that is looked at, and nothing ends by itself', () => {
    const correction = { of: '1', from: '2026-08-03', ...days(15) };
    const dates = requestDates(about(monday, { ...over, correction }));
    expect(dates.correctionDue).toBe('2026-08-18');
    expect(dates.alarms).toEqual([]);
  });

  it.each<[string, { amount: number; unit: 'DAY' | 'WORKING_DAY' }, number, string]>([
    ['fifteen days to a holiday, no roll', days(15), 0, '2026-07-29'],
    ['chased once: a week later', days(15), 1, '2026-08-05'],
    ['chased twice', days(15), 2, '2026-08-12'],
    // 15, 16, 17, 20–24 are eight; 27 and 31 July the ninth and tenth.
    ['ten working days over three holidays', working(10), 0, '2026-07-31'],
  ])('are the consulted agency’s: %s', (_why, time, chased, last) => {
    const consultations = [{ of: '2', from: '2026-07-14', ...time, chased }];
    expect(alarmsOf(about('2026-07-14T10:00:00', { ...over, consultations }))).toEqual([
      `consultationLate 2: ${last}, over`,
    ]);
  });

  it('say the last day of each agency that is asked, however often it was chased', () => {
    const wait = (of: string, chased: number) => ({ of, from: '2026-07-14', ...days(15), chased });
    const far = { ...wait('3', 0), ...working(900) };
    const dates = requestDates(
      about('2026-07-14T10:00:00', { ...over, consultations: [wait('1', 0), wait('2', 2), far] }),
    );
    expect(dates.consultationsDue).toEqual({ '1': '2026-07-29', '2': '2026-07-29', '3': null });
    expect(requestDates(about(monday, over))).not.toHaveProperty('consultationsDue');
  });

  it('run side by side, each in its own time, and stop no clock', () => {
    const wait = (of: string, amount: number) => ({ of, from: '2026-08-03', ...days(amount) });
    const question = about(monday, {
      ...{ remedies: [wait('1', 15)], hearings: [wait('1', 10)] },
      consultations: [
        { ...wait('1', 15), chased: 0 },
        { ...wait('2', 7), chased: 0 },
      ],
    });
    expect(alarmsOf(question)).toEqual([
      'consultationLate 2: 2026-08-10, over',
      'hearingEnds 1: 2026-08-13, over',
      ...['consultationLate 1: 2026-08-18, over', 'remedyEnds 1: 2026-08-18, over'],
      ...['dueSoon -: 2026-08-25, 2026-08-21 office', 'overdue -: 2026-08-25, over'],
      'letterMissed 1: 2026-09-01, over',
    ]);
  });
});

describe('the time for an appeal', () => {
  const refused = (
    notifiedOn: string,
    change: Partial<DatesQuestion> = {},
    notifiedBy: 'ELECTRONIC' | 'POST' | 'POST_ABROAD' = 'ELECTRONIC',
  ) =>
    about('2026-07-01T10:00:00', {
      ...{ isUndecided: false, isAppealable: true },
      facts: {
        filedAt: '2026-07-01T10:00:00+07:00',
        decidedOn: '2026-07-14',
        notifiedOn,
        notifiedBy,
      },
      ...change,
    });
  const within = (amount: number, unit: 'DAY' | 'MONTH', section: string) => ({
    appeal: { amount, unit, section },
  });

  it.each<[string, DatesQuestion, string]>([
    ['15 days to Asalha, rolled over Khao Phansa', refused('2026-07-14'), '2026-07-31'],
    // APA s.71: a letter counts as received seven days after posting, abroad after fifteen.
    ['by post: from the 21st', refused('2026-07-14', {}, 'POST'), '2026-08-05'],
    ['by post abroad: from the 29th', refused('2026-07-14', {}, 'POST_ABROAD'), '2026-08-13'],
    [
      '30 days of the Factory Act',
      refused('2026-07-14', { regime: 'FACTORY', ...within(30, 'DAY', 'Factory Act') }),
      '2026-08-13',
    ],
    // The regime knows of 15 days alone; the manual names the special law.
    [
      '30 days of a special law',
      refused('2026-07-14', {
        regime: 'EGOV_APA',
        kind: 'BEN',
        ...within(30, 'DAY', 'Social Security Act s.85'),
      }),
      '2026-08-13',
    ],
    // 17 days of July, 31, 30, and 12 of October; the 13th would be a holiday.
    [
      '90 days to the court',
      refused('2026-07-14', within(90, 'DAY', 'Administrative Court Act s.49')),
      '2026-10-12',
    ],
    ['a month', refused('2026-07-14', within(1, 'MONTH', 'special law')), '2026-08-14'],
  ])('%s', (_why, question, last) => {
    expect(alarmsOf(question)).toEqual([`appealEnds -: ${last}, over`]);
    const dates = requestDates(question);
    expect(dates.alarms[0]?.section).toBe(question.appeal.section);
    const clock = dates.clocks.find(({ kind }) => kind === 'appeal');
    expect(clock).toMatchObject({ due: last, amount: question.appeal.amount, party: 'CITIZEN' });
  });

  it('is none where nothing is adverse', () => {
    expect(alarmsOf(refused('2026-07-14', { isAppealable: false }))).toEqual([]);
  });
});

describe('issuing, bills and renewal', () => {
  it.each<[string, DatesQuestion['issuing'], string]>([
    ['30 days from the decision', { of: '', from: '2026-08-03', ...days(30) }, '2026-09-02'],
    // 4 to 20 August are seventeen days; Saturday 19 September stands.
    [
      'without the wait for the money',
      {
        of: '',
        from: '2026-08-03',
        ...days(30),
        outside: [{ from: '2026-08-04', to: '2026-08-20' }],
      },
      '2026-09-19',
    ],
    [
      'three working days over three holidays',
      { of: '', from: '2026-07-24', ...working(3) },
      '2026-08-03',
    ],
  ])('issuing: %s', (_why, issuing, last) => {
    expect(alarmsOf(about('2026-07-01T10:00:00', { ...over, issuing }))).toEqual([
      `issuingOverdue -: ${last}, over`,
    ]);
  });

  it.each<[string, string, boolean, number, string[]]>([
    [
      'each day once',
      '2026-08-03T20:00:00',
      false,
      0,
      ['paymentQuery 1/1: 2026-08-04, 2026-08-04 office', 'billEnds 1: 2026-09-02, over'],
    ],
    [
      'on the day before the last',
      '2026-09-01T20:00:00',
      false,
      29,
      ['paymentQuery 1/30: 2026-09-02, 2026-09-02 office', 'billEnds 1: 2026-09-02, over'],
    ],
    [
      'once more before the last midnight',
      '2026-09-02T20:00:00',
      false,
      30,
      ['paymentQuery 1/31: 2026-09-02, 2026-09-02 23:30:00.000', 'billEnds 1: 2026-09-02, over'],
    ],
    ['and then no more', '2026-09-02T23:30:00', false, 31, ['billEnds 1: 2026-09-02, over']],
    [
      'also when it is asked late',
      '2026-09-04T12:00:00',
      false,
      30,
      ['billEnds 1: 2026-09-02, over'],
    ],
    [
      'without end while it is not confirmed',
      '2026-09-04T20:00:00',
      true,
      32,
      ['paymentQuery 1/33: 2026-09-05, 2026-09-05 office'],
    ],
  ])('bills: the treasury is asked %s', (_why, at, isUnconfirmed, asked, expected) => {
    const bill = { number: 1, until: '2026-09-02', isUnconfirmed, asked };
    expect(alarmsOf(about(monday, { ...over, at: thai(at), bill }))).toEqual(expected);
  });

  it('renewal opens 90 days before expiry, expiry out, no roll (C13)', () => {
    // 31 July 2027 less 30, 30 and 30 days: 1 July, 1 June, Sunday 2 May.
    const renewal = { expiresOn: '2027-07-31', opensDays: 90 };
    expect(alarmsOf(about(monday, { ...over, renewal }))).toEqual([
      'renewalOpens -: 2027-05-02, 2027-05-02 00:00:00.000',
    ]);
  });

  it('what has rung is left out', () => {
    const rung = ['dueSoon//2026-08-25', 'overdue//2026-08-25'];
    expect(alarmsOf(about(monday, { rung }))).toEqual(['letterMissed 1: 2026-09-01, over']);
  });
});

describe('a year that is not covered', () => {
  const wednesday = '2026-12-30T10:00:00';
  const until2026 = makeCalendar({ version: '2025.1' });

  it('leaves the rest standing, and is asked for again', () => {
    const question = about(wednesday, {
      ...{ awaitsCheck: true, hearings: [{ of: '1', from: '2026-12-30', ...days(2) }] },
      consultations: [{ of: '1', from: '2026-12-30', ...days(15), chased: 0 }],
      remedies: [{ of: '1', from: '2026-12-29', ...days(1) }],
      bill: { number: 1, until: '2027-01-15', isUnconfirmed: false, asked: 0 },
      renewal: { expiresOn: '2031-12-31', opensDays: 30 },
    });
    // The next working day, fifteen of them, and a citizen's last day on 1 January are not known.
    expect(alarmsOf(question, until2026)).toEqual([
      'paymentQuery 1/1: 2026-12-30, 2026-12-30 office',
      'remedyEnds 1: 2026-12-30, over',
      'calendarMissing -: 2026-12-31, 2026-12-31 office',
      'consultationLate 1: 2027-01-14, over',
      'billEnds 1: 2027-01-15, over',
      'renewalOpens -: 2031-12-01, 2031-12-01 00:00:00.000',
    ]);
    const dates = requestDates(question, until2026);
    expect(dates).toMatchObject({ clocks: [], lettersDue: [], calendar: '2025.1' });
    expect(dates.receivedAt).toBe('2026-12-30T10:00:00+07:00');
  });

  it('is counted once the year is there', () => {
    // 31 December and 1 January off: 4–8 January are days 1–5, 11–15 and 18–22 the other ten.
    expect(clocksOf(about(wednesday))).toEqual([
      'consideration from 2026-12-30: 2027-01-22, running',
    ]);
    const check = alarmsOf(about(wednesday, { ...over, awaitsCheck: true }));
    expect(check).toEqual(['checkOverdue -: 2027-01-04, over']);
  });

  it('does not hold up what needs no days off: an official’s calendar days', () => {
    const question = about('2027-12-30T10:00:00', { time: days(30), awaitsCheck: true });
    // Saturday 29 January 2028; Wednesday the 26th is taken for a working day.
    expect(alarmsOf(question)).toEqual([
      'calendarMissing -: 2027-12-31, 2027-12-31 office',
      ...['dueSoon -: 2028-01-29, 2028-01-26 office', 'overdue -: 2028-01-29, over'],
      'letterMissed 1: 2028-02-05, over',
    ]);
  });

  it('does not hold up the official’s clocks where only the time for an appeal reaches it', () => {
    const decided = { decidedOn: '2026-12-21', notifiedOn: '2026-12-22' };
    const question = (facts: object) =>
      about('2026-12-14T10:00:00', {
        facts: { filedAt: '2026-12-14T10:00:00+07:00', ...facts },
        ...{ isUndecided: false, time: days(7), at: thai('2026-12-22T10:00:00') },
      });
    const official = 'consideration from 2026-12-14: 2026-12-21, met';
    // Fifteen days from 22 December end in January; the notice has until the 28th.
    expect(clocksOf(question(decided), until2026)).toEqual([
      ...[official, 'notification from 2026-12-21: 2026-12-28, met'],
    ]);
    expect(alarmsOf(question(decided), until2026)).toEqual([
      'calendarMissing -: 2026-12-23, 2026-12-23 office',
    ]);
    expect(clocksOf(question(decided)).at(-1)).toBe('appeal from 2026-12-22: 2027-01-06, running');
    expect(alarmsOf(question({ decidedOn: '2026-12-21' }), until2026)).toEqual([
      'notificationMissed -: 2026-12-28, over',
    ]);
  });

  it('is asked for each day, once, as long as it is missing', () => {
    const life = new RequestLife(sampleManual('SVC0106'), {
      filedAt: Date.parse('2027-12-29T10:00:00+07:00'),
    });
    life.passTo('2028-04-10T23:00:00+07:00');
    const asked = life.heard.filter(({ kind }) => kind === 'calendarMissing');
    expect(asked.slice(0, 3).map(({ dueOn }) => dueOn)).toEqual([
      ...['2027-12-30', '2028-01-01', '2028-01-02'],
    ]);
    // On the 31st the check of completeness is over, and with that it is asked anyway.
    // 30 December, 31 + 29 + 31 days, and ten of April.
    expect(asked).toHaveLength(1 + 91 + 10);
    expect(life.request.rung.filter((key) => key.startsWith('calendarMissing'))).toHaveLength(1);
  });
});

describe('the chain when a request is overdue', () => {
  const due = '2026-09-02';

  it('raises a flag for each letter that was not sent, and for no other', () => {
    const life = inConsideration(sampleManual('SVC2941'));
    const send = () =>
      life.must('competentOfficial', 'sendDelayNotice', {
        reasonCode: 'workload',
        reason: 'งานมาก',
      });
    life.passTo(`${due}T23:59:59.999+07:00`);
    expect(life.request.flags.overdue).toBe(false);
    life.passTo('2026-09-03');
    expect(life.request.flags.overdue).toBe(true);
    // Owed by 9, 16, 23 and 30 September: the first in time, the second late, the third early.
    send().passTo('2026-09-17');
    expect(life.request.flags.missedLetters).toEqual(['2026-09-16']);
    send().passTo('2026-10-01');
    expect(life.request.flags.missedLetters).toEqual(['2026-09-16', '2026-09-30']);
    life.approve().passTo('2026-10-08');
    expect(life.request.flags.notificationMissed).toBe(false);
    life.passTo('2026-10-09');
    expect(life.request.flags).toMatchObject({
      ...{ overdue: true, notificationMissed: true },
      missedLetters: ['2026-09-16', '2026-09-30'],
    });
    life.must('competentOfficial', 'notifyResult', { by: 'ELECTRONIC' });
    const kinds = life.request.dates.alarms.map(({ kind }) => kind);
    expect(kinds).not.toContain('notificationMissed');
  });

  it('is the same chain for whom nobody looked at: the time runs from receipt (C7)', () => {
    const life = inCheck(sampleManual('SVC2941')).passTo('2026-10-01');
    expect(life.heard.map(({ kind, dueOn }) => `${kind} ${dueOn}`)).toEqual([
      ...['receipt 2026-08-03', 'checkOverdue 2026-08-04', `dueSoon ${due}`, `overdue ${due}`],
      ...['letterMissed 2026-09-09', 'letterMissed 2026-09-16', 'letterMissed 2026-09-23'],
      'letterMissed 2026-09-30',
    ]);
  });
});
