import type { Producer, ProducerBatch, RecordMetadata } from 'kafkajs';
import kafkajs from 'kafkajs';
import { pino } from 'pino';
import { KafkaClient } from '../../infra/kafka/client.js';

/** A logger that says nothing. */
export const silent = pino({ level: 'silent' });

/** One send as the fake broker saw it. */
export interface FakeSend {
  readonly batch: ProducerBatch;
  /** Which producer, from 1. */
  readonly producer: number;
  /** Values in order, by topic and partition. */
  readonly values: readonly string[];
}

/** What the fake broker does with a send. */
export type FakeAnswer = (send: FakeSend) => Promise<RecordMetadata[]>;

/** A Kafka client whose producers send to a function. */
export class FakeKafka extends KafkaClient {
  readonly sends: FakeSend[] = [];
  /** Producers that were cut off. */
  readonly severed: number[] = [];
  answer: FakeAnswer = acknowledge;
  private producers = 0;

  constructor() {
    super({ brokers: ['127.0.0.1:1'], logLevel: kafkajs.logLevel.NOTHING });
  }

  override severable() {
    this.producers += 1;
    const number = this.producers;
    const kafka = new kafkajs.Kafka({ brokers: ['127.0.0.1:1'] });
    kafka.producer = () => this.fakeProducer(number);
    return { kafka, sever: () => void this.severed.push(number) };
  }

  private fakeProducer(producer: number): Producer {
    const sendBatch = (batch: ProducerBatch) => {
      const values = (batch.topicMessages ?? []).flatMap(({ messages }) =>
        messages.map(({ value }) => String(value)),
      );
      const send = { batch, producer, values };
      this.sends.push(send);
      return this.answer(send);
    };
    const fake: Partial<Producer> = {
      connect: () => Promise.resolve(),
      disconnect: () => Promise.resolve(),
      sendBatch,
    };
    return fake as Producer;
  }
}

/** Acknowledges all partitions. */
export function acknowledge({ batch }: FakeSend): Promise<RecordMetadata[]> {
  const all = (batch.topicMessages ?? []).flatMap(({ topic, messages }) =>
    [...new Set(messages.map(({ partition }) => partition ?? 0))].map((partition) => ({
      topicName: topic,
      partition,
      errorCode: 0,
      baseOffset: '0',
    })),
  );
  return Promise.resolve(all);
}
