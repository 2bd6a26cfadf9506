import type { DayOff } from './calendar.js';
import { dateOf } from './days.js';
import type { Holiday, HolidayKind } from './holidays.js';
import type { Label } from './label.js';
import type { RuleId } from './rules.js';
import { rules } from './rules.js';

/** What a step of a derivation says. */
export const stepKinds = [
  'filed',
  'kept',
  'movedToOpening',
  'asked',
  'firstDayOut',
  'firstDayCounts',
  'begins',
  'dayOff',
  'outside',
  'wholeMonths',
  'corresponding',
  'noCorresponding',
  'officeTime',
  'elapsed',
  'lastDay',
  'lastDayStands',
  'rolled',
  'extended',
  'rejected',
  'back',
  'letter',
  'starts',
  'fact',
  'unchanged',
  'changed',
  'notBefore',
  'projected',
  'regime',
  'openDay',
  'fiscal',
  'read',
  'answer',
] as const;

/** Kind of a step. */
export type StepKind = (typeof stepKinds)[number];

/** A holiday as a step names it. */
export interface NamedHoliday {
  readonly name: Label;
  readonly kind: HolidayKind;
  readonly authority: Label;
  readonly resolvedOn: string | null;
  readonly isProjection?: true;
}

/**
 * One step of a derivation: what was done, on which day, by which rule. Together the steps hold all
 * that is needed to compute the answer again without the calendar.
 */
export interface Step {
  readonly step: StepKind;
  readonly rule: RuleId;
  readonly basis: 'law' | 'reading';
  /** Section of law, or the readings. */
  readonly section: string;
  /** The source of the rule is from memory. */
  readonly isUnchecked?: true;
  /** `YYYY-MM-DD`, or an instant with +07:00. */
  readonly date?: string;
  /** Where it led: a date or an instant. */
  readonly to?: string;
  /** Why a day is off; absent for a plain weekend. */
  readonly holiday?: NamedHoliday;
  /** How many of the unit. */
  readonly amount?: number;
  readonly unit?: string;
  readonly party?: string;
  /** What the step is about: a clock, an event, an error code. */
  readonly of?: string;
  /** Calendar version that was asked. */
  readonly calendar?: string;
}

/** An answer with its derivation. */
export interface Explained<Answer> {
  readonly answer: Answer;
  readonly explanation: readonly Step[];
}

type StepMore = Omit<Step, 'step' | 'rule' | 'basis' | 'section'> & Partial<Pick<Step, 'section'>>;

/** Makes a step, with basis and section of its rule. */
export function step(kind: StepKind, rule: RuleId, more: StepMore = {}): Step {
  const found: { basis: 'law' | 'reading'; section: string; isUnchecked?: true } = rules[rule];
  const { basis, section } = found;
  return found.isUnchecked === undefined
    ? { step: kind, rule, basis, section, ...more }
    : { step: kind, rule, basis, section, isUnchecked: true, ...more };
}

/** The step of a day that is not counted because nobody works. */
export function dayOffStep(kind: 'dayOff' | 'rolled', day: number, why: DayOff): Step {
  const rule = kind === 'rolled' ? 'R6' : 'C1';
  if (why.kind === 'weekend') return step(kind, rule, { date: dateOf(day) });
  return holidayStep(kind, rule, day, why.holiday);
}

/** A step that names a holiday, and who made it one. */
export function holidayStep(kind: StepKind, rule: RuleId, day: number, holiday: Holiday): Step {
  const { name, kind: holidayKind, authority, resolvedOn, isProjection } = holiday;
  const marked = isProjection === undefined ? {} : { isProjection };
  return step(kind, rule, {
    date: dateOf(day),
    holiday: { ...{ name, kind: holidayKind, authority, resolvedOn }, ...marked },
  });
}
