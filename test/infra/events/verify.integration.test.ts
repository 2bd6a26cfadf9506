import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { serviceWorkflowType } from '../../../contracts/commands/service/messages.js';
import { emptyChain, mintEvent } from '../../../contracts/events/mint.js';
import type { MintedEvent } from '../../../contracts/events/cloud-event.js';
import { proposedServiceId, serviceSubject } from '../../../contracts/ids.js';
import { toKafkaRecord } from '../../../contracts/kafka/binding.js';
import type { VerifyReport } from '../../../infra/events/audit.js';
import { verifyEvents } from '../../../infra/events/verify.js';
import type { KafkaClient } from '../../../infra/kafka/client.js';
import { createKafka } from '../../../infra/kafka/client.js';
import type { KafkaPublisher } from '../../../infra/kafka/publisher.js';
import { createPublisher } from '../../../infra/kafka/publisher.js';
import { ensureTopics } from '../../../infra/kafka/topics.js';
import { createLogger } from '../../../infra/logger.js';
import { runTestWorker, TestService, testWorker, TestWorld } from '../../support/onboarding.js';
import { reach } from '../../support/paths.js';
import { testTemporal } from '../../support/temporal.js';
import { until } from '../../support/until.js';

const topic = 'service.status.v1';
const watcher = { onStep: () => undefined, onProgress: () => undefined };

/** Publishes to Kafka what the cases decide, and remembers it. */
class PublishingWorld extends TestWorld {
  constructor(publisher: KafkaPublisher) {
    super();
    const { publish } = this.ports.publisher;
    this.ports.publisher.publish = async (name, events, signal) => {
      await publish(name, events, signal);
      await publisher.publish(name, events, signal);
    };
  }
}

