import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MintedEvent } from '../../../contracts/events/cloud-event.js';
import type { ChainEnd } from '../../../contracts/events/mint.js';
import { chainHash, eventId } from '../../../contracts/events/mint.js';
import { judge } from '../../../contracts/kafka/reader.js';
import { anyData, chain, chainOf } from '../../support/kafka-events.js';

const topic = 'service.status.v1';
const events = chainOf('service/SVC0106', 4);
const [first, second, third, fourth] = events;
if (!first || !second || !third || !fourth) throw new Error('no events were made');

/** Reads events one after the other; the verdicts. */
function verdicts(read: readonly MintedEvent[]): string[] {
  let end: ChainEnd | undefined;
  return read.map((event) => {
    const judged = judge(topic, end, event);
    end = judged.end;
    return judged.verdict;
  });
}

describe('a reader', () => {
  it('follows a chain from its first event', () => {
    expect(verdicts(events)).toEqual(['next', 'next', 'next', 'next']);
  });

  it('passes over identical resends, the last and older ones', () => {
    expect(verdicts([first, first, second, third, second, first, fourth])).toEqual([
      'next',
      'duplicate',
      'next',
      'next',
      'duplicate',
      'duplicate',
      'next',
    ]);
  });

  it('sees that one is missing, and goes on when it comes', () => {
    expect(verdicts([first, third, second, third])).toEqual(['next', 'gap', 'next', 'next']);
    expect(verdicts([second])).toEqual(['gap']);
  });

  it('sees a known sequence with another id', () => {
    const other = { ...second, id: eventId(topic, 'service/SVC0106', 99) };
    expect(verdicts([first, second, other])).toEqual(['next', 'next', 'conflict']);
    expect(verdicts([first, second, third, other]).at(-1)).toBe('conflict');
  });

  it('sees the last sequence with another hash', () => {
    const [, other] = chain('service/SVC0106', [first.data, { number: 'other' }]);
    expect(other?.id).toBe(second.id);
    expect(verdicts([first, second, ...(other ? [other] : [])]).at(-1)).toBe('conflict');
  });

  it('refuses an id that is not made from topic, subject and sequence', () => {
    const foreign = { ...second, id: eventId('registry.change.v1', 'service/SVC0106', 2) };
    expect(verdicts([first, foreign])).toEqual(['next', 'conflict']);
  });

  it('refuses such an id also behind a gap, where only the id can be judged', () => {
    const foreign = { ...third, id: eventId(topic, 'service/SVC0106', 99) };
    expect(verdicts([first, foreign, third, second, third])).toEqual([
      'next',
      'conflict',
      'gap',
      'next',
      'next',
    ]);
  });

  it('sees content that was changed, and a hash that follows another event', () => {
    const changed = { ...second, data: { number: 3 } };
    expect(verdicts([first, changed])).toEqual(['next', 'brokenChain']);
    const rehashed = { ...changed, chainhash: chainHash(first.chainhash, changed) };
    expect(verdicts([first, rehashed, third])).toEqual(['next', 'next', 'brokenChain']);
  });

  it('stands still but for the next event', () => {
    const end = { sequence: 2, chainhash: second.chainhash };
    for (const event of [first, second, fourth, { ...third, chainhash: first.chainhash }]) {
      expect(judge(topic, end, event).end).toBe(end);
    }
  });

  it('comes to the same end through any resends', () => {
    const places = fc.array(fc.nat({ max: 9 }), { maxLength: 30 });
    fc.assert(
      fc.property(fc.array(anyData, { minLength: 1, maxLength: 10 }), places, (data, again) => {
        const made = chain('service/SVC0001', data);
        // After each event, some of those before it come again.
        const read = made.flatMap((event, index) => [
          event,
          ...again.flatMap((place) => (place <= index ? [made[place] ?? event] : [])),
        ]);
        const all = verdicts(read);
        expect(all.filter((verdict) => verdict === 'next')).toHaveLength(made.length);
        expect(all.filter((verdict) => !['next', 'duplicate'].includes(verdict))).toEqual([]);
      }),
    );
  });
});
