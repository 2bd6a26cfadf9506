import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { agencyWorkflowType } from '../../contracts/commands/agency/messages.js';
import { appealWorkflowType } from '../../contracts/commands/appeal/messages.js';
import { calendarWorkflowType } from '../../contracts/commands/calendar/messages.js';
import { manualWorkflowType } from '../../contracts/commands/manual/messages.js';
import { requestWorkflowType } from '../../contracts/commands/request/messages.js';
import { serviceWorkflowType } from '../../contracts/commands/service/messages.js';
import { appealIdOf, requestIdOf, serviceIdOf } from '../../contracts/ids.js';
import type { TopicName } from '../../contracts/topics.js';
import { inParallel } from '../in-parallel.js';
import type { CaseToAsk } from './ask-cases.js';
import { concurrency } from './ask-cases.js';

/** Topics on which a request or appeal may have events: one of the first two, by its portal, and the third. */
export const requestTopics = [
  'request.status.biz.v1',
  'request.status.citizen.v1',
  'request.notice.v1',
] as const satisfies readonly TopicName[];

/** The topic that a type of workflow writes; of a request or appeal only the case knows which. */
const topicOfType: Readonly<Record<string, TopicName>> = {
  [serviceWorkflowType]: 'service.status.v1',
  [agencyWorkflowType]: 'registry.change.v1',
  [manualWorkflowType]: 'registry.change.v1',
  [calendarWorkflowType]: 'registry.change.v1',
  [requestWorkflowType]: 'request.status.biz.v1',
  [appealWorkflowType]: 'request.status.biz.v1',
};

/** The chosen cases, each with how its workflow stands. */
export async function casesOf(client: Client, subjects: readonly string[]): Promise<CaseToAsk[]> {
  const cases: CaseToAsk[] = [];
  await inParallel(subjects, concurrency, async (subject) => {
    const status = await statusOf(client, subject);
    const one = caseOf(topicOfSubject(subject), subject);
    cases.push({ ...one, ...(status === undefined ? {} : { status }) });
  });
  return cases;
}

function topicOfSubject(subject: string): TopicName {
  if (kindOf(subject) !== 'standing') return 'request.status.biz.v1';
  return serviceIdOf(subject) === undefined ? 'registry.change.v1' : 'service.status.v1';
}

function caseOf(topic: TopicName, subject: string): CaseToAsk {
  const isTheirs = requestTopics.some((one) => one === topic);
  return { topic, subject, kind: isTheirs ? kindOf(subject) : 'standing' };
}

function kindOf(subject: string): CaseToAsk['kind'] {
  if (requestIdOf(subject) !== undefined) return 'request';
  return appealIdOf(subject) === undefined ? 'standing' : 'appeal';
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
export async function allCases(
  client: Client,
  read: readonly { readonly topic: TopicName; readonly subject: string }[],
): Promise<CaseToAsk[]> {
  const cases = new Map<string, CaseToAsk>();
  for (const { topic, subject } of read) {
    const one = caseOf(topic, subject);
    cases.set(keyOf(one), one);
  }
  const types = Object.keys(topicOfType).map((type) => `'${type}'`);
  const query = `ExecutionStatus != 'ContinuedAsNew' AND WorkflowType IN (${types.join(', ')})`;
  for await (const { workflowId: subject, type, status } of client.workflow.list({
    query,
    pageSize: 1_000,
  })) {
    const topic = topicOfType[type];
    if (topic === undefined) continue;
    const one = caseOf(topic, subject);
    cases.set(keyOf(one), { ...one, status: status.name });
  }
  return [...cases.values()];
}

/** A request or appeal is one case, whichever topics it has events on. */
function keyOf({ topic, subject, kind }: CaseToAsk): string {
  return kind === 'standing' ? `${topic} ${subject}` : subject;
}
