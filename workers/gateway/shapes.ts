import { z } from 'zod';
import { fieldTexts } from '../../contracts/commands/field-texts.js';
import { ServicePlan } from '../../contracts/commands/service/bodies.js';
import { ServiceStatus, ServiceStatusV1 } from '../../contracts/events/service-status.v1.js';
import { agencyIdPattern, ministryIdPattern, serviceIdPattern } from '../../contracts/ids.js';
import { clockKinds } from '../../contracts/lifecycles/service/clocks.js';
import { evidenceKinds } from '../../contracts/lifecycles/service/evidence.js';
import {
  modes,
  portals,
  roles,
  serviceStates,
  stages,
} from '../../contracts/lifecycles/service/states.js';
import { serviceActions } from '../../contracts/lifecycles/service/table.js';
import { requestStates } from '../../contracts/lifecycles/request/states.js';
import { requestWorkKinds, workKinds } from '../../infra/postgres/read-model.js';

/*
 * The shapes of what the gateway is asked and what it answers, as its OpenAPI document shows them.
 * Moments are RFC 3339 in UTC, days are YYYY-MM-DD in Asia/Bangkok.
 */

/** A moment. */
export const Instant = z.string().describe('RFC 3339, UTC');
/** A day. */
export const Day = z.string().describe('Day, YYYY-MM-DD, Asia/Bangkok');
const Label = z.object({ th: z.string(), en: z.string() });
/** An official name. */
export const Name = z.object({ th: z.string(), en: z.string().optional() });
const RoleName = z.enum(roles);

/** Id of an agency, in a query. */
export const AgencyId = z.string().regex(agencyIdPattern, fieldTexts.noAgencyId.en);
const MinistryId = z.string().regex(ministryIdPattern, fieldTexts.noMinistryId.en);

/** Several values: repeated, or separated by commas. */
export function listOf<Item extends z.ZodType>(item: Item) {
  const split = (value: unknown) => (typeof value === 'string' ? value.split(',') : value);
  return z.preprocess(split, z.array(item).min(1).max(100));
}

/** Yes or no, in a query. */
export const YesNo = z.enum(['true', 'false']).transform((text) => text === 'true');
/** Which page of a list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Items of a page'),
  cursor: z.string().max(1000).optional().describe('`next` of the page before'),
};

const allWorkKinds = [...workKinds, ...requestWorkKinds] as const;

/** Of a route that takes no query. */
export const NoQuery = z.strictObject({});

/** Path of one service. */
export const ServiceParams = z.object({
  id: z.string().regex(serviceIdPattern, fieldTexts.noServiceId.en),
});

/** Path of one action on a service. */
export const ActionParams = ServiceParams.extend({ action: z.enum(serviceActions) });

/** Query of `GET /v1/services`. */
export const ListQuery = z.strictObject({
  state: listOf(z.enum(serviceStates)).optional(),
  agency: listOf(AgencyId).optional(),
  ministry: MinistryId.optional(),
  mode: z.enum([...modes, 'notRecorded']).optional(),
  portal: z.enum([...portals, 'notRecorded']).optional(),
  fiscalYear: z
    .union([z.coerce.number().int().min(2500).max(2600), z.literal('notRecorded')])
    .optional()
    .describe('Buddhist era'),
  verified: YesNo.optional(),
  overdue: YesNo.optional(),
  text: z
    .string()
    .max(200)
    .regex(/^\P{Cc}*$/u, fieldTexts.controlCharacters.en)
    .optional()
    .describe('Part of the name or the id'),
  ...pageQuery,
});

/** Query of `GET /v1/services/{id}/timeline`. */
export const TimelineQuery = z.strictObject({
  after: z.coerce.number().int().min(0).max(999_999_999).default(0).describe('After this sequence'),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
});

/** Query of `GET /v1/worklist`. */
export const WorklistQuery = z.strictObject({
  kind: listOf(z.enum(allWorkKinds)).optional(),
  agency: listOf(AgencyId).optional(),
  ministry: MinistryId.optional(),
  awaiting: listOf(z.enum(['me', ...roles]))
    .optional()
    .describe('Only what these roles can do; me: the roles of your token. Left out: all of it'),
  ...pageQuery,
});

