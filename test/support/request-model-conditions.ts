import type { Acted } from './request-model-acts.js';
import { dueOf } from './request-model-dates.js';
import type { ModelRequest, ModelTime } from './request-model.js';
import { dayAt, endOf, isUndecided } from './request-model.js';

/** On what condition people may act in the model of a request. */

export function isShorter(next: ModelTime, now: ModelTime): boolean {
  // A week of working days is at most five of seven; the other way round nobody knows.
  const days = now.unit === 'WORKING_DAY' && next.unit === 'DAY' ? 7 : 1;
  return next.amount < now.amount * days;
}

export function isBetween(day: string | undefined, first: string, at: number): boolean {
  return day === undefined || (first <= day && day <= dayAt(at));
}

/** The manual's time for a step; thirty days where it gives none. */
export function stepTime(
  { manual }: ModelRequest,
  part: string,
  which: 'answerWithin' | 'remedyWithin',
): ModelTime {
  return manual.steps.find((step) => step.part === part)?.[which] ?? { amount: 30, unit: 'DAY' };
}

export function mayExtend(one: ModelRequest, { body, at }: Acted): boolean {
  const { extension } = one.manual;
  const due = isUndecided(one) ? dueOf(one) : null;
  if (extension === undefined || due === null) return false;
  const closesAt = due.length > 10 ? Date.parse(due) : endOf(due) - 7.5 * 3_600_000;
  const isShort = (body.amount ?? 0) <= extension.time.amount;
  return one.extensions.length < extension.max && isShort && at <= closesAt;
}

/** Before an approval comes what the manual does not leave to the official. */
export function mayApprove(one: ModelRequest, act: Acted): boolean {
  const asked = one.consultations.map(({ agencyId }) => agencyId);
  const isDone = ({ part, agencyId, isOptional }: ModelRequest['manual']['steps'][number]) => {
    if (isOptional === true) return true;
    if (part === 'inspection') return one.inspections.some(({ result }) => result !== null);
    if (part === 'hearing') return one.hearings.length > 0;
    return part !== 'consultation' || asked.includes(agencyId ?? '');
  };
  return mayDecide(one, act) && one.manual.steps.every(isDone);
}

/** Nobody decides his own request, nor before what is open is answered. */
export function mayDecide(one: ModelRequest, { body, at, person }: Acted): boolean {
  const waits = [...one.hearings, ...one.inspections.flatMap(({ repair }) => repair ?? [])];
  if (waits.some(({ isOpen }) => isOpen) || person.id === one.submittedBy) return false;
  if (person.roles.includes('licensor')) return true;
  const { delegation } = body;
  return delegation !== undefined && delegation.from <= dayAt(at) && dayAt(at) <= delegation.until;
}
