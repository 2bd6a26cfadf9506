import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { serviceSubject } from '../../contracts/ids.js';
import type { TopicName } from '../../contracts/topics.js';
import type { VerifyReport } from '../../infra/events/audit.js';
import { verifyEvents } from '../../infra/events/verify.js';
import type { KafkaClient } from '../../infra/kafka/client.js';
import { createKafka } from '../../infra/kafka/client.js';
import { readAll } from '../../infra/kafka/read-all.js';
import { temporalCommand } from '../../infra/local/parts.js';
import { postgresServer } from '../../infra/local/postgres.js';
import { createProgress } from '../../infra/local/progress.js';
import { temporalServer } from '../../infra/local/servers.js';
import { Supervisor } from '../../infra/local/supervisor.js';
import { connectClient } from '../../infra/temporal/client.js';
import { silent } from './fake-kafka.js';
import { eventually } from './fresh-database.js';
import type { TestBroker } from './kafka-broker.js';
import { freePort } from '../../infra/local/ports.js';
import { startBroker } from './kafka-broker.js';
import { KafkaProxy } from './kafka-proxy.js';
import type { TestService } from './onboarding.js';
import { PrasanProcess } from './prasan-process.js';
import { TemporalProxy } from './temporal-proxy.js';
import { askTracker, untilKnown } from './tracker.js';

const namespace = 'prasan';

/**
 * The whole of Prasan for tests of faults, on servers of its own: each server and process may be
 * killed, and between the worker and its servers stands a proxy.
 */
export class EngineRig {
  readonly worker: PrasanProcess;
  readonly tracker: PrasanProcess;
  readonly broker: TestBroker;
  readonly kafkaProxy: KafkaProxy;
  readonly temporalProxy: TemporalProxy;
  /** Goes past the proxy, as people's gateway does. */
  readonly client: Client;
  readonly databaseUrl: string;
  /** What the command line needs to reach these servers, past the proxy. */
  readonly settings: NodeJS.ProcessEnv;
  private readonly kafka: KafkaClient;
  private readonly supervisor: Supervisor;
  private readonly home: string;

  private constructor(
    parts: Pick<
      EngineRig,
      | 'worker'
      | 'tracker'
      | 'broker'
      | 'kafkaProxy'
      | 'temporalProxy'
      | 'client'
      | 'databaseUrl'
      | 'settings'
    >,
    servers: {
      readonly kafka: KafkaClient;
      readonly supervisor: Supervisor;
      readonly home: string;
    },
  ) {
    ({
      worker: this.worker,
      tracker: this.tracker,
      broker: this.broker,
      kafkaProxy: this.kafkaProxy,
      temporalProxy: this.temporalProxy,
      client: this.client,
      databaseUrl: this.databaseUrl,
      settings: this.settings,
    } = parts);
    ({ kafka: this.kafka, supervisor: this.supervisor, home: this.home } = servers);
  }

