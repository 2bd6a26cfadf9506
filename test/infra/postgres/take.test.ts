import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { emptyChain, eventId, mintEvent } from '../../../contracts/events/mint.js';
import type { BatchState, TakenRecord } from '../../../infra/postgres/take.js';
import { takeRecords } from '../../../infra/postgres/take.js';
import { asRecords, MadeService } from '../../support/make-events.js';

const nothing: BatchState = {
  ends: new Map(),
  archived: new Map(),
  held: [],
  services: new Map(),
  agencies: new Map(),
  requests: new Map(),
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
    expect(sequencesOf(outcome.archived)).toEqual([1, 2, 3, 4]);
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
        expect(sequencesOf(outcome.archived)).toEqual([1, 2, 3, 4, 5, 6]);
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
    expect(sequencesOf(outcome.archived)).toEqual([1]);
    expect(sequencesOf(outcome.heldBack)).toEqual([3, 4]);
  });

  test('that brings the missing event releases what was held for it', () => {
    const records = story(4);
    const { heldBack } = takeRecords(records.slice(2), nothing);
    const outcome = takeRecords(records.slice(0, 2), { ...nothing, held: heldBack });
    expect(sequencesOf(outcome.archived)).toEqual([1, 2, 3, 4]);
    expect(sequencesOf(outcome.released)).toEqual([3, 4]);
  });

  test('puts aside a known sequence with another id', () => {
    const records = story(2);
    const strange = changed(records[0], { id: '6ba7b810-9dad-11d1-80b4-00c04fd430c8' });
    const outcome = takeRecords([...records, strange], nothing);
    expect(outcome.deadLetters).toMatchObject([{ reason: 'conflict' }]);
    expect(sequencesOf(outcome.archived)).toEqual([1, 2]);
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

  describe('that holds events of one sequence behind a gap', () => {
    const [first, second, third, fourth] = story(4);
    if (!first || !second || !third || !fourth) throw new Error('no events were made');

    test('puts an id that is not its own aside at once, and keeps the genuine event', () => {
      const forged = { ...changed(third, { id: eventId('other', 'x', 3) }), offset: '90' };
      const early = takeRecords([first, forged, third], nothing);
      expect(early.deadLetters).toMatchObject([{ reason: 'conflict', offset: 90 }]);
      const late = takeRecords([second], { ...nothing, ends: early.ends, held: early.heldBack });
      expect(sequencesOf(late.archived)).toEqual([2, 3]);
      expect(late.deadLetters).toEqual([]);
    });

    test.each([
      ['other content', { data: { forged: true } }],
      ['another hash', { chainhash: 'f'.repeat(64) }],
    ])('keeps the genuine one of two, whichever came first: %s', (_, change) => {
      const forged = { ...changed(third, change), offset: '90' };
      for (const held of [
        [forged, third],
        [third, forged],
      ]) {
        const outcome = takeRecords([first, ...held, fourth, second], nothing);
        expect(sequencesOf(outcome.archived)).toEqual([1, 2, 3, 4]);
        expect(outcome.archived.map(({ event }) => event.data)).not.toContainEqual({
          forged: true,
        });
        expect(outcome.deadLetters.filter(({ offset }) => offset !== 90)).toEqual([]);
        expect(outcome.services.get('SVC0106')?.sequence).toBe(4);
      }
    });
  });

  describe('with an event that follows and is not understood', () => {
    const place = {
      topic: 'service.status.v1',
      subject: 'service/SVC0106',
      dataschema: 'https://contracts.prasan.th/events/painted.json',
      at: 0,
    } as const;

    /** One event that is not understood, and after it one that is. */
    function takeBoth(type: string, data: object) {
      const made = new MadeService('SVC0106').events[0]?.event;
      if (made === undefined) throw new Error('no event was made');
      const strange = mintEvent(emptyChain, { ...place, type, data });
      const end = { sequence: 1, chainhash: strange.chainhash };
      const next = mintEvent(end, { ...place, type: made.type, data: made.data });
      return takeRecords(
        asRecords([strange, next].map((event) => ({ topic: place.topic, event }))),
        nothing,
      );
    }

    const known = 'th.prasan.service.advanced.v1';
    test.each([
      ['of an unknown type', 'th.prasan.service.painted.v1', { colour: 'red' }],
      ['whose data is not of its type', known, { colour: 'red' }],
      ['whose data holds NUL', known, { colour: 'r\u0000d' }],
      ['whose data holds half a character', known, { colour: 'r\ud800d' }],
    ])('archives it, says why, and goes on: %s', (_, type, data) => {
      const outcome = takeBoth(type, data);
      expect(sequencesOf(outcome.archived)).toEqual([1, 2]);
      expect(outcome.deadLetters).toMatchObject([
        { reason: 'notUnderstood', offset: 0, detail: expect.stringMatching(/\w/) },
      ]);
      expect(outcome.ends.get(place.subject)?.sequence).toBe(2);
      expect(outcome.services.get('SVC0106')?.sequence).toBe(2);
    });

    test('archives what could not be applied before, and leaves its row as it was', () => {
      const records = story(3);
      const doubtful = records.map((record) =>
        record.offset === '1' ? { ...record, doubt: 'it could not be applied' } : record,
      );
      const outcome = takeRecords(doubtful.slice(0, 2), nothing);
      expect(sequencesOf(outcome.archived)).toEqual([1, 2]);
      expect(outcome.deadLetters).toMatchObject([
        { reason: 'notUnderstood', detail: 'it could not be applied' },
      ]);
      expect(outcome.services.get('SVC0106')?.sequence).toBe(1);
    });
  });

  test.each([
    ['a NUL character', { traceparent: 'a\u0000b' }],
    ['half a character', { traceparent: 'a\ud800b' }],
    ['a time that is none', { time: 'yesterday' }],
    ['a day that does not exist', { time: '2026-02-30T00:00:00.000Z' }],
    ['the year 0000', { recordedtime: '0000-01-01T00:00:00.000Z' }],
    ['a sequence beyond counting', { sequence: '99999999999999999999' }],
    ['a subject longer than a key may be', { subject: `service/${'ก'.repeat(200)}` }],
  ])('puts aside what the archive cannot hold: %s', (_, change) => {
    const outcome = takeRecords([changed(story(1)[0], change)], nothing);
    expect(outcome.deadLetters).toMatchObject([{ reason: 'unreadable', event: null }]);
    expect(outcome.archived).toEqual([]);
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
