import type { Admin, Kafka } from 'kafkajs';
import kafkajs from 'kafkajs';
import type { TopicName } from '../../contracts/topics.js';
import { topicNames, topics } from '../../contracts/topics.js';

const { ConfigResourceTypes } = kafkajs;

/** Thrown when a topic of the cluster is not as `contracts/topics` says: nothing is written then. */
export class TopicDrift extends Error {
  override readonly name = 'TopicDrift';
}

/** Settings of a topic, as Kafka names them. */
function settingsOf(name: TopicName, replication: number): Record<string, string> {
  return {
    'cleanup.policy': topics[name].cleanup,
    'retention.ms': '-1',
    'min.insync.replicas': String(replication >= 3 ? 2 : 1),
  };
}

/**
 * Creates the topics that are missing and compares those that are there.
 *
 * @param replication 3 in production (min.insync.replicas 2), 1 locally (1)
 * @throws TopicDrift naming every topic and setting that differs
 */
export async function ensureTopics(kafka: Kafka, replication: number): Promise<void> {
  const admin = kafka.admin({ retry: { retries: 8, initialRetryTime: 200 } });
  await admin.connect();
  try {
    await createMissing(admin, replication);
    const drift = await findDrift(admin, replication);
    if (drift.length > 0) {
      throw new TopicDrift(`Kafka topics differ from contracts/topics:\n  ${drift.join('\n  ')}`);
    }
  } finally {
    await admin.disconnect();
  }
}

async function createMissing(admin: Admin, replication: number): Promise<void> {
  const existing = await admin.listTopics();
  const missing = topicNames.filter((name) => !existing.includes(name));
  if (missing.length === 0) return;
  await admin.createTopics({
    waitForLeaders: true,
    topics: missing.map((topic) => ({
      topic,
      numPartitions: topics[topic].partitions,
      replicationFactor: replication,
      configEntries: Object.entries(settingsOf(topic, replication)).map(([name, value]) => ({
        name,
        value,
      })),
    })),
  });
}

async function findDrift(admin: Admin, replication: number): Promise<string[]> {
  const metadata = await admin.fetchTopicMetadata({ topics: topicNames });
  const configs = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topicNames.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
  return topicNames.flatMap((name) => {
    const partitions = metadata.topics.find((topic) => topic.name === name)?.partitions.length ?? 0;
    const entries =
      configs.resources.find((resource) => resource.resourceName === name)?.configEntries ?? [];
    const should = settingsOf(name, replication);
    const wrong = Object.entries(should).flatMap(([setting, value]) => {
      const is = entries.find((entry) => entry.configName === setting)?.configValue ?? 'not set';
      return is === value ? [] : [`${name}: ${setting} is ${is}, should be ${value}`];
    });
    return partitions === topics[name].partitions
      ? wrong
      : [`${name}: ${partitions} partitions, should be ${topics[name].partitions}`, ...wrong];
  });
}
