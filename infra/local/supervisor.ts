import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StackError } from './errors.js';
import type { Say } from './parts.js';

/** A process of the local stack. */
export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Resolves to true when the process can be used. */
  readonly isReady: () => Promise<boolean>;
  readonly readyWithinMs?: number;
}

interface Running {
  readonly spec: ProcessSpec;
  child: ChildProcess;
  restarts: number;
  startedAt: number;
  ended: Promise<void>;
}

const guard = join(dirname(fileURLToPath(import.meta.url)), 'guard.sh');
const backoffMinMs = 500;
const backoffMaxMs = 30_000;
const stopMs = 10_000;

/** Starts processes, restarts those that crash, stops all in reverse order. */
export class Supervisor {
  private readonly running: Running[] = [];
  private isStopping = false;
  private readonly logs: string;
  private readonly say: Say;

  constructor(home: string, say: Say) {
    this.logs = join(home, 'logs');
    this.say = say;
    mkdirSync(this.logs, { recursive: true });
  }

  /** Starts a process and waits until it can be used. */
  async start(spec: ProcessSpec): Promise<void> {
    const entry = this.spawn(spec);
    this.running.push(entry);
    await this.waitUntilReady(entry);
  }

  /** Ids of the process groups, for the record of what runs. */
  get pids(): { name: string; pid: number }[] {
    return this.running.flatMap(({ spec, child }) =>
      child.pid === undefined ? [] : [{ name: spec.name, pid: child.pid }],
    );
  }

  /** Stops everything, the last started first, each within a deadline. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const entry of [...this.running].reverse()) {
      this.say(`stopping ${entry.spec.name}`);
      await this.end(entry, 'SIGTERM');
    }
  }

  /** Ends one process, for tests of faults: it stays down until {@link revive}. */
  async kill(name: string, signal: NodeJS.Signals): Promise<void> {
    const entry = this.find(name);
    entry.restarts = -1;
    await this.end(entry, signal);
  }

  /** Starts a process that was killed again. */
  async revive(name: string): Promise<void> {
    const entry = this.find(name);
    Object.assign(entry, this.spawn(entry.spec));
    await this.waitUntilReady(entry);
  }

  private find(name: string): Running {
    const entry = this.running.find(({ spec }) => spec.name === name);
    if (entry === undefined) throw new StackError(`there is no process ${name}`);
    return entry;
  }

  private spawn(spec: ProcessSpec): Running {
    const log = openSync(this.logOf(spec.name), 'a');
    const child = spawn(guard, [spec.command, ...spec.args], {
      env: { ...process.env, ...spec.env },
      stdio: ['pipe', log, log],
      detached: true,
    });
    closeSync(log);
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => {
        resolve();
      });
      child.once('error', () => {
        resolve();
      });
    });
    const entry: Running = { spec, child, restarts: 0, startedAt: Date.now(), ended };
    void ended.then(() => this.restart(child));
    return entry;
  }

  private async restart(child: ChildProcess): Promise<void> {
    const entry = this.running.find((candidate) => candidate.child === child);
    if (entry === undefined || this.isStopping || entry.restarts < 0) return;
    const isStable = Date.now() - entry.startedAt > 60_000;
    const restarts = isStable ? 1 : entry.restarts + 1;
    const waitMs = Math.min(backoffMaxMs, backoffMinMs * 2 ** (restarts - 1));
    this.say(`${entry.spec.name} has ended and is started again in ${waitMs / 1000} s; it said:`);
    this.say(this.lastWords(entry.spec.name));
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    // Stopping may have begun during the wait.
    if (this.hasStopped()) return;
    Object.assign(entry, this.spawn(entry.spec), { restarts });
  }

  private hasStopped(): boolean {
    return this.isStopping;
  }

  private async waitUntilReady(entry: Running): Promise<void> {
    const deadline = Date.now() + (entry.spec.readyWithinMs ?? 60_000);
    while (Date.now() < deadline) {
      if (await entry.spec.isReady().catch(() => false)) return;
      await new Promise((resolve) => setTimeout(resolve, 150));
      if (this.hasStopped()) throw new StackError('stopped');
    }
    throw new StackError(
      `${entry.spec.name} did not become ready; its log ${this.logOf(entry.spec.name)} ends with:\n${this.lastWords(entry.spec.name)}`,
    );
  }

  private async end({ child, ended }: Running, signal: NodeJS.Signals): Promise<void> {
    const { pid } = child;
    if (pid === undefined || child.exitCode !== null) return;
    signalGroup(pid, signal);
    const timer = setTimeout(() => {
      signalGroup(pid, 'SIGKILL');
    }, stopMs);
    await ended;
    clearTimeout(timer);
  }

  private logOf(name: string): string {
    return join(this.logs, `${name.replace(':', '-')}.log`);
  }

  private lastWords(name: string): string {
    return readFileSync(this.logOf(name), 'utf8').trim().split('\n').slice(-5).join('\n');
  }
}

/** Signals a process group; one that is gone is no error. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!isGone) throw error;
  }
}
