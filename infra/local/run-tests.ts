import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StackError } from './errors.js';
import { timeSkippingCommand } from './parts.js';
import { projectRoot } from './servers.js';
import type { StackEnv } from './stack.js';
import { stackEnv, startServers } from './stack.js';
import { rememberPorts } from './state.js';
import { Supervisor } from './supervisor.js';

const projects = ['unit', 'integration', 'faults', 'e2e'];

/**
 * `npm test`: unit tests first, then those that need servers, on a stack of their own (free ports, a
 * temporary folder), beside a running `npm start`. Other arguments go to jest.
 */
async function main(args: readonly string[]): Promise<number> {
  const { chosen, rest } = chooseProjects(args);
  const totals = { passed: 0, failed: 0, skipped: 0 };
  if (chosen.includes('unit')) add(totals, await runJest(['unit'], rest, {}));
  const onServers = chosen.filter((project) => project !== 'unit');
  if (onServers.length > 0) add(totals, await withStack((env) => runJest(onServers, rest, env)));
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
  console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
  return totals.failed === 0 && totals.passed > 0 ? 0 : 1;
}

function chooseProjects(args: readonly string[]): { chosen: string[]; rest: string[] } {
  const at = args.indexOf('--selectProjects');
  if (at < 0) return { chosen: projects, rest: [...args] };
  const named = args.slice(at + 1);
  const end = named.findIndex((arg) => !projects.includes(arg));
  const count = end < 0 ? named.length : end;
  const chosen = named.slice(0, count);
  if (chosen.length === 0) {
    throw new StackError(`--selectProjects takes some of: ${projects.join(', ')}`);
  }
  return { chosen, rest: [...args.slice(0, at), ...named.slice(count)] };
}

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

function add(totals: Totals, more: Totals): void {
  totals.passed += more.passed;
  totals.failed += more.failed;
  totals.skipped += more.skipped;
}

async function runJest(chosen: string[], rest: string[], env: StackEnv): Promise<Totals> {
  const folder = mkdtempSync(join(tmpdir(), 'prasan-jest-'));
  const output = join(folder, 'result.json');
  const jest = spawn(
    process.execPath,
    [
      ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
      'node_modules/jest/bin/jest.js',
      ...['--selectProjects', ...chosen, '--json', '--outputFile', output, '--passWithNoTests'],
      ...(chosen.includes('unit')
        ? ['--testTimeout=20000']
        : ['--runInBand', '--forceExit', '--testTimeout=300000']),
      ...rest,
    ],
    { cwd: projectRoot, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  await new Promise((resolve) => jest.once('exit', resolve));
  if (!existsSync(output)) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(readFileSync(output, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numFailedTestSuites: number;
  };
  rmSync(folder, { recursive: true });
  return {
    passed: result.numPassedTests,
    failed: Math.max(result.numFailedTests, result.numFailedTestSuites),
    skipped: result.numPendingTests,
  };
}

async function withStack(work: (env: StackEnv) => Promise<Totals>): Promise<Totals> {
  const home = mkdtempSync(join(tmpdir(), 'prasan-test-'));
  const say = (line: string) => {
    console.error(`[stack] ${line}`);
  };
  const supervisor = new Supervisor(home, say);
  const stop = () => {
    void supervisor.stop().then(() => process.exit(1));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const ports = await rememberPorts(home);
  const options = { home, ports, gatewayPort: 0, trackerPort: 0, say };
  const env = stackEnv(options);
  let control: Server | undefined;
  try {
    const [wrapper] = await Promise.all([
      timeSkippingCommand(say),
      startServers(supervisor, options, env),
    ]);
    control = await controlServer(supervisor);
    const address = control.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const {
      PRASAN_GATEWAY_PORT: _g,
      PRASAN_TRACKER_PORT: _t,
      PRASAN_GATEWAY_URL: _u,
      ...own
    } = env;
    return await work({
      ...own,
      TIME_SKIPPING_SERVER: wrapper,
      PRASAN_STACK_CONTROL: `http://127.0.0.1:${port}`,
    });
  } finally {
    control?.close();
    await supervisor.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Lets the fault tests kill and start the servers of their stack: POST /kill/NAME, /start/NAME. */
async function controlServer(supervisor: Supervisor): Promise<Server> {
  const server = createServer((httpRequest, answer) => {
    const [, verb, name] = (httpRequest.url ?? '').split('/');
    const work =
      verb === 'kill'
        ? supervisor.kill(name ?? '', 'SIGKILL')
        : verb === 'start'
          ? supervisor.revive(name ?? '')
          : Promise.reject(new StackError(`no such verb ${verb ?? ''}`));
    work.then(
      () => answer.end('done\n'),
      (error: unknown) => answer.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof StackError ? error.message : error);
    process.exitCode = 2;
  },
);
