import { z } from 'zod';
import { fieldTexts } from '../../../contracts/commands/field-texts.js';
import { Applicant, AuthorizedAgent } from '../../../contracts/commands/request/applicant.js';
import { FiledDocument } from '../../../contracts/commands/request/bodies.js';
import { ServiceId } from '../../../contracts/commands/fields.js';
import { RequestStatus, RequestStatusV1 } from '../../../contracts/events/request-status.v1.js';
import { requestIdPattern } from '../../../contracts/ids.js';
import { alarmKinds } from '../../../contracts/lifecycles/request/clocks.js';
import { requestStates } from '../../../contracts/lifecycles/request/states.js';
import { requestActions } from '../../../contracts/lifecycles/request/table.js';
import { portals, roles } from '../../../contracts/lifecycles/service/states.js';
import { deliveries } from '../../../contracts/manuals/manual.js';
import { Privacy } from './privacy.js';

/*
 * The shapes of what the gateway is asked and answers about citizens' requests. Moments are RFC 3339
 * in UTC unless they say otherwise, days are YYYY-MM-DD in Asia/Bangkok.
 */

const Label = z.object({ th: z.string(), en: z.string() });
const Any = z.record(z.string(), z.unknown());

/** Path of one request. */
export const RequestParams = z.object({
  id: z.string().regex(requestIdPattern, fieldTexts.noRequestId.en),
});

/** Path of one action on a request. */
export const RequestActionParams = RequestParams.extend({ action: z.enum(requestActions) });

/** Body of `POST /v1/requests`: a portal files for a citizen or company of its own. */
export const Submission = z.strictObject({
  serviceId: ServiceId,
  office: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe("Office that receives it, by the manual; the manual's first when left out"),
  applicant: Applicant,
  agent: AuthorizedAgent.optional().describe('Who files for the applicant, by power of attorney'),
  form: Any.optional().describe('Fields of the form; sealed, and opened for officials alone'),
  documents: z.array(FiledDocument).max(60),
  isIncomplete: z
    .boolean()
    .optional()
    .describe('File although documents are missing: the official asks for them (LFA s.8)'),
  delivery: z.enum(deliveries).optional().describe('How it is to be delivered; electronic'),
  filedAt: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('When the citizen filed, at most 24 hours ago; now when left out'),
});
/** Body of `POST /v1/requests`. */
export type Submission = z.output<typeof Submission>;

/** Answer of `GET /v1/requests/{id}` and of `POST /v1/requests`. */
export const RequestAnswerShape = RequestStatus.extend({
  requestId: z.string(),
  serviceId: z.string(),
  agencyId: z.string(),
  portal: z.enum(portals),
  sequence: z.int().describe('Of the last event decided'),
  chainhash: z.string().describe('Of the last event decided'),
  unpublished: z.int().describe('Events decided that Kafka has not acknowledged yet'),
  receipt: z.object({
    number: z
      .string()
      .nullable()
      .describe('Receipt number; null for the moments until it is given'),
    filedAt: z.string().describe('As filed, RFC 3339 with +07:00'),
    receivedAt: z.string().nullable().describe('In law (EGOV s.10), RFC 3339 with +07:00'),
    why: z.array(Label).describe('Why it is received then, step by step'),
  }),
  manual: z.object({
    ref: z.string().describe('Version that it was submitted under (LFA s.11)'),
    title: Label,
    isIllustrative: z.boolean().describe('Times or fees are made up, for the sample'),
    illustrative: z.array(z.string()).describe('Paths of what is made up'),
  }),
  due: z
    .object({ on: z.string(), section: z.string(), why: z.array(Label) })
    .nullable()
    .describe('By when it is to be decided, and why then'),
  details: z.object({
    documents: z.array(Any),
    deficiencies: z.array(Any),
    reopenings: z
      .array(Any)
      .describe('Each time that it was opened again after its end, with its ground and evidence'),
    inspections: z.array(Any),
    hearings: z.array(Any),
    consultations: z
      .array(Any)
      .describe('Each with its own last day (dueOn), and whether your agency is asked (isYours)'),
    extensions: z.array(Any),
    decision: Any.nullable(),
    bills: z.array(Any),
    refunds: z.array(Any),
    notices: z.array(Any),
    appeal: Any.describe('How an adverse decision is appealed: body, section, time'),
    delivery: z.string(),
    clocks: z.array(Any),
    errands: z.array(z.string()).describe('What the engine is at for it in the world'),
  }),
  personal: z
    .object({
      applicant: Any.nullable(),
      agent: Any.nullable(),
      form: Any.nullable(),
      words: z.array(z.object({ sequence: z.int(), words: z.unknown() })),
      unopened: z
        .array(z.object({ consultation: z.int(), why: Label }))
        .optional()
        .describe('Consultations of your agency whose words cannot be opened'),
    })
    .nullable()
    .describe(
      'Personal data and words of people, for its own agency and portal; an agency that is consulted reads the words of its consultations alone; null for others, and once restricted or forgotten',
    ),
  privacy: Privacy.nullable().describe('null: the keys cannot be reached now'),
});
/** Answer of `GET /v1/requests/{id}`. */
export type RequestAnswerShape = z.output<typeof RequestAnswerShape>;

