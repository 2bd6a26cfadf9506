import type { Payments } from '../../activities/ports.js';
import type { Config } from '../config.js';
import { createPayments } from './client.js';
import { PaymentAway } from './errors.js';

/** The treasury as it is set; where none is, every call says so and is tried again. */
export function paymentsOf(config: Config): Payments {
  const { PRASAN_PAYMENT_URL: url, PRASAN_PAYMENT_KEYS: keys, PRASAN_GATEWAY_URL } = config;
  if (url === undefined || keys === undefined) return nowhere;
  const gatewayUrl = PRASAN_GATEWAY_URL ?? `http://127.0.0.1:${config.PRASAN_GATEWAY_PORT}`;
  return createPayments({ url, key: keys[0], gatewayUrl });
}

const notSet = () => Promise.reject(new PaymentAway('notConfigured'));
const nowhere: Payments = { createBill: notSet, query: notSet, voidBill: notSet };