/** A problem (RFC 9457). */
export const ProblemAnswer = z.looseObject({
  type: z.string().describe('Stable: urn:prasan:problem:<code>; all are in x-problems'),
  code: z.string().describe('The last part of the type'),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('In the language of Accept-Language: th or en'),
  details: Label,
  instance: z.string().describe('Of this request; the log has it'),
  errors: z
    .array(
      z.object({
        path: z.string().describe('JSON Pointer'),
        message: z.string().describe('In English'),
        details: Label,
      }),
    )
    .optional()
    .describe('Every faulty field'),
});

const AsOf = z.object({
  sequenceCount: z.int().describe('Events applied, of all topics'),
  at: Instant.nullable().describe('When the newest of them was decided'),
});

/** A page of a list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().describe('Cursor of the next page; null at the end'),
    total: z.int().describe('Of all pages'),
    asOf: AsOf,
  });
}

/** Answer of `GET /v1/services`. */
export const ListAnswer = pageOf(
  z.object({
    serviceId: z.string(),
    agencyId: z.string(),
    agency: Name.nullable(),
    ministryId: z.string().nullable(),
    ministry: Name.nullable(),
    sequence: z.int().describe('Of its newest event'),
    registeredAt: Instant,
    updatedAt: Instant,
    service: ServiceStatus,
  }),
);

/** Answer of `GET /v1/worklist`. */
export const WorklistAnswer = pageOf(
  z.object({
    kind: z.enum(allWorkKinds),
    serviceId: z.string().nullable(),
    agencyId: z.string(),
    agency: Name.nullable(),
    name: Name,
    state: z.enum(serviceStates).nullable(),
    dueOn: Day.nullable(),
    daysLeft: z.int().nullable().describe('Calendar days; negative when overdue'),
    awaiting: z.array(RoleName).describe('Roles that can do it'),
    of: z.string().optional().describe('Which of several: a stage, quarter, number or action'),
    request: z
      .object({
        requestId: z.string(),
        office: z.string(),
        state: z.enum(requestStates),
        receiptNumber: z.string().nullable(),
        overdue: z.boolean(),
      })
      .optional()
      .describe('Of work of a request'),
  }),
);

/** Answer of `GET /v1/agencies`. */
export const AgenciesAnswer = z.object({
  items: z.array(
    z.object({
      agencyId: z.string(),
      organisation: z
        .string()
        .describe('The id that stands for its organisation: another, if merged'),
      name: Name,
      ministryId: z.string().nullable(),
      ministry: Name.nullable(),
    }),
  ),
});

const Doing = z.object({ id: z.string().describe('Opaque'), role: RoleName, at: Instant });
const AnyBody = z.record(z.string(), z.unknown());

const words =
  'Words of people: left out for who is neither their agency, OPDC, auditor nor approver';

/** What of a case does not travel in events. */
const CaseDetails = z.object({
  plan: ServicePlan.nullable(),
  plans: z
    .array(z.object({ plan: ServicePlan, sequence: z.int() }))
    .describe('Every plan there was, by the event that decided it; the first is the baseline'),
  evidence: z
    .partialRecord(
      z.enum(evidenceKinds),
      z.object({ item: AnyBody, sequence: z.int().describe('Of the event that recorded it') }),
    )
    .describe('By kind; an item has the fields of its kind, words and names for few readers'),
  formerEvidence: z
    .array(
      z.object({
        kind: z.enum(evidenceKinds),
        item: AnyBody,
        sequence: z.int().describe('Of the event that recorded it'),
        ended: z.enum(['void', 'superseded', 'corrected']),
        endedBy: z.int().describe('Sequence of the event that ended it'),
      }),
    )
    .describe('What held before; nothing is ever taken out of a case'),
  remediations: z.array(
    z.object({
      number: z.int(),
      kind: z.enum(evidenceKinds),
      gate: z.enum(stages),
      what: z.string().optional().describe(words),
      dueOn: Day,
      status: z.enum(['open', 'missed', 'closed', 'void']),
    }),
  ),
  clocks: z.array(
    z.object({
      kind: z.enum(clockKinds),
      of: z.string().optional(),
      at: Instant.describe('When it rings by itself, RFC 3339, UTC'),
      dueOn: Day,
      rule: z.string(),
      calendarVersion: z.string(),
    }),
  ),
  pending: Doing.extend({
    number: z.int(),
    action: z.enum(serviceActions),
    body: AnyBody,
    approvals: z.array(Doing.extend({ evidence: AnyBody.optional() })),
  }).nullable(),
  lastReport: z.object({ fiscalYear: z.int(), quarter: z.int(), percent: z.number() }).nullable(),
  liveCheck: z
    .object({
      at: Instant,
      ok: z.boolean(),
      url: z.string(),
      reason: z.string().optional(),
      text: Label.optional().describe('What the reason means'),
      status: z.int().optional(),
      bodySha256: z.string().optional(),
    })
    .nullable(),
  enteredFrom: z.array(z.enum(serviceStates)).describe('States to return to, the innermost last'),
  suspension: z
    .object({
      expectedEndOn: Day,
      otherChannel: z.string().optional().describe(words),
      overrun: z.boolean(),
    })
    .nullable(),
  remarks: z
    .array(z.object({ sequence: z.int(), action: z.enum(serviceActions), text: z.string() }))
    .describe('Words of people, for their agency, OPDC and auditors; empty for others'),
});

