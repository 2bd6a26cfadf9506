import type { Client } from '@temporalio/client';
import { QueryNotRegisteredError, WorkflowNotFoundError } from '@temporalio/client';
import type { AgencyView } from '../../contracts/commands/agency/messages.js';
import { agencyQuery } from '../../contracts/commands/agency/messages.js';
import type { AppealView } from '../../contracts/commands/appeal/messages.js';
import type { RequestView } from '../../contracts/commands/request/messages.js';
import type { ServiceView } from '../../contracts/commands/service/messages.js';
import { caseQuery } from '../../contracts/commands/service/messages.js';
import { agencyIdOf } from '../../contracts/ids.js';
import { appealOutcomes } from '../../contracts/lifecycles/appeal/table.js';
import { isEnd } from '../../contracts/lifecycles/request/states.js';
import type { TopicName } from '../../contracts/topics.js';
import { inParallel } from '../in-parallel.js';
import { Asker, Unanswered, WorkerSilent } from '../temporal/asker.js';
import type { CaseEnd, VerifyFault } from './audit.js';

/** Who follows a verification that takes its time. */
export interface VerifyWatcher {
  /** A step begins; `total` when it is known. */
  onStep(what: string, total?: number): void;
  onProgress(done: number): void;
}

/** A case whose workflow is to be asked. */
export interface CaseToAsk {
  /** Of a request or appeal: any of its topics, until it has answered. */
  readonly topic: TopicName;
  readonly subject: string;
  /** A request or appeal closes once nothing of it is open; a standing case never does. */
  readonly kind: 'standing' | 'request' | 'appeal';
  /** How its workflow stands, e.g. `RUNNING`; left out when there is none. */
  readonly status?: string;
}

type Where = Pick<CaseEnd, 'topic' | 'subject'>;

/** What the cases answered. */
export interface Answers {
  readonly ends: CaseEnd[];
  /** The least that a case has published on a topic of whose end it does not tell. */
  readonly floors: CaseEnd[];
  /** Topics that a case does not write, although its kind may. */
  readonly elsewhere: Where[];
  /** Cases of which there are events, but no workflow. */
  readonly absent: CaseToAsk[];
  readonly faults: VerifyFault[];
}

/** Queries under way at a time. */
export const concurrency = 32;

/** Who answers for some cases: one worker, silent or not. */
interface Desk {
  readonly asker: Asker;
  readonly worker: 'onboarding' | 'citizen-request';
  answers: number;
}

/** Asks every case how far it has come. */
export async function askCases(
  client: Client,
  cases: readonly CaseToAsk[],
  watcher: VerifyWatcher,
): Promise<Answers> {
  const answers: Answers = { ends: [], floors: [], elsewhere: [], absent: [], faults: [] };
  const desk = (worker: Desk['worker']): Desk => ({ asker: new Asker(client), worker, answers: 0 });
  const [services, requests] = [desk('onboarding'), desk('citizen-request')];
  let done = 0;
  watcher.onStep('asking cases', cases.length);
  await inParallel(cases, concurrency, async (one) => {
    await takeAnswer(one.kind === 'standing' ? services : requests, one, answers);
    done += 1;
    watcher.onProgress(done);
  });
  return answers;
}

async function takeAnswer(desk: Desk, one: CaseToAsk, answers: Answers): Promise<void> {
  try {
    if (one.kind === 'standing') await takeStanding(desk, one, answers);
    else await takeClosing(desk, one, answers);
    desk.answers += 1;
  } catch (error) {
    takeSilence(desk, one, answers, error);
  }
}

async function takeStanding({ asker }: Desk, one: CaseToAsk, answers: Answers): Promise<void> {
  const { topic, subject } = one;
  const isAgency = topic === 'registry.change.v1' && agencyIdOf(subject) !== undefined;
  const { sequence, chainhash, unpublished } = await (isAgency
    ? asker.ask<AgencyView>(subject, agencyQuery)
    : asker.ask<ServiceView>(subject, caseQuery));
  answers.ends.push({ topic, subject, sequence, chainhash, unpublished });
  answers.faults.push(...endedFault(one));
}

/** It tells of its status topic; of copies there are at least those that its case has on record. */
async function takeClosing({ asker }: Desk, one: CaseToAsk, answers: Answers): Promise<void> {
  const { subject } = one;
  const view = await asker.ask<RequestView | AppealView>(subject, caseQuery);
  const { sequence, chainhash, unpublished } = view;
  const { portal, isAtEnd, copies } = 'request' in view ? aboutRequest(view) : aboutAppeal(view);
  const topic = `request.status.${portal}.v1` as const;
  const other = portal === 'biz' ? 'citizen' : 'biz';
  answers.ends.push({ topic, subject, sequence, chainhash, unpublished });
  const floor = { topic: 'request.notice.v1', subject, chainhash: '', unpublished } as const;
  answers.floors.push({ ...floor, sequence: copies });
  answers.elsewhere.push({ topic: `request.status.${other}.v1`, subject });
  const isOver = one.status === 'COMPLETED' && isAtEnd && unpublished === 0;
  if (!isOver) answers.faults.push(...endedFault({ ...one, topic }));
}

/** Copies that it has certainly made: of each letter, of each that was missed, and that it is late. */
function aboutRequest({ request: { portal, state, notices, flags } }: RequestView) {
  const copies = notices.length + flags.missedLetters.length + (flags.overdue ? 1 : 0);
  return { portal, isAtEnd: isEnd(state), copies };
}

function aboutAppeal({ appeal: { portal, state } }: AppealView) {
  return { portal, isAtEnd: appealOutcomes.some((outcome) => outcome === state), copies: 0 };
}

function takeSilence(desk: Desk, one: CaseToAsk, answers: Answers, error: unknown): void {
  const { topic, subject } = one;
  if (error instanceof WorkflowNotFoundError) {
    answers.absent.push(one);
    return;
  }
  if (error instanceof Unanswered) {
    // One that has ended may never have begun; of any other's silence the worker is the cause.
    if (desk.answers === 0 && !hasEnded(one)) {
      throw new WorkerSilent(`nobody answers, last ${subject}`, error, desk.worker);
    }
  } else if (!(error instanceof QueryNotRegisteredError)) throw error;
  const unanswered = { topic, subject, code: 'unanswered', detail: error.message } as const;
  answers.faults.push(unanswered, ...endedFault(one));
}

/** A case that closed has lost its clocks, and what it had not yet published. */
function endedFault(one: CaseToAsk): VerifyFault[] {
  if (!hasEnded(one)) return [];
  const { topic, subject, status } = one;
  return [{ topic, subject, code: 'ended', detail: `its workflow has ended: ${status}` }];
}

function hasEnded({ status }: CaseToAsk): boolean {
  return status !== undefined && status !== 'RUNNING' && status !== 'CONTINUED_AS_NEW';
}
