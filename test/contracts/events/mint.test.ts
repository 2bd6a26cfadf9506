import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  canonicalBytes,
  canonicalJson,
  chainHash,
  emptyChain,
  eventId,
  genesisHash,
  mintEvent,
  uuidV5,
} from '../../../contracts/events/mint.js';
import { anyData, anyEvent, chainOf } from '../../support/kafka-events.js';

const newEvent = {
  topic: 'service.status.v1',
  subject: 'service/SVC0106',
  type: 'th.prasan.service.advanced.v1',
  dataschema: 'https://contracts.prasan.th/events/service-status.v1.json',
  at: Date.UTC(2026, 9, 5, 2),
  data: { b: 1, a: 'ก' },
} as const;

describe('minting an event', () => {
  it('gives it everything that readers rely on', () => {
    const event = mintEvent(emptyChain, newEvent);
    expect(event).toEqual({
      specversion: '1.0',
      id: eventId('service.status.v1', 'service/SVC0106', 1),
      source: '/prasan',
      type: newEvent.type,
      subject: 'service/SVC0106',
      time: '2026-10-05T02:00:00.000Z',
      datacontenttype: 'application/json',
      dataschema: newEvent.dataschema,
      sequence: '00000000000000000001',
      chainhash: chainHash(genesisHash, event),
      data: newEvent.data,
    });
  });

  it('makes the very same event again', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const again = mintEvent(
          { sequence: Number(event.sequence) - 1, chainhash: genesisHash },
          { ...newEvent, ...event, topic: 'service.status.v1', at: Date.parse(event.time) },
        );
        expect(again).toEqual(event);
      }),
    );
  });

  it('counts on from where the chain ends, with strings that sort as numbers do', () => {
    const sequences = chainOf('service/SVC0106', 120).map(({ sequence }) => sequence);
    expect(sequences.map(Number)).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
    expect([...sequences].sort()).toEqual(sequences);
  });
});

describe('the id of an event', () => {
  it('is a uuid of version 5', () => {
    // RFC 9562 appendix A.4.
    expect(uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    );
    expect(eventId('t', 's', 1)).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-/,
    );
  });

  it('differs by topic, subject and sequence', () => {
    const ids = [
      eventId('service.status.v1', 'service/SVC0001', 1),
      eventId('service.status.v1', 'service/SVC0001', 11),
      eventId('service.status.v1', 'service/SVC00011', 1),
      eventId('registry.change.v1', 'service/SVC0001', 1),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the chain hash', () => {
  const event = mintEvent(emptyChain, newEvent);

  it('is SHA-256 over the hash before and the canonical bytes, as anybody can compute it', () => {
    const { chainhash, ...rest } = event;
    const sorted = Object.fromEntries(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
    const text = JSON.stringify({ ...sorted, data: { a: 'ก', b: 1 } });
    expect(new TextDecoder().decode(canonicalBytes(event))).toBe(text);
    const hash = createHash('sha256').update(Buffer.alloc(32)).update(text, 'utf8');
    expect(chainhash).toBe(hash.digest('hex'));
  });

  it('does not depend on the sending, nor on the order of keys', () => {
    const sent = { ...event, recordedtime: '2027-01-01T00:00:00.000Z', traceparent: '00-1-2-01' };
    expect(chainHash(genesisHash, sent)).toBe(event.chainhash);
    expect(chainHash(genesisHash, { ...event, data: { a: 'ก', b: 1 } })).toBe(event.chainhash);
  });

  it('changes with each attribute and with what came before', () => {
    const texts = ['id', 'source', 'type', 'subject', 'time', 'dataschema', 'sequence'] as const;
    for (const name of texts) {
      const changed = { ...event, [name]: `${event[name]}x` };
      expect(chainHash(genesisHash, changed)).not.toBe(event.chainhash);
    }
    expect(chainHash(genesisHash, { ...event, data: { ...event.data, b: 2 } })).not.toBe(
      event.chainhash,
    );
    expect(chainHash('1'.repeat(64), event)).not.toBe(event.chainhash);
  });

  it('is the same after the data went through JSON', () => {
    fc.assert(
      fc.property(anyData, (data) => {
        const through = JSON.parse(JSON.stringify(data)) as object;
        expect(canonicalJson(through)).toBe(canonicalJson(data));
        expect(JSON.parse(canonicalJson(data))).toEqual(through);
      }),
    );
  });
});
