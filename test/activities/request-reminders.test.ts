import { describe, expect, it } from '@jest/globals';
import type { DatesQuestion } from '../../activities/calendar/request-dates.js';
import type { Alarm } from '../../contracts/lifecycles/request/clocks.js';
import type { RequestStart } from '../../contracts/commands/request/messages.js';
import { about, alarmsOf, thai } from '../support/dates-question.js';
import { inCheck, inConsideration, requestIn, settleFees } from '../support/request-cases.js';
import { RequestLife, sampleManual } from '../support/request-life.js';

/*
 * Counted by hand. Working days of August and September 2026 are Mondays to Fridays but for 12 August; in
 * October, 13 and 23 are off.
 */

const monday = '2026-08-03T10:00:00';
const owed = { since: '2026-08-03', remindedOn: null, isUnwatched: true };
const filedAt = `${monday}+07:00`;
const decided = { filedAt, decidedOn: '2026-08-03' };
const told = { ...decided, notifiedOn: '2026-08-03' };
const issuing = { isUndecided: false, at: thai(monday), facts: decided };

/** Days for which the agency was reminded. */
function remindedOf({ heard }: { readonly heard: readonly Alarm[] }): string[] {
  return heard.filter(({ kind }) => kind === 'reminder').map(({ dueOn }) => dueOn);
}

describe('an agency is reminded of what it owes', () => {
  it('every seven days, at the office hour of the case', () => {
    const question = { ...issuing, facts: told, owed };
    expect(alarmsOf(about(monday, question))).toEqual([
      'reminder -: 2026-08-10, 2026-08-10 office',
    ]);
    const again = { ...owed, remindedOn: '2026-08-10' };
    expect(
      alarmsOf(about(monday, { ...question, owed: again, at: thai('2026-08-10T09:00:00') })),
    ).toEqual(['reminder -: 2026-08-17, 2026-08-17 office']);
  });

  it('on a working day', () => {
    // Wednesday 5 August and seven days: the Queen Mother's birthday; the 13th.
    const since = { ...owed, since: '2026-08-05' };
    const at = thai('2026-08-05T10:00:00');
    expect(alarmsOf(about(monday, { ...issuing, facts: told, owed: since, at }))).toEqual([
      'reminder -: 2026-08-13, 2026-08-13 office',
    ]);
  });

  it('never of a day that is over: however long it was not asked', () => {
    // 3 August and 7 × 5 is 7 September, which is today: the next is the 14th.
    const at = thai('2026-09-07T10:00:00');
    expect(alarmsOf(about(monday, { ...issuing, facts: told, owed, at }))).toEqual([
      'reminder -: 2026-09-14, 2026-09-14 office',
    ]);
  });

  it('only where nothing else does, and only of cases that are worked by these rules', () => {
    expect(alarmsOf(about(monday, { ...issuing, owed }))).toEqual([
      'notificationMissed -: 2026-08-10, over',
    ]);
    expect(alarmsOf(about(monday, { ...issuing, facts: told }))).toEqual([]);
  });

  it('beyond the years of the calendar too: then the calendar is asked again', () => {
    const at = thai('2027-12-30T10:00:00');
    const since = { ...owed, since: '2027-12-30' };
    expect(alarmsOf(about(monday, { ...issuing, facts: told, owed: since, at }))).toEqual([
      'calendarMissing -: 2027-12-31, 2027-12-31 office',
    ]);
  });
});

describe('a consulted agency', () => {
  const asked = { of: '1', from: '2026-08-03', amount: 14, unit: 'DAY', chased: 0 } as const;
  const late = (change: Partial<DatesQuestion>) =>
    alarmsOf(about(monday, { isUndecided: false, facts: told, consultations: [asked], ...change }));

  it('is chased when it is late, and every seven days', () => {
    expect(late({})).toEqual(['consultationLate 1: 2026-08-17, over']);
    expect(late({ consultations: [{ ...asked, chased: 2 }] })).toEqual([
      'consultationLate 1: 2026-08-31, over',
    ]);
  });

  it('is chased once for the weeks in which nothing waited for it', () => {
    const at = thai('2026-09-16T10:00:00');
    expect(late({ at })).toEqual(['consultationLate 1: 2026-09-14, over']);
    const rung = ['consultationLate/1/2026-09-14'];
    const once = [{ ...asked, chased: 1 }];
    expect(late({ at, rung, consultations: once })).toEqual([
      'consultationLate 1: 2026-09-21, over',
    ]);
  });
});

