import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, Kafka } from 'kafkajs';
import kafkajs from 'kafkajs';
import type { TopicName, TopicSpec } from '../../contracts/topics.js';
import { topics } from '../../contracts/topics.js';

const { ConfigResourceTypes, KafkaJSAggregateError, KafkaJSProtocolError } = kafkajs;

/** One thing in which a topic is not as it should be. */
export interface Drift {
  readonly topic: string;
  /** `partitions`, `replication.factor`, or a setting as Kafka names it. */
  readonly setting: string;
  readonly is: string;
  readonly shouldBe: string;
}

/** Thrown when a topic of the cluster is not as `contracts/topics` says: nothing is written then. */
export class TopicDrift extends Error {
  override readonly name = 'TopicDrift';
  readonly drift: readonly Drift[];

  constructor(drift: readonly Drift[]) {
    const lines = drift.map(
      ({ topic, setting, is, shouldBe }) => `${topic}: ${setting} is ${is}, should be ${shouldBe}`,
    );
    super(`Kafka's topics are not as contracts/topics says:\n  ${lines.join('\n  ')}`);
    this.drift = drift;
  }
}

/** The topics wanted, by name. */
export type TopicSpecs = Readonly<Record<string, TopicSpec>>;

/** A topic just made, here or by another process, is not known to all brokers at once. */
const looks = 5;
const lookAgainMs = 300;

/**
 * Creates the topics that are missing and compares those that are there.
 *
 * @param replication 3 in production (min.insync.replicas 2), 1 locally (1)
 * @throws TopicDrift naming every topic and setting that differs
 */
export async function ensureTopics(
  kafka: Kafka,
  replication: number,
  specs: TopicSpecs = topics,
): Promise<void> {
  // Longer than the broker's first seconds, in which it answers that it is not there yet.
  const admin = kafka.admin({ retry: { retries: 8, initialRetryTime: 200 } });
  await admin.connect();
  try {
    await createMissing(admin, replication, specs);
    for (let look = 1; ; look += 1) {
      const isLast = look === looks;
      const drift = await findDrift(admin, replication, specs).catch((error: unknown) => {
        if (isLast || !isUnknownTopic(error)) throw error;
        return undefined;
      });
      if (drift?.length === 0) return;
      if (drift !== undefined && (isLast || !drift.every(isPerhapsNew)))
        throw new TopicDrift(drift);
      await sleep(lookAgainMs);
    }
  } finally {
    await admin.disconnect();
  }
}

/** Names of the topics that the cluster does not have. */
export async function missingTopics(
  admin: Admin,
  names: readonly TopicName[],
): Promise<TopicName[]> {
  const existing = await admin.listTopics();
  return names.filter((name) => !existing.includes(name));
}

/** Settings of a topic, as Kafka names them. */
function settingsOf({ cleanup }: TopicSpec, replication: number): Record<string, string> {
  return {
    'cleanup.policy': cleanup,
    'retention.ms': '-1',
    'retention.bytes': '-1',
    'min.insync.replicas': String(replication >= 3 ? 2 : 1),
    // Guards of what was acknowledged, and of the clock in each record.
    'unclean.leader.election.enable': 'false',
    'message.timestamp.type': 'CreateTime',
  };
}

async function createMissing(admin: Admin, replication: number, specs: TopicSpecs): Promise<void> {
  const existing = await admin.listTopics();
  const missing = Object.entries(specs).filter(([topic]) => !existing.includes(topic));
  if (missing.length === 0) return;
  try {
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map(([topic, spec]) => ({
        topic,
        numPartitions: spec.partitions,
        replicationFactor: replication,
        configEntries: Object.entries(settingsOf(spec, replication)).map(([name, value]) => ({
          name,
          value,
        })),
      })),
    });
  } catch (error) {
    // It is made; a busy broker does not know it yet.
    if (isUnknownTopic(error)) return;
    if (!isReplicationFault(error)) throw error;
    const { brokers } = await admin.describeCluster();
    throw new TopicDrift(
      missing.map(([topic]) => ({
        topic,
        setting: 'replication.factor',
        is: `at most ${brokers.length}, the number of brokers`,
        shouldBe: `${replication} (PRASAN_KAFKA_REPLICATION)`,
      })),
    );
  }
}

function isReplicationFault(error: unknown): boolean {
  if (!(error instanceof KafkaJSAggregateError)) return false;
  return error.errors.some(
    (one) => one instanceof KafkaJSProtocolError && one.type === 'INVALID_REPLICATION_FACTOR',
  );
}

function isUnknownTopic(error: unknown): boolean {
  return error instanceof KafkaJSProtocolError && error.type === 'UNKNOWN_TOPIC_OR_PARTITION';
}

async function findDrift(admin: Admin, replication: number, specs: TopicSpecs): Promise<Drift[]> {
  const names = Object.keys(specs);
  const metadata = await admin.fetchTopicMetadata({ topics: names });
  const configs = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
  return Object.entries(specs).flatMap(([topic, spec]) => {
    const partitions = metadata.topics.find(({ name }) => name === topic)?.partitions ?? [];
    const entries =
      configs.resources.find(({ resourceName }) => resourceName === topic)?.configEntries ?? [];
    const replicas = Math.min(...partitions.map((partition) => partition.replicas.length));
    // More copies than asked for are no harm, and stand for a while when copies are moved.
    const copies = replicas < replication ? replicas : replication;
    const all: [string, string, string][] = [
      ['partitions', String(partitions.length), String(spec.partitions)],
      ['replication.factor', String(copies), String(replication)],
      ...Object.entries(settingsOf(spec, replication)).map(
        ([setting, shouldBe]): [string, string, string] => [
          setting,
          entries.find(({ configName }) => configName === setting)?.configValue ?? 'not set',
          shouldBe,
        ],
      ),
    ];
    return all
      .filter(([, is, shouldBe]) => is !== shouldBe)
      .map(([setting, is, shouldBe]) => ({ topic, setting, is, shouldBe }));
  });
}

function isPerhapsNew({ setting, is }: Drift): boolean {
  return setting === 'partitions' ? is === '0' : is === 'not set';
}
