import { describe, expect, it } from '@jest/globals';
import { answer } from '../../../contracts/calendar/ask.js';
import type { CalendarErrorCode } from '../../../contracts/calendar/errors.js';
import { CalendarError, calendarErrorCodes } from '../../../contracts/calendar/errors.js';

const period = { ask: 'period', from: '2026-09-01', amount: 7, unit: 'DAY', party: 'OFFICIAL' };
const clocks = {
  ...{ ask: 'clocks', regime: 'LFA', amount: 5, unit: 'WORKING_DAY' },
  facts: { filedAt: '2026-09-01T10:00:00+07:00' },
};
/** Facts that cannot be, beside the filing. */
const broken: [facts: object, code: CalendarErrorCode, field: string][] = [
  [
    { waits: [{ from: '2026-09-07', to: '2026-09-02', recorded: true }] },
    'endsBeforeItBegins',
    'facts.waits[0].to',
  ],
  [{ waits: [{ from: 'zzz', recorded: true }] }, 'notADate', 'facts.waits[0].from'],
  [{ waits: [{ from: '2026-09-31', recorded: false }] }, 'noSuchDate', 'facts.waits[0].from'],
  [{ billedOn: '2026-02-30' }, 'noSuchDate', 'facts.billedOn'],
  [{ paidOn: 'never' }, 'notADate', 'facts.paidOn'],
  [{ decidedOn: '2026-09-08', notifiedOn: '2026-09-07' }, 'factsOutOfOrder', 'facts.notifiedOn'],
  [
    { notifiedOn: '2026-09-08', appealInformationOn: '2026-09-07' },
    'factsOutOfOrder',
    'facts.appealInformationOn',
  ],
  [
    { appealedAt: '2026-09-20', fileReceivedOn: '2026-09-19' },
    'factsOutOfOrder',
    'facts.fileReceivedOn',
  ],
];

const reclock = { ask: 'reclock', clocks: [], on: '2026-09-03' };
const extension = {
  ...{ ask: 'extension', due: '2026-09-15', unit: 'DAY', party: 'OFFICIAL', max: 2, amount: 15 },
  notices: [{ on: '2026-09-10', reason: true }],
};

