import type { MintedEvent } from '../contracts/events/cloud-event.js';
import type { ChainEnd, NewEvent } from '../contracts/events/mint.js';
import { mintEvent } from '../contracts/events/mint.js';

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
    this.end = { sequence: this.next, chainhash: minted.chainhash };
    this.pending.push(minted);
    return this.end.sequence;
  }
}
