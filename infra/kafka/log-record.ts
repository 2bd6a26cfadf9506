import type { KafkaMessage } from 'kafkajs';
import type { ReadRecord } from '../../contracts/kafka/binding.js';
import { fromKafkaRecord } from '../../contracts/kafka/binding.js';

/** A record as it stands in the log, and what it turned out to be. */
export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** When it was sent, milliseconds since the epoch. */
  readonly timestamp: number;
  readonly read: ReadRecord;
}

/** A delivered message with where it stood. */
export function toLogRecord(topic: string, partition: number, message: KafkaMessage): LogRecord {
  return {
    topic,
    partition,
    offset: message.offset,
    timestamp: Number(message.timestamp),
    read: fromKafkaRecord(message),
  };
}
