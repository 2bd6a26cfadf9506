import type { Vector } from './vector.js';
import { at, clocks, period, receipt, vector } from './vector.js';

export const countingVectors: readonly Vector[] = [
  vector(
    ['C1'],
    'Labour Day is no government holiday: Thu 30 Apr out, Fri 1 May is the day',
    period('2026-04-30', 1, 'WORKING_DAY'),
    { due: '2026-05-01' },
  ),
  vector(['C1'], 'Fri 4 Sep out; 5, 6 weekend; Mon 7', period('2026-09-04', 1, 'WORKING_DAY'), {
    due: '2026-09-07',
  }),
  vector(
    ['C1'],
    'Mon 7 Sep is a regional day of this agency alone, so Tue 8',
    period('2026-09-04', 1, 'WORKING_DAY', 'OFFICIAL', {
      agency: { closedOn: [{ date: '2026-09-07' }] },
    }),
    { due: '2026-09-08' },
  ),
  vector(['C2'], 'opening is inside', receipt(at('2026-09-01', '08:30:00')), {
    receivedAt: at('2026-09-01', '08:30:00'),
  }),
  vector(
    ['C2'],
    'a millisecond after closing is after closing',
    receipt(at('2026-09-01', '16:30:00.001')),
    { receivedAt: at('2026-09-02', '08:30:00') },
  ),
  vector(['C2'], 'there is no lunch break', receipt(at('2026-09-01', '12:15:00')), {
    receivedAt: at('2026-09-01', '12:15:00'),
  }),
  vector(['C3'], 'midnight that begins a working day', receipt(at('2026-09-01', '00:00:00')), {
    receivedAt: at('2026-09-01', '08:30:00'),
  }),
  vector(['C3'], 'a second before opening', receipt(at('2026-09-01', '08:29:59')), {
    receivedAt: at('2026-09-01', '08:30:00'),
  }),
  vector(
    ['C3'],
    'Sat 5 Sep at 07:00 is no working day, so Mon 7',
    receipt(at('2026-09-05', '07:00:00')),
    { receivedAt: at('2026-09-07', '08:30:00') },
  ),
  vector(
    ['C4'],
    'a receipt deemed at 08:30 of Tue 1 Sep is out like any other',
    period(at('2026-09-01', '08:30:00'), 1, 'WORKING_DAY'),
    { due: '2026-09-02' },
  ),
  vector(
    ['C4'],
    'where manual or regime say so, Tue 1 Sep is the first day itself',
    period('2026-09-01', 1, 'WORKING_DAY', 'OFFICIAL', { countsFirstDay: true }),
    { due: '2026-09-01' },
  ),
  vector(
    ['C4'],
    '1 Sep counted, the seventh day is 7 Sep',
    period('2026-09-01', 7, 'DAY', 'OFFICIAL', { countsFirstDay: true }),
    { due: '2026-09-07' },
  ),
  vector(
    ['C5'],
    'Fri 15:30 to 16:30 is one hour; Mon 08:30 to 10:30 the other two',
    period(at('2026-09-04', '15:30:00'), 3, 'HOUR'),
    { dueAt: at('2026-09-07', '10:30:00') },
  ),
  vector(
    ['C5'],
    '30 minutes until closing, 15 from the next opening',
    period(at('2026-09-01', '16:00:00'), 45, 'MINUTE'),
    { dueAt: at('2026-09-02', '08:45:00') },
  ),
  vector(['C6'], 'begins on 1 Mar, so it is the whole of March', period('2026-02-28', 1, 'MONTH'), {
    due: '2026-03-31',
  }),
  vector(
    ['C6'],
    'begins on 31 Jan; February has no 31st, so its last day',
    period('2026-01-30', 1, 'MONTH'),
    { due: '2026-02-28' },
  ),
  vector(['C6'], 'begins on 16 Jan; the day before 16 Feb', period('2026-01-15', 1, 'MONTH'), {
    due: '2026-02-15',
  }),
  vector(['C7'], 'complete when filed: from Tue 1 Sep, 2, 3, 4, 7, 8 are the five', clocks({}), {
    clocks: [{ kind: 'consideration', startsOn: '2026-09-01', due: '2026-09-08' }],
  }),
  vector(
    ['C7', 'LFA-8'],
    'recorded on Wed 2 Sep, the first working day after receipt: in time, so from completeness',
    clocks({ deficiencyRecordedOn: '2026-09-02', completeAt: at('2026-09-10', '10:00:00') }),
    { clocks: [{ startsOn: '2026-09-10', due: '2026-09-17' }] },
  ),
  vector(
    ['C7', 'LFA-8'],
    'recorded on Thu 3 Sep, too late: the clock runs from receipt all the same',
    clocks({ deficiencyRecordedOn: '2026-09-03', completeAt: at('2026-09-10', '10:00:00') }),
    { clocks: [{ startsOn: '2026-09-01', due: '2026-09-08' }] },
  ),
  vector(
    ['C8'],
    'Wed 2 counts; 3 to 7 Sep are outside; 8, 9, 10, 11',
    period('2026-09-01', 5, 'WORKING_DAY', 'OFFICIAL', {
      outside: [{ from: '2026-09-03', to: '2026-09-07' }],
    }),
    { due: '2026-09-11' },
  ),
  vector(
    ['C8'],
    'recorded on Wed 2, mended on Mon 7: 3 to 7 Sep are outside, as above',
    clocks({ waits: [{ from: '2026-09-02', to: '2026-09-07', recorded: true }] }),
    { clocks: [{ due: '2026-09-11' }] },
  ),
  vector(
    ['C8'],
    'nobody recorded it: it counts, and Tue 8 stays',
    clocks({ waits: [{ from: '2026-09-02', to: '2026-09-07', recorded: false }] }),
    { clocks: [{ due: '2026-09-08' }] },
  ),
  vector(
    ['C8'],
    'billed on Wed 2, paid on Mon 7: the applicant’s wait',
    clocks({ billedOn: '2026-09-02', paidOn: '2026-09-07' }),
    { clocks: [{ due: '2026-09-11' }] },
  ),
  vector(
    ['C8'],
    'billed and not paid: the clock stands still, and has no date',
    clocks({ billedOn: '2026-09-02' }),
    { clocks: [{ due: null, state: 'suspended' }], delayNotices: [] },
  ),
  vector(
    ['C8'],
    'a wait recorded on the due date itself, Tue 8, has no day left to stop',
    clocks({ waits: [{ from: '2026-09-08', recorded: true }] }),
    { clocks: [{ due: '2026-09-08', state: 'running' }] },
  ),
  vector(
    ['C8', 'C10'],
    'a wait recorded on Thu 10, two days after the due date, takes no delay back',
    clocks({ waits: [{ from: '2026-09-10', recorded: true }] }, { on: '2026-09-16' }),
    {
      clocks: [{ due: '2026-09-08', state: 'running' }],
      delayNotices: ['2026-09-15', '2026-09-22'],
    },
  ),
];
