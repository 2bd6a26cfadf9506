import type { RequestStatus } from '../../events/request-status.v1.js';
import type { RequestCase } from './case.js';
import { currentBill, openDeficiency } from './case.js';
import { contradictions } from './dispatch.js';
import { isUndecided } from './facts.js';
import type { Turn } from './states.js';
import { requestStateTable } from './states.js';

/** What of a request travels: ids, codes, dates; no words, and nothing of a person. */
export function requestSnapshotOf(request: RequestCase): RequestStatus {
  const { receipt, decision, issued, dates, flags, manual } = request;
  const deficiency = isUndecided(request) ? openDeficiency(request) : undefined;
  const bill = currentBill(request);
  return {
    state: request.state,
    since: new Date(request.since).toISOString(),
    version: request.version,
    whoseTurn: turnOf(request),
    office: request.office,
    manualVersion: manual.version,
    regime: manual.regime,
    filedAt: new Date(receipt.filedAt).toISOString(),
    receivedAt: dates.receivedAt === null ? null : utc(dates.receivedAt),
    receiptNumber: receipt.number,
    dueOn: decideByOf(request),
    overdue: flags.overdue && isUndecided(request),
    wasOverdue: flags.overdue,
    delayNotices: request.notices.length,
    delayNoticesMissed: flags.missedLetters.length,
    correction:
      deficiency === undefined
        ? null
        : { number: deficiency.number, open: deficiency.open.length, dueOn: dates.correctionDue },
    decision:
      decision === null
        ? null
        : {
            kind: decision.kind,
            decidedOn: decision.decidedOn,
            notifiedOn: decision.notified?.on ?? null,
          },
    ...waitedFor(request),
    bill:
      bill === undefined
        ? null
        : { number: bill.number, status: bill.status, money: bill.money, until: bill.until },
    refundsDue: request.refunds.filter(({ repaidOn }) => repaidOn === null).length,
    issued:
      issued === null
        ? null
        : {
            number: issued.number,
            issuedOn: issued.issuedOn,
            effectiveOn: issued.effectiveOn,
            expiresOn: issued.expiresOn,
          },
    responsibleAgencyId: request.responsibleAgencyId,
    agencySystem: systemOf(request),
    calendar: dates.calendar,
  };
}

/** The agencies that are waited for, as far as the calendar was asked about them. */
function waitedFor({ consultations, dates }: RequestCase): Pick<RequestStatus, 'consultations'> {
  const due = dates.consultationsDue ?? {};
  const waiting = consultations.flatMap(({ number, agencyId, answer }) => {
    const dueOn = due[`${number}`];
    return answer !== null || dueOn === undefined ? [] : [{ number, agencyId, dueOn }];
  });
  return waiting.length === 0 ? {} : { consultations: waiting };
}

function systemOf({ dispatch }: RequestCase): RequestStatus['agencySystem'] {
  if (dispatch === null) return null;
  const { submission, status, since, lastAnswerAt, refusal } = dispatch;
  return {
    ...{ submission, status, refusal },
    since: new Date(since).toISOString(),
    lastAnswerAt: lastAnswerAt === null ? null : new Date(lastAnswerAt).toISOString(),
    contradictions: contradictions(dispatch),
  };
}

/** By when it is to be decided; `null` while no time runs towards a decision. */
export function decideByOf({ dates }: Pick<RequestCase, 'dates'>): string | null {
  return dates.decideBy === undefined ? dueOf({ dates }) : dates.decideBy;
}

/** By when the official is or was to decide, as the calendar last said; `null` while it cannot be said. */
export function dueOf({ dates }: Pick<RequestCase, 'dates'>): string | null {
  const last = dates.clocks.findLast(({ kind }) => kind === 'consideration' || kind === 'review');
  return last?.due ?? null;
}

/** Whose turn it is: a wait inside consideration says so, else the state. */
export function turnOf(request: RequestCase): Turn {
  const { state, inspections, hearings, consultations } = request;
  const usual = requestStateTable[state].turn;
  if (state !== 'consideration') return usual;
  const waitsForApplicant =
    inspections.some(({ remedy }) => remedy?.status === 'open') ||
    hearings.some(({ status }) => status === 'open');
  if (waitsForApplicant) return 'applicant';
  return consultations.some(({ answer }) => answer === null) ? 'otherAgency' : usual;
}

function utc(instant: string): string {
  return new Date(instant).toISOString();
}