describe('a request of which nobody thinks', () => {
  it('under EGOV and the APA reminds the agency for ever, once its time is over', () => {
    // The manual's 15 days or so end; letters are owed under the LFA alone.
    const life = inConsideration(sampleManual('SVC2262'));
    const due = life.request.dates.clocks[0]?.due?.slice(0, 10) ?? '';
    life.passTo('2026-12-01');
    expect(life.request.flags).toMatchObject({ overdue: true, missedLetters: [] });
    const days = remindedOf(life);
    expect(days.length).toBeGreaterThan(8);
    const gaps = days.map((day, n) => gap(days[n - 1] ?? due, day));
    expect(gaps.slice(1).every((between) => between >= 7 && between <= 11)).toBe(true);
    expect(gaps[0]).toBeGreaterThan(0);
  });

  it('is not forgotten while it is checked, where payment starts the time', () => {
    const life = inCheck(sampleManual('PRS7K2M9QX4TD'));
    const check = life.request.dates.alarms[0];
    expect(check).toMatchObject({ kind: 'checkOverdue' });
    // What C7 makes of silence is not so here.
    expect(check?.section).not.toContain('C7');
    life.passTo('2026-09-01');
    expect(life.request.state).toBe('completenessCheck');
    expect(remindedOf(life)).toEqual(['2026-08-10', '2026-08-17', '2026-08-24', '2026-08-31']);
  });

  it('is not forgotten while it is to be issued, within the time and after it', () => {
    const life = requestIn('issuing', sampleManual('SVC1608'));
    life.must('competentOfficial', 'notifyResult', { by: 'ELECTRONIC' }).passTo('2026-09-01');
    expect(life.heard.map(({ kind }) => kind)).toContain('issuingOverdue');
    expect(remindedOf(life)).toEqual(['2026-08-10', '2026-08-17', '2026-08-24', '2026-08-31']);
  });

  it('is not forgotten where the manual has no time for issuing', () => {
    const { issues, ...manual } = sampleManual('SVC0106');
    const { within: _none, ...without } = issues ?? { kind: 'licence', name: { th: '', en: '' } };
    const life = requestIn('issuing', { ...manual, issues: without });
    life.must('competentOfficial', 'notifyResult', { by: 'ELECTRONIC' }).passTo('2026-08-20');
    expect(remindedOf(life)).toEqual(['2026-08-10', '2026-08-17']);
  });

  it('is not forgotten while what was issued is to be posted', () => {
    const life = settleFees(
      inConsideration(sampleManual('SVC0106'), { delivery: 'post' }).approve({
        notify: 'ELECTRONIC',
      }),
    );
    life.must('competentOfficial', 'issue', {
      ...{ number: '1/2569', effectiveOn: '2026-08-03', expiresOn: '2027-08-02' },
    });
    life.passTo('2026-08-20');
    expect(life.request.state).toBe('issuing');
    expect(remindedOf(life)).toEqual(['2026-08-10', '2026-08-17']);
    life.must('competentOfficial', 'deliver', { by: 'post', on: '2026-08-20' });
    expect(life.request.dates.alarms.map(({ kind }) => kind)).toEqual(['renewalOpens']);
  });

  it('is not forgotten in its end while money is to be given back', () => {
    const life = settleFees(
      inConsideration(sampleManual('SVC0106')).approve({ notify: 'ELECTRONIC' }),
    );
    life.must('licensor', 'terminate', { cause: 'died', reason: 'ถึงแก่ความตาย' });
    life.passTo('2026-08-20');
    expect(life.request.refunds).toHaveLength(1);
    expect(remindedOf(life)).toEqual(['2026-08-10', '2026-08-17']);
    life.must('competentOfficial', 'recordRepayment', {
      ...{ refund: 1, on: '2026-08-20', reference: 'GFMIS-1' },
    });
    expect(life.request.dates.alarms).toEqual([]);
  });

  it('reminds nobody while it is the applicant’s turn', () => {
    const life = requestIn('awaitingCorrection', sampleManual('SVC0106'));
    expect(life.request.dates.alarms.map(({ kind }) => kind)).not.toContain('reminder');
  });

  it('is worked as it was filed: older cases are reminded of nothing', () => {
    const older: Partial<RequestStart> = { rules: 0 };
    const life = new RequestLife(sampleManual('SVC2262'), older);
    life.must('competentOfficial', 'confirmComplete').passTo('2026-12-01');
    expect(life.request.flags.overdue).toBe(true);
    expect(remindedOf(life)).toEqual([]);
    // And what comes before an approval now did not have to then.
    const factory = inConsideration(sampleManual('SVC2941'), older);
    expect(factory.act('licensor', 'approve')).toBeUndefined();
    const liquor = settleFees(inConsideration(sampleManual('SVC0106'), older).approve());
    const licence = { number: '1', effectiveOn: liquor.today };
    expect(liquor.act('competentOfficial', 'issue', licence)).toBeUndefined();
    // Its end can be put in later.
    const end = { corrects: 1, field: 'issued.expiresOn', value: '2027-08-02', reason: 'ตกไป' };
    expect(liquor.act('competentOfficial', 'correctEntry', end)).toBeUndefined();
    expect(liquor.request.issued?.expiresOn).toBe('2027-08-02');
    expect(liquor.request.dates.alarms.map(({ kind }) => kind)).toContain('renewalOpens');
  });
});

function gap(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
