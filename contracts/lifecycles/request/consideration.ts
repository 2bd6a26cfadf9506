import type { PlainBody } from '../../commands/request/bodies.js';
import type { Consultation, Hearing, Inspection, RequestCase } from './case.js';
import type { Happened, RequestDeed, Within } from './deed.js';
import { withDocuments } from './deed.js';

/** What is done while it is considered: inspection, hearing, consultations, notices. */
export function considered(
  request: RequestCase,
  deed: RequestDeed,
  { at, sequence }: Happened,
  on: string,
): RequestCase {
  switch (deed.action) {
    case 'orderInspection': {
      const number = request.inspections.length + 1;
      const ordered: Inspection = { number, on: deed.body.on, result: null, remedy: null };
      return { ...request, inspections: [...request.inspections, ordered] };
    }
    case 'recordInspection':
      return inspected(request, deed.body, on);
    case 'reportRemedy': {
      const { inspection, documents = [] } = deed.body;
      return withDocuments(endRemedy(request, inspection, 'reported'), documents, sequence);
    }
    case 'openHearing': {
      const number = request.hearings.length + 1;
      const within = deed.body.within ?? stepTime(request, 'hearing', 'answerWithin');
      const hearing: Hearing = { number, from: on, ...within, status: 'open' };
      return { ...request, hearings: [...request.hearings, hearing] };
    }
    case 'answerHearing': {
      const { hearing, documents = [] } = deed.body;
      return withDocuments(endHearing(request, hearing, 'answered'), documents, sequence);
    }
    case 'consult': {
      const { agencyId, within } = deed.body;
      const asked: Consultation = {
        ...{ number: request.consultations.length + 1, agencyId, from: on },
        ...(within ?? stepTime(request, 'consultation', 'answerWithin')),
        ...{ chased: 0, answer: null, asked: sequence },
      };
      return { ...request, consultations: [...request.consultations, asked] };
    }
    case 'answerConsultation': {
      const { consultation, answer } = deed.body;
      return ofConsultation(request, consultation, { answer, answered: sequence });
    }
    case 'extendTime': {
      const amount = deed.body.amount ?? request.manual.extension?.time.amount ?? 0;
      return { ...request, extensions: [...request.extensions, { at, amount, sequence }] };
    }
    case 'sendDelayNotice': {
      const { reasonCode } = deed.body;
      const notice = { number: request.notices.length + 1, on, reasonCode, sequence };
      return { ...request, notices: [...request.notices, notice] };
    }
    case 'recordOfficerFault':
      return { ...request, mayAskAgain: true };
    default:
      return request;
  }
}

/** The manual's time for a step of consideration; thirty days where it gives none. */
function stepTime(
  { manual }: RequestCase,
  part: 'inspection' | 'hearing' | 'consultation',
  which: 'answerWithin' | 'remedyWithin',
): Within {
  const stated = manual.steps.find((step) => step.part === part)?.[which];
  if (stated === undefined) return { amount: 30, unit: 'DAY' };
  return { amount: stated.amount, unit: stated.unit === 'WORKING_DAY' ? 'WORKING_DAY' : 'DAY' };
}

function inspected(
  request: RequestCase,
  { inspection, result, within }: PlainBody<'recordInspection'>,
  on: string,
): RequestCase {
  const time = within ?? stepTime(request, 'inspection', 'remedyWithin');
  const remedy: Inspection['remedy'] =
    result === 'remedyNeeded' ? { from: on, ...time, status: 'open' } : null;
  return {
    ...request,
    inspections: request.inspections.map((one) =>
      one.number === inspection ? { ...one, on, result, remedy } : one,
    ),
  };
}

/** Repairs were reported, or their time is over: the turn is the official's again. */
export function endRemedy(
  request: RequestCase,
  number: number,
  status: 'reported' | 'unmet',
): RequestCase {
  return {
    ...request,
    inspections: request.inspections.map((one) =>
      one.number === number && one.remedy !== null
        ? { ...one, remedy: { ...one.remedy, status } }
        : one,
    ),
  };
}

/** A hearing was answered, or its time is over. */
export function endHearing(
  request: RequestCase,
  number: number,
  status: 'answered' | 'unanswered',
): RequestCase {
  return {
    ...request,
    hearings: request.hearings.map((one) => (one.number === number ? { ...one, status } : one)),
  };
}

/** Changes one consultation. */
export function ofConsultation(
  request: RequestCase,
  number: number,
  change: Partial<Consultation>,
): RequestCase {
  return {
    ...request,
    consultations: request.consultations.map((one) =>
      one.number === number ? { ...one, ...change } : one,
    ),
  };
}
