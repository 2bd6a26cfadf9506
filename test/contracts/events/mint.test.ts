import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MintedEvent } from '../../../contracts/events/cloud-event.js';
import {
  canonicalBytes,
  canonicalJson,
  chainHash,
  emptyChain,
  eventId,
  genesisHash,
  mintEvent,
  padSequence,
  uuidV5,
} from '../../../contracts/events/mint.js';

const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

const newEvent = {
  topic: 'service.status.v1',
  subject: 'service/SVC0106',
  type: 'th.prasan.service.advanced.v1',
  dataschema: 'https://contracts.prasan.th/events/service-status.v1.json',
  at: Date.parse('2026-11-24T03:00:00.000Z'),
  data: { serviceId: 'SVC0106', to: 'develop', name: { th: 'ใบอนุญาต', en: 'Licence' } },
} as const;

/** The same value with the keys of every object in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe('canonical JSON', () => {
  it('is the same in whatever order the keys stand', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
      }),
    );
  });

  it('is JSON of the same value, so that two values never look alike', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('sorts by code unit, has no white space and leaves out what is undefined', () => {
    expect(canonicalJson({ b: 1, a: [undefined, { d: undefined, c: 'ก' }], B: null, 10: 0 })).toBe(
      '{"10":0,"B":null,"a":[null,{"c":"ก"}],"b":1}',
    );
  });
});

describe('an id', () => {
  it('is the uuidv5 of RFC 9562', () => {
    expect(uuidV5(dns, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('is given by topic, subject and sequence alone', () => {
    const id = eventId('service.status.v1', 'service/SVC0106', 1);
    const namespace = uuidV5(dns, 'events.prasan.th');
    expect(id).toBe(uuidV5(namespace, 'service.status.v1\nservice/SVC0106\n1'));
    const others = [
      eventId('registry.change.v1', 'service/SVC0106', 1),
      eventId('service.status.v1', 'service/SVC0107', 1),
      eventId('service.status.v1', 'service/SVC0106', 2),
    ];
    expect(new Set([id, ...others]).size).toBe(4);
  });
});

describe('a minted event', () => {
  it('is the same whenever it is minted', () => {
    expect(mintEvent(emptyChain, newEvent)).toEqual(mintEvent(emptyChain, newEvent));
    expect(mintEvent(emptyChain, newEvent)).toMatchObject({
      specversion: '1.0',
      id: eventId(newEvent.topic, newEvent.subject, 1),
      source: '/prasan',
      sequence: '00000000000000000001',
      time: '2026-11-24T03:00:00.000Z',
      datacontenttype: 'application/json',
      data: newEvent.data,
    });
  });

  it('continues its chain', () => {
    const first = mintEvent(emptyChain, newEvent);
    const second = mintEvent({ sequence: 1, chainhash: first.chainhash }, newEvent);
    expect(second.sequence).toBe(padSequence(2));
    expect(first.chainhash).toBe(chainHash(genesisHash, first));
    expect(second.chainhash).toBe(chainHash(first.chainhash, second));
    expect(second.chainhash).not.toBe(chainHash(genesisHash, second));
  });

  it('has sequences that sort as texts', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (a, b) => {
        expect(padSequence(a) < padSequence(b)).toBe(a < b);
        expect(padSequence(a)).toHaveLength(20);
      }),
    );
  });
});

describe('the chain hash', () => {
  const event: MintedEvent = mintEvent(emptyChain, newEvent);

  it.each([
    'specversion',
    'id',
    'source',
    'type',
    'subject',
    'time',
    'datacontenttype',
    'dataschema',
    'sequence',
  ] as const)('breaks when %s changes', (name) => {
    const changed = { ...event, [name]: `${event[name]} ` } as MintedEvent;
    expect(chainHash(genesisHash, changed)).not.toBe(event.chainhash);
  });

  it('breaks on any change of the data', () => {
    const data = { ...newEvent.data, name: { th: 'ใบอนุญาต', en: 'licence' } };
    expect(chainHash(genesisHash, { ...event, data })).not.toBe(event.chainhash);
    expect(chainHash(genesisHash, { ...event, data: { ...newEvent.data, more: null } })).not.toBe(
      event.chainhash,
    );
  });

  it('does not look at the sending, the trace or the order of keys', () => {
    const resent = {
      ...event,
      recordedtime: '2030-01-01T00:00:00Z',
      traceparent: '00-1-2-00',
      data: reversed(event.data) as object,
    };
    expect(canonicalBytes(resent)).toEqual(canonicalBytes(event));
    expect(chainHash(genesisHash, resent)).toBe(event.chainhash);
  });
});
