import type { Consumer, ConsumerRunConfig } from 'kafkajs';
import kafkajs from 'kafkajs';
import { withDeadline } from './deadline.js';

const { KafkaJSError } = kafkajs;

/** What a consumer lives for. */
export interface Life {
  readonly topics: readonly string[];
  readonly run: ConsumerRunConfig;
  readonly signal: AbortSignal;
  /** Without a sign for so long, it counts as dead although it has not said so. */
  readonly silentMs: number;
  /** Told of each sign of life: a fetch, a heartbeat. */
  readonly onSign?: () => void;
  /** Called when the partitions have been assigned. */
  readonly onAssigned?: () => void;
}

const leaveMs = 15_000;
const watchMs = 500;

/**
 * One life of a consumer, from its connection to the signal. kafkajs may stop for good with a crash
 * or without a word (kafka.md §1.3 H); both end the life with an error, and the caller makes another
 * consumer. When this settles, the consumer has left and its handler has ended.
 */
export async function liveOnce(consumer: Consumer, life: Life): Promise<void> {
  const ended = new AbortController();
  const death = untilDeath(consumer, life, ended.signal);
  const starting = start(consumer, life, ended.signal);
  try {
    await Promise.race([death, starting]);
    await death;
  } finally {
    ended.abort();
    // A consumer that is disconnected while it joins would go on by itself. What these two may fail
    // with is known already, or nobody asks for it any more.
    await Promise.allSettled([withDeadline(starting, leaveMs)]);
    await Promise.allSettled([withDeadline(consumer.disconnect(), leaveMs)]);
  }
}

async function start(consumer: Consumer, life: Life, ended: AbortSignal): Promise<void> {
  await consumer.connect();
  await consumer.subscribe({ topics: [...life.topics], fromBeginning: true });
  ended.throwIfAborted();
  await consumer.run(life.run);
  ended.throwIfAborted();
  life.onAssigned?.();
}

/** Resolves at the signal; rejects when the consumer has crashed or gone silent. */
function untilDeath(
  consumer: Consumer,
  { signal, silentMs, onSign }: Life,
  ended: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let lastSign = Date.now();
    const sign = () => {
      lastSign = Date.now();
      onSign?.();
    };
    consumer.on(consumer.events.FETCH, sign);
    consumer.on(consumer.events.HEARTBEAT, sign);
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      reject(payload.error);
    });
    const watch = setInterval(() => {
      if (Date.now() - lastSign < silentMs) return;
      reject(new KafkaJSError(`the consumer has been silent for ${silentMs} ms`));
    }, watchMs);
    ended.addEventListener('abort', () => {
      clearInterval(watch);
    });
    const stop = () => {
      resolve();
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { signal: ended });
  });
}
