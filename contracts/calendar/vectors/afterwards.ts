import type { Vector } from './vector.js';
import { appeal, at, bond, clocks, extension, vector } from './vector.js';

const relief = { ask: 'relief', party: 'CITIZEN', obstacleEndedOn: '2026-09-01', reason: true };

export const afterwardsVectors: readonly Vector[] = [
  vector(
    ['C9'],
    'no reason, no extension',
    extension('2026-09-15', [{ on: '2026-09-10', reason: false }]),
    { results: ['REJECTED'], due: '2026-09-15' },
  ),
  vector(
    ['C9'],
    'at 16:31 of the last day offices are closed',
    extension('2026-09-15', [{ on: at('2026-09-15', '16:31:00'), reason: true }]),
    { results: ['REJECTED'], due: '2026-09-15' },
  ),
  vector(
    ['C9'],
    '16 days where 15 may be given are refused, not cut down; 10 are given: Fri 25 Sep',
    extension('2026-09-15', [
      { on: '2026-09-10', reason: true, amount: 16 },
      { on: '2026-09-10', reason: true, amount: 10 },
    ]),
    { results: ['REJECTED', '2026-09-25'], due: '2026-09-25' },
  ),
  vector(
    ['C9'],
    'a third where two may be',
    extension('2026-09-15', [
      { on: '2026-09-10', reason: true },
      { on: '2026-09-10', reason: true },
      { on: '2026-09-10', reason: true },
    ]),
    { results: ['2026-09-30', '2026-10-15', 'REJECTED'], due: '2026-10-15' },
  ),
  vector(
    ['C9', 'R6'],
    'a citizen’s Sun 31 May is Tue 2 Jun; 15 days from there are Wed 17 Jun',
    extension('2026-05-31', [{ on: '2026-06-02', reason: true }], 'CITIZEN'),
    { results: ['2026-06-17'], due: '2026-06-17' },
  ),
  vector(
    ['C9'],
    'relief applied for on the sixteenth day after the obstacle comes too late',
    { ...relief, appliedOn: '2026-09-17', amount: 7, unit: 'DAY' },
    { due: 'REJECTED', applyBy: '2026-09-16' },
  ),
  vector(
    ['C9'],
    'relief is the citizen’s alone',
    { ...relief, party: 'OFFICIAL', appliedOn: '2026-09-02', amount: 7, unit: 'DAY' },
    { due: 'REJECTED' },
  ),
  vector(
    ['C10'],
    'finished on Thu 14 May: the letter owed on that day is not owed',
    { ask: 'delayNotices', due: '2026-04-23', finishedOn: '2026-05-14' },
    { dueBy: ['2026-04-30', '2026-05-07'] },
  ),
  vector(
    ['C10'],
    'a letter of 1 May missed 30 April, serves the next, and moves neither',
    {
      ask: 'delayNotices',
      due: '2026-04-23',
      finishedOn: '2026-05-10',
      sentOn: ['2026-05-01'],
    },
    {
      letters: [
        { dueBy: '2026-04-30', servedOn: null },
        { dueBy: '2026-05-07', servedOn: '2026-05-01' },
      ],
    },
  ),
  vector(
    ['C11'],
    'by e-mail on Sat 5 Sep is on Sat 5 Sep; fifteen days end on Sun 20, so Mon 21',
    clocks({ decidedOn: '2026-09-04', notifiedOn: '2026-09-05' }),
    { clocks: [{}, {}, { kind: 'appeal', startsOn: '2026-09-05', due: '2026-09-21' }] },
  ),
  vector(
    ['C11', 'APA-71'],
    'posted on 14 Jul, received on the seventh day, 21 Jul; fifteen days end on Wed 5 Aug',
    appeal({ notifiedBy: 'POST' }),
    { clocks: [{}, {}, { kind: 'appeal', startsOn: '2026-07-21', due: '2026-08-05' }] },
  ),
  vector(
    ['C11', 'APA-71'],
    'posted abroad on 14 Jul, received on 29 Jul; fifteen days end on Thu 13 Aug',
    appeal({ notifiedBy: 'POST_ABROAD' }),
    { clocks: [{}, {}, { kind: 'appeal', startsOn: '2026-07-29', due: '2026-08-13' }] },
  ),
  vector(
    ['C12', 'APA-45'],
    'appealed on Mon 20 Jul: the officer has until Wed 19 Aug',
    appeal({ appealedAt: at('2026-07-20', '10:00:00') }),
    { clocks: [{}, {}, { state: 'met' }, { kind: 'appealDecision', due: '2026-08-19' }] },
  ),
  vector(
    ['C12', 'APA-45', 'COURT-49'],
    'the superior got the file on 19 Aug: until 18 Sep; with no answer, to court until Thu 17 Dec',
    appeal({ appealedAt: at('2026-07-20', '10:00:00'), fileReceivedOn: '2026-08-19' }),
    {
      clocks: [
        {},
        {},
        {},
        { kind: 'appealDecision', state: 'met' },
        { kind: 'superiorDecision', due: '2026-09-18' },
        { kind: 'court', startsOn: '2026-09-18', due: '2026-12-17' },
      ],
    },
  ),
  vector(
    ['C12', 'APA-40'],
    'the refusal does not say how to appeal: a year from notification',
    appeal({ appealInformation: false }),
    { clocks: [{}, {}, { kind: 'appeal', due: '2027-07-14' }] },
  ),
  vector(
    ['C12', 'APA-40'],
    'told on Mon 3 Aug after all: fifteen days from there, Tue 18 Aug',
    appeal({ appealInformation: false, appealInformationOn: '2026-08-03' }),
    { clocks: [{}, {}, { kind: 'appeal', startsOn: '2026-08-03', due: '2026-08-18' }] },
  ),
  vector(
    ['C13'],
    '31 Dec less 30 days is 1 Dec, less 60 is 1 Nov, less 90 is 2 Oct',
    { ask: 'back', from: '2026-12-31', amount: 90, unit: 'DAY' },
    { opens: '2026-10-02' },
  ),
  vector(
    ['C13'],
    '31 Mar 2027 less 30 days is 1 Mar',
    { ask: 'back', from: '2027-03-31', amount: 30, unit: 'DAY' },
    { opens: '2027-03-01' },
  ),
  vector(
    ['C13'],
    '4 Oct less 30 days is Fri 4 Sep, less 29 is Sat 5: no roll',
    { ask: 'back', from: '2026-10-04', amount: 29, unit: 'DAY' },
    { opens: '2026-09-05' },
  ),
  vector(
    ['C14'],
    '90 days from Tue 1 Sep are Mon 30 Nov; 30 more from there are Wed 30 Dec',
    bond({}),
    {
      clocks: [
        { kind: 'review', startsOn: '2026-09-01', due: '2026-11-30' },
        { kind: 'consideration', startsOn: '2026-11-30', due: '2026-12-30' },
      ],
    },
  ),
  vector(
    ['C14'],
    'the fast track: 10 days from Tue 1 Sep are Fri 11 Sep; 14 more are Fri 25 Sep',
    { ...bond({}), amount: 10, unit: 'DAY' },
    { clocks: [{ due: '2026-09-11' }, { startsOn: '2026-09-11', due: '2026-09-25' }] },
  ),
  vector(
    ['C14', 'C8'],
    'five days of a wait move both: 5 Dec, and 4 Jan',
    bond({ waits: [{ from: '2026-09-02', to: '2026-09-07', recorded: true }] }),
    { clocks: [{ due: '2026-12-05' }, { startsOn: '2026-12-05', due: '2027-01-04' }] },
  ),
  vector(
    ['C14', 'C8'],
    'a wait after 30 Nov falls into the second: 2 to 6 Dec are five days, so 4 Jan',
    bond({ waits: [{ from: '2026-12-01', to: '2026-12-06', recorded: true }] }),
    { clocks: [{ due: '2026-11-30' }, { startsOn: '2026-11-30', due: '2027-01-04' }] },
  ),
];
