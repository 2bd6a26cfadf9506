import { createHash, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { ServiceError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { NativeConnection, Worker, WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { createActivities } from '../../activities/index.js';
import type {
  AgencyDigest,
  AgencyNews,
  AgencyPost,
  LiveCheckResult,
  Ports,
} from '../../activities/ports.js';
import type {
  ServiceAnswer,
  ServiceCommand,
  ServiceStart,
  ServiceView,
} from '../../contracts/commands/service/messages.js';
import { refusalIn } from '../../contracts/commands/service/messages.js';
import { bangkokDate } from '../../contracts/civil-date.js';
import type { MintedEvent } from '../../contracts/events/cloud-event.js';
import type { ServiceState } from '../../contracts/lifecycles/service/states.js';
import { canonicalJson } from '../../contracts/events/mint.js';
import type { ServiceStatusV1 } from '../../contracts/events/service-status.v1.js';
import { agencySubject, proposedServiceId, serviceSubject } from '../../contracts/ids.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import type { Actor } from '../../contracts/lifecycles/service/case.js';
import type { ServiceAction } from '../../contracts/lifecycles/service/table.js';
import type { WorkerSetup } from '../../infra/temporal/worker.js';
import { keptBundle } from '../../infra/temporal/bundle.js';
import {
  createWorker,
  installRuntime,
  makeFirstVersionCurrent,
  replayHistories,
} from '../../infra/temporal/worker.js';
import { actOnService, findService, startService } from '../../infra/temporal/cases.js';
import { createLogger } from '../../infra/logger.js';
import { goodBody } from './bodies.js';
import { people } from './people.js';

/** A world in memory for tests of the workflow: what it was told, and what it is to answer. */
export class TestWorld {
  readonly published: MintedEvent[] = [];
  readonly digests: AgencyDigest[] = [];
  readonly news: { agencyId: string; news: AgencyNews }[] = [];
  /** Kafka is away as long as this holds. */
  isKafkaAway = false;
  /** Kafka takes what it gets and does not answer, until the caller calls off. */
  isKafkaSilent = false;
  liveCheck: LiveCheckResult = { ok: true, status: 200, tookMs: 5 };
  testReportFault: 'forged' | undefined;
  tellAgency: ((agencyId: string, news: AgencyNews) => Promise<void>) | undefined;
  /** Between agencies; without it whoever asks to join has joined. */
  post: AgencyPost | undefined;
  readonly merges = new Map<string, string[]>();
  /** States of cases that are asked after; the others are none. */
  readonly states = new Map<string, ServiceState>();

  readonly ports: Ports = {
    publisher: {
      publish: (_topic, events, signal) => {
        if (this.isKafkaAway) return Promise.reject(new Error('Kafka is away'));
        this.published.push(...events);
        return this.isKafkaSilent ? untilCalledOff(signal) : Promise.resolve();
      },
    },
    liveChecker: { check: () => Promise.resolve(this.liveCheck) },
    testReports: {
      verify: ({ jws, serviceId, endpoint, sha256 }, at) =>
        Promise.resolve(
          this.testReportFault === undefined
            ? {
                report: {
                  reportId: createHash('sha256').update(jws).digest('hex'),
                  testerId: 'TESTER1',
                  serviceId,
                  endpoint,
                  sha256,
                  testedAt: new Date(at).toISOString(),
                },
              }
            : { fault: this.testReportFault },
        ),
    },
    mailer: {
      sendDigest: (digest) => {
        this.digests.push(digest);
        return Promise.resolve('off' as const);
      },
    },
    agencyPost: {
      tell: async (agencyId, news) => {
        this.news.push({ agencyId, news });
        await this.tellAgency?.(agencyId, news);
      },
      askToJoin: async (into, word) => (await this.post?.askToJoin(into, word)) ?? { joined: true },
      tellMember: async (into, word) => this.post?.tellMember(into, word),
    },
    services: {
      mergeChain: (serviceId) => Promise.resolve(this.merges.get(serviceId) ?? []),
      stateOf: (serviceId) => Promise.resolve(this.states.get(serviceId) ?? null),
    },
  };

  /** The letters of an agency, as its events tell of them, each once. */
  lettersTo(agencyId: string): { at: number; owed: AgencyDigest['owed'] }[] {
    const sent = this.published.filter(
      ({ subject, type }) =>
        subject === agencySubject(agencyId) && type.includes('agencyDigestSent'),
    ) as MintedEvent<{ owed: AgencyDigest['owed'] }>[];
    const byId = new Map(sent.map((event) => [event.id, event]));
    return [...byId.values()].map(({ time, data }) => ({ at: Date.parse(time), owed: data.owed }));
  }

  /** The events of a service, in the order published. */
  eventsOf(serviceId: string): MintedEvent<ServiceStatusV1>[] {
    return this.published.filter(
      (event) => event.subject === serviceSubject(serviceId),
    ) as MintedEvent<ServiceStatusV1>[];
  }
}

/** As the publisher does it: what was called off is told as a failure of its own. */
function untilCalledOff(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => {
      reject(new Error('the caller has called off'));
    });
  });
}

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

/** The bundle of the workflows, made once a test file. */
export function testBundle(): Promise<WorkflowBundleWithSourceMap> {
  bundle ??= keptBundle();
  return bundle;
}

const deployment = { deploymentName: 'prasan-test', buildId: 'test' };

