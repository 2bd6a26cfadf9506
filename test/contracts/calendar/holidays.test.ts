import { describe, expect, it } from '@jest/globals';
import { answer } from '../../../contracts/calendar/ask.js';
import { knownAt, makeCalendar, versionOn } from '../../../contracts/calendar/calendar.js';
import { dayOf } from '../../../contracts/calendar/days.js';
import {
  calendarVersions,
  coveredYears,
  holidayKinds,
  holidays,
} from '../../../contracts/calendar/holidays.js';

const years = Array.from(
  { length: coveredYears.to - coveredYears.from + 1 },
  (_, index) => coveredYears.from + index,
);

function of(year: number) {
  return holidays.filter(({ date }) => date.startsWith(`${year}-`));
}

describe('the table of government holidays', () => {
  it('has every covered year and no other, in order, each day once, all on weekdays', () => {
    const dates = holidays.map(({ date }) => date);
    expect([...new Set(dates)].sort()).toEqual(dates);
    expect([...new Set(dates.map((date) => Number(date.slice(0, 4))))]).toEqual(years);
    for (const date of dates) {
      expect([0, 6]).not.toContain(new Date(`${date}T00:00:00Z`).getUTCDay());
    }
  });

  it('has as many as our sources count, and Labour Day is none', () => {
    expect(years.map((year) => of(year).length)).toEqual([21, 20, 18]);
    expect(holidays.some(({ date }) => date.endsWith('-05-01'))).toBe(false);
  });

  it('says of each what it is, who made it one, and whether that is a projection', () => {
    for (const { date, name, kind, authority, resolvedOn, since, isProjection } of holidays) {
      expect(holidayKinds).toContain(kind);
      expect(`${name.th}${authority.th}`).toMatch(/[ก-๙]/);
      expect(`${name.en}${authority.en}`).toMatch(/[a-z]/);
      expect(resolvedOn ?? '2025-01-01').toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(calendarVersions.map(({ version }) => version)).toContain(since);
      expect(isProjection === true).toBe(date.startsWith('2027-'));
    }
  });

  it('has the specials that the Cabinet declared', () => {
    const specials = holidays.filter(({ kind }) => kind === 'SPECIAL_CABINET');
    expect(specials.map(({ date }) => date)).toEqual(['2025-06-02', '2025-08-11', '2026-01-02']);
    for (const { resolvedOn } of specials) expect(resolvedOn).toBe('2024-11-12');
  });

  it('has the substitution of every fixed day that falls on a weekend', () => {
    const fixed = ['01-01', '04-06', '07-28', '08-12', '10-13', '10-23', '12-05', '12-10', '12-31'];
    for (const year of years) {
      const onWeekends = fixed.filter((day) =>
        [0, 6].includes(new Date(`${year}-${day}T00:00:00Z`).getUTCDay()),
      );
      const substitutes = of(year).filter(({ kind }) => kind === 'SUBSTITUTE');
      for (const day of onWeekends) {
        const after = substitutes.find(({ date }) => {
          const late = dayOf(date) - dayOf(`${year}-${day}`);
          return late > 0 && late <= 2;
        });
        expect([year, day, after?.date]).toEqual([year, day, expect.any(String)]);
      }
    }
  });
});

describe('a version of the table', () => {
  it('adds to the one before, and takes nothing away', () => {
    const known = calendarVersions.map(({ version }) => knownAt(version).map(({ date }) => date));
    for (const [index, dates] of known.entries()) {
      for (const date of known[index - 1] ?? []) expect(dates).toContain(date);
    }
    expect(known.at(-1)).toHaveLength(holidays.length);
    const from = calendarVersions.map(({ knownFrom }) => knownFrom);
    expect([...from].sort()).toEqual(from);
  });

  it('is the one that was known on a day', () => {
    expect(versionOn('2025-06-01')).toBe('2025.1');
    expect(versionOn('2026-11-23')).toBe('2025.1');
    expect(versionOn('2026-11-24')).toBe('2026.1');
    expect(versionOn('2030-01-01')).toBe(calendarVersions.at(-1)?.version);
  });

  it('counts as it was known then', () => {
    const newYear = dayOf('2027-01-01');
    const before = makeCalendar({ version: '2025.1' });
    expect(() => before.dayOff(newYear, 'agency')).toThrow('the calendar has 2025 to 2026');
    const now = makeCalendar({ version: '2026.1' });
    expect(now.dayOff(newYear, 'agency')).toMatchObject({ holiday: { isProjection: true } });
  });

  it('says of a date that rests on a projection that it does', () => {
    const asked = { ask: 'period', from: '2027-03-01', amount: 5, party: 'OFFICIAL' };
    const saysSo = (unit: string) =>
      answer({ ...asked, unit }).explanation.some(({ step }) => step === 'projected');
    expect(saysSo('WORKING_DAY')).toBe(true);
    expect(saysSo('DAY')).toBe(false);
    const before = answer({ ...asked, from: '2026-03-01', unit: 'WORKING_DAY' });
    expect(before.explanation.map(({ step }) => step)).not.toContain('projected');
  });

  it('names what was declared and withdrawn on top of it', () => {
    const { version } = makeCalendar({ declared: ['2026-09-07'], withdrawn: ['2026-01-02'] });
    expect(version).toBe(`${calendarVersions.at(-1)?.version}+2026-09-07-2026-01-02`);
  });
});
