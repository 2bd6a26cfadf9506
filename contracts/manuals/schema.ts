import { z } from 'zod';
import { units } from '../calendar/period.js';
import type { LfaExclusion } from '../calendar/regimes.js';
import { lfaExclusions, regimeIds, serviceKinds } from '../calendar/regimes.js';
import { fieldTexts } from '../commands/field-texts.js';
import { CivilDate, ServiceId } from '../commands/fields.js';
import { agencyIdPattern } from '../ids.js';
import { portals } from '../lifecycles/service/states.js';
import type { Manual } from './manual.js';
import {
  appealRoutes,
  applicantKinds,
  deliveries,
  handlings,
  issuedKinds,
  missedCorrections,
  stepKinds,
  stepOwners,
  stepParts,
} from './manual.js';

/** Nothing is trimmed or filled in: what is published is the text that was checked. */
const Text = z.string().max(2_000).regex(/\S/, fieldTexts.empty.en);

const Label = z
  .strictObject({
    th: Text.describe('Thai text, the one that counts'),
    en: Text.describe('English text, for information'),
  })
  .readonly();

const ItemId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/, fieldTexts.noItemId.en);

const AgencyId = z.string().regex(agencyIdPattern, fieldTexts.noAgencyId.en);

const Source = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('cited').describe('Taken from a text that anybody may look up'),
        reference: Text.describe('The text and its date, so that it can be found'),
      })
      .readonly(),
    z
      .strictObject({
        kind: z.literal('illustrative').describe('Made up for the sample, and badged as such'),
        note: Text.describe('Why it is made up, and where the true figure would stand'),
      })
      .readonly(),
  ])
  .describe('Where a figure comes from');

const StatedTime = z
  .strictObject({
    amount: z.int().min(1).describe('How many of the unit'),
    unit: z
      .enum(units)
      .describe('Unit as the manual states it: DAY is a calendar day, HOUR and MINUTE office time'),
    source: Source,
  })
  .readonly();

const ManualStep = z
  .strictObject({
    stepId: ItemId.describe('Id of the step, unique in the manual'),
    kind: z.enum(stepKinds).describe('Which of the eight common processes it is'),
    part: z
      .enum(stepParts)
      .exactOptional()
      .describe('What a checkAndConsider step is about; of no other step'),
    name: Label.describe('What the step is called'),
    owner: z.enum(stepOwners).describe('Who carries it out'),
    next: z
      .array(ItemId)
      .max(50)
      .readonly()
      .describe('Ids of the steps that follow; several run side by side; none only at the end'),
    isOptional: z
      .literal(true)
      .exactOptional()
      .describe('Done only where the official finds it needed'),
    agencyId: AgencyId.exactOptional().describe('Of a consultation: register id of the agency'),
    answerWithin: StatedTime.exactOptional().describe(
      'Of a consultation or hearing: time for the answer, from the question; Asia/Bangkok',
    ),
    remedyWithin: StatedTime.exactOptional().describe(
      'Of an inspection: time in which premises may be repaired, from the record; Asia/Bangkok',
    ),
  })
  .readonly();

const RequiredDocument = z
  .strictObject({
    documentId: ItemId.describe('Id of the document, unique in the manual'),
    name: Label.describe('What the document is called'),
    from: z
      .enum(['applicant', 'state'])
      .describe('state: an agency holds it and it is fetched, never asked of the applicant'),
    heldBy: Label.exactOptional().describe(
      'Of a document of the State: who holds it, and the law or exchange it is fetched by',
    ),
    of: z
      .array(z.enum(applicantKinds))
      .min(1)
      .readonly()
      .exactOptional()
      .describe('Asked of these applicants alone; of all when left out'),
    isOptional: z.literal(true).exactOptional().describe('It may be left out'),
    mediaTypes: z
      .array(z.string().regex(/^[a-z]+\/[a-z0-9.+-]+$/, fieldTexts.noMediaType.en))
      .max(20)
      .readonly()
      .describe('Media types that are taken, e.g. application/pdf'),
    bytesMax: z.int().min(1).describe('Largest file that is taken, in bytes'),
  })
  .readonly();

const Money = z
  .strictObject({
    amount: z
      .string()
      .regex(/^(0|[1-9]\d{0,11})\.\d{2}$/, fieldTexts.noMoney.en)
      .describe('Baht and satang as a decimal text with two digits'),
    currency: z.literal('THB').describe('Thai baht'),
  })
  .readonly();

const Fee = z
  .strictObject({
    feeId: ItemId.describe('Id of the fee, unique in the manual'),
    name: Label.describe('What the fee is called'),
    stepId: ItemId.describe('Id of the payFee step at which it is due'),
    money: Money.describe('The sum'),
    source: Source,
    billValid: StatedTime.describe('How long a bill is valid, from its issue; Asia/Bangkok'),
    billsAgain: z
      .int()
      .min(0)
      .max(50)
      .describe('How often a bill is issued again before the request ends as lapsedUnpaid'),
  })
  .readonly();

