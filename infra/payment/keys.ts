import { z } from 'zod';
import type { SigningKey } from '../../contracts/agency-link/signature.js';
import { KeySetting } from '../http/signing-keys.js';

/**
 * The setting `PRASAN_PAYMENT_KEYS`: `KID=SECRET,…` shared with the treasury. Our calls are signed
 * with the first, its callbacks may be signed with any of them.
 */
export const PaymentKeys = z
  .string()
  .transform((setting) => setting.split(',').map(keyOf))
  .pipe(z.tuple([KeySetting], KeySetting));
/** Keys shared with the treasury, at least one. */
export type PaymentKeys = z.output<typeof PaymentKeys>;

function keyOf(text: string): SigningKey {
  const [, kid = '', secret = ''] = /^([^=]*)=(.*)$/.exec(text.trim()) ?? [];
  return { kid, secret };
}