/** Answer of `GET /v1/services/{id}` and of `POST /v1/services`. */
export const ServiceAnswer = ServiceStatus.extend({
  serviceId: z.string(),
  agencyId: z.string(),
  ministryId: z.string().nullable(),
  sequence: z.int().describe('Of the last event decided'),
  chainhash: z.string().describe('Of the last event decided'),
  unpublished: z.int().describe('Events decided that Kafka has not acknowledged yet'),
  details: CaseDetails,
});
/** Answer of `GET /v1/services/{id}` and of `POST /v1/services`. */
export type ServiceAnswer = z.output<typeof ServiceAnswer>;

/** Answer of `GET /v1/services/{id}/timeline`. */
export const TimelineAnswer = z.object({
  serviceId: z.string(),
  sequence: z.int().describe('Of the newest event that the archive has'),
  asOf: Instant.nullable().describe('When that event was decided; null: none has arrived yet'),
  events: z.array(
    z.object({
      sequence: z.int(),
      id: z.string(),
      type: z.string(),
      time: Instant.describe('When it was decided'),
      recordedtime: Instant.describe('When it was published'),
      chainhash: z.string(),
      data: z
        .union([ServiceStatusV1, AnyBody])
        .describe('As the event has it; one of a newer version may have another shape'),
    }),
  ),
  next: z.int().nullable().describe('`after` of the next page; null at the end'),
});

/** One action, as it stands for a caller. */
export const ActionAnswer = z.object({
  action: z.enum(serviceActions),
  label: Label,
  allowed: z.boolean().describe('Allowed to me now, as far as it does not depend on the body'),
  whyNot: z
    .object({ code: z.string(), facts: z.record(z.string(), z.unknown()), text: Label })
    .optional(),
  roles: z.array(RoleName).describe('Who may take it here; where impossible, elsewhere'),
  leadsTo: z.string().optional().describe('State, or same, enteredFrom, chosen, submission'),
  approvals: z
    .array(z.object({ by: z.array(RoleName), evidence: z.enum(evidenceKinds).optional() }))
    .optional()
    .describe('Each by another person; empty: it takes effect at once'),
  basis: z.string().optional().describe('Law or policy'),
  body: AnyBody.optional().describe('JSON Schema (2020-12) of its body in this case'),
});
/** One action, as it stands for a caller. */
export type ActionAnswer = z.output<typeof ActionAnswer>;

/** Answer of `GET /v1/services/{id}/actions`. */
export const ActionsAnswer = z.object({
  serviceId: z.string(),
  state: z.enum(serviceStates),
  version: z.int(),
  actions: z.array(ActionAnswer),
});

/** Answer of `POST /v1/services/{id}/actions/{action}`. */
export const ActAnswer = z.object({
  serviceId: z.string(),
  state: z.enum(serviceStates),
  version: z.int(),
  sequence: z.int().describe('Of the event that says so'),
  submission: z.int().optional().describe('Submission that was made or answered'),
  liveCheck: z
    .object({
      ok: z.boolean(),
      reason: z.string().optional(),
      text: Label.optional().describe('What the reason means'),
      status: z.int().optional(),
    })
    .optional(),
});
/** Answer of `POST /v1/services/{id}/actions/{action}`. */
export type ActAnswer = z.output<typeof ActAnswer>;
