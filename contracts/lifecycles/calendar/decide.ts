import type { DayChange } from '../../calendar/changes.js';
import { daysAt } from '../../calendar/changes.js';
import type { Label } from '../../calendar/label.js';
import { bangkokDate } from '../../civil-date.js';
import type { Refusal } from '../refusals.js';
import { refuse } from '../refusals.js';
import type { Actor, Doer } from '../service/case.js';
import type { Role } from '../service/states.js';

/** What is done to the national calendar. */
export const calendarActions = ['declareHoliday', 'withdrawHoliday'] as const;
/** One thing that is done to the national calendar. */
export type CalendarAction = (typeof calendarActions)[number];

/** OPDC's approver alone. */
export const calendarRole: Role = 'opdcApprover';

/** How a day stands in the table, whatever was declared on top of it; the sender has looked it up. */
export interface DayInTable {
  readonly kind: 'workingDay' | 'weekend' | 'holiday' | 'specialHoliday' | 'yearNotKnown';
  /** Of a holiday. */
  readonly name?: Label;
  /** Version of the table. */
  readonly table: string;
  /** Years that it has. */
  readonly years: { readonly from: number; readonly to: number };
}

/** What is wanted of the calendar. */
export interface CalendarWish {
  readonly action: CalendarAction;
  readonly actor: Actor;
  readonly date: string;
  readonly inTable: DayInTable;
}

/** Whether the calendar may be changed so now. Pure, and the same at the gateway and in the workflow. */
export function decideCalendar(
  changes: readonly DayChange[],
  { action, actor, date, inTable }: CalendarWish,
  at: number,
): Doer | Refusal {
  if (!actor.roles.includes(calendarRole)) {
    return refuse('roleMayNot', { action, roles: [calendarRole] });
  }
  const wish = { date, inTable, today: bangkokDate(at), state: standing(changes, date, inTable) };
  const refusal = action === 'declareHoliday' ? checkDeclaring(wish) : checkWithdrawing(wish);
  return refusal ?? { id: actor.id, role: calendarRole };
}

type Standing = 'special' | 'declared' | 'off' | 'working';

/** What a day is now: by the table, with what was declared and withdrawn on top of it. */
function standing(changes: readonly DayChange[], date: string, { kind }: DayInTable): Standing {
  const { declared, withdrawn } = daysAt(changes);
  if (withdrawn.includes(date)) return 'working';
  if (declared.some((one) => one.date === date)) return 'declared';
  if (kind === 'specialHoliday') return 'special';
  return kind === 'weekend' || kind === 'holiday' ? 'off' : 'working';
}

interface Checked {
  readonly date: string;
  readonly inTable: DayInTable;
  readonly today: string;
  readonly state: Standing;
}

function checkDeclaring({ date, inTable, today, state }: Checked): Refusal | undefined {
  if (date <= today) return refuse('tooLateToDeclare', { date, today });
  if (inTable.kind === 'yearNotKnown') {
    return refuse('yearNotKnown', { year: date.slice(0, 4), ...inTable.years });
  }
  if (state === 'declared') return refuse('declaredAlready', { date });
  if (state === 'working') return undefined;
  return refuse('dayOffAlready', { date, what: inTable.name?.en ?? 'weekend' });
}

function checkWithdrawing({ date, today, state }: Checked): Refusal | undefined {
  if (state !== 'declared' && state !== 'special') return refuse('notDeclared', { date });
  return date <= today ? refuse('tooLateToWithdraw', { date, today }) : undefined;
}
