import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MintedEvent } from '../../contracts/events/cloud-event.js';
import type { NewEvent } from '../../contracts/events/mint.js';
import { emptyChain, endOf, mintEvent } from '../../contracts/events/mint.js';
import { judge } from '../../contracts/kafka/reader.js';
import { EventChain } from '../../workflows/event-chain.js';

const topic = 'service.status.v1';

function happening(n: number, extra: object = {}): NewEvent<object> {
  return {
    topic,
    subject: 'service/SVC0106',
    type: 'th.prasan.service.advanced.v1',
    dataschema: 'urn:test',
    at: Date.parse('2026-11-26T03:00:00Z') + n,
    data: { n, ...extra },
  };
}

/** Whether a reader who meets these events finds each the next of its chain. */
function isWhole(events: readonly MintedEvent[]): boolean {
  let end = emptyChain;
  return events.every((event) => {
    const judged = judge(topic, end, event);
    end = judged.end;
    return judged.verdict === 'next';
  });
}

describe('a chain of events', () => {
  it('appends what is minted whole, and stands at its end', () => {
    const pending: MintedEvent[] = [];
    const chain = new EventChain(emptyChain, pending);
    for (let n = 1; n <= 3; n += 1) expect(chain.append(happening(n))).toBe(n);
    expect(chain.next).toBe(4);
    expect(isWhole(pending)).toBe(true);
    expect(chain.end).toEqual(endOf(pending.at(-1) as MintedEvent));
  });

  it('is left as it is by an acknowledgement of what it has minted, or of what it no longer holds', () => {
    const pending: MintedEvent[] = [];
    const chain = new EventChain(emptyChain, pending);
    for (let n = 1; n <= 3; n += 1) chain.append(happening(n));
    const [before, end] = [[...pending], chain.end];
    chain.confirm(endOf(pending[1] as MintedEvent));
    chain.confirm({ sequence: 9, chainhash: 'f'.repeat(64) });
    expect(pending).toEqual(before);
    expect(chain.end).toEqual(end);
  });

  it('goes on from what was published, when a replay has minted it otherwise', () => {
    fc.assert(
      fc.property(fc.nat({ max: 6 }), fc.integer({ min: 1, max: 6 }), (later, sent) => {
        // As older code published it: without the field that newer code adds.
        const published: MintedEvent[] = [];
        const old = new EventChain(emptyChain, published);
        for (let n = 1; n <= sent; n += 1) old.append(happening(n));
        // As newer code mints it again on replay.
        const pending: MintedEvent[] = [];
        const chain = new EventChain(emptyChain, pending);
        for (let n = 1; n <= sent + later; n += 1) chain.append(happening(n, { added: true }));
        chain.confirm(old.end);
        pending.splice(0, sent);
        chain.append(happening(sent + later + 1, { added: true }));
        expect(isWhole([...published, ...pending])).toBe(true);
        expect(chain.end).toEqual(endOf(pending.at(-1) as MintedEvent));
      }),
    );
  });

  it('would break without that', () => {
    const old = mintEvent(emptyChain, happening(1));
    const anew = mintEvent(emptyChain, happening(1, { added: true }));
    expect(isWhole([old, mintEvent(endOf(anew), happening(2))])).toBe(false);
  });
});
