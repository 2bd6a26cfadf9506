import type { AppealView } from '../../contracts/commands/appeal/messages.js';
import type { RequestView } from '../../contracts/commands/request/messages.js';
import {
  dueOf as dueOfCase,
  turnOf as turnOfCase,
} from '../../contracts/lifecycles/request/snapshot.js';
import { correctionDue, dueOf, dueOfAppeal } from './request-model-dates.js';
import type { ModelAppeal, ModelRequest } from './request-model.js';
import { isUndecided, openList, turnOf } from './request-model.js';

/** What of a case is compared with its model. */

/** What is compared, of a request. */
export function ofCase({ request }: RequestView): object {
  const { decision, deficiencies, flags, dates } = request;
  const list = deficiencies.find(({ status }) => status === 'open');
  const isOpen = decision === null && turnOfCase(request) !== 'nobody';
  return {
    ...{ state: request.state, version: request.version, turn: turnOfCase(request) },
    ...{ office: request.office, open: list?.open ?? null, lists: deficiencies.length },
    due: isOpen ? dueOfCase(request) : null,
    correctionDue: list === undefined ? null : dates.correctionDue,
    bills: request.bills.map(({ status, until, paidOn }) => `${status} ${until} ${paidOn}`),
    refunds: request.refunds.map(({ why, repaidOn }) => `${why} ${repaidOn !== null}`),
    decision:
      decision === null ? null : `${decision.kind} ${decision.decidedOn} ${decision.notified?.on}`,
    ...{ isOverdue: flags.overdue, missed: flags.missedLetters, sent: request.notices.length },
    ...{ isUnnotified: flags.notificationMissed, isUnissued: flags.issuingOverdue },
    appeals: request.appeals.map(({ outcome, isLate }) => `${outcome} ${isLate}`),
  };
}

/** The same of its model. */
export function ofModel(one: ModelRequest): object {
  const { decision, flags } = one;
  const list = openList(one);
  return {
    ...{ state: one.state, version: one.version, turn: turnOf(one) },
    ...{ office: one.office, open: list?.open ?? null, lists: one.lists.length },
    due: isUndecided(one) ? dueOf(one) : null,
    correctionDue: list === undefined || !isUndecided(one) ? null : correctionDue(one),
    bills: one.bills.map(({ status, until, paidOn }) => `${status} ${until} ${paidOn}`),
    refunds: one.refunds.map(({ why, isRepaid }) => `${why} ${isRepaid}`),
    decision: decision === null ? null : `${decision.kind} ${decision.on} ${decision.notified?.on}`,
    ...{ isOverdue: flags.overdue, missed: one.missedLetters, sent: one.noticesOn.length },
    ...{ isUnnotified: flags.notificationMissed, isUnissued: flags.issuingOverdue },
    appeals: one.appeals.map(({ state, isLate }) => `${outcomeOf(state)} ${isLate}`),
  };
}

/** What is compared, of an appeal. */
export function ofAppealCase({ appeal }: AppealView): object {
  const { state, version, stay, isLate, isExtended, dates } = appeal;
  return { state, version, stay, isLate, isExtended, due: dates.dueOn };
}

/** The same of its model. */
export function ofModelAppeal(appeal: ModelAppeal): object {
  const { state, version, stay, isLate, isExtended } = appeal;
  return { state, version, stay, isLate, isExtended, due: dueOfAppeal(appeal) };
}

/** How an appeal ended; `null` while it goes on. */
export function outcomeOf(state: string): string | null {
  return state === 'withOfficer' || state === 'withSuperior' ? null : state;
}
