import { describe, expect, it } from '@jest/globals';
import type { MintedEvent } from '../../../contracts/events/cloud-event.js';
import type { ChainEnd } from '../../../contracts/events/mint.js';
import { emptyChain } from '../../../contracts/events/mint.js';
import { judge } from '../../../contracts/kafka/reader.js';
import { registeredService } from '../../support/make-events.js';

const topic = 'service.status.v1';
const events = registeredService('SVC0106', 'develop')
  .happens({ kind: 'advanced', change: { state: 'test' } })
  .happens({ kind: 'advanced', change: { state: 'linked' } })
  .events.map(({ event }) => event);

function eventAt(sequence: number): MintedEvent {
  const event = events[sequence - 1];
  if (event === undefined) throw new Error(`no event ${sequence}`);
  return event;
}

function endAt(sequence: number): ChainEnd {
  return sequence === 0 ? emptyChain : { sequence, chainhash: eventAt(sequence).chainhash };
}

describe('a reader', () => {
  it('takes the events of a chain one after another', () => {
    let end: ChainEnd | undefined;
    for (const event of events) {
      const judged = judge(topic, end, event);
      expect(judged.verdict).toBe('next');
      end = judged.end;
    }
    expect(end).toEqual(endAt(3));
  });

  it('knows a resend of any event, the last or an older one', () => {
    for (const sequence of [1, 2, 3]) {
      expect(judge(topic, endAt(3), eventAt(sequence))).toEqual({
        verdict: 'duplicate',
        end: endAt(3),
      });
    }
  });

  it('refuses a known sequence with another id or hash', () => {
    const otherId = { ...eventAt(3), id: eventAt(2).id };
    const otherHash = { ...eventAt(3), chainhash: 'f'.repeat(64) };
    for (const event of [otherId, otherHash]) {
      expect(judge(topic, endAt(3), event)).toEqual({ verdict: 'conflict', end: endAt(3) });
    }
    expect(judge(topic, endAt(3), { ...eventAt(1), id: eventAt(2).id }).verdict).toBe('conflict');
  });

  it('refuses a next event whose id is not its own, as that of another topic', () => {
    expect(judge(topic, endAt(1), { ...eventAt(2), id: eventAt(3).id }).verdict).toBe('conflict');
    expect(judge('registry.change.v1', endAt(1), eventAt(2)).verdict).toBe('conflict');
  });

  it('sees what is missing, from the first event on', () => {
    expect(judge(topic, undefined, eventAt(2))).toEqual({ verdict: 'gap', end: emptyChain });
    expect(judge(topic, endAt(1), eventAt(3))).toEqual({ verdict: 'gap', end: endAt(1) });
  });

  it('sees an event that was changed, and one that follows another', () => {
    const changed = { ...eventAt(2), time: '2026-10-05T02:00:00.001Z' };
    expect(judge(topic, endAt(1), changed)).toEqual({ verdict: 'brokenChain', end: endAt(1) });
    const otherEnd = { sequence: 1, chainhash: 'f'.repeat(64) };
    expect(judge(topic, otherEnd, eventAt(2)).verdict).toBe('brokenChain');
  });
});
