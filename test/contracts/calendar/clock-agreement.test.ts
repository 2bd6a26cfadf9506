import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answer } from '../../../contracts/calendar/ask.js';
import { countClocks } from './clock-counter.js';
import {
  asAsked,
  coveredDate,
  dateUnits,
  dayAfter,
  knownDays,
  orNotCovered,
  party,
} from './questions.js';
import { recount } from './recounter.js';

const numRuns = 1_500;

const manuals = ['LFA', 'EGOV_APA', 'FACTORY', 'PUBLIC_HEALTH'] as const;
const special = ['DRUG_RENEWAL', 'LAND_ALLOCATION', 'SEC_TOKEN', 'ETDA', 'SEC_BOND'] as const;

/** A regime, with the manual's time where the regime has none of its own. */
const regime = fc.oneof(
  fc.record({
    regime: fc.constantFrom(...manuals),
    amount: fc.integer({ min: 1, max: 40 }),
    unit: fc.constantFrom('DAY', 'WORKING_DAY', 'HOUR', 'MINUTE', 'MONTH'),
  }),
  fc.record({ regime: fc.constantFrom(...special) }),
);

const gap = fc.nat({ max: 12 });
const time = fc.constantFrom('T08:00:00', 'T10:15:00', 'T16:30:00', 'T16:30:01', 'T20:00:00');

/** What may have happened, in its order: each fact some days after the one before it. */
const facts = fc
  .record({
    filedOn: coveredDate,
    times: fc.tuple(time, time, time),
    gaps: fc.tuple(gap, gap, gap, gap, gap, gap, gap, gap),
    isDeficient: fc.boolean(),
    waits: fc.array(fc.record({ after: gap, lasts: gap, recorded: fc.boolean() }), {
      maxLength: 2,
    }),
    bill: fc.option(fc.record({ after: gap, paidAfter: fc.option(gap) })),
    lasting: fc.option(gap),
    // How far the case has come: filed, complete, decided, notified, appealed, handed up, decided again.
    steps: fc.nat({ max: 7 }),
    notifiedBy: fc.constantFrom(undefined, 'ELECTRONIC', 'POST', 'POST_ABROAD'),
    information: fc.constantFrom('given', 'late', 'never'),
  })
  .map((one) => {
    const { filedOn, times, gaps, steps, waits, bill, lasting } = one;
    const [first, second, third] = times;
    const days = gaps.reduce<string[]>(
      (all, n) => [...all, dayAfter(all.at(-1) ?? '', n)],
      [filedOn],
    );
    const [, recordedOn = '', completeOn = '', middle = '', decided = '', notified = ''] = days;
    const [appealed = '', handed = '', decidedAgain = ''] = days.slice(6);
    const has = (step: number) => steps >= step;
    const decidedOn = has(2) ? dayAfter(decided, 40) : undefined;
    const shift = (date: string) => dayAfter(date, 40);
    // Waits lie between completeness and the decision; after it nothing is waited for.
    const closed = waits.map(({ after, lasts, recorded }) => {
      const from = dayAfter(completeOn, after);
      return { from, to: dayAfter(from, Math.min(lasts, 20)), recorded };
    });
    const open =
      lasting === null || has(2) ? [] : [{ from: dayAfter(middle, lasting), recorded: true }];
    const billedOn = bill === null ? undefined : dayAfter(completeOn, bill.after);
    const isPaid = bill !== null && (has(2) || bill.paidAfter !== null);
    const paidOn =
      isPaid && billedOn !== undefined ? dayAfter(billedOn, bill.paidAfter ?? 3) : undefined;
    return {
      filedAt: `${filedOn}${first}+07:00`,
      ...(one.isDeficient ? { deficiencyRecordedOn: recordedOn } : {}),
      ...(has(1) ? { completeAt: `${completeOn}${second}+07:00` } : {}),
      ...(billedOn === undefined ? {} : { billedOn }),
      ...(paidOn === undefined ? {} : { paidOn }),
      waits: [...closed, ...open],
      ...(decidedOn === undefined ? {} : { decidedOn }),
      ...(has(3) ? { notifiedOn: shift(notified) } : {}),
      ...(has(3) && one.notifiedBy !== undefined ? { notifiedBy: one.notifiedBy } : {}),
      ...(has(3) && one.information !== 'given' ? { appealInformation: false } : {}),
      ...(has(3) && one.information === 'late'
        ? { appealInformationOn: shift(dayAfter(notified, 5)) }
        : {}),
      ...(has(4) ? { appealedAt: `${shift(appealed)}${third}+07:00` } : {}),
      ...(has(5) ? { fileReceivedOn: shift(handed) } : {}),
      ...(has(6) ? { appealDecidedOn: shift(decidedAgain) } : {}),
      ...(has(7) ? { appealNotifiedOn: shift(decidedAgain) } : {}),
    };
  });

interface Told {
  readonly clocks: readonly Record<string, unknown>[];
  readonly delayNotices: readonly string[];
}

function told({ clocks, delayNotices }: Told): object {
  return {
    clocks: clocks.map(({ kind, startsOn, due, party: whose, state }) => ({
      ...{ kind, startsOn, due, state },
      party: whose,
    })),
    delayNotices,
  };
}

describe('the clocks of a case and a counter that shares nothing with them', () => {
  it('say the same of every case', () => {
    fc.assert(
      fc.property(regime, facts, knownDays, fc.nat({ max: 90 }), (law, known, days, later) => {
        const on = dayAfter(known.filedAt.slice(0, 10), later);
        const ask = { ask: 'clocks', ...law, facts: known, on, ...asAsked(days) };
        const found = orNotCovered(() => told(answer(ask) as unknown as Told));
        const counted = orNotCovered(() =>
          told(countClocks({ ...law, facts: known, on }, days) as unknown as Told),
        );
        expect(found).toEqual(counted);
      }),
      { numRuns },
    );
  });

  const running = fc
    .record({
      startsOn: coveredDate,
      amount: fc.integer({ min: 1, max: 30 }),
      unit: fc.constantFrom(...dateUnits.slice(0, 3)),
      party,
      kind: fc.constantFrom('consideration', 'appeal'),
      longer: fc.constantFrom(0, 0, 0, 9),
    })
    .map(({ startsOn, kind, longer, ...length }) => {
      const amount = length.unit === 'MONTH' ? Math.min(length.amount, 9) : length.amount;
      const { due } = answer({ ask: 'period', from: startsOn, ...length, amount });
      // Some were extended: their date is later than their length.
      const later = dayAfter(String(due), longer);
      return { kind, startsOn, ...length, amount, due: later };
    });

  it('move the same dates to the same days when a holiday is declared', () => {
    fc.assert(
      fc.property(
        fc.array(running, { minLength: 1, maxLength: 4 }),
        coveredDate,
        fc.integer({ min: 1, max: 40 }),
        (clocks, date, before) => {
          const on = dayAfter(date, -before);
          const question = { clocks, declared: [date], on };
          const found = answer({ ask: 'reclock', ...question }) as unknown as {
            clocks: typeof clocks;
            changed: { kind: string; was: string; is: string }[];
          };
          const counted = recount(question);
          const dates = (all: readonly { startsOn: string; due: string | null }[]) =>
            all.map(({ startsOn, due }) => ({ startsOn, due }));
          expect(dates(found.clocks)).toEqual(dates(counted.clocks));
          const changes = found.changed.map(({ kind, was, is }) => ({ kind, was, is }));
          expect(changes).toEqual(counted.changed);
        },
      ),
      { numRuns },
    );
  });
});
