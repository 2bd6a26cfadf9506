import { createSecretKey, randomBytes } from 'node:crypto';
import { KeyRing } from '../../infra/privacy/key-ring.js';

const bytes = new Map<string, Buffer>();

/** A ring of keys; one id is one key for the whole test file. */
export function ringOf(first: string, ...others: string[]): KeyRing {
  const key = (id: string) => ({ id, bytes: bytesOf(id) });
  return new KeyRing('PRASAN_TEST_KEYS', [key(first), ...others.map(key)]);
}

/** A ring as a setting has it. */
export function ringText(...ids: readonly string[]): string {
  return ids.map((id) => `${id}:${bytesOf(id).toString('base64')}`).join(',');
}

function bytesOf(id: string): Buffer {
  const known = bytes.get(id) ?? randomBytes(32);
  bytes.set(id, known);
  return known;
}

/** A key of a case. */
export function someKey() {
  return createSecretKey(randomBytes(32));
}

/** Something with one of its bytes changed, or cut off. */
export function tampered(box: Uint8Array, at: number, by: number): Uint8Array {
  const index = at % box.length;
  if (by === 0) return box.subarray(0, index);
  return box.map((byte, i) => (i === index ? byte ^ by : byte));
}
