import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answer } from '../../../contracts/calendar/ask.js';
import {
  countBack,
  countDelayNotices,
  countExtension,
  countFiscalYear,
  countPeriod,
  countReceipt,
} from './counter.js';
import {
  asAsked,
  date,
  dateUnits,
  extension,
  instant,
  knownDays,
  orNotCovered,
  overdue,
  periodIn,
  timeUnits,
} from './questions.js';

/** So many cases of each kind; of all kinds together more than 10,000. */
const runs = { receipt: 1_500, period: 1_200, other: 500 };

function dueOf(question: object): unknown {
  const { due, dueAt } = answer(question);
  return due ?? dueAt;
}

describe('the calendar and a counter that shares nothing with it say the same', () => {
  it('of receipts', () => {
    fc.assert(
      fc.property(instant, knownDays, (filedAt, known) => {
        const ask = { ask: 'receipt', filedAt, ...asAsked(known) };
        const found = orNotCovered(() => answer(ask)['receivedAt']);
        expect(found).toBe(orNotCovered(() => countReceipt(filedAt, known)));
      }),
      { numRuns: runs.receipt },
    );
  });

  it.each([...dateUnits, ...timeUnits])('of periods in %s', (unit) => {
    fc.assert(
      fc.property(periodIn(unit), knownDays, (period, known) => {
        const found = orNotCovered(() => dueOf({ ask: 'period', ...period, ...asAsked(known) }));
        expect(found).toBe(orNotCovered(() => countPeriod(period, known)));
      }),
      { numRuns: runs.period },
    );
  });

  it('of extensions', () => {
    fc.assert(
      fc.property(extension, knownDays, (question, known) => {
        const found = orNotCovered(() => {
          const { results, due } = answer({ ask: 'extension', ...question, ...asAsked(known) });
          return { results, due };
        });
        expect(found).toEqual(orNotCovered(() => countExtension(question, known)));
      }),
      { numRuns: runs.other },
    );
  });

  it('of letters of delay', () => {
    fc.assert(
      fc.property(overdue, (question) => {
        const found = answer({ ask: 'delayNotices', ...question })['dueBy'];
        expect(found).toEqual(countDelayNotices(question).dueBy);
      }),
      { numRuns: runs.other },
    );
  });

  it('of counting back, and of fiscal years', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: 1, max: 800 }), (from, amount) => {
        const { opens } = answer({ ask: 'back', from, amount, unit: 'DAY' });
        expect(opens).toBe(countBack({ from, amount }));
      }),
      { numRuns: runs.other },
    );
    fc.assert(
      fc.property(fc.oneof(date, instant), (at) => {
        const { fiscalYear, quarter } = answer({ ask: 'fiscalYear', at });
        expect({ fiscalYear, quarter }).toEqual(countFiscalYear(at));
      }),
      { numRuns: runs.other },
    );
  });
});
