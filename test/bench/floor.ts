import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import type { Producer } from 'kafkajs';
import kafkajs from 'kafkajs';
import { floorWorker } from '../support/floor-worker.js';
import { eventually, serverAddresses } from '../support/fresh-database.js';
import { createFloorActivities, floorTopic } from './floor/activities.js';
import type { Decision, FloorStep, outbox } from './floor/workflows.js';
import type { DrivenCase, Program } from './load.js';

const taskQueue = 'floor';
/** The floor: the outbox with nothing in it, and a bare producer. */
export interface Floor {
  /** Cases that do the given steps, each with a body as large as ours. */
  program(work: FloorWork): Program;
  /** Begins a case that publishes once, by an activity that does nothing, and waits. */
  begin(subject: string): Promise<void>;
  /** How many such cases have done that. */
  readonly begun: () => number;
  /** The producer, for sending without any case. */
  readonly producer: Producer;
  stop(): Promise<void>;
}

/** What a case of the floor does. */
export interface FloorWork {
  /** The beginning, then a step for each body. */
  readonly steps: readonly FloorStep[];
  readonly bodies: readonly object[];
  /** It is asked once how it stands, as soon as it has begun. */
  readonly isLookedAt?: boolean;
  /** It ends with its last step. */
  readonly ends?: boolean;
}

/**
 * Starts the floor's worker in this process.
 *
 * @param record what is published as each event, as large as one of ours
 * @param onPublish hears that the publishing of a case's events begins
 */
export async function startFloor(
  client: Client,
  connection: NativeConnection,
  record: string,
  onPublish: (subject: string, sequences: readonly number[]) => void,
): Promise<Floor> {
  const producer = await bareProducer();
  let nothings = 0;
  const worker = await floorWorker({
    ...{ connection, taskQueue, namespace: client.options.namespace },
    workflowsPath: fileURLToPath(new URL('floor/workflows.ts', import.meta.url)),
    activities: createFloorActivities(producer, record, onPublish, () => (nothings += 1)),
  });
  const running = worker.run();
  return { program, begin, begun: () => nothings, producer, stop };

  function program({ steps, bodies, isLookedAt = false, ends = false }: FloorWork): Program {
    return {
      open: async (): Promise<DrivenCase> => {
        const subject = `floor/${randomUUID()}`;
        const handle = await client.workflow.start<typeof outbox>('outbox', {
          taskQueue,
          workflowId: subject,
          args: [{ caseId: subject, steps, done: 0, ends }],
        });
        if (isLookedAt) await handle.query('ask');
        const update = (body: object) => () =>
          handle.executeUpdate<{ sequence: number }, [Decision]>('decide', {
            args: [{ body }],
          });
        return { subject, steps: bodies.map(update) };
      },
    };
  }

  async function begin(subject: string): Promise<void> {
    await client.workflow.start('waiting', { taskQueue, workflowId: subject, args: [] });
  }

  async function stop(): Promise<void> {
    worker.shutdown();
    await running;
    await producer.disconnect();
  }
}

async function bareProducer(): Promise<Producer> {
  const kafka = new kafkajs.Kafka({
    brokers: serverAddresses().kafkaBrokers,
    logLevel: kafkajs.logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  // A broker that has just begun may not know its own topic for a moment; a second asking finds it there.
  await eventually(
    () =>
      admin
        .createTopics({
          waitForLeaders: true,
          topics: [{ topic: floorTopic, numPartitions: 12 }],
        })
        .then(
          () => true,
          () => false,
        ),
    Boolean,
  );
  await admin.disconnect();
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  return producer;
}
