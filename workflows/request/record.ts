import type {
  CarriedRequest,
  CarriedRequestRecord,
} from '../../contracts/commands/request/carried.js';
import type { RequestNoticeV1, RequestStatusV1 } from '../../contracts/events/request-status.v1.js';
import type { MintedEvent } from '../../contracts/events/cloud-event.js';
import type { ChainEnd } from '../../contracts/events/mint.js';
import { emptyChain } from '../../contracts/events/mint.js';
import {
  requestNoticeSchemaV1,
  requestNoticeType,
  requestStatusSchemaV1,
} from '../../contracts/events/types.js';
import { requestSubject } from '../../contracts/ids.js';
import type { RequestCase } from '../../contracts/lifecycles/request/case.js';
import type { RequestEventKind } from '../../contracts/lifecycles/request/event-kinds.js';
import { requestEventType } from '../../contracts/lifecycles/request/event-kinds.js';
import type { RecountedDate } from '../../contracts/lifecycles/request/recount.js';
import { dueOf, requestSnapshotOf } from '../../contracts/lifecycles/request/snapshot.js';
import type { RequestAction } from '../../contracts/lifecycles/request/table.js';
import type { Doer } from '../../contracts/lifecycles/service/case.js';
import { publishEvents, publishRequestEvents } from '../activities.js';
import { Drain } from '../drain.js';
import { EventChain } from '../event-chain.js';
import { upsertRequest } from '../search-attributes.js';

/** What happened, for the event that says so. */
export interface RequestHappening {
  readonly kind: RequestEventKind;
  readonly action?: RequestAction;
  readonly by?: Doer;
  readonly of?: string;
  readonly corrects?: number;
  /** Dates that moved with a change of the calendar. */
  readonly recounted?: readonly RecountedDate[];
  readonly traceparent?: string;
  /** Moment of the act, milliseconds since the epoch. */
  readonly at: number;
  /** The copy that goes to OPDC with it. */
  readonly notice?: Pick<RequestNoticeV1, 'kind' | 'number' | 'on' | 'reasonCode'>;
}

/** The record of one request: the case, its events on both topics, and the one function that changes them. */
export class RequestRecord {
  private current: RequestCase;
  private readonly chain: EventChain;
  private readonly events: Drain<MintedEvent>;
  private readonly noticeChain: EventChain;
  private readonly notices: Drain<MintedEvent>;
  /** The whole of a request that closes as it stands. */
  private closing: () => CarriedRequest | undefined = () => undefined;
  /** As the archive has it. */
  private kept: CarriedRequest | undefined;

  constructor(request: RequestCase, carried?: CarriedRequestRecord) {
    this.current = request;
    const topic = `request.status.${request.portal}.v1` as const;
    this.events = new Drain(carried?.pending ?? [], async (events) => {
      const closing = this.closing();
      const batch = { topic, events, ...(closing === undefined ? {} : { closing }) };
      const { isKept, ...end } = await publishRequestEvents(batch);
      this.chain.confirm(end);
      if (isKept === true) this.kept = closing;
    });
    this.notices = new Drain(carried?.pendingNotices ?? [], async (events) => {
      this.noticeChain.confirm(await publishEvents({ topic: 'request.notice.v1', events }));
    });
    this.chain = new EventChain(carried?.end ?? emptyChain, this.events.pending);
    this.noticeChain = new EventChain(carried?.noticeEnd ?? emptyChain, this.notices.pending);
  }

  /** The case as it stands. */
  get request(): RequestCase {
    return this.current;
  }

  /** The end of the event chain: sequence and hash of the last event. */
  get end(): ChainEnd {
    return this.chain.end;
  }

  /** Sequence that the next event will have. */
  get nextSequence(): number {
    return this.chain.next;
  }

  /** How many events wait to be published. */
  get unpublished(): number {
    return this.events.pending.length + this.notices.pending.length;
  }

  /** Nothing waits to be sent. */
  get isSent(): boolean {
    return this.events.isIdle && this.notices.isIdle;
  }

