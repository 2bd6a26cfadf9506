import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answer } from '../../../contracts/calendar/ask.js';
import type { Step } from '../../../contracts/calendar/explanation.js';
import { recompute } from '../../../contracts/calendar/recompute.js';
import { vectors } from '../../../contracts/calendar/vectors/index.js';
import {
  coveredDate,
  dateUnits,
  dayAfter,
  extension,
  knownDays,
  officeInstant,
  party,
  periodIn,
} from './questions.js';

const numRuns = 300;

function check<Args extends [unknown, ...unknown[]]>(property: fc.IProperty<Args>): void {
  fc.assert(property, { numRuns });
}

function due(question: object): string {
  const { due: day, dueAt } = answer({ ask: 'period', ...question });
  return String(day ?? dueAt);
}

/** Officials and citizens, in every unit, from days that leave room for the longest. */
const anyPeriod = fc.constantFrom(...dateUnits).chain((unit) =>
  fc.record({
    from: coveredDate,
    amount: fc.integer({ min: 1, max: unit === 'MONTH' ? 9 : unit === 'YEAR' ? 1 : 60 }),
    unit: fc.constant(unit),
    party,
  }),
);
const officeTime = fc.record({
  from: officeInstant,
  amount: fc.integer({ min: 1, max: 60 }),
  unit: fc.constantFrom('HOUR', 'MINUTE'),
  party,
});

/** Withdrawing one of these takes it out of the table itself. */
const tableSpecials = ['2025-06-02', '2025-08-11', '2026-01-02'];

describe('a due date', () => {
  it('never comes earlier for a later start or a longer time', () => {
    check(
      fc.property(anyPeriod, fc.integer({ min: 1, max: 40 }), (period, more) => {
        const now = due(period);
        expect(due({ ...period, from: dayAfter(period.from, more) }) >= now).toBe(true);
        const amount = period.unit === 'YEAR' ? 1 : period.amount + (more % 3);
        expect(due({ ...period, amount }) >= now).toBe(true);
      }),
    );
    check(
      fc.property(officeTime, fc.integer({ min: 1, max: 90 }), (period, more) => {
        const now = due(period);
        expect(due({ ...period, amount: period.amount + more }) > now).toBe(true);
        const later = new Date(Date.parse(period.from) + more * 60_000).toISOString();
        expect(due({ ...period, from: later }) >= now).toBe(true);
      }),
    );
  });

  it('is never later for an official than for a citizen', () => {
    check(
      fc.property(anyPeriod, knownDays, (period, { declared, withdrawn }) => {
        const known = { ...period, declared, withdrawn };
        const official = due({ ...known, party: 'OFFICIAL' });
        expect(official <= due({ ...known, party: 'CITIZEN' })).toBe(true);
      }),
    );
  });

  it('in working days never comes earlier for one holiday more; taken back, it is as it was', () => {
    check(
      fc.property(
        fc.oneof(
          anyPeriod.map((period) => ({ ...period, unit: 'WORKING_DAY' })),
          officeTime,
        ),
        coveredDate,
        (period, declared) => {
          const before = due(period);
          const after = due({ ...period, declared: [declared] });
          expect(after >= before).toBe(true);
          const isWeekend = [0, 6].includes(new Date(`${declared}T00:00:00Z`).getUTCDay());
          fc.pre(!isWeekend && before === due({ ...period, declared: [] }));
          const isOwn = specialAgain(declared) && !tableSpecials.includes(declared);
          if (isOwn)
            expect(due({ ...period, declared: [declared], withdrawn: [declared] })).toBe(before);
        },
      ),
    );
  });

  it('is the same for the same moment in whatever offset', () => {
    const offsets = [
      ['Z', 0],
      ['+07:00', 7],
      ['-05:00', -5],
      ['+09:30', 9.5],
    ] as const;
    check(
      fc.property(officeTime, anyPeriod, (hours, days) => {
        const same = offsets.map(([offset, ahead]) => {
          const local = new Date(Date.parse(hours.from) + ahead * 3_600_000);
          return local.toISOString().replace('Z', offset);
        });
        expect(new Set(same.map((from) => due({ ...hours, from }))).size).toBe(1);
        expect(new Set(same.map((from) => due({ ...days, from }))).size).toBe(1);
      }),
    );
  });
});

/** A regular holiday cannot be withdrawn: a day that the table does not have can. */
function specialAgain(date: string): boolean {
  try {
    answer({ ask: 'receipt', filedAt: `${date}T09:00:00Z`, declared: [date], withdrawn: [date] });
    return true;
  } catch {
    return false;
  }
}

