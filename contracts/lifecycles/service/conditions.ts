import type { ActionBody } from '../../commands/service/bodies.js';
import {
  bangkokDate,
  daysBetween,
  fiscalQuarterOf,
  isCivilDate,
  lastDayOf,
  namedDays,
} from '../../civil-date.js';
import type { Refusal } from '../refusals.js';
import { refuse } from '../refusals.js';
import type { ServiceCase } from './case.js';
import { checkEvidence } from './evidence-conditions.js';
import { liveCheckHoursMax } from './evidence.js';
import { isStage, portals, stages } from './states.js';
import type { ServiceAction } from './table.js';

/** What must hold of the case before an action, whatever its body; `undefined` when all does. */
export function checkCase(
  service: ServiceCase,
  action: ServiceAction,
  at: number,
): Refusal | undefined {
  switch (action) {
    case 'confirmProposal':
    case 'rejectProposal':
      return service.proposed ? undefined : refuse('notProposed');
    case 'setMode':
      return service.mode === null || service.state === 'plan'
        ? undefined
        : refuse('modeAlreadySet');
    case 'advance':
      return checkAdvance(service, at);
    case 'announceChannel':
      return service.mode === null ? refuse('modeNotSet') : undefined;
    case 'requestLiveCheck':
      return service.channelUrl === null ? refuse('channelNotAnnounced') : undefined;
    case 'reportProgress':
      return service.reports.length === 0 ? refuse('noReportOwed') : undefined;
    case 'closeRemediation':
      return openRemediations(service).length === 0
        ? refuse('noSuchRemediation', { number: '–', open: [] })
        : undefined;
    case 'linkToRegister':
      return checkLink(service);
    case 'unlinkFromRegister':
      return service.registerId === null ? refuse('notLinked') : undefined;
    case 'revisePlan':
    case 'approve':
    case 'reject':
    case 'withdraw':
    case 'goBack':
    case 'awaitFunding':
    case 'allocateFunding':
    case 'suspend':
    case 'resume':
    case 'exclude':
    case 'confirmExclusion':
    case 'lift':
    case 'discontinue':
    case 'merge':
    case 'registerInError':
    case 'restore':
    case 'correctEntry':
      return undefined;
  }
}

/** What came from the register has its row, and what is linked has one too. */
function checkLink({ serviceId, registerId }: ServiceCase): Refusal | undefined {
  const known = registerId ?? (serviceId.startsWith('PRS') ? null : serviceId);
  return known === null ? undefined : refuse('inRegisterAlready', { registerId: known });
}

function checkAdvance(service: ServiceCase, at: number): Refusal | undefined {
  if (service.proposed) return refuse('notConfirmed');
  if (service.mode === null) return refuse('modeNotSet');
  const today = bangkokDate(at);
  const missed = service.remediations.filter(
    (entry) => entry.status === 'missed' || (entry.status === 'open' && entry.dueOn < today),
  );
  if (missed.length > 0) {
    return refuse('redOpen', { numbers: missed.map((entry) => String(entry.number)) });
  }
  if (service.state !== 'linked') return undefined;
  if (service.channelUrl === null) return refuse('channelNotAnnounced');
  return isVerifiedNow(service, at)
    ? undefined
    : refuse('liveCheckNeeded', { hours: liveCheckHoursMax });
}

/** Whether the last live check succeeded on the announced channel and is still good. */
export function isVerifiedNow(service: ServiceCase, at: number): boolean {
  const check = service.liveCheck;
  return (
    check !== null &&
    check.ok &&
    check.url === service.channelUrl &&
    at - check.at <= liveCheckHoursMax * 3_600_000
  );
}

/**
 * What must hold of an action's body in the case; `undefined` when all does.
 *
 * @param at the moment of judging
 * @param submittedAt when the body was submitted, when that was earlier: what was in time then stays so
 */
export function checkBody(
  service: ServiceCase,
  action: ServiceAction,
  at: number,
  body: object,
  submittedAt: number = at,
): Refusal | undefined {
  const today = bangkokDate(submittedAt);
  const given = { action, body } as Command;
  const evidence = 'evidence' in body ? body.evidence : undefined;
  return checkEvidence(service, action, evidence, today) ?? checkCommand(service, given, today);
}

/** An action with its own body; what the gateway's zod has parsed. */
type Command = { [A in ServiceAction]: { action: A; body: ActionBody<A> } }[ServiceAction];

function checkCommand(service: ServiceCase, command: Command, today: string): Refusal | undefined {
  switch (command.action) {
    case 'setMode':
      return checkMode(command.body);
    case 'goBack':
      return checkGoBack(service, command.body.to);
    case 'revisePlan':
      return checkPlan(command.body.plan, today);
    case 'reportProgress':
      return checkReport(service, command.body);
    case 'closeRemediation':
      return openRemediations(service).includes(command.body.remediation)
        ? undefined
        : refuse('noSuchRemediation', {
            number: command.body.remediation,
            open: openRemediations(service).map(String),
          });
    case 'suspend':
      return mustBeLater('expectedEndOn', command.body.expectedEndOn, today);
    case 'exclude':
    case 'confirmExclusion':
      return mustBeLater('reReviewOn', command.body.reReviewOn, today);
    case 'merge':
      return command.body.into === service.serviceId ? refuse('mergeIntoItself') : undefined;
    case 'correctEntry':
      return checkCorrection(service, command.body, today);
    case 'confirmProposal':
    case 'rejectProposal':
    case 'advance':
    case 'approve':
    case 'reject':
    case 'withdraw':
    case 'awaitFunding':
    case 'allocateFunding':
    case 'announceChannel':
    case 'requestLiveCheck':
    case 'resume':
    case 'lift':
    case 'discontinue':
    case 'registerInError':
    case 'restore':
    case 'linkToRegister':
    case 'unlinkFromRegister':
      return undefined;
  }
}

