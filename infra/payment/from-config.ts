import type { Payments } from '../../activities/ports.js';
import type { Config } from '../config.js';
import { gatewayUrlOf } from '../config.js';
import { createPayments } from './client.js';
import { PaymentAway } from './errors.js';

/** The treasury as it is set; where none is, every call says so and is tried again. */
export function paymentsOf(config: Config): Payments {
  const { PRASAN_PAYMENT_URL: url, PRASAN_PAYMENT_KEYS: keys } = config;
  if (url === undefined || keys === undefined) return nowhere;
  return createPayments({ url, key: keys[0], gatewayUrl: gatewayUrlOf(config) });
}

function notSet(): Promise<never> {
  return Promise.reject(new PaymentAway('notConfigured'));
}

const nowhere: Payments = { createBill: notSet, query: notSet, voidBill: notSet };
