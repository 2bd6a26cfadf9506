import { CancellationScope, condition } from '@temporalio/workflow';

/** How many go in one activity at the most. */
const batchMax = 50;

/**
 * What waits to leave a workflow, in order, and the one loop that sends it. The list is workflow
 * state, so it is durable before the first byte goes out; business steps never wait for it.
 */
export class Drain<Item> {
  readonly pending: Item[];
  private sending: CancellationScope | undefined;
  private stopped = false;
  private ended = false;
  private readonly send: (items: Item[]) => Promise<void>;

  constructor(pending: readonly Item[], send: (items: Item[]) => Promise<void>) {
    this.pending = [...pending];
    this.send = send;
  }

  /** Nothing waits and nothing is under way. */
  get isIdle(): boolean {
    return this.pending.length === 0 && this.sending === undefined;
  }

  /** Sends whatever is pending, one batch at a time, until stopped. */
  async run(): Promise<void> {
    try {
      while (!this.stopped) {
        await condition(() => this.pending.length > 0 || this.stopped);
        if (!this.stopped) await this.sendBatch();
      }
    } finally {
      this.ended = true;
    }
  }

  /** Cancels what is under way and waits for its end: after this nothing more is sent. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.sending?.cancel();
    await condition(() => this.ended);
  }

  private async sendBatch(): Promise<void> {
    const batch = this.pending.slice(0, batchMax);
    this.sending = new CancellationScope();
    try {
      await this.sending.run(() => this.send(batch));
      this.pending.splice(0, batch.length);
    } catch (error) {
      // What is called off is not tried again: it may end cancelled, failed, or timed out with its
      // worker. What was not acknowledged stays pending and is carried on.
      if (!this.stopped) throw error;
    } finally {
      this.sending = undefined;
    }
  }
}
