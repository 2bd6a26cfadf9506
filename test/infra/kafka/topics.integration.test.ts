import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Admin } from 'kafkajs';
import kafkajs from 'kafkajs';
import type { TopicSpec } from '../../../contracts/topics.js';
import { topicNames } from '../../../contracts/topics.js';
import { createKafka } from '../../../infra/kafka/client.js';
import type { Drift } from '../../../infra/kafka/topics.js';
import { ensureTopics, TopicDrift } from '../../../infra/kafka/topics.js';
import { brokers } from '../../support/kafka-brokers.js';
import { silent } from '../../support/fake-kafka.js';
import { eventually } from '../../support/fresh-database.js';

const kafka = createKafka(brokers(), 'prasan-test', silent);
const spec: TopicSpec = { partitions: 12, cleanup: 'delete', audience: 'this test' };
const made: string[] = [];
let admin: Admin;

beforeAll(async () => {
  admin = kafka.admin();
  await admin.connect();
});

afterAll(async () => {
  await admin.deleteTopics({ topics: made });
  await admin.disconnect();
});

function newName(): string {
  const name = `test.topic.${randomUUID()}.v1`;
  made.push(name);
  return name;
}

async function driftOf(name: string, wanted = spec, replication = 1): Promise<readonly Drift[]> {
  try {
    await ensureTopics(kafka, replication, { [name]: wanted });
  } catch (error) {
    if (error instanceof TopicDrift) return error.drift;
    throw error;
  }
  return [];
}

describe('the topics', () => {
  it('are created as contracts/topics says, and found so again', async () => {
    const name = newName();
    expect(await driftOf(name)).toEqual([]);
    expect(await driftOf(name)).toEqual([]);
    const { topics } = await admin.fetchTopicMetadata({ topics: [name] });
    expect(topics[0]?.partitions).toHaveLength(12);
  });

  it('are those of the contract by default', async () => {
    await ensureTopics(kafka, 1);
    expect(await admin.listTopics()).toEqual(expect.arrayContaining(topicNames));
  });

  it('are created once when two processes start together', async () => {
    const name = newName();
    const both = await Promise.all([driftOf(name), driftOf(name), driftOf(name)]);
    expect(both).toEqual([[], [], []]);
  });

  it('are refused with another number of partitions', async () => {
    const topic = newName();
    // A busy broker does not know its new topic at once: whoever looks waits for that.
    await admin.createTopics({ topics: [{ topic, numPartitions: 3 }], waitForLeaders: false });
    expect(await driftOf(topic)).toEqual(
      expect.arrayContaining([{ topic, setting: 'partitions', is: '3', shouldBe: '12' }]),
    );
  });

  it.each([
    ['retention.ms', '604800000', '-1'],
    ['cleanup.policy', 'compact', 'delete'],
    ['min.insync.replicas', '2', '1'],
    ['unclean.leader.election.enable', 'true', 'false'],
  ])('are refused with %s %s', async (setting, is, shouldBe) => {
    const name = newName();
    await driftOf(name);
    await admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          type: kafkajs.ConfigResourceTypes.TOPIC,
          name,
          // What is not named here goes back to Kafka's default.
          configEntries: Object.entries({ 'retention.ms': '-1', [setting]: is }).map(
            ([key, value]) => ({ name: key, value }),
          ),
        },
      ],
    });
    // The broker answers of a change a moment after it has taken it.
    const drift = await eventually(
      () => driftOf(name),
      ({ length }) => length > 0,
    );
    expect(drift).toEqual([{ topic: name, setting, is, shouldBe }]);
    await expect(ensureTopics(kafka, 1, { [name]: spec })).rejects.toThrow(
      `${name}: ${setting} is ${is}, should be ${shouldBe}`,
    );
  });

  it('are refused when the cluster has too few brokers', async () => {
    const topic = newName();
    const [drift] = await driftOf(topic, spec, 9);
    expect(drift).toMatchObject({ topic, setting: 'replication.factor' });
    expect(drift?.shouldBe).toBe('9 (PRASAN_KAFKA_REPLICATION)');
    made.pop();
  });
});
