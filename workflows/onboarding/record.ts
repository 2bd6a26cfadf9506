import { isInScope } from '../../contracts/agency-map.js';
import type { StampedClocks } from '../../contracts/commands/service/messages.js';
import { canonicalJson, emptyChain } from '../../contracts/events/mint.js';
import type { AgencyNews } from '../../activities/ports.js';
import type { MintedEvent } from '../../contracts/events/cloud-event.js';
import type { ChainEnd } from '../../contracts/events/mint.js';
import type { ServiceStatusV1 } from '../../contracts/events/service-status.v1.js';
import { serviceStatusSchemaV1 } from '../../contracts/events/types.js';
import { serviceSubject } from '../../contracts/ids.js';
import type { Doer, ServiceCase } from '../../contracts/lifecycles/service/case.js';
import { clockFacts, hasClocks } from '../../contracts/lifecycles/service/clocks.js';
import type { ServiceEventKind } from '../../contracts/lifecycles/service/event-kinds.js';
import { serviceEventType } from '../../contracts/lifecycles/service/event-kinds.js';
import { dutiesNow, snapshotOf } from '../../contracts/lifecycles/service/snapshot.js';
import type { ServiceState } from '../../contracts/lifecycles/service/states.js';
import type { ServiceAction } from '../../contracts/lifecycles/service/table.js';
import { isSameJson } from '../../contracts/same-json.js';
import { clocksOf, publishEvents, tellAgency } from '../activities.js';
import { Drain } from '../drain.js';
import { EventChain } from '../event-chain.js';
import { upsertService } from '../search-attributes.js';

/** What of a record is carried from one run to the next. */
export interface CarriedRecord {
  readonly service: ServiceCase;
  readonly end: ChainEnd;
  readonly pending: readonly MintedEvent[];
  readonly news: readonly AgencyNews[];
  /** The clocks are those of an earlier case and are to be asked for again. */
  readonly areClocksOld: boolean;
}

/** What happened, for the event that says so. */
export interface Happening {
  readonly kind: ServiceEventKind;
  readonly action?: ServiceAction;
  readonly by?: Doer;
  readonly of?: string;
  readonly corrects?: number;
  readonly traceparent?: string;
  /** Rises the version: an accepted action or a change of state. */
  readonly counts: boolean;
}

/** The record of one service: the case, its events, and the one function that changes them. */
export class CaseRecord {
  private current: ServiceCase;
  private readonly chain: EventChain;
  private readonly events: Drain<MintedEvent>;
  private readonly news: Drain<AgencyNews>;
  private stateChanged = false;
  private clocksOld: boolean;

  constructor(service: ServiceCase, carried?: CarriedRecord) {
    this.current = service;
    this.clocksOld = carried?.areClocksOld ?? false;
    this.events = new Drain(carried?.pending ?? [], async (events) => {
      this.chain.confirm(await publishEvents({ topic: 'service.status.v1', events }));
    });
    this.news = new Drain(carried?.news ?? [], (items) =>
      tellAgency({ agencyId: this.current.agencyId, items }),
    );
    this.chain = new EventChain(carried?.end ?? emptyChain, this.events.pending);
  }

  /** The case as it stands. */
  get service(): ServiceCase {
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
    return this.events.pending.length;
  }

  /** Nothing waits to be sent. */
  get isSent(): boolean {
    return this.events.isIdle && this.news.isIdle;
  }

  /** A state was entered in this run: a good moment to continue as new. */
  get hasChangedState(): boolean {
    return this.stateChanged;
  }

  /** Sends what is pending, as long as the run lasts. */
  send(): Promise<unknown> {
    return Promise.all([this.events.run(), this.news.run()]);
  }

  /** Cancels what is being sent and waits for its end. */
  async stopSending(): Promise<void> {
    await Promise.all([this.events.stop(), this.news.stop()]);
  }

  /** What the clocks follow from has changed since they were asked for. */
  get areClocksOld(): boolean {
    return this.clocksOld;
  }

