import { z } from 'zod';
import { delayReasons } from '../../lifecycles/request/case.js';
import { courts, retrialCauses } from '../../lifecycles/request/reopen-grounds.js';
import type { RequestAction } from '../../lifecycles/request/table.js';
import { agencyIdPattern } from '../../ids.js';
import { fieldTexts } from '../field-texts.js';
import { CivilDate, Sha256 } from '../fields.js';

/**
 * Members of bodies that hold words of people. The gateway takes them out, seals them with the key of
 * the case, and hands them on unopened; no other member takes free text.
 */
export const wordMembers = [
  'what',
  'reason',
  'facts',
  'law',
  'discretion',
  'conditions',
  'findings',
  'question',
  'text',
] as const;

/** Words of a person. */
export const Words = z
  .string()
  .trim()
  .min(3, fieldTexts.noWords.en)
  .max(4_000)
  .describe('Words; sealed in the case, never in events');
const Slug = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,59}$/, fieldTexts.noItemName.en)
  .describe('Name of an item within this request: letters, digits and hyphens');
const Number = z.int().min(1).describe('Number within this request, from 1');
const Within = z
  .strictObject({ amount: z.int().min(1).max(365), unit: z.enum(['DAY', 'WORKING_DAY']) })
  .describe('Time, in calendar or working days; the first day is not counted');
const AgencyId = z.string().regex(agencyIdPattern, fieldTexts.noAgencyId.en);
/** Number of an order or document. */
export const OrderNumber = z
  .string()
  .trim()
  .regex(/^(?=.*\p{N})[\p{L}\p{N}][\p{L}\p{M}\p{N}./ -]{0,59}$/u, fieldTexts.noOrderNumber.en)
  .describe('Number of an order or document, as the agency writes it');
const Token = z
  .string()
  .regex(/^[A-Za-z0-9._:-]{1,100}$/, fieldTexts.noReference.en)
  .describe('Reference of another system: opaque, without names or numbers of persons');

/** A document as its portal refers to it; the gateway never has its content. */
export const FiledDocument = z.strictObject({
  documentId: Slug.describe("The manual's document, or an own name of one that it does not know"),
  reference: Token,
  sha256: Sha256,
  mediaType: z.string().regex(/^[a-z]+\/[a-z0-9.+-]{1,80}$/, fieldTexts.noMediaType.en),
  bytes: z.int().min(1).max(1_000_000_000).describe('Size in bytes'),
});

const Documents = z.array(FiledDocument).max(30);

/** Why an adverse order is made (APA s.37). The appeal route is the manual's (s.40). */
export const StatementOfReasons = z
  .strictObject({ facts: Words, law: Words, discretion: Words })
  .describe('Material facts, law, and the reasons of discretion (APA s.37)');

/** A delegate's order. */
export const Delegation = z
  .strictObject({ orderNumber: OrderNumber, from: CivilDate, until: CivilDate })
  .describe("A delegate's order: number, first and last day");
const notify = z
  .enum(['ELECTRONIC', 'POST', 'POST_ABROAD'])
  .optional()
  .describe('Notified with the decision, by this way; left out: notifyResult follows');
const actedBy = z
  .enum(['applicant', 'agent'])
  .optional()
  .describe('Who acts; an agent only while the power of attorney lasts');

/** A document that a reopening rests on: by number, day and hash. */
const Evidence = z
  .strictObject({ docNo: OrderNumber, docDate: CivilDate, sha256: Sha256 })
  .describe('The document that it rests on');
/** Relief for what was missed without fault, on an application (APA s.66). */
const relief = {
  obstacleEndedOn: CivilDate.describe('Day on which what kept the applicant from it ended'),
  appliedOn: CivilDate.describe('Day of the application, within 15 days after that'),
  within: Within.describe('The time that is given, from the end of the obstacle'),
  application: Evidence,
  reason: Words,
};

