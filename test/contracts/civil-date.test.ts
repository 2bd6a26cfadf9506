import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  bangkokDate,
  daysBetween,
  endOfDay,
  fiscalQuarterOf,
  isCivilDate,
  lastDayOf,
  nextQuarter,
  startOfDay,
} from '../../contracts/civil-date.js';

const dayMs = 86_400_000;
/** Days from 2000 to 2100. */
const day = fc
  .integer({ min: Date.UTC(2000, 0, 1) / dayMs, max: Date.UTC(2100, 0, 1) / dayMs })
  .map((number) => new Date(number * dayMs).toISOString().slice(0, 10));

describe('a day in Bangkok', () => {
  it('begins at 17:00 UTC of the day before', () => {
    expect(bangkokDate(Date.parse('2026-11-23T16:59:59.999Z'))).toBe('2026-11-23');
    expect(bangkokDate(Date.parse('2026-11-23T17:00:00.000Z'))).toBe('2026-11-24');
    expect(startOfDay('2026-11-24')).toBe(Date.parse('2026-11-23T17:00:00.000Z'));
    expect(endOfDay('2026-11-24')).toBe(Date.parse('2026-11-24T17:00:00.000Z'));
  });

  it('holds its first and last moment, and neither the one before nor the one after', () => {
    fc.assert(
      fc.property(day, (date) => {
        expect(bangkokDate(startOfDay(date))).toBe(date);
        expect(bangkokDate(endOfDay(date) - 1)).toBe(date);
        expect(bangkokDate(startOfDay(date) - 1)).toBe(addDays(date, -1));
        expect(bangkokDate(endOfDay(date))).toBe(addDays(date, 1));
      }),
    );
  });
});

describe('days', () => {
  it('are counted back as they were added', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -4_000, max: 4_000 }), (date, days) => {
        expect(daysBetween(date, addDays(date, days))).toBe(days);
        expect(addDays(addDays(date, days), -days)).toBe(date);
      }),
    );
  });

  it('exist in the calendar or are none', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2027-02-28', 1)).toBe('2027-03-01');
    expect(['2028-02-29', '2026-12-31'].every(isCivilDate)).toBe(true);
    const none = ['2027-02-29', '2026-13-01', '2026-04-31', '2026-00-10', '2026-1-1', '', 'today'];
    expect(none.filter(isCivilDate)).toEqual([]);
    fc.assert(fc.property(day, (date) => isCivilDate(date)));
    fc.assert(fc.property(day, (date) => !isCivilDate(`${date}T00:00`)));
  });
});

describe('a fiscal quarter', () => {
  it('is counted from October, in the Buddhist era', () => {
    expect(fiscalQuarterOf('2026-11-24')).toEqual({ fiscalYear: 2570, quarter: 1 });
    expect(fiscalQuarterOf('2026-09-30')).toEqual({ fiscalYear: 2569, quarter: 4 });
    expect(fiscalQuarterOf('2026-10-01')).toEqual({ fiscalYear: 2570, quarter: 1 });
    expect(fiscalQuarterOf('2027-01-01')).toEqual({ fiscalYear: 2570, quarter: 2 });
    expect(fiscalQuarterOf('2027-06-30')).toEqual({ fiscalYear: 2570, quarter: 3 });
  });

  it('ends the day before the next one begins', () => {
    fc.assert(
      fc.property(day, (date) => {
        const quarter = fiscalQuarterOf(date);
        const last = lastDayOf(quarter);
        expect(fiscalQuarterOf(last)).toEqual(quarter);
        expect(fiscalQuarterOf(addDays(last, 1))).toEqual(nextQuarter(quarter));
        expect(daysBetween(date, last)).toBeGreaterThanOrEqual(0);
        expect(daysBetween(date, last)).toBeLessThan(92);
      }),
    );
  });
});
