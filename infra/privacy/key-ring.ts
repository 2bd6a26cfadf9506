import type { KeyObject } from 'node:crypto';
import { createSecretKey } from 'node:crypto';
import { z } from 'zod';

/** Thrown where something was encrypted with a key that is not set; names the key and nothing else. */
export class UnknownKey extends Error {
  override readonly name = 'UnknownKey';
}

/** Keys of 256 bits by their ids: the first encrypts, all decrypt. */
export class KeyRing {
  readonly currentId: string;
  readonly current: KeyObject;
  private readonly setting: string;
  private readonly keys: ReadonlyMap<string, KeyObject>;

  /** @param setting where the keys come from, for the message when one is missing */
  constructor(setting: string, keys: readonly [RingKey, ...RingKey[]]) {
    const [first] = keys;
    this.setting = setting;
    this.keys = new Map(keys.map(({ id, bytes }) => [id, createSecretKey(bytes)]));
    this.currentId = first.id;
    this.current = this.need(first.id);
  }

  /**
   * The key of an id.
   *
   * @throws UnknownKey when it is not in the ring
   */
  need(id: string): KeyObject {
    const key = this.keys.get(id);
    if (key !== undefined) return key;
    // An id that came with the data may be anything.
    const shown = keyId.test(id) ? id : 'of an unreadable id';
    throw new UnknownKey(`${this.setting} has no key ${shown}: put it back, behind the first one`);
  }
}

/** A key as it is set. */
export interface RingKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

const keyId = /^[\w-]{1,32}$/;
const base64Of32Bytes = /^[A-Za-z0-9+/]{43}=$/;

/** How a ring is written. */
export const keyRingForm =
  'ID:KEY[,ID:KEY…], each KEY 32 random bytes in base64 (openssl rand -base64 32), each ID once';

/**
 * The schema of a setting that holds a ring: `id:base64` of 32 bytes, several behind a comma. What is
 * wrong is told without anything of the keys.
 */
export function keyRingSetting(setting: string) {
  return z.string().transform((text, context) => {
    const ring = keyRingOf(setting, text);
    if (ring !== undefined) return ring;
    context.addIssue({ code: 'custom', message: `must be ${keyRingForm}` });
    return z.NEVER;
  });
}

/** The ring that a text holds; `undefined` when it holds none. */
function keyRingOf(setting: string, text: string): KeyRing | undefined {
  const keys: RingKey[] = [];
  for (const item of text.split(',')) {
    const [, id = '', base64 = ''] = /^([^:]*):(.*)$/.exec(item.trim()) ?? [];
    const isNew = keys.every((key) => key.id !== id);
    if (!keyId.test(id) || !base64Of32Bytes.test(base64) || !isNew) return undefined;
    keys.push({ id, bytes: Buffer.from(base64, 'base64') });
  }
  const [first, ...others] = keys;
  return first && new KeyRing(setting, [first, ...others]);
}
