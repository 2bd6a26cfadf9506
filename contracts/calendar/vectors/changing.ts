import type { Vector } from './vector.js';
import { at, period, receipt, reclock, refused, text, vector } from './vector.js';

const fiveWorkingDays = { amount: 5, unit: 'WORKING_DAY', party: 'OFFICIAL' };
const sevenDays = { amount: 7, unit: 'DAY' };
const openOnSecond = { agency: { openOn: ['2026-01-02'] } };

export const changingVectors: readonly Vector[] = [
  vector(
    ['C15'],
    'Mon 7 Sep declared on Thu 3: 2, 3, 4, 8, 9 are the five',
    reclock({ ...fiveWorkingDays, due: '2026-09-08' }, '2026-09-03', { declared: ['2026-09-07'] }),
    { changed: [{ was: '2026-09-08', is: '2026-09-09', rule: 'C15' }] },
  ),
  vector(
    ['C15'],
    'an official’s calendar days never change',
    reclock({ ...sevenDays, party: 'OFFICIAL', due: '2026-09-08' }, '2026-09-03', {
      declared: ['2026-09-08'],
    }),
    { changed: [] },
  ),
  vector(
    ['C15', 'R6'],
    'a citizen’s last day, Tue 8, is a holiday now, so Wed 9',
    reclock({ ...sevenDays, party: 'CITIZEN', due: '2026-09-08' }, '2026-09-03', {
      declared: ['2026-09-08'],
    }),
    { changed: [{ was: '2026-09-08', is: '2026-09-09' }] },
  ),
  vector(
    ['C15'],
    'a receipt deemed on Mon 7, still to come on Sat 5, moves to Tue 8; one working day is Wed 9',
    reclock(
      { ...fiveWorkingDays, amount: 1, startsOn: '2026-09-07', due: '2026-09-08' },
      '2026-09-05',
      { declared: ['2026-09-07'] },
    ),
    { clocks: [{ startsOn: '2026-09-08', due: '2026-09-09' }] },
  ),
  vector(
    ['C16'],
    'withdrawn on Thu 3, before Mon 7: counted back to Tue 8',
    reclock({ ...fiveWorkingDays, due: '2026-09-09' }, '2026-09-03', {
      withdrawn: ['2026-09-07'],
    }),
    { changed: [{ was: '2026-09-09', is: '2026-09-08', rule: 'C16' }] },
  ),
  refused(
    ['C16'],
    'on Mon 7 itself it can no longer be withdrawn',
    reclock({ ...fiveWorkingDays, due: '2026-09-09' }, '2026-09-07', {
      withdrawn: ['2026-09-07'],
    }),
    'tooLateToWithdraw',
  ),
  vector(
    ['C16'],
    'Wed 9 was given to a citizen, and stays his',
    reclock({ ...sevenDays, party: 'CITIZEN', due: '2026-09-09' }, '2026-09-03', {
      withdrawn: ['2026-09-08'],
    }),
    { changed: [] },
  ),
  vector(
    ['C17'],
    '31 Dec and 1 Jan are off; this agency works on Fri 2 Jan, a special holiday',
    period('2025-12-30', 1, 'WORKING_DAY', 'OFFICIAL', openOnSecond),
    { due: '2026-01-02' },
  ),
  vector(['C17'], 'any other agency: Mon 5 Jan', period('2025-12-30', 1, 'WORKING_DAY'), {
    due: '2026-01-05',
  }),
  vector(
    ['C17'],
    'a citizen’s third day, Fri 2 Jan, is a holiday all the same, so Mon 5',
    period('2025-12-30', 3, 'DAY', 'CITIZEN', openOnSecond),
    { due: '2026-01-05' },
  ),
  vector(
    ['C17'],
    'and what is filed there on Fri 2 Jan is received then',
    receipt(at('2026-01-02', '10:00:00'), openOnSecond),
    { receivedAt: at('2026-01-02', '10:00:00') },
  ),
  vector(['C18'], '2567 − 543 = 2024, a leap year', text('29 กุมภาพันธ์ 2567'), {
    date: '2024-02-29',
  }),
  vector(['C18'], 'Thai digits', text('๑/๑๐/๒๕๖๙'), { date: '2026-10-01' }),
  vector(['C18'], 'from 1941 to 2200 a year is C.E.', text('5 May 2026'), { date: '2026-05-05' }),
  refused(['C18'], '2568 − 543 = 2025 has no 29 Feb', text('29 ก.พ. 2568'), 'noSuchDate'),
  refused(['C18'], 'before 2484 the year began on 1 April', text('1/1/2483'), 'yearBefore2484'),
  refused(['C18'], 'which 69?', text('5/5/69'), 'twoDigitYear'),
  refused(
    ['C18'],
    'a field that says B.E. has no year 2026',
    { ...text('5/5/2026'), era: 'BE' },
    'eraContradicts',
  ),
];
