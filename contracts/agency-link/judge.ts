import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from '../events/mint.js';
import type { AgencyAnswer, AgencyOutcome } from './answers.js';

/** What is kept of an answer that was taken, to know it again. */
export interface TakenAnswer {
  readonly sequence: number;
  readonly outcome: AgencyOutcome;
  /** {@link answerDigest} of it. */
  readonly digest: string;
}

/**
 * What an answer is beside those taken before. `new`: it counts. `repeat`: known, nothing changes.
 * `late`: older than one that was taken, kept for the record alone. `contradictory`: a sequence that
 * was used for something else, or an outcome that cannot follow; a person has to ask the agency.
 */
export type AnswerJudgement = 'new' | 'repeat' | 'late' | 'contradictory';

/**
 * What may follow an outcome, answers in between being lost. After a decision only what is issued;
 * nothing follows a refusal or what was issued: that is the appeal's.
 */
const followers: Readonly<Record<AgencyOutcome, readonly AgencyOutcome[] | 'any'>> = {
  received: 'any',
  documentsNeeded: 'any',
  approved: ['issued'],
  approvedWithConditions: ['issued'],
  refused: [],
  issued: [],
};

/**
 * Judges an answer by those taken before it, in the order in which they were taken. Pure, for
 * workflows. A gap in the sequence is none: each answer stands by itself.
 */
export function judgeAnswer(taken: readonly TakenAnswer[], answer: AgencyAnswer): AnswerJudgement {
  return judgeTaken(taken, takenAnswer(answer));
}

/** The same of an answer of which only this is at hand. */
export function judgeTaken(taken: readonly TakenAnswer[], answer: TakenAnswer): AnswerJudgement {
  const same = taken.find(({ sequence }) => sequence === answer.sequence);
  if (same !== undefined) return same.digest === answer.digest ? 'repeat' : 'contradictory';
  const last = taken.at(-1);
  if (last === undefined) return 'new';
  if (answer.sequence < last.sequence) return 'late';
  const may = followers[last.outcome];
  return may === 'any' || may.includes(answer.outcome) ? 'new' : 'contradictory';
}

/** What is to be kept of an answer that is taken. */
export function takenAnswer(answer: AgencyAnswer): TakenAnswer {
  const { sequence, outcome } = answer;
  return { sequence, outcome, digest: answerDigest(answer) };
}

/** SHA-256 (hex) over the answer as JSON with sorted keys: the same content, the same digest. */
function answerDigest(answer: AgencyAnswer): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(answer))));
}
