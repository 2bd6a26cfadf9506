import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StackError, tell } from './errors.js';
import { guard, signal } from './guard.js';
import { refusalOf } from './ports.js';
import type { Say } from './progress.js';

/** A process of the local stack. */
export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Where it will listen: nobody else may, or another program's answers would be taken for its. */
  readonly listens?: readonly { readonly host: string; readonly port: number }[];
  /** Whether the process can be used; a rejection counts as no. */
  readonly isReady: () => Promise<boolean>;
  /** Done before each start, also after a crash. */
  readonly prepare?: () => void;
  /** What asks it to stop in order: TERM by default. */
  readonly stopBy?: 'TERM' | 'INT';
}

/** How long things may take, in milliseconds. */
export interface Timing {
  readonly readyMs: number;
  readonly backoffMinMs: number;
  readonly backoffMaxMs: number;
  /** After so long a crash counts as the first one again. */
  readonly stableMs: number;
  readonly stopMs: number;
}

/** What a process needs from its supervisor. */
export interface Surroundings {
  readonly logs: string;
  readonly say: Say;
  readonly timing: Timing;
  /** Hears that the process has a new id. */
  readonly onSpawn: () => void;
}

const crashesAtStartMax = 3;
const logBytesMax = 10 * 1024 ** 2;

/** One process that is kept alive: started again when it crashes, until it is stopped. */
export class KeptProcess {
  readonly name: string;
  private readonly spec: ProcessSpec;
  private readonly around: Surroundings;
  private child: ChildProcess | undefined;
  private ended: Promise<void> = Promise.resolve();
  private isWanted = false;
  private crashes = 0;
  /** After so many it is not started again. */
  private crashesMax = Infinity;
  private spawnedAt = 0;

  constructor(spec: ProcessSpec, around: Surroundings) {
    this.name = spec.name;
    this.spec = spec;
    this.around = around;
  }

  /** Id of the process group while it runs. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /**
   * Starts the process and waits until it can be used.
   *
   * @throws StackError with the end of its log when it does not become ready or keeps crashing, and
   *   when another program listens on its port
   */
  async start(): Promise<void> {
    this.isWanted = true;
    this.crashes = 0;
    this.crashesMax = crashesAtStartMax;
    try {
      if (this.child === undefined) await this.spawn();
      await this.untilReady(crashesAtStartMax);
    } finally {
      this.crashesMax = Infinity;
    }
  }

  /** Stops the process in order, and at once when the time for that is over. */
  async stop(): Promise<void> {
    this.isWanted = false;
    const { pid } = this;
    if (pid === undefined) return;
    signal(pid, 'SIGTERM');
    const tooLate = setTimeout(() => {
      this.around.say(`${this.name} does not stop and is killed`);
      signal(-pid, 'SIGKILL');
    }, this.around.timing.stopMs);
    await this.ended;
    clearTimeout(tooLate);
  }

  /** Kills the process and all that it started. It stays down until {@link start}. */
  async kill(): Promise<void> {
    this.isWanted = false;
    if (this.pid !== undefined) signal(-this.pid, 'SIGKILL');
    await this.ended;
  }

  private async spawn(): Promise<void> {
    await this.needPorts();
    // A stop, or another start, may have come in between.
    if (!this.isWanted || this.child !== undefined) return;
    const { command, args, env, stopBy = 'TERM', prepare } = this.spec;
    prepare?.();
    rotate(this.log);
    const log = openSync(this.log, 'a');
    const child = spawn(guard, [stopBy, command, ...args], {
      env: { ...process.env, ...env },
      stdio: ['pipe', log, log],
      detached: true,
    });
    closeSync(log);
    this.child = child;
    this.spawnedAt = Date.now();
    const exit = new Promise<void>((resolve) => {
      child.once('exit', () => {
        resolve();
      });
      child.once('error', () => {
        resolve();
      });
    });
    this.ended = exit.then(() => this.cleanUp(child));
    this.around.onSpawn();
  }

