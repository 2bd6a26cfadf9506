import { z } from 'zod';
import { evidenceKinds } from '../lifecycles/service/evidence.js';
import { serviceEventKinds } from '../lifecycles/service/event-kinds.js';
import { modes, portals, roles, serviceStates, stages } from '../lifecycles/service/states.js';
import { serviceActions } from '../lifecycles/service/table.js';

/** Every year but 0000, which ISO 8601 has and PostgreSQL has not. */
const knownYear = /^(?!0000)/;
const Day = z.iso.date().regex(knownYear).describe('Day, YYYY-MM-DD, Asia/Bangkok');
const Instant = z.iso.datetime().regex(knownYear).describe('RFC 3339, UTC');
const Quarter = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);

/** A service as it stands after an event: enough to follow it without asking. */
export const ServiceStatus = z.object({
  name: z.object({ th: z.string(), en: z.string().optional() }).describe('Public name'),
  state: z.enum(serviceStates),
  since: Instant.describe('When the state was entered'),
  version: z.int().describe('Version of the case (its ETag)'),
  basis: z.enum(['register', 'decision']).describe("By the register's word alone, or decided here"),
  proposed: z.boolean().describe('Proposed and not yet confirmed by OPDC'),
  verified: z.boolean().describe('Live, and proved so by a live check'),
  mode: z.enum(modes).nullable().describe('null: not recorded'),
  portal: z.enum(portals).nullable().describe('null: not recorded'),
  targetFiscalYear: z.int32().nullable().describe('Buddhist era; null: not recorded'),
  baselineFiscalYear: z.int32().nullable().describe('Of the first plan; null: not recorded'),
  planRevisions: z.int32(),
  planDueOn: z
    .object({
      plan: Day.optional(),
      develop: Day.optional(),
      test: Day.optional(),
      linked: Day.optional(),
    })
    .nullable()
    .describe('By when each stage is to be left, by its own plan; null: not recorded'),
  register: z
    .object({
      edition: z.string().describe('SHA-256 of the edition'),
      asOf: Day,
      row: z.int32(),
      statusId: z.string(),
      reasonId: z.string().optional(),
    })
    .nullable(),
  registerId: z
    .string()
    .optional()
    .describe(
      "Of a service that was proposed here first: its row's id in the register, once linked",
    ),
  whoseTurn: z.array(z.enum(roles)).describe('Empty: nobody has to act'),
  pending: z
    .object({
      submission: z.int32(),
      action: z.enum(serviceActions),
      at: Instant,
      awaiting: z.array(z.enum(roles)),
    })
    .nullable(),
  dueOn: Day.nullable().describe('By when the stage is to be left, by its own plan'),
  overdue: z.boolean(),
  reports: z.array(
    z.object({
      fiscalYear: z.int32(),
      quarter: Quarter,
      dueOn: Day,
      status: z.enum(['open', 'overdue', 'escalated']),
    }),
  ),
  remediations: z.array(
    z.object({
      number: z.int32(),
      kind: z.enum(evidenceKinds),
      gate: z.enum(stages),
      dueOn: Day,
      status: z.enum(['open', 'missed', 'closed', 'void']),
    }),
  ),
  exclusion: z
    .object({ kind: z.string(), reasonCode: z.string(), reReviewOn: Day, due: z.boolean() })
    .nullable(),
  suspension: z.object({ expectedEndOn: Day, overrun: z.boolean() }).nullable(),
  mergedInto: z.string().nullable(),
  channelUrl: z.string().nullable(),
  liveCheck: z.object({ at: Instant, ok: z.boolean(), reason: z.string().optional() }).nullable(),
  evidence: z.array(z.enum(evidenceKinds)).describe('Kinds recorded here; the rest is not'),
});
/** A service as it stands after an event. */
export type ServiceStatus = z.output<typeof ServiceStatus>;

/** Data of every event on `service.status.v1`. */
export const ServiceStatusV1 = z.object({
  serviceId: z.string(),
  agencyId: z
    .string()
    .describe('Agency id the case was registered with, or restated with by a later edition'),
  ministryId: z.string().nullable(),
  kind: z.enum(serviceEventKinds).describe('What happened'),
  action: z.enum(serviceActions).nullable().describe('The action; null: the clock or the register'),
  actor: z
    .object({ id: z.string().describe('Opaque'), role: z.enum(roles) })
    .nullable()
    .describe('Who did it; null: the engine'),
  from: z.enum(serviceStates).nullable().describe('State before; null: the first event'),
  to: z.enum(serviceStates).describe('State after'),
  corrects: z.int().optional().describe('Sequence of the event that this one corrects'),
  of: z
    .string()
    .optional()
    .describe(
      'What it is about: a submission, remediation, quarter, stage, field corrected, or import',
    ),
  service: ServiceStatus,
});
/** Data of every event on `service.status.v1`. */
export type ServiceStatusV1 = z.output<typeof ServiceStatusV1>;
