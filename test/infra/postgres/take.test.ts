import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { emptyChain, mintEvent } from '../../../contracts/events/mint.js';
import type { BatchState, TakenRecord } from '../../../infra/postgres/take.js';
import { eventKey, takeRecords } from '../../../infra/postgres/take.js';
import { asRecords, MadeService } from '../../support/make-events.js';

const nothing: BatchState = {
  ends: new Map(),
  archived: new Map(),
  held: new Map(),
  services: new Map(),
  agencies: new Map(),
};

function story(length: number): TakenRecord[] {
  const service = new MadeService('SVC0106');
  for (let i = 1; i < length; i += 1) service.happens({ kind: 'planRevised' });
  return asRecords(service.events);
}

function sequencesOf(placed: readonly { event: { sequence: string } }[]): number[] {
  return placed.map(({ event }) => Number(event.sequence));
}

function changed(record: TakenRecord | undefined, change: object): TakenRecord {
  if (record?.read.kind !== 'event') throw new Error('no event');
  return { ...record, read: { kind: 'event', event: { ...record.read.event, ...change } } };
}

describe('a batch', () => {
  test('in order is applied whole', () => {
    const outcome = takeRecords(story(4), nothing);
    expect(sequencesOf(outcome.applied)).toEqual([1, 2, 3, 4]);
    expect(outcome.ends.get('service/SVC0106')?.sequence).toBe(4);
    expect(outcome.services.get('SVC0106')?.sequence).toBe(4);
  });

  test('in any order, with any resends, comes to the same rows and leaves nothing held', () => {
    const records = story(6);
    const whole = takeRecords(records, nothing);
    const orders = fc
      .array(fc.constantFrom(...records), { maxLength: 10 })
      .chain((extra) =>
        fc.shuffledSubarray([...records, ...extra], { minLength: records.length + extra.length }),
      );
    fc.assert(
      fc.property(orders, (sent) => {
        const outcome = takeRecords(sent, nothing);
        expect(outcome.services).toEqual(whole.services);
        expect(outcome.ends).toEqual(whole.ends);
        expect(sequencesOf(outcome.applied)).toEqual([1, 2, 3, 4, 5, 6]);
        expect(outcome.deadLetters).toEqual([]);
      }),
    );
  });

  test('with a gap holds back what comes after it', () => {
    const [first, , third, fourth] = story(4);
    const outcome = takeRecords(
      [first, third, fourth].filter((record) => record !== undefined),
      nothing,
    );
    expect(sequencesOf(outcome.applied)).toEqual([1]);
    expect(sequencesOf(outcome.heldBack)).toEqual([3, 4]);
  });

  test('that brings the missing event releases what was held for it', () => {
    const records = story(4);
    const early = takeRecords(records.slice(2), nothing);
    const held = new Map(early.heldBack.map((placed) => [eventKey(placed.event), placed]));
    const outcome = takeRecords(records.slice(0, 2), { ...nothing, held });
    expect(sequencesOf(outcome.applied)).toEqual([1, 2, 3, 4]);
    expect(sequencesOf(outcome.released)).toEqual([3, 4]);
  });

  test('puts aside a known sequence with another id', () => {
    const records = story(2);
    const strange = changed(records[0], { id: '6ba7b810-9dad-11d1-80b4-00c04fd430c8' });
    const outcome = takeRecords([...records, strange], nothing);
    expect(outcome.deadLetters).toMatchObject([{ reason: 'conflict' }]);
    expect(sequencesOf(outcome.applied)).toEqual([1, 2]);
  });

  test('puts aside a known sequence with its own id and other content', () => {
    const records = story(3);
    const strange = changed(records[0], { chainhash: 'f'.repeat(64) });
    const inBatch = takeRecords([...records, strange], nothing);
    const archived = new Map([['service/SVC0106\n1', 'a'.repeat(64)]]);
    const inArchive = takeRecords(records.slice(0, 1), { ...nothing, archived });
    expect(inBatch.deadLetters).toMatchObject([{ reason: 'conflict' }]);
    expect(inArchive.deadLetters).toMatchObject([{ reason: 'conflict' }]);
  });

  test('puts aside an event whose hash does not follow, and holds back its successors', () => {
    const [first, second, third] = story(3);
    const broken = changed(second, { chainhash: 'f'.repeat(64) });
    const outcome = takeRecords(
      [first, broken, third].filter((one) => one !== undefined),
      nothing,
    );
    expect(outcome.deadLetters).toMatchObject([{ reason: 'brokenChain' }]);
    expect(sequencesOf(outcome.heldBack)).toEqual([3]);
  });

  test('archives an event of an unknown type, counts it and goes on', () => {
    const event = mintEvent(emptyChain, {
      topic: 'service.status.v1',
      subject: 'service/SVC0106',
      type: 'th.prasan.service.painted.v1',
      dataschema: 'https://contracts.prasan.th/events/painted.json',
      at: 0,
      data: { colour: 'red' },
    });
    const outcome = takeRecords(asRecords([{ topic: 'service.status.v1', event }]), nothing);
    expect(sequencesOf(outcome.applied)).toEqual([1]);
    expect(outcome.unknownTypes).toBe(1);
    expect(outcome.services.size).toBe(0);
    expect(outcome.ends.get('service/SVC0106')?.sequence).toBe(1);
  });

  test.each([
    ['a NUL character', { traceparent: 'a\u0000b' }],
    ['half a character', { traceparent: 'a\ud800b' }],
    ['a time that is none', { time: 'yesterday' }],
    ['an id that is no UUID', { id: 'one' }],
    ['a sequence beyond counting', { sequence: '99999999999999999999' }],
  ])('puts aside what the archive cannot hold: %s', (_, change) => {
    const outcome = takeRecords([changed(story(1)[0], change)], nothing);
    expect(outcome.deadLetters).toMatchObject([{ reason: 'unreadable', event: null }]);
  });

  test('keeps a text that only looks like an escape', () => {
    const service = new MadeService('SVC0106', { name: { th: String.raw`a\u0000b` } });
    expect(takeRecords(asRecords(service.events), nothing).deadLetters).toEqual([]);
  });

  test('puts aside a record that could not be read, and passes over a tombstone', () => {
    const place = { topic: 'service.status.v1', partition: 0 };
    const outcome = takeRecords(
      [
        { ...place, offset: '0', read: { kind: 'unreadable', reason: 'the value is no JSON' } },
        { ...place, offset: '1', read: { kind: 'tombstone' } },
      ],
      nothing,
    );
    expect(outcome.deadLetters).toMatchObject([
      { reason: 'unreadable', detail: 'the value is no JSON', offset: 0 },
    ]);
  });
});
