import { readFileSync } from 'node:fs';
import { readConfig } from '../../config.js';
import { createAgencySystemDesk } from './agency-system.js';
import { createTestAgency, readServices } from './agency.js';
import { createTreasuryDesk } from './treasury.js';

/**
 * A small agency on this machine: what the channels of the sample point to, the systems to which
 * requests are dispatched, and the treasury that bills for them.
 */
function main(): void {
  const port = Number(process.env['PORT'] ?? 8060);
  const sample = new URL('../../register/sample-register.csv', import.meta.url);
  const services = readServices(readFileSync(sample, 'utf8'));
  const { PRASAN_AGENCY_ENDPOINTS: endpoints, PRASAN_PAYMENT_KEYS: keys } = readConfig();
  const desks = [
    ...(endpoints === undefined ? [] : [createAgencySystemDesk(endpoints)]),
    ...(keys === undefined ? [] : [createTreasuryDesk(keys)]),
  ];
  createTestAgency(services, desks).listen(port, '127.0.0.1');
}

main();
