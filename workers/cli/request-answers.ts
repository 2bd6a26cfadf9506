import { z } from 'zod';
import { RequestStatus } from '../../contracts/events/request-status.v1.js';
import { alarmKinds } from '../../contracts/lifecycles/request/clocks.js';
import { reopenGrounds } from '../../contracts/lifecycles/request/reopen-grounds.js';
import { requestStates } from '../../contracts/lifecycles/request/states.js';
import { requestActions } from '../../contracts/lifecycles/request/table.js';
import { roles } from '../../contracts/lifecycles/service/states.js';
import { applicantKinds } from '../../contracts/manuals/manual.js';
import { ManualSchema } from '../../contracts/manuals/schema.js';

/** What the gateway answers of requests and manuals, as far as the command line shows it. */
const Label = z.object({ th: z.string(), en: z.string() });
const Name = z.object({ th: z.string(), en: z.string().optional() });
const Day = z.string();
const Within = z.looseObject({ amount: z.number(), unit: z.enum(['DAY', 'WORKING_DAY']) });
const Money = z.looseObject({ amount: z.string(), currency: z.literal('THB') });

/** `GET /v1/requests`. */
export const RequestListAnswer = z.looseObject({
  items: z.array(
    z.looseObject({
      requestId: z.string(),
      serviceId: z.string(),
      service: Name.nullable(),
      dueOn: Day.nullable(),
      daysLeft: z.int().nullable(),
      request: RequestStatus,
    }),
  ),
  next: z.string().nullable(),
  total: z.int(),
  asOf: z.looseObject({ at: z.string().nullable() }),
});
/** `GET /v1/requests`. */
export type RequestListAnswer = z.output<typeof RequestListAnswer>;

const Details = z.looseObject({
  documents: z.array(
    z.looseObject({
      documentId: z.string(),
      reference: z.string(),
      mediaType: z.string(),
      bytes: z.number(),
      sequence: z.int(),
    }),
  ),
  deficiencies: z.array(
    z.looseObject({
      number: z.int(),
      recordedOn: Day,
      items: z.array(z.looseObject({ itemId: z.string(), documentId: z.string().optional() })),
      open: z.array(z.string()),
      within: Within,
      sequence: z.int(),
      status: z.enum(['open', 'met', 'missed']),
      endedOn: Day.nullable(),
    }),
  ),
  reopenings: z.array(
    z.looseObject({ at: z.string(), given: z.looseObject({ ground: z.enum(reopenGrounds) }) }),
  ),
  inspections: z.array(
    z.looseObject({
      number: z.int(),
      on: Day,
      result: z.enum(['passed', 'remedyNeeded', 'failed']).nullable(),
      remedy: Within.extend({ from: Day, status: z.string() }).nullable(),
    }),
  ),
  hearings: z.array(Within.extend({ number: z.int(), from: Day, status: z.string() })),
  consultations: z.array(
    Within.extend({
      number: z.int(),
      agencyId: z.string(),
      from: Day,
      answer: z.string().nullable(),
      asked: z.int().optional(),
      answered: z.int().optional(),
      dueOn: Day.nullable().default(null),
      isYours: z.boolean().default(false),
    }),
  ),
  extensions: z.array(z.looseObject({ at: z.string(), amount: z.number() })),
  decision: z
    .looseObject({
      kind: z.string(),
      decidedOn: Day,
      orderNumber: z.string().nullable(),
      notified: z.looseObject({ on: Day, by: z.string() }).nullable(),
      sequence: z.int(),
    })
    .nullable(),
  bills: z.array(
    z.looseObject({
      number: z.int(),
      feeId: z.string(),
      money: Money,
      until: Day.nullable(),
      ref1: z.string().nullable(),
      ref2: z.string().nullable(),
      status: z.string(),
      paidOn: Day.nullable(),
      transactionId: z.string().nullable(),
    }),
  ),
  refunds: z.array(
    z.looseObject({
      number: z.int(),
      money: Money,
      why: z.string(),
      repaidOn: Day.nullable(),
    }),
  ),
  notices: z.array(z.looseObject({ number: z.int(), on: Day, reasonCode: z.string() })),
  appeal: z.looseObject({
    route: z.enum(['internal', 'special', 'court']),
    body: Label,
    section: z.string(),
    within: z.looseObject({ amount: z.number(), unit: z.string() }),
  }),
  clocks: z.array(z.looseObject({ kind: z.string(), due: z.string().nullable() })).default([]),
  delivery: z.string(),
  errands: z.array(z.string()),
});

