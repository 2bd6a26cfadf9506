import type { MintedEvent, PublishedEvent } from '../../contracts/events/cloud-event.js';
import type { ChainEnd } from '../../contracts/events/mint.js';
import { emptyChain, mintEvent } from '../../contracts/events/mint.js';
import type { RegistryChangeV1 } from '../../contracts/events/registry-change.v1.js';
import type { ServiceStatusV1 } from '../../contracts/events/service-status.v1.js';
import {
  registryChangeSchemaV1,
  registryEventType,
  serviceStatusSchemaV1,
} from '../../contracts/events/types.js';
import { agencySubject, serviceSubject } from '../../contracts/ids.js';
import type { ServiceCase } from '../../contracts/lifecycles/service/case.js';
import type { ServiceEventKind } from '../../contracts/lifecycles/service/event-kinds.js';
import { serviceEventType } from '../../contracts/lifecycles/service/event-kinds.js';
import { snapshotOf } from '../../contracts/lifecycles/service/snapshot.js';
import { toKafkaRecord } from '../../contracts/kafka/binding.js';
import type { TopicName } from '../../contracts/topics.js';
import { topics } from '../../contracts/topics.js';
import type { TakenRecord } from '../../infra/postgres/take.js';
import { openCase } from '../../workflows/onboarding/open.js';

/** An event with the topic that it belongs on. */
export interface MadeEvent {
  readonly topic: TopicName;
  readonly event: MintedEvent;
}

/** What may be said of a made event besides its kind. */
export interface Happening {
  readonly kind: ServiceEventKind;
  /** What of the case changes with it. */
  readonly change?: Partial<ServiceCase>;
  readonly at?: number;
  readonly actor?: ServiceStatusV1['actor'];
  readonly of?: string;
}

const firstAt = Date.parse('2026-10-05T02:00:00.000Z');
const hourMs = 3_600_000;

/** The events of one service, each following the one before, as the workflow would mint them. */
export class MadeService {
  readonly events: MadeEvent[] = [];
  private service: ServiceCase;
  private end: ChainEnd = emptyChain;
  private at: number;

  constructor(serviceId: string, change: Partial<ServiceCase> = {}, at = firstAt) {
    this.at = at;
    const start = {
      serviceId,
      agencyId: change.agencyId ?? 'AGY009',
      ministryId: change.ministryId ?? 'MIN004',
      name: { th: `งานบริการ ${serviceId}`, en: `Service ${serviceId}` },
      origin: { kind: 'proposal', actor: { id: 'p1', role: 'agencyOfficer' } },
    } as const;
    this.service = { ...openCase(start as never, at), ...change };
    const kind = this.service.register === null ? 'proposed' : 'registered';
    this.happens({ kind, at });
  }

  /** Adds an event; without a time, an hour after the last one. */
  happens({ kind, change = {}, at, actor = null, of }: Happening): this {
    const from = this.events.length === 0 ? null : this.service.state;
    this.at = at ?? this.at + hourMs;
    const since = change.state === undefined ? this.service.since : this.at;
    this.service = { ...this.service, since, ...change };
    this.service.version = this.events.length + 1;
    const { serviceId, agencyId, ministryId, state } = this.service;
    const data: ServiceStatusV1 = {
      serviceId,
      agencyId,
      ministryId,
      kind,
      action: null,
      actor,
      from,
      to: state,
      ...(of === undefined ? {} : { of }),
      service: snapshotOf(this.service),
    };
    const event = mintEvent(this.end, {
      topic: 'service.status.v1',
      subject: serviceSubject(serviceId),
      type: serviceEventType(kind),
      dataschema: serviceStatusSchemaV1,
      at: this.at,
      data,
    });
    this.end = { sequence: Number(event.sequence), chainhash: event.chainhash };
    this.events.push({ topic: 'service.status.v1', event });
    return this;
  }
}

/** A service as the register tells of it. */
export function registeredService(
  serviceId: string,
  state: ServiceCase['state'],
  change: Partial<ServiceCase> = {},
): MadeService {
  const register = {
    edition: 'e'.repeat(64),
    asOf: '2026-05-03',
    row: 2,
    statusId: statusOf(state),
  };
  return new MadeService(serviceId, {
    state,
    register,
    basis: 'register',
    proposed: false,
    ...change,
  });
}

function statusOf(state: ServiceCase['state']): string {
  switch (state) {
    case 'live':
    case 'linked':
      return 'STA01';
    case 'toBeFunded':
      return 'STA03';
    case 'excluded':
      return 'STA04';
    case 'discontinued':
      return 'STA05';
    default:
      return 'STA02';
  }
}

/** What happens to an agency. */
type AgencyChange = Extract<RegistryChangeV1, { kind: `agency${string}` }>;

/** The events of one agency. */
export function madeAgency(changes: readonly AgencyChange[], at: number = firstAt): MadeEvent[] {
  let end = emptyChain;
  return changes.map((data, index) => {
    const event = mintEvent(end, {
      topic: 'registry.change.v1',
      subject: agencySubject(data.agencyId),
      type: registryEventType(data.kind),
      dataschema: registryChangeSchemaV1,
      at: at + index * hourMs,
      data,
    });
    end = { sequence: index + 1, chainhash: event.chainhash };
    return { topic: 'registry.change.v1' as const, event };
  });
}

/** An agency as the register names it. */
export function recordedAgency(
  agencyId: string,
  name: string,
  ministryId = 'MIN004',
  ministry = 'กระทรวงการคลัง',
): MadeEvent[] {
  return madeAgency([
    {
      kind: 'agencyRecorded',
      agencyId,
      name: { th: name, en: `Agency ${agencyId}` },
      ministryId,
      ministry: { th: ministry, en: `Ministry ${ministryId}` },
    },
  ]);
}

/** An event as a reader meets it. */
export function published(event: MintedEvent): PublishedEvent {
  return { ...event, recordedtime: new Date(Date.parse(event.time) + 5).toISOString() };
}

/** Made events as records of the log, with offsets from 0 in each partition. */
export function asRecords(made: readonly MadeEvent[]): TakenRecord[] {
  const next = new Map<string, number>();
  return made.map(({ topic, event }) => {
    const { partition } = toKafkaRecord(event, event.time, topics[topic].partitions);
    const key = `${topic}/${partition}`;
    const offset = next.get(key) ?? 0;
    next.set(key, offset + 1);
    return {
      topic,
      partition,
      offset: String(offset),
      read: { kind: 'event', event: published(event) },
    };
  });
}

/** Records by partition, as a consumer is given them. */
export function byPartition(records: readonly TakenRecord[]): TakenRecord[][] {
  const groups = new Map<string, TakenRecord[]>();
  for (const record of records) {
    const key = `${record.topic}/${record.partition}`;
    const group = groups.get(key) ?? [];
    group.push(record);
    groups.set(key, group);
  }
  return [...groups.values()];
}
