import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import {
  isGrpcServiceError,
  QueryNotRegisteredError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { Kafka } from 'kafkajs';
import type { AgencyView } from '../../contracts/commands/agency/messages.js';
import { agencyQuery, agencyWorkflowType } from '../../contracts/commands/agency/messages.js';
import type { ServiceView } from '../../contracts/commands/service/messages.js';
import { caseQuery, serviceWorkflowType } from '../../contracts/commands/service/messages.js';
import type { TopicName } from '../../contracts/topics.js';
import { topicNames } from '../../contracts/topics.js';
import { inParallel } from '../in-parallel.js';
import { readAll } from '../kafka/read-all.js';
import type { CaseEnd, VerifyFault, VerifyReport } from './audit.js';
import { EventAudit } from './audit.js';

/** Who follows a verification that takes its time. */
export interface VerifyWatcher {
  /** A step begins; `total` when it is known. */
  onStep(what: string, total?: number): void;
  onProgress(done: number): void;
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
): Promise<VerifyReport> {
  const before = await readTopics(kafka, watcher);
  const answers = await askCases(client, await casesToAsk(client, before), watcher);
  const isAhead = answers.ends.some((end) => before.missingOf(end).length > 0);
  const after = isAhead ? await readTopics(kafka, watcher) : before;
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
      ...answers.absent.flatMap(({ topic, subject }) => after.gapsOf(topic, subject)),
    ],
  };
}

async function readTopics(kafka: Kafka, watcher: VerifyWatcher): Promise<EventAudit> {
  const audit = new EventAudit();
  let count = 0;
  watcher.onStep('reading events');
  await readAll(kafka, topicNames, ({ topic, partition, offset, read }) => {
    const known = topicNames.find((name) => name === topic);
    if (known === undefined) return;
    audit.take({ topic: known, partition, offset }, read);
    count += 1;
    watcher.onProgress(count);
  });
  return audit.close();
}

interface CaseToAsk {
  readonly topic: TopicName;
  readonly subject: string;
}

/** The cases that visibility lists, and those it does not know but the topics do. */
async function casesToAsk(client: Client, audit: EventAudit): Promise<CaseToAsk[]> {
  const cases = new Map(audit.subjects().map((one) => [`${one.topic} ${one.subject}`, one]));
  const types = Object.keys(topicOfType).map((type) => `'${type}'`);
  const query = `ExecutionStatus = 'Running' AND WorkflowType IN (${types.join(', ')})`;
  for await (const { workflowId: subject, type } of client.workflow.list({
    query,
    pageSize: 1_000,
  })) {
    const topic = topicOfType[type];
    if (topic !== undefined) cases.set(`${topic} ${subject}`, { topic, subject });
  }
  return [...cases.values()];
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
  watcher.onStep('asking cases', cases.length);
  await inParallel(cases, concurrency, async (one) => {
    await takeAnswer(client, one, answers);
    done += 1;
    watcher.onProgress(done);
  });
  return answers;
}

async function takeAnswer(client: Client, one: CaseToAsk, answers: Answers): Promise<void> {
  try {
    const { sequence, chainhash, unpublished } = await ask(client, one);
    answers.ends.push({ ...one, sequence, chainhash, unpublished });
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) {
      answers.absent.push(one);
      answers.faults.push({ ...one, code: 'invented', detail: 'there is no such case' });
    } else if (error instanceof QueryNotRegisteredError) {
      answers.faults.push({ ...one, code: 'unanswered', detail: error.message });
    } else throw error;
  }
}

const queryMs = 30_000;
const tries = 3;

/** A case that has just begun a new run, or a server that is busy, is asked again. */
async function ask(
  client: Client,
  { topic, subject }: CaseToAsk,
): Promise<Pick<CaseEnd, 'sequence' | 'chainhash' | 'unpublished'>> {
  const handle = client.workflow.getHandle(subject);
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await client.withDeadline(Date.now() + queryMs, async () =>
        topic === 'service.status.v1'
          ? await handle.query<ServiceView>(caseQuery)
          : await handle.query<AgencyView>(agencyQuery),
      );
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      if (left === 0 || !(isGrpcServiceError(error) || isGrpcServiceError(cause))) throw error;
      await sleep(500);
    }
  }
}
