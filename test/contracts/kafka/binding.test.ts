import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyChain, mintEvent } from '../../../contracts/events/mint.js';
import { fromKafkaRecord, toKafkaRecord } from '../../../contracts/kafka/binding.js';
import { partitionOf } from '../../../contracts/kafka/partition.js';

const recordedtime = '2026-11-24T03:00:01.000Z';
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

function minted(data: object, subject = 'service/SVC0106') {
  return mintEvent(emptyChain, {
    topic: 'service.status.v1',
    subject,
    type: 'th.prasan.service.advanced.v1',
    dataschema: 'https://contracts.prasan.th/events/service-status.v1.json',
    at: Date.parse('2026-11-24T03:00:00.000Z'),
    traceparent,
    data,
  });
}

/** The record as a consumer is given it: everything is bytes. */
function delivered(record: ReturnType<typeof toKafkaRecord>, change: Record<string, string> = {}) {
  const headers = Object.entries({ ...record.headers, ...change });
  return {
    value: Buffer.from(record.value),
    headers: Object.fromEntries(headers.map(([name, text]) => [name, Buffer.from(text)])),
  };
}

const data = fc
  .dictionary(fc.string(), fc.jsonValue())
  .map((value) => JSON.parse(JSON.stringify(value)) as object);

describe('the Kafka binding', () => {
  it('reads the event that was written, in binary and in structured mode', () => {
    fc.assert(
      fc.property(data, fc.string({ unit: 'binary' }), (value, name) => {
        const event = minted(value, `service/${name.toWellFormed()}`);
        const read = { kind: 'event', event: { ...event, recordedtime } };
        expect(fromKafkaRecord(delivered(toKafkaRecord(event, recordedtime, 12)))).toEqual(read);
        const structured = {
          value: Buffer.from(JSON.stringify({ ...event, recordedtime })),
          headers: { 'Content-Type': Buffer.from('application/cloudevents+json; charset=utf-8') },
        };
        expect(fromKafkaRecord(structured)).toEqual(read);
      }),
    );
  });

  it('keys a record by its subject, in the partition of the subject', () => {
    const record = toKafkaRecord(minted({}), recordedtime, 12);
    expect(record.key).toBe('service/SVC0106');
    expect(record.partition).toBe(partitionOf('service/SVC0106', 12));
    expect(record.headers).toMatchObject({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_sequence: '00000000000000000001',
      ce_recordedtime: recordedtime,
      ce_traceparent: traceparent,
      traceparent,
    });
  });

  it('knows a tombstone', () => {
    expect(fromKafkaRecord({ value: null })).toEqual({ kind: 'tombstone' });
    expect(fromKafkaRecord({ value: undefined })).toEqual({ kind: 'tombstone' });
  });

  it('says why a record cannot be read', () => {
    const record = toKafkaRecord(minted({ a: 1 }), recordedtime, 12);
    const reasonOf = (change: Record<string, string>, value?: string) =>
      fromKafkaRecord({
        ...delivered(record, change),
        ...(value === undefined ? {} : { value: Buffer.from(value) }),
      });
    const unreadable = (reason: string) => ({ kind: 'unreadable', reason });
    expect(reasonOf({ ce_sequence: '1' })).toEqual(unreadable('sequence is not 20 digits'));
    expect(reasonOf({ ce_specversion: '0.3' })).toEqual(unreadable('specversion is not 1.0'));
    expect(reasonOf({}, '{')).toEqual(unreadable('the value is no JSON'));
    expect(reasonOf({}, '[]')).toEqual(unreadable('data is no JSON object'));
    expect(reasonOf({}, '"text"')).toEqual(unreadable('data is no JSON object'));
    expect(fromKafkaRecord({ value: '{}', headers: { ce_id: 'x' } })).toEqual(
      unreadable(
        'attributes are missing: specversion, source, type, subject, time, dataschema, sequence, chainhash, recordedtime',
      ),
    );
  });

  it('never throws, whatever it is given', () => {
    const bytes = fc.uint8Array();
    const header = fc.oneof(bytes, fc.string(), fc.array(bytes), fc.constant(undefined));
    const names = fc.constantFrom('content-type', 'ce_id', 'ce_sequence', '__proto__', 'ce_');
    const record = fc.record({
      value: fc.oneof(bytes, fc.string(), fc.json(), fc.constant(null)),
      headers: fc.dictionary(fc.oneof(fc.string(), names), header),
    });
    fc.assert(
      fc.property(record, (hostile) => {
        expect(['event', 'tombstone', 'unreadable']).toContain(fromKafkaRecord(hostile).kind);
      }),
    );
    const types = ['application/cloudevents+json', 'application/json'];
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(...types), (value, type) => {
        const read = fromKafkaRecord({ value, headers: { 'content-type': type } });
        expect(read.kind).toBe('unreadable');
      }),
    );
  });
});
