import type { MintedEvent } from '../contracts/events/cloud-event.js';
import type { ChainEnd, NewEvent } from '../contracts/events/mint.js';
import { chainHash, endOf, mintEvent } from '../contracts/events/mint.js';

/** A subject's events on one topic: minted whole at the decision, appended to what is pending. */
export class EventChain {
  end: ChainEnd;
  private readonly pending: MintedEvent[];

  constructor(end: ChainEnd, pending: MintedEvent[]) {
    this.end = end;
    this.pending = pending;
  }

  /** Sequence that the next event will have. */
  get next(): number {
    return this.end.sequence + 1;
  }

  /** Mints the next event and appends it to the pending ones. */
  append(event: NewEvent<object>): number {
    const minted = mintEvent(this.end, event);
    this.end = endOf(minted);
    this.pending.push(minted);
    return this.end.sequence;
  }

  /**
   * What Kafka has acknowledged is the truth. A replay on newer code may mint an old event with
   * another content than it had when it was sent; whatever follows is linked to what was sent.
   */
  confirm(acknowledged: ChainEnd): void {
    const { sequence, chainhash } = acknowledged;
    const minted = this.pending.find((event) => endOf(event).sequence === sequence);
    if (minted === undefined || minted.chainhash === chainhash) return;
    this.end = acknowledged;
    for (const [index, event] of this.pending.entries()) {
      if (endOf(event).sequence <= sequence) continue;
      const linked = { ...event, chainhash: chainHash(this.end.chainhash, event) };
      this.pending[index] = linked;
      this.end = endOf(linked);
    }
  }
}
