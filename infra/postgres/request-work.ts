import { regimes } from '../../contracts/calendar/regimes.js';
import { addDays } from '../../contracts/civil-date.js';
import { requestSubject } from '../../contracts/ids.js';
import type { RequestAction } from '../../contracts/lifecycles/request/table.js';
import { findRequestTransition } from '../../contracts/lifecycles/request/table.js';
import type { Role } from '../../contracts/lifecycles/service/states.js';
import type { RequestRecord } from './project-request.js';
import type { WorkRecord } from './work-items.js';

/** Kinds of work that a citizen's request stands for. */
export const requestWorkKinds = [
  'requestToCheck',
  'requestToDecide',
  'consultationOwed',
  'delayNoticeOwed',
  'resultToNotify',
  'paymentToConfirm',
  'toIssue',
  'toDeliver',
  'refundDue',
  'agencyToAsk',
] as const;
/** A kind of work of a request. */
export type RequestWorkKind = (typeof requestWorkKinds)[number];

interface Work {
  readonly kind: RequestWorkKind;
  /** Who may do it is who may take this action, as the lifecycle's table has it. */
  readonly by: RequestAction;
  readonly of?: string;
  /** Day, Asia/Bangkok. */
  readonly dueOn: string | null;
  /** Another agency whose work it is: the request's office is none of its own. */
  readonly agencyId?: string;
}

/**
 * The work that a request's row stands for: what its agency owes. Pure: made again with every change
 * of the row. Where it is the applicant's turn, only what runs beside that is left.
 */
export function workOfRequest(row: RequestRecord): WorkRecord[] {
  const all = [...stageWork(row), ...consultationWork(row), ...letterWork(row), ...afterwards(row)];
  return all.flatMap((work) => {
    const awaiting = findRequestTransition(row.state, work.by)?.by;
    if (awaiting === undefined) return [];
    return [
      {
        kind: work.kind,
        subject: requestSubject(row.request_id),
        of: work.of ?? '',
        service_id: row.service_id,
        agency_id: work.agencyId ?? row.agency_id,
        due_on: work.dueOn,
        awaiting: withOfficial(work.kind, awaiting),
        request_id: row.request_id,
        office: work.agencyId === undefined ? row.office : null,
      },
    ];
  });
}

/** Until it is decided the official works on it as well: inspects, hears, consults. */
function withOfficial(kind: RequestWorkKind, awaiting: readonly Role[]): readonly Role[] {
  return kind === 'requestToDecide' ? ['competentOfficial', ...awaiting] : awaiting;
}

/** What the state itself waits for. */
function stageWork({ state, whose_turn: turn, due_on: dueOn, status }: RequestRecord): Work[] {
  switch (state) {
    case 'submitted':
    case 'completenessCheck': {
      const of = status.correction === null ? '' : String(status.correction.number);
      return [{ kind: 'requestToCheck', by: 'confirmComplete', of, dueOn }];
    }
    case 'consideration':
      if (turn === 'applicant') return [];
      // An event from before agencies that are asked were named: their work stands with the request's.
      return turn === 'otherAgency' && status.consultations === undefined
        ? [{ kind: 'consultationOwed', by: 'answerConsultation', dueOn }]
        : [{ kind: 'requestToDecide', by: 'approve', dueOn }];
    case 'paymentUnconfirmed':
      return [{ kind: 'paymentToConfirm', by: 'confirmPayment', dueOn: null }];
    case 'issuing':
      return status.issued === null
        ? [{ kind: 'toIssue', by: 'issue', dueOn: null }]
        : [{ kind: 'toDeliver', by: 'deliver', dueOn: null }];
    default:
      return [];
  }
}

/** Who is asked owes an answer by a day of its own, whatever else is waited for. */
function consultationWork({ status }: RequestRecord): Work[] {
  return (status.consultations ?? []).map(({ number, agencyId, dueOn }) => ({
    ...{ kind: 'consultationOwed', by: 'answerConsultation', of: `${number}` },
    ...{ dueOn, agencyId },
  }));
}

/** While a decision is late, a letter every seven days (LFA s.10(2)). */
function letterWork({ letter_due_on: dueOn }: RequestRecord): Work[] {
  return dueOn === null ? [] : [{ kind: 'delayNoticeOwed', by: 'sendDelayNotice', dueOn }];
}

/** A decision is to be told, and money to be given back, whatever else goes on. */
function afterwards({ decided_on: decidedOn, notified_on, refunds_due, status }: RequestRecord) {
  const work: Work[] = [];
  if (decidedOn !== null && notified_on === null) {
    const { amount, unit } = regimes[status.regime].notification;
    const dueOn = unit === 'DAY' ? addDays(decidedOn, amount) : null;
    work.push({ kind: 'resultToNotify', by: 'notifyResult', dueOn });
  }
  if (refunds_due > 0) {
    const of = String(refunds_due);
    work.push({ kind: 'refundDue', by: 'recordRepayment', of, dueOn: null });
  }
  // Its own system contradicts what stands: somebody asks the agency.
  const contradictions = status.agencySystem?.contradictions ?? 0;
  if (contradictions > 0) {
    work.push({
      kind: 'agencyToAsk',
      by: 'settleWithAgency',
      of: String(contradictions),
      dueOn: null,
    });
  }
  return work;
}
