import { createRequire } from 'node:module';
import type { Kafka as KafkaClient, LogEntry } from 'kafkajs';
import kafkajs from 'kafkajs';
import type { Logger } from '../logger.js';

const { Kafka, logLevel } = kafkajs;

/** A Kafka client with the guards that kafkajs 2.2.4 needs; its own talk goes to the debug log. */
export function createKafka(brokers: string[], clientId: string, logger: Logger): KafkaClient {
  quietRequestTimer();
  process.env['KAFKAJS_NO_PARTITIONER_WARNING'] = '1';
  return new Kafka({
    brokers,
    clientId,
    connectionTimeout: 3_000,
    requestTimeout: 8_000,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 },
    logLevel: logLevel.ERROR,
    logCreator: () => (entry: LogEntry) => {
      logger.debug({ kafka: entry.log.message, namespace: entry.namespace }, 'kafkajs');
    },
  });
}

interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
}

let isPatched = false;

/**
 * kafkajs re-arms a timer with a negative delay for ever: a wake-up each millisecond and connection
 * (tulios/kafkajs#1556, #1704, #1751). It is armed only while something is pending or throttled.
 */
function quietRequestTimer(): void {
  if (isPatched) return;
  isPatched = true;
  const require = createRequire(import.meta.url);
  const queue = require('kafkajs/src/network/requestQueue') as { prototype: RequestQueue };
  queue.prototype.scheduleCheckPendingRequests = function schedule(this: RequestQueue) {
    if (this.throttleCheckTimeoutId !== null) return;
    const throttledMs = this.throttledUntil - Date.now();
    if (this.pending.length === 0 && !(throttledMs > 0)) return;
    const delay = throttledMs > 0 ? throttledMs : 10;
    this.throttleCheckTimeoutId = setTimeout(() => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    }, delay);
  };
}