/** A question, the code and the field of its error, and what its sentence says would be right. */
const faulty: [question: unknown, code: CalendarErrorCode, field: string, right: RegExp][] = [
  [{ ...period, amount: 0 }, 'amountNotPositive', 'amount', /1 to/],
  [{ ...period, amount: -3 }, 'amountNotPositive', 'amount', /1 to/],
  [{ ...period, amount: 1.5 }, 'amountNotWhole', 'amount', /whole number/],
  [{ ...period, amount: 1e9 }, 'amountTooLarge', 'amount', /1 to 36500/],
  [{ ...period, unit: 'WORKING_DAY', amount: 5_000 }, 'amountTooLarge', 'amount', /1 to 1000/],
  [{ ...period, amount: '7' }, 'invalid', 'amount', /number/],
  [{ ...period, amount: null }, 'invalid', 'amount', /number/],
  [{ ...period, from: '2026-02-29' }, 'noSuchDate', 'from', /ends on 2026-02-28/],
  [{ ...period, from: '2026-13-01' }, 'noSuchDate', 'from', /01 to 12/],
  [{ ...period, from: '2569-09-01' }, 'noSuchDate', 'from', /2569 = 2026/],
  [{ ...period, from: '1/9/2026' }, 'notADate', 'from', /YYYY-MM-DD/],
  [{ ...period, from: '' }, 'notADate', 'from', /YYYY-MM-DD/],
  [{ ...period, from: '2026-09-01T10:00:00' }, 'offsetMissing', 'from', /add \+07:00/],
  [{ ...period, from: '2026-09-01T25:00:00Z' }, 'notAnInstant', 'from', /write it like/],
  [{ ...period, unit: 'HOUR' }, 'timeMissing', 'from', /needs an instant/],
  [{ ...period, unit: 'WEEK' }, 'unknownUnit', 'unit', /DAY/],
  [{ ...period, unit: 'วัน' }, 'unknownUnit', 'unit', /DAY/],
  [{ ...period, party: 'OFFICER' }, 'unknownParty', 'party', /OFFICIAL/],
  [{ ...period, regime: 'LFA', party: 'CITIZEN', unit: 'HOUR' }, 'unitNotHere', 'unit', /use DAY/],
  [{ ...period, regime: 'lfa' }, 'unknownRegime', 'regime', /LFA, EGOV_APA/],
  [
    { ...period, amount: 400, unit: 'WORKING_DAY', from: '2027-01-04' },
    'yearNotCovered',
    'year',
    /2025 to 2027/,
  ],
  [
    { ...period, from: '2024-12-27', unit: 'WORKING_DAY' },
    'yearNotCovered',
    'year',
    /2024 are not known/,
  ],
  [{ ...period, party: 'CITIZEN', from: '2028-01-03' }, 'yearNotCovered', 'year', /2025 to 2027/],
  [
    { ...period, outside: [{ from: '2026-09-05', to: '2026-09-03' }] },
    'endsBeforeItBegins',
    'outside[0].to',
    /must not lie before 2026-09-05/,
  ],
  [
    { ...period, outside: [{ from: '2026-09-31', to: '2026-10-03' }] },
    'noSuchDate',
    'outside[0].from',
    /2026-09-30/,
  ],
  [{ ...period, declared: ['2026-02-30'] }, 'noSuchDate', 'declared', /2026-02-28/],
  [
    { ...period, withdrawn: ['2026-04-13'] },
    'notASpecialHoliday',
    'withdrawn',
    /no special holiday/,
  ],
  [{ ...period, version: '1999.1' }, 'invalid', 'version', /there are 2025\.1/],
  [{ ...period, days: 7 }, 'invalid', 'days', /no such member/],
  [{ ask: 'receipt', filedAt: '2026-04-10' }, 'notAnInstant', 'filedAt', /write it like/],
  [{ ask: 'receipt', filedAt: '2026-04-10T17:05:00' }, 'offsetMissing', 'filedAt', /\+07:00/],
  [{ ask: 'receipt' }, 'invalid', 'filedAt', /it is missing/],
  [{ ask: 'receipt', filedAt: 7 }, 'invalid', 'filedAt', /2026-09-01T10:00:00\+07:00.*got 7/],
  [{ ...extension, unit: 'HOUR' }, 'unitNotHere', 'unit', /WORKING_DAY/],
  [{ ...extension, max: -1 }, 'amountNotWhole', 'max', /0 or more/],
  [{ ...extension, amount: 0 }, 'amountNotPositive', 'amount', /1 to/],
  [
    { ...extension, notices: [{ on: '2026-09-31', reason: true }] },
    'noSuchDate',
    'notices[0].on',
    /2026-09-30/,
  ],
  [{ ...clocks, regime: undefined }, 'regimeMissing', 'regime', /names its legal regime/],
  [{ ...clocks, regime: 'TAX' }, 'unknownRegime', 'regime', /use one of LFA/],
  [{ ...clocks, kind: 'BEN' }, 'unknownRegime', 'regime', /use EGOV_APA/],
  [{ ...clocks, excludedBy: 'NATURAL_RESOURCES' }, 'unknownRegime', 'regime', /s\.5 leaves out/],
  [{ ...clocks, amount: undefined }, 'invalid', 'amount', /give the manual's/],
  [
    { ...clocks, facts: { ...clocks.facts, decidedOn: '2026-08-31' } },
    'factsOutOfOrder',
    'facts.decidedOn',
    /lies before filedAt/,
  ],
  [
    { ...clocks, facts: { ...clocks.facts, billedOn: '2026-09-04', paidOn: '2026-09-03' } },
    'factsOutOfOrder',
    'facts.paidOn',
    /lies before billedOn/,
  ],
  [
    { ...reclock, withdrawn: ['2026-09-03'] },
    'tooLateToWithdraw',
    'withdrawn',
    /before the day only/,
  ],
  [{ ask: 'back', from: '2026-12-31', amount: 3, unit: 'MONTH' }, 'unitNotHere', 'unit', /use DAY/],
  [{ ask: 'date', text: '31 กุมภาพันธ์ 2567' }, 'noSuchDate', 'text', /is 29\/2\/2567 meant/],
  [{ ask: 'date', text: '02/29/2567' }, 'noSuchDate', 'text', /is 29\/2\/2567 meant/],
  [{ ask: 'date', text: '5 constructor 2567' }, 'unknownMonth', 'text', /กุมภาพันธ์/],
  [{ ask: 'date', text: '1 มกรา 2567' }, 'unknownMonth', 'text', /กุมภาพันธ์/],
  [{ ask: 'date', text: '1/1/2483' }, 'yearBefore2484', 'text', /1 April/],
  [{ ask: 'date', text: '1/1/67' }, 'twoDigitYear', 'text', /2567 = 2024/],
  [{ ask: 'date', text: '1/1/2024', era: 'BE' }, 'eraContradicts', 'text', /is 2567 meant/],
  [{ ask: 'date', text: 'พรุ่งนี้' }, 'notADate', 'text', /29\/02\/2567/],
  [{ ask: 'tomorrow' }, 'unknownQuestion', 'ask', /one of receipt, period/],
  [{}, 'unknownQuestion', 'ask', /one of receipt/],
  [null, 'unknownQuestion', 'ask', /one of receipt/],
  [[period], 'unknownQuestion', 'ask', /one of receipt/],
  ['period', 'unknownQuestion', 'ask', /one of receipt/],
];

function errorOf(question: unknown): CalendarError {
  const sent: unknown = JSON.parse(JSON.stringify(question));
  try {
    throw new Error(`answered: ${JSON.stringify(answer(sent))}`);
  } catch (error) {
    if (error instanceof CalendarError) return error;
    throw error;
  }
}

describe('a question that cannot be answered', () => {
  it.each(faulty)('%j is %s', (question, code, field, right) => {
    const error = errorOf(question);
    expect({ code: error.code, field: error.field }).toEqual({ code, field });
    expect(error.message).toMatch(right);
    expect(error.details.th).toMatch(/[ก-๙]/);
    expect(error.details.en).toBe(error.message);
    expect(error.toJSON()).toEqual({ code, field, message: error.message, details: error.details });
  });

  it.each(broken)('with facts %j is %s at %s', (facts, code, field) => {
    const error = errorOf({ ...clocks, facts: { ...clocks.facts, ...facts } });
    expect({ code: error.code, field: error.field }).toEqual({ code, field });
  });

  it('there is a case of for every code', () => {
    const shown = new Set([...faulty.map(([, code]) => code), 'notJson' as const]);
    expect(calendarErrorCodes.filter((code) => !shown.has(code))).toEqual([]);
  });

  it('needs no holiday of a year that is not covered: then it is answered', () => {
    const far = { ask: 'period', from: '2030-01-01', amount: 30, unit: 'DAY', party: 'OFFICIAL' };
    expect(answer(far)['due']).toBe('2030-01-31');
    expect(answer({ ...far, unit: 'MONTH', amount: 2 })['due']).toBe('2030-03-01');
    const hours = { ...far, from: '2030-01-01T10:00:00+07:00', unit: 'ELAPSED_HOUR', amount: 72 };
    expect(answer(hours)['dueAt']).toBe('2030-01-04T10:00:00+07:00');
    expect(answer({ ask: 'receipt', filedAt: '2024-12-31T18:00:00+07:00' })['receivedAt']).toBe(
      '2025-01-02T08:30:00+07:00',
    );
  });
});
