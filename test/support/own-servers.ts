import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresServer } from '../../infra/local/postgres.js';
import { Supervisor } from '../../infra/local/supervisor.js';
import { freePort } from '../../infra/local/ports.js';
import { startBroker } from './kafka-broker.js';

/** A server that a test of faults has for itself, to end with -9 and to start again. */
export type OwnServer = 'kafka' | 'postgres';

/** Servers of a test file's own. */
export interface OwnServers {
  kill(server: OwnServer): Promise<void>;
  start(server: OwnServer): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts Kafka and PostgreSQL for one test file, and sets their addresses for what it starts: other
 * files, which run meanwhile, keep theirs.
 */
export async function startOwnServers(): Promise<OwnServers> {
  const home = mkdtempSync(join(tmpdir(), 'prasan-own-'));
  const supervisor = new Supervisor(home, { say: () => undefined });
  const [brokerPort, postgresPort] = [await freePort(), await freePort()];
  const [broker] = await Promise.all([
    startBroker(brokerPort),
    supervisor.start(await postgresServer(home, postgresPort)),
  ]);
  process.env['KAFKA_BROKERS'] = `127.0.0.1:${brokerPort}`;
  process.env['DATABASE_URL'] = `postgres://prasan@127.0.0.1:${postgresPort}/prasan`;
  const postgres = () => supervisor.find('postgres');
  return {
    kill: (server) => (server === 'kafka' ? broker.kill() : postgres().kill()),
    start: (server) => (server === 'kafka' ? broker.revive() : postgres().start()),
    async stop() {
      await Promise.all([broker.stop(), supervisor.kill()]);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
