import { isInScope } from '../../contracts/agency-map.js';
import { createHash, randomInt, randomUUID } from 'node:crypto';
import { addDays, bangkokDate } from '../../contracts/civil-date.js';
import { fitsCheckDigit } from '../../contracts/commands/request/applicant.js';
import type { ReopenGround } from '../../contracts/lifecycles/request/reopen-grounds.js';
import { groundsIn } from '../../contracts/lifecycles/request/reopen-grounds.js';
import type { RequestAction } from '../../contracts/lifecycles/request/table.js';
import type { ApplicantKind, Manual, RequiredDocument } from '../../contracts/manuals/manual.js';
import { documentsFor } from '../../contracts/manuals/procedure.js';
import type { ExampleFacts } from './example-body.js';
import type { RequestShown } from './request-answers.js';

/**
 * A submission that a service's manual in force takes: a person who cannot be, and a reference for each
 * document that is needed. Its content stays with the portal.
 */
export function exampleSubmission(manual: Manual, kind: ApplicantKind): object {
  const documents = documentsFor(manual, kind)
    .filter(({ from, isOptional }) => from === 'applicant' && isOptional !== true)
    .map((document) => exampleDocument(document));
  const [delivery] = manual.deliveries;
  return {
    serviceId: manual.serviceId,
    ...(manual.offices[0] === undefined ? {} : { office: manual.offices[0].officeId }),
    applicant: exampleApplicant(kind),
    documents,
    ...(delivery === undefined ? {} : { delivery }),
  };
}

const exampleNames = {
  citizen: { th: 'ทดสอบ ตัวอย่าง', en: 'Test Example' },
  juristic: { th: 'บริษัท ทดสอบ จำกัด', en: 'Test Company Limited' },
  foreigner: { th: 'Test Example' },
} as const satisfies Record<ApplicantKind, object>;

function exampleApplicant(kind: ApplicantKind): object {
  const contact = { email: 'applicant@portal.example' };
  return { identity: madeUpIdentity(kind, randomDigits), name: exampleNames[kind], contact };
}

/**
 * Who somebody is that nobody can be: no district has the number 0000, and no country the code ZZ.
 *
 * @param digits gives so many digits
 */
export function madeUpIdentity(kind: ApplicantKind, digits: (count: number) => string): object {
  switch (kind) {
    case 'citizen':
      return { kind, number: checked(`10000${digits(7)}`) };
    case 'juristic':
      return { kind, number: checked(`00000${digits(7)}`) };
    case 'foreigner':
      return { kind, number: `TEST${digits(6)}`, country: 'ZZ' };
  }
}

function randomDigits(count: number): string {
  return String(randomInt(10 ** count)).padStart(count, '0');
}

/** Twelve digits with the thirteenth that follows from them. */
function checked(twelve: string): string {
  const all = Array.from({ length: 10 }, (_, last) => `${twelve}${last}`);
  return all.find((one) => fitsCheckDigit(one)) ?? twelve;
}

/** A document that a manual takes, by reference and hash. */
export function exampleDocument(
  { documentId, mediaTypes, bytesMax }: RequiredDocument,
  reference = `file-${randomUUID()}`,
): object {
  return {
    documentId,
    reference,
    sha256: createHash('sha256').update(reference).digest('hex'),
    mediaType: mediaTypes[0] ?? 'application/pdf',
    bytes: Math.min(bytesMax, 123_456),
  };
}

/** What a body must fit in a request as it stands, beside its schema. */
export function exampleFacts(
  action: RequestAction,
  request: RequestShown,
  manual: Manual | undefined,
): ExampleFacts {
  const at = Date.now();
  const own = { ...usual(request, manual, bangkokDate(at)), ...only(action, request, manual) };
  const isForATime = manual?.issues?.valid !== undefined;
  return { at, own, tell: ['document', ...(isForATime ? ['expiresOn'] : [])] };
}

/** Fields that mean the same in every action. */
function usual(
  request: RequestShown,
  manual: Manual | undefined,
  today: string,
): Record<string, unknown> {
  const { details } = request;
  const list = details.deficiencies.find(({ status }) => status === 'open');
  const item = list?.items.find(({ itemId }) => list.open.includes(itemId)) ?? list?.items[0];
  const asked = manual?.documents.find(({ from }) => from === 'applicant');
  const documentId = item?.documentId ?? asked?.documentId ?? 'document1';
  const document = manual?.documents.find((one) => one.documentId === documentId) ?? {
    ...{ documentId, name: { th: '', en: '' }, from: 'applicant' as const },
    ...{ mediaTypes: ['application/pdf'], bytesMax: 123_456 },
  };
  const itemId = item?.itemId ?? documentId;
  const unconfirmed = details.bills.find(({ status }) => status === 'unconfirmed');
  return {
    ...exampleDocument(document),
    ...{ itemId, open: [itemId], ...numbers(request) },
    ...{ on: today, paidOn: today, effectiveOn: today, expiresOn: addDays(today, 364) },
    ...{ number: '1/2569', value: '1/2569', transactionId: unconfirmed?.transactionId ?? 'TX-1' },
    corrects: details.decision?.sequence ?? request.sequence,
    field: request.issued === null ? 'orderNumber' : 'issued.number',
    agencyId: isInScope(request.agencyId, ['AGY009']) ? 'AGY010' : 'AGY009',
    office: otherOffice(request, manual),
    amount: (list?.within.amount ?? 29) + 1,
    unit: list?.within.unit ?? 'DAY',
  };
}

/** What is open, by its number. */
function numbers({ details }: RequestShown): Record<string, number> {
  const { inspections, hearings, consultations, bills, refunds } = details;
  const first = (found: { readonly number: number } | undefined) => found?.number ?? 1;
  return {
    inspection: first(
      inspections.find(({ result, remedy }) => result === null || remedy?.status === 'open'),
    ),
    hearing: first(hearings.find(({ status }) => status === 'open')),
    consultation: first(consultations.find(({ answer }) => answer === null)),
    bill: first(bills.find(({ status }) => status === 'unconfirmed')),
    refund: first(refunds.find(({ repaidOn }) => repaidOn === null)),
  };
}

function otherOffice({ office }: RequestShown, manual: Manual | undefined): string {
  const other = manual?.offices.find(({ officeId }) => officeId !== office);
  return other?.officeId ?? office;
}

/** Fields that mean something of its own in one action. */
function only(
  action: RequestAction,
  { state }: RequestShown,
  manual: Manual | undefined,
): Record<string, unknown> {
  if (action === 'deliver') return { by: manual?.deliveries[0] ?? 'electronic' };
  return action === 'reopen' ? { ground: groundFor(state), docNo: 'กค 0601/1' } : {};
}

/** Whose correction came too late is given relief; any other end is opened by a judgment. */
function groundFor(state: RequestShown['state']): ReopenGround {
  const [first] = groundsIn(state);
  return first === 'lateCorrection' ? first : 'judgment';
}