  /** @param script the process that is killed, e.g. `workers/onboarding/main.ts` */
  static async start(script: string): Promise<EngineRig> {
    const home = mkdtempSync(join(tmpdir(), 'prasan-rig-'));
    const progress = createProgress(process.stderr, () => '[rig] ');
    const supervisor = new Supervisor(home, { say: () => undefined });
    const [temporalPort, uiPort, postgresPort, brokerPort] = await fourPorts();
    const kafkaProxy = await KafkaProxy.start(await freePort(), brokerPort);
    const temporalProxy = await TemporalProxy.start(await freePort(), temporalPort);
    const command = await temporalCommand(progress);
    const [broker] = await Promise.all([
      startBroker(brokerPort, kafkaProxy.port),
      supervisor.start(temporalServer(command, home, { port: temporalPort, uiPort })),
      supervisor.start(await postgresServer(home, postgresPort)),
    ]);
    const brokers = `127.0.0.1:${kafkaProxy.port}`;
    const env = {
      TEMPORAL_NAMESPACE: namespace,
      KAFKA_BROKERS: brokers,
      DATABASE_URL: `postgres://prasan@127.0.0.1:${postgresPort}/prasan`,
      PRASAN_KAFKA_REPLICATION: '1',
      PRASAN_LOG_LEVEL: 'error',
      PRASAN_MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    };
    const [workerPort, trackerPort] = [await freePort(), await freePort()];
    const worker = new PrasanProcess(script, workerPort, {
      ...env,
      TEMPORAL_ADDRESS: `127.0.0.1:${temporalProxy.port}`,
      PRASAN_WORKER_HEALTH_PORT: String(workerPort),
    });
    const tracker = new PrasanProcess('workers/tracker/main.ts', trackerPort, {
      ...env,
      PRASAN_TRACKER_PORT: String(trackerPort),
    });
    await worker.start();
    await tracker.start();
    const client = await connectClient({ address: `127.0.0.1:${temporalPort}`, namespace });
    const kafka = createKafka([brokers], 'prasan-rig', silent);
    return new EngineRig(
      {
        ...{ worker, tracker, broker, kafkaProxy, temporalProxy, client },
        databaseUrl: env.DATABASE_URL,
        settings: { ...env, TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}` },
      },
      { kafka, supervisor, home },
    );
  }

  /** kill -9 of a server; it stays down until it is revived. */
  async kill(server: 'temporal' | 'postgres'): Promise<void> {
    await this.supervisor.find(server).kill();
  }

  async revive(server: 'temporal' | 'postgres'): Promise<void> {
    await this.supervisor.find(server).start();
  }

  /** Waits until every event of the cases is on Kafka; what is said of them is clean then. */
  async verify(subjects: readonly string[]): Promise<VerifyReport> {
    const watcher = { onStep: () => undefined, onProgress: () => undefined };
    return eventually(
      () => verifyEvents(this.kafka, this.client, watcher, { subjects }),
      ({ unpublished }) => unpublished.length === 0,
      { withinMs: 120_000, everyMs: 500 },
    );
  }

  /** What is wrong when all is published: faults of the events, and where the tracker is elsewhere. */
  async troubles(services: readonly TestService[]): Promise<unknown[]> {
    const subjects = services.map(({ serviceId }) => serviceSubject(serviceId));
    const { faults } = await this.verify(subjects);
    const views = await Promise.all(services.map((service) => this.views(service)));
    const others = views.filter(
      ({ tracker, workflow }) => JSON.stringify(tracker) !== JSON.stringify(workflow),
    );
    return [...faults, ...others];
  }

  /** The events of a service on Kafka, each once, by sequence: the last part but one of its type. */
  async kindsOf({ serviceId }: TestService): Promise<string[]> {
    const kinds = await this.kindsOn('service.status.v1');
    return kinds.get(serviceSubject(serviceId)) ?? [];
  }

  /** The kinds of all events of a topic by subject, each sequence once, in order. */
  async kindsOn(topic: TopicName): Promise<Map<string, string[]>> {
    const found = new Map<string, Map<number, string>>();
    await readAll(this.kafka, [topic], ({ read }) => {
      if (read.kind !== 'event') return;
      const { subject, sequence, type } = read.event;
      const kinds = found.get(subject) ?? new Map<number, string>();
      found.set(subject, kinds.set(Number(sequence), type.split('.').at(-2) ?? ''));
    });
    return new Map(
      [...found].map(([subject, kinds]) => [
        subject,
        [...kinds].sort(([a], [b]) => a - b).map(([, kind]) => kind),
      ]),
    );
  }

  /** What tracker and workflow say of a service, once the tracker has read all. */
  private async views(service: TestService): Promise<{ tracker: object; workflow: object }> {
    const { sequence, chainhash, service: own } = await service.view();
    await untilKnown(this.tracker.url, service.serviceId, sequence);
    const known = await askTracker<{
      sequence: number;
      service: { state: string; version: number };
      timeline: { sequence: number; chainhash: string }[];
    }>(`${this.tracker.url}/v1/services/${service.serviceId}`);
    const { state, version } = known.service;
    const last = known.timeline.find((event) => event.sequence === sequence);
    return {
      tracker: { sequence: known.sequence, state, version, chainhash: last?.chainhash },
      workflow: { sequence, state: own.state, version: own.version, chainhash },
    };
  }

  async stop(): Promise<void> {
    await Promise.all([this.worker.kill(), this.tracker.kill()]);
    await this.client.connection.close();
    await Promise.all([this.kafkaProxy.stop(), this.temporalProxy.stop(), this.broker.stop()]);
    await this.supervisor.kill();
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** The rig of a test file: asked for by its tests, and gone after them. */
export function engineRig(script = 'workers/onboarding/main.ts'): () => EngineRig {
  let rig: EngineRig | undefined;

  beforeAll(async () => {
    rig = await EngineRig.start(script);
  }, 240_000);

  afterAll(async () => {
    await rig?.stop();
  }, 60_000);

  return () => {
    if (rig === undefined) throw new Error('only tests may ask for the rig');
    return rig;
  };
}

async function fourPorts(): Promise<[number, number, number, number]> {
  return [await freePort(), await freePort(), await freePort(), await freePort()];
}
