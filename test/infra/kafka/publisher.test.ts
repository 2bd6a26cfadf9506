import { afterEach, describe, expect, it, jest } from '@jest/globals';
import kafkajs from 'kafkajs';
import type { RecordMetadata } from 'kafkajs';
import type { MintedEvent } from '../../../contracts/events/cloud-event.js';
import type { KafkaPublisher } from '../../../infra/kafka/publisher.js';
import { createPublisher, PublishFailed } from '../../../infra/kafka/publisher.js';
import type { FakeSend } from '../../support/fake-kafka.js';
import { acknowledge, FakeKafka, silent } from '../../support/fake-kafka.js';
import { chainOf } from '../../support/kafka-events.js';

const topic = 'service.status.v1';

afterEach(() => {
  jest.useRealTimers();
});

function setUp(): { kafka: FakeKafka; publisher: KafkaPublisher } {
  const kafka = new FakeKafka();
  return { kafka, publisher: createPublisher(kafka, silent) };
}

function never(): Promise<RecordMetadata[]> {
  return new Promise(() => undefined);
}

function valuesOf(events: readonly MintedEvent[]): string[] {
  return events.map(({ data }) => JSON.stringify(data));
}

/** What becomes of a promise: `done`, or why it failed. */
function outcome(promise: Promise<void>): Promise<string> {
  return promise.then(
    () => 'done',
    (error: unknown) => (error instanceof PublishFailed ? error.code : String(error)),
  );
}

function protocolError(type: string, retriable: boolean): Error {
  const { KafkaJSProtocolError } = kafkajs;
  return new KafkaJSProtocolError(Object.assign(new Error(type), { type, code: 1, retriable }));
}

