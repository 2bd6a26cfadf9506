import { z } from 'zod';
import type { EvidenceKind } from '../../lifecycles/service/evidence.js';
import { evidenceAsked } from '../../lifecycles/service/evidence-conditions.js';
import type { ServiceAction } from '../../lifecycles/service/table.js';
import type { Mode, ServiceState } from '../../lifecycles/service/states.js';
import { modes, portals, stages } from '../../lifecycles/service/states.js';
import { fieldTexts } from '../field-texts.js';
import { CivilDate, FiscalYear, Reason, RegisterId, ServiceId, ShortText } from '../fields.js';
import type { EvidenceSet } from './evidence.js';
import { evidenceSchemas } from './evidence.js';

/** Reasons of the register for being outside the plan (sheet "reasons"), and ours for none given. */
export const exclusionReasons = [
  'RSN01',
  'RSN02',
  'RSN03',
  'RSN04',
  'RSN05',
  'RSN06',
  'RSN07',
  'RSN08',
  'RSN09',
  'RSN10',
  'RSN11',
  'RSN12',
  'RSN13',
  'unstated',
] as const;

const dueDates = z
  .strictObject({
    plan: CivilDate.optional(),
    develop: CivilDate.optional(),
    test: CivilDate.optional(),
    linked: CivilDate.optional(),
  })
  .describe('By when each stage is to be left');

/** A service's own plan. */
export const ServicePlan = z.strictObject({
  targetFiscalYear: FiscalYear.describe('Fiscal year in which it is to be live'),
  dueOn: dueDates,
});
/** A service's own plan. */
export type ServicePlan = z.output<typeof ServicePlan>;

const submissionRef = {
  submission: z
    .int()
    .min(1)
    .optional()
    .describe('Number of the submission meant; the pending one when left out'),
};

function evidenceOf<K extends EvidenceKind>(kind: K) {
  return z.strictObject({ [kind]: evidenceSchemas[kind] } as {
    [P in K]: (typeof evidenceSchemas)[P];
  });
}

/** The body of each action, without what depends on stage and mode. Left out does not compile. */
export const actionBodies = {
  confirmProposal: z.strictObject({ evidence: evidenceOf('registerEntry') }),
  rejectProposal: z.strictObject({ reason: Reason }),
  setMode: z.strictObject({
    mode: z.enum(modes),
    portal: z.enum(portals),
    evidence: evidenceOf('screening'),
  }),
  revisePlan: z.strictObject({ plan: ServicePlan, reason: Reason }),
  advance: z.strictObject({
    evidence: z.strictObject({}).describe('By stage and mode: see the schema of the case'),
  }),
  approve: z.strictObject({
    ...submissionRef,
    evidence: z.strictObject({ listing: evidenceSchemas.listing.optional() }).optional(),
  }),
  reject: z.strictObject({ ...submissionRef, reason: Reason }),
  withdraw: z.strictObject({ ...submissionRef, reason: Reason.optional() }),
  goBack: z.strictObject({ to: z.enum(stages).exclude(['live', 'linked']), reason: Reason }),
  awaitFunding: z.strictObject({ project: ShortText.optional(), reason: Reason }),
  allocateFunding: z.strictObject({ evidence: evidenceOf('funding') }),
  reportProgress: z.strictObject({
    fiscalYear: FiscalYear,
    quarter: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
    percent: z.int().min(0).max(100).describe('Share of the work of this stage that is done'),
    statement: Reason.describe('What was done'),
    obstacle: Reason.optional().describe('What stands in the way'),
  }),
  closeRemediation: z.strictObject({
    remediation: z.int().min(1).describe('Number of the remediation'),
    evidence: evidenceOf('remediationProof'),
  }),
  announceChannel: z.strictObject({ evidence: evidenceOf('channelAnnouncement') }),
  requestLiveCheck: z.strictObject({}),
  suspend: z.strictObject({
    reason: Reason,
    expectedEndOn: CivilDate.describe('When the service is expected to resume'),
    otherChannel: ShortText.describe('Where citizens can go meanwhile'),
    evidence: evidenceOf('order'),
  }),
  resume: z.strictObject({ reason: Reason }),
  exclude: z.strictObject({
    kind: z.enum(['eServiceNotLinked', 'notDigitised']),
    reasonCode: z.enum(exclusionReasons).describe("Register's reason, or unstated"),
    reason: Reason,
    reReviewOn: CivilDate.describe("When it comes on OPDC's list again"),
    evidence: evidenceOf('exclusionReview'),
  }),
  confirmExclusion: z.strictObject({
    reasonCode: z.enum(exclusionReasons),
    reReviewOn: CivilDate,
    evidence: evidenceOf('exclusionReview'),
  }),
  lift: z.strictObject({ reason: Reason }),
  discontinue: z.strictObject({ reason: Reason, evidence: evidenceOf('order') }),
  merge: z.strictObject({
    into: ServiceId.describe('The service that goes on'),
    reason: Reason,
    evidence: evidenceOf('order'),
  }),
  registerInError: z.strictObject({ reason: Reason }),
  restore: z.strictObject({ reason: Reason }),
  correctEntry: z.strictObject({
    corrects: z.int().min(1).describe('Sequence of the event that holds the error'),
    field: z
      .enum(['name.th', 'name.en', 'portal', 'docNo', 'docDate', 'issuer'])
      .describe('What is corrected; docNo, docDate and issuer with the kind of evidence'),
    evidenceKind: z.string().max(40).optional().describe('Kind of evidence, for its document'),
    value: ShortText.describe('What it should have been'),
    reason: Reason,
  }),
  linkToRegister: z.strictObject({
    registerId: RegisterId.describe("Id of the service's row in the register (service_id)"),
    reason: Reason,
  }),
  unlinkFromRegister: z.strictObject({ reason: Reason }),
} as const satisfies Record<ServiceAction, z.ZodType>;

/** The body of an action, as parsed. */
export type ActionBody<A extends ServiceAction = ServiceAction> = {
  [P in A]: P extends 'advance'
    ? { readonly evidence: EvidenceSet }
    : z.output<(typeof actionBodies)[P]>;
}[A];

/** What of a case decides the shape of a body. */
export interface BodyContext {
  readonly state: ServiceState;
  readonly mode: Mode | null;
}

/**
 * The schema of an action's body in a case: for `advance` the evidence that its stage and mode ask.
 * A case without a mode is shown the evidence of `buildOnPlatform`; it may not advance anyway.
 */
export function bodySchema(action: ServiceAction, context: BodyContext): z.ZodType {
  if (action !== 'advance') return actionBodies[action];
  const kinds = evidenceAsked(context, action);
  const shape = Object.fromEntries(kinds.map((kind) => [kind, evidenceSchemas[kind]]));
  return z.strictObject({ evidence: z.strictObject(shape) });
}

/** The schema of an approval that brings evidence along, as DGA's listing. */
export function approvalBody(kind: EvidenceKind): z.ZodType {
  const evidence = z.strictObject({ [kind]: evidenceSchemas[kind] });
  return actionBodies.approve.extend({ evidence });
}

/** What an agency says of a service it proposes (`POST /v1/services`). */
export const ServiceProposal = z.strictObject({
  agencyId: z.string().regex(/^AGY\d{3,5}$/, fieldTexts.noAgencyId.en),
  name: z.strictObject({
    th: ShortText.describe('Official name in Thai'),
    en: ShortText.optional().describe('Name in English'),
  }),
  plan: ServicePlan.optional().describe("The service's own plan, when it is known already"),
});
/** What an agency says of a service it proposes. */
export type ServiceProposal = z.output<typeof ServiceProposal>;
