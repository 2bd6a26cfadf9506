import fc from 'fast-check';
import { CalendarError } from '../../../contracts/calendar/errors.js';
import type { CounterDays } from './counter.js';
import { NotCovered } from './counter.js';

/** Random questions to the calendar, of every kind, in years that it covers and a little beyond. */

const dayMs = 86_400_000;
const begin = Date.UTC(2024, 11, 20);
const end = Date.UTC(2027, 11, 20);

function isoDay(day: number): string {
  return new Date(begin + day * dayMs).toISOString().slice(0, 10);
}

export const days = Math.floor((end - begin) / dayMs);

/** A date between 20 December 2024 and 2027. */
export const date = fc.nat({ max: days }).map(isoDay);

/** A date from which a period of up to a year stays in the covered years. */
export const coveredDate = fc.integer({ min: 12, max: 700 }).map(isoDay);

const offsets = ['Z', '+07:00', '+09:00', '-05:00', '+05:30'];

/** An instant of a date, in the offset of somewhere; often at an edge of office hours. */
function instantOn(dates: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const edge = fc.constantFrom(
    '00:00:00',
    '08:29:59',
    '08:30:00',
    '16:30:00',
    '16:30:01',
    '23:59:59',
  );
  const any = fc
    .nat({ max: dayMs / 1_000 - 1 })
    .map((second) => new Date(second * 1_000).toISOString().slice(11, 19));
  const time = fc.oneof(any, edge);
  return fc
    .tuple(dates, time, fc.constantFrom('', '.001', '.999'), fc.constantFrom(...offsets))
    .map(([day, hour, fraction, offset]) => `${day}T${hour}${fraction}${offset}`);
}

export const instant = instantOn(date);

/** An instant within office hours of Bangkok, on any day. */
export const officeInstant = fc
  .tuple(coveredDate, fc.integer({ min: 8 * 60 + 30, max: 16 * 60 + 30 }))
  .map(([day, minute]) => {
    const hour = String(Math.floor(minute / 60)).padStart(2, '0');
    return `${day}T${hour}:${String(minute % 60).padStart(2, '0')}:00+07:00`;
  });

export const party = fc.constantFrom('OFFICIAL' as const, 'CITIZEN' as const);

const special = ['2025-06-02', '2025-08-11', '2026-01-02'];

/** What is known on top of the table: specials declared and withdrawn, days of one agency. */
export const knownDays: fc.Arbitrary<CounterDays> = fc
  .record({
    declared: fc.array(coveredDate, { maxLength: 4 }),
    withdraws: fc.subarray(special),
    opens: fc.boolean(),
    closedOn: fc.array(coveredDate, { maxLength: 2 }),
  })
  .map(({ declared, withdraws, opens, closedOn }) => ({
    declared,
    withdrawn: withdraws,
    openOn: opens ? [...special, ...declared] : [],
    closedOn,
  }));

/** Waits outside the clock, some in one another. */
export const outside = fc.array(
  fc.tuple(fc.integer({ min: 12, max: 900 }), fc.nat({ max: 12 })).map(([from, length]) => ({
    from: isoDay(from),
    to: isoDay(from + length),
  })),
  { maxLength: 3 },
);

const lengths = {
  DAY: 400,
  WORKING_DAY: 250,
  MONTH: 14,
  YEAR: 2,
  HOUR: 60,
  MINUTE: 2_000,
  ELAPSED_HOUR: 500,
} as const;

export type Unit = keyof typeof lengths;
export const dateUnits = ['DAY', 'WORKING_DAY', 'MONTH', 'YEAR'] as const;
export const timeUnits = ['HOUR', 'MINUTE', 'ELAPSED_HOUR'] as const;

/** A period of a unit, from a date or, for hours and minutes, an instant. */
export function periodIn(unit: Unit) {
  const isTime = timeUnits.some((one) => one === unit);
  return fc.record({
    from: isTime ? instant : fc.oneof(date, instant),
    amount: fc.integer({ min: 1, max: lengths[unit] }),
    unit: fc.constant(unit),
    party,
    outside,
    countsFirstDay: isTime ? fc.constant(false) : fc.boolean(),
  });
}

/** Notices of extension around a due date. */
export const extension = fc
  .record({
    at: fc.integer({ min: 40, max: 700 }),
    unit: fc.constantFrom(...dateUnits.slice(0, 3)),
    party,
    max: fc.nat({ max: 3 }),
    amount: fc.integer({ min: 1, max: 20 }),
    notices: fc.array(
      fc.record(
        {
          before: fc.integer({ min: -25, max: 6 }),
          time: fc.constantFrom('', 'T16:30:00+07:00', 'T16:30:01+07:00', 'T09:00:00+07:00'),
          reason: fc.boolean(),
          amount: fc.integer({ min: 1, max: 24 }),
        },
        { requiredKeys: ['before', 'time', 'reason'] },
      ),
      { maxLength: 4 },
    ),
  })
  .map(({ at, notices, ...limits }) => ({
    ...limits,
    due: isoDay(at),
    notices: notices.map(({ before, time, ...notice }) => ({
      ...notice,
      on: `${isoDay(at - before)}${time}`,
    })),
  }));

/** A due date, and when the case was finished. */
export const overdue = fc
  .tuple(fc.nat({ max: 900 }), fc.integer({ min: -10, max: 100 }))
  .map(([due, late]) => ({ due: isoDay(due), finishedOn: isoDay(due + late) }));

/** A date some days later, or earlier. */
export function dayAfter(from: string, later = 1): string {
  return new Date(Date.parse(`${from}T00:00:00Z`) + later * dayMs).toISOString().slice(0, 10);
}

/** An answer, or that a year is not covered, whichever of the two counts. */
export function orNotCovered<Answer>(count: () => Answer): Answer | 'not covered' {
  try {
    return count();
  } catch (error) {
    const isIt =
      error instanceof NotCovered ||
      (error instanceof CalendarError && error.code === 'yearNotCovered');
    if (isIt) return 'not covered';
    throw error;
  }
}

/** What is known on top of the table, as a machine's question has it. */
export function asAsked({ declared, withdrawn, openOn, closedOn = [] }: CounterDays): object {
  return {
    declared,
    withdrawn,
    agency: { openOn, closedOn: closedOn.map((day) => ({ date: day })) },
  };
}
