import type { PublishedEvent } from '../../contracts/events/cloud-event.js';
import type {
  AgencyDigestSent,
  AgencyRecorded,
} from '../../contracts/events/registry-change.v1.js';
import { RegistryChangeV1 } from '../../contracts/events/registry-change.v1.js';
import type { ServiceStatus } from '../../contracts/events/service-status.v1.js';
import { ServiceStatusV1 } from '../../contracts/events/service-status.v1.js';
import { registryEventType } from '../../contracts/events/types.js';
import { agencySubject, serviceSubject } from '../../contracts/ids.js';
import {
  serviceEventKinds,
  serviceEventType,
} from '../../contracts/lifecycles/service/event-kinds.js';
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

/** An event as the read model understands it. */
export type KnownEvent =
  | { readonly entity: 'service'; readonly data: ServiceStatusV1 }
  | { readonly entity: 'agency'; readonly data: RegistryChangeV1 };

/** What an event means here: known; of a type this version does not know; or faulty. */
export type Understood =
  | { readonly kind: 'known'; readonly event: KnownEvent }
  | { readonly kind: 'unknownType' | 'faulty'; readonly reason: string };

const serviceTypes = new Set(serviceEventKinds.map(serviceEventType));
const agencyTypes = new Set([
  registryEventType('agencyRecorded'),
  registryEventType('agencyDigestSent'),
]);

/** Reads an event's data by its type. */
export function understand(event: PublishedEvent): Understood {
  if (serviceTypes.has(event.type)) {
    const parsed = ServiceStatusV1.safeParse(event.data);
    if (!parsed.success) return faulty(parsed.error);
    return event.subject === serviceSubject(parsed.data.serviceId)
      ? known({ entity: 'service', data: parsed.data })
      : strange;
  }
  if (agencyTypes.has(event.type)) {
    const parsed = RegistryChangeV1.safeParse(event.data);
    if (!parsed.success) return faulty(parsed.error);
    return event.subject === agencySubject(parsed.data.agencyId)
      ? known({ entity: 'agency', data: parsed.data })
      : strange;
  }
  return { kind: 'unknownType', reason: `type ${event.type} is not known to this version` };
}

const strange: Understood = {
  kind: 'faulty',
  reason: 'subject and data speak of different cases',
};

function known(event: KnownEvent): Understood {
  return { kind: 'known', event };
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
    status: service,
  };
}

/** An agency's row after an event. Pure, like {@link projectService}. */
export function projectAgency(
  row: AgencyRecord | undefined,
  place: EventPlace,
  data: RegistryChangeV1,
): AgencyRecord {
  const sequence = Number(place.sequence);
  if (row !== undefined && sequence <= row.sequence) return row;
  const at = { sequence, updated_at: place.time };
  const before = row ?? unnamed(data.agencyId, at);
  return data.kind === 'agencyRecorded'
    ? { ...before, ...at, ...named(data) }
    : { ...before, ...at, digest: letter(data, place.time) };
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
