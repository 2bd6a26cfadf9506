import { describe, expect, test } from '@jest/globals';
import {
  formatDay,
  formatDays,
  formatFiscalYear,
  formatMoment,
  formatNumber,
  inLanguage,
} from '../../../workers/tracker/page/format.js';
import { ofText } from '../../../workers/tracker/page/labels.js';

describe('dates', () => {
  test('are of the Buddhist era in Thai and of the common era in English', () => {
    expect(formatDay('2026-05-03', 'th')).toBe('3 พ.ค. 2569');
    expect(formatDay('2026-05-03', 'en')).toBe('3 May 2026');
  });

  test('are of Bangkok, where the day begins seven hours before UTC', () => {
    expect(formatMoment('2026-11-23T18:05:00.000Z', 'th')).toBe('24 พ.ย. 2569 01:05 น.');
    expect(formatMoment('2026-11-23T18:05:00.000Z', 'en')).toBe('24 Nov 2026, 01:05');
  });
});

test('several days are the first and the last, one day is one', () => {
  expect(formatDays({ from: '2026-05-03', to: '2026-08-01' }, 'en')).toBe(
    '3 May 2026 – 1 Aug 2026',
  );
  expect(formatDays({ from: '2026-05-03', to: '2026-05-03' }, 'th')).toBe('3 พ.ค. 2569');
});

test('fiscal years and their quarters are marked B.E. in English, where dates are not', () => {
  expect(formatFiscalYear(2570, 'en')).toBe('B.E. 2570');
  expect(formatFiscalYear(2570, 'th')).toBe('2570');
  expect(ofText('2570/1', 'en')).toBe('Q1 of B.E. 2570');
  expect(ofText('2570/1', 'th')).toBe('ไตรมาส 1/2570');
});

test('numbers have their thousands apart', () => {
  expect(formatNumber(4906)).toBe('4,906');
});

test('a name that has no English stays Thai', () => {
  expect(inLanguage({ th: 'ไทย' }, 'en')).toBe('ไทย');
  expect(inLanguage({ th: 'ไทย', en: 'Thai' }, 'en')).toBe('Thai');
});
