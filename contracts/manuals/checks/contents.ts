import type { Finding } from '../finding.js';
import { finding } from '../finding.js';
import type { Manual } from '../manual.js';
import { stateDocumentOf } from '../state-documents.js';
import type { Check } from './check.js';
import { check } from './check.js';

/** Ids, documents, fees, what is issued, and dates. */
export const contentChecks: readonly Check[] = [
  check(['steps'], ({ steps }) => [
    ...repeated(steps, ({ stepId }) => stepId, ['steps'], 'stepId'),
    ...steps.flatMap(({ next }, index) => repeated(next, itself, ['steps', index, 'next'])),
  ]),
  check(['documents'], ({ documents }) => [
    ...repeated(documents, ({ documentId }) => documentId, ['documents'], 'documentId'),
    ...documents.flatMap(({ of = [], mediaTypes }, index) => [
      ...repeated(of, itself, ['documents', index, 'of']),
      ...repeated(mediaTypes, itself, ['documents', index, 'mediaTypes']),
    ]),
  ]),
  check(['fees'], ({ fees }) => repeated(fees, ({ feeId }) => feeId, ['fees'], 'feeId')),
  check(['offices'], ({ offices }) =>
    repeated(offices, ({ officeId }) => officeId, ['offices'], 'officeId'),
  ),
  check(['applicants'], ({ applicants }) => repeated(applicants, itself, ['applicants'])),
  check(['deliveries'], ({ deliveries }) => repeated(deliveries, itself, ['deliveries'])),
  check(['documents'], checkDocuments),
  check(['documents', 'applicants'], checkApplicants),
  check(['fees'], checkMoney),
  check(['fees', 'steps'], checkFees),
  check(['steps', 'issues', 'deliveries'], checkOutcome),
  check(['issues'], checkRenewal),
  check(['effectiveFrom', 'effectiveUntil'], checkDates),
];

function itself(id: string): string {
  return id;
}

/** An id that stands in a list already. */
function repeated<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  place: readonly (string | number)[],
  member?: string,
): Finding[] {
  const ids = items.map(idOf);
  return ids.flatMap((id, index) => {
    const first = ids.indexOf(id);
    const at = [...place, index, ...(member === undefined ? [] : [member])];
    return first === index ? [] : [finding('duplicateId', at, { id, first: first + 1 })];
  });
}

function checkDocuments({ documents }: Pick<Manual, 'documents'>): Finding[] {
  return documents.flatMap(({ name, from, heldBy, mediaTypes }, index): Finding[] => {
    const place = ['documents', index];
    if (from === 'state') {
      return heldBy === undefined ? [finding('holderMissing', [...place, 'heldBy'])] : [];
    }
    const known = stateDocumentOf(name.th) ?? stateDocumentOf(name.en);
    const held = known ?? (heldBy === undefined ? undefined : { name, holder: heldBy });
    const facts = held === undefined ? {} : { what: held.name, holder: held.holder };
    return [
      ...(held === undefined ? [] : [finding('stateHolds', [...place, 'from'], facts)]),
      ...(mediaTypes.length === 0 ? [finding('noFileTaken', [...place, 'mediaTypes'])] : []),
    ];
  });
}

function checkApplicants({
  documents,
  applicants,
}: Pick<Manual, 'documents' | 'applicants'>): Finding[] {
  return documents.flatMap(({ of = [] }, index) =>
    of.flatMap((kind, at) =>
      applicants.includes(kind)
        ? []
        : [finding('documentForNobody', ['documents', index, 'of', at], { kind })],
    ),
  );
}

function checkMoney({ fees }: Pick<Manual, 'fees'>): Finding[] {
  return fees.flatMap(({ money }, index) =>
    money.amount === '0.00' ? [finding('feeZero', ['fees', index, 'money', 'amount'])] : [],
  );
}

function checkFees({ fees, steps }: Pick<Manual, 'fees' | 'steps'>): Finding[] {
  const places = steps.filter(({ kind }) => kind === 'payFee').map(({ stepId }) => stepId);
  const taken = new Set(fees.map(({ stepId }) => stepId));
  const possible = places.join(', ') || '–';
  return [
    ...fees.flatMap(({ stepId }, index) =>
      places.includes(stepId)
        ? []
        : [finding('feeWithoutPlace', ['fees', index, 'stepId'], { possible })],
    ),
    ...steps.flatMap(({ kind, stepId }, index) =>
      kind === 'payFee' && !taken.has(stepId)
        ? [finding('payStepWithoutFee', ['steps', index])]
        : [],
    ),
  ];
}

function checkOutcome({
  steps,
  issues,
  deliveries,
}: Pick<Manual, 'steps' | 'issues' | 'deliveries'>): Finding[] {
  const isGiven = (kind: string) => kind === 'issueDocument' || kind === 'deliverDocument';
  const isDelivered = steps.some(({ kind }) => kind === 'deliverDocument');
  const isIssued = steps.some(({ kind }) => kind === 'issueDocument');
  if (issues === undefined) {
    const posted = deliveries.indexOf('post');
    return [
      ...steps.flatMap(({ kind }, index) =>
        isGiven(kind) ? [finding('nothingIssued', ['steps', index])] : [],
      ),
      ...(posted < 0 ? [] : [finding('nothingToPost', ['deliveries', posted])]),
    ];
  }
  return [
    ...(isIssued ? [] : [finding('stepMissing', ['steps'], { what: 'issueDocument' })]),
    ...(isDelivered && deliveries.length === 0 ? [finding('noDelivery', ['deliveries'])] : []),
  ];
}

function checkRenewal({ issues }: Pick<Manual, 'issues'>): Finding[] {
  if (issues?.renewalOpensDays === undefined) return [];
  return [
    ...(issues.valid === undefined
      ? [finding('renewalWithoutValidity', ['issues', 'renewalOpensDays'])]
      : []),
    ...(issues.renewalSource === undefined
      ? [finding('unsourced', ['issues', 'renewalSource'])]
      : []),
  ];
}

function checkDates({
  effectiveFrom: from,
  effectiveUntil: until,
}: Pick<Manual, 'effectiveFrom' | 'effectiveUntil'>): Finding[] {
  const isTurned = until !== undefined && until < from;
  return isTurned ? [finding('untilBeforeFrom', ['effectiveUntil'], { from, until })] : [];
}
