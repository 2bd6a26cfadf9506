import { describe, expect, it } from '@jest/globals';
import { serviceClocks } from '../../activities/calendar/service-clocks.js';
import { answer } from '../../contracts/calendar/ask.js';
import { calendarVersions } from '../../contracts/calendar/holidays.js';
import { bangkokDate, lastDayOf, startOfDay } from '../../contracts/civil-date.js';
import type { ServiceCase } from '../../contracts/lifecycles/service/case.js';
import { clockFacts, clockKey, hasClocks } from '../../contracts/lifecycles/service/clocks.js';
import type { ServiceState } from '../../contracts/lifecycles/service/states.js';
import { sideStates, stages } from '../../contracts/lifecycles/service/states.js';
import { reportDuty } from '../../workflows/onboarding/states.js';
import { caseIn, now } from '../support/case.js';

const plan = {
  targetFiscalYear: 2570,
  dueOn: { plan: '2026-12-31', develop: '2027-03-31', test: '2027-05-31', linked: '2027-06-30' },
};
const quarter = { fiscalYear: 2570, quarter: 1 } as const;
const remediation = {
  number: 1,
  kind: 'userJourney',
  gate: 'develop',
  what: 'ปรับหน้าจอ',
  dueOn: '2027-01-31',
} as const;

/** The clocks of a case, as `kind of: day of ringing`. */
function clocksOf(service: ServiceCase, at = now): string[] {
  const question = { ...clockFacts(service), fired: service.fired, at };
  return serviceClocks(question).map(
    ({ kind, of, at: rings }) => `${kind} ${of ?? '-'}: ${bangkokDate(rings)}`,
  );
}

describe('the clocks of a service', () => {
  it('tell of a stage 14 days before its own plan wants it left, and the day after', () => {
    expect(clocksOf(caseIn('develop', { plan }))).toEqual([
      'stageDueSoon develop: 2027-03-17',
      'stageOverdue develop: 2027-04-01',
    ]);
    const late = Date.parse('2027-04-10T03:00:00.000Z');
    expect(clocksOf(caseIn('develop', { plan }), late)).toEqual([
      'stageOverdue develop: 2027-04-01',
    ]);
  });

  it('have no stage where no plan is recorded: that is work to do and not overdue', () => {
    for (const state of [...stages, ...sideStates]) expect(clocksOf(caseIn(state))).toEqual([]);
    expect(hasClocks(clockFacts(caseIn('develop')))).toBe(false);
  });

  it('open the report of the next quarter, however late they are asked for', () => {
    const reporting = caseIn('develop', { openedQuarter: quarter });
    for (const at of ['2026-11-24', '2027-01-01', '2027-06-30']) {
      expect(clocksOf(reporting, startOfDay(at))).toEqual(['reportOpens -: 2027-01-01']);
    }
  });

  it('chase a report the day after it was due, and put it on the list after 60 days', () => {
    const duty = { ...quarter, dueOn: '2027-01-15' };
    const owing = (status: 'open' | 'overdue' | 'escalated') =>
      clocksOf(caseIn('test', { openedQuarter: quarter, reports: [{ ...duty, status }] }));
    expect(owing('open')).toEqual([
      'reportOpens -: 2027-01-01',
      'reportOverdue 2570/1: 2027-01-16',
    ]);
    expect(owing('overdue')).toEqual([
      'reportOpens -: 2027-01-01',
      'reportEscalation 2570/1: 2027-03-16',
    ]);
    expect(owing('escalated')).toEqual(['reportOpens -: 2027-01-01']);
  });

  it.each<[ServiceState, boolean]>([
    ['develop', true],
    ['linked', true],
    ['live', true],
    ['suspended', true],
    ['toBeFunded', false],
    ['excluded', false],
    ['discontinued', false],
    ['mergedInto', false],
    ['registeredInError', false],
  ])('chase a remediation in %s: %s', (state, isChased) => {
    const found = clocksOf(caseIn(state, { remediations: [{ ...remediation, status: 'open' }] }));
    expect(found).toEqual(
      // Fourteen days before is a Sunday: people are reminded on the Friday before it.
      isChased ? ['remediationDueSoon 1: 2027-01-15', 'remediationMissed 1: 2027-02-01'] : [],
    );
  });

  it.each(['missed', 'closed', 'void'] as const)('let a remediation rest that is %s', (status) => {
    expect(clocksOf(caseIn('live', { remediations: [{ ...remediation, status }] }))).toEqual([]);
  });

  it('bring an exclusion back on its day, in the excluded state alone', () => {
    const exclusion = { kind: 'notDigitised', reasonCode: 'RSN01', reReviewOn: '2027-10-01' };
    const excluded = { exclusion: { ...exclusion, due: false } };
    expect(clocksOf(caseIn('excluded', excluded))).toEqual(['exclusionReReview -: 2027-10-01']);
    expect(clocksOf(caseIn('discontinued', excluded))).toEqual([]);
    expect(clocksOf(caseIn('excluded', { exclusion: { ...exclusion, due: true } }))).toEqual([]);
  });

  it('tell of a suspension that lasts longer than expected', () => {
    const suspension = { expectedEndOn: '2027-02-28', otherChannel: 'เคาน์เตอร์', overrun: false };
    expect(clocksOf(caseIn('suspended', { suspension }))).toEqual(['suspensionEnd -: 2027-03-01']);
    expect(clocksOf(caseIn('mergedInto', { suspension }))).toEqual([]);
  });

  it('remind on a working day of the agency, rather early, also where holidays are not known yet', () => {
    const dueSoon = (dueOn: string) =>
      clocksOf(
        caseIn('develop', { plan: { ...plan, dueOn: { ...plan.dueOn, develop: dueOn } } }),
      )[0];
    // 20 April is a Tuesday in a week without Songkran; 13 to 15 April 2027 are Songkran.
    expect(dueSoon('2027-05-04')).toBe('stageDueSoon develop: 2027-04-20');
    expect(dueSoon('2027-04-28')).toBe('stageDueSoon develop: 2027-04-12');
    // 2028 is not covered: Saturday 1 April is known to be off all the same.
    expect(dueSoon('2028-04-15')).toBe('stageDueSoon develop: 2028-03-31');
    expect(dueSoon('2028-04-18')).toBe('stageDueSoon develop: 2028-04-04');
  });

  it('come after a report’s due date that is the calendar’s: fifteen days, and no roll', () => {
    for (const fiscalYear of [2569, 2570, 2571]) {
      for (const number of [1, 2, 3, 4] as const) {
        const owed = { fiscalYear, quarter: number };
        const period = {
          from: lastDayOf(owed),
          amount: 15,
          unit: 'DAY',
          party: 'OFFICIAL',
        } as const;
        expect(reportDuty(owed).dueOn).toBe(answer({ ask: 'period', ...period })['due']);
      }
    }
  });

  it('say by which rule and which calendar they were computed', () => {
    const question = { ...clockFacts(caseIn('develop', { plan })), fired: [], at: now };
    for (const { rule, calendarVersion } of serviceClocks(question)) {
      expect(rule).toMatch(/due/);
      expect(calendarVersion).toBe(calendarVersions.at(-1)?.version);
    }
  });

  it('leave out what has fired', () => {
    const [first] = serviceClocks({
      ...clockFacts(caseIn('develop', { plan })),
      ...{ fired: [], at: now },
    });
    const fired = first === undefined ? [] : [clockKey(first)];
    expect(clocksOf(caseIn('develop', { plan, fired }))).toEqual([
      'stageOverdue develop: 2027-04-01',
    ]);
  });
});
