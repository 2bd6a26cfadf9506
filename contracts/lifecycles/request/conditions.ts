import { isInScope } from '../../agency-map.js';
import { bangkokDate } from '../../civil-date.js';
import type { ManualStep } from '../../manuals/manual.js';
import { manualRef } from '../../manuals/manual.js';
import { partsOf } from '../../manuals/procedure.js';
import type { Refusal } from '../refusals.js';
import { refuse } from '../refusals.js';
import type { Actor } from '../service/case.js';
import type { RequestCase } from './case.js';
import { checkAppealing } from './appeals.js';
import { openDeficiency } from './case.js';
import { checkSystem } from './dispatch.js';
import { isUndecided } from './facts.js';
import { checkReopening } from './reopening.js';
import { dueOf } from './snapshot.js';
import type { RequestAction } from './table.js';

/** Closing time in Bangkok: a notice of extension comes until then (C9). */
const closesMs = 16.5 * 3_600_000;
const bangkokOffsetMs = 7 * 3_600_000;
const dayMs = 86_400_000;

/** Why an action is not possible in a request as it stands, whatever its body says. */
export function checkRequest(
  request: RequestCase,
  action: RequestAction,
  actor: Actor,
  at: number,
): Refusal | undefined {
  const { decision, issued } = request;
  const elsewhere = checkSystem(request, action, actor);
  if (elsewhere !== undefined) return elsewhere;
  switch (action) {
    case 'recordDeficiency':
      return checkAsking(request);
    case 'correct':
    case 'keepOpen':
    case 'lengthenCorrection':
      return openDeficiency(request) === undefined ? refuse('noDeficiencyOpen') : undefined;
    case 'withdraw':
    case 'forward':
    case 'declareNotOurAgency':
      return decision === null
        ? undefined
        : refuse('alreadyDecided', { kind: decision.kind, on: decision.decidedOn });
    case 'approve':
      return checkApproving(request, actor);
    case 'refuse':
      return checkDeciding(request, actor);
    case 'extendTime':
      return checkExtension(request, at);
    case 'sendDelayNotice':
      return checkDelayNotice(request, at);
    case 'notifyResult':
      if (decision === null) return refuse('notDecided');
      return decision.notified === null
        ? undefined
        : refuse('alreadyNotified', { on: decision.notified.on });
    case 'appeal':
      return checkAppealing(request);
    case 'reopen':
      return checkReopening(request, actor);
    case 'terminate':
    case 'issue':
      return issued === null ? undefined : refuse('alreadyIssued', { number: issued.number });
    case 'deliver':
      return issued === null ? refuse('notIssued') : undefined;
    case 'orderInspection':
    case 'recordInspection':
      return partsOf(request.manual).inspection === undefined
        ? refuse('notInManual', { manual: manualRef(request.manual), part: 'inspection' })
        : undefined;
    default:
      return undefined;
  }
}

/** One complete list, once (LFA s.8). */
function checkAsking({ deficiencies, mayAskAgain, state }: RequestCase): Refusal | undefined {
  const isFirst = deficiencies.length === 0 && state !== 'consideration';
  return isFirst || mayAskAgain ? undefined : refuse('askedAlready');
}

function checkDeciding(request: RequestCase, actor: Actor): Refusal | undefined {
  if (actor.id === request.submittedBy) return refuse('samePerson');
  if (request.hearings.some(({ status }) => status === 'open')) {
    return refuse('stillOpen', { what: 'hearing' });
  }
  const isRepairing = request.inspections.some(({ remedy }) => remedy?.status === 'open');
  return isRepairing ? refuse('stillOpen', { what: 'remedy' }) : undefined;
}

/** What the manual does not leave to the official comes before an approval; a refusal may come sooner. */
function checkApproving(request: RequestCase, actor: Actor): Refusal | undefined {
  const refusal = checkDeciding(request, actor);
  if (refusal !== undefined) return refusal;
  const [step] = stepsToDo(request);
  if (step === undefined) return undefined;
  return refuse('stepNotDone', {
    ...{ step: step.stepId, part: step.part ?? step.kind, manual: manualRef(request.manual) },
  });
}

/** An agency that was asked and is late holds nobody up; its own system sees to its own steps. */
function stepsToDo({ rules, manual, inspections, hearings, consultations }: RequestCase) {
  if (rules < 1 || manual.handling === 'agencySystem') return [];
  const parts = partsOf(manual);
  const isInspected = inspections.some(({ result }) => result !== null);
  const isAsked = ({ agencyId }: ManualStep) =>
    agencyId === undefined
      ? consultations.length > 0
      : isInScope(
          agencyId,
          consultations.map((one) => one.agencyId),
        );
  return [
    ...(parts.inspection === undefined || isInspected ? [] : [parts.inspection]),
    ...(parts.hearing === undefined || hearings.length > 0 ? [] : [parts.hearing]),
    ...parts.consultations.filter((step) => !isAsked(step)),
  ].filter(({ isOptional }) => isOptional !== true);
}

function checkExtension(request: RequestCase, at: number): Refusal | undefined {
  const { manual, extensions } = request;
  if (manual.extension === undefined) {
    return refuse('extensionNotAllowed', { manual: manualRef(manual) });
  }
  const { max } = manual.extension;
  if (extensions.length >= max) return refuse('extensionTooMany', { max });
  const due = dueOf(request);
  if (due === null || !isUndecided(request)) return refuse('noClockRuns');
  const isOver =
    due.length > 10
      ? at > Date.parse(due)
      : at > Date.parse(`${due}T00:00:00.000Z`) - bangkokOffsetMs + closesMs;
  return isOver ? refuse('extensionTooLate', { due }) : undefined;
}

function checkDelayNotice(request: RequestCase, at: number): Refusal | undefined {
  const due = dueOf(request);
  if (due === null || !isUndecided(request)) return refuse('noClockRuns');
  const endsAt =
    due.length > 10
      ? Date.parse(due) + 1
      : Date.parse(`${due}T00:00:00.000Z`) - bangkokOffsetMs + dayMs;
  if (at < endsAt) return refuse('notOverdue', { due });
  const today = bangkokDate(at);
  return request.notices.some(({ on }) => on === today) ? refuse('noticeSentToday') : undefined;
}
