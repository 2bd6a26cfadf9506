import { randomUUID } from 'node:crypto';
import type { Client, WorkflowStartOptions } from '@temporalio/client';
import {
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import type { SearchAttributePair, Workflow } from '@temporalio/common';
import { ApplicationFailure } from '@temporalio/common';
import type { AppealPost, ServiceDirectory } from '../../activities/ports.js';
import type { ArrivedAnswer } from '../../contracts/agency-link/arrived.js';
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
  refusalIn,
  serviceWorkflowType,
} from '../../contracts/commands/service/messages.js';
import type { CarriedRequest } from '../../contracts/commands/request/carried.js';
import type {
  RequestAnswer,
  RequestCommand,
  RequestStart,
  RequestView,
} from '../../contracts/commands/request/messages.js';
import {
  agencyAnsweredSignal,
  paymentToldSignal,
  requestWorkflowType,
} from '../../contracts/commands/request/messages.js';
import type {
  AppealAnswer,
  AppealCommand,
  AppealView,
} from '../../contracts/commands/appeal/messages.js';
import { appealEndedSignal, appealWorkflowType } from '../../contracts/commands/appeal/messages.js';
import type {
  ManualAnswer,
  ManualCommand,
  ManualStart,
  ManualView,
} from '../../contracts/commands/manual/messages.js';
import { manualWorkflowType } from '../../contracts/commands/manual/messages.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import type { Manual } from '../../contracts/manuals/manual.js';
import {
  appealSubject,
  manualSubject,
  onboardingTaskQueue,
  requestSubject,
  requestTaskQueue,
  serviceSubject,
} from '../../contracts/ids.js';
import { grpcCodeOf, unansweredCodes } from './grpc-code.js';

/** How a case is started, beside what it is. */
export interface StartManner {
  /** What it is found by from its start; it sets what is missing itself. */
  readonly typedSearchAttributes?: SearchAttributePair[];
  /** Its first task comes with the answer to the start, for the worker on the client's own connection. */
  readonly requestEagerStart?: boolean;
}

/**
 * Starts the workflow of a service. One id is one case for ever.
 *
 * @returns false when the service has a case already; nothing is changed then
 */
export function startService(
  client: Client,
  start: ServiceStart,
  manner: StartManner = {},
): Promise<boolean> {
  return startCase(client, serviceWorkflowType, {
    taskQueue: onboardingTaskQueue,
    workflowId: serviceSubject(start.serviceId),
    args: [start],
    ...manner,
  });
}