// Temporal's own talk would fill the tests' output.
installRuntime(createLogger('test', 'silent'));

/** A worker of the real workflows over a world; not running yet. */
export async function testWorker(
  world: TestWorld,
  connection: NativeConnection,
  namespace: string,
  settings: Pick<WorkerSetup, 'useWorkerVersioning' | 'maxCachedWorkflows'> = {},
): Promise<Worker> {
  return createWorker({
    connection,
    namespace,
    activities: createActivities(world.ports),
    deployment,
    bundle: await testBundle(),
    ...settings,
  });
}

/**
 * Replays every run of every service there is on what runs now.
 *
 * @returns how many runs that were
 */
export async function replayAll(client: Client): Promise<number> {
  const runs = client.workflow.list({ query: "WorkflowType = 'serviceOnboarding'" });
  let replayed = 0;
  for await (const result of replayHistories(await testBundle(), runs.intoHistories())) {
    const { workflowId, runId, error } = result;
    if (error !== undefined) {
      const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      const file = join(tmpdir(), `prasan-history-${runId}.json`);
      writeFileSync(file, historyToJSON(history));
      throw new Error(`The history of ${workflowId}, now in ${file}, does not replay`, {
        cause: error,
      });
    }
    replayed += 1;
  }
  return replayed;
}

/** Runs a worker and makes its version the current one, as the onboarding process does. */
export async function runTestWorker(
  worker: Worker,
  client: Client,
): Promise<{ stop: () => Promise<void> }> {
  const running = worker.run();
  for (let tries = 0; ; tries += 1) {
    try {
      await makeFirstVersionCurrent(client, client.options.namespace, deployment);
      break;
    } catch (error) {
      // The server learns of a version from its first poll.
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return {
    stop: async () => {
      worker.shutdown();
      await running;
    },
  };
}

/** While nobody answers, because a worker or the server is gone, it is said again. */
export async function persist<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ServiceError) || tries > 240) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

/** A service under test: acts as people do, and keeps versions for them. */
export class TestService {
  readonly serviceId: string;
  private readonly client: Client;

  private constructor(client: Client, serviceId: string) {
    this.client = client;
    this.serviceId = serviceId;
  }

  /** Proposes a service as the agency's officer. */
  static async propose(client: Client, start: Partial<ServiceStart> = {}): Promise<TestService> {
    return TestService.start(client, {
      serviceId: proposedServiceId(randomUUID()),
      origin: { kind: 'proposal', actor: people.agencyOfficer, bodyHash: 'h' },
      ...start,
    });
  }

  static async start(
    client: Client,
    start: Partial<ServiceStart> & Pick<ServiceStart, 'serviceId' | 'origin'>,
  ): Promise<TestService> {
    await startService(client, {
      agencyId: 'AGY009',
      ministryId: 'MIN003',
      name: { th: 'ใบอนุญาตผลิตสุรา' },
      ...start,
    });
    return new TestService(client, start.serviceId);
  }

  get handle() {
    return this.client.workflow.getHandle(serviceSubject(this.serviceId));
  }

  async view(): Promise<ServiceView> {
    const view = await findService(this.client, this.serviceId);
    if (view === undefined) throw new Error(`there is no ${this.serviceId}`);
    return view;
  }

  /** Waits for the case's first event. */
  async begun(): Promise<void> {
    while ((await this.view()).sequence === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Acts; rejects with the workflow's failure when refused. */
  async act(
    action: ServiceAction,
    actor: Actor,
    body: object = {},
    options: Partial<ServiceCommand> = {},
  ): Promise<ServiceAnswer> {
    const key = options.key ?? randomUUID();
    const ifMatch = options.ifMatch ?? (await this.view()).service.version;
    const command: ServiceCommand = {
      action,
      actor,
      body,
      ifMatch,
      key,
      bodyHash: createHash('sha256').update(canonicalJson(body)).digest('hex'),
      ...options,
    };
    return actOnService(this.client, this.serviceId, command);
  }

  /** Acts with a good body, again and again while servers are away. */
  async insist(action: ServiceAction, actor: Actor): Promise<void> {
    const body = goodBody(action as 'correctEntry', bangkokDate(Date.now()));
    await persist(() => this.act(action, actor, body));
  }

  /** Acts, and gives the refusal; undefined when it was accepted. */
  async refusalOf(...act: Parameters<TestService['act']>): Promise<Refusal | undefined> {
    return (await this.outcomeOf(...act)).refusal;
  }

  /** Acts, and gives the answer or the refusal. */
  async outcomeOf(
    ...act: Parameters<TestService['act']>
  ): Promise<{ answer?: ServiceAnswer; refusal?: Refusal }> {
    try {
      return { answer: await this.act(...act) };
    } catch (error) {
      const cause = error instanceof WorkflowUpdateFailedError ? error.cause : error;
      const refusal = cause instanceof ApplicationFailure ? refusalIn(cause.details) : undefined;
      if (refusal === undefined) throw error;
      return { refusal };
    }
  }

  /** Submits as one person and approves as the others, in order. */
  async decide(
    action: ServiceAction,
    body: object,
    submitter: Actor,
    approvers: readonly Actor[],
    approvalBody: object = {},
  ): Promise<void> {
    await this.act(action, submitter, body);
    for (const [index, approver] of approvers.entries()) {
      const isLast = index === approvers.length - 1;
      await this.act('approve', approver, isLast ? approvalBody : {});
    }
  }
}