/** Screening finds out whether there is an e-service; that decides the mode (the resolution's two). */
function checkMode({ mode, evidence }: ActionBody<'setMode'>): Refusal | undefined {
  const { finding } = evidence.screening;
  const isFitting = (finding === 'noEService') === (mode === 'buildOnPlatform');
  return isFitting ? undefined : refuse('findingContradictsMode', { finding, mode });
}

function checkGoBack(service: ServiceCase, to: string): Refusal | undefined {
  const here = isStage(service.state) ? stages.indexOf(service.state) : 0;
  const possible: readonly string[] = stages.slice(0, here);
  return possible.includes(to) ? undefined : refuse('notEarlier', { to, possible });
}

/** The Cabinet resolution of 4 June 2568: no date of a plan lies before it. */
const planBegins = '2025-06-04';

/**
 * The target fiscal year is not over, and the dates ascend, lie after today, not before the plan itself
 * and not after the target.
 */
export function checkPlan(
  plan: ActionBody<'revisePlan'>['plan'],
  today: string,
): Refusal | undefined {
  const { targetFiscalYear: fiscalYear } = plan;
  const current = fiscalQuarterOf(today).fiscalYear;
  if (fiscalYear < current) return refuse('fiscalYearOver', { fiscalYear, current });
  let last = { name: 'plan start', date: planBegins };
  for (const stage of ['plan', 'develop', 'test', 'linked'] as const) {
    const date = plan.dueOn[stage];
    if (date === undefined) continue;
    const field = `plan.dueOn.${stage}`;
    if (date < last.date) {
      return refuse('dateOrder', { field, date, other: last.name, otherDate: last.date });
    }
    const late = mustBeLater(field, date, today);
    if (late !== undefined) return late;
    last = { name: field, date };
  }
  const end = lastDayOf({ fiscalYear, quarter: 4 });
  return last.date > end
    ? refuse('dueAfterFiscalYear', { field: last.name, date: last.date, fiscalYear, end })
    : undefined;
}

function checkReport(
  service: ServiceCase,
  body: ActionBody<'reportProgress'>,
): Refusal | undefined {
  const owed = service.reports.some(
    (duty) => duty.fiscalYear === body.fiscalYear && duty.quarter === body.quarter,
  );
  return owed
    ? undefined
    : refuse('reportNotOwed', {
        quarter: body.quarter,
        fiscalYear: body.fiscalYear,
        possible: service.reports.map((duty) => `${duty.fiscalYear}/${duty.quarter}`),
      });
}

function checkCorrection(
  service: ServiceCase,
  body: ActionBody<'correctEntry'>,
  today: string,
): Refusal | undefined {
  const { field, value } = body;
  if (field === 'portal' && !(portals as readonly string[]).includes(value)) {
    return refuse('badValue', { field, value, expected: portals });
  }
  const misdated = field === 'docDate' ? checkDocDate(value, today) : undefined;
  if (misdated !== undefined) return misdated;
  if (field === 'name.th' || field === 'name.en') return undefined;
  if (field === 'portal') {
    return service.portal === null ? refuse('nothingToCorrect', { field }) : undefined;
  }
  const kind = body.evidenceKind ?? 'evidenceKind';
  const recorded = Object.entries(service.evidence).find(([one]) => one === kind)?.[1];
  if (recorded === undefined) return refuse('nothingToCorrect', { field: `${kind}.${field}` });
  const { sequence } = recorded;
  return sequence === body.corrects ? undefined : refuse('correctsOtherEvent', { kind, sequence });
}

/** A corrected date is text to the gateway: what its schemas ask of other dates is asked here. */
function checkDocDate(value: string, today: string): Refusal | undefined {
  const { from, before } = namedDays;
  if (!isCivilDate(value) || value < from || value >= before) {
    const expected = `YYYY-MM-DD, ${from} … ${today}`;
    return refuse('badValue', { field: 'docDate', value, expected });
  }
  return value > today
    ? refuse('dateInFuture', { field: 'docDate', date: value, today })
    : undefined;
}

function mustBeLater(field: string, date: string, today: string): Refusal | undefined {
  return daysBetween(today, date) > 0 ? undefined : refuse('dateInPast', { field, date, today });
}

/** Numbers of the remediations that are not closed: open or missed. */
export function openRemediations(service: ServiceCase): number[] {
  return service.remediations
    .filter((entry) => entry.status === 'open' || entry.status === 'missed')
    .map((entry) => entry.number);
}
