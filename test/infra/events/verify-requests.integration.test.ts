import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import type { MintedEvent } from '../../../contracts/events/cloud-event.js';
import { emptyChain, endOf, mintEvent } from '../../../contracts/events/mint.js';
import { requestSubject } from '../../../contracts/ids.js';
import type { TopicName } from '../../../contracts/topics.js';
import { topicNames } from '../../../contracts/topics.js';
import type { VerifyReport } from '../../../infra/events/audit.js';
import { verifyEvents } from '../../../infra/events/verify.js';
import { createKafka } from '../../../infra/kafka/client.js';
import type { KafkaPublisher } from '../../../infra/kafka/publisher.js';
import { createPublisher } from '../../../infra/kafka/publisher.js';
import { ensureTopics } from '../../../infra/kafka/topics.js';
import { createLogger } from '../../../infra/logger.js';
import {
  filing,
  manualOf,
  RequestWorld,
  requestWorker,
  TestRequest,
} from '../../support/requests.js';
import { timeSkippingTemporal } from '../../support/temporal.js';
import { until } from '../../support/until.js';

const watcher = { onStep: () => undefined, onProgress: () => undefined };
const manual = manualOf('SVC0106');

describe('events verify of requests', () => {
  const logger = createLogger('test', 'error');
  const kafka = createKafka((process.env['KAFKA_BROKERS'] ?? '').split(','), 'test-verify', logger);
  const world = new RequestWorld();
  let publisher: KafkaPublisher;
  let server: TestWorkflowEnvironment;
  let worker: Worker;
  let running: Promise<void>;
  /** Topics whose events get lost on the way. */
  const lost = new Set<TopicName>();

  beforeAll(async () => {
    await ensureTopics(kafka, 1);
    publisher = createPublisher(kafka, logger);
    const { publish } = world.ports.publisher;
    world.ports.publisher.publish = async (topic, events, signal) => {
      await publish(topic, events, signal);
      if (!lost.has(topic)) await publisher.publish(topic, events, signal);
    };
    server = await timeSkippingTemporal();
    worker = await requestWorker(world, server.nativeConnection, server.namespace ?? 'default');
    running = worker.run();
  }, 120_000);

  afterAll(async () => {
    worker.shutdown();
    await running;
    await publisher.close();
    await server.teardown();
  });

  /** A request of its own, with all that it has decided on Kafka. */
  async function filed(): Promise<TestRequest> {
    const name = `verify-${crypto.randomUUID()}`;
    const now = () => server.currentTimeMs();
    const start = filing({ manual, name, filedAt: await now() });
    const request = await TestRequest.file(server.client, start, now);
    await quiet(request);
    return request;
  }

  async function quiet(request: TestRequest): Promise<void> {
    await until(async () => {
      const { unpublished, errands, sequence } = await request.view();
      return unpublished === 0 && errands.length === 0 && sequence > 0;
    });
  }

  function verify(...requests: TestRequest[]): Promise<VerifyReport> {
    const subjects = requests.map(({ requestId }) => requestSubject(requestId));
    return verifyEvents(kafka, server.client, watcher, { subjects });
  }

  it('is clean for one that is open and one that is over, closed or not', async () => {
    const [open, over] = await Promise.all([filed(), filed()]);
    await over.must('portal', 'withdraw');
    await quiet(over);
    const report = await verify(open, over);
    expect(report.faults).toEqual([]);
    expect(report.cases).toBe(2);
    const events = [open, over].flatMap(({ requestId }) => world.eventsOf(requestId));
    expect(report.events).toBe(events.length);
  });

  it('names one whose workflow was ended, and one that never was', async () => {
    const request = await filed();
    const subject = requestSubject(request.requestId);
    await server.client.workflow.getHandle(subject).terminate('by mistake');
    const { faults } = await verify(request);
    expect(faults).toMatchObject([{ subject, code: 'ended' }]);
    const nobody = requestSubject(crypto.randomUUID());
    const report = await verifyEvents(kafka, server.client, watcher, { subjects: [nobody] });
    expect(report.faults).toMatchObject([{ subject: nobody, code: 'invented' }]);
  });

  it('names what is beyond the case, and what stands on the other portal’s topic', async () => {
    const request = await filed();
    const events = world.eventsOf(request.requestId);
    const last = events.at(-1);
    if (last === undefined) throw new Error('no event');
    const { subject, type, dataschema, data } = last;
    const made = { subject, type, dataschema, data, at: Date.now() } as const;
    const plant = (topic: TopicName, event: MintedEvent) => publisher.publish(topic, [event]);
    const own = `request.status.${manual.portal}.v1` as const;
    const other = manual.portal === 'biz' ? 'citizen' : 'biz';
    const strange = `request.status.${other}.v1` as const;
    await plant(own, mintEvent(endOf(last), { ...made, topic: own }));
    await plant(strange, mintEvent(emptyChain, { ...made, topic: strange }));
    const { faults } = await verify(request);
    expect(faults.map(({ code, topic }) => [code, topic])).toEqual([
      ['invented', own],
      ['invented', strange],
    ]);
  });

  it('names what is missing', async () => {
    for (const topic of topicNames) lost.add(topic);
    const request = await filed();
    lost.clear();
    const { faults } = await verify(request);
    expect(faults).toMatchObject(
      [{ code: 'missing', topic: `request.status.${manual.portal}.v1`, detail: /^sequence 1/ }].map(
        ({ detail, ...fault }) => ({ ...fault, detail: expect.stringMatching(detail) }),
      ),
    );
  });
});
