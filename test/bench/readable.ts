import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer } from 'kafkajs';
import { createKafka } from '../../infra/kafka/client.js';
import { createLogger } from '../../infra/logger.js';
import { eventually, serverAddresses } from '../support/fresh-database.js';
import type { Engine } from './engine.js';
import { theEngine } from './engine.js';
import { floorTopic } from './floor/activities.js';
import type { Program } from './load.js';
import type { Report } from './result.js';
import { quantile } from './result.js';

const limit = 1.5;
const cases = 6;
const pauseMs = 120;

/** From sending a decision until a consumer has its event, with one client and idle servers. */
export async function benchReadable(): Promise<Report> {
  const engine = await theEngine();
  const reader = await startReader();
  await probe(engine.ours, 1, reader.readAt);
  await probe(engine.floorProgram, 1, engine.publishStarts);
  const readable = await probe(engine.ours, cases, reader.readAt);
  const publishStart = await probe(engine.floorProgram, cases, engine.publishStarts);
  const produce = await bareProduce(engine);
  await reader.stop();
  const p50 = (numbers: readonly number[]) => quantile(numbers, 0.5);
  const floor = p50(publishStart) + p50(produce);
  return {
    lines: [
      `floor: publish start ${p50(publishStart).toFixed(1)} ms + bare produce ${p50(produce).toFixed(1)} ms`,
    ],
    results: [
      ...[{ name: 'decided → readable on Kafka p50', unit: 'ms', limit }].map((row) => ({
        ...row,
        ours: p50(readable),
        floor,
      })),
    ],
    raw: { readable, publishStart, produce },
  };
}

/** Milliseconds from sending each decision to the moment noted for its event. */
async function probe(
  program: Program,
  count: number,
  moments: ReadonlyMap<string, number>,
): Promise<number[]> {
  const found: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const { subject, steps } = await program.open();
    await sleep(pauseMs);
    for (const step of steps) {
      const sent = performance.now();
      const { sequence } = await step();
      const at = await eventually(
        () => moments.get(`${subject}/${sequence}`),
        (moment) => moment !== undefined,
        { everyMs: 2 },
      );
      found.push((at ?? NaN) - sent);
      await sleep(pauseMs);
    }
  }
  return found;
}

async function bareProduce({ floor, record }: Engine): Promise<number[]> {
  const found: number[] = [];
  for (let n = 0; n < 110; n += 1) {
    const sent = performance.now();
    const key = `floor/${n}`;
    await floor.producer.send({ topic: floorTopic, acks: -1, messages: [{ key, value: record }] });
    found.push(performance.now() - sent);
    await sleep(20);
  }
  return found.slice(10);
}

interface KafkaReader {
  /** When an event came, by `subject/sequence`. */
  readonly readAt: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

async function startReader(): Promise<KafkaReader> {
  const { kafkaBrokers } = serverAddresses();
  const kafka = createKafka(kafkaBrokers, 'prasan-bench-reader', createLogger('bench', 'error'));
  const consumer: Consumer = kafka.consumer({ groupId: `bench-${randomUUID()}` });
  const readAt = new Map<string, number>();
  await consumer.connect();
  await consumer.subscribe({ topics: ['service.status.v1'], fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message: { key, headers } }) => {
      const sequence = Number(String(headers?.['ce_sequence']));
      const place = `${String(key)}/${sequence}`;
      if (!readAt.has(place)) readAt.set(place, performance.now());
    },
  });
  return { readAt, stop: () => consumer.disconnect() };
}
