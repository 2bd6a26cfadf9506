import { setTimeout as sleep } from 'node:timers/promises';
import type { AgencyAnswer, AgencyOutcome } from '../../../contracts/agency-link/answers.js';
import type { AgencyDispatch } from '../../../contracts/agency-link/messages.js';
import type { SigningKey } from '../../../contracts/agency-link/signature.js';
import type { AgencyBehaviour } from './agency-behaviour.js';
import { answerOf } from './answers.js';
import { callBack } from './call-back.js';

/** A request in the memory of the test agency. */
export interface KeptRequest {
  dispatch: AgencyDispatch;
  readonly agencyReference: string;
  /** Times it was handed over, repeats included. */
  handovers: number;
  /** All that it has answered, in the order in which it came to it. */
  readonly answers: AgencyAnswer[];
  /** What it is still going to answer. */
  outcomes: AgencyOutcome[];
  /** Ids of what it was told. */
  readonly notices: Set<string>;
  isFeePaid: boolean;
  /** It waits for the applicant's correction. */
  isIncomplete: boolean;
  isWorkedOn: boolean;
}

/** Answers the next thing, unless there is none, or somebody else has to act first. */
export async function takeStep(
  kept: KeptRequest,
  behaviour: AgencyBehaviour,
  key: SigningKey,
): Promise<void> {
  const [outcome, ...rest] = kept.outcomes;
  if (outcome === undefined || !mayGoOn(kept, behaviour)) return;
  const answer = answerOf(outcome, {
    requestId: kept.dispatch.requestId,
    sequence: kept.answers.length + 1,
    at: Date.now(),
    documentId: kept.dispatch.documents[0]?.documentId ?? null,
    isConditional: kept.answers.at(-1)?.outcome === 'approvedWithConditions',
  });
  kept.outcomes = rest;
  kept.isIncomplete = outcome === 'documentsNeeded';
  kept.answers.push(answer);
  if (behaviour.callbacks !== 'reversed') await tellAnswer(kept, answer, behaviour, key);
}

/** Works on a request until it is done, or somebody else has to act. */
export async function work(
  kept: KeptRequest,
  behaviour: AgencyBehaviour,
  key: SigningKey,
): Promise<void> {
  if (kept.isWorkedOn) return;
  kept.isWorkedOn = true;
  while (mayGoOn(kept, behaviour)) {
    await sleep(behaviour.eachAfterMs, undefined, { ref: false });
    await takeStep(kept, behaviour, key);
  }
  kept.isWorkedOn = false;
  if (kept.outcomes.length > 0) return;
  if (behaviour.callbacks === 'reversed') {
    for (const answer of kept.answers.toReversed()) await tellAnswer(kept, answer, behaviour, key);
  }
  if (behaviour.contradicts) await contradict(kept, behaviour, key);
}

function mayGoOn(kept: KeptRequest, { awaitsFee }: AgencyBehaviour): boolean {
  const [next] = kept.outcomes;
  if (next === undefined || kept.isIncomplete) return false;
  return next !== 'issued' || !awaitsFee || kept.isFeePaid;
}

async function contradict(
  kept: KeptRequest,
  behaviour: AgencyBehaviour,
  key: SigningKey,
): Promise<void> {
  const last = kept.answers.at(-1);
  if (last === undefined) return;
  const { requestId, sequence } = last;
  const opposite = last.outcome === 'refused' ? 'approved' : 'refused';
  const place = { requestId, sequence, at: Date.now(), documentId: null, isConditional: false };
  const answer = answerOf(opposite, place);
  kept.answers.push(answer);
  await tellAnswer(kept, answer, behaviour, key);
}

async function tellAnswer(
  kept: KeptRequest,
  answer: AgencyAnswer,
  { callbacks, otherRequestId }: AgencyBehaviour,
  key: SigningKey,
): Promise<void> {
  if (callbacks === 'never') return;
  const { callbackUrl, requestId } = kept.dispatch;
  const isElsewhere = callbacks === 'otherRequest' && otherRequestId !== undefined;
  const url = isElsewhere ? callbackUrl.replace(requestId, otherRequestId) : callbackUrl;
  const signed = callbacks === 'forged' || callbacks === 'stale' ? callbacks : 'well';
  await callBack({ url, body: answer, key, signed });
  if (callbacks === 'twice') await callBack({ url, body: answer, key });
}
