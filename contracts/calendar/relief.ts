import type { Calendar } from './calendar.js';
import { dateOf, parseDay } from './days.js';
import type { Explained, Step } from './explanation.js';
import { step } from './explanation.js';
import { rejected } from './extension.js';
import type { Party, Unit } from './period.js';
import { dueOf } from './period.js';

/** A person who was kept from acting in time asks for relief afterwards. */
export interface ReliefQuestion {
  /** Whose period it was: relief is the citizen's alone. */
  readonly party: Party;
  /** `YYYY-MM-DD`: when the obstacle ended. */
  readonly obstacleEndedOn: string;
  /** `YYYY-MM-DD`: when relief was applied for. */
  readonly appliedOn: string;
  /** The decision states its reasons. */
  readonly reason: boolean;
  /** How long the decision gives, from the end of the obstacle. */
  readonly amount: number;
  readonly unit: Extract<Unit, 'DAY' | 'WORKING_DAY' | 'MONTH' | 'YEAR'>;
}

/** The new last day, or `REJECTED`. */
export interface Relief {
  readonly due: string;
  /** `YYYY-MM-DD`: the last day on which relief could be applied for. */
  readonly applyBy: string;
}

/** Days after the end of the obstacle within which relief is applied for (APA s.66). */
const applyWithin = { amount: 15, unit: 'DAY', party: 'CITIZEN' } as const;

/**
 * Relief for a period that was missed without fault, also when it is over already (R8, C9).
 *
 * @throws CalendarError when a date or an amount cannot be
 */
export function relieve(calendar: Calendar, question: ReliefQuestion): Explained<Relief> {
  const { party, obstacleEndedOn, appliedOn, reason, amount, unit } = question;
  const applied = parseDay(appliedOn, 'appliedOn');
  parseDay(obstacleEndedOn, 'obstacleEndedOn');
  const application = dueOf(calendar, { from: obstacleEndedOn, ...applyWithin });
  const applyBy = dayIn(application.answer);
  const steps: Step[] = [...application.explanation];
  const fault =
    party === 'OFFICIAL'
      ? 'notOfficials'
      : applied > parseDay(applyBy, 'applyBy')
        ? 'appliedLate'
        : reason
          ? undefined
          : 'noReason';
  if (fault !== undefined) {
    steps.push(step('rejected', 'C9', { date: dateOf(applied), of: fault }));
    return { answer: { due: rejected, applyBy }, explanation: steps };
  }
  const longer = dueOf(calendar, { from: obstacleEndedOn, amount, unit, party: 'CITIZEN' });
  const due = dayIn(longer.answer);
  steps.push(...longer.explanation, step('extended', 'R8', { date: appliedOn, to: due }));
  return { answer: { due, applyBy }, explanation: steps };
}

function dayIn(answer: { readonly due: string } | { readonly dueAt: string }): string {
  return 'due' in answer ? answer.due : answer.dueAt.slice(0, 10);
}
