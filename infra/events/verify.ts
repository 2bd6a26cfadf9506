import type { Client } from '@temporalio/client';
import { QueryNotRegisteredError, WorkflowNotFoundError } from '@temporalio/client';
import type { Kafka } from 'kafkajs';
import type { AgencyView } from '../../contracts/commands/agency/messages.js';
import { agencyQuery, agencyWorkflowType } from '../../contracts/commands/agency/messages.js';
import type { ServiceView } from '../../contracts/commands/service/messages.js';
import { caseQuery, serviceWorkflowType } from '../../contracts/commands/service/messages.js';
import { serviceIdOf } from '../../contracts/ids.js';
import type { TopicName } from '../../contracts/topics.js';
import { topicNames } from '../../contracts/topics.js';
import { inParallel } from '../in-parallel.js';
import { readAll } from '../kafka/read-all.js';
import { Asker, Unanswered, WorkerSilent } from '../temporal/asker.js';
import type { CaseEnd, VerifyFault, VerifyReport } from './audit.js';
import { EventAudit } from './audit.js';

/** Who follows a verification that takes its time. */
export interface VerifyWatcher {
  /** A step begins; `total` when it is known. */
  onStep(what: string, total?: number): void;
  onProgress(done: number): void;
}

/** What is to be verified: everything, or these cases alone. */
export interface VerifyScope {
  readonly subjects?: readonly string[] | undefined;
}

/** The topic that a type of workflow writes. */
const topicOfType: Readonly<Record<string, TopicName>> = {
  [serviceWorkflowType]: 'service.status.v1',
  [agencyWorkflowType]: 'registry.change.v1',
};

/**
 * Compares the topics with the workflows while both move on. The topics are read, then every
 * workflow is asked: an event that a workflow does not know was invented. Where a workflow has
 * published more than was read, the topics are read once more: what is not there now is missing.
 */
export async function verifyEvents(
  kafka: Kafka,
  client: Client,
  watcher: VerifyWatcher,
  { subjects }: VerifyScope = {},
): Promise<VerifyReport> {
  const chosen = subjects === undefined ? undefined : new Set(subjects);
  const before = await readTopics(kafka, watcher, chosen);
  const subjectsRead = before.subjects();
  const cases = await (chosen === undefined
    ? allCases(client, subjectsRead)
    : casesOf(client, [...chosen]));
  const answers = await askCases(client, cases, watcher);
  const isAhead = answers.ends.some((end) => before.missingOf(end).length > 0);
  const after = isAhead ? await readTopics(kafka, watcher, chosen) : before;
  return {
    events: after.events,
    cases: answers.ends.length,
    resends: after.resends,
    unpublished: answers.ends
      .filter(({ unpublished }) => unpublished > 0)
      .map(({ topic, subject, unpublished }) => ({ topic, subject, count: unpublished })),
    faults: [
      ...after.ownFaults,
      ...answers.ends.flatMap((end) => [
        ...after.missingOf(end),
        ...before.inventedBeyond(end),
        ...after.otherThan(end),
      ]),
      ...answers.faults,
      ...cases.flatMap(endedFault),
      ...answers.absent.flatMap(({ topic, subject }) => after.gapsOf(topic, subject)),
    ],
  };
}

async function readTopics(
  kafka: Kafka,
  watcher: VerifyWatcher,
  chosen: ReadonlySet<string> | undefined,
): Promise<EventAudit> {
  const audit = new EventAudit();
  let count = 0;
  watcher.onStep('reading events');
  await readAll(kafka, topicNames, ({ topic, partition, offset, read }) => {
    const known = topicNames.find((name) => name === topic);
    if (known === undefined) return;
    const isChosen =
      chosen === undefined || (read.kind === 'event' && chosen.has(read.event.subject));
    if (isChosen) audit.take({ topic: known, partition, offset }, read);
    count += 1;
    watcher.onProgress(count);
  });
  return audit.close();
}

interface CaseToAsk {
  readonly topic: TopicName;
  readonly subject: string;
  /** How its workflow stands, e.g. `RUNNING`; left out when there is none. */
  readonly status?: string;
}

