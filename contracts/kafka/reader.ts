import type { MintedEvent } from '../events/cloud-event.js';
import type { ChainEnd } from '../events/mint.js';
import { chainHash, emptyChain, eventId } from '../events/mint.js';

/**
 * What an event is to a reader who stands at a chain's end: `conflict` has an id that is not its own,
 * or a known sequence with another hash; `next` continues the chain; `duplicate` is an identical resend
 * and no fault; `gap` jumps over a sequence; `brokenChain` has the right sequence, but its hash does
 * not follow.
 */
export type Verdict = 'next' | 'duplicate' | 'conflict' | 'gap' | 'brokenChain';

/**
 * Judges an event against the end of its subject's chain. Pure; the state that a reader keeps per
 * (topic, subject) is the {@link ChainEnd} alone, and it moves with `next` only.
 *
 * An event older than the end is known by its id, which is a function of topic, subject and
 * sequence. That does not show a forger who keeps the id and changes the content: a reader who
 * stores the hashes of past events compares them too.
 *
 * @param topic the topic that the event was read from
 * @param end where the subject stands; `undefined` before its first event
 * @returns the verdict, and the end from here on
 */
export function judge(
  topic: string,
  end: ChainEnd | undefined,
  event: MintedEvent,
): { readonly verdict: Verdict; readonly end: ChainEnd } {
  const at = end ?? emptyChain;
  const sequence = Number(event.sequence);
  // First of all: an id that is not its own must not wait behind a gap in the place of the genuine one.
  if (event.id !== eventId(topic, event.subject, sequence)) return { verdict: 'conflict', end: at };
  if (sequence <= at.sequence) {
    const isSame = sequence < at.sequence || event.chainhash === at.chainhash;
    return { verdict: isSame ? 'duplicate' : 'conflict', end: at };
  }
  if (sequence > at.sequence + 1) return { verdict: 'gap', end: at };
  if (chainHash(at.chainhash, event) !== event.chainhash) {
    return { verdict: 'brokenChain', end: at };
  }
  return { verdict: 'next', end: { sequence, chainhash: event.chainhash } };
}
