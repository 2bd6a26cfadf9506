import { describe, expect, it } from '@jest/globals';
import { moneyText, sourceText, timeText } from '../../../contracts/manuals/words.js';

describe('a time', () => {
  it.each([
    [1, 'DAY', '1 วัน', '1 day'],
    [30, 'DAY', '30 วัน', '30 days'],
    [20, 'WORKING_DAY', '20 วันทำการ', '20 working days'],
    [60, 'MINUTE', '60 นาทีทำการ', '60 office minutes'],
    [1, 'YEAR', '1 ปี', '1 year'],
  ] as const)('of %i %s is said in its own unit', (amount, unit, th, en) => {
    expect(timeText({ amount, unit })).toEqual({ th, en });
  });
});

describe('a sum of money', () => {
  it.each([
    ['50.00', '50.00'],
    ['1000.00', '1,000.00'],
    ['1234567.05', '1,234,567.05'],
  ])('of %s is %s', (amount, text) => {
    const said = { th: `${text} บาท`, en: `${text} baht` };
    expect(moneyText({ amount, currency: 'THB' })).toEqual(said);
  });
});

describe('a source', () => {
  it('is a reference, or carries its badge', () => {
    expect(sourceText({ kind: 'cited', reference: 'x' })).toEqual({
      th: 'อ้างอิง x',
      en: 'cited: x',
    });
    expect(sourceText({ kind: 'illustrative', note: 'y' })).toEqual({
      th: '[ตัวอย่าง] y',
      en: '[illustrative] y',
    });
  });
});
