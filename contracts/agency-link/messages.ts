import { z } from 'zod';
import { CivilDate, HttpUrl, ServiceId, Sha256, ShortText } from '../commands/fields.js';
import { applicantKinds } from '../manuals/manual.js';
import { Money } from '../payment/money.js';
import { LongText, MediaType, Moment, RequestId } from './fields.js';
import { agencyRefusals } from './statuses.js';

/** A document of the applicant, by reference. */
const DispatchedDocument = z
  .object({
    documentId: ShortText.describe("Id of the document in the service's manual"),
    sha256: Sha256,
    mediaType: MediaType,
    bytes: z.int().min(1).describe('Size in bytes'),
    reference: ShortText.describe('Where it lies, as the portal of the request names it'),
    url: HttpUrl.optional().describe(
      'Where it is fetched, when the portal gives an address; compare the hash',
    ),
  })
  .describe('A document by reference');

/** Who applies. Personal data: it is opened for the dispatch alone, and never stands in a URL. */
const Applicant = z
  .object({
    identityNumber: ShortText.describe(
      'Citizen or juristic id (13 digits), or passport number of a foreigner',
    ),
    name: ShortText,
    email: z.email().optional(),
    phone: ShortText.optional(),
    address: LongText.optional(),
  })
  .describe('Who applies; personal data');

/**
 * A request on its way to the agency's own system, `POST {base}/requests`. Open for readers: an
 * agency passes over members that it does not know. A repeat has the same `requestId` and
 * `submission` and changes nothing; the next submission brings what the agency found missing.
 */
export const AgencyDispatch = z.object({
  requestId: RequestId,
  submission: z
    .int()
    .min(1)
    .describe('1 at first; one more for each correction after documentsNeeded'),
  serviceId: ServiceId,
  manualVersion: z.int().min(1).describe("Version of the citizens' manual it was submitted under"),
  receiptNumber: ShortText.nullable().describe(
    'Receipt number given by Prasan; null where the agency gives it',
  ),
  filedAt: Moment.describe('When the applicant filed it, as the portal states it'),
  receivedAt: Moment.describe('When it counts as received by law; clocks start from here'),
  applicantKind: z.enum(applicantKinds),
  applicant: Applicant,
  form: z
    .record(z.string(), z.unknown())
    .describe('What the applicant filled in, by the names of the form; personal data'),
  documents: z.array(DispatchedDocument).max(200),
  remarks: z
    .array(LongText)
    .max(200)
    .optional()
    .describe('What the applicant wrote when correcting, in the order written; personal data'),
  callbackUrl: HttpUrl.describe('Where answers to this request are sent, signed'),
});
/** A request on its way to the agency's own system. */
export type AgencyDispatch = z.output<typeof AgencyDispatch>;

/** What a dispatch is answered with: 202 at first, 200 for a repeat, each time the same. */
export const AgencyAccepted = z.object({
  agencyReference: ShortText.describe("The request's number in the agency's system"),
});
/** What a dispatch is answered with. */
export type AgencyAccepted = z.output<typeof AgencyAccepted>;

const noticeHead = {
  noticeId: z.uuid().describe('The same at every repeat'),
  requestId: RequestId,
  at: Moment,
};

/**
 * What the agency has to know of a request it was given, `POST {base}/requests/{requestId}/notices`,
 * answered 204. A repeat has the same `noticeId`. `feePaid`: a fee is paid and confirmed.
 * `withdrawn`: by the applicant. `deemedApproved`: by the law, as nobody decided in time; a later
 * refusal is refused. `ended`: it has ended otherwise, and no answer is awaited any more.
 */
export const AgencyNotice = z.discriminatedUnion('kind', [
  z.object({
    ...noticeHead,
    kind: z.literal('feePaid'),
    feeId: ShortText.describe("Id of the fee in the service's manual"),
    money: Money,
    paidAt: Moment,
    transactionId: ShortText,
  }),
  z.object({ ...noticeHead, kind: z.literal('withdrawn') }),
  z.object({
    ...noticeHead,
    kind: z.literal('deemedApproved'),
    dueOn: CivilDate.describe('The day at whose end it counted as approved'),
    section: ShortText.describe('The section of the law'),
  }),
  z.object({
    ...noticeHead,
    kind: z.literal('ended'),
    state: ShortText.describe('State in which the request ended'),
  }),
]);
/** What the agency has to know of a request it was given. */
export type AgencyNotice = z.output<typeof AgencyNotice>;

/** Body of a refusal, `application/problem+json`. Of it the `code` alone is read. */
export const AgencyProblem = z.object({
  code: z.enum(agencyRefusals),
  title: z.string().optional(),
  detail: z.string().optional(),
});
