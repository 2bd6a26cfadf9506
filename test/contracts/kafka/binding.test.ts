import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DeliveredRecord } from '../../../contracts/kafka/binding.js';
import { fromKafkaRecord, toKafkaRecord } from '../../../contracts/kafka/binding.js';
import { partitionOf } from '../../../contracts/kafka/partition.js';
import { anyEvent, chainOf } from '../../support/kafka-events.js';

const recordedtime = '2026-10-05T02:00:00.123Z';
const [event] = chainOf('service/SVC0106', 1);
if (event === undefined) throw new Error('no event was made');
const record = toKafkaRecord(event, recordedtime, 12);

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function asDelivered({ value, headers }: typeof record): DeliveredRecord {
  const entries = Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)] as const);
  return { value: Buffer.from(value), headers: Object.fromEntries(entries) };
}

describe('an event as a Kafka record', () => {
  it('is in CloudEvents binary mode', () => {
    expect(record.key).toBe('service/SVC0106');
    expect(record.partition).toBe(partitionOf('service/SVC0106', 12));
    expect(JSON.parse(record.value)).toEqual(event.data);
    expect(record.headers).toEqual({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_source: '/prasan',
      ce_type: event.type,
      ce_subject: 'service/SVC0106',
      ce_time: event.time,
      ce_dataschema: event.dataschema,
      ce_sequence: '00000000000000000001',
      ce_chainhash: event.chainhash,
      ce_recordedtime: recordedtime,
    });
  });

  it('carries its trace twice: as origin and for the hop', () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const { headers } = toKafkaRecord({ ...event, traceparent }, recordedtime, 12);
    expect(headers).toMatchObject({ ce_traceparent: traceparent, traceparent });
  });

  it('is read again as it was, whatever it carries', () => {
    fc.assert(
      fc.property(anyEvent, (any) => {
        const made = toKafkaRecord(any, recordedtime, 12);
        // What is not JSON's is not the event's either: JSON knows no -0.
        const carried = { ...any, data: JSON.parse(JSON.stringify(any.data)) as object };
        const expected = { kind: 'event', event: { ...carried, recordedtime } };
        expect(fromKafkaRecord(made)).toEqual(expected);
        expect(fromKafkaRecord(asDelivered(made))).toEqual(expected);
      }),
    );
  });
});

describe('reading a record', () => {
  const read = { kind: 'event', event: { ...event, recordedtime } };

  it('takes structured mode too', () => {
    const value = JSON.stringify({ ...event, recordedtime });
    const headers = { 'Content-Type': 'APPLICATION/CloudEvents+JSON; charset=UTF-8' };
    expect(fromKafkaRecord({ value: bytes(value), headers })).toEqual(read);
  });

  it('takes header names in any case, and lists of values', () => {
    const headers = Object.fromEntries(
      Object.entries(record.headers).map(([name, text]) => [name.toUpperCase(), [bytes(text)]]),
    );
    expect(fromKafkaRecord({ value: record.value, headers })).toEqual(read);
  });

  it('leaves out what it does not know', () => {
    const headers = { ...record.headers, ce_partitionkey: 'x', other: 'y' };
    expect(fromKafkaRecord({ value: record.value, headers })).toEqual(read);
  });

  it('tells a tombstone', () => {
    expect(fromKafkaRecord({ value: null, headers: record.headers })).toEqual({
      kind: 'tombstone',
    });
  });

  const faulty: Record<string, [DeliveredRecord, string]> = {
    'no JSON': [{ ...record, value: '{' }, 'the value is no JSON'],
    'no UTF-8': [{ ...record, value: new Uint8Array([0x22, 0xff, 0x22]) }, 'no UTF-8'],
    'data that is a list': [{ ...record, value: '[]' }, 'data is no JSON object'],
    'data nested without end': [
      { ...record, value: `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}` },
      'nested deeper than 64',
    ],
    'no headers': [{ value: record.value }, 'missing or faulty: specversion, id, source'],
    'another version': [with_('ce_specversion', '0.3'), 'missing or faulty: specversion'],
    'an empty subject': [with_('ce_subject', ''), 'missing or faulty: subject'],
    'sequence 0': [with_('ce_sequence', '0'.repeat(20)), 'missing or faulty: sequence'],
    'a sequence beyond counting': [with_('ce_sequence', '9'.repeat(20)), 'faulty: sequence'],
    'a sequence without padding': [with_('ce_sequence', '1'), 'missing or faulty: sequence'],
    'a hash that is none': [with_('ce_chainhash', 'zz'), 'missing or faulty: chainhash'],
    'a time that does not exist': [with_('ce_time', '2026-13-45T00:00:00Z'), 'faulty: time'],
    'another content type': [with_('content-type', 'application/avro'), 'is no JSON'],
    'a batch of events': [
      with_('content-type', 'application/cloudevents-batch+json'),
      'is not application/cloudevents+json',
    ],
  };

  function with_(name: string, text: string): DeliveredRecord {
    return { value: record.value, headers: { ...record.headers, [name]: text } };
  }

  it.each(Object.entries(faulty))('says what is wrong with %s', (_, [given, reason]) => {
    expect(fromKafkaRecord(given)).toEqual({
      kind: 'unreadable',
      reason: expect.stringContaining(reason),
    });
  });

  it('never throws', () => {
    const text = fc.oneof(fc.string(), fc.uint8Array({ maxLength: 40 }));
    const header = fc.oneof(text, fc.array(text, { maxLength: 2 }), fc.constant(undefined));
    const name = fc.oneof(
      fc.constantFrom('content-type', '__proto__', ...Object.keys(record.headers)),
      fc.string({ maxLength: 8 }),
    );
    const value = fc.oneof(text, fc.json(), fc.constant(null));
    fc.assert(
      fc.property(value, fc.dictionary(name, header), (given, headers) => {
        const { kind } = fromKafkaRecord({
          value: given,
          headers: { ...record.headers, ...headers },
        });
        expect(['event', 'tombstone', 'unreadable']).toContain(kind);
      }),
    );
  });
});
