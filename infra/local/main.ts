import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { StackError } from './errors.js';
import { projectRoot } from './servers.js';
import type { StackEnv, StackOptions } from './stack.js';
import { envFile, stackEnv, startPrasan, startServers } from './stack.js';
import { forgetPids, needPort, recordPids, rememberPorts, takeOver } from './state.js';
import { Supervisor } from './supervisor.js';

const help = `npm start [-- --fresh]

Starts everything on this machine: Temporal, Apache Kafka, PostgreSQL, a sign-in service, a small
test agency, and Prasan's worker, gateway and tracker. Ctrl-C stops all; data stays in .prasan.

  --fresh   start over: deletes the data of earlier starts
  --help    this text

Servers whose address is set are used instead: TEMPORAL_ADDRESS, KAFKA_BROKERS, DATABASE_URL,
OIDC_ISSUER. Ports: PRASAN_GATEWAY_PORT (8080), PRASAN_TRACKER_PORT (8090).`;

const started = Date.now();

function say(line: string): void {
  const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(6);
  console.log(`${seconds} s  ${line}`);
}

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) {
    console.log(help);
    return;
  }
  const unknown = args.filter((arg) => arg !== '--fresh');
  if (unknown.length > 0) throw new StackError(`Unknown option ${unknown.join(' ')}.\n\n${help}`);
  const home = resolve(projectRoot, process.env['PRASAN_HOME'] ?? '.prasan');
  await takeOver(home, say);
  if (args.includes('--fresh')) {
    say(`--fresh: deleting ${home}`);
    rmSync(home, { recursive: true, force: true });
  }
  const options: StackOptions = {
    home,
    ports: await rememberPorts(home),
    gatewayPort: Number(process.env['PRASAN_GATEWAY_PORT'] ?? 8080),
    trackerPort: Number(process.env['PRASAN_TRACKER_PORT'] ?? 8090),
    say,
  };
  await needPort(options.gatewayPort, 'PRASAN_GATEWAY_PORT');
  await needPort(options.trackerPort, 'PRASAN_TRACKER_PORT');
  await runStack(options);
}

async function runStack(options: StackOptions): Promise<void> {
  const supervisor = new Supervisor(options.home, say);
  const stopped = stopOnSignal(supervisor, options.home);
  const env = stackEnv(options);
  try {
    say('starting Temporal, Kafka, PostgreSQL, sign-in and the test agency …');
    await startServers(supervisor, options, env);
    recordPids(options.home, supervisor.pids);
    say('servers are ready; starting worker, gateway and tracker …');
    await startPrasan(supervisor, options, env);
    recordPids(options.home, supervisor.pids);
    writeFileSync(envFile(options.home), lines(env));
    importSample(env);
    welcome(options);
  } catch (error) {
    await supervisor.stop();
    forgetPids(options.home);
    throw error;
  }
  await stopped;
}

/** The settings as the CLI reads them; `PORT` and the like are not among them. */
function lines(env: StackEnv): string {
  return Object.entries(env)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function importSample(env: StackEnv): void {
  say('loading the sample register …');
  const done = spawnSync(
    process.execPath,
    [
      '--import',
      'tsx',
      'workers/cli/main.ts',
      'register',
      'import',
      'infra/register/sample-register.xlsx',
      '--as-of',
      '2026-05-03',
    ],
    { cwd: projectRoot, env: { ...process.env, ...env }, encoding: 'utf8' },
  );
  const said = `${done.stdout}${done.stderr}`.trim();
  if (done.status !== 0) throw new StackError(`The sample register was not loaded:\n${said}`);
  say(said.split('\n').join('\n          '));
}

function welcome({ ports, gatewayPort, trackerPort }: StackOptions): void {
  say('Prasan is ready.');
  console.log(`
  OPDC's page       http://127.0.0.1:${trackerPort}/        (English: /?lang=en)
  Gateway           http://127.0.0.1:${gatewayPort}/         OpenAPI: /openapi.json
  Temporal UI       http://127.0.0.1:${ports.temporalUi}/
  Kafka             127.0.0.1:${ports.kafka}
  PostgreSQL        postgres://prasan@127.0.0.1:${ports.postgres}/prasan
  Sign-in (OIDC)    http://127.0.0.1:${ports.oidc}
  Test agency       http://127.0.0.1:${ports.testAgency}/

  Sign in           npm run --silent prasan -- token agencyOfficer --agency AGY009 --name somchai
  Try first         npm run --silent prasan -- service list --as opdcOfficer
                    npm run --silent prasan -- service show SVC0106 --as opdcOfficer
  Ctrl-C stops everything; the next start finds it as it was left.
`);
}

function stopOnSignal(supervisor: Supervisor, home: string): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false;
    const stop = () => {
      if (isStopping) return;
      isStopping = true;
      say('stopping …');
      void supervisor.stop().then(() => {
        forgetPids(home);
        say('stopped; nothing is left running');
        resolve();
        process.exit(0);
      });
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    process.on('SIGHUP', stop);
  });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof StackError ? error.message : error);
  process.exitCode = 2;
});
