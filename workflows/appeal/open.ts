import type { AppealStart } from '../../contracts/commands/appeal/messages.js';
import type { AppealCase } from '../../contracts/lifecycles/appeal/case.js';
import type { AppealRecord, RequestCase } from '../../contracts/lifecycles/request/case.js';

/** What an appeal begins with; its grounds are the words that came with it. */
export function startOfAppeal(
  { requestId, serviceId, agencyId, portal, manual, decision, words }: RequestCase,
  { number, sequence, filedAt, isLate, isStayAsked, by }: AppealRecord,
): AppealStart | undefined {
  if (decision === null) return undefined;
  const { kind, decidedOn, by: maker } = decision;
  return {
    ...{ requestId, number, serviceId, agencyId, portal, route: manual.appeal },
    order: { kind, decidedOn, sequence: decision.sequence, by: maker },
    ...{ filedAt, isLate, isStayAsked, by },
    grounds: words.find((one) => one.sequence === sequence)?.sealed ?? '',
    ...(manual.appeal.route === 'special' ? { isBySpecialLaw: true } : {}),
  };
}

/** An appeal as it is before anything has happened to it: with the officer, or the body of a special law. */
export function openAppeal({ isStayAsked, by: _by, ...own }: AppealStart): AppealCase {
  return {
    ...own,
    state: own.isBySpecialLaw === true ? 'withSuperior' : 'withOfficer',
    ...{ since: own.filedAt, version: 1 },
    stay: isStayAsked ? 'asked' : 'notAsked',
    ...{ sentUpOn: null, isSentUpByClock: false, isExtended: false, outcome: null, isTold: false },
    words: [],
    dates: { receivedAt: null, dueOn: null, alarm: null, calendar: null },
  };
}
