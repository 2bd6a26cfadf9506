import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { makeCalendar } from '../../contracts/calendar/calendar.js';
import { dateOf, dayOf } from '../../contracts/calendar/days.js';
import { holidays } from '../../contracts/calendar/holidays.js';
import type { PeriodQuestion } from '../../contracts/calendar/period.js';
import { dueOf } from '../../contracts/calendar/period.js';
import type { Report, Result } from './result.js';
import { quantile } from './result.js';

/** A due date with its explanation may take so many times the bare loop over the same days. */
const ratioMax = 5;
/** "A few seconds" for so many questions of machines in one call. */
const lines = 10_000;
const secondsMax = 5;
const rounds = 41;
const callsEach = 400;

const questions: readonly PeriodQuestion[] = [
  { from: '2026-04-10', amount: 7, unit: 'WORKING_DAY', party: 'OFFICIAL' },
  { from: '2026-09-01', amount: 30, unit: 'WORKING_DAY', party: 'OFFICIAL' },
  { from: '2026-02-02', amount: 120, unit: 'WORKING_DAY', party: 'CITIZEN' },
];

/** Due dates with their why, against a loop that has none; and machines' questions by the thousand. */
export function benchCalendar(): Promise<Report> {
  const calendar = makeCalendar();
  const figures = questions.map((question): Result => {
    const ours: number[] = [];
    const floor: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(timed(() => dueOf(calendar, question)));
      floor.push(timed(() => bareDue(question)));
    }
    return {
      name: `due date and why, ${question.amount} working days`,
      ...{ unit: 'µs', limit: ratioMax },
      ours: quantile(ours, 0.5),
      floor: quantile(floor, 0.5),
    };
  });
  const seconds = answerLines();
  const machine = { name: `${lines} questions in one call`, unit: 's', ours: seconds };
  const results = [...figures, { ...machine, limit: secondsMax }];
  return Promise.resolve({ results, raw: { results } });
}

/** Microseconds of a call, over many. */
function timed(call: () => unknown): number {
  const began = performance.now();
  for (let n = 0; n < callsEach; n += 1) call();
  return ((performance.now() - began) * 1_000) / callsEach;
}

const off = new Set(holidays.map(({ date }) => date));

/** The same days looked at, and nothing said of them. */
function bareDue({ from, amount }: PeriodQuestion): string {
  let day = dayOf(from);
  for (let left = amount; left > 0;) {
    day += 1;
    const date = dateOf(day);
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== 6 && !off.has(date)) left -= 1;
  }
  return dateOf(day);
}

/** Seconds of one call of the command line, its start and all. */
function answerLines(): number {
  const question = (n: number) => ({ ask: 'period', ...questions[n % questions.length] });
  const input = Array.from({ length: lines }, (_, n) => JSON.stringify(question(n))).join('\n');
  const began = performance.now();
  const args = ['--import', 'tsx', 'workers/cli/main.ts', 'calendar', 'explain', '--json'];
  const { stdout } = spawnSync(process.execPath, args, { input, maxBuffer: 1 << 30 });
  const answered = stdout.toString().trimEnd().split('\n').length;
  if (answered !== lines) throw new Error(`${answered} answers to ${lines} questions`);
  return (performance.now() - began) / 1_000;
}
