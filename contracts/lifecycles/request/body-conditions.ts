import { isInScope } from '../../agency-map.js';
import type { PlainBody } from '../../commands/request/bodies.js';
import { bangkokDate, isCivilDate } from '../../civil-date.js';
import { manualRef } from '../../manuals/manual.js';
import { documentsFor } from '../../manuals/procedure.js';
import type { Refusal } from '../refusals.js';
import { refuse } from '../refusals.js';
import type { Inspection, RequestCase } from './case.js';
import { openDeficiency } from './case.js';
import { checkSettling } from './dispatch.js';
import { checkDocuments } from './documents.js';
import type { RequestDeed } from './deed.js';
import { checkReopenBody } from './reopening.js';

/** Why the body of an action cannot be taken in a request as it stands. */
export function checkRequestBody(
  request: RequestCase,
  deed: RequestDeed,
  role: string,
  at: number,
): Refusal | undefined {
  const today = bangkokDate(at);
  switch (deed.action) {
    case 'recordDeficiency':
      return checkItems(request, deed.body);
    case 'correct':
      return (
        checkPower(request, deed.body, today) ??
        checkOpen(
          request,
          deed.body.answers.map(({ itemId }) => itemId),
        ) ??
        checkDocuments(
          request,
          deed.body.answers.flatMap(({ document }) => (document === undefined ? [] : [document])),
        )
      );
    case 'keepOpen':
      return checkKept(request, deed.body.open);
    case 'lengthenCorrection':
      return checkLonger(openDeficiency(request)?.within, deed.body.within);
    case 'recordInspection':
      return checkNumber(
        'inspection',
        deed.body.inspection,
        request.inspections.filter((one) => isToInspect(one)),
      );
    case 'reportRemedy':
      return (
        checkPower(request, deed.body, today) ??
        checkNumber(
          'remedy',
          deed.body.inspection,
          request.inspections.filter(({ remedy }) => remedy?.status === 'open'),
        ) ??
        checkDocuments(request, deed.body.documents ?? [])
      );
    case 'answerHearing':
      return (
        checkPower(request, deed.body, today) ??
        checkNumber(
          'hearing',
          deed.body.hearing,
          request.hearings.filter(({ status }) => status === 'open'),
        ) ??
        checkDocuments(request, deed.body.documents ?? [])
      );
    case 'withdraw':
    case 'appeal':
      return checkPower(request, deed.body, today);
    default:
      return checkOfficialBody(request, deed, role, today);
  }
}

function checkOfficialBody(
  request: RequestCase,
  deed: RequestDeed,
  role: string,
  today: string,
): Refusal | undefined {
  switch (deed.action) {
    case 'consult':
    case 'declareNotOurAgency':
      return isInScope(deed.body.agencyId, [request.agencyId])
        ? refuse('ownAgency', { agencyId: request.agencyId })
        : undefined;
    case 'answerConsultation':
      return checkNumber(
        'consultation',
        deed.body.consultation,
        request.consultations.filter(({ answer }) => answer === null),
      );
    case 'extendTime': {
      const { time } = request.manual.extension ?? {};
      return time !== undefined && (deed.body.amount ?? 0) > time.amount
        ? refuse('extensionTooLong', { max: time.amount, unit: time.unit })
        : undefined;
    }
    case 'approve':
    case 'refuse':
      return checkDelegation(deed.body, role, today);
    case 'notifyResult':
      return notBetween('on', deed.body.on, today, after('decidedOn', request.decision));
    case 'confirmPayment':
      return checkConfirming(request, deed.body, today);
    case 'disprovePayment':
      return checkNumber(
        'bill',
        deed.body.bill,
        request.bills.filter(({ status }) => status === 'unconfirmed'),
      );
    case 'issue':
      return checkIssue(request, deed.body, today);
    case 'deliver':
      return request.delivery === deed.body.by
        ? notBetween('on', deed.body.on, today, after('issuedOn', request.issued))
        : refuse('deliveryNotOffered', { by: deed.body.by, possible: [request.delivery] });
    case 'forward':
      return checkOffice(request, deed.body.office);
    case 'recordRepayment':
      return (
        checkNumber(
          'refund',
          deed.body.refund,
          request.refunds.filter(({ repaidOn }) => repaidOn === null),
        ) ?? notBetween('on', deed.body.on, today)
      );
    case 'settleWithAgency':
      return checkSettling(request, deed.body.outcome);
    case 'correctEntry':
      return checkMending(request, deed.body);
    case 'reopen':
      return checkReopenBody(request, deed.body, today);
    default:
      return undefined;
  }
}

