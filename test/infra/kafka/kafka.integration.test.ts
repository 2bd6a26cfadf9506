import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import type { MintedEvent } from '../../../contracts/events/cloud-event.js';
import type { KafkaClient } from '../../../infra/kafka/client.js';
import { createKafka } from '../../../infra/kafka/client.js';
import type { RunningConsumer } from '../../../infra/kafka/consume.js';
import { runConsumer } from '../../../infra/kafka/consume.js';
import type { LogRecord } from '../../../infra/kafka/log-record.js';
import { createPublisher } from '../../../infra/kafka/publisher.js';
import { readAll, tail } from '../../../infra/kafka/read-all.js';
import { ensureTopics } from '../../../infra/kafka/topics.js';
import { eventually } from '../../support/fresh-database.js';
import { brokers } from '../../support/kafka-brokers.js';
import { chain, chainOf } from '../../support/kafka-events.js';
import { silent } from '../../support/fake-kafka.js';
import { until } from '../../support/until.js';

const topic = 'service.status.v1';
const kafka = createKafka(brokers(), 'prasan-test', silent);
const publisher = createPublisher(kafka, silent);

beforeAll(() => ensureTopics(kafka, 1));
afterAll(() => publisher.close());

function newSubject(): string {
  return `service/TEST-${randomUUID()}`;
}

/** The events of a subject, as they were read; other tests write to the topic too. */
function eventsOf(subject: string, records: readonly LogRecord[]): MintedEvent[] {
  return records.flatMap(({ read }) => {
    if (read.kind !== 'event' || read.event.subject !== subject) return [];
    const { recordedtime: _, ...event } = read.event;
    return [event];
  });
}

async function readTopic(): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  const count = await readAll(kafka, [topic], (record) => records.push(record));
  expect(count).toBe(records.length);
  return records;
}

describe('events on Kafka', () => {
  it('are read as they were published, in order, in one partition', async () => {
    const subjects = Array.from({ length: 30 }, () => chainOf(newSubject(), 4));
    await Promise.all(
      subjects.map(async (events) => {
        for (const event of events) await publisher.publish(topic, [event]);
      }),
    );
    const records = await readTopic();
    for (const events of subjects) {
      expect(eventsOf(events[0]?.subject ?? '', records)).toEqual(events);
    }
    const places = records.map(({ topic: name, partition, offset }) => [name, partition, offset]);
    expect(new Set(places.map(String)).size).toBe(places.length);
    expect(publisher.counts.sends).toBeLessThan(publisher.counts.published);
  });

  it('may carry any text', async () => {
    const events = chain(newSubject(), [{ th: 'งานบริการ "ก"\n', emoji: '🇹🇭', nul: '\u0000' }]);
    await publisher.publish(topic, events);
    expect(eventsOf(events[0]?.subject ?? '', await readTopic())).toEqual(events);
  });

  it('are followed from now on, and from the first', async () => {
    const before = chainOf(newSubject(), 1);
    await publisher.publish(topic, before);
    const stop = new AbortController();
    const [fresh, all]: [LogRecord[], LogRecord[]] = [[], []];
    const followers = [
      tail(kafka, [topic], { fromBeginning: false, signal: stop.signal }, (one) => fresh.push(one)),
      tail(kafka, [topic], { fromBeginning: true, signal: stop.signal }, (one) => all.push(one)),
    ];
    const subject = before[0]?.subject ?? '';
    await until(() => eventsOf(subject, all).length === 1);
    const after = chainOf(newSubject(), 2);
    const isSeen = (seen: LogRecord[]) => eventsOf(after[0]?.subject ?? '', seen).length >= 2;
    // The follower of what is new tells nobody since when it follows: it is asked until it answers.
    const knock = newSubject();
    await until(async () => {
      await publisher.publish(topic, chainOf(knock, 1));
      return eventsOf(knock, fresh).length > 0;
    });
    await publisher.publish(topic, after);
    await until(() => isSeen(fresh) && isSeen(all));
    stop.abort();
    await Promise.all(followers);
    expect(eventsOf(subject, fresh)).toEqual([]);
    expect(eventsOf(after[0]?.subject ?? '', fresh)).toEqual(after);
  });

  it('leave no group behind when they are read', async () => {
    await readTopic();
    const admin = kafka.admin();
    await admin.connect();
    // Other files read beside this one, and their groups go too.
    const left = async () => {
      const { groups } = await admin.listGroups();
      return groups.filter(({ groupId }) => groupId.startsWith('prasan-read-'));
    };
    await expect(eventually(left, (groups) => groups.length === 0)).resolves.toEqual([]);
    await admin.disconnect();
  });

  it('are read from a broker that leads no partition yet, and not where that will not pass', async () => {
    const refused = (type: string, retriable: boolean) =>
      new kafkajs.KafkaJSProtocolError(Object.assign(new Error(type), { type, retriable }));
    const leaderless = refusingAt(2, refused('NOT_LEADER_FOR_PARTITION', true));
    await expect(readAll(leaderless, [topic], () => undefined)).resolves.toBeGreaterThan(0);
    const denied = refusingAt(1, refused('TOPIC_AUTHORIZATION_FAILED', false));
    await expect(readAll(denied, [topic], () => undefined)).rejects.toThrow(
      'TOPIC_AUTHORIZATION_FAILED',
    );
  });

  /** A client whose admin is refused the ends of a topic so many times. */
  function refusingAt(times: number, refusal: Error): KafkaClient {
    const client = createKafka(brokers(), 'test-refused', silent);
    const admin = client.admin.bind(client);
    let left = times;
    client.admin = (config) => {
      const real = admin(config);
      const { fetchTopicOffsets } = real;
      real.fetchTopicOffsets = (name) => {
        left -= 1;
        return left >= 0 ? Promise.reject(refusal) : fetchTopicOffsets(name);
      };
      return real;
    };
    return client;
  }

  it('end the reading when the receiver fails, with its own error, and are not given twice', async () => {
    await publisher.publish(topic, chainOf(newSubject(), 1));
    let calls = 0;
    const failing = readAll(kafka, [topic], () => {
      calls += 1;
      throw new RangeError('no room');
    });
    await expect(failing).rejects.toThrow(new RangeError('no room'));
    expect(calls).toBe(1);
  });
});