  /** Asks the calendar for the clocks of the case as it stands. */
  async askForClocks(): Promise<void> {
    const facts = clockFacts(this.current);
    const { fired } = this.current;
    const clocks = hasClocks(facts) ? await clocksOf({ ...facts, fired, at: Date.now() }) : [];
    this.clocksOld = !isSameJson(facts, clockFacts(this.current));
    this.current = { ...this.current, clocks };
  }

  /** Takes clocks that were asked for before, where they follow from the very case. */
  takeClocks({ facts, clocks }: StampedClocks): void {
    if (!isSameJson(facts, clockFacts(this.current))) return;
    this.clocksOld = false;
    this.current = { ...this.current, clocks };
  }

  /** All of it, for the next run. */
  pack(): CarriedRecord {
    return {
      service: this.current,
      end: this.chain.end,
      pending: this.events.pending,
      news: this.news.pending,
      areClocksOld: this.clocksOld,
    };
  }

  /**
   * The one function that changes a case: puts the new case in the place of the old, mints the event
   * whole and appends it to what is pending. One synchronous step: nobody acts in between, and its
   * moment is that of the history event it belongs to, on every replay.
   */
  change(
    next: ServiceCase,
    happening: Happening,
    from: ServiceState | null = this.current.state,
  ): void {
    const before = this.current;
    const after = { ...next, version: before.version + (happening.counts ? 1 : 0) };
    this.current = after;
    this.clocksOld ||= from === null || !isSameJson(clockFacts(before), clockFacts(after));
    this.tellNews(before, after);
    this.stateChanged ||= from !== null && before.state !== after.state;
    this.chain.append({
      topic: 'service.status.v1',
      subject: serviceSubject(after.serviceId),
      type: serviceEventType(happening.kind),
      dataschema: serviceStatusSchemaV1,
      at: Date.now(),
      ...(happening.traceparent === undefined ? {} : { traceparent: happening.traceparent }),
      data: eventData(after, happening, from),
    });
    upsertService(from === null ? undefined : before, after);
  }

  /** The agency hears of each report that becomes overdue, and of each that no longer is. */
  private tellNews(before: ServiceCase, after: ServiceCase): void {
    if (!isInScope(after.agencyId, [before.agencyId])) {
      this.tellOfMove(before, after);
      return;
    }
    if (before.reports === after.reports && before.openedQuarter === after.openedQuarter) return;
    const owedBefore = owedReports(before);
    const owedAfter = owedReports(after);
    const key = canonicalJson;
    const were = new Set(owedBefore.map(key));
    const are = new Set(owedAfter.map(key));
    const sequence = this.nextSequence;
    this.news.pending.push(
      ...owedAfter
        .filter((report) => !were.has(key(report)))
        .map((report) => ({ kind: 'owed' as const, report, sequence })),
      ...owedBefore
        .filter((report) => !are.has(key(report)))
        .map((report) => ({ kind: 'settled' as const, report, sequence })),
    );
  }

  /** The service belongs to another agency: what it owes is asked of that one, and no more of the former. */
  private tellOfMove(before: ServiceCase, after: ServiceCase): void {
    const sequence = this.nextSequence;
    this.news.pending.push(
      ...owedReports(before).map((report) => ({
        ...{ kind: 'settled' as const, report, sequence, agencyId: before.agencyId },
      })),
      ...owedReports(after).map((report) => ({
        ...{ kind: 'owed' as const, report, sequence, agencyId: after.agencyId },
      })),
    );
  }
}

function owedReports(service: ServiceCase) {
  return dutiesNow(service)
    .filter((duty) => duty.status !== 'open')
    .map(({ fiscalYear, quarter, dueOn }) => ({
      serviceId: service.serviceId,
      fiscalYear,
      quarter,
      dueOn,
    }));
}

function eventData(
  service: ServiceCase,
  happening: Happening,
  from: ServiceState | null,
): ServiceStatusV1 {
  return {
    serviceId: service.serviceId,
    agencyId: service.agencyId,
    ministryId: service.ministryId,
    kind: happening.kind,
    action: happening.action ?? null,
    actor: happening.by ?? null,
    from,
    to: service.state,
    ...(happening.corrects === undefined ? {} : { corrects: happening.corrects }),
    ...(happening.of === undefined ? {} : { of: happening.of }),
    service: snapshotOf(service),
  };
}