function checkItems(
  request: RequestCase,
  { items, within }: PlainBody<'recordDeficiency'>,
): Refusal | undefined {
  const twice = repeated(items.map(({ itemId }) => itemId));
  if (twice.length > 0) return refuse('itemsTwice', { items: twice });
  const other = notToAsk(request, items);
  if (other.length > 0) return refuse('documentNotAsked', { documents: other });
  return within === undefined ? undefined : checkLonger(request.manual.correction.within, within);
}

/** Once complete by the manual nothing more is asked (LFA s.8), nor what the State holds (once-only). */
function notToAsk(
  { manual, applicantKind }: RequestCase,
  items: PlainBody<'recordDeficiency'>['items'],
): string[] {
  const asked = documentsFor(manual, applicantKind).filter(({ from }) => from === 'applicant');
  return items.flatMap(({ documentId }) =>
    documentId === undefined || asked.some((one) => one.documentId === documentId)
      ? []
      : [documentId],
  );
}

/** Not yet inspected, or repaired, or to be looked at again since it was not. */
function isToInspect({ result, remedy }: Inspection): boolean {
  return result === null || (remedy !== null && remedy.status !== 'open');
}

/** Working days are never fewer than as many days; the other way round nobody knows. */
function checkLonger(
  now: { readonly amount: number; readonly unit: string } | undefined,
  next: { readonly amount: number; readonly unit: string },
): Refusal | undefined {
  if (now === undefined || next.amount >= now.amount * (isFewer(now, next) ? 7 : 1)) {
    return undefined;
  }
  return refuse('neverShorter', { amount: now.amount, unit: now.unit });
}

function isFewer(now: { readonly unit: string }, next: { readonly unit: string }): boolean {
  return now.unit === 'WORKING_DAY' && next.unit === 'DAY';
}

function checkOpen(request: RequestCase, items: readonly string[]): Refusal | undefined {
  const open = openDeficiency(request)?.open ?? [];
  const twice = repeated(items);
  if (twice.length > 0) return refuse('itemsTwice', { items: twice });
  const other = items.filter((item) => !open.includes(item));
  return other.length > 0 ? refuse('itemsNotOpen', { items: other, open }) : undefined;
}

