import type { Client } from '@temporalio/client';
import type { Kafka } from 'kafkajs';
import { appealOutcomes } from '../../contracts/lifecycles/appeal/table.js';
import { endStates } from '../../contracts/lifecycles/request/states.js';
import { topicNames } from '../../contracts/topics.js';
import { readAll } from '../kafka/read-all.js';
import type { CaseToAsk, VerifyWatcher } from './ask-cases.js';
import { askCases } from './ask-cases.js';
import type { VerifyFault, VerifyReport } from './audit.js';
import { EventAudit } from './audit.js';
import { allCases, casesOf, requestTopics } from './cases-to-ask.js';

/** What is to be verified: everything, or these cases alone. */
export interface VerifyScope {
  readonly subjects?: readonly string[] | undefined;
}

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
  const { ends, floors } = answers;
  const isAhead = [...ends, ...floors].some((end) => before.missingOf(end).length > 0);
  const after = isAhead ? await readTopics(kafka, watcher, chosen) : before;
  return {
    events: after.events,
    cases: ends.length,
    resends: after.resends,
    unpublished: ends
      .filter(({ unpublished }) => unpublished > 0)
      .map(({ topic, subject, unpublished }) => ({ topic, subject, count: unpublished })),
    faults: [
      ...after.ownFaults,
      ...ends.flatMap((end) => [
        ...after.missingOf(end),
        ...before.inventedBeyond(end),
        ...after.otherThan(end),
      ]),
      ...floors.flatMap((floor) => after.missingOf(floor)),
      ...answers.elsewhere.flatMap(({ topic, subject }) => after.strangeOn(topic, subject)),
      ...answers.faults,
      ...answers.absent.flatMap((one) => absentFaults(after, one)),
    ],
  };
}

/**
 * A case without a workflow was invented; but requests and appeals close once nothing of them is open,
 * and the server forgets them: their newest event then says how they ended.
 */
function absentFaults(audit: EventAudit, { topic, subject, kind }: CaseToAsk): VerifyFault[] {
  const gone: VerifyFault = { topic, subject, code: 'invented', detail: 'there is no such case' };
  if (kind === 'standing') return [gone, ...audit.gapsOf(topic, subject)];
  const ends: readonly string[] = kind === 'request' ? endStates : appealOutcomes;
  const hasEnded = requestTopics.some((one) => ends.includes(audit.stateOf(one, subject) ?? ''));
  return [
    ...(hasEnded ? [] : [gone]),
    ...requestTopics.flatMap((one) => audit.gapsOf(one, subject)),
  ];
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
