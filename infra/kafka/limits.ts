import type { TopicRecord } from './fenced-producer.js';

/** More in one send makes kafkajs's grouping slow (kafka.md §1.3 F). */
export const recordsMax = 1_000;

/** A topic takes a batch of 1 MiB by default; this leaves room for its frame. */
const bytesMax = 900_000;

/** What a record's frame takes at the most, beside its texts. */
const frameBytes = 100;

/** What is wrong with the first record that no topic takes, if there is one. */
export function tooLarge(records: readonly TopicRecord[]): string | undefined {
  const excess = records.find((record) => bytesOf(record) > bytesMax);
  if (excess === undefined) return undefined;
  const { key, headers } = excess.record;
  const sequence = Number(headers['ce_sequence']);
  return `event ${sequence} of ${key} has ${bytesOf(excess)} bytes; ${bytesMax} are the most`;
}

/** Records in order, in parts of which each fits into one send. */
export function inSends(records: readonly TopicRecord[]): TopicRecord[][] {
  const parts: TopicRecord[][] = [];
  let part: TopicRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = bytesOf(record);
    if (part.length > 0 && (bytes + size > bytesMax || part.length === recordsMax)) {
      parts.push(part);
      part = [];
      bytes = 0;
    }
    part.push(record);
    bytes += size;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

function bytesOf({ record }: TopicRecord): number {
  const texts = [record.key, record.value, ...Object.entries(record.headers).flat()];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), frameBytes);
}
