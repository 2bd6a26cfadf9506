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

/**
 * Reads a record, in binary or structured mode (the content type `application/cloudevents` tells).
 * Never throws: what cannot be read says why. Attributes that Prasan does not know are left out.
 */
export function fromKafkaRecord(record: DeliveredRecord): ReadRecord {
  if (record.value === null || record.value === undefined) return { kind: 'tombstone' };
  try {
    const headers = textHeaders(record.headers ?? {});
    const contentType = headers.get('content-type')?.toLowerCase() ?? 'application/json';
    const value: unknown = JSON.parse(textOf(record.value));
    if (isDeeper(value, depthMax)) throw new Unreadable(`data is nested deeper than ${depthMax}`);
    if (contentType.startsWith('application/cloudevents'))
      return fromStructured(value, contentType);
    if (!isJson(contentType)) throw new Unreadable(`content-type ${contentType} is no JSON`);
    return fromAttributes((name) => headers.get(`ce_${name}`), value);
  } catch (error) {
    return { kind: 'unreadable', reason: reasonOf(error) };
  }
}

class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

function reasonOf(error: unknown): string {
  if (error instanceof Unreadable) return error.message;
  if (error instanceof SyntaxError) return 'the value is no JSON';
  return 'the value or a header is no UTF-8';
}

function isJson(contentType: string): boolean {
  return /^application\/([\w.-]+\+)?json\s*(;|$)/.test(contentType);
}

function fromStructured(value: unknown, contentType: string): ReadRecord {
  if (!/^application\/cloudevents\+json\s*(;|$)/.test(contentType)) {
    throw new Unreadable(`content-type ${contentType} is not application/cloudevents+json`);
  }
  if (!isObject(value)) throw new Unreadable('the value is no JSON object');
  const attributes = new Map(Object.entries(value));
  return fromAttributes((name) => attributes.get(name), attributes.get('data'));
}

/** The attributes that a reader needs, and what each must look like. */
const shapes = {
  specversion: (text) => text === '1.0',
  id: isFilled,
  source: isFilled,
  type: isFilled,
  subject: isFilled,
  time: isTime,
  dataschema: isFilled,
  sequence: isSequence,
  chainhash: (text) => /^[0-9a-f]{64}$/.test(text),
  recordedtime: isTime,
} as const satisfies Record<string, (text: string) => boolean>;

function isFilled(text: string): boolean {
  return text.length > 0;
}

function isTime(text: string): boolean {
  const isRfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text);
  return isRfc3339 && !Number.isNaN(Date.parse(text));
}

function isSequence(text: string): boolean {
  return /^\d{20}$/.test(text) && Number(text) > 0 && Number.isSafeInteger(Number(text));
}

function fromAttributes(get: (name: string) => unknown, data: unknown): ReadRecord {
  const texts = textAttributes(get);
  if (!isObject(data)) throw new Unreadable('data is no JSON object');
  const traceparent = get('traceparent');
  return {
    kind: 'event',
    event: {
      ...texts,
      specversion: '1.0',
      datacontenttype: 'application/json',
      ...(typeof traceparent === 'string' ? { traceparent } : {}),
      data,
    },
  };
}

function textAttributes(get: (name: string) => unknown): Record<keyof typeof shapes, string> {
  const missing: string[] = [];
  const text = (name: keyof typeof shapes) => {
    const value = get(name);
    if (typeof value === 'string' && shapes[name](value)) return value;
    missing.push(name);
    return '';
  };
  const texts = {
    specversion: text('specversion'),
    id: text('id'),
    source: text('source'),
    type: text('type'),
    subject: text('subject'),
    time: text('time'),
    dataschema: text('dataschema'),
    sequence: text('sequence'),
    chainhash: text('chainhash'),
    recordedtime: text('recordedtime'),
  };
  if (missing.length === 0) return texts;
  throw new Unreadable(`attributes are missing or faulty: ${missing.join(', ')}`);
}

/** Header names without regard to case; of a header that comes more than once, the first. */
function textHeaders(headers: NonNullable<DeliveredRecord['headers']>): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const first = isText(value) ? value : value?.[0];
    const key = name.toLowerCase();
    if (first !== undefined && !texts.has(key)) texts.set(key, textOf(first));
  }
  return texts;
}

function isText(
  value: Uint8Array | string | readonly (Uint8Array | string)[] | undefined,
): value is Uint8Array | string {
  return typeof value === 'string' || ArrayBuffer.isView(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What hashes and prints data is recursive; nothing that Prasan writes is nested so deep. */
const depthMax = 64;

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((member) => isDeeper(member, depth - 1));
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function textOf(value: Uint8Array | string): string {
  return typeof value === 'string' ? value : decoder.decode(value);
}
