import { z } from 'zod';
import { ServiceStatus, ServiceStatusV1 } from '../../contracts/events/service-status.v1.js';
import { serviceStates } from '../../contracts/lifecycles/service/states.js';
import { serviceActions } from '../../contracts/lifecycles/service/table.js';

/** What the gateway answers, as far as the command line shows it; the rest passes through. */
const Label = z.object({ th: z.string(), en: z.string() });
const Name = z.object({ th: z.string(), en: z.string().optional() });

/** `GET /v1/services`. */
export const ListAnswer = z.looseObject({
  items: z.array(
    z.looseObject({
      serviceId: z.string(),
      agencyId: z.string(),
      agency: Name.nullable(),
      service: ServiceStatus,
    }),
  ),
  next: z.string().nullable(),
  total: z.int(),
  asOf: z.looseObject({ at: z.string().nullable() }),
});

/** `GET /v1/worklist`. */
export const WorklistAnswer = z.looseObject({
  items: z.array(
    z.looseObject({
      kind: z.string(),
      serviceId: z.string().nullable(),
      agencyId: z.string(),
      name: Name,
      dueOn: z.string().nullable(),
      daysLeft: z.int().nullable(),
      awaiting: z.array(z.string()),
      of: z.string().optional(),
    }),
  ),
  next: z.string().nullable(),
  total: z.int(),
  asOf: z.looseObject({ at: z.string().nullable() }),
});

/** `GET /v1/services/{id}`. */
export const ServiceAnswer = ServiceStatus.loose().extend({
  serviceId: z.string(),
  agencyId: z.string(),
  sequence: z.int(),
  unpublished: z.int(),
  details: z.looseObject({
    clocks: z.array(z.looseObject({ kind: z.string(), dueOn: z.string() })),
  }),
});
/** `GET /v1/services/{id}`. */
export type ServiceAnswer = z.output<typeof ServiceAnswer>;

/** `GET /v1/services/{id}/timeline`. */
export const TimelineAnswer = z.looseObject({
  sequence: z.int(),
  events: z.array(z.looseObject({ sequence: z.int(), time: z.string(), data: ServiceStatusV1 })),
});
/** `GET /v1/services/{id}/timeline`. */
export type TimelineAnswer = z.output<typeof TimelineAnswer>;

/** `GET /v1/services/{id}/actions`. */
export const ActionsAnswer = z.looseObject({
  serviceId: z.string(),
  state: z.enum(serviceStates),
  version: z.int(),
  actions: z.array(
    z.looseObject({
      action: z.enum(serviceActions),
      label: Label,
      allowed: z.boolean(),
      whyNot: z.looseObject({ text: Label }).optional(),
      body: z.looseObject({}),
    }),
  ),
});
/** `GET /v1/services/{id}/actions`. */
export type ActionsAnswer = z.output<typeof ActionsAnswer>;

/** `POST /v1/services/{id}/actions/{action}`. */
export const ActAnswer = z.looseObject({
  state: z.enum(serviceStates),
  version: z.int(),
  sequence: z.int(),
  submission: z.int().optional(),
  liveCheck: z
    .looseObject({
      ok: z.boolean(),
      reason: z.string().optional(),
      text: Label.optional(),
      status: z.int().optional(),
    })
    .optional(),
});
/** `POST /v1/services/{id}/actions/{action}`. */
export type ActAnswer = z.output<typeof ActAnswer>;
