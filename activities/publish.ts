import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';
import type { MintedEvent } from '../contracts/events/cloud-event.js';
import type { ChainEnd } from '../contracts/events/mint.js';
import { emptyChain, endOf } from '../contracts/events/mint.js';
import type { TopicName } from '../contracts/topics.js';
import type { EventPublisher } from './ports.js';

/** Events of one case that go to a topic together, in order. */
export interface EventBatch {
  readonly topic: TopicName;
  readonly events: readonly MintedEvent[];
}

/** The activity that every case publishes by. */
export function publishing(publisher: EventPublisher) {
  return {
    /** Publishes events in order, and says which was the last; a cancellation reaches it. */
    async publishEvents({ topic, events }: EventBatch): Promise<ChainEnd> {
      await whileAlive(() => publisher.publish(topic, events, cancellationSignal()));
      const last = events.at(-1);
      return last === undefined ? emptyChain : endOf(last);
    },
  };
}

const heartbeatMs = 1_000;

/** Heartbeats while the work lasts; the first attempt's short work needs none. */
export async function whileAlive<Result>(work: () => Promise<Result>): Promise<Result> {
  const beat = setInterval(() => {
    heartbeat(activityInfo().attempt);
  }, heartbeatMs);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}
