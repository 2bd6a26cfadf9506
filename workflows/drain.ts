import { CancellationScope, condition } from '@temporalio/workflow';

/** How many go in one activity at the most. */
const batchMax = 50;

/**
 * What waits to leave a workflow, in order, and the one loop that sends it. The list is workflow
 * state, so it is durable before the first byte goes out; business steps never wait for it.
 */
export class Drain<Item> {
  readonly pending: Item[];
  private scope: CancellationScope | undefined;
  private isSending = false;
  private isStopped = false;
  private hasEnded = false;
  private readonly send: (items: Item[]) => Promise<void>;

  constructor(pending: readonly Item[], send: (items: Item[]) => Promise<void>) {
    this.pending = [...pending];
    this.send = send;
  }

  /** Nothing waits and nothing is under way. */
  get isIdle(): boolean {
    return this.pending.length === 0 && !this.isSending;
  }

  /** Sends whatever is pending, one batch at a time, until stopped. */
  async run(): Promise<void> {
    try {
      this.scope = new CancellationScope();
      await this.scope.run(() => this.sendAll());
    } catch (error) {
      // What is called off is not tried again: it may end cancelled, failed, or timed out with its
      // worker. What was not acknowledged stays pending and is carried on.
      if (!this.isStopped) throw error;
    } finally {
      this.hasEnded = true;
    }
  }

  /** Cancels what is under way and waits for its end: after this nothing more is sent. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.scope?.cancel();
    await condition(() => this.hasEnded);
  }

  /** Goes on until its scope is cancelled: one scope for all, since each costs every replay anew. */
  private async sendAll(): Promise<never> {
    for (;;) {
      await condition(() => this.pending.length > 0);
      const batch = this.pending.slice(0, batchMax);
      this.isSending = true;
      await this.send(batch);
      this.pending.splice(0, batch.length);
      this.isSending = false;
    }
  }
}
