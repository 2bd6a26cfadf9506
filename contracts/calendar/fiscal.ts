import { dateOf, parseEither, partsOf } from './days.js';
import type { Explained } from './explanation.js';
import { step } from './explanation.js';

/** A fiscal year (B.E.) and its quarter: Q1 is October to December. */
export interface Fiscal {
  readonly fiscalYear: number;
  readonly quarter: 1 | 2 | 3 | 4;
}

const quarters = [2, 2, 2, 3, 3, 3, 4, 4, 4, 1, 1, 1] as const;

/**
 * The fiscal year and quarter of a date, or of an instant in Bangkok.
 *
 * @throws CalendarError when it is neither
 */
export function fiscalYearOf(at: string, field = 'at'): Explained<Fiscal> {
  const { day } = parseEither(at, field);
  const { year, month } = partsOf(day);
  const answer = {
    fiscalYear: year + 543 + (month >= 10 ? 1 : 0),
    quarter: quarters[month - 1] ?? 1,
  };
  return {
    answer,
    explanation: [
      step('fiscal', 'FISCAL', {
        date: dateOf(day),
        amount: answer.fiscalYear,
        of: `Q${answer.quarter}`,
      }),
    ],
  };
}
