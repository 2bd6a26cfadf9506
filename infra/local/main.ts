import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Config } from '../config.js';
import { readConfig } from '../config.js';
import { needSpace } from './cache.js';
import { loadDotEnv } from './dot-env.js';
import { askedToStop } from './end-on-signal.js';
import type { StackEnv } from './env-file.js';
import { writeEnvFile } from './env-file.js';
import { tell } from './errors.js';
import { startOver } from './fresh.js';
import { needAnswers } from './given.js';
import { projectRoot } from './guard.js';
import { loopback, needPorts, rememberPorts, urlOf } from './ports.js';
import { createProgress } from './progress.js';
import type { LifeSteps } from './sample-life.js';
import { ensureLife, lifeSteps } from './sample-life.js';
import { ensureSample, sampleSteps } from './sample.js';
import { secretsOf } from './secret.js';
import type { PrasanOptions, Stack } from './stack.js';
import { givenAddresses, givenSettings, serverEnv, startPrasan, startServers } from './stack.js';
import type { RunningProcess } from './supervisor.js';
import { Supervisor } from './supervisor.js';
import { becomeLauncher, recordProcesses, takeOver } from './takeover.js';
import { endTools } from './tools.js';
import { welcome } from './welcome.js';

/** What data takes at first; a disk that is fuller than this is refused. */
const megabytesMin = 500;

/** When this process was started: its own loading counts. */
const began = performance.timeOrigin;
const progress = createProgress(process.stdout, () => `${seconds().toFixed(1).padStart(6)} s  `);
const { say } = progress;

function seconds(): number {
  return (Date.now() - began) / 1000;
}

/** `npm start`: everything on this machine, until it is told to stop. */
async function main(args: readonly string[]): Promise<void> {
  loadDotEnv();
  const given = process.env['PRASAN_HOME'] ?? '';
  const home = resolve(projectRoot, given === '' ? '.prasan' : given);
  const giveUp = becomeLauncher(home);
  try {
    await takeOver(home, say);
    // What the last start has left there would pass for settings.
    rmSync(join(home, 'env'), { force: true });
    const config = readConfig({ ...process.env, PRASAN_HOME: home });
    if (args.includes('--fresh')) startOver(home, givenAddresses(), say);
    await needSpace(home, megabytesMin, 'Prasan');
    await run(home, config);
  } finally {
    giveUp();
  }
}

async function run(home: string, config: Config): Promise<void> {
  const prasan = {
    host: config.PRASAN_HOST,
    gatewayPort: config.PRASAN_GATEWAY_PORT,
    trackerPort: config.PRASAN_TRACKER_PORT,
    secrets: secretsOf(home),
  };
  const stack = await prepare(home, prasan);
  const { supervisor } = stack;
  const asked = askedToStop(() => {
    say('killing everything at once');
    void supervisor.kill();
  });
  let isAsked = false;
  void asked.then(() => {
    isAsked = true;
  });
  const up = bringUp(stack, prasan, config.TEMPORAL_NAMESPACE, (env) =>
    lifeSteps(env, config.PRASAN_SAMPLE_REQUESTS, () => isAsked),
  );
  try {
    await Promise.race([up.then(() => asked), asked]);
  } finally {
    endTools();
    await supervisor.stop();
    // It failed, which is told by whoever waited above, or it was stopped on the way.
    await up.catch(() => undefined);
    recordProcesses(home, []);
  }
  say('stopped; nothing is left running');
}

/** Finds the ports, and makes sure of what others have to provide, before anything is started. */
async function prepare(home: string, prasan: PrasanOptions): Promise<Stack> {
  const { host, gatewayPort, trackerPort } = prasan;
  const fixed = { PRASAN_GATEWAY_PORT: gatewayPort, PRASAN_TRACKER_PORT: trackerPort };
  await needPorts({ host, ports: fixed });
  const ports = await rememberPorts(home, say, { host, reserved: Object.values(fixed) });
  const given = givenSettings();
  const env: StackEnv = {
    ...serverEnv(home, ports, given),
    PRASAN_HOST: host,
    PRASAN_GATEWAY_PORT: String(gatewayPort),
    PRASAN_GATEWAY_URL: urlOf(host, gatewayPort),
    PRASAN_TRACKER_PORT: String(trackerPort),
    PRASAN_WORKER_HEALTH_PORT: String(ports.workerHealth),
    // Its manuals have times and fees that are made up, each marked so.
    PRASAN_SAMPLE: 'true',
    // The command line reads cases too, and so do the processes that are started by hand.
    PRASAN_CODEC_KEYS: prasan.secrets.PRASAN_CODEC_KEYS,
  };
  await needAnswers(given, env);
  // From now on the CLI waits for this stack, and asks no other at the addresses by default.
  writeEnvFile(join(home, 'env'), env);
  const onChange = (running: RunningProcess[]) => {
    recordProcesses(home, running);
  };
  const supervisor = new Supervisor(home, { say, onChange });
  return { home, ports, supervisor, progress, given, env };
}

async function bringUp(
  stack: Stack,
  prasan: PrasanOptions,
  namespace: string,
  life: (env: StackEnv) => LifeSteps,
): Promise<void> {
  const { env, home, given, ports } = stack;
  say(`starting ${ownServers(given)} …`);
  await startServers(stack);
  say('servers are ready; starting worker, gateway and tracker …');
  await startPrasan(stack, prasan);
  await ensureSample(home, say, sampleSteps(env, namespace, given));
  say(`Prasan is ready. All was ready after ${seconds().toFixed(0)} s.`);
  const isOwn = (setting: string) => given[setting] === undefined;
  const temporalUi = isOwn('TEMPORAL_ADDRESS') && {
    temporalUi: `http://${loopback}:${ports.temporalUi}/`,
  };
  const where = { home, ...temporalUi, isOwnIssuer: isOwn('OIDC_ISSUER') };
  process.stdout.write(`${welcome(env, where)}\n`);
  await ensureLife(home, say, life(env));
}

/** What is started here, as one reads it. */
function ownServers(given: Partial<StackEnv>): string {
  const servers = {
    TEMPORAL_ADDRESS: 'Temporal',
    KAFKA_BROKERS: 'Kafka',
    DATABASE_URL: 'PostgreSQL',
    OIDC_ISSUER: 'sign-in',
  };
  const own = Object.entries(servers).filter(([setting]) => given[setting] === undefined);
  return [...own.map(([, server]) => `${server}, `), 'test agency'].join('');
}

// A terminal or pipe that is gone is no reason to leave the processes without their keeper.
process.stdout.on('error', () => undefined);

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(tell(error));
    process.exit(2);
  },
);