/** The chosen cases, each with how its workflow stands. */
async function casesOf(client: Client, subjects: readonly string[]): Promise<CaseToAsk[]> {
  const cases: CaseToAsk[] = [];
  await inParallel(subjects, concurrency, async (subject) => {
    const topic = serviceIdOf(subject) === undefined ? 'registry.change.v1' : 'service.status.v1';
    const status = await statusOf(client, subject);
    cases.push({ topic, subject, ...(status === undefined ? {} : { status }) });
  });
  return cases;
}

async function statusOf(client: Client, subject: string): Promise<string | undefined> {
  try {
    return (await client.workflow.getHandle(subject).describe()).status.name;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** The cases that visibility lists, and those it does not know but the topics do. */
async function allCases(client: Client, read: readonly CaseToAsk[]): Promise<CaseToAsk[]> {
  const cases = new Map(read.map((one) => [`${one.topic} ${one.subject}`, one]));
  const types = Object.keys(topicOfType).map((type) => `'${type}'`);
  const query = `ExecutionStatus != 'ContinuedAsNew' AND WorkflowType IN (${types.join(', ')})`;
  for await (const { workflowId: subject, type, status } of client.workflow.list({
    query,
    pageSize: 1_000,
  })) {
    const topic = topicOfType[type];
    if (topic === undefined) continue;
    cases.set(`${topic} ${subject}`, { topic, subject, status: status.name });
  }
  return [...cases.values()];
}

/** Cases never close: one that did has lost its clocks, and what it had not yet published. */
function endedFault(one: CaseToAsk): VerifyFault[] {
  if (!hasEnded(one)) return [];
  const { topic, subject, status } = one;
  return [{ topic, subject, code: 'ended', detail: `its workflow has ended: ${status}` }];
}

function hasEnded({ status }: CaseToAsk): boolean {
  return status !== undefined && status !== 'RUNNING' && status !== 'CONTINUED_AS_NEW';
}

interface Answers {
  readonly ends: CaseEnd[];
  /** Cases of which there are events, but no workflow. */
  readonly absent: CaseToAsk[];
  readonly faults: VerifyFault[];
}

/** Queries under way at a time. */
const concurrency = 32;

async function askCases(
  client: Client,
  cases: readonly CaseToAsk[],
  watcher: VerifyWatcher,
): Promise<Answers> {
  const answers: Answers = { ends: [], absent: [], faults: [] };
  let done = 0;
  const asker = new Asker(client);
  watcher.onStep('asking cases', cases.length);
  await inParallel(cases, concurrency, async (one) => {
    await takeAnswer(asker, one, answers);
    done += 1;
    watcher.onProgress(done);
  });
  return answers;
}

function placeOf({ topic, subject }: CaseToAsk): Pick<CaseToAsk, 'topic' | 'subject'> {
  return { topic, subject };
}

async function takeAnswer(asker: Asker, one: CaseToAsk, answers: Answers): Promise<void> {
  const { topic, subject } = one;
  try {
    const { sequence, chainhash, unpublished } = await (topic === 'service.status.v1'
      ? asker.ask<ServiceView>(subject, caseQuery)
      : asker.ask<AgencyView>(subject, agencyQuery));
    answers.ends.push({ ...placeOf(one), sequence, chainhash, unpublished });
  } catch (error) {
    if (error instanceof Unanswered) {
      // One that has ended may never have begun; of any other's silence the worker is the cause.
      if (answers.ends.length === 0 && !hasEnded(one)) {
        throw new WorkerSilent(`nobody answers, last ${subject}`, error);
      }
      answers.faults.push({ ...placeOf(one), code: 'unanswered', detail: error.message });
    } else if (error instanceof WorkflowNotFoundError) {
      answers.absent.push(one);
      answers.faults.push({ ...placeOf(one), code: 'invented', detail: 'there is no such case' });
    } else if (error instanceof QueryNotRegisteredError) {
      answers.faults.push({ ...placeOf(one), code: 'unanswered', detail: error.message });
    } else throw error;
  }
}
