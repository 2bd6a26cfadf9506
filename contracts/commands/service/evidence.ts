import { z } from 'zod';
import type { EvidenceKind } from '../../lifecycles/service/evidence.js';
import { fieldTexts } from '../field-texts.js';
import { CivilDate, HttpUrl, RegisterId, Sha256, ShortText } from '../fields.js';

/** What every item of evidence has: the document it stands on. A bare link is no evidence. */
const document = {
  docNo: ShortText.describe('Number of the document, as its issuer wrote it'),
  docDate: CivilDate.describe('Date of the document'),
  issuer: ShortText.describe('Who issued it'),
  sha256: Sha256,
  link: HttpUrl.optional().describe('Where it can be read, in addition'),
};

/** How an item passes: green, or amber with a dated remediation of at most 90 days. */
const assessment = {
  result: z.enum(['green', 'amber']).default('green').describe('green, or amber with remediation'),
  remediation: z
    .strictObject({
      what: ShortText.describe('What is to be mended'),
      dueOn: CivilDate.describe('By when; at most 90 days from now'),
    })
    .optional()
    .describe('Needed when amber'),
};

const Document = z.strictObject(document);
const Assessed = z.strictObject({ ...document, ...assessment });

/** The shape of each kind of evidence. A kind left out does not compile. */
export const evidenceSchemas = {
  registerEntry: Document.extend({
    registerId: RegisterId.optional().describe('Id in the register, when it has one already'),
  }),
  screening: Document.extend({
    finding: z
      .enum(['noEService', 'eServiceExists'])
      .describe('noEService: build on the platform; eServiceExists: link the existing one'),
  }),
  funding: Document.extend({
    source: z
      .enum(['annualBudget', 'centralBudget', 'notNeeded'])
      .describe('Annual budget, central budget (งบกลาง), or no funding needed'),
  }),
  userJourney: Assessed,
  gapAnalysis: Assessed,
  dataPermission: Assessed.extend({
    noStateData: z.boolean().default(false).describe('True when no data of the State is used'),
    owner: ShortText.optional().describe('Agency that owns the data'),
    expiresOn: CivilDate.optional().describe('Until when the permission holds'),
  }).refine(
    (item) => item.noStateData || (item.owner !== undefined && item.expiresOn !== undefined),
    { path: ['owner'], message: fieldTexts.permissionIncomplete.en },
  ),
  build: Assessed.extend({ builder: ShortText.describe('Who built it') }),
  jointConnectionTest: Document.extend({
    endpoint: HttpUrl.describe('Endpoint that was tested'),
    passed: z.literal(true, fieldTexts.jointTestNotPassed.en),
  }),
  testReport: Document.extend({
    jws: z
      .string()
      .max(20_000)
      .regex(/^[\w-]+\.[\w-]+\.[\w-]*$/, fieldTexts.noJws.en)
      .describe('The report, signed by a registered tester (docs/test-reports.md)'),
  }),
  security: Document.extend({
    tester: ShortText.describe('Who tested; not the builder'),
    builder: ShortText.describe('Who built'),
    openCriticals: z
      .literal(0, fieldTexts.openCriticals.en)
      .describe('Open critical findings; must be 0'),
    testedOn: CivilDate.describe('Day of the test; at most 180 days ago'),
  }).refine((item) => item.tester.trim() !== item.builder.trim(), {
    path: ['tester'],
    message: fieldTexts.testerIsBuilder.en,
  }),
  personalData: Document.extend({
    controller: ShortText.describe('Data controller (the agency)'),
    assessment: z.enum(['dpia', 'ropa', 'noPersonalData']).describe('What the document is'),
  }),
  accessibility: Assessed.extend({
    standard: ShortText.describe('Standard tested against, e.g. WCAG 2.2 AA'),
  }),
  uat: Assessed.extend({
    signatories: z
      .array(ShortText)
      .min(1, fieldTexts.nobodySigned.en)
      .max(20)
      .describe('Who signed'),
  }),
  preProduction: Assessed,
  channelAnnouncement: Document.extend({
    channelUrl: HttpUrl.describe('Address of the announced channel (EGOV s.20)'),
  }),
  listing: Document.extend({ listingUrl: HttpUrl.describe('Where the portal lists the service') }),
  exclusionReview: Document.extend({ reviewer: ShortText.describe('Office that reviewed it') }),
  order: Document,
  remediationProof: Document,
} as const satisfies Record<EvidenceKind, z.ZodType>;

/** An item of evidence of a kind, as parsed. */
export type EvidenceItem<K extends EvidenceKind = EvidenceKind> = {
  [P in K]: z.output<(typeof evidenceSchemas)[P]>;
}[K];

/** The evidence of a submission, by kind. */
export type EvidenceSet = { readonly [K in EvidenceKind]?: EvidenceItem<K> };
