import type { AgencyAnswer } from './answers.js';
import type { TakenAnswer } from './judge.js';
import { takenAnswer } from './judge.js';

/** A decision of an agency's system without its words. Moments are milliseconds since the epoch. */
export interface PlainDecision {
  readonly orderNumber: string;
  readonly decidedAt: number;
  readonly role: 'licensor' | 'delegate';
  readonly delegation: {
    readonly orderNumber: string;
    readonly from: string;
    readonly until: string;
  } | null;
  /** When the agency itself told the applicant. */
  readonly notifiedAt: number | null;
}

/** What was issued, as it goes into a case. */
export interface PlainLicence {
  readonly number: string;
  readonly issuedOn: string;
  readonly effectiveOn: string;
  readonly expiresOn: string | null;
  readonly sha256: string | null;
}

/**
 * An answer of an agency's system on its way into a case: what decides, and all words and names
 * sealed. Its digest is of the whole answer as it came, so that it is known again.
 */
export interface ArrivedAnswer extends TakenAnswer {
  /** When it was so, as the agency says, milliseconds since the epoch. */
  readonly at: number;
  /** When it reached us, milliseconds since the epoch. */
  readonly arrivedAt: number;
  /** Of `documentsNeeded`: each item's document, `null` for an entry of the form. */
  readonly needed: readonly (string | null)[];
  readonly decision: PlainDecision | null;
  readonly isConditional: boolean;
  readonly licence: PlainLicence | null;
  /** Sealed like the words of people; `null` where there are none. */
  readonly words: string | null;
}

/** An answer in two: what a case decides by, and what is sealed before it gets there. */
export interface PartedAnswer {
  readonly plain: Omit<ArrivedAnswer, 'words'>;
  /** In the shape of an official's words, with who signed; `undefined` where there are none. */
  readonly words: object | undefined;
}

/** Takes words and names out of an answer. */
export function partAnswer(answer: AgencyAnswer, arrivedAt: number): PartedAnswer {
  const decision = 'decision' in answer ? plainDecision(answer.decision) : null;
  const needed = 'deficiencies' in answer ? answer.deficiencies : [];
  const terms = 'terms' in answer ? answer.terms : undefined;
  return {
    plain: {
      ...takenAnswer(answer),
      at: Date.parse(answer.at),
      arrivedAt,
      needed: needed.map(({ documentId }) => documentId),
      decision,
      isConditional: terms !== undefined,
      licence: 'licence' in answer ? plainLicence(answer.licence) : null,
    },
    words: wordsOf(answer),
  };
}

type Of<Member extends string> = Extract<AgencyAnswer, Readonly<Record<Member, unknown>>>;
type AnswerDecision = Of<'decision'>['decision'];

function plainDecision({ orderNumber, decidedAt, by, notifiedAt }: AnswerDecision): PlainDecision {
  return {
    ...{ orderNumber, role: by.capacity, decidedAt: Date.parse(decidedAt) },
    delegation: 'delegation' in by ? by.delegation : null,
    notifiedAt: notifiedAt === undefined ? null : Date.parse(notifiedAt),
  };
}

function plainLicence({ file, ...licence }: Of<'licence'>['licence']): PlainLicence {
  return { ...licence, sha256: file?.sha256 ?? null };
}

function wordsOf(answer: AgencyAnswer): object | undefined {
  switch (answer.outcome) {
    case 'received':
      return answer.receiptNumber === undefined
        ? undefined
        : { receiptNumber: answer.receiptNumber };
    case 'documentsNeeded': {
      const { deficiencies, signedBy, ifNotCorrected } = answer;
      const items = deficiencies.map(({ what }) => ({ what }));
      return { items, statement: ifNotCorrected, signedBy };
    }
    case 'refused':
      return { statement: answer.reasons, signedBy: signerOf(answer.decision) };
    case 'approved':
      return { signedBy: signerOf(answer.decision) };
    case 'approvedWithConditions':
      return { ...termsOf(answer.terms), signedBy: signerOf(answer.decision) };
    case 'issued': {
      const { terms, decision, licence } = answer;
      const conditions = terms === undefined ? {} : termsOf(terms);
      const file = licence.file === undefined ? {} : { file: licence.file };
      return { ...conditions, signedBy: signerOf(decision), ...file };
    }
  }
}

function signerOf({ by: { officialId, name, position } }: AnswerDecision): object {
  return { officialId, name, position };
}

function termsOf({ conditions, reasons }: Of<'terms'>['terms'] & object): object {
  return { conditions: conditions.join('\n'), statement: reasons };
}
