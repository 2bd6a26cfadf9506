import { letterEveryDays } from '../../contracts/calendar/overdue.js';
import { regimes } from '../../contracts/calendar/regimes.js';
import { addDays, bangkokDate, daysBetween } from '../../contracts/civil-date.js';
import type {
  RequestNoticeV1,
  RequestStatus,
  RequestStatusV1,
} from '../../contracts/events/request-status.v1.js';
import type { EventPlace } from './project.js';

/** A citizen's request as the table `prasan.request` keeps it. */
export interface RequestRecord {
  readonly request_id: string;
  readonly service_id: string;
  readonly agency_id: string;
  readonly portal: RequestStatusV1['portal'];
  readonly office: string;
  readonly state: RequestStatus['state'];
  readonly since: string;
  readonly sequence: number;
  readonly registered_at: string;
  readonly updated_at: string;
  readonly filed_at: string;
  readonly received_at: string | null;
  readonly receipt_number: string | null;
  /** Day, Asia/Bangkok. */
  readonly due_on: string | null;
  /** Day or instant, as the event has it. */
  readonly due_at: string | null;
  readonly overdue: boolean;
  readonly was_overdue: boolean;
  readonly delay_notices: number;
  readonly delay_notices_missed: number;
  readonly letter_sent_on: string | null;
  readonly letter_due_on: string | null;
  readonly whose_turn: RequestStatus['whoseTurn'];
  readonly decision_kind: NonNullable<RequestStatus['decision']>['kind'] | null;
  readonly decided_on: string | null;
  readonly notified_on: string | null;
  readonly refunds_due: number;
  readonly status: RequestStatus;
}

/** A copy to OPDC as the table `prasan.request_notice` keeps it. */
export interface NoticeRecord {
  readonly request_id: string;
  readonly sequence: number;
  readonly kind: RequestNoticeV1['kind'];
  readonly number: number | null;
  /** Day that it is about, Asia/Bangkok. */
  readonly on_day: string;
  readonly reason_code: RequestNoticeV1['reasonCode'];
  readonly service_id: string;
  readonly agency_id: string;
  readonly office: string;
  readonly regime: RequestNoticeV1['regime'];
  readonly due_at: string | null;
  readonly status_sequence: number;
  readonly at: string;
}

/**
 * A request's row after an event. Pure, so that a rebuild gives the same rows; an event that the row
 * already knows changes nothing.
 */
export function projectRequest(
  row: RequestRecord | undefined,
  place: EventPlace,
  data: RequestStatusV1,
): RequestRecord {
  const sequence = Number(place.sequence);
  if (row !== undefined && sequence <= row.sequence) return row;
  const { request } = data;
  const on = bangkokDate(Date.parse(place.time));
  const sentOn = data.kind === 'delayNoticeSent' ? on : (row?.letter_sent_on ?? null);
  return {
    request_id: data.requestId,
    service_id: data.serviceId,
    agency_id: data.agencyId,
    portal: data.portal,
    office: request.office,
    state: request.state,
    since: request.since,
    sequence,
    registered_at: row?.registered_at ?? place.time,
    updated_at: place.time,
    filed_at: request.filedAt,
    received_at: request.receivedAt,
    receipt_number: request.receiptNumber,
    due_on: dayOf(request.dueOn),
    due_at: request.dueOn,
    overdue: request.overdue,
    was_overdue: request.wasOverdue,
    delay_notices: request.delayNotices,
    delay_notices_missed: request.delayNoticesMissed,
    letter_sent_on: sentOn,
    letter_due_on: letterDueOn(request, sentOn, on),
    whose_turn: request.whoseTurn,
    decision_kind: request.decision?.kind ?? null,
    decided_on: request.decision?.decidedOn ?? null,
    notified_on: request.decision?.notifiedOn ?? null,
    refunds_due: request.refundsDue,
    status: request,
  };
}

/** The row of a copy to OPDC. Pure: a copy never changes. */
export function projectNotice(place: EventPlace, data: RequestNoticeV1): NoticeRecord {
  return {
    request_id: data.requestId,
    sequence: Number(place.sequence),
    kind: data.kind,
    number: data.number,
    on_day: data.on,
    reason_code: data.reasonCode,
    service_id: data.serviceId,
    agency_id: data.agencyId,
    office: data.office,
    regime: data.regime,
    due_at: data.dueOn,
    status_sequence: data.statusSequence,
    at: place.time,
  };
}

/** The day in Bangkok of a day or an instant. */
function dayOf(due: string | null): string | null {
  return due === null || due.length === 10 ? due : bangkokDate(Date.parse(due));
}

/**
 * The last day on which the next letter of delay is in time: due date + 7, + 14 … (C10), the first
 * that is not over on a day and that no letter has served. `null` where none is owed.
 */
function letterDueOn(
  { overdue, regime, dueOn }: RequestStatus,
  sentOn: string | null,
  on: string,
): string | null {
  const due = dayOf(dueOn);
  const isOwed = overdue && regimes[regime].onOverdue === 'NOTIFY_EVERY_7D';
  if (!isOwed || due === null) return null;
  const number = Math.max(1, Math.ceil(daysBetween(due, on) / letterEveryDays));
  const next = addDays(due, number * letterEveryDays);
  const isServed = sentOn !== null && sentOn > addDays(next, -letterEveryDays);
  return isServed ? addDays(next, letterEveryDays) : next;
}
