import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { KafkaClient } from '../../infra/kafka/client.js';
import { createKafka } from '../../infra/kafka/client.js';
import type { LogRecord } from '../../infra/kafka/log-record.js';
import type { KafkaPublisher } from '../../infra/kafka/publisher.js';
import { createPublisher } from '../../infra/kafka/publisher.js';
import { readAll } from '../../infra/kafka/read-all.js';
import { ensureTopics } from '../../infra/kafka/topics.js';
import { silent } from '../support/fake-kafka.js';
import type { TestBroker } from '../support/kafka-broker.js';
import { freePort } from '../../infra/local/ports.js';
import { startBroker } from '../support/kafka-broker.js';
import { Desks, expectFaithful } from '../support/kafka-desks.js';
import { chainOf } from '../support/kafka-events.js';
import type { Fault } from '../support/kafka-proxy.js';
import { KafkaProxy } from '../support/kafka-proxy.js';
import { until } from '../support/until.js';

const topic = 'service.status.v1';
const desksCount = 20;

let broker: TestBroker;
let proxy: KafkaProxy;
let kafka: KafkaClient;
let publisher: KafkaPublisher;

beforeAll(async () => {
  const port = await freePort();
  proxy = await KafkaProxy.start(await freePort(), port);
  broker = await startBroker(port, proxy.port);
  kafka = createKafka([`127.0.0.1:${proxy.port}`], 'prasan-fault-test', silent);
  await ensureTopics(kafka, 1);
  publisher = createPublisher(kafka, silent);
}, 120_000);

afterEach(() => {
  proxy.set('pass');
});

afterAll(async () => {
  await publisher.close();
  await proxy.stop();
  await broker.stop();
});

async function readTopic(): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  await readAll(kafka, [topic], (record) => records.push(record));
  return records;
}

/** Waits until the desks have got further by so many events. */
async function more(desks: Desks, events: number): Promise<void> {
  const aim = desks.total + events;
  await until(() => desks.total >= aim, 60_000);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

describe('while Kafka cannot be relied on, the log stays faithful', () => {
  it('when answers are lost after the broker has written', async () => {
    const desks = new Desks(publisher, 'cut', desksCount);
    await more(desks, 200);
    const cutsBefore = proxy.cuts;
    for (let round = 0; round < 6; round += 1) {
      proxy.set('cutAfterProduce');
      await sleep(200);
      proxy.set('pass');
      await more(desks, 100);
    }
    await desks.close();
    expect(proxy.cuts).toBeGreaterThan(cutsBefore + 5);
    expectFaithful(desks, await readTopic());
  });

  it('when answers are lost for longer than the library tries', async () => {
    const desks = new Desks(publisher, 'cuts', desksCount);
    await more(desks, 100);
    const { rebuilds } = publisher.counts;
    proxy.set('cutAfterProduce');
    await until(() => publisher.counts.rebuilds > rebuilds, 30_000);
    await sleep(500);
    proxy.set('pass');
    await more(desks, 100);
    await desks.close();
    const { duplicates } = expectFaithful(desks, await readTopic());
    // A new producer has another id, so the broker cannot know what it has already: readers do.
    expect(duplicates).toBeGreaterThan(0);
  });

  it.each<[Fault, number]>([
    ['drop', 3_000],
    ['delay', 5_000],
    ['blackhole', 9_000],
  ])('under %s', async (fault, forMs) => {
    const desks = new Desks(publisher, fault, desksCount);
    await more(desks, 100);
    proxy.set(fault);
    await sleep(forMs);
    if (fault !== 'delay') {
      expect(publisher.health()).toMatchObject({ ok: false, awaySince: expect.any(String) });
      expect(publisher.health().oldestMs).toBeGreaterThan(0);
    }
    proxy.set('pass');
    await more(desks, 100);
    await desks.close();
    expectFaithful(desks, await readTopic());
    expect(publisher.health()).toEqual({ ok: true, oldestMs: 0 });
  });

  it('when the broker is killed, and away for longer than a call may wait', async () => {
    const desks = new Desks(publisher, 'kill', desksCount);
    await more(desks, 100);
    await broker.kill();
    await until(() => (desks.failures.get('unreachable') ?? 0) >= desksCount, 30_000);
    expect(publisher.health().ok).toBe(false);
    await broker.revive();
    await more(desks, 100);
    await desks.close();
    expectFaithful(desks, await readTopic());
  });
});

describe('after a call has been rejected, nothing of it is sent', () => {
  it('also when the network gives back later what it held', async () => {
    await publisher.publish(topic, chainOf('service/warm', 1));
    proxy.set('blackhole');
    const started = Date.now();
    await expect(publisher.publish(topic, chainOf('service/zombie', 3))).rejects.toMatchObject({
      name: 'PublishFailed',
      code: 'unreachable',
    });
    expect(Date.now() - started).toBeLessThan(17_000);
    proxy.set('pass');
    const { produces } = proxy;
    await sleep(4_000);
    expect(proxy.produces).toBe(produces);
    const subjects = (await readTopic()).map(({ read }) =>
      read.kind === 'event' ? read.event.subject : read.kind,
    );
    expect(subjects).toContain('service/warm');
    expect(subjects).not.toContain('service/zombie');
  });

  it('also when it was called off behind a send that hangs', async () => {
    proxy.set('blackhole');
    const hanging = publisher.publish(topic, chainOf('service/hanging', 1)).then(
      () => 'done',
      () => 'rejected',
    );
    await sleep(200);
    const caller = new AbortController();
    const waiting = publisher.publish(topic, chainOf('service/called-off', 1), caller.signal);
    const ended = waiting.then(
      () => undefined,
      (error: unknown) => error,
    );
    caller.abort();
    expect(await ended).toMatchObject({ code: 'calledOff' });
    proxy.set('pass');
    expect(await hanging).toBe('done');
    const subjects = (await readTopic()).map(({ read }) =>
      read.kind === 'event' ? read.event.subject : read.kind,
    );
    expect(subjects).toContain('service/hanging');
    expect(subjects).not.toContain('service/called-off');
  });
});
