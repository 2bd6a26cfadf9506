import type { AgencyAnswer, AgencyOutcome } from '../../contracts/agency-link/answers.js';
import type { ArrivedAnswer } from '../../contracts/agency-link/arrived.js';
import { partAnswer } from '../../contracts/agency-link/arrived.js';
import { nextOfAnswer } from '../../contracts/lifecycles/request/agency-deeds.js';
import type { RequestCase } from '../../contracts/lifecycles/request/case.js';
import { arrived, judgeFirst, ofDispatch } from '../../contracts/lifecycles/request/dispatch.js';
import { takeRequestEffect } from '../../contracts/lifecycles/request/effects.js';
import type { Manual } from '../../contracts/manuals/manual.js';
import type { AnswerPlace } from '../../infra/local/test-agency/answers.js';
import { answerOf } from '../../infra/local/test-agency/answers.js';
import { sampleManual } from './request-life.js';

/** A manual that the agency's own system works, with a fee after the decision. */
export function withFee(): Manual {
  return { ...sampleManual('SVC2941'), handling: 'agencySystem' };
}

/** A whole answer of the agency's system to a request, as it was at a moment. */
export function agencyAnswer(
  { requestId, documents }: Pick<RequestCase, 'requestId' | 'documents'>,
  outcome: AgencyOutcome,
  place: Partial<AnswerPlace> & Pick<AnswerPlace, 'at'>,
): AgencyAnswer {
  const documentId = documents[0]?.documentId ?? null;
  return answerOf(outcome, { requestId, sequence: 1, documentId, isConditional: false, ...place });
}

/** An answer as it reaches the case, its words as plain JSON. */
export function arriving(answer: AgencyAnswer, arrivedAt = Date.parse(answer.at)): ArrivedAnswer {
  const { plain, words } = partAnswer(answer, arrivedAt);
  return { ...plain, words: words === undefined ? null : JSON.stringify(words) };
}

/** What became of an answer: the case, and each thing that was done for it. */
export interface Taken {
  readonly request: RequestCase;
  readonly done: readonly string[];
}

/** Does all that an answer comes to, as the errands of a case do, one thing after the other. */
export function carryOut(request: RequestCase, answer: ArrivedAnswer): Taken {
  let now = ofDispatch(request, { pending: answer });
  const done: string[] = [];
  for (let sequence = 100; sequence < 110; sequence += 1) {
    const found = nextOfAnswer(now, answer);
    if (found.kind === 'waits') return { request: now, done: [...done, 'waits'] };
    if (found.kind === 'done') return { request: now, done };
    if (found.kind === 'impossible') {
      return { request: now, done: [...done, `impossible: ${found.refusal.code}`] };
    }
    const { deed, at, as: by, words, isLast } = found.next;
    now = takeRequestEffect(now, deed, { at, sequence, by, ...(words === null ? {} : { words }) });
    done.push(`${deed.action} by ${by.role}`);
    if (isLast) return { request: ofDispatch(now, { pending: null }), done };
  }
  throw new Error(`it never comes to an end: ${done.join(', ')}`);
}

/** Takes an answer: judges it, and does what it comes to when it counts. */
export function take(request: RequestCase, answer: ArrivedAnswer): Taken {
  const judged = judgeFirst(arrived(request, answer));
  if (judged === undefined) return { request, done: ['known'] };
  if (judged.judged !== 'new') return { request: judged.request, done: [judged.judged] };
  return carryOut(judged.request, answer);
}
