import { z } from 'zod';
import { CivilDate, HttpUrl, Sha256, ShortText } from '../commands/fields.js';
import { LongText, MediaType, Moment, RequestId } from './fields.js';

/** An official, by name and position, as an order has to state them (APA s.36). */
const official = {
  officialId: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,60}$/, 'must be 1 to 60 letters, digits, ".", "_" or "-"')
    .describe("The agency's own opaque id of the official, never a citizen id"),
  name: ShortText,
  position: ShortText,
};

/** Who decided: the licensor, or a delegate under an order. */
const Decider = z.discriminatedUnion('capacity', [
  z.strictObject({ capacity: z.literal('licensor'), ...official }),
  z.strictObject({
    capacity: z.literal('delegate'),
    ...official,
    delegation: z
      .strictObject({
        orderNumber: ShortText,
        from: CivilDate,
        until: CivilDate.describe('Last day'),
      })
      .describe('The order of delegation'),
  }),
]);

/** The decision of a request, as it is kept. */
const Decision = z
  .strictObject({
    orderNumber: ShortText.describe("Number of the decision's order or letter"),
    decidedAt: Moment.describe('Stops the clock of consideration'),
    by: Decider,
    notifiedAt: Moment.optional().describe(
      'When the agency itself told the applicant; left out: Prasan tells',
    ),
  })
  .describe('The decision, and by whom');

/** The reasons that an adverse order has to state (APA s.37). */
const Reasons = z
  .strictObject({
    facts: LongText.describe('The material facts'),
    law: LongText.describe('The law referred to'),
    discretion: LongText.describe('What was considered in using discretion'),
    appeal: z
      .strictObject({
        route: z
          .enum(['internal', 'special', 'court'])
          .describe(
            "internal: APA s.44; special: the special law's body; court: the Administrative Court",
          ),
        body: ShortText.describe('To whom'),
        section: ShortText,
        withinDays: z.int().min(1).max(365).describe('Calendar days from being notified'),
      })
      .optional()
      .describe("How the order is appealed (APA s.40); left out: as the service's manual says"),
  })
  .describe('Reasons of an adverse order');

/** Conditions of an approval, with the reasons for them. */
const Terms = z.strictObject({ conditions: z.array(LongText).min(1).max(100), reasons: Reasons });

/** Something missing or wrong. The list is complete: nothing is added later (LFA s.8). */
const Deficiency = z.strictObject({
  documentId: ShortText.nullable().describe(
    "Id of the document in the service's manual; null: an entry of the form",
  ),
  what: LongText.describe('What is missing, and how it is mended'),
});

/** Numbers of licences are public and travel in events, so nothing but a number fits. */
const PublicNumber = z
  .string()
  .trim()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{M}\p{N}.()/ -]{0,59}$/u,
    'must be a number as the agency writes it: up to 60 letters, digits, "." "(" ")" "/" "-"',
  )
  .describe('Public number of what is issued; no free text');

/** What is issued at the end. */
const IssuedLicence = z
  .strictObject({
    number: PublicNumber,
    issuedOn: CivilDate,
    effectiveOn: CivilDate,
    expiresOn: CivilDate.nullable().describe('Last day of validity; null: without end'),
    file: z
      .strictObject({ url: HttpUrl, sha256: Sha256, mediaType: MediaType })
      .optional()
      .describe('The electronic document, where there is one'),
  })
  .refine(({ effectiveOn, expiresOn }) => expiresOn === null || expiresOn >= effectiveOn, {
    path: ['expiresOn'],
    message: 'lies before it takes effect',
  });

const head = {
  answerId: z.uuid().describe('Id of the answer, the same at every repeat'),
  requestId: RequestId,
  sequence: z.int().min(1).describe("The agency's own counter for the request, from 1"),
  at: Moment.describe('When it was so; a repeat keeps the time'),
};

/**
 * What an agency's system says of a request: called back to `POST /v1/agency-callbacks/{requestId}`
 * and answered when it is polled. Each answer stands by itself, so that one that was lost is made up
 * for by the next. Members that are not known are refused.
 *
 * `received`: it is there and complete enough to begin. `documentsNeeded`: the one complete list,
 * with what the order to return it will say if nothing comes. `issued` repeats the decision.
 */
export const AgencyAnswer = z.discriminatedUnion('outcome', [
  z.strictObject({
    ...head,
    outcome: z.literal('received'),
    receiptNumber: ShortText.optional().describe("The agency's receipt number, where it gives one"),
  }),
  z.strictObject({
    ...head,
    outcome: z.literal('documentsNeeded'),
    deficiencies: z.array(Deficiency).min(1).max(100),
    signedBy: z.strictObject(official).describe('Who signed the deficiency record'),
    ifNotCorrected: Reasons.describe('Reasons and appeal of the order if it is not corrected'),
  }),
  z.strictObject({ ...head, outcome: z.literal('approved'), decision: Decision }),
  z.strictObject({
    ...head,
    outcome: z.literal('approvedWithConditions'),
    decision: Decision,
    terms: Terms,
  }),
  z.strictObject({
    ...head,
    outcome: z.literal('refused'),
    decision: Decision,
    reasons: Reasons,
  }),
  z.strictObject({
    ...head,
    outcome: z.literal('issued'),
    decision: Decision,
    terms: Terms.optional().describe('Where it was approved with conditions'),
    licence: IssuedLicence,
  }),
]);
/** What an agency's system says of a request. */
export type AgencyAnswer = z.output<typeof AgencyAnswer>;
/** One of the outcomes that an answer may have. */
export type AgencyOutcome = AgencyAnswer['outcome'];
