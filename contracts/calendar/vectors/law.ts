import type { Vector } from './vector.js';
import { appeal, at, clocks, extension, fiscal, period, receipt, vector } from './vector.js';

const relief = { ask: 'relief', party: 'CITIZEN', obstacleEndedOn: '2026-09-01', reason: true };

/** The five cases of thai-domain.md §2.6, as written there. */
export const domainVectors: readonly Vector[] = [
  vector(
    ['EGOV-10', 'R4', 'C1'],
    'Fri 10 Apr 17:05 is after closing; 11, 12 weekend; 13, 14, 15 Songkran; so Thu 16 Apr 08:30',
    receipt(at('2026-04-10', '17:05:00')),
    { receivedAt: at('2026-04-16', '08:30:00') },
  ),
  vector(
    ['R1', 'R3'],
    'Thu 16 out; Fri 17, Mon 20, 21, 22, 23, Fri 24, Mon 27 are the seven',
    period(at('2026-04-16', '08:30:00'), 7, 'WORKING_DAY'),
    { due: '2026-04-27' },
  ),
  vector(
    ['R1', 'R3'],
    'Thu 16 out; the seventh day after it is Thu 23',
    period(at('2026-04-16', '08:30:00'), 7, 'DAY'),
    { due: '2026-04-23' },
  ),
  vector(
    ['R5'],
    'Fri 1 May out; thirty days end on Sun 31 May (Visakha), which stands for an official',
    period(at('2026-05-01', '09:00:00'), 30, 'DAY'),
    { due: '2026-05-31' },
  ),
  vector(
    ['R6'],
    'the same thirty days: Sun 31 May and its substitution Mon 1 Jun are off, so Tue 2 Jun',
    period(at('2026-05-01', '09:00:00'), 30, 'DAY', 'CITIZEN'),
    { due: '2026-06-02' },
  ),
  vector(
    ['APA-44', 'R6', 'C11'],
    'notified Tue 14 Jul; fifteen days: Wed 29 (Asalha), Thu 30 (Khao Phansa) are off, so Fri 31',
    appeal(),
    { clocks: [{}, {}, { kind: 'appeal', startsOn: '2026-07-14', due: '2026-07-31' }] },
  ),
  vector(
    ['LFA-10-1', 'R5'],
    'decided Fri 24 Jul; seven days end on Fri 31',
    appeal({ decidedOn: '2026-07-24', notifiedOn: undefined }),
    { clocks: [{}, { kind: 'notification', due: '2026-07-31' }] },
  ),
  vector(
    ['LFA-10-2', 'C10'],
    'due Thu 23 Apr, overdue from Fri 24; letters by 30 Apr, 7 May, 14 May; finished on 15 May',
    { ask: 'delayNotices', due: '2026-04-23', finishedOn: '2026-05-15' },
    { overdueFrom: '2026-04-24', dueBy: ['2026-04-30', '2026-05-07', '2026-05-14'] },
  ),
];

