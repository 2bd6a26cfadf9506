import { createRequire } from 'node:module';

/** As much of kafkajs's queue of requests as the patch needs. */
interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
}

const pendingCheckMs = 10;

let isQuiet = false;

/**
 * kafkajs 2.2.4 arms a timer after each response even when nothing waits, with a negative delay, for
 * ever: a wake-up each millisecond and connection, and a warning on newer Node
 * (tulios/kafkajs#1556, #1704, #1751). After this it is armed only while a request waits.
 */
export function quietRequestTimer(): void {
  if (isQuiet) return;
  isQuiet = true;
  const queue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as {
    readonly prototype: RequestQueue;
  };
  queue.prototype.scheduleCheckPendingRequests = function schedule(this: RequestQueue) {
    if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return;
    const throttledMs = this.throttledUntil - Date.now();
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      throttledMs > 0 ? throttledMs : pendingCheckMs,
    );
  };
}
