import type { KeyObject } from 'node:crypto';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Thrown when something does not decrypt: it was changed, or encrypted for another place. */
export class CannotDecrypt extends Error {
  override readonly name = 'CannotDecrypt';
}

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
const options = { authTagLength: tagBytes };

/**
 * Encrypts with AES-256-GCM under a fresh nonce.
 *
 * @param boundTo what is not kept with it and must be the same when it is decrypted
 * @returns nonce, ciphertext, tag
 */
export function encrypt(key: KeyObject, plain: Uint8Array, boundTo: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, options).setAAD(Buffer.from(boundTo));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/**
 * Decrypts what {@link encrypt} has made.
 *
 * @throws CannotDecrypt when a bit of it, the key or `boundTo` is another one
 */
export function decrypt(key: KeyObject, box: Uint8Array, boundTo: string): Buffer {
  const tagAt = box.length - tagBytes;
  if (tagAt < nonceBytes) throw new CannotDecrypt('too short to be encrypted');
  try {
    const decipher = createDecipheriv(algorithm, key, box.subarray(0, nonceBytes), options)
      .setAAD(Buffer.from(boundTo))
      .setAuthTag(box.subarray(tagAt));
    return Buffer.concat([decipher.update(box.subarray(nonceBytes, tagAt)), decipher.final()]);
  } catch {
    throw new CannotDecrypt('does not decrypt: it was changed, or encrypted for another place');
  }
}
