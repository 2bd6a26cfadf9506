import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { TopicName } from '../topics.js';
import type { MintedEvent } from './cloud-event.js';

/** How far a subject has come on a topic: what the next event continues from. */
export interface ChainEnd {
  /** Sequence of the last event minted; 0 before the first. */
  readonly sequence: number;
  /** Chain hash of the last event minted; {@link genesisHash} before the first. */
  readonly chainhash: string;
}

/** What a chain starts from: 32 zero bytes, hex. */
export const genesisHash = '0'.repeat(64);

/** The end of a chain that holds nothing yet. */
export const emptyChain: ChainEnd = { sequence: 0, chainhash: genesisHash };

/** The end of a chain whose last event this is. */
export function endOf({ sequence, chainhash }: MintedEvent): ChainEnd {
  return { sequence: Number(sequence), chainhash };
}

/** Namespace of all event ids: uuidv5(DNS namespace, "events.prasan.th"). */
const eventNamespace = uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'events.prasan.th');

const source = '/prasan';

/** What the caller knows of a new event; the rest follows from the chain. */
export interface NewEvent<Data extends object> {
  readonly topic: TopicName;
  readonly subject: string;
  readonly type: string;
  readonly dataschema: string;
  /** When it was decided, milliseconds since the epoch. */
  readonly at: number;
  readonly traceparent?: string;
  readonly data: Data;
}

/**
 * Mints the next event of a chain, whole: id, sequence, time and chain hash. Pure, so that a
 * workflow's replay mints the same event again.
 *
 * @param end the chain's end before this event
 * @returns the event; its `sequence` and `chainhash` are the new end
 */
export function mintEvent<Data extends object>(
  end: ChainEnd,
  event: NewEvent<Data>,
): MintedEvent<Data> {
  const sequence = end.sequence + 1;
  const unchained: Omit<MintedEvent<Data>, 'chainhash'> = {
    specversion: '1.0',
    id: eventId(event.topic, event.subject, sequence),
    source,
    type: event.type,
    subject: event.subject,
    time: new Date(event.at).toISOString(),
    datacontenttype: 'application/json',
    dataschema: event.dataschema,
    sequence: padSequence(sequence),
    ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
    data: event.data,
  };
  return { ...unchained, chainhash: chainHash(end.chainhash, unchained) };
}

/** The id of an event: uuidv5 over topic, subject and sequence (design §4). */
export function eventId(topic: string, subject: string, sequence: number): string {
  return uuidV5(eventNamespace, `${topic}\n${subject}\n${sequence}`);
}

/** A sequence as it stands in an event: 20 digits, zero-padded (CloudEvents extension "sequence"). */
export function padSequence(sequence: number): string {
  return String(sequence).padStart(20, '0');
}

/**
 * The chain hash of an event: SHA-256 over the previous chain hash (32 bytes) and the event's
 * canonical bytes. A reader who recomputes it from sequence 1 proves that nothing is missing,
 * changed or out of order.
 */
export function chainHash(
  previous: string,
  event: Omit<MintedEvent, 'chainhash'> & { recordedtime?: string; chainhash?: string },
): string {
  return bytesToHex(sha256(concatBytes(hexToBytes(previous), canonicalBytes(event))));
}

/**
 * The canonical bytes of an event: its attributes and data as JSON with the keys of every object
 * sorted by code unit and no white space, UTF-8. Left out, because they belong to the sending or to
 * the chain: `chainhash`, `recordedtime`, `traceparent`.
 */
export function canonicalBytes(
  event: Omit<MintedEvent, 'chainhash'> & { recordedtime?: string; chainhash?: string },
): Uint8Array {
  const { specversion, id, type, subject, time, datacontenttype, dataschema, sequence, data } =
    event;
  return utf8ToBytes(
    canonicalJson({
      specversion,
      id,
      source: event.source,
      type,
      subject,
      time,
      datacontenttype,
      dataschema,
      sequence,
      data,
    }),
  );
}

/** JSON with sorted keys and no white space; `undefined` members are left out, as JSON does. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value))
    return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  // In a loop, not by entries: every event and every look at a case comes through here.
  let members = '';
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key];
    if (member === undefined) continue;
    members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

/** A name-based UUID, version 5 (RFC 9562 §5.5). Pure: the sandbox has no crypto. */
export function uuidV5(namespace: string, name: string): string {
  const hash = sha1(concatBytes(hexToBytes(namespace.replaceAll('-', '')), utf8ToBytes(name)));
  const bytes = hash.slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytesToHex(bytes);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