export const lawVectors: readonly Vector[] = [
  vector(['R1'], 'Tue 1 Sep out; the one day is Wed 2', period('2026-09-01', 1, 'DAY'), {
    due: '2026-09-02',
  }),
  vector(
    ['R1', 'R5'],
    'notified on Sat 5 Sep, which is out; three days end on Tue 8',
    period('2026-09-05', 3, 'DAY'),
    { due: '2026-09-08' },
  ),
  vector(
    ['R1', 'R7'],
    'Mon 31 Aug is out; the month is the whole of September',
    period('2026-08-31', 1, 'MONTH'),
    { due: '2026-09-30' },
  ),
  vector(
    ['R3'],
    'seven days from Tue 1 Sep are Tue 8; seven working days are Thu 10',
    period('2026-09-01', 7, 'WORKING_DAY'),
    { due: '2026-09-10' },
  ),
  vector(
    ['R4', 'EGOV-10'],
    'Fri 4 Sep at 20:00 is over; the next working day and time is Mon 7 at 08:30',
    receipt(at('2026-09-04', '20:00:00')),
    { receivedAt: at('2026-09-07', '08:30:00') },
  ),
  vector(
    ['R5'],
    'a month from Sat 5 Sep ends on Mon 5 Oct; from Thu 3 Sep on Sat 3 Oct, which stands',
    period('2026-09-03', 1, 'MONTH'),
    { due: '2026-10-03' },
  ),
  vector(
    ['R2', 'C5'],
    'Fri 10 Apr 17:05 and 72 hours, by day and night: Mon 13 Apr 17:05, Songkran or not',
    period(at('2026-04-10', '17:05:00'), 72, 'ELAPSED_HOUR'),
    { dueAt: at('2026-04-13', '17:05:00') },
  ),
  vector(
    ['R2'],
    'ten minutes start at once: 09:00 to 09:10',
    period(at('2026-09-01', '09:00:00'), 10, 'MINUTE'),
    { dueAt: at('2026-09-01', '09:10:00') },
  ),
  vector(
    ['R2', 'C2'],
    'the hour from 15:30 is used up at closing, 16:30, both inside',
    period(at('2026-09-01', '15:30:00'), 1, 'HOUR'),
    { dueAt: at('2026-09-01', '16:30:00') },
  ),
  vector(['R3'], 'September has 30 days: 1 Sep and 30 days', period('2026-09-01', 30, 'DAY'), {
    due: '2026-10-01',
  }),
  vector(
    ['R3', 'C1'],
    '2–4 Sep 3, 7–11 8, 14–18 13, 21–25 18, 28–30 21, 1–2 Oct 23, 5–9 28, 12 29; 13 Oct is off; 14',
    period('2026-09-01', 30, 'WORKING_DAY'),
    { due: '2026-10-14' },
  ),
  vector(
    ['R4', 'C2'],
    'Tue 16:30:00 is inside office hours',
    receipt(at('2026-09-01', '16:30:00')),
    { receivedAt: at('2026-09-01', '16:30:00') },
  ),
  vector(
    ['R4'],
    'a second later the day is over in official matters',
    receipt(at('2026-09-01', '16:30:01')),
    { receivedAt: at('2026-09-02', '08:30:00') },
  ),
  vector(
    ['R5'],
    'Tue 14 Jul and fifteen days: Wed 29 Jul is Asalha, and stands',
    period('2026-07-14', 15, 'DAY'),
    { due: '2026-07-29' },
  ),
  vector(
    ['R5'],
    'Mon 6 Apr and seven days: Mon 13 Apr is Songkran, and stands',
    period('2026-04-06', 7, 'DAY'),
    { due: '2026-04-13' },
  ),
  vector(
    ['R6'],
    'Mon 6 Apr and seven days: 13, 14, 15 Apr are Songkran, so Thu 16',
    period('2026-04-06', 7, 'DAY', 'CITIZEN'),
    { due: '2026-04-16' },
  ),
  vector(
    ['R7', 'C6'],
    'begins on 1 Feb, so it is the whole of February',
    period('2026-01-31', 1, 'MONTH'),
    { due: '2026-02-28' },
  ),
  vector(
    ['R7'],
    'begins on 16 Sep; the day before the corresponding 16 Oct',
    period('2026-09-15', 1, 'MONTH'),
    { due: '2026-10-15' },
  ),
  vector(
    ['R7'],
    'begins on 15 Jul 2026; ends on Wed 14 Jul 2027, a working day',
    period('2026-07-14', 1, 'YEAR', 'CITIZEN'),
    { due: '2027-07-14' },
  ),
  vector(
    ['R8', 'C9'],
    'noticed with reason before Tue 15 Sep ends: 15 days more are Wed 30 Sep',
    extension('2026-09-15', [{ on: '2026-09-10', reason: true }]),
    { results: ['2026-09-30'], due: '2026-09-30' },
  ),
  vector(
    ['R8', 'C9'],
    'and once more from 30 Sep, noticed on that day: 15 Oct',
    extension('2026-09-15', [
      { on: '2026-09-10', reason: true },
      { on: '2026-09-30', reason: true },
    ]),
    { results: ['2026-09-30', '2026-10-15'], due: '2026-10-15' },
  ),
  vector(
    ['R8', 'C9'],
    'the obstacle ended on Tue 1 Sep; applied on the fifteenth day; seven days more end on Tue 8',
    { ...relief, appliedOn: '2026-09-16', amount: 7, unit: 'DAY' },
    { due: '2026-09-08', applyBy: '2026-09-16' },
  ),
  vector(
    ['R9', 'C7'],
    'a deficiency was recorded, complete on Thu 10 Sep: 11, 14, 15, 16, 17 are the five',
    clocks({ deficiencyRecordedOn: '2026-09-01', completeAt: at('2026-09-10', '10:00:00') }),
    { clocks: [{ kind: 'consideration', startsOn: '2026-09-10', due: '2026-09-17' }] },
  ),
  vector(
    ['R9'],
    'mended at 08:40, filed at 10:00 of the same day: an hour from the receipt, not from before it',
    clocks(
      { deficiencyRecordedOn: '2026-09-01', completeAt: at('2026-09-01', '08:40:00') },
      { amount: 1, unit: 'HOUR' },
    ),
    { clocks: [{ startsOn: at('2026-09-01', '10:00:00'), due: at('2026-09-01', '11:00:00') }] },
  ),
  vector(
    ['R9'],
    'a deficiency was recorded and is not mended: no clock runs',
    clocks({ deficiencyRecordedOn: '2026-09-01' }),
    { clocks: [], delayNotices: [] },
  ),
  vector(
    ['R9', 'EGOV-10'],
    'mended on Thu 10 Sep at 18:00, received on Fri 11: 14, 15, 16, 17, 18 are the five',
    clocks({ deficiencyRecordedOn: '2026-09-01', completeAt: at('2026-09-10', '18:00:00') }),
    { clocks: [{ startsOn: '2026-09-11', due: '2026-09-18' }] },
  ),
  vector(['FISCAL'], '30 Sep 2026 is the last day of 2569', fiscal('2026-09-30'), {
    fiscalYear: 2569,
    quarter: 4,
  }),
  vector(['FISCAL'], '1 Oct 2026 is the first day of 2570', fiscal('2026-10-01'), {
    fiscalYear: 2570,
    quarter: 1,
  }),
  vector(
    ['FISCAL'],
    '17:00 in Greenwich on 30 Sep is midnight of 1 Oct in Bangkok',
    fiscal('2026-09-30T17:00:00Z'),
    { fiscalYear: 2570, quarter: 1 },
  ),
];
