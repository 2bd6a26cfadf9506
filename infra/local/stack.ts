import { join } from 'node:path';
import { StackError } from './errors.js';
import type { Say } from './parts.js';
import { kafkaJars, temporalCommand } from './parts.js';
import { kafkaServer, nodeProcess, postgresServer, temporalServer } from './servers.js';
import type { Ports } from './state.js';
import type { Supervisor } from './supervisor.js';

/** Addresses and settings of a stack, as the processes read them. */
export type StackEnv = Record<string, string>;

/** What a stack is started with. */
export interface StackOptions {
  readonly home: string;
  readonly ports: Ports;
  readonly gatewayPort: number;
  readonly trackerPort: number;
  readonly say: Say;
}

/** The settings that the processes of a stack get. An address that is set stands. */
export function stackEnv({ home, ports, gatewayPort, trackerPort }: StackOptions): StackEnv {
  const given = (name: string, own: string) => process.env[name] ?? own;
  return {
    PRASAN_HOME: home,
    TEMPORAL_ADDRESS: given('TEMPORAL_ADDRESS', `127.0.0.1:${ports.temporal}`),
    KAFKA_BROKERS: given('KAFKA_BROKERS', `127.0.0.1:${ports.kafka}`),
    DATABASE_URL: given('DATABASE_URL', `postgres://prasan@127.0.0.1:${ports.postgres}/prasan`),
    OIDC_ISSUER: given('OIDC_ISSUER', `http://127.0.0.1:${ports.oidc}`),
    PRASAN_KAFKA_REPLICATION: given(
      'PRASAN_KAFKA_REPLICATION',
      process.env['KAFKA_BROKERS'] === undefined ? '1' : '3',
    ),
    PRASAN_GATEWAY_PORT: String(gatewayPort),
    PRASAN_GATEWAY_URL: `http://127.0.0.1:${gatewayPort}`,
    PRASAN_TRACKER_PORT: String(trackerPort),
    PRASAN_WORKER_HEALTH_PORT: String(ports.workerHealth),
    PRASAN_LIVE_CHECK_ALLOW: given('PRASAN_LIVE_CHECK_ALLOW', `127.0.0.1:${ports.testAgency}`),
    PRASAN_TEST_AGENCY_URL: `http://127.0.0.1:${ports.testAgency}`,
  };
}

/** Starts the servers whose address is not set, side by side. */
export async function startServers(
  supervisor: Supervisor,
  options: StackOptions,
  env: StackEnv,
): Promise<void> {
  const { home, ports, say } = options;
  const isOwn = (name: string) => process.env[name] === undefined;
  const steps = [
    isOwn('TEMPORAL_ADDRESS') &&
      (async () => {
        const command = await temporalCommand(say);
        await supervisor.start(
          temporalServer(command, home, { port: ports.temporal, uiPort: ports.temporalUi }),
        );
      }),
    isOwn('KAFKA_BROKERS') &&
      (async () => {
        const kafkaPorts = { port: ports.kafka, controllerPort: ports.kafkaController };
        await supervisor.start(await kafkaServer(await kafkaJars(say), home, kafkaPorts));
      }),
    isOwn('DATABASE_URL') &&
      (async () => supervisor.start(await postgresServer(home, ports.postgres))),
    isOwn('OIDC_ISSUER') &&
      (() => startNode(supervisor, env, 'oidc', 'infra/local/oidc/main.ts', ports.oidc)),
    () =>
      startNode(
        supervisor,
        env,
        'test-agency',
        'infra/local/test-agency/main.ts',
        ports.testAgency,
      ),
  ].filter((step) => step !== false);
  const ended = await Promise.allSettled(steps.map((step) => step()));
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed !== undefined) {
    throw failed.reason instanceof Error ? failed.reason : new StackError(String(failed.reason));
  }
}

/** Starts the processes of Prasan; they retry while a server is away, so side by side too. */
export async function startPrasan(
  supervisor: Supervisor,
  options: StackOptions,
  env: StackEnv,
): Promise<void> {
  const processes = [
    ['worker:onboarding', 'workers/onboarding/main.ts', options.ports.workerHealth],
    ['gateway', 'workers/gateway/main.ts', options.gatewayPort],
    ['tracker', 'workers/tracker/main.ts', options.trackerPort],
  ] as const;
  await Promise.all(
    processes.map(([name, script, port]) =>
      startNode(supervisor, env, name, script, port, 'readyz'),
    ),
  );
}

function startNode(
  supervisor: Supervisor,
  env: StackEnv,
  name: string,
  script: string,
  port: number,
  path = 'healthz',
): Promise<void> {
  const own = { ...env, PORT: String(port), NODE_OPTIONS: '--max-old-space-size=384' };
  return supervisor.start(nodeProcess(name, script, own, `http://127.0.0.1:${port}/${path}`));
}

/** Where the settings of a running stack are left for the CLI. */
export function envFile(home: string): string {
  return join(home, 'env');
}
