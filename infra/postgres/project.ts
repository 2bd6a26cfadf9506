import type { PublishedEvent } from '../../contracts/events/cloud-event.js';
import { AppealStatusV1, appealEventKinds } from '../../contracts/events/appeal-status.v1.js';
import {
  AgencyDigestSent,
  AgencyMerged,
  AgencyRecorded,
  AgencyUnmerged,
  CalendarDeclared,
  CalendarWithdrawn,
  ManualPublished,
  MergeRefused,
} from '../../contracts/events/registry-change.v1.js';
import { RequestNoticeV1, RequestStatusV1 } from '../../contracts/events/request-status.v1.js';
import type { ServiceStatus } from '../../contracts/events/service-status.v1.js';
import { ServiceStatusV1 } from '../../contracts/events/service-status.v1.js';
import {
  appealEventType,
  registryEventType,
  requestNoticeType,
} from '../../contracts/events/types.js';
import {
  agencySubject,
  appealSubject,
  calendarSubject,
  manualSubject,
  requestSubject,
  serviceSubject,
} from '../../contracts/ids.js';
import {
  requestEventKinds,
  requestEventType,
} from '../../contracts/lifecycles/request/event-kinds.js';
import {
  serviceEventKinds,
  serviceEventType,
} from '../../contracts/lifecycles/service/event-kinds.js';
import type { TopicName } from '../../contracts/topics.js';
import { z } from 'zod';

/** A service as the table `prasan.service` keeps it. */
export interface ServiceRecord {
  readonly service_id: string;
  readonly agency_id: string;
  readonly ministry_id: string | null;
  readonly sequence: number;
  readonly registered_at: string;
  readonly updated_at: string;
  readonly name_th: string;
  readonly name_en: string | null;
  readonly state: ServiceStatus['state'];
  readonly since: string;
  readonly basis: ServiceStatus['basis'];
  readonly proposed: boolean;
  readonly verified: boolean;
  readonly mode: ServiceStatus['mode'];
  readonly portal: ServiceStatus['portal'];
  readonly fiscal_year: number | null;
  readonly due_on: string | null;
  readonly overdue: boolean;
  readonly register_as_of: string | null;
  readonly register_status: string | null;
  /** A person has acted on it here. */
  readonly touched: boolean;
  readonly status: ServiceStatus;
}

/** An agency as the table `prasan.agency` keeps it. */
export interface AgencyRecord {
  readonly agency_id: string;
  readonly ministry_id: string | null;
  readonly sequence: number;
  readonly updated_at: string;
  readonly name_th: string;
  readonly name_en: string | null;
  readonly ministry_th: string | null;
  readonly ministry_en: string | null;
  /** The newest letter to it, and when it went. */
  readonly digest: AgencyDigest | null;
}

/** The newest letter to an agency. */
export interface AgencyDigest {
  readonly number: number;
  readonly at: string;
  readonly owed: z.output<typeof AgencyDigestSent>['owed'];
  readonly email: z.output<typeof AgencyDigestSent>['email'];
}

const AgencyChange = z.discriminatedUnion('kind', [
  AgencyRecorded,
  AgencyDigestSent,
  AgencyMerged,
  AgencyUnmerged,
  MergeRefused,
]);
/** What can happen to an agency. */
type AgencyChange = z.output<typeof AgencyChange>;

const CalendarChange = z.discriminatedUnion('kind', [CalendarDeclared, CalendarWithdrawn]);
/** What can happen to the national calendar. */
type CalendarChange = z.output<typeof CalendarChange>;

/** An event as the read model understands it. */
export type KnownEvent =
  | { readonly entity: 'service'; readonly data: ServiceStatusV1 }
  | { readonly entity: 'agency'; readonly data: AgencyChange }
  | { readonly entity: 'manual'; readonly data: z.output<typeof ManualPublished> }
  | { readonly entity: 'calendar'; readonly data: CalendarChange }
  | { readonly entity: 'request'; readonly data: RequestStatusV1 }
  | { readonly entity: 'notice'; readonly data: RequestNoticeV1 }
  | { readonly entity: 'appeal'; readonly data: AppealStatusV1 };

/** What an event means here: known; of a type this version does not know; or faulty. */
export type Understood =
  | { readonly kind: 'known'; readonly event: KnownEvent }
  | { readonly kind: 'unknownType' | 'faulty'; readonly reason: string };

type Reader = (event: PublishedEvent) => Understood;

/** Reads the data of some types, and sees to it that subject and data speak of one case. */
function reader<Data>(
  shape: z.ZodType<Data>,
  subjectOf: (data: Data) => string,
  known: (data: Data) => KnownEvent,
): Reader {
  return ({ subject, data }) => {
    const parsed = shape.safeParse(data);
    if (!parsed.success) return faulty(parsed.error);
    if (subject === subjectOf(parsed.data)) return { kind: 'known', event: known(parsed.data) };
    return { kind: 'faulty', reason: 'subject and data speak of different cases' };
  };
}

