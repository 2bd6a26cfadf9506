import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { startOf } from '../../infra/local/lock.mjs';
import { freePort } from '../../infra/local/ports.js';
import { until } from './until.js';

const run = promisify(execFile);
const Recorded = z.array(z.object({ name: z.string(), pid: z.int(), started: z.string() }));

/** One process of the stack, as the launcher wrote it down. */
export type StackProcess = z.output<typeof Recorded>[number];

/** How `npm start` ended, and all that it said. */
export interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** `npm start` as a person runs it, with data and ports of its own. */
export class Launcher {
  readonly home: string;
  private readonly env: NodeJS.ProcessEnv;
  private child: ChildProcess | undefined;
  private ended: Promise<unknown> = Promise.resolve();
  private wasReady = false;
  /** All it has said since the last start. */
  said = '';

  private constructor(home: string, env: NodeJS.ProcessEnv) {
    this.home = home;
    this.env = env;
  }

  /** A launcher with its data in a folder, on free ports, and with settings of the test's. */
  static async in(home: string, settings: NodeJS.ProcessEnv = {}): Promise<Launcher> {
    const env = { ...withoutSettings(process.env), PRASAN_HOME: home };
    // What a test looks at is its own.
    const alone = { PRASAN_SAMPLE_REQUESTS: '0' };
    return new Launcher(home, { ...env, ...(await freePorts()), ...alone, ...settings });
  }

  /** Where the page is. */
  get page(): string {
    return `http://${this.env['PRASAN_HOST'] ?? '127.0.0.1'}:${this.env['PRASAN_TRACKER_PORT']}`;
  }

  /** Where the gateway is. */
  get gateway(): string {
    return `http://${this.env['PRASAN_HOST'] ?? '127.0.0.1'}:${this.env['PRASAN_GATEWAY_PORT']}`;
  }

  /** Starts, and waits for the welcome. */
  async start(settings: NodeJS.ProcessEnv = {}): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await this.startOnce(settings);
        this.wasReady = true;
        return;
      } catch (error) {
        // Between the choice of a port and its use, another test may have chosen it too.
        const isUnlucky = !this.wasReady && this.said.includes('is taken by another program');
        if (!isUnlucky || tries === 3) throw error;
        Object.assign(this.env, await freePorts());
      }
    }
  }

  private async startOnce(settings: NodeJS.ProcessEnv): Promise<void> {
    this.said = '';
    const child = this.npmStart((text) => (this.said += text), settings);
    this.child = child;
    this.ended = once(child, 'close');
    await this.says('Ctrl-C stops everything');
  }

  /** `npm start` once more, for what it says when it refuses. */
  async refuses(settings: NodeJS.ProcessEnv = {}): Promise<Ended> {
    let said = '';
    const child = this.npmStart((text) => (said += text), settings);
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, said };
  }

  private npmStart(heard: (text: string) => void, settings: NodeJS.ProcessEnv): ChildProcess {
    const env = { ...this.env, ...settings };
    const child = spawn('npm', ['start'], { env, detached: true, stdio: 'pipe' });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', heard);
    }
    return child;
  }

  /** Waits until it has said something. */
  async says(text: string | RegExp): Promise<void> {
    await until(() => {
      if (this.child?.exitCode !== null) throw new Error(`npm start has ended: ${this.said}`);
      return typeof text === 'string' ? this.said.includes(text) : text.test(this.said);
    }, 300_000);
  }

  /** What runs now, by the launcher's own record. */
  processes(): StackProcess[] {
    return Recorded.parse(JSON.parse(readFileSync(join(this.home, 'pids.json'), 'utf8')));
  }

  /** The one of that name. */
  process(name: string): StackProcess {
    const found = this.processes().find((one) => one.name === name);
    if (found === undefined) throw new Error(`no process ${name} runs`);
    return found;
  }

  /** kill -9 of a process of the stack itself, which the recorded one only guards. */
  async kill(name: string): Promise<void> {
    const guard = this.process(name).pid;
    const { stdout } = await run('ps', ['-o', 'pid=,comm=', '--ppid', String(guard)]);
    const [line] = stdout.split('\n').filter((one) => !/ (guard\.sh|sh)$/.test(one));
    const pid = Number(line?.trim().split(' ')[0]);
    if (!(pid > 1)) throw new Error(`${name} guards nothing: ${stdout}`);
    process.kill(pid, 'SIGKILL');
  }

  /** Command lines of all that runs with this home (Linux), recorded or not. */
  left(): string[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && readOrNothing(name, 'environ').includes(this.home))
      .map((name) => readOrNothing(name, 'cmdline').replaceAll('\0', ' '))
      .filter((command) => command !== '');
  }

  /** Ctrl-C in the terminal: the signal goes to all of its foreground group. */
  async interrupt(): Promise<void> {
    if (this.child?.pid !== undefined) process.kill(-this.child.pid, 'SIGINT');
    await this.ended;
  }

  /** kill -9 of the process that supervises all others, as its lock names it. */
  async killLauncher(): Promise<void> {
    const { pid } = z
      .object({ pid: z.int() })
      .parse(JSON.parse(readFileSync(join(this.home, 'launcher.lock'), 'utf8')));
    process.kill(pid, 'SIGKILL');
    await this.ended;
  }

  /** Ends what a failed test left. */
  async stop(): Promise<void> {
    if (this.child?.exitCode === null && this.child.signalCode === null) await this.interrupt();
  }

  /** A script as a user pastes it into another terminal, with the addresses of this start. */
  async shell(script: string): Promise<string> {
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], {
      env: this.env,
      maxBuffer: 64 * 2 ** 20,
    });
    return stdout;
  }

  /** A command of the CLI, as the README writes it. */
  async prasan(line: string): Promise<string> {
    return this.shell(`npm run --silent prasan -- ${line}`);
  }
}

/** Whether this very process still runs. */
export function isRunning({ pid, started }: StackProcess): boolean {
  return startOf(pid) === started;
}

async function freePorts(): Promise<NodeJS.ProcessEnv> {
  const gateway = await freePort();
  const tracker = await freePort([gateway]);
  return { PRASAN_GATEWAY_PORT: String(gateway), PRASAN_TRACKER_PORT: String(tracker) };
}

const servers = ['TEMPORAL_ADDRESS', 'KAFKA_BROKERS', 'DATABASE_URL', 'OIDC_ISSUER'];

/**
 * The environment without the tests' own stack and runner. The servers' addresses are empty, so that
 * a `.env` file of the developer's does not set them.
 */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ours = /^(PRASAN_|TEMPORAL_|KAFKA_|DATABASE_URL|OIDC_|SMTP_URL|NODE_OPTIONS|JEST_|npm_)/;
  const others = Object.entries(env).filter(([name]) => !ours.test(name));
  return Object.fromEntries([...others, ...servers.map((name) => [name, ''])]);
}

/** A process may end while it is looked at, or be another user's. */
function readOrNothing(pid: string, file: string): string {
  try {
    return readFileSync(join('/proc', pid, file), 'utf8');
  } catch {
    return '';
  }
}
