import type { MintedEvent, PublishedEvent } from '../events/cloud-event.js';
import { partitionOf } from './partition.js';

/** A Kafka record as it is handed to a client: CloudEvents Kafka binding, binary mode. */
export interface KafkaRecord {
  readonly key: string;
  readonly partition: number;
  /** The data as JSON. */
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A Kafka record as a client delivers it. */
export interface DeliveredRecord {
  readonly value: Uint8Array | string | null | undefined;
  readonly headers?:
    | Readonly<Record<string, Uint8Array | string | readonly (Uint8Array | string)[] | undefined>>
    | undefined;
}

/** What a record turned out to be. */
export type ReadRecord =
  | { readonly kind: 'event'; readonly event: PublishedEvent }
  | { readonly kind: 'tombstone' }
  | { readonly kind: 'unreadable'; readonly reason: string };

const attributes = [
  'specversion',
  'id',
  'source',
  'type',
  'subject',
  'time',
  'dataschema',
  'sequence',
  'chainhash',
] as const;

/**
 * An event as a Kafka record (CloudEvents Kafka protocol binding §3.2): data in the value, every
 * other attribute in a `ce_` header, `datacontenttype` as `content-type`, the subject as key.
 *
 * @param recordedtime when this sending is made, RFC 3339, UTC
 * @param partitions number of partitions of the topic
 */
export function toKafkaRecord(
  event: MintedEvent,
  recordedtime: string,
  partitions: number,
): KafkaRecord {
  const headers: Record<string, string> = { 'content-type': event.datacontenttype };
  for (const name of attributes) headers[`ce_${name}`] = event[name];
  headers['ce_recordedtime'] = recordedtime;
  if (event.traceparent !== undefined) {
    headers['ce_traceparent'] = event.traceparent;
    headers['traceparent'] = event.traceparent;
  }
  return {
    key: event.subject,
    partition: partitionOf(event.subject, partitions),
    value: JSON.stringify(event.data),
    headers,
  };
}

/** Reads a record, in binary or structured mode. Never throws: what cannot be read says why. */
export function fromKafkaRecord(record: DeliveredRecord): ReadRecord {
  if (record.value === null || record.value === undefined) return { kind: 'tombstone' };
  const headers = textHeaders(record.headers ?? {});
  const contentType = headers.get('content-type')?.toLowerCase() ?? '';
  const text = textOf(record.value);
  try {
    const value: unknown = JSON.parse(text);
    return contentType.startsWith('application/cloudevents')
      ? fromAttributes(value, recordOf(value)?.['data'])
      : fromAttributes(Object.fromEntries(ceHeaders(headers)), value);
  } catch {
    return { kind: 'unreadable', reason: 'the value is no JSON' };
  }
}

function fromAttributes(given: unknown, data: unknown): ReadRecord {
  const record = recordOf(given);
  if (record === undefined) return { kind: 'unreadable', reason: 'no CloudEvents attributes' };
  const missing = [...attributes, 'recordedtime'].filter(
    (name) => typeof record[name] !== 'string',
  );
  if (missing.length > 0) {
    return { kind: 'unreadable', reason: `attributes are missing: ${missing.join(', ')}` };
  }
  if (record['specversion'] !== '1.0') {
    return { kind: 'unreadable', reason: 'specversion is not 1.0' };
  }
  if (!/^\d{20}$/.test(String(record['sequence']))) {
    return { kind: 'unreadable', reason: 'sequence is not 20 digits' };
  }
  if (recordOf(data) === undefined) {
    return { kind: 'unreadable', reason: 'data is no JSON object' };
  }
  return {
    kind: 'event',
    event: { ...record, datacontenttype: 'application/json', data } as unknown as PublishedEvent,
  };
}

function ceHeaders(headers: Map<string, string>): [string, string][] {
  return [...headers]
    .filter(([name]) => name.startsWith('ce_'))
    .map(([name, value]) => [name.slice('ce_'.length), value]);
}

function textHeaders(headers: NonNullable<DeliveredRecord['headers']>): Map<string, string> {
  const texts = Object.entries(headers).flatMap(([name, value]) => {
    const first = Array.isArray(value) ? (value as readonly (Uint8Array | string)[])[0] : value;
    return first === undefined ? [] : [[name.toLowerCase(), textOf(first as never)] as const];
  });
  return new Map(texts);
}

function recordOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

const decoder = new TextDecoder();

function textOf(value: Uint8Array | string): string {
  return typeof value === 'string' ? value : decoder.decode(value);
}