/** Starts a case under its id, unless there is or was one. */
export async function startCase(
  client: Client,
  type: string,
  options: Pick<WorkflowStartOptions, 'taskQueue' | 'workflowId'> &
    StartManner & { args: [object] },
): Promise<boolean> {
  try {
    await client.workflow.start(type, {
      ...options,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

/**
 * A worker that gives a case up may take a question along; the server learns of it after ten
 * seconds, so it is asked again before. A worker that was killed is asked first for ten seconds, so the
 * second question has longer.
 */
const readMs = 4_000;
const readAgainMs = 11_000;

/**
 * The case of a service, from its workflow; `undefined` when there is none.
 *
 * @throws ServiceError when no worker answers within fifteen seconds
 */
export function findService(client: Client, serviceId: string): Promise<ServiceView | undefined> {
  return findCase(client, serviceSubject(serviceId));
}

/** What a case answers when it is asked; `undefined` when there is none. */
export async function findCase<View>(
  client: Client,
  workflowId: string,
  query: string = caseQuery,
): Promise<View | undefined> {
  const handle = client.workflow.getHandle(workflowId);
  const ask = (withinMs: number) =>
    client.withDeadline(Date.now() + withinMs, () => handle.query<View>(query));
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

/** The refusal that an update failed with, if it is one. */
export function refusalOf(error: unknown): Refusal | undefined {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  return cause instanceof ApplicationFailure && cause.type === refusalFailureType
    ? refusalIn(cause.details)
    : undefined;
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
    async stateOf(serviceId) {
      return (await findService(client, serviceId))?.service.state ?? null;
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
export function actOnService(
  client: Client,
  serviceId: string,
  command: ServiceCommand,
): Promise<ServiceAnswer> {
  return actOnCase(client, serviceSubject(serviceId), command);
}

/** Updates a case, as {@link actOnService} a service: by its action, unless told otherwise. */
export async function actOnCase<Answer>(
  client: Client,
  workflowId: string,
  command: { readonly key: string },
  update: string = actUpdate,
): Promise<Answer> {
  const handle = client.workflow.getHandle(workflowId);
  return sendAgain(command, (updateId) =>
    handle.executeUpdate<Answer, [object]>(update, { args: [command], updateId }),
  );
}

async function sendAgain<Answer>(
  { key }: { readonly key: string },
  send: (updateId: string) => Promise<Answer>,
): Promise<Answer> {
  const updateId = `${key}/${randomUUID()}`;
  for (let tries = 1; ; tries += 1) {
    try {
      return await send(updateId);
    } catch (error) {
      if (!isUndoneByHandOver(error) || tries === handOverTries) throw error;
      await new Promise((resolve) => setTimeout(resolve, handOverWaitMs * tries));
    }
  }
}

function isUndoneByHandOver(error: unknown): boolean {
  if (!(error instanceof WorkflowUpdateFailedError)) return false;
  return (
    refusalOf(error) === undefined &&
    /wasn't processed by worker|completed before the Update/i.test(String(error.cause?.message))
  );
}

/**
 * Starts the workflow of a citizen's request. One id is one case for ever.
 *
 * @returns false when there is or was one; nothing is changed then
 */
export function startRequest(client: Client, start: RequestStart): Promise<boolean> {
  return startCase(client, requestWorkflowType, {
    taskQueue: requestTaskQueue,
    workflowId: requestSubject(start.requestId),
    args: [start],
  });
}

/** The case of a request, from its workflow; `undefined` when there is none. */
export function findRequest(client: Client, requestId: string): Promise<RequestView | undefined> {
  return findCase(client, requestSubject(requestId));
}

/** Acts on a request, as {@link actOnService} on a service. */
export function actOnRequest(
  client: Client,
  requestId: string,
  command: RequestCommand,
): Promise<RequestAnswer> {
  return actOnCase(client, requestSubject(requestId), command);
}

/**
 * Acts on a request that has closed: a new run begins from the archive, unless one runs already. In one
 * call with the act, so that no run stays that nobody asked for.
 */
export function actOnClosedRequest(
  client: Client,
  archived: CarriedRequest,
  command: RequestCommand,
): Promise<RequestAnswer> {
  const workflowId = requestSubject(archived.request.requestId);
  return sendAgain(command, (updateId) =>
    client.workflow.executeUpdateWithStart<Workflow, RequestAnswer, [RequestCommand]>(actUpdate, {
      ...{ args: [command], updateId },
      startWorkflowOperation: new WithStartWorkflowOperation(requestWorkflowType, {
        ...{ taskQueue: requestTaskQueue, workflowId, args: [{ archived }] },
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'USE_EXISTING',
      }),
    }),
  );
}

/**
 * Tells a request that a payment was told: it asks the treasury.
 *
 * @returns false when there is no such request that still runs
 */
export function tellPayment(client: Client, requestId: string): Promise<boolean> {
  return signalRequest(client, requestId, paymentToldSignal);
}

/**
 * Tells a request what its agency's own system has answered.
 *
 * @returns false when there is no such request that still runs
 */
export function tellAnswer(
  client: Client,
  requestId: string,
  answer: ArrivedAnswer,
): Promise<boolean> {
  return signalRequest(client, requestId, agencyAnsweredSignal, answer);
}

async function signalRequest(
  client: Client,
  requestId: string,
  signal: string,
  ...content: object[]
): Promise<boolean> {
  try {
    await client.workflow.getHandle(requestSubject(requestId)).signal(signal, ...content);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** Acts on the manual of a service; its workflow begins with the first submission. */
export async function actOnManual(
  client: Client,
  start: ManualStart,
  command: ManualCommand,
): Promise<ManualAnswer> {
  if (command.action === 'submitManual') await startManual(client, start);
  return actOnCase(client, manualSubject(start.serviceId), command);
}

/** Begins the shelf of a service's manual; false when there is one already. */
export function startManual(client: Client, start: ManualStart): Promise<boolean> {
  return startCase(client, manualWorkflowType, {
    taskQueue: requestTaskQueue,
    workflowId: manualSubject(start.serviceId),
    args: [start],
  });
}

/** The manual of a service, from its workflow; `undefined` when it has none. */
export function findManual(client: Client, serviceId: string): Promise<ManualView | undefined> {
  return findCase(client, manualSubject(serviceId));
}

/** The published versions of a service's manual, from its workflow; none when there is no manual. */
export async function findManuals(client: Client, serviceId: string): Promise<readonly Manual[]> {
  const view = await findManual(client, serviceId);
  return view?.versions ?? [];
}

/** Between requests and the cases of their appeals, through their workflows. */
export function createAppealPost(client: Client): AppealPost {
  return {
    begin: async (start) => {
      await startCase(client, appealWorkflowType, {
        taskQueue: requestTaskQueue,
        workflowId: appealSubject(start.requestId, start.number),
        args: [start],
      });
    },
    tell: async (requestId, news) => {
      await client.workflow.getHandle(requestSubject(requestId)).signal(appealEndedSignal, news);
    },
  };
}

/** The case of an appeal, from its workflow; `undefined` when there is none. */
export function findAppeal(
  client: Client,
  requestId: string,
  number: number,
): Promise<AppealView | undefined> {
  return findCase(client, appealSubject(requestId, number));
}

/** Acts on an appeal, as {@link actOnService} on a service. */
export function actOnAppeal(
  client: Client,
  { requestId, number }: { readonly requestId: string; readonly number: number },
  command: AppealCommand,
): Promise<AppealAnswer> {
  return actOnCase(client, appealSubject(requestId, number), command);
}