/** Nothing is added to the list: what stays open was on it. */
function checkKept(request: RequestCase, open: readonly string[]): Refusal | undefined {
  const items = openDeficiency(request)?.items.map(({ itemId }) => itemId) ?? [];
  const twice = repeated(open);
  if (twice.length > 0) return refuse('itemsTwice', { items: twice });
  const other = open.filter((item) => !items.includes(item));
  return other.length > 0 ? refuse('itemsNotOpen', { items: other, open: items }) : undefined;
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

function checkNumber(
  what: string,
  number: number,
  open: readonly { readonly number: number }[],
): Refusal | undefined {
  const isOpen = open.some((one) => one.number === number);
  const numbers = open.map((one) => `${one.number}`);
  return isOpen ? undefined : refuse('noSuchNumber', { what, number, open: numbers });
}

/** An agent acts only while the power of attorney lasts. */
function checkPower(
  { agent }: RequestCase,
  { actedBy }: { readonly actedBy?: 'applicant' | 'agent' | undefined },
  today: string,
): Refusal | undefined {
  if (actedBy !== 'agent') return undefined;
  if (agent === null) return refuse('noAgent');
  const { until } = agent;
  return until !== null && until < today ? refuse('powerEnded', { until }) : undefined;
}

function checkDelegation(
  { delegation }: PlainBody<'refuse'> | PlainBody<'approve'>,
  role: string,
  today: string,
): Refusal | undefined {
  if (role !== 'delegate') return undefined;
  if (delegation === undefined) return refuse('delegationMissing');
  const { from, until } = delegation;
  return today < from || today > until
    ? refuse('delegationNotInForce', { from, until, today })
    : undefined;
}

function checkConfirming(
  { bills }: RequestCase,
  { bill: number, paidOn, transactionId }: PlainBody<'confirmPayment'>,
  today: string,
): Refusal | undefined {
  const open = bills.filter(({ status }) => status === 'unconfirmed');
  const bill = open.find((one) => one.number === number);
  const known = bill?.transactionId ?? transactionId;
  return (
    checkNumber('bill', number, open) ??
    notBetween('paidOn', paidOn, today, after('billedOn', bill)) ??
    (known === transactionId
      ? undefined
      : refuse('badValue', { field: 'transactionId', value: transactionId, expected: known }))
  );
}

/** A slip of the pen is put right (APA s.43): what was recorded, by what could have been. */
function checkMending(
  { decision, issued, manual }: RequestCase,
  { field, value }: PlainBody<'correctEntry'>,
): Refusal | undefined {
  const { effectiveOn = null, expiresOn = null } = issued ?? {};
  const recorded = {
    orderNumber: decision?.orderNumber ?? null,
    'issued.number': issued?.number ?? null,
    'issued.effectiveOn': effectiveOn,
    'issued.expiresOn': expiresOn,
  }[field];
  const isLeftOut =
    field === 'issued.expiresOn' && issued !== null && manual.issues?.valid !== undefined;
  if (recorded === null && !isLeftOut) return refuse('nothingToCorrect', { field });
  if (field === 'orderNumber' || field === 'issued.number') return undefined;
  if (!isCivilDate(value)) return refuse('badValue', { field, value, expected: 'YYYY-MM-DD' });
  const [from, until] = field === 'issued.effectiveOn' ? [value, expiresOn] : [effectiveOn, value];
  return from === null || until === null || from <= until
    ? undefined
    : refuse('dateOrder', {
        ...{ field: 'issued.expiresOn', date: until },
        ...{ other: 'issued.effectiveOn', otherDate: from },
      });
}

function checkIssue(
  { decision, rules, manual }: RequestCase,
  { issuedOn, effectiveOn, expiresOn }: PlainBody<'issue'>,
  today: string,
): Refusal | undefined {
  const early = notBetween('issuedOn', issuedOn, today, after('decidedOn', decision));
  if (early !== undefined) return early;
  const valid = manual.issues?.valid;
  if (rules >= 1 && valid !== undefined && expiresOn === undefined) {
    const { amount, unit } = valid;
    return refuse('expiryMissing', { amount, unit, manual: manualRef(manual) });
  }
  return expiresOn !== undefined && expiresOn < effectiveOn
    ? refuse('dateOrder', {
        ...{ field: 'expiresOn', date: expiresOn, other: 'effectiveOn', otherDate: effectiveOn },
      })
    : undefined;
}

function checkOffice({ manual, office: now }: RequestCase, office: string): Refusal | undefined {
  const possible = manual.offices.map(({ officeId }) => officeId);
  if (!possible.includes(office)) return refuse('noSuchOffice', { office, possible });
  return office === now ? refuse('sameOffice', { office }) : undefined;
}

/** What was done was done by today, and not before what it follows. */
function notBetween(
  field: string,
  date: string | undefined,
  today: string,
  earliest?: { readonly other: string; readonly otherDate: string },
): Refusal | undefined {
  if (date === undefined) return undefined;
  if (date > today) return refuse('dateInFuture', { field, date, today });
  return earliest !== undefined && date < earliest.otherDate
    ? refuse('dateOrder', { field, date, ...earliest })
    : undefined;
}

/** The day before which something cannot have been done, by its name. */
function after<Name extends string>(
  other: Name,
  record: Readonly<Record<Name, string>> | null | undefined,
): { readonly other: string; readonly otherDate: string } | undefined {
  const otherDate = record?.[other];
  return otherDate === undefined ? undefined : { other, otherDate };
}
