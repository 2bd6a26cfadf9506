import { ensurePackages, handOver } from './packages.mjs';

const help = `npm start [-- --fresh]

Starts everything on this machine: Temporal, Apache Kafka, PostgreSQL, a sign-in service, a small
test agency, and Prasan's worker, gateway and tracker. Ctrl-C stops all; data stays in .prasan.

  --fresh   start over: deletes the data of earlier starts (says what)
  --help    this text

Servers whose address is set are used instead of starting one: TEMPORAL_ADDRESS, KAFKA_BROKERS,
DATABASE_URL, OIDC_ISSUER. PRASAN_HOME is where data is kept (.prasan), PRASAN_GATEWAY_PORT (8080)
and PRASAN_TRACKER_PORT (8090) where one looks. The first start takes about 6 minutes on two cores,
since the Temporal server is compiled; the next ones take seconds.`;

const unknown = process.argv.slice(2).filter((arg) => !['--fresh', '--help'].includes(arg));
if (unknown.length > 0) {
  console.error(`There is no option ${unknown.join(' ')}.\n\n${help}`);
  process.exit(2);
}
if (process.argv.includes('--help')) {
  console.log(help);
  process.exit(0);
}
await ensurePackages();
handOver('infra/local/main.ts');
