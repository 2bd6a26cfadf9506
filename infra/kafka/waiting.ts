import type { MintedEvent } from '../../contracts/events/cloud-event.js';
import type { TopicName } from '../../contracts/topics.js';

/** One call to publish, from its coming to its end. */
export interface Call {
  readonly topic: TopicName;
  readonly events: readonly MintedEvent[];
  /** When it came, milliseconds since the epoch. */
  readonly since: number;
  /** In a send that is under way: what becomes of it is not known before that ends. */
  isOnWire: boolean;
  isSettled: boolean;
  readonly settle: (error?: Error) => void;
}

/** How long a failed call is expected to come again: longer than Temporal's longest pause. */
const comesAgainMs = 60_000;

/** The calls that wait to be published, in the order in which they came. */
export class Waiting {
  private readonly queue: Call[] = [];
  private readonly taken = new Set<Call>();
  /** Events of rejected calls, by the id of their first: decided when, rejected when. */
  private readonly rejected = new Map<string, { decidedAt: number; at: number }>();

  add(
    topic: TopicName,
    events: readonly MintedEvent[],
  ): { readonly call: Call; readonly settled: Promise<void> } {
    let settle: Call['settle'] = () => undefined;
    const settled = new Promise<void>((resolve, reject) => {
      settle = (error) => {
        if (error === undefined) resolve();
        else reject(error);
      };
    });
    const since = Date.now();
    const call: Call = { topic, events, since, isOnWire: false, isSettled: false, settle };
    this.queue.push(call);
    return { call, settled };
  }

  get queued(): number {
    return this.queue.length;
  }

  /** Takes what goes with the next send: at least one call, at most so many records. */
  take(recordsMax: number): Call[] {
    let records = 0;
    const next = this.queue.findIndex((call, index) => {
      records += call.events.length;
      return index > 0 && records > recordsMax;
    });
    const calls = this.queue.splice(0, next < 0 ? this.queue.length : next);
    for (const call of calls) this.taken.add(call);
    return calls;
  }

  resolve(call: Call): void {
    this.end(call);
    this.rejected.delete(keyOf(call));
    call.settle();
  }

  reject(call: Call, error: Error): void {
    this.end(call);
    this.rejected.set(keyOf(call), { decidedAt: decidedAt(call), at: Date.now() });
    call.settle(error);
  }

  /** Rejects a call of which nothing is on the wire. */
  dropQueued(call: Call, error: Error): void {
    if (call.isSettled || call.isOnWire) return;
    const index = this.queue.indexOf(call);
    if (index >= 0) this.queue.splice(index, 1);
    this.end(call);
    call.settle(error);
  }

  rejectQueued(error: Error): void {
    for (const call of this.queue.splice(0)) this.reject(call, error);
  }

  /** Milliseconds since the oldest event was decided that waits here or is to come again. */
  oldestMs(now: number): number {
    for (const [key, { at }] of this.rejected) {
      if (now - at > comesAgainMs) this.rejected.delete(key);
    }
    const times = [
      ...[...this.taken, ...this.queue].map(decidedAt),
      ...[...this.rejected.values()].map((one) => one.decidedAt),
    ];
    return times.reduce((oldest, time) => Math.max(oldest, now - time), 0);
  }

  private end(call: Call): void {
    call.isSettled = true;
    this.taken.delete(call);
  }
}

function keyOf({ topic, events }: Call): string {
  return `${topic} ${events[0]?.id ?? ''}`;
}

function decidedAt({ events, since }: Call): number {
  const time = Date.parse(events[0]?.time ?? '');
  return Number.isNaN(time) ? since : time;
}
