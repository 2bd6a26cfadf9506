import type { RuleId } from '../rules.js';

/**
 * A case worked out by hand from the law and the readings, for whoever counts: the question as a
 * machine asks it (`../ask.ts`), and what the answer must hold, or the code of its error.
 */
export interface Vector {
  /** The rules that it shows. */
  readonly shows: readonly RuleId[];
  /** The derivation, day by day. */
  readonly why: string;
  readonly question: Question;
  readonly gives?: Readonly<Record<string, unknown>>;
  readonly refuses?: string;
}

/** A question as a machine asks it. */
export type Question = { readonly ask: string } & Facts;

/** Some of the members of a question or an answer. */
export type Facts = Readonly<Record<string, unknown>>;

/** An instant of Bangkok. */
export function at(date: string, time: string): string {
  return `${date}T${time}+07:00`;
}

/** A case that is answered. */
export function vector(
  shows: readonly RuleId[],
  why: string,
  question: Question,
  gives: Facts,
): Vector {
  return { shows, why, question, gives };
}

/** A case that is an error. */
export function refused(
  shows: readonly RuleId[],
  why: string,
  question: Question,
  code: string,
): Vector {
  return { shows, why, question, refuses: code };
}

/** Asks when a period ends. */
export function period(
  from: string,
  amount: number,
  unit: string,
  party: 'OFFICIAL' | 'CITIZEN' = 'OFFICIAL',
  more: Facts = {},
): Question {
  return { ask: 'period', from, amount, unit, party, ...more };
}

/** Asks when a filing is received. */
export function receipt(filedAt: string, more: Facts = {}): Question {
  return { ask: 'receipt', filedAt, ...more };
}

/** Asks what notices of extension come to: two of fifteen days at the most. */
export function extension(due: string, notices: readonly Facts[], party = 'OFFICIAL'): Question {
  return { ask: 'extension', due, unit: 'DAY', party, max: 2, amount: 15, notices };
}

/** Five working days under the LFA, filed on Tuesday 1 September 2026 at 10:00. */
export function clocks(facts: Facts, more: Facts = {}): Question {
  const filedAt = at('2026-09-01', '10:00:00');
  const asked = { ask: 'clocks', regime: 'LFA', amount: 5, unit: 'WORKING_DAY' };
  return { ...asked, facts: { filedAt, ...facts }, ...more };
}

/** A refusal of 14 July 2026, and what follows from it. */
export function appeal(facts: Facts = {}): Question {
  return {
    ...{ ask: 'clocks', regime: 'LFA', amount: 30, unit: 'DAY' },
    facts: {
      filedAt: at('2026-07-01', '10:00:00'),
      ...{ decidedOn: '2026-07-14', notifiedOn: '2026-07-14' },
      ...facts,
    },
  };
}

/** Asks what a special holiday changes in a clock that runs from Tuesday 1 September 2026. */
export function reclock(clock: Facts, on: string, more: Facts): Question {
  const own = { kind: 'consideration', startsOn: '2026-09-01', ...clock };
  return { ask: 'reclock', clocks: [own], on, ...more };
}

/** Asks for the fiscal year. */
export function fiscal(moment: string): Question {
  return { ask: 'fiscalYear', at: moment };
}

/** 90 and 30 days, from the same filing. */
export function bond(facts: Facts): Question {
  const filedAt = at('2026-09-01', '10:00:00');
  return { ask: 'clocks', regime: 'SEC_BOND', facts: { filedAt, ...facts } };
}

/** Asks what a text says. */
export function text(said: string): Question {
  return { ask: 'date', text: said };
}
