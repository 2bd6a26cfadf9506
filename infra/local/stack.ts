import { setTimeout as sleep } from 'node:timers/promises';
import { doubleSettings } from './doubles.js';
import type { StackEnv } from './env-file.js';
import { kafkaJars, temporalCommand } from './parts.js';
import type { Ports } from './ports.js';
import { loopback } from './ports.js';
import { postgresServer } from './postgres.js';
import type { Progress } from './progress.js';
import type { Secrets } from './secret.js';
import type { NodeProcess } from './servers.js';
import { kafkaServer, nodeProcess, temporalServer } from './servers.js';
import type { Supervisor } from './supervisor.js';
import { endTools } from './tools.js';

/** What a stack is started with. */
export interface Stack {
  readonly home: string;
  readonly ports: Ports;
  readonly supervisor: Supervisor;
  readonly progress: Progress;
  /** Addresses of servers that run already: these are used instead of starting ours. */
  readonly given: Partial<StackEnv>;
  /** The settings that the processes get. */
  readonly env: StackEnv;
}

const serverSettings = ['TEMPORAL_ADDRESS', 'KAFKA_BROKERS', 'DATABASE_URL', 'OIDC_ISSUER'];

/** What the processes, and the CLI in another terminal, have to agree on with the servers. */
const alsoSettings = [
  'TEMPORAL_NAMESPACE',
  'PRASAN_KAFKA_REPLICATION',
  'PRASAN_LIVE_CHECK_ALLOW',
  'PRASAN_AGENCY_ENDPOINTS',
  'PRASAN_PAYMENT_URL',
  'PRASAN_PAYMENT_KEYS',
];

/** The servers' addresses that are set in the environment. */
export function givenAddresses(): Partial<StackEnv> {
  return setAmong(serverSettings);
}

/** All settings of the environment that {@link serverEnv} heeds. */
export function givenSettings(): Partial<StackEnv> {
  return setAmong([...serverSettings, ...alsoSettings]);
}

/** An empty setting counts as not set, as in a `.env` file with nothing after the sign. */
function setAmong(names: readonly string[]): Partial<StackEnv> {
  const set = names.map((name) => [name, process.env[name] ?? ''] as const);
  return Object.fromEntries(set.filter(([, value]) => value !== ''));
}

/** Addresses and settings of a stack's servers. What is given stands. */
export function serverEnv(home: string, ports: Ports, given: Partial<StackEnv>): StackEnv {
  const testAgency = `${loopback}:${ports.testAgency}`;
  const namespace = given['TEMPORAL_NAMESPACE'];
  return {
    PRASAN_HOME: home,
    TEMPORAL_ADDRESS: given['TEMPORAL_ADDRESS'] ?? `${loopback}:${ports.temporal}`,
    ...(namespace === undefined ? {} : { TEMPORAL_NAMESPACE: namespace }),
    KAFKA_BROKERS: given['KAFKA_BROKERS'] ?? `${loopback}:${ports.kafka}`,
    DATABASE_URL: given['DATABASE_URL'] ?? `postgres://prasan@${loopback}:${ports.postgres}/prasan`,
    OIDC_ISSUER: given['OIDC_ISSUER'] ?? `http://${loopback}:${ports.oidc}`,
    // Our own Kafka is one broker, and holds no more copies, whatever is set for a cluster.
    PRASAN_KAFKA_REPLICATION:
      given['KAFKA_BROKERS'] === undefined ? '1' : (given['PRASAN_KAFKA_REPLICATION'] ?? '3'),
    PRASAN_LIVE_CHECK_ALLOW: given['PRASAN_LIVE_CHECK_ALLOW'] ?? testAgency,
    PRASAN_TEST_AGENCY_URL: `http://${testAgency}`,
    ...doubleSettings(`http://${testAgency}`, given),
  };
}

/**
 * Starts the servers whose address is not given, side by side.
 *
 * @throws StackError the first failure
 */
export async function startServers(stack: Stack): Promise<void> {
  const { given, ports } = stack;
  const isOwn = (name: string) => given[name] === undefined;
  await untilFirstFailure([
    ...(isOwn('TEMPORAL_ADDRESS') ? [startTemporal(stack)] : []),
    ...(isOwn('KAFKA_BROKERS') ? [startKafka(stack)] : []),
    ...(isOwn('DATABASE_URL') ? [startPostgres(stack)] : []),
    ...(isOwn('OIDC_ISSUER') ? [startHelper(stack, 'oidc', ports.oidc)] : []),
    startHelper(stack, 'test-agency', ports.testAgency),
  ]);
}

function startHelper({ supervisor, env }: Stack, name: string, port: number): Promise<void> {
  const script = `infra/local/${name}/main.ts`;
  const at = { host: loopback, port, readyPath: 'healthz' } as const;
  return supervisor.start(nodeProcess({ name, script, env, ...at }));
}

async function startTemporal({ progress, supervisor, home, ports }: Stack): Promise<void> {
  const command = await temporalCommand(progress);
  const own = { port: ports.temporal, uiPort: ports.temporalUi };
  await supervisor.start(temporalServer(command, home, own));
}

async function startKafka({ progress, supervisor, home, ports }: Stack): Promise<void> {
  const jars = await kafkaJars(progress);
  const own = { port: ports.kafka, controllerPort: ports.kafkaController };
  await supervisor.start(await kafkaServer(jars, home, own));
}

async function startPostgres({ supervisor, home, ports }: Stack): Promise<void> {
  await supervisor.start(await postgresServer(home, ports.postgres));
}

/** Where the processes of Prasan listen, and what only one of them may know. */
export interface PrasanOptions {
  readonly host: string;
  readonly gatewayPort: number;
  readonly trackerPort: number;
  readonly secrets: Secrets;
}

/**
 * Starts the processes of Prasan. They retry while a server is away, so side by side too; they stop
 * in the order tracker, gateway, worker.
 */
export async function startPrasan(stack: Stack, options: PrasanOptions): Promise<void> {
  const { host, gatewayPort, trackerPort, secrets } = options;
  const { supervisor, env, ports } = stack;
  const start = (one: Pick<NodeProcess, 'name' | 'script' | 'port'>, own: StackEnv = {}) =>
    supervisor.start(nodeProcess({ ...one, env: { ...env, ...own }, host, readyPath: 'readyz' }));
  const gateway = { name: 'gateway', script: 'workers/gateway/main.ts', port: gatewayPort };
  await untilFirstFailure([
    start({
      name: 'worker:onboarding',
      script: 'workers/onboarding/main.ts',
      port: ports.workerHealth,
    }),
    start(
      {
        name: 'worker:citizen-request',
        script: 'workers/citizen-request/main.ts',
        port: ports.requestWorkerHealth,
      },
      {
        PRASAN_WORKER_HEALTH_PORT: String(ports.requestWorkerHealth),
        PRASAN_MASTER_KEYS: secrets.PRASAN_MASTER_KEYS,
      },
    ),
    start(gateway, secrets),
    start({ name: 'tracker', script: 'workers/tracker/main.ts', port: trackerPort }),
  ]);
}

/** The first failure counts at once: nobody waits for a build to learn that Java is missing. */
async function untilFirstFailure(steps: readonly Promise<void>[]): Promise<void> {
  try {
    await Promise.all(steps);
  } catch (error) {
    endTools();
    // What was half made is removed meanwhile.
    await Promise.race([Promise.allSettled(steps), sleep(3_000)]);
    throw error;
  }
}
