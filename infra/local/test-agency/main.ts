import { readFileSync } from 'node:fs';
import { createTestAgency, readServices } from './agency.js';

/** A small agency on this machine: what the channels of the sample point to. */
function main(): void {
  const port = Number(process.env['PORT'] ?? 8060);
  const sample = new URL('../../register/sample-register.csv', import.meta.url);
  const services = readServices(readFileSync(sample, 'utf8'));
  createTestAgency(services).listen(port, '127.0.0.1');
}

main();