const readService = reader(
  ServiceStatusV1,
  ({ serviceId }) => serviceSubject(serviceId),
  (data) => ({ entity: 'service', data }),
);
const readAgency = reader(
  AgencyChange,
  ({ agencyId }) => agencySubject(agencyId),
  (data) => ({ entity: 'agency', data }),
);
const readManual = reader(
  ManualPublished,
  ({ serviceId }) => manualSubject(serviceId),
  (data) => ({ entity: 'manual', data }),
);
const readCalendar = reader(
  CalendarChange,
  () => calendarSubject,
  (data) => ({ entity: 'calendar', data }),
);
const readAppeal = reader(
  AppealStatusV1,
  ({ requestId, number }) => appealSubject(requestId, number),
  (data) => ({ entity: 'appeal', data }),
);
const readRequest = reader(
  RequestStatusV1,
  ({ requestId }) => requestSubject(requestId),
  (data) => ({ entity: 'request', data }),
);
const readNotice = reader(
  RequestNoticeV1,
  ({ requestId }) => requestSubject(requestId),
  (data) => ({ entity: 'notice', data }),
);

const readers = new Map<string, Reader>([
  ...serviceEventKinds.map((kind) => [serviceEventType(kind), readService] as const),
  ...AgencyChange.options.map(
    ({ shape }) => [registryEventType(shape.kind.value), readAgency] as const,
  ),
  [registryEventType('manualPublished'), readManual],
  [registryEventType('calendarDeclared'), readCalendar],
  [registryEventType('calendarWithdrawn'), readCalendar],
  ...appealEventKinds.map((kind) => [appealEventType(kind), readAppeal] as const),
  ...requestEventKinds.map((kind) => [requestEventType(kind), readRequest] as const),
  ...RequestNoticeV1.shape.kind.options.map(
    (kind) => [requestNoticeType(kind), readNotice] as const,
  ),
]);

/** Reads an event's data by its type. */
export function understand(event: PublishedEvent): Understood {
  const read = readers.get(event.type);
  if (read !== undefined) return read(event);
  return { kind: 'unknownType', reason: `type ${event.type} is not known to this version` };
}

/** The one topic that an event belongs on; the same subject may have events on another. */
export function topicOf({ entity, data }: KnownEvent): TopicName {
  switch (entity) {
    case 'service':
      return 'service.status.v1';
    case 'agency':
    case 'manual':
    case 'calendar':
      return 'registry.change.v1';
    case 'request':
    case 'appeal':
      return `request.status.${data.portal}.v1`;
    case 'notice':
      return 'request.notice.v1';
  }
}

function faulty(error: z.ZodError): Understood {
  return { kind: 'faulty', reason: z.prettifyError(error).slice(0, 1_000) };
}

/** Where an event stands: what of its attributes a row keeps. */
export type EventPlace = Pick<PublishedEvent, 'sequence' | 'time'>;

/**
 * A service's row after an event. Pure, so that a rebuild gives the same rows; an event that the row
 * already knows changes nothing.
 */
export function projectService(
  row: ServiceRecord | undefined,
  place: EventPlace,
  data: ServiceStatusV1,
): ServiceRecord {
  const sequence = Number(place.sequence);
  if (row !== undefined && sequence <= row.sequence) return row;
  const { service } = data;
  return {
    service_id: data.serviceId,
    agency_id: data.agencyId,
    ministry_id: data.ministryId,
    sequence,
    registered_at: row?.registered_at ?? place.time,
    updated_at: place.time,
    name_th: service.name.th,
    name_en: service.name.en ?? null,
    state: service.state,
    since: service.since,
    basis: service.basis,
    proposed: service.proposed,
    verified: service.verified,
    mode: service.mode,
    portal: service.portal,
    fiscal_year: service.targetFiscalYear,
    due_on: service.dueOn,
    overdue: service.overdue,
    register_as_of: service.register?.asOf ?? null,
    register_status: service.register?.statusId ?? null,
    touched: (row?.touched ?? false) || data.actor !== null,
    status: service,
  };
}

/** An agency's row after an event. Pure, like {@link projectService}. */
export function projectAgency(
  row: AgencyRecord | undefined,
  place: EventPlace,
  data: AgencyChange,
): AgencyRecord {
  const sequence = Number(place.sequence);
  if (row !== undefined && sequence <= row.sequence) return row;
  const at = { sequence, updated_at: place.time };
  const before = row ?? unnamed(data.agencyId, at);
  switch (data.kind) {
    case 'agencyRecorded':
      return { ...before, ...at, ...named(data) };
    case 'agencyDigestSent':
      return { ...before, ...at, digest: letter(data, place.time) };
    case 'agencyMerged':
      // From here on its letters are those of the id that stands.
      return { ...before, ...at, digest: null };
    case 'agencyUnmerged':
    case 'mergeRefused':
      return { ...before, ...at };
  }
}

function unnamed(agencyId: string, at: { sequence: number; updated_at: string }): AgencyRecord {
  return {
    agency_id: agencyId,
    ministry_id: null,
    ...at,
    name_th: agencyId,
    name_en: null,
    ministry_th: null,
    ministry_en: null,
    digest: null,
  };
}

function named(data: z.output<typeof AgencyRecorded>): Partial<AgencyRecord> {
  return {
    ministry_id: data.ministryId,
    name_th: data.name.th,
    name_en: data.name.en ?? null,
    ministry_th: data.ministry?.th ?? null,
    ministry_en: data.ministry?.en ?? null,
  };
}

function letter(data: z.output<typeof AgencyDigestSent>, at: string): AgencyDigest {
  return { number: data.digest, at, owed: data.owed, email: data.email };
}
