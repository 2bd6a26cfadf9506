import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StackError, tell } from './errors.js';
import type { ProcessSpec, Timing } from './process.js';
import { KeptProcess } from './process.js';
import type { Say } from './progress.js';

const defaults: Timing = {
  readyMs: 60_000,
  backoffMinMs: 500,
  backoffMaxMs: 30_000,
  stableMs: 60_000,
  stopMs: 10_000,
};

/** A process that runs, as it is written down for the next start. */
export interface RunningProcess {
  readonly name: string;
  /** Id of the process and of the group that it leads. */
  readonly pid: number;
}

/** Starts processes, restarts those that crash, stops all in reverse order. */
export class Supervisor {
  private readonly kept: KeptProcess[] = [];
  private readonly logs: string;
  private readonly say: Say;
  private readonly timing: Timing;
  private readonly onChange: (running: RunningProcess[]) => void;
  private isStopping = false;

  constructor(
    home: string,
    options: {
      readonly say: Say;
      readonly timing?: Partial<Timing>;
      /** Hears what runs, whenever a process is started. */
      readonly onChange?: (running: RunningProcess[]) => void;
    },
  ) {
    this.logs = join(home, 'logs');
    this.say = options.say;
    this.timing = { ...defaults, ...options.timing };
    this.onChange = options.onChange ?? (() => undefined);
    mkdirSync(this.logs, { recursive: true });
  }

  /** Starts a process and waits until it can be used. */
  async start(spec: ProcessSpec): Promise<void> {
    if (this.isStopping) throw new StackError(`${spec.name} is not started: all is being stopped`);
    const { logs, say, timing } = this;
    const onSpawn = () => {
      try {
        this.onChange(this.running);
      } catch (error) {
        // A full disk, say: no reason to stop what runs.
        say(`what runs was not written down: ${tell(error)}`);
      }
    };
    const kept = new KeptProcess(spec, { logs, say, timing, onSpawn });
    this.kept.push(kept);
    await kept.start();
  }

  /** What runs now. */
  get running(): RunningProcess[] {
    return this.kept.flatMap(({ name, pid }) => (pid === undefined ? [] : [{ name, pid }]));
  }

  /** Stops everything, the last started first, each within a deadline. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const kept of this.kept.toReversed()) {
      if (kept.pid !== undefined) this.say(`stopping ${kept.name}`);
      await kept.stop();
    }
  }

  /** Kills everything at once. */
  async kill(): Promise<void> {
    this.isStopping = true;
    await Promise.all(this.kept.map((kept) => kept.kill()));
  }

  /**
   * One of the processes, by name, for tests of faults.
   *
   * @throws StackError when there is none of this name
   */
  find(name: string): KeptProcess {
    const kept = this.kept.find((one) => one.name === name);
    const names = this.kept.map((one) => one.name).join(', ');
    if (kept === undefined) throw new StackError(`There is no process ${name}; there are ${names}`);
    return kept;
  }
}
