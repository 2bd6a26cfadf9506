import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { AgencyPost } from '../../activities/ports.js';
import type {
  AgencyAnswer,
  AgencyCommand,
  AgencyRecord,
  AgencyView,
  MemberWord,
} from '../../contracts/commands/agency/messages.js';
import {
  admitUpdate,
  agencyQuery,
  agencyWorkflowType,
  decideUpdate,
  memberSignal,
  newsSignal,
  recordSignal,
} from '../../contracts/commands/agency/messages.js';
import { agencySubject, onboardingTaskQueue } from '../../contracts/ids.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import { refuse } from '../../contracts/lifecycles/refusals.js';
import { actOnCase, findCase, refusalOf } from './cases.js';

/** Tells an agency's workflow what the register says; starts it when it does not run yet. */
export async function recordAgency(client: Client, record: AgencyRecord): Promise<void> {
  await signalAgency(client, record.agencyId, recordSignal, record);
}

/** The post to agencies, through their workflows. */
export function createAgencyPost(client: Client): AgencyPost {
  return {
    tell: (agencyId, news) => signalAgency(client, agencyId, newsSignal, news),
    askToJoin: (into, word) => askToJoin(client, into, word),
    tellMember: (into, word) => signalAgency(client, into, memberSignal, word),
  };
}

const joinMs = 15_000;

/** The same word is the same update, however often it is sent; a refusal is an answer. */
async function askToJoin(
  client: Client,
  into: string,
  word: MemberWord,
): Promise<Refusal | { readonly joined: true }> {
  const handle = client.workflow.getHandle(agencySubject(into));
  const updateId = `joins/${word.agencyId}/${word.number}`;
  try {
    await client.withDeadline(Date.now() + joinMs, () =>
      handle.executeUpdate<undefined, [MemberWord]>(admitUpdate, { args: [word], updateId }),
    );
    return { joined: true };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return refuse('agencyUnknown', { agencyId: into });
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return refusal;
  }
}

/**
 * Decides where an agency belongs.
 *
 * @throws WorkflowNotFoundError when nobody has told of the agency
 * @throws WorkflowUpdateFailedError with the refusal ({@link refusalOf}), when it refuses
 */
export function decideOnAgency(
  client: Client,
  agencyId: string,
  command: AgencyCommand,
): Promise<AgencyAnswer> {
  return actOnCase(client, agencySubject(agencyId), command, decideUpdate);
}

async function signalAgency(
  client: Client,
  agencyId: string,
  signal: string,
  content: object,
): Promise<void> {
  await client.workflow.signalWithStart(agencyWorkflowType, {
    taskQueue: onboardingTaskQueue,
    workflowId: agencySubject(agencyId),
    args: [{ agencyId }],
    signal,
    signalArgs: [content],
  });
}

/** An agency, from its workflow; `undefined` when nobody has told of it. */
export function findAgencyCase(client: Client, agencyId: string): Promise<AgencyView | undefined> {
  return findCase(client, agencySubject(agencyId), agencyQuery);
}