  private async needPorts(): Promise<void> {
    for (const { host, port } of this.spec.listens ?? []) {
      const code = await refusalOf(port, host);
      if (code === undefined) continue;
      const what =
        code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be had (${code})`;
      throw new StackError(`${this.name} is not started: its port ${port} ${what}.`);
    }
  }

  /** Whatever the process has left behind ends with it. */
  private async cleanUp({ pid }: ChildProcess): Promise<void> {
    if (pid !== undefined) await endGroup(pid);
    this.child = undefined;
    if (this.isWanted) void this.restart();
  }

  private async restart(): Promise<void> {
    const { timing, say } = this.around;
    if (Date.now() - this.spawnedAt > timing.stableMs) this.crashes = 0;
    let waitMs = this.backOff();
    // Whoever starts it gives up, and says so.
    if (this.crashes >= this.crashesMax) return;
    const again = `is started again in ${waitMs / 1000} s`;
    say(`${this.name} has ended and ${again}; its log ends with:\n${this.lastWords()}`);
    await sleep(waitMs);
    // Stopping, or a start by hand, may have come in between.
    while (this.isWanted && this.child === undefined) {
      try {
        await this.spawn();
        await this.sayWhenReady();
        return;
      } catch (error) {
        waitMs = this.backOff();
        say(`${tell(error)} The next try is in ${waitMs / 1000} s.`);
        await sleep(waitMs);
      }
    }
  }

  /** Counts a crash; how long to wait after it. */
  private backOff(): number {
    const { backoffMinMs, backoffMaxMs } = this.around.timing;
    this.crashes += 1;
    return Math.min(backoffMaxMs, backoffMinMs * 2 ** (this.crashes - 1));
  }

  private async sayWhenReady(): Promise<void> {
    const { child } = this;
    if (child === undefined) return;
    const { say } = this.around;
    await this.untilReady(Infinity).then(
      () => {
        if (this.child === child) say(`${this.name} is ready again`);
      },
      (error: unknown) => {
        if (this.isWanted && this.child === child) say(tell(error));
      },
    );
  }

  private async untilReady(crashesMax: number): Promise<void> {
    const { readyMs } = this.around.timing;
    const deadline = Date.now() + readyMs;
    while (Date.now() < deadline) {
      const { child } = this;
      const isReady = await this.spec.isReady().catch(() => false);
      if (!this.isWanted) throw new StackError(`${this.name} was stopped while it started`);
      if (isReady && this.child === child && isAlive(child)) return;
      if (this.crashes >= crashesMax) break;
      await sleep(100);
    }
    const what =
      this.crashes >= crashesMax
        ? `crashed ${this.crashes} times`
        : `did not become ready in ${readyMs / 1000} s`;
    throw new StackError(
      `${this.name} ${what}; its log ${this.log} ends with:\n${this.lastWords()}`,
    );
  }

  private get log(): string {
    return join(this.around.logs, `${this.name.replace(':', '-')}.log`);
  }

  private lastWords(): string {
    const log = existsSync(this.log) ? readFileSync(this.log, 'utf8') : '';
    const lines = log.trim().split('\n').slice(-5);
    const isFull = lines.some((line) => /no space left/i.test(line));
    return [...lines, ...(isFull ? ['The disk is full: make room.'] : [])]
      .map((line) => `    ${line.slice(0, 300)}`)
      .join('\n');
  }
}

function isAlive(child: ChildProcess | undefined): boolean {
  return child !== undefined && child.exitCode === null && child.signalCode === null;
}

/** Kills a process group and waits a moment until it is gone; its dead may wait to be reaped. */
async function endGroup(pid: number): Promise<void> {
  const deadline = Date.now() + 300;
  while (signal(-pid, 'SIGKILL') && Date.now() < deadline) await sleep(10);
}

/** Keeps logs from growing for ever: one older file is kept. */
function rotate(log: string): void {
  if (existsSync(log) && statSync(log).size > logBytesMax) renameSync(log, `${log}.1`);
}