const Office = z
  .strictObject({
    officeId: ItemId.describe('Id of the office, unique in the manual'),
    name: Label.describe('What the office is called'),
    area: Label.exactOptional().describe('What it is responsible for'),
  })
  .readonly();

const IssuedDocument = z
  .strictObject({
    kind: z.enum(issuedKinds).describe('What is issued'),
    name: Label.describe('What it is called'),
    within: StatedTime.exactOptional().describe(
      'By when it is issued, from the decision; no clock when left out; Asia/Bangkok',
    ),
    valid: StatedTime.exactOptional().describe(
      'How long it is valid, from the day it takes effect; without end when left out',
    ),
    renewalOpensDays: z
      .int()
      .min(1)
      .max(3_660)
      .exactOptional()
      .describe('Calendar days before expiry on which renewal opens (C13)'),
    renewalSource: Source.exactOptional().describe('Where that number of days comes from'),
  })
  .readonly();

const AppealRoute = z
  .strictObject({
    route: z
      .enum(appealRoutes)
      .describe(
        'internal: APA s.44; special: the body of a special law; court: Administrative Court',
      ),
    body: Label.describe('Who decides the appeal'),
    section: Text.describe('Section that gives the appeal'),
    within: StatedTime.describe('Time to appeal, from notification; Asia/Bangkok'),
  })
  .readonly();

const Extension = z
  .strictObject({
    max: z.int().min(1).max(20).describe('How often at the most'),
    time: StatedTime.describe('How long each is at the most, from the due day; Asia/Bangkok'),
  })
  .readonly();

const Correction = z
  .strictObject({
    within: StatedTime.describe('Time to correct, from the deficiency record; Asia/Bangkok'),
    ifMissed: z
      .enum(missedCorrections)
      .describe(
        'returned: LFA s.9; struckOff: struck from the docket under the service’s own rules',
      ),
  })
  .readonly();

const exclusions = Object.keys(lfaExclusions) as LfaExclusion[];

/** The members of a manual, each with its schema, so that each can be judged by itself. */
export const manualShape = {
  serviceId: ServiceId,
  agencyId: AgencyId.describe('Register id of the agency that owns the service'),
  version: z.int().min(1).describe('Contiguous from 1 for each service'),
  title: Label.describe('What the service is called'),
  kind: z.enum(serviceKinds).describe('Kind of the service'),
  portal: z.enum(portals).describe('Portal on which it is filed'),
  handling: z
    .enum(handlings)
    .describe('officers: worked at the gateway; agencySystem: by the agency’s own system'),
  regime: z.enum(regimeIds).describe('Legal regime; there is no default'),
  excludedBy: z
    .enum(exclusions)
    .exactOptional()
    .describe('Ground of LFA s.5 that leaves the service out of the Act'),
  legalBasis: z.array(Label).min(1).max(50).readonly().describe('Laws that the service rests on'),
  effectiveFrom: CivilDate.describe('First day on which requests are taken, Asia/Bangkok'),
  effectiveUntil: CivilDate.exactOptional().describe('Last such day, Asia/Bangkok'),
  applicants: z.array(z.enum(applicantKinds)).min(1).readonly().describe('Who may apply'),
  isOneAtATime: z.boolean().describe('The same person may have one open request only'),
  licensor: Label.describe('Who decides'),
  offices: z
    .array(Office)
    .min(1)
    .max(2_000)
    .readonly()
    .describe('Places that receive requests and give receipt numbers'),
  documents: z.array(RequiredDocument).max(200).readonly().describe('Documents that are needed'),
  criteria: z.array(Label).max(200).readonly().describe('Criteria, method and conditions'),
  steps: z.array(ManualStep).max(100).readonly().describe('The procedure, in order'),
  processingTime: StatedTime.describe(
    'The official’s time; the regime’s clock starts it (C7, or payment); Asia/Bangkok',
  ),
  secondTime: StatedTime.exactOptional().describe('A second clock in a row (C14); Asia/Bangkok'),
  extension: Extension.exactOptional().describe('How often and how long it may be extended (C9)'),
  correction: Correction.describe('How long a correction may take, and what its end means'),
  fees: z.array(Fee).max(50).readonly().describe('Fees, and where each falls'),
  issues: IssuedDocument.exactOptional().describe('What is issued at the end'),
  deliveries: z.array(z.enum(deliveries)).readonly().describe('Ways in which it may be given'),
  appeal: AppealRoute.describe('How an adverse decision is appealed'),
};

/** A citizens' manual, strictly: what comes out is a {@link Manual}, exactly as it was given. */
export const ManualSchema = z.strictObject(manualShape).readonly();

/** Compiles only while the first type has nothing that the second lacks. */
type Within<A extends B, B> = A;

/** Compiles only while schema and {@link Manual} say the same, both ways. */
export type ParsedManual = Within<z.output<typeof ManualSchema>, Manual> &
  Within<Manual, z.output<typeof ManualSchema>>;
