import { z } from 'zod';
import { regimeIds } from '../calendar/regimes.js';
import { decisionKinds, delayReasons } from '../lifecycles/request/case.js';
import { dispatchRefusals } from '../lifecycles/request/dispatch.js';
import { requestEventKinds } from '../lifecycles/request/event-kinds.js';
import { recountedClocks } from '../lifecycles/request/recount.js';
import { requestStates } from '../lifecycles/request/states.js';
import { requestActions } from '../lifecycles/request/table.js';
import { portals, roles } from '../lifecycles/service/states.js';

/** Every year but 0000, which ISO 8601 has and PostgreSQL has not. */
const knownYear = /^(?!0000)/;
const Day = z.iso.date().regex(knownYear).describe('Day, YYYY-MM-DD, Asia/Bangkok');
const Instant = z.iso.datetime().regex(knownYear).describe('RFC 3339, UTC');
const DayOrInstant = z.union([Day, z.iso.datetime({ offset: true }).regex(knownYear)]);
const Money = z.object({
  amount: z.string().describe('Baht and satang, two decimals, e.g. "2200.00"'),
  currency: z.literal('THB'),
});

/** A request as it stands after an event: enough to follow it without asking. Nothing of a person. */
export const RequestStatus = z.object({
  state: z.enum(requestStates),
  since: Instant.describe('When the state was entered'),
  version: z.int().describe('Version of the case (its ETag)'),
  whoseTurn: z.enum(['applicant', 'agency', 'otherAgency', 'nobody']),
  office: z.string().describe('Office of the agency that has it'),
  manualVersion: z.int32().describe("Version of the citizens' manual that it was submitted under"),
  regime: z.enum(regimeIds),
  filedAt: Instant.describe('When it was filed'),
  receivedAt: Instant.nullable().describe(
    'When it is received in law (EGOV s.10); null: not said yet',
  ),
  receiptNumber: z.string().nullable().describe('By office and year (B.E.), e.g. 1/2570'),
  dueOn: DayOrInstant.nullable().describe(
    'Day or instant by which it is to be decided; null: not running',
  ),
  overdue: z.boolean().describe('The time is up and nothing is decided'),
  wasOverdue: z.boolean(),
  delayNotices: z.int32().describe('Delay notices sent (LFA s.10(2))'),
  delayNoticesMissed: z.int32().describe('Delay notices owed and not sent (LFA s.10(4))'),
  correction: z
    .object({
      number: z.int32(),
      open: z.int32().describe('Items still open'),
      dueOn: Day.nullable(),
    })
    .nullable(),
  decision: z
    .object({ kind: z.enum(decisionKinds), decidedOn: Day, notifiedOn: Day.nullable() })
    .nullable(),
  consultations: z
    .array(
      z.object({
        number: z.int32(),
        agencyId: z.string().describe('Agency that is asked'),
        dueOn: Day.nullable().describe('Its last day; null: cannot be said yet'),
      }),
    )
    .optional()
    .describe('Agencies that are waited for; left out: none'),
  bill: z
    .object({
      number: z.int32(),
      status: z.enum(['wanted', 'issued', 'unconfirmed', 'paid', 'expired', 'disproved', 'void']),
      money: Money,
      until: Day.nullable(),
    })
    .nullable(),
  refundsDue: z.int32(),
  issued: z
    .object({
      number: z.string().describe('Number of what was issued; public (EGOV s.13)'),
      issuedOn: Day,
      effectiveOn: Day,
      expiresOn: Day.nullable(),
    })
    .nullable(),
  responsibleAgencyId: z.string().nullable(),
  agencySystem: z
    .object({
      submission: z.int32().describe('1 at first; one more for each correction'),
      status: z
        .enum(['waiting', 'accepted', 'refused'])
        .describe('waiting: not taken yet; accepted: worked on; refused: a person has to look'),
      refusal: z.enum(dispatchRefusals).nullable(),
      since: Instant.describe('Since when the agency is waited for'),
      lastAnswerAt: Instant.nullable(),
      contradictions: z.int32().describe('Answers that contradict what stands: a person asks'),
    })
    .nullable()
    .describe("At the agency's own system; null where officials work it, or not there yet"),
  calendar: z.string().nullable().describe('Version of the calendar that the dates are by'),
});
/** A request as it stands after an event. */
export type RequestStatus = z.output<typeof RequestStatus>;

/** Data of every event on `request.status.biz.v1` and `request.status.citizen.v1`. */
export const RequestStatusV1 = z.object({
  requestId: z.string(),
  serviceId: z.string(),
  agencyId: z.string().describe('Agency id the case was begun with'),
  portal: z.enum(portals),
  kind: z.enum(requestEventKinds).describe('What happened'),
  action: z.enum(requestActions).nullable().describe('The action; null: by itself'),
  actor: z
    .object({ id: z.string().describe('Opaque'), role: z.enum(roles) })
    .nullable()
    .describe('Who did it; null: the engine'),
  from: z.enum(requestStates).nullable().describe('State before; null: the first event'),
  to: z.enum(requestStates).describe('State after'),
  corrects: z.int().optional().describe('Sequence of the event that this one corrects'),
  of: z
    .string()
    .optional()
    .describe('What it is about: a bill, consultation, inspection, letter, day'),
  recounted: z
    .array(
      z.object({
        clock: z.enum(recountedClocks),
        of: z.string().optional().describe('Number within the request'),
        was: DayOrInstant,
        is: DayOrInstant,
        rule: z.enum(['C15', 'C16']),
      }),
    )
    .optional()
    .describe('Of `recounted`: every date that moved; `of` of the event is the campaign'),
  request: RequestStatus,
});
/** Data of every event on the topics of requests. */
export type RequestStatusV1 = z.output<typeof RequestStatusV1>;

/**
 * Data of every event on `request.notice.v1`: the copies that OPDC gets of letters of delay, and what
 * was missed. Its own counter.
 */
export const RequestNoticeV1 = z.object({
  requestId: z.string(),
  serviceId: z.string(),
  agencyId: z.string(),
  office: z.string(),
  kind: z.enum(['delayNoticeSent', 'delayNoticeMissed', 'notificationMissed', 'overdue']),
  number: z.int32().nullable().describe('Number of the delay notice within the request'),
  on: Day.describe('Day that it is about'),
  reasonCode: z.enum(delayReasons).nullable(),
  regime: z.enum(regimeIds),
  dueOn: DayOrInstant.nullable().describe('By when it was to be decided'),
  statusSequence: z.int().describe('Sequence of the event on the status topic that it belongs to'),
});
/** Data of every event on `request.notice.v1`. */
export type RequestNoticeV1 = z.output<typeof RequestNoticeV1>;