describe('the publisher', () => {
  it('publishes events in their order, each in its own partition', async () => {
    const { kafka, publisher } = setUp();
    const events = chainOf('service/SVC0001', 3);
    await publisher.publish(topic, events);
    expect(kafka.sends.map(({ values }) => values)).toEqual([valuesOf(events)]);
    expect(publisher.counts).toMatchObject({ published: 3, sends: 1, rebuilds: 0 });
    expect(publisher.health()).toEqual({ ok: true, oldestMs: 0 });
  });

  it('sends what came during a send together, one send at a time', async () => {
    const { kafka, publisher } = setUp();
    const release: (() => void)[] = [];
    kafka.answer = async (send) => {
      await new Promise<void>((resolve) => release.push(resolve));
      return acknowledge(send);
    };
    const subjects = ['service/A', 'service/B', 'service/C'].map((name) => chainOf(name, 2));
    const [first, ...others] = subjects.map((events) => publisher.publish(topic, events));
    await until(() => release.length === 1);
    const later = publisher.publish(topic, chainOf('service/D', 1));
    expect(kafka.sends).toHaveLength(1);
    expect(publisher.queued).toBe(1);
    release[0]?.();
    await Promise.all([first, ...others]);
    await until(() => release.length === 2);
    release[1]?.();
    await later;
    expect(kafka.sends.map(({ values }) => values.length)).toEqual([6, 1]);
  });

  it('does nothing for nothing', async () => {
    const { kafka, publisher } = setUp();
    await publisher.publish(topic, []);
    expect(kafka.sends).toEqual([]);
  });

  it('sends again what an acknowledgement leaves out', async () => {
    const { kafka, publisher } = setUp();
    const subjects = ['service/A', 'service/B', 'service/C', 'service/D'];
    kafka.answer = async (send) => {
      const all = await acknowledge(send);
      return kafka.sends.length === 1 ? all.slice(0, 1) : all;
    };
    await Promise.all(subjects.map((subject) => publisher.publish(topic, chainOf(subject, 1))));
    const [all, rest] = kafka.sends;
    expect(all?.values).toHaveLength(4);
    expect(rest?.values.length).toBeGreaterThan(0);
    expect(rest?.values.length).toBeLessThan(4);
    expect(publisher.counts.missingPartitions).toBeGreaterThan(0);
    expect(publisher.counts.rebuilds).toBe(0);
  });

  it('throws the producer away after an error and sends the same first', async () => {
    const { kafka, publisher } = setUp();
    kafka.answer = (send) =>
      kafka.sends.length === 1 ? Promise.reject(new Error('the line is cut')) : acknowledge(send);
    const events = chainOf('service/A', 2);
    const first = publisher.publish(topic, events);
    await until(() => kafka.sends.length === 1);
    const second = publisher.publish(topic, chainOf('service/B', 1));
    await Promise.all([first, second]);
    expect(kafka.severed).toEqual([1]);
    expect(kafka.sends.map(({ producer }) => producer)).toEqual([1, 2, 2]);
    expect(kafka.sends[1]?.values).toEqual(valuesOf(events));
    expect(publisher.counts).toMatchObject({ rebuilds: 1, resends: 1, published: 3 });
    expect(publisher.health().ok).toBe(true);
  });

  it('mends a producer that has lost its place with a new one', async () => {
    const { kafka, publisher } = setUp();
    kafka.answer = (send) =>
      send.producer === 1
        ? Promise.reject(protocolError('OUT_OF_ORDER_SEQUENCE_NUMBER', false))
        : acknowledge(send);
    await publisher.publish(topic, chainOf('service/A', 1));
    expect(kafka.sends.map(({ producer }) => producer)).toEqual([1, 2]);
  });

  it('lets a refused call hold up nobody else', async () => {
    const { kafka, publisher } = setUp();
    const poison = chainOf('service/POISON', 1, 'poison');
    kafka.answer = (send) =>
      send.values.some((value) => value.includes('poison'))
        ? Promise.reject(protocolError('MESSAGE_TOO_LARGE', false))
        : acknowledge(send);
    const outcomes = await Promise.all(
      [chainOf('service/A', 2), poison, chainOf('service/B', 1)].map((events) =>
        outcome(publisher.publish(topic, events)),
      ),
    );
    expect(outcomes).toEqual(['done', 'refused', 'done']);
  });

  it('refuses a record that no topic takes without asking Kafka', async () => {
    const { kafka, publisher } = setUp();
    const large = publisher.publish(topic, chainOf('service/LARGE', 1, 'x'.repeat(1_000_000)));
    const fine = publisher.publish(topic, chainOf('service/A', 1));
    await expect(large).rejects.toThrow(/event 1 of service\/LARGE has 1000\d+ bytes/);
    await fine;
    expect(kafka.sends.map(({ values }) => values.length)).toEqual([1]);
  });

  it('divides what is too much for one send', async () => {
    const { kafka, publisher } = setUp();
    await publisher.publish(topic, chainOf('service/A', 30, 'x'.repeat(100_000)));
    expect(kafka.sends.length).toBeGreaterThan(3);
    expect(kafka.sends.flatMap(({ values }) => values)).toHaveLength(30);
    await Promise.all(
      Array.from({ length: 30 }, (_, n) => publisher.publish(topic, chainOf(`service/${n}`, 50))),
    );
    expect(Math.max(...kafka.sends.map(({ values }) => values.length))).toBeLessThanOrEqual(1_000);
  });

  it('gives up after its deadline, with the producer cut off before anybody hears of it', async () => {
    jest.useFakeTimers();
    const { kafka, publisher } = setUp();
    kafka.answer = never;
    const severedAtEnd: number[] = [];
    const events = chainOf('service/A', 1);
    const failed = outcome(publisher.publish(topic, events)).then((result) => {
      severedAtEnd.push(...kafka.severed);
      return result;
    });
    await jest.advanceTimersByTimeAsync(3_000);
    expect(publisher.health()).toMatchObject({ ok: false, awaySince: expect.any(String) });
    await jest.advanceTimersByTimeAsync(13_000);
    expect(await failed).toBe('unreachable');
    expect(severedAtEnd).toEqual(kafka.sends.map(({ producer }) => producer));
    const { length } = kafka.sends;
    await jest.advanceTimersByTimeAsync(60_000);
    expect(kafka.sends).toHaveLength(length);
  });

  it('drops at once what is called off while it waits', async () => {
    const { kafka, publisher } = setUp();
    let answer: (() => void) | undefined;
    kafka.answer = async (send: FakeSend) => {
      await new Promise<void>((resolve) => (answer = resolve));
      return acknowledge(send);
    };
    const first = publisher.publish(topic, chainOf('service/A', 1));
    await until(() => answer !== undefined);
    const caller = new AbortController();
    const waiting = outcome(publisher.publish(topic, chainOf('service/B', 1), caller.signal));
    caller.abort();
    expect(await waiting).toBe('calledOff');
    expect(publisher.queued).toBe(0);
    expect(await outcome(publisher.publish(topic, chainOf('service/B', 1), caller.signal))).toBe(
      'calledOff',
    );
    answer?.();
    await first;
    expect(kafka.sends).toHaveLength(1);
  });

  it('waits for the end of a send that is called off', async () => {
    const { kafka, publisher } = setUp();
    let answer: (() => void) | undefined;
    kafka.answer = async (send: FakeSend) => {
      await new Promise<void>((resolve) => (answer = resolve));
      return acknowledge(send);
    };
    const caller = new AbortController();
    const sending = outcome(publisher.publish(topic, chainOf('service/A', 1), caller.signal));
    await until(() => answer !== undefined);
    caller.abort();
    answer?.();
    expect(await sending).toBe('done');
  });

  it('does not send again what was called off after a failed attempt', async () => {
    const { kafka, publisher } = setUp();
    kafka.answer = () => Promise.reject(new Error('the line is cut'));
    const caller = new AbortController();
    const failing = outcome(publisher.publish(topic, chainOf('service/A', 1), caller.signal));
    await until(() => kafka.severed.length === 1);
    caller.abort();
    expect(await failing).toBe('calledOff');
    expect(kafka.sends).toHaveLength(1);
    kafka.answer = acknowledge;
    await publisher.publish(topic, chainOf('service/B', 1));
    expect(kafka.sends.at(-1)?.values).toHaveLength(1);
  });

  it('tells the age of the oldest event, also between two tries of Temporal', async () => {
    jest.useFakeTimers({ now: Date.parse('2026-10-01T02:01:00.000Z') });
    const { kafka, publisher } = setUp();
    kafka.answer = () => Promise.reject(new Error('the line is cut'));
    // Decided at 02:00.
    const events = chainOf('service/A', 1);
    const failed = outcome(publisher.publish(topic, events));
    await jest.advanceTimersByTimeAsync(10_000);
    expect(await failed).toBe('unreachable');
    expect(publisher.health().oldestMs).toBe(70_000);
    expect(publisher.health().ok).toBe(false);
    kafka.answer = acknowledge;
    await Promise.all([publisher.publish(topic, events), jest.advanceTimersByTimeAsync(1)]);
    expect(publisher.health()).toEqual({ ok: true, oldestMs: 0 });
  });

  it('takes a new producer after a day', async () => {
    jest.useFakeTimers();
    const { kafka, publisher } = setUp();
    await publisher.publish(topic, chainOf('service/A', 1));
    jest.setSystemTime(Date.now() + 25 * 3_600_000);
    await publisher.publish(topic, chainOf('service/B', 1));
    expect(kafka.sends.map(({ producer }) => producer)).toEqual([1, 2]);
    expect(publisher.counts.rebuilds).toBe(0);
  });

  it('takes nothing more once it is closed, and ends what waits', async () => {
    const { kafka, publisher } = setUp();
    kafka.answer = () => Promise.reject(new Error('the line is cut'));
    const waiting = outcome(publisher.publish(topic, chainOf('service/A', 1)));
    await until(() => kafka.severed.length === 1);
    await publisher.close();
    expect(await waiting).toBe('closed');
    expect(await outcome(publisher.publish(topic, chainOf('service/B', 1)))).toBe('closed');
    expect(kafka.sends).toHaveLength(1);
  });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
