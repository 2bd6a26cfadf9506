import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaJars } from '../../infra/local/parts.js';
import { freePort } from '../../infra/local/ports.js';
import { createProgress } from '../../infra/local/progress.js';
import { kafkaServer } from '../../infra/local/servers.js';
import { Supervisor } from '../../infra/local/supervisor.js';

/** An Apache Kafka of a test's own, which may be killed. */
export interface TestBroker {
  /** Where it listens itself. */
  readonly port: number;
  /** kill -9; comes back with {@link revive}. */
  kill(): Promise<void>;
  revive(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a broker. Clients are told to come to `advertisedPort`, where a proxy may stand.
 *
 * @param port where it is to listen itself
 */
export async function startBroker(port: number, advertisedPort = port): Promise<TestBroker> {
  const home = mkdtempSync(join(tmpdir(), 'prasan-broker-'));
  const progress = createProgress(process.stderr, () => '[broker] ');
  const supervisor = new Supervisor(home, { say: () => undefined });
  const spec = await kafkaServer(await kafkaJars(progress), home, {
    port,
    controllerPort: await freePort(),
  });
  const properties = join(home, 'kafka', 'server.properties');
  const text = await readFile(properties, 'utf8');
  await writeFile(
    properties,
    text.replace(
      /^advertised\.listeners=.*$/m,
      `advertised.listeners=PLAINTEXT://127.0.0.1:${advertisedPort}`,
    ),
  );
  await supervisor.start(spec);
  return {
    port,
    kill: () => supervisor.find('kafka').kill(),
    revive: () => supervisor.find('kafka').start(),
    async stop() {
      await supervisor.kill();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