/** One action, as it stands for a caller. */
export const RequestActionAnswer = z.object({
  action: z.enum(requestActions),
  label: Label,
  allowed: z.boolean().describe('Allowed to me now, as far as it does not depend on the body'),
  whyNot: z.object({ code: z.string(), facts: Any, text: Label }).optional(),
  roles: z.array(z.enum(roles)).describe('Who may take it here; where impossible, elsewhere'),
  leadsTo: z.string().optional().describe('State, or what the manual or the body decides'),
  basis: z.string().optional().describe('Law or policy'),
  body: Any.optional().describe('JSON Schema (2020-12) of its body'),
});
/** One action, as it stands for a caller. */
export type RequestActionAnswer = z.output<typeof RequestActionAnswer>;

/** Answer of `GET /v1/requests/{id}/actions`. */
export const RequestActionsAnswer = z.object({
  requestId: z.string(),
  state: z.enum(requestStates),
  version: z.int(),
  actions: z.array(RequestActionAnswer),
});

/** Answer of `POST /v1/requests/{id}/actions/{action}`. */
export const RequestDone = z.object({
  requestId: z.string(),
  state: z.enum(requestStates),
  version: z.int(),
  sequence: z.int().describe('Of the event that says so'),
});

/** Answer of `GET /v1/requests/{id}/future`. */
export const FutureAnswer = z.object({
  requestId: z.string(),
  state: z.enum(requestStates),
  version: z.int(),
  whoseTurn: z.enum(['applicant', 'agency', 'otherAgency', 'nobody']),
  turn: Label.describe('Whose turn it is, and what may be done'),
  actions: z.array(z.object({ action: z.enum(requestActions), roles: z.array(z.enum(roles)) })),
  byItself: z
    .array(
      z.object({
        kind: z.enum(alarmKinds),
        what: Label,
        at: z.string().describe('When, RFC 3339 with +07:00, if nobody acts before'),
        dueOn: z.string().describe('Day or moment that it is about'),
        section: z.string().describe('Section of law, or the manual'),
        leadsTo: z.enum(requestStates).describe('State after it'),
        of: z.string(),
      }),
    )
    .describe(
      'What happens by itself if nobody acts, the earliest first: the timers that are armed',
    ),
  inTheWorld: z.array(z.string()).describe('What the engine is at: errands not yet done'),
  asOf: z.string().describe('RFC 3339 with +07:00'),
});
/** Answer of `GET /v1/requests/{id}/future`. */
export type FutureAnswer = z.output<typeof FutureAnswer>;

/** Answer of `GET /v1/requests/{id}/timeline`. */
export const RequestTimeline = z.object({
  requestId: z.string(),
  sequence: z.int().describe('Of the newest event that the archive has'),
  asOf: z.string().nullable().describe('When that event was decided; null: none has arrived yet'),
  events: z.array(
    z.object({
      sequence: z.int(),
      id: z.string(),
      type: z.string(),
      time: z.string().describe('When it was decided, RFC 3339, UTC'),
      recordedtime: z.string().describe('When it was published, RFC 3339, UTC'),
      chainhash: z.string(),
      data: z.union([RequestStatusV1, Any]).describe('As the event has it'),
    }),
  ),
  next: z.int().nullable().describe('`after` of the next page; null at the end'),
});