/** Bodies of all actions on a request. */
export const requestBodies = {
  confirmComplete: z.strictObject({}),
  recordDeficiency: z.strictObject({
    items: z
      .array(z.strictObject({ itemId: Slug, documentId: Slug.optional(), what: Words }))
      .min(1, fieldTexts.noItems.en)
      .max(30),
    within: Within.optional().describe("The manual's time when left out; never shorter"),
    statement: StatementOfReasons.describe('What a return or striking off will say'),
  }),
  correct: z.strictObject({
    answers: z
      .array(
        z
          .strictObject({
            itemId: Slug,
            document: FiledDocument.optional(),
            text: Words.optional(),
          })
          .refine(({ document, text }) => document !== undefined || text !== undefined, {
            message: fieldTexts.noAnswer.en,
          })
          .describe('An item is answered by a document, by words, or by both'),
      )
      .min(1, fieldTexts.noItems.en)
      .max(30),
    actedBy,
  }),
  keepOpen: z.strictObject({ open: z.array(Slug).min(1).max(30), reason: Words }),
  lengthenCorrection: z.strictObject({ within: Within, reason: Words }),
  orderInspection: z.strictObject({ on: CivilDate }),
  recordInspection: z.strictObject({
    inspection: Number,
    result: z.enum(['passed', 'remedyNeeded', 'failed']),
    findings: Words,
    within: Within.optional().describe('For repairs; the manual says how long when left out'),
  }),
  reportRemedy: z.strictObject({
    inspection: Number,
    text: Words,
    documents: Documents.optional(),
    actedBy,
  }),
  openHearing: z.strictObject({ facts: Words, within: Within.optional() }),
  answerHearing: z.strictObject({
    hearing: Number,
    text: Words,
    documents: Documents.optional(),
    actedBy,
  }),
  consult: z.strictObject({ agencyId: AgencyId, question: Words, within: Within.optional() }),
  answerConsultation: z.strictObject({
    consultation: Number,
    answer: z.enum(['noObjection', 'conditions', 'objection']),
    text: Words,
  }),
  extendTime: z.strictObject({
    amount: z.int().min(1).max(365).optional().describe('The most that is allowed when left out'),
    reason: Words,
  }),
  sendDelayNotice: z.strictObject({ reasonCode: z.enum(delayReasons), reason: Words }),
  recordOfficerFault: z.strictObject({ reason: Words }),
  approve: z
    .strictObject({
      orderNumber: OrderNumber.optional(),
      delegation: Delegation.optional(),
      conditions: Words.optional(),
      statement: StatementOfReasons.optional().describe('Asked for with conditions (APA s.37)'),
      notify,
    })
    .refine(
      ({ conditions, statement }) => (conditions === undefined) === (statement === undefined),
      { message: fieldTexts.noStatement.en, path: ['statement'] },
    ),
  refuse: z.strictObject({
    orderNumber: OrderNumber.optional(),
    delegation: Delegation.optional(),
    statement: StatementOfReasons,
    notify,
  }),
  notifyResult: z.strictObject({
    by: z.enum(['ELECTRONIC', 'POST', 'POST_ABROAD']),
    on: CivilDate.optional().describe('Day of posting; today when left out'),
  }),
  confirmPayment: z.strictObject({ bill: Number, transactionId: Token, paidOn: CivilDate }),
  disprovePayment: z.strictObject({ bill: Number, reason: Words }),
  issue: z.strictObject({
    number: OrderNumber,
    issuedOn: CivilDate.optional().describe('Today when left out'),
    effectiveOn: CivilDate,
    expiresOn: CivilDate.optional().describe('Left out: without end'),
    sha256: Sha256.optional(),
  }),
  deliver: z.strictObject({
    by: z.enum(['electronic', 'post', 'counter']),
    on: CivilDate,
    trackingNumber: Token.optional(),
  }),
  forward: z.strictObject({ office: Token, reason: Words }),
  declareNotOurAgency: z.strictObject({ agencyId: AgencyId, reason: Words }),
  withdraw: z.strictObject({ reason: Words.optional(), actedBy }),
  terminate: z.strictObject({
    cause: z.enum(['died', 'dissolved', 'lawRepealed', 'enteredInError']),
    reason: Words,
  }),
  recordRepayment: z.strictObject({ refund: Number, on: CivilDate, reference: Token }),
  settleWithAgency: z.strictObject({
    outcome: z
      .enum(['recordStands', 'handOverAgain'])
      .describe('What is recorded here stands; or its system gets the request once more'),
    reason: Words,
  }),
  appeal: z.strictObject({
    reason: Words.describe('Grounds of the appeal: facts and law that it rests on (APA s.44)'),
    stay: z.boolean().optional().describe('Asks for a stay of execution (APA s.44)'),
    actedBy,
  }),
  correctEntry: z.strictObject({
    corrects: z.int().min(1).describe('Sequence of the event that holds the error'),
    field: z.enum(['issued.number', 'issued.effectiveOn', 'issued.expiresOn', 'orderNumber']),
    value: OrderNumber,
    reason: Words,
  }),
  reopen: z.discriminatedUnion('ground', [
    z.strictObject({ ground: z.literal('lateCorrection'), ...relief }),
    z.strictObject({ ground: z.literal('lateAppeal'), ...relief }),
    z.strictObject({
      ground: z.literal('appealInformation'),
      informed: z
        .strictObject({ on: CivilDate, letter: Evidence })
        .optional()
        .describe('When the right information was given since; never: one year from the notice'),
      reason: Words,
    }),
    z.strictObject({
      ground: z.literal('judgment'),
      court: z.enum(courts),
      number: OrderNumber.describe('Number of the judgment, as the court writes it'),
      on: CivilDate.describe('Day of the judgment'),
      sha256: Sha256,
      reason: Words.optional(),
    }),
    z.strictObject({
      ground: z.literal('retrial'),
      cause: z.enum(retrialCauses),
      knownOn: CivilDate.describe('Day on which the applicant learnt of the cause'),
      appliedOn: CivilDate.describe('Day of the application, within 90 days after that'),
      application: Evidence,
      reason: Words,
    }),
  ]),
} as const satisfies Record<RequestAction, z.ZodType>;