describe('an extension', () => {
  it('and days outside the clock come to the same in either order', () => {
    check(
      fc.property(
        coveredDate,
        fc.integer({ min: 5, max: 40 }),
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.nat({ max: 4 }), { maxLength: 3 }),
        (from, amount, longer, waits) => {
          const outside = waits.map((after) => {
            const day = dayAfter(from, after + 1);
            return { from: day, to: day };
          });
          const own = { from, unit: 'DAY', party: 'OFFICIAL', outside } as const;
          const extended = answer({
            ...{ ask: 'extension', due: due({ ...own, amount }), unit: 'DAY', party: 'OFFICIAL' },
            ...{ max: 1, amount: longer, notices: [{ on: from, reason: true }] },
          });
          expect(extended['due']).toBe(due({ ...own, amount: amount + longer }));
        },
      ),
    );
  });

  const inDays = extension.filter(({ unit }) => unit !== 'MONTH');

  it('is granted or refused, never cut down, and never shortens', () => {
    check(
      fc.property(inDays, knownDays, (question, { declared }) => {
        const { results } = answer({ ask: 'extension', ...question, declared }) as unknown as {
          results: string[];
        };
        const granted = results.filter((one) => one !== 'REJECTED');
        expect(results).toHaveLength(question.notices.length);
        expect(granted.length).toBeLessThanOrEqual(question.max);
        expect([...granted].sort()).toEqual(granted);
        for (const one of granted) expect(one > question.due).toBe(true);
      }),
    );
  });
});

const clock = anyPeriod.map((period) => {
  const { from: startsOn, ...length } = period;
  return { kind: 'consideration', startsOn, ...length, due: due(period) };
});

interface Reclocked {
  readonly clocks: { readonly due: string }[];
  readonly changed: readonly object[];
}

function reclock(question: object): Reclocked {
  return answer({ ask: 'reclock', ...question }) as unknown as Reclocked;
}

describe('counting clocks again', () => {
  it('twice is counting them again once', () => {
    check(
      fc.property(fc.array(clock, { maxLength: 4 }), coveredDate, (clocks, declared) => {
        const question = { declared: [declared], on: dayAfter(declared, -3) };
        const once = reclock({ clocks, ...question });
        const twice = reclock({ clocks: once.clocks, ...question });
        expect(twice.clocks).toEqual(once.clocks);
        expect(twice.changed).toEqual([]);
      }),
    );
  });

  it('for one holiday after another comes to counting with both', () => {
    check(
      fc.property(clock, coveredDate, coveredDate, (one, first, second) => {
        const [earlier = '', later = ''] = [first, second].sort();
        const on = dayAfter(earlier, -60);
        const afterFirst = reclock({ clocks: [one], declared: [later], on }).clocks;
        const { clocks } = reclock({ clocks: afterFirst, declared: [earlier], on });
        const both = reclock({ clocks: [one], declared: [earlier, later], on }).clocks;
        expect(clocks[0]?.due).toBe(both[0]?.due);
      }),
    );
  });

  it('remembers a holiday that changed nothing, for the next one', () => {
    // Due on Thu 12 Nov: Fri 13 changes nothing, until Wed 16 Sep moves the date onto it.
    const one = { from: '2026-09-15', amount: 40, unit: 'WORKING_DAY', party: 'OFFICIAL' };
    const { from: startsOn, ...length } = one;
    const open = { kind: 'consideration', startsOn, ...length, due: due(one) };
    const on = '2026-09-15';
    const first = reclock({ clocks: [open], declared: ['2026-11-13'], on });
    expect([open.due, first.changed]).toEqual(['2026-11-12', []]);
    const second = reclock({ clocks: first.clocks, declared: ['2026-09-16'], on });
    expect(second.clocks[0]?.due).toBe('2026-11-16');
  });

  it('takes no day away, also where the date was extended', () => {
    check(
      fc.property(clock, fc.integer({ min: 1, max: 30 }), coveredDate, (one, longer, declared) => {
        const extended = { ...one, due: dayAfter(one.due, longer) };
        const on = dayAfter(declared, -3);
        const { clocks } = reclock({ clocks: [extended], declared: [declared], on });
        expect(String(clocks[0]?.due) >= extended.due).toBe(true);
      }),
    );
  });

  it('never moves an official’s calendar days, nor any date to before the declaration', () => {
    check(
      fc.property(fc.array(clock, { maxLength: 4 }), coveredDate, (clocks, declared) => {
        const on = dayAfter(declared, -3);
        const { clocks: after } = reclock({ clocks, declared: [declared], on });
        for (const [index, before] of clocks.entries()) {
          const is = after[index]?.due ?? '';
          const isFixed = before.party === 'OFFICIAL' && before.unit !== 'WORKING_DAY';
          if (isFixed) expect(is).toBe(before.due);
          else expect(is === before.due || is >= on).toBe(true);
          expect(is >= before.due).toBe(true);
        }
      }),
    );
  });

  it('after a withdrawal counts officials back, and leaves citizens what they were given', () => {
    check(
      fc.property(fc.array(clock, { maxLength: 4 }), coveredDate, (clocks, declared) => {
        fc.pre(specialAgain(declared) && !tableSpecials.includes(declared));
        const on = dayAfter(declared, -3);
        const moved = reclock({ clocks, declared: [declared], on }).clocks;
        const back = reclock({ clocks: moved, withdrawn: [declared], on }).clocks;
        for (const [index, before] of clocks.entries()) {
          const given = before.party === 'CITIZEN' ? moved[index]?.due : before.due;
          expect(back[index]?.due).toBe(given);
        }
      }),
    );
  });
});

