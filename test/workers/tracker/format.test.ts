import { describe, expect, test } from '@jest/globals';
import {
  formatDay,
  formatMoment,
  formatNumber,
  inLanguage,
} from '../../../workers/tracker/page/format.js';

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

test('numbers have their thousands apart', () => {
  expect(formatNumber(4906)).toBe('4,906');
});

test('a name that has no English stays Thai', () => {
  expect(inLanguage({ th: 'ไทย' }, 'en')).toBe('ไทย');
  expect(inLanguage({ th: 'ไทย', en: 'Thai' }, 'en')).toBe('Thai');
});