/** Body of an action as a caller sends it. */
export type RequestBody<A extends RequestAction> = z.output<(typeof requestBodies)[A]>;

/** Body of an action without its words, as a case takes it. */
export type PlainBody<A extends RequestAction> = Wordless<RequestBody<A>>;

type WordMember = (typeof wordMembers)[number];
type Wordless<T> = T extends readonly (infer Item)[]
  ? Wordless<Item>[]
  : T extends object
    ? { [K in keyof T as K extends WordMember ? never : K]: Wordless<T[K]> }
    : T;

/** A body in two: what a case needs to decide, and the words of people, for sealing. */
export interface Parted {
  readonly body: object;
  /** The same shape with the words alone; `undefined` when there are none. */
  readonly words: object | undefined;
}

/** Takes the words of people out of a body. */
export function partWords(body: object): Parted {
  const { plain, words } = part(body);
  return { body: plain as object, words: words as object | undefined };
}

function part(value: unknown): { plain: unknown; words: unknown } {
  if (Array.isArray(value)) {
    const parts = value.map(part);
    const has = parts.some(({ words }) => words !== undefined);
    return {
      plain: parts.map(({ plain }) => plain),
      words: has ? parts.map(({ words }) => words ?? null) : undefined,
    };
  }
  if (typeof value !== 'object' || value === null) return { plain: value, words: undefined };
  const plain: Record<string, unknown> = {};
  const words: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    if (isWordMember(key)) words[key] = member;
    else {
      const parted = part(member);
      plain[key] = parted.plain;
      if (parted.words !== undefined) words[key] = parted.words;
    }
  }
  return { plain, words: Object.keys(words).length === 0 ? undefined : words };
}

function isWordMember(key: string): key is WordMember {
  return (wordMembers as readonly string[]).includes(key);
}
