import { addDays, bangkokDate, daysBetween } from '../../civil-date.js';
import type { Doer } from '../service/case.js';
import type { AppealAlarm, AppealCase, VariedOrder } from './case.js';
import { remindEveryDays } from './case.js';
import type { AppealAction, AppealOutcome } from './table.js';

/** What an effect needs to know besides case and body. */
export interface AppealHappened {
  readonly at: number;
  readonly sequence: number;
  readonly by: Doer;
  readonly words?: string | undefined;
}

interface OutcomeBody {
  readonly outcome: AppealOutcome;
  readonly decision?: VariedOrder['kind'];
  readonly orderNumber?: string;
}

/** What an action that was allowed makes of an appeal. Pure. */
export function takeAppealEffect(
  appeal: AppealCase,
  action: AppealAction,
  body: object,
  { at, sequence, by, words }: AppealHappened,
): AppealCase {
  const changed = effectOf(appeal, action, body, { at, by });
  if (words === undefined) return changed;
  return { ...changed, words: [...changed.words, { sequence, sealed: words }] };
}

function effectOf(
  appeal: AppealCase,
  action: AppealAction,
  body: object,
  { at, by }: { readonly at: number; readonly by: Doer },
): AppealCase {
  switch (action) {
    case 'decideAppeal': {
      const { outcome, decision, orderNumber } = body as OutcomeBody;
      const order =
        decision === undefined ? null : { kind: decision, orderNumber: orderNumber ?? null };
      return endAppeal(appeal, outcome, { at, by, order });
    }
    case 'sendUp':
      return sendUp(appeal, { at, isByClock: false });
    case 'extendAppeal':
      return { ...appeal, isExtended: true };
    case 'grantStay':
      return { ...appeal, stay: 'granted' };
    case 'refuseStay':
      return { ...appeal, stay: 'refused' };
    case 'withdrawAppeal':
      return endAppeal(appeal, 'withdrawn', { at, by, order: null });
  }
}

/** What the end of a time makes of an appeal. */
export function ringAppeal(appeal: AppealCase, alarm: AppealAlarm, at: number): AppealCase {
  switch (alarm.kind) {
    case 'officerEnds':
      return sendUp(appeal, { at, isByClock: true });
    case 'superiorEnds':
      return endAppeal(appeal, 'undecidedInTime', { at, by: null, order: null });
    case 'bodyReminded': {
      // Where days went by while nothing rang, one reminder is for all of them.
      const late = daysBetween(alarm.dueOn, bangkokDate(at)) - 1;
      const times = Math.max(0, Math.floor(late / remindEveryDays));
      return { ...appeal, remindedOn: addDays(alarm.dueOn, times * remindEveryDays) };
    }
  }
}

/** The file goes to the superior, whose own time begins. */
function sendUp(
  appeal: AppealCase,
  { at, isByClock }: { readonly at: number; readonly isByClock: boolean },
): AppealCase {
  return {
    ...appeal,
    ...{ state: 'withSuperior', since: at },
    sentUpOn: bangkokDate(at),
    isSentUpByClock: isByClock,
  };
}

/** An appeal ends. */
function endAppeal(
  appeal: AppealCase,
  kind: AppealOutcome,
  {
    at,
    by,
    order,
  }: { readonly at: number; readonly by: Doer | null; readonly order: VariedOrder | null },
): AppealCase {
  return { ...appeal, state: kind, since: at, outcome: { kind, on: bangkokDate(at), by, order } };
}