const Personal = z.looseObject({
  applicant: z
    .looseObject({
      identity: z.looseObject({ kind: z.enum(applicantKinds), number: z.string() }),
      name: Name,
    })
    .nullable(),
  words: z.array(z.looseObject({ sequence: z.int(), words: z.unknown() })),
  unopened: z.array(z.looseObject({ consultation: z.int(), why: Label })).optional(),
});

/** `GET /v1/requests/{id}` and `POST /v1/requests`. */
export const RequestShown = RequestStatus.loose().extend({
  requestId: z.string(),
  serviceId: z.string(),
  agencyId: z.string(),
  portal: z.string(),
  sequence: z.int(),
  unpublished: z.int(),
  receipt: z.looseObject({
    number: z.string().nullable(),
    filedAt: z.string(),
    receivedAt: z.string().nullable(),
    why: z.array(Label),
  }),
  manual: z.looseObject({
    ref: z.string(),
    title: Label,
    isIllustrative: z.boolean(),
    illustrative: z.array(z.string()),
  }),
  due: z.looseObject({ on: z.string(), section: z.string(), why: z.array(Label) }).nullable(),
  details: Details,
  personal: Personal.nullable(),
});
/** `GET /v1/requests/{id}` and `POST /v1/requests`. */
export type RequestShown = z.output<typeof RequestShown>;

/** `GET /v1/requests/{id}/actions`. */
export const RequestActions = z.looseObject({
  requestId: z.string(),
  state: z.enum(requestStates),
  version: z.int(),
  actions: z.array(
    z.looseObject({
      action: z.enum(requestActions),
      label: Label,
      allowed: z.boolean(),
      whyNot: z.looseObject({ text: Label }).optional(),
      body: z.looseObject({}),
    }),
  ),
});
/** `GET /v1/requests/{id}/actions`. */
export type RequestActions = z.output<typeof RequestActions>;

/** `POST /v1/requests/{id}/actions/{action}`. */
export const RequestActed = z.looseObject({
  state: z.enum(requestStates),
  version: z.int(),
  sequence: z.int(),
});
/** `POST /v1/requests/{id}/actions/{action}`. */
export type RequestActed = z.output<typeof RequestActed>;

/** `GET /v1/requests/{id}/future`. */
export const RequestFuture = z.looseObject({
  requestId: z.string(),
  state: z.enum(requestStates),
  whoseTurn: RequestStatus.shape.whoseTurn,
  turn: Label,
  actions: z.array(
    z.looseObject({ action: z.enum(requestActions), roles: z.array(z.enum(roles)) }),
  ),
  byItself: z.array(
    z.looseObject({
      kind: z.enum(alarmKinds),
      what: Label,
      at: z.string(),
      dueOn: z.string(),
      section: z.string(),
      leadsTo: z.enum(requestStates),
      of: z.string(),
    }),
  ),
  inTheWorld: z.array(z.string()),
});
/** `GET /v1/requests/{id}/future`. */
export type RequestFuture = z.output<typeof RequestFuture>;

const ShownManual = z.looseObject({ manual: ManualSchema, isIllustrative: z.boolean() });

/** `GET /v1/services/{id}/manual`. */
export const ManualAnswer = z.looseObject({
  serviceId: z.string(),
  inForce: z.int().nullable(),
  versions: z.array(ShownManual),
  pending: ShownManual.extend({
    changes: z.array(z.looseObject({ th: z.string(), en: z.string() })),
  }).nullable(),
});
/** `GET /v1/services/{id}/manual`. */
export type ManualAnswer = z.output<typeof ManualAnswer>;

/** `POST /v1/services/{id}/manual/{action}`. */
export const ManualDone = z.looseObject({
  serviceId: z.string(),
  version: z.int(),
  published: z.int(),
});