describe('events verify', () => {
  let kafka: KafkaClient;
  let publisher: KafkaPublisher;
  let world: TestWorld;
  let client: Client;
  let connection: NativeConnection;
  let worker: { stop: () => Promise<void> };

  beforeAll(async () => {
    const logger = createLogger('test', 'error');
    kafka = createKafka((process.env['KAFKA_BROKERS'] ?? '').split(','), 'test-verify', logger);
    await ensureTopics(kafka, 1);
    publisher = createPublisher(kafka, logger);
    world = new PublishingWorld(publisher);
    ({ client, connection } = await testTemporal());
    const { namespace } = client.options;
    worker = await runTestWorker(await testWorker(world, connection, namespace), client);
  });

  afterAll(async () => {
    await worker.stop();
    await publisher.close();
    await connection.close();
    await client.connection.close();
  });

  /** A service that has gone to `develop`, and all of whose events are on Kafka. */
  async function developed(): Promise<{ subject: string; events: MintedEvent[] }> {
    const service = await TestService.propose(client);
    await service.begun();
    await reach(service, 'develop');
    // Quiet as well: it hands over now or not at all.
    await until(async () => {
      const { unpublished, areClocksOld } = await service.view();
      return unpublished === 0 && !areClocksOld;
    });
    return {
      subject: serviceSubject(service.serviceId),
      events: world.eventsOf(service.serviceId),
    };
  }

  async function plant(events: readonly MintedEvent[]): Promise<void> {
    const producer = kafka.producer();
    await producer.connect();
    const messages = events.map((event) => {
      const { key, partition, value, headers } = toKafkaRecord(event, new Date().toISOString(), 12);
      return { key, partition, value, headers: { ...headers } };
    });
    await producer.send({ topic, messages });
    await producer.disconnect();
  }

  function verify(...subjects: string[]): Promise<VerifyReport> {
    return verifyEvents(kafka, client, watcher, { subjects });
  }

  it('is clean for cases and their events, also while people work', async () => {
    const [first, second] = await Promise.all([developed(), developed()]);
    const service = await TestService.propose(client);
    await service.begun();
    const working = reach(service, 'live');
    const subject = serviceSubject(service.serviceId);
    const meanwhile = await verify(first.subject, second.subject, subject);
    expect(meanwhile.faults).toEqual([]);
    await working;
    const report = await verify(first.subject, second.subject);
    expect(report).toMatchObject({ cases: 2, resends: 0, unpublished: [], faults: [] });
    expect(report.events).toBe(first.events.length + second.events.length);
  });

  it('counts what was sent twice and finds no fault in it', async () => {
    const { subject, events } = await developed();
    await plant([...events, ...events.slice(0, 1)]);
    const report = await verify(subject);
    expect(report).toMatchObject({ resends: events.length + 1, faults: [] });
  });

  it('names what is beyond its case, and what has none', async () => {
    const { subject, events } = await developed();
    const last = events.at(-1);
    if (last === undefined) throw new Error('no event');
    const { type, dataschema, data } = last;
    const made = { topic, type, dataschema, data, at: Date.now() } as const;
    const end = { sequence: events.length, chainhash: last.chainhash };
    const orphan = serviceSubject(proposedServiceId(crypto.randomUUID()));
    await plant([
      mintEvent(end, { ...made, subject }),
      mintEvent(emptyChain, { ...made, subject: orphan }),
    ]);
    const { faults } = await verify(subject, orphan);
    expect(faults).toMatchObject([
      { code: 'invented', subject },
      { code: 'invented', subject: orphan, detail: 'there is no such case' },
    ]);
  });

  it('names a conflict and what is out of order', async () => {
    const { subject, events } = await developed();
    const [first] = events;
    if (first === undefined) throw new Error('no event');
    await plant([{ ...first, data: { ...first.data, agencyId: 'AGY999' } }]);
    const { faults } = await verify(subject);
    expect(faults).toMatchObject([{ code: 'conflict', subject }]);
    expect(faults[0]?.detail).toContain('sequence 1 has another content under the same id');
  });

  it('names a case whose workflow has ended, with what it had not published', async () => {
    // Only proposed: one that has changed its state may have handed over to a run that has not begun.
    const service = await TestService.propose(client);
    await service.begun();
    await until(async () => (await service.view()).unpublished === 0);
    const subject = serviceSubject(service.serviceId);
    await client.workflow.getHandle(subject).terminate('by mistake');
    const { faults } = await verify(subject);
    expect(faults).toEqual([
      { topic, subject, code: 'ended', detail: 'its workflow has ended: TERMINATED' },
    ]);
  });

  it('names a case that ended before anybody took it up, at once', async () => {
    const subject = serviceSubject(proposedServiceId(randomUUID()));
    const start = { taskQueue: 'nobody', workflowId: subject, args: [] };
    const handle = await client.workflow.start(serviceWorkflowType, start);
    await handle.terminate('by mistake');
    const { faults } = await verify(subject);
    expect(faults).toMatchObject([
      { code: 'unanswered', subject, detail: expect.stringContaining('closed before') },
      { code: 'ended', subject },
    ]);
  });

  it('names what is missing, and not what waits for Kafka', async () => {
    const lost = new TestWorld();
    const { subject } = await withWorld(lost, async () => {
      const service = await TestService.propose(client);
      await service.begun();
      await reach(service, 'develop');
      return { subject: serviceSubject(service.serviceId) };
    });
    const { faults } = await verify(subject);
    expect(faults).toMatchObject([{ code: 'missing', subject }]);
    expect(faults[0]?.detail).toMatch(/^sequence 1–\d+$/);

    const waiting = new TestWorld();
    waiting.isKafkaAway = true;
    await withWorld(waiting, async () => {
      const service = await TestService.propose(client);
      await service.begun();
      const late = serviceSubject(service.serviceId);
      const report = await verify(late);
      expect(report).toMatchObject({ faults: [], unpublished: [{ subject: late, count: 1 }] });
    });
  });

  /** Runs work with the publishing of another world. */
  async function withWorld<Result>(other: TestWorld, work: () => Promise<Result>): Promise<Result> {
    const { publisher: port } = world.ports;
    const { publish } = port;
    port.publish = other.ports.publisher.publish;
    try {
      return await work();
    } finally {
      await new Promise((resolve) => setTimeout(resolve, 500));
      port.publish = publish;
    }
  }
});
