import { readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { needSpace } from './cache.js';
import { askedToStop } from './end-on-signal.js';
import type { StackEnv } from './env-file.js';
import { writeEnvFile } from './env-file.js';
import { tell } from './errors.js';
import { projectRoot } from './guard.js';
import { rememberPorts, settledPort } from './ports.js';
import { createProgress } from './progress.js';
import type { Stack } from './stack.js';
import { givenAddresses, serverEnv, startPrasan, startServers } from './stack.js';
import { Supervisor } from './supervisor.js';
import { becomeLauncher, recordProcesses, takeOver } from './takeover.js';
import { ask, endTools } from './tools.js';
import { welcome } from './welcome.js';

/** What data takes at first; a disk that is fuller than this is refused. */
const megabytesMin = 500;

/** What `--fresh` deletes; nothing else, for PRASAN_HOME may be any folder. */
const data = /^(temporal\.db.*|kafka|postgres|logs|env|pids\.json|oidc-keys\.json)$/;

const began = Date.now();
const progress = createProgress(process.stdout, () => {
  const seconds = ((Date.now() - began) / 1000).toFixed(1).padStart(6);
  return `${seconds} s  `;
});
const { say } = progress;

/** `npm start`: everything on this machine, until it is told to stop. */
async function main(args: readonly string[]): Promise<void> {
  const given = process.env['PRASAN_HOME'] ?? '';
  const home = resolve(projectRoot, given === '' ? '.prasan' : given);
  const giveUp = becomeLauncher(home);
  try {
    await takeOver(home, say);
    if (args.includes('--fresh')) startOver(home);
    await needSpace(home, megabytesMin, 'Prasan');
    await run(home);
  } finally {
    giveUp();
  }
}

function startOver(home: string): void {
  const names = readdirSync(home).filter((name) => data.test(name));
  say(`--fresh: deleting ${names.length === 0 ? 'nothing' : names.join(', ')} in ${home}`);
  for (const name of names) rmSync(join(home, name), { recursive: true, force: true });
}

async function run(home: string): Promise<void> {
  const fixed = {
    gateway: await settledPort('PRASAN_GATEWAY_PORT', 8080),
    tracker: await settledPort('PRASAN_TRACKER_PORT', 8090),
  };
  const ports = await rememberPorts(home, say);
  const given = givenAddresses();
  const supervisor = new Supervisor(home, {
    say,
    onChange: (running) => {
      recordProcesses(home, running);
    },
  });
  const env: StackEnv = {
    ...serverEnv(home, ports, given),
    PRASAN_GATEWAY_PORT: String(fixed.gateway),
    PRASAN_GATEWAY_URL: `http://127.0.0.1:${fixed.gateway}`,
    PRASAN_TRACKER_PORT: String(fixed.tracker),
    PRASAN_WORKER_HEALTH_PORT: String(ports.workerHealth),
  };
  const asked = askedToStop(() => {
    say('killing everything at once');
    void supervisor.kill();
  });
  const up = bringUp({ home, ports, supervisor, progress, given, env }, fixed);
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

async function bringUp(stack: Stack, fixed: { gateway: number; tracker: number }): Promise<void> {
  const { env, home, given, ports } = stack;
  say('starting Temporal, Kafka, PostgreSQL, sign-in and the test agency …');
  await startServers(stack);
  say('servers are ready; starting worker, gateway and tracker …');
  await startPrasan(stack, fixed);
  writeEnvFile(join(home, 'env'), env);
  await importSample(env);
  say('Prasan is ready.');
  const isOwn = given['TEMPORAL_ADDRESS'] === undefined;
  const temporalUi = isOwn ? `http://127.0.0.1:${ports.temporalUi}/` : undefined;
  process.stdout.write(`${welcome(env, { home, temporalUi })}\n`);
}

/** Loading it again changes nothing. */
async function importSample(env: StackEnv): Promise<void> {
  say('loading the sample register …');
  const command = ['register', 'import', 'infra/register/sample-register.xlsx'];
  const cli = ['--import', 'tsx', 'workers/cli/main.ts', ...command, '--as-of', '2026-05-03'];
  const { ok, said } = await ask(process.execPath, cli, env);
  const lines = said.split('\n').join('\n          ');
  say(ok ? lines : `the sample register was not loaded, the rest runs: ${lines}`);
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