describe('a consumer', () => {
  const running: RunningConsumer[] = [];
  afterAll(() => Promise.all(running.map((one) => one.stop())));

  function consume(groupId: string, onBatch: (records: LogRecord[]) => Promise<void>) {
    const consumer = runConsumer({ kafka, groupId, topics: [topic], logger: silent, onBatch });
    running.push(consumer);
    return consumer;
  }

  it('takes all events from the first on, each partition in order', async () => {
    const events = chainOf(newSubject(), 5);
    await publisher.publish(topic, events);
    const taken: LogRecord[] = [];
    const consumer = consume(`test-${randomUUID()}`, async (records) => {
      taken.push(...records);
    });
    expect(consumer.health().ok).toBe(false);
    const subject = events[0]?.subject ?? '';
    await until(() => eventsOf(subject, taken).length === 5);
    expect(eventsOf(subject, taken)).toEqual(events);
    expect(taken.some(({ offset }) => offset === '0')).toBe(true);
    await until(() => consumer.health().lag === 0);
    expect(consumer.health()).toEqual({ ok: true, lag: 0, lagSeconds: 0 });
  });

  it('gives a batch again that the handler could not take, and nothing newer before it', async () => {
    const events = chainOf(newSubject(), 3);
    const subject = events[0]?.subject ?? '';
    await publisher.publish(topic, events);
    const taken: LogRecord[] = [];
    let failures = 7;
    const consumer = consume(`test-${randomUUID()}`, async (records) => {
      if (eventsOf(subject, records).length > 0 && failures > 0) {
        failures -= 1;
        throw new Error('PostgreSQL is away');
      }
      taken.push(...records);
    });
    await until(() => eventsOf(subject, taken).length >= 3, 60_000);
    expect(failures).toBe(0);
    expect(eventsOf(subject, taken).slice(0, 3)).toEqual(events);
    expect(consumer.health().ok).toBe(true);
  });

  it('waits for the batch under way when it is stopped, and goes on from there', async () => {
    const groupId = `test-${randomUUID()}`;
    const events = chainOf(newSubject(), 3);
    const subject = events[0]?.subject ?? '';
    const taken: LogRecord[] = [];
    let isBusy = false;
    const first = consume(groupId, async (records) => {
      isBusy = true;
      await new Promise((resolve) => setTimeout(resolve, 300));
      taken.push(...records);
      isBusy = false;
    });
    await until(() => isBusy);
    await first.stop();
    expect(isBusy).toBe(false);
    const { length } = taken;
    await publisher.publish(topic, events);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(taken).toHaveLength(length);
    consume(groupId, async (records) => {
      taken.push(...records);
    });
    await until(() => eventsOf(subject, taken).length === 3);
    expect(eventsOf(subject, taken)).toEqual(events);
  });
});