  /** The archive has the case as it stands: nothing has changed since it was kept. */
  get isKept(): boolean {
    const { kept, current, chain, noticeChain } = this;
    return (
      kept?.request === current && kept.end === chain.end && kept.noticeEnd === noticeChain.end
    );
  }

  /** The archive has it so. */
  keep(kept: CarriedRequest): void {
    this.kept = kept;
  }

  /**
   * Sends what is pending, as long as the run lasts.
   *
   * @param closing the whole of the request, where it closes as it stands: it is kept with its last events
   */
  send(closing: () => CarriedRequest | undefined): Promise<unknown> {
    this.closing = closing;
    return Promise.all([this.events.run(), this.notices.run()]);
  }

  /** Cancels what is being sent and waits for its end. */
  async stopSending(): Promise<void> {
    await Promise.all([this.events.stop(), this.notices.stop()]);
  }

  /** All of it, for the next run. */
  pack(): CarriedRequestRecord {
    return {
      request: this.current,
      end: this.chain.end,
      pending: this.events.pending,
      noticeEnd: this.noticeChain.end,
      pendingNotices: this.notices.pending,
    };
  }

  /** Shows a case whose run begins without its search attributes. */
  show(): void {
    upsertRequest(undefined, this.current);
  }

  /** Keeps what the engine notes for itself: no status, no event, nothing that a reader would miss. */
  amend(next: RequestCase): void {
    this.current = next;
  }

  /**
   * The one function that changes a case's status: puts the new case in the place of the old, mints the event
   * whole and appends it to what is pending. One synchronous step, and nobody acts in between.
   */
  change(
    next: RequestCase,
    happening: RequestHappening,
    from: RequestCase['state'] | null = this.current.state,
  ): void {
    const before = this.current;
    const counts = happening.action !== undefined || from === null || before.state !== next.state;
    const after = { ...next, version: before.version + (counts && from !== null ? 1 : 0) };
    this.current = after;
    const { requestId, traceparent } = { requestId: after.requestId, ...happening };
    const traced = traceparent === undefined ? {} : { traceparent };
    const statusSequence = this.chain.append({
      topic: `request.status.${after.portal}.v1`,
      subject: requestSubject(requestId),
      type: requestEventType(happening.kind),
      dataschema: requestStatusSchemaV1,
      at: happening.at,
      ...traced,
      data: statusData(after, happening, from),
    });
    if (happening.notice !== undefined) {
      this.noticeChain.append({
        topic: 'request.notice.v1',
        subject: requestSubject(requestId),
        type: requestNoticeType(happening.notice.kind),
        dataschema: requestNoticeSchemaV1,
        at: happening.at,
        ...traced,
        data: noticeData(after, happening.notice, statusSequence),
      });
    }
    upsertRequest(from === null ? undefined : before, after);
  }
}

function statusData(
  request: RequestCase,
  happening: RequestHappening,
  from: RequestCase['state'] | null,
): RequestStatusV1 {
  const { requestId, serviceId, agencyId, portal, state } = request;
  return {
    ...{ requestId, serviceId, agencyId, portal },
    kind: happening.kind,
    action: happening.action ?? null,
    actor: happening.by ?? null,
    from,
    to: state,
    ...(happening.corrects === undefined ? {} : { corrects: happening.corrects }),
    ...(happening.of === undefined ? {} : { of: happening.of }),
    ...(happening.recounted === undefined ? {} : { recounted: [...happening.recounted] }),
    request: requestSnapshotOf(request),
  };
}

function noticeData(
  request: RequestCase,
  notice: NonNullable<RequestHappening['notice']>,
  statusSequence: number,
): RequestNoticeV1 {
  const { requestId, serviceId, agencyId, office, manual } = request;
  return {
    ...{ requestId, serviceId, agencyId, office },
    ...notice,
    regime: manual.regime,
    dueOn: dueOf(request),
    statusSequence,
  };
}
