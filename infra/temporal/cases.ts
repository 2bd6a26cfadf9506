import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { AgencyPost, ServiceDirectory } from '../../activities/ports.js';
import type { AgencyRecord } from '../../contracts/commands/agency/messages.js';
import {
  agencyWorkflowType,
  newsSignal,
  recordSignal,
} from '../../contracts/commands/agency/messages.js';
import type {
  ServiceAnswer,
  ServiceCommand,
  ServiceStart,
  ServiceView,
} from '../../contracts/commands/service/messages.js';
import {
  actUpdate,
  caseQuery,
  refusalFailureType,
  serviceWorkflowType,
} from '../../contracts/commands/service/messages.js';
import { agencySubject, onboardingTaskQueue, serviceSubject } from '../../contracts/ids.js';
import { grpcCodeOf, unansweredCodes } from './grpc-code.js';

/**
 * Starts the workflow of a service. One id is one case for ever.
 *
 * @returns false when the service has a case already; nothing is changed then
 */
export async function startService(client: Client, start: ServiceStart): Promise<boolean> {
  try {
    await client.workflow.start(serviceWorkflowType, {
      taskQueue: onboardingTaskQueue,
      workflowId: serviceSubject(start.serviceId),
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
      args: [start],
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

/**
 * A worker that gives a case up may take a question along; the server learns of it after ten
 * seconds, so it is asked again before.
 */
const readMs = 4_000;
const readAgainMs = 8_000;

/**
 * The case of a service, from its workflow; `undefined` when there is none.
 *
 * @throws ServiceError when no worker answers within twelve seconds
 */
export async function findService(
  client: Client,
  serviceId: string,
): Promise<ServiceView | undefined> {
  const handle = client.workflow.getHandle(serviceSubject(serviceId));
  const ask = (withinMs: number) =>
    client.withDeadline(Date.now() + withinMs, () => handle.query<ServiceView>(caseQuery));
  try {
    return await ask(readMs).catch((error: unknown) => {
      if (!isUnanswered(error)) throw error;
      return ask(readAgainMs);
    });
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

function isUnanswered(error: unknown): boolean {
  const code = grpcCodeOf(error);
  return Object.values<number | undefined>(unansweredCodes).includes(code);
}

/** Tells an agency's workflow what the register says; starts it when it does not run yet. */
export async function recordAgency(client: Client, record: AgencyRecord): Promise<void> {
  await signalAgency(client, record.agencyId, recordSignal, record);
}

/** The post to agencies, through their workflows. */
export function createAgencyPost(client: Client): AgencyPost {
  return { tell: (agencyId, news) => signalAgency(client, agencyId, newsSignal, news) };
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

const chainMax = 50;

/** Looks at other services through their workflows. */
export function createServiceDirectory(client: Client): ServiceDirectory {
  return {
    async mergeChain(serviceId) {
      const chain: string[] = [];
      let next: string | undefined = serviceId;
      while (next !== undefined && !chain.includes(next) && chain.length < chainMax) {
        const found: ServiceView | undefined = await findService(client, next);
        if (found === undefined) break;
        chain.push(next);
        next = mergeTarget(found);
      }
      return chain;
    },
  };
}

/** Where a service was merged into, or is to be: a pending merge counts, so that no cycle closes. */
function mergeTarget({ service }: ServiceView): string | undefined {
  const { pending, mergedInto } = service;
  if (pending?.action === 'merge' && 'into' in pending.body) return String(pending.body.into);
  return mergedInto ?? undefined;
}

const handOverTries = 8;
const handOverWaitMs = 100;

/**
 * Acts on a service. An update that meets its case in the moment of continuing as new comes back
 * undone, from the server or the worker; it is sent again to the next run.
 *
 * The case itself remembers keys, across runs; the update's id is that of this call alone. Were it
 * the key, the server would repeat a refusal to whoever mends what was refused (ADR 8).
 *
 * @throws WorkflowUpdateFailedError with the case's refusal, when it refuses
 */
export async function actOnService(
  client: Client,
  serviceId: string,
  command: ServiceCommand,
): Promise<ServiceAnswer> {
  const handle = client.workflow.getHandle(serviceSubject(serviceId));
  const updateId = `${command.key}/${randomUUID()}`;
  for (let tries = 1; ; tries += 1) {
    try {
      return await handle.executeUpdate<ServiceAnswer, [ServiceCommand]>(actUpdate, {
        args: [command],
        updateId,
      });
    } catch (error) {
      if (!isUndoneByHandOver(error) || tries === handOverTries) throw error;
      await new Promise((resolve) => setTimeout(resolve, handOverWaitMs * tries));
    }
  }
}

function isUndoneByHandOver(error: unknown): boolean {
  if (!(error instanceof WorkflowUpdateFailedError)) return false;
  const { cause } = error;
  const isRefused = cause instanceof ApplicationFailure && cause.type === refusalFailureType;
  return (
    !isRefused &&
    /wasn't processed by worker|completed before the Update/i.test(String(cause?.message))
  );
}
