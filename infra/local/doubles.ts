import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { StackEnv } from './env-file.js';

/**
 * Settings by which requests and bills reach the test agency: an endpoint for each agency of the
 * sample, and the treasury. The secrets last for as long as the stack runs; what is given stands.
 */
export function doubleSettings(testAgencyUrl: string, given: Partial<StackEnv>): StackEnv {
  const secret = () => randomBytes(32).toString('hex');
  const endpoints = sampleAgencies().map((agencyId) => [
    agencyId,
    { url: `${testAgencyUrl}/systems/${agencyId}`, kid: 'local', secret: secret() },
  ]);
  return {
    PRASAN_AGENCY_ENDPOINTS:
      given['PRASAN_AGENCY_ENDPOINTS'] ?? JSON.stringify(Object.fromEntries(endpoints)),
    PRASAN_PAYMENT_URL: given['PRASAN_PAYMENT_URL'] ?? `${testAgencyUrl}/treasury`,
    PRASAN_PAYMENT_KEYS: given['PRASAN_PAYMENT_KEYS'] ?? `local=${secret()}`,
  };
}

function sampleAgencies(): string[] {
  const sample = new URL('../register/sample-register.csv', import.meta.url);
  return [...new Set(readFileSync(sample, 'utf8').match(/\bAGY\d{3,5}\b/g))];
}
