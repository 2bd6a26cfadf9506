import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { randomInt, randomUUID } from 'node:crypto';
import { proposedServiceId } from '../../contracts/ids.js';
import { createKafka } from '../../infra/kafka/client.js';
import type { KafkaPublisher } from '../../infra/kafka/publisher.js';
import { createPublisher } from '../../infra/kafka/publisher.js';
import { ensureTopics } from '../../infra/kafka/topics.js';
import { createLogger } from '../../infra/logger.js';
import type { Tracker } from '../../workers/tracker/tracker.js';
import { startTracker } from '../../workers/tracker/tracker.js';
import { eventually, serverAddresses } from './fresh-database.js';
import { freePort } from '../../infra/local/ports.js';
import type { MadeEvent } from './make-events.js';

/** A service id that no other test has: topics are shared. */
export function uniqueServiceId(): string {
  return proposedServiceId(randomUUID());
}

/** An agency id that no other test has. */
export function uniqueAgencyId(): string {
  return `AGY${String(randomInt(100_000)).padStart(5, '0')}`;
}

/** Publishes as the worker does. */
export interface TestPublisher {
  send(made: readonly MadeEvent[]): Promise<void>;
  close(): Promise<void>;
}

/** Connects to the Kafka of the tests; the topics are there afterwards. */
export async function testPublisher(): Promise<TestPublisher> {
  const logger = createLogger('test', 'error');
  const kafka = createKafka(serverAddresses().kafkaBrokers, 'prasan-test', logger);
  await ensureTopics(kafka, 1);
  const publisher: KafkaPublisher = createPublisher(kafka, logger);
  return {
    send: async (made) => {
      for (const { topic, event } of made) await publisher.publish(topic, [event]);
    },
    close: () => publisher.close(),
  };
}

/** A tracker in this process, on a free port where none is given. */
export async function trackerHere(
  databaseUrl: string,
  { rebuild = false, port = 0 } = {},
): Promise<Tracker> {
  return startTracker({
    databaseUrl,
    kafkaBrokers: serverAddresses().kafkaBrokers,
    host: '127.0.0.1',
    port,
    rebuild,
    logger: createLogger('test', 'error'),
    onFatal: (error) => {
      throw error;
    },
  });
}

/** A tracker in a process of its own, as in production. */
export interface TrackerProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Ends it and waits until it is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

/** Starts the tracker's program, as `npm run tracker` does. */
function spawnTracker(databaseUrl: string, port: number, options: readonly string[]): ChildProcess {
  const program = ['--import', 'tsx', 'workers/tracker/main.ts', ...options];
  return spawn(process.execPath, program, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: databaseUrl,
      KAFKA_BROKERS: serverAddresses().kafkaBrokers.join(','),
      PRASAN_TRACKER_PORT: String(port),
      PRASAN_HOME: '/nonexistent',
      PRASAN_LOG_LEVEL: 'error',
    },
  });
}

/** Runs the tracker's program to its end; its exit code. */
export async function runTracker(
  databaseUrl: string,
  options: readonly string[],
): Promise<number | null> {
  const child = spawnTracker(databaseUrl, await freePort(), options);
  await once(child, 'exit');
  return child.exitCode;
}

/** Starts the tracker's process and waits until it answers. */
export async function trackerProcess(databaseUrl: string): Promise<TrackerProcess> {
  const port = await freePort();
  const child = spawnTracker(databaseUrl, port, []);
  const url = `http://127.0.0.1:${port}`;
  await eventually(
    () =>
      fetch(`${url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    (isReady) => isReady,
    { withinMs: 40_000 },
  );
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    const gone =
      child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    child.kill(signal);
    await gone;
    return child.exitCode;
  };
  return { url, child, end };
}

/** Asks the tracker for JSON. */
export async function askTracker<Answer>(url: string): Promise<Answer> {
  const answer = await fetch(url);
  return (await answer.json()) as Answer;
}

/** Waits until the tracker knows a service at a sequence. */
export async function untilKnown(url: string, serviceId: string, sequence: number): Promise<void> {
  await eventually(
    () =>
      askTracker<{ sequence?: number }>(`${url}/v1/services/${serviceId}`).catch(() => ({
        sequence: 0,
      })),
    (answer) => answer.sequence === sequence,
    { withinMs: 60_000 },
  );
}

/** Waits until the tracker has read what other tests have published. */
export async function untilCaughtUp(url: string): Promise<void> {
  let before = -1;
  await eventually(
    () => askTracker<{ asOf: { sequenceCount: number } }>(`${url}/v1/summary`),
    ({ asOf: { sequenceCount } }) => {
      const isSame = sequenceCount === before;
      before = sequenceCount;
      return isSame;
    },
    { withinMs: 60_000, everyMs: 1_500 },
  );
}
