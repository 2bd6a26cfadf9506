import { setTimeout as sleep } from 'node:timers/promises';
import type { StackEnv } from './env-file.js';
import { kafkaJars, temporalCommand } from './parts.js';
import type { Ports } from './ports.js';
import { postgresServer } from './postgres.js';
import type { Progress } from './progress.js';
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

/** The servers' addresses that are set in the environment. */
export function givenAddresses(): Partial<StackEnv> {
  const set = serverSettings.map((name) => [name, process.env[name] ?? ''] as const);
  return Object.fromEntries(set.filter(([, value]) => value !== ''));
}

/** Addresses and settings of a stack's servers. An address that is given stands. */
export function serverEnv(home: string, ports: Ports, given: Partial<StackEnv>): StackEnv {
  const testAgency = `127.0.0.1:${ports.testAgency}`;
  return {
    PRASAN_HOME: home,
    TEMPORAL_ADDRESS: given['TEMPORAL_ADDRESS'] ?? `127.0.0.1:${ports.temporal}`,
    KAFKA_BROKERS: given['KAFKA_BROKERS'] ?? `127.0.0.1:${ports.kafka}`,
    DATABASE_URL: given['DATABASE_URL'] ?? `postgres://prasan@127.0.0.1:${ports.postgres}/prasan`,
    OIDC_ISSUER: given['OIDC_ISSUER'] ?? `http://127.0.0.1:${ports.oidc}`,
    PRASAN_KAFKA_REPLICATION:
      process.env['PRASAN_KAFKA_REPLICATION'] ?? (given['KAFKA_BROKERS'] === undefined ? '1' : '3'),
    PRASAN_LIVE_CHECK_ALLOW: process.env['PRASAN_LIVE_CHECK_ALLOW'] ?? testAgency,
    PRASAN_TEST_AGENCY_URL: `http://${testAgency}`,
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
    ...(isOwn('OIDC_ISSUER')
      ? [startNode(stack, 'oidc', 'infra/local/oidc/main.ts', ports.oidc, 'healthz')]
      : []),
    startNode(
      ...([stack, 'test-agency', 'infra/local/test-agency/main.ts'] as const),
      ...([ports.testAgency, 'healthz'] as const),
    ),
  ]);
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

/**
 * Starts the processes of Prasan. They retry while a server is away, so side by side too; they stop
 * in the order tracker, gateway, worker.
 */
export async function startPrasan(
  stack: Stack,
  ports: { readonly gateway: number; readonly tracker: number },
): Promise<void> {
  const { workerHealth } = stack.ports;
  await untilFirstFailure([
    startNode(stack, 'worker:onboarding', 'workers/onboarding/main.ts', workerHealth, 'readyz'),
    startNode(stack, 'gateway', 'workers/gateway/main.ts', ports.gateway, 'readyz'),
    startNode(stack, 'tracker', 'workers/tracker/main.ts', ports.tracker, 'readyz'),
  ]);
}

function startNode(
  { supervisor, env }: Stack,
  name: string,
  script: string,
  port: number,
  path: 'healthz' | 'readyz',
): Promise<void> {
  const own = { ...env, PORT: String(port), NODE_OPTIONS: '--max-old-space-size=384' };
  return supervisor.start(nodeProcess(name, script, own, `http://127.0.0.1:${port}/${path}`));
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
