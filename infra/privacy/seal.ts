import type { KeyObject } from 'node:crypto';
import type { Queryable } from '../postgres/pool.js';
import { CannotDecrypt, decrypt, encrypt } from './aes-gcm.js';
import { ensureCaseKey, readCaseKey } from './case-keys.js';
import type { KeyRing } from './key-ring.js';

/** Thrown when restricted data would be opened for no purpose that the restriction permits. */
export class AccessRestricted extends Error {
  override readonly name = 'AccessRestricted';
}

/**
 * For what the personal data of a restricted case are opened all the same (PDPA s.33, s.34): what the
 * law has the agency do in the case itself, such as its letters; a claim or its defence; the person's
 * own access (s.30).
 */
export const permittedPurposes = ['duty', 'legalClaim', 'dataSubject'] as const;
/** For what restricted personal data may be opened. */
export type PermittedPurpose = (typeof permittedPurposes)[number];

/** Personal data of cases, as activities see them: what is sealed is a text that says nothing. */
export interface PersonalData {
  /**
   * Seals a value with the case's own key, which is made when it has none.
   *
   * @param label which field it is of: it opens as no other
   */
  seal(requestId: string, label: string, value: object): Promise<string>;
  /** Opens what was sealed for this case and label. */
  open(requestId: string, label: string, sealed: string): Promise<object>;
}

/** What seals and opens personal data. */
export interface Sealer extends PersonalData {
  /**
   * Opens what was sealed for this case and label.
   *
   * @throws CannotDecrypt when it was changed, or sealed for another case or label
   * @throws AccessRestricted when the case is restricted and no permitted purpose is stated
   * @throws KeyDestroyed when the person was forgotten
   */
  open(
    requestId: string,
    label: string,
    sealed: string,
    purpose?: PermittedPurpose,
  ): Promise<object>;
}

/** Seals and opens with the keys of cases, which lie in PostgreSQL, wrapped by a ring. */
export function createSealer(db: Queryable, ring: KeyRing): Sealer {
  return {
    async seal(requestId, label, value) {
      const { key } = await ensureCaseKey(db, ring, requestId);
      return sealWith(key, requestId, label, value);
    },
    async open(requestId, label, sealed, purpose) {
      const { key, isRestricted } = await readCaseKey(db, ring, requestId);
      if (isRestricted && purpose === undefined) {
        throw new AccessRestricted(
          `the data of request ${requestId} are restricted: only for ${permittedPurposes.join(', ')}`,
        );
      }
      return openWith(key, requestId, label, sealed);
    },
  };
}

/** The same for those who open for one permitted purpose alone, such as a case's own letters. */
export function forPurpose(sealer: Sealer, purpose: PermittedPurpose): PersonalData {
  return {
    seal: sealer.seal,
    open: (requestId, label, sealed) => sealer.open(requestId, label, sealed, purpose),
  };
}

const version = 'v1.';

/** Seals a value with a key that is given. */
export function sealWith(key: KeyObject, requestId: string, label: string, value: object): string {
  const plain = Buffer.from(JSON.stringify(value));
  return version + encrypt(key, plain, boundTo(requestId, label)).toString('base64url');
}

/**
 * Opens with a key that is given.
 *
 * @throws CannotDecrypt when it was changed, or sealed with another key, for another case or label
 */
export function openWith(key: KeyObject, requestId: string, label: string, sealed: string): object {
  const box = Buffer.from(sealed.slice(version.length), 'base64url');
  // One text for one value: Node reads several as the same bytes.
  if (sealed !== version + box.toString('base64url')) throw new CannotDecrypt('is not sealed');
  return JSON.parse(decrypt(key, box, boundTo(requestId, label)).toString('utf8')) as object;
}

function boundTo(requestId: string, label: string): string {
  return JSON.stringify(['prasan/sealed', requestId, label]);
}
