import { addDays } from '../../../contracts/civil-date.js';
import type { RequiredDocument } from '../../../contracts/manuals/manual.js';
import { documentsFor } from '../../../contracts/manuals/procedure.js';
import type { ProblemCode } from '../../../contracts/problems.js';
import { exampleDocument } from '../request-example.js';
import { Dice } from './dice.js';
import { madeUpApplicant } from './people.js';
import type { Script } from './script.js';

/** What portals and citizens do wrong when they file. */
export const filingMistakes = [
  'documentForgotten',
  'wrongCheckDigit',
  'documentTooLarge',
  'otherPortal',
  'powerEnded',
  'keyUsedAgain',
  'filedTwice',
] as const;
/** What portals and citizens do wrong when they file. */
export type FilingMistake = (typeof filingMistakes)[number];

/** A filing that will be refused. */
export interface FaultyFiling {
  readonly body: Submission;
  readonly expects: ProblemCode;
  /** Filed by the other portal. */
  readonly isElsewhere?: true;
  /** After the right one, with its key. */
  readonly isAgain?: 'sameKey' | 'otherKey';
}

/** Body of `POST /v1/requests`, as it is filled in here. */
export interface Submission {
  readonly applicant: { readonly identity: { readonly number: string } };
  readonly documents: readonly object[];
  readonly [field: string]: unknown;
}

/**
 * What a request is filed with. The same run, seed and index file the same again.
 *
 * @param run makes other persons of the same script
 * @param attempt counts up when a person of that number has an open request already
 */
export function submissionOf(script: Script, run: string, attempt = 0): Submission {
  const { seed, index, manual, applicant, office, delivery, missing } = script;
  const dice = Dice.of(seed, index, 'person');
  const digits = Dice.of(run, seed, index, attempt);
  const documents = asked(script)
    .filter(({ documentId }) => !missing.includes(documentId))
    .map((document) => exampleDocument(document, referenceOf(script, document.documentId)));
  return {
    serviceId: manual.serviceId,
    office,
    applicant: madeUpApplicant(applicant, dice, digits) as Submission['applicant'],
    ...(script.hasAgent ? { agent: agentOf(script, run) } : {}),
    documents,
    ...(missing.length > 0 ? { isIncomplete: true } : {}),
    ...(delivery === undefined ? {} : { delivery }),
  };
}

/** The document of a name as this case files it, for the nth time. */
export function referenceOf({ seed, index }: Script, documentId: string, nth = 1): string {
  return `file-${seed}-${index}-${documentId}-${nth}`;
}

function asked({ manual, applicant, hasAgent }: Script): RequiredDocument[] {
  return documentsFor(manual, applicant).filter(
    ({ documentId, from, isOptional }) =>
      from === 'applicant' &&
      (isOptional !== true || (documentId === 'powerOfAttorney' && hasAgent)),
  );
}

function agentOf({ seed, index }: Script, run: string, until?: string): object {
  const person = madeUpApplicant(
    'citizen',
    Dice.of(seed, index, 'agent person'),
    Dice.of(run, seed, index, 'agent'),
  ) as Record<string, unknown>;
  const powerOfAttorney = { documentNo: `มอ ${index + 1}/2569`, from: '2026-01-05' };
  return {
    ...{ identity: person['identity'], name: person['name'] },
    powerOfAttorney: { ...powerOfAttorney, ...(until === undefined ? {} : { until }) },
  };
}

/** A filing as a mistake makes it; `undefined` where the manual gives no occasion for it. */
export function faultyFiling(
  mistake: FilingMistake,
  script: Script,
  {
    run,
    today,
    right,
  }: { readonly run: string; readonly today: string; readonly right: Submission },
): FaultyFiling | undefined {
  const [first, ...others] = right.documents;
  switch (mistake) {
    case 'documentForgotten':
      return first === undefined || right['isIncomplete'] === true || isOptional(script, first)
        ? undefined
        : { body: { ...right, documents: others }, expects: 'documentMissing' };
    case 'wrongCheckDigit':
      return script.applicant === 'foreigner'
        ? undefined
        : { body: misspelt(right), expects: 'invalidBody' };
    case 'documentTooLarge':
      return first === undefined
        ? undefined
        : {
            body: { ...right, documents: [{ ...first, bytes: 900_000_000 }, ...others] },
            expects: 'documentTooLarge',
          };
    case 'otherPortal':
      return { body: right, expects: 'otherPortal', isElsewhere: true };
    case 'powerEnded':
      return {
        body: { ...right, agent: agentOf(script, run, addDays(today, -1)) },
        expects: 'powerEnded',
      };
    case 'keyUsedAgain':
      return {
        body: { ...right, form: { note: 'แก้ไข' } },
        expects: 'keyReused',
        isAgain: 'sameKey',
      };
    case 'filedTwice':
      return script.manual.isOneAtATime
        ? { body: right, expects: 'openRequestExists', isAgain: 'otherKey' }
        : undefined;
  }
}

function isOptional({ manual }: Script, filed: object): boolean {
  const { documentId } = filed as { documentId: string };
  return manual.documents.find((one) => one.documentId === documentId)?.isOptional === true;
}

/** The last digit is another one. */
function misspelt(right: Submission): Submission {
  const { applicant } = right;
  const { number } = applicant.identity;
  const last = (Number(number.at(-1)) + 1) % 10;
  const identity = { ...applicant.identity, number: `${number.slice(0, -1)}${last}` };
  return { ...right, applicant: { ...applicant, identity } };
}