describe('an explanation', () => {
  const comesTo = (explanation: readonly Step[]) => {
    const derivations = recompute(explanation);
    for (const { said, computed } of derivations) expect(computed).toBe(said);
    return derivations.at(-1)?.computed;
  };

  it('computes to its answer without a calendar', () => {
    const units = fc.constantFrom(...dateUnits, 'HOUR' as const, 'MINUTE' as const);
    const questions = units.chain((unit) => periodIn(unit));
    check(
      fc.property(questions, knownDays, coveredDate, (period, known, from) => {
        const isTime = period.unit === 'HOUR' || period.unit === 'MINUTE';
        const question = {
          ...{
            ask: 'period',
            ...period,
            amount: period.unit === 'YEAR' ? 1 : Math.min(period.amount, 9),
          },
          ...{ from: isTime ? `${from}T09:15:00+07:00` : from },
          ...{ declared: known.declared, withdrawn: known.withdrawn },
        };
        const found = answer(question);
        expect(comesTo(found.explanation)).toBe(found['due'] ?? found['dueAt']);
      }),
    );
  });

  it('of letters, counting back, fiscal years and texts computes to what it says too', () => {
    const asked = [
      { ask: 'delayNotices', due: '2026-04-23', finishedOn: '2026-05-15' },
      { ask: 'delayNotices', due: '2026-04-23', on: '2026-06-01' },
      { ask: 'delayNotices', due: '2026-04-23', finishedOn: '2026-04-23' },
      { ask: 'back', from: '2026-12-31', amount: 90, unit: 'DAY' },
      { ask: 'fiscalYear', at: '2026-09-30T17:00:00Z' },
      { ask: 'date', text: '๒๙ ก.พ. ๒๕๖๗' },
    ];
    const told = asked.map((question) => recompute(answer(question).explanation));
    for (const derivations of told) {
      expect(derivations).toHaveLength(1);
      for (const { said, computed } of derivations) expect(computed).toBe(said);
    }
    expect(told.map(([one]) => one?.computed)).toEqual([
      '2026-04-30,2026-05-07,2026-05-14',
      '2026-04-30,2026-05-07,2026-05-14,2026-05-21,2026-05-28,2026-06-04',
      '',
      '2026-10-02',
      '2570 Q1',
      '2024-02-29',
    ]);
  });

  it('of every vector computes to what it says', () => {
    const answered = vectors.filter(({ gives }) => gives !== undefined);
    const derivations = answered.flatMap(({ question }) =>
      recompute(answer(JSON.parse(JSON.stringify(question))).explanation),
    );
    expect(derivations.length).toBeGreaterThan(90);
    for (const { said, computed } of derivations) expect(computed).toBe(said);
  });

  it('names for each step a rule, its basis and where that stands', () => {
    for (const { question, gives } of vectors) {
      if (gives === undefined) continue;
      for (const step of answer(JSON.parse(JSON.stringify(question))).explanation) {
        expect(step).toMatchObject({
          rule: expect.stringMatching(/^[A-Z]/),
          basis: expect.stringMatching(/^(law|reading)$/),
          section: expect.stringMatching(/./),
        });
      }
    }
  });
});
