import type { ChainEnd } from '../../contracts/events/mint.js';
import { emptyChain, endOf, mintEvent } from '../../contracts/events/mint.js';
import type {
  RequestNoticeV1,
  RequestStatus,
  RequestStatusV1,
} from '../../contracts/events/request-status.v1.js';
import {
  requestNoticeSchemaV1,
  requestNoticeType,
  requestStatusSchemaV1,
} from '../../contracts/events/types.js';
import { requestSubject } from '../../contracts/ids.js';
import type { RequestEventKind } from '../../contracts/lifecycles/request/event-kinds.js';
import { requestEventType } from '../../contracts/lifecycles/request/event-kinds.js';
import type { MadeEvent } from './make-events.js';

const firstAt = Date.parse('2026-10-05T02:00:00.000Z');
const hourMs = 3_600_000;

/** What a request is of. */
export interface MadeOf {
  readonly serviceId?: string;
  readonly agencyId?: string;
  readonly portal?: RequestStatusV1['portal'];
  readonly at?: number;
}

/** What may be said of an event besides its kind. */
export interface RequestHappening {
  readonly kind: RequestEventKind;
  readonly change?: Partial<RequestStatus>;
  readonly at?: number;
  readonly of?: string;
  /** The copy that goes to OPDC with it. */
  readonly notice?: Pick<RequestNoticeV1, 'kind'> & Partial<RequestNoticeV1>;
}

/** The id of a made request, told apart by its first characters. */
export function madeRequestId(number: number): string {
  return `${number.toString(16).padStart(8, '0')}-0000-5000-8000-000000000000`;
}

const submitted: RequestStatus = {
  state: 'submitted',
  since: new Date(firstAt).toISOString(),
  version: 1,
  whoseTurn: 'agency',
  office: 'head',
  manualVersion: 1,
  regime: 'LFA',
  filedAt: new Date(firstAt).toISOString(),
  receivedAt: null,
  receiptNumber: null,
  dueOn: null,
  overdue: false,
  wasOverdue: false,
  delayNotices: 0,
  delayNoticesMissed: 0,
  correction: null,
  decision: null,
  bill: null,
  refundsDue: 0,
  issued: null,
  responsibleAgencyId: null,
  agencySystem: null,
  calendar: null,
};

/** The events of one request on both of its topics, each following the one before. */
export class MadeRequest {
  readonly events: MadeEvent[] = [];
  readonly notices: MadeEvent[] = [];
  status: RequestStatus = submitted;
  private readonly of: Required<MadeOf> & { readonly requestId: string };
  private end: ChainEnd = emptyChain;
  private noticeEnd: ChainEnd = emptyChain;
  private at: number;

  constructor(requestId: string, change: Partial<RequestStatus> = {}, of: MadeOf = {}) {
    this.of = {
      ...{ requestId, serviceId: 'SVC0106', agencyId: 'AGY009', portal: 'biz', at: firstAt },
      ...of,
    };
    this.at = this.of.at;
    const at = new Date(this.at).toISOString();
    this.happens({ kind: 'submitted', change: { since: at, filedAt: at, ...change }, at: this.at });
  }

  /** All events, the copies after the others. */
  get all(): MadeEvent[] {
    return [...this.events, ...this.notices];
  }

  /** Adds an event; without a time, an hour after the last one. */
  happens({ kind, change = {}, at, of, notice }: RequestHappening): this {
    const from = this.events.length === 0 ? null : this.status.state;
    this.at = at ?? this.at + hourMs;
    this.status = { ...this.status, version: this.events.length + 1, ...change };
    const { requestId, serviceId, agencyId, portal } = this.of;
    const topic = `request.status.${portal}.v1` as const;
    const data: RequestStatusV1 = {
      ...{ requestId, serviceId, agencyId, portal, kind },
      action: null,
      actor: null,
      from,
      to: this.status.state,
      ...(of === undefined ? {} : { of }),
      request: this.status,
    };
    const event = mintEvent(this.end, {
      topic,
      subject: requestSubject(requestId),
      type: requestEventType(kind),
      dataschema: requestStatusSchemaV1,
      at: this.at,
      data,
    });
    this.end = endOf(event);
    this.events.push({ topic, event });
    if (notice !== undefined) this.copy(notice);
    return this;
  }

  private copy(notice: NonNullable<RequestHappening['notice']>): void {
    const { requestId, serviceId, agencyId } = this.of;
    const { office, regime, dueOn } = this.status;
    const data: RequestNoticeV1 = {
      ...{ requestId, serviceId, agencyId, office, regime, dueOn },
      number: null,
      on: '2026-10-05',
      reasonCode: null,
      statusSequence: this.end.sequence,
      ...notice,
    };
    const event = mintEvent(this.noticeEnd, {
      topic: 'request.notice.v1',
      subject: requestSubject(requestId),
      type: requestNoticeType(notice.kind),
      dataschema: requestNoticeSchemaV1,
      at: this.at,
      data,
    });
    this.noticeEnd = endOf(event);
    this.notices.push({ topic: 'request.notice.v1', event });
  }
}

/** A request under consideration whose time was up on a day, with a letter sent and one missed. */
export function lateRequest(requestId: string, dueOn: string, of: MadeOf = {}): MadeRequest {
  const day = (days: number) => Date.parse(`${dueOn}T03:00:00.000Z`) + days * 24 * hourMs;
  const late = { overdue: true, wasOverdue: true };
  return new MadeRequest(requestId, { state: 'consideration', dueOn, receiptNumber: '1/2570' }, of)
    .happens({
      kind: 'overdue',
      change: late,
      at: day(1),
      notice: { kind: 'overdue', on: dueOn },
    })
    .happens({
      kind: 'delayNoticeSent',
      change: { delayNotices: 1 },
      at: day(3),
      notice: { kind: 'delayNoticeSent', number: 1, on: dueOn, reasonCode: 'workload' },
    })
    .happens({
      kind: 'delayNoticeMissed',
      change: { delayNoticesMissed: 1 },
      at: day(15),
      of: '2',
      notice: { kind: 'delayNoticeMissed', number: 2, on: dueOn },
    });
}
