import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { KafkaClient } from '../../infra/kafka/client.js';
import { createKafka } from '../../infra/kafka/client.js';
import type { RunningConsumer } from '../../infra/kafka/consume.js';
import { runConsumer } from '../../infra/kafka/consume.js';
import type { LogRecord } from '../../infra/kafka/log-record.js';
import type { KafkaPublisher } from '../../infra/kafka/publisher.js';
import { createPublisher } from '../../infra/kafka/publisher.js';
import { readAll, tail } from '../../infra/kafka/read-all.js';
import { ensureTopics } from '../../infra/kafka/topics.js';
import { silent } from '../support/fake-kafka.js';
import type { TestBroker } from '../support/kafka-broker.js';
import { freePort } from '../../infra/local/ports.js';
import { startBroker } from '../support/kafka-broker.js';
import { chainOf } from '../support/kafka-events.js';
import { KafkaProxy } from '../support/kafka-proxy.js';
import { until } from '../support/until.js';

const topic = 'service.status.v1';

let broker: TestBroker;
let proxy: KafkaProxy;
let kafka: KafkaClient;
let publisher: KafkaPublisher;
let consumer: RunningConsumer;

/** What a handler with offsets of its own has taken: each record once, none passed over. */
const taken: LogRecord[] = [];
const nextOffsets = new Map<number, number>();
let repeated = 0;

function take(records: readonly LogRecord[]): void {
  for (const record of records) {
    const next = nextOffsets.get(record.partition) ?? 0;
    const offset = Number(record.offset);
    if (offset < next) repeated += 1;
    else {
      expect(offset).toBe(next);
      nextOffsets.set(record.partition, offset + 1);
      taken.push(record);
    }
  }
}

beforeAll(async () => {
  const port = await freePort();
  proxy = await KafkaProxy.start(await freePort(), port);
  broker = await startBroker(port, proxy.port);
  kafka = createKafka([`127.0.0.1:${proxy.port}`], 'prasan-fault-test', silent);
  await ensureTopics(kafka, 1);
  publisher = createPublisher(kafka, silent);
  const groupId = 'prasan-fault-test';
  const onBatch = async (records: LogRecord[]) => {
    take(records);
  };
  consumer = runConsumer({ kafka, groupId, topics: [topic], logger: silent, onBatch });
}, 120_000);

afterEach(() => {
  proxy.set('pass');
});

afterAll(async () => {
  await consumer.stop();
  await publisher.close();
  await proxy.stop();
  await broker.stop();
});

let count = 0;

/** Publishes events of new subjects, again until Kafka takes them. */
async function publish(subjects: number): Promise<void> {
  for (let n = 0; n < subjects; n += 1) {
    count += 1;
    const events = chainOf(`service/${count}`, 3);
    await until(() =>
      publisher.publish(topic, events).then(
        () => true,
        () => false,
      ),
    );
  }
}

function idsOf(records: readonly LogRecord[]): string[] {
  return records
    .map(({ read }) => (read.kind === 'event' ? read.event.id : read.kind))
    .sort((a, b) => (a < b ? -1 : 1));
}

/** All that is on Kafka has been taken, and nothing else. */
async function expectAllTaken(): Promise<void> {
  const all: LogRecord[] = [];
  await readAll(kafka, [topic], (record) => all.push(record));
  await until(() => taken.length >= all.length, 60_000);
  expect(idsOf(taken)).toEqual(idsOf(all));
  await until(() => consumer.health().ok);
  await until(() => consumer.health().lag === 0);
}

describe('a consumer takes each record once and in order', () => {
  it('when its connections are cut', async () => {
    await publish(20);
    for (let round = 0; round < 4; round += 1) {
      proxy.set('drop');
      await new Promise((resolve) => setTimeout(resolve, 300));
      proxy.set('pass');
      await publish(10);
    }
    await expectAllTaken();
  });

  it('when the network goes silent', async () => {
    proxy.set('blackhole');
    await until(() => !consumer.health().ok, 40_000);
    expect(consumer.health().awaySince).toEqual(expect.any(String));
    proxy.set('pass');
    await publish(10);
    await expectAllTaken();
  });

  it('when the broker is killed, and so does a follower', async () => {
    const followed: LogRecord[] = [];
    const stop = new AbortController();
    const options = { fromBeginning: true, signal: stop.signal };
    const following = tail(kafka, [topic], options, (record) => followed.push(record));
    await until(() => followed.length === taken.length);
    await broker.kill();
    await until(() => !consumer.health().ok, 40_000);
    await broker.revive();
    await publish(10);
    await expectAllTaken();
    await until(() => followed.length >= taken.length);
    stop.abort();
    await following;
    expect(idsOf(followed)).toEqual(idsOf(taken));
    // What came again had no effect; how often it came is the broker's affair.
    expect(repeated).toBeGreaterThanOrEqual(0);
  });
});
