import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { BillOrder } from './bills.js';

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The references of a bill: `ref1` of the request, `ref2` of fee and number. Made by a one-way hash,
 * so that what a bank prints tells nothing of the person, and the same for the same bill.
 */
export function billReferences(order: Pick<BillOrder, 'requestId' | 'feeId' | 'number'>): {
  readonly ref1: string;
  readonly ref2: string;
} {
  const number = String(order.number).padStart(3, '0');
  return {
    ref1: hashed(`request\n${order.requestId}`, 20),
    ref2: `${hashed(`fee\n${order.feeId}`, 12)}${number}`,
  };
}

/** Path of our gateway to which the treasury tells payments of a request. */
export function paymentCallbackPath(requestId: string): string {
  return `/v1/payment-callbacks/${requestId}`;
}

/** The low five bits of as many bytes of the hash: 100 bits in 20 characters. */
function hashed(text: string, length: number): string {
  const bytes = sha256(utf8ToBytes(text)).slice(0, length);
  return [...bytes].map((byte) => crockford[byte & 31] ?? '0').join('');
}
