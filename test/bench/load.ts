import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** A case that is being driven: each step resolves when it is acknowledged. */
export interface DrivenCase {
  /** What its events are found by. */
  readonly subject: string;
  readonly steps: readonly (() => Promise<{ readonly sequence: number }>)[];
}

/** A program under load: ours, or the floor. */
export interface Program {
  /** Starts a case. */
  open(): Promise<DrivenCase>;
}

/** How long a step took, from sending it to its acknowledgement. */
export interface Acknowledgement {
  /** Place in the path, from 0. */
  readonly step: number;
  readonly ms: number;
}

/** What a slice of load has shown. */
export interface Slice {
  readonly seconds: number;
  /** Cases and parts of cases: starting one and each of its actions count alike. */
  readonly cases: number;
  readonly acknowledged: readonly Acknowledgement[];
  /** Seconds of processor that this process (driver and worker) took. */
  readonly cpuSeconds: number;
  /** Seconds of processor that the whole machine took, servers and all. */
  readonly machineSeconds: number;
}

/**
 * Clients that take cases from start to end, each one after the other, while they are let. Between
 * two slices they stand still, so that two programs can be measured in turn within seconds of each
 * other: whatever else the machine does then falls on both.
 */
export class Clients {
  private readonly working: Promise<void>;
  private readonly waiting: (() => void)[] = [];
  private isOpen = false;
  private isOver = false;
  private underWay = 0;
  private cases = 0;
  private acknowledged: Acknowledgement[] = [];

  constructor(program: Program, count: number) {
    const clients = Array.from({ length: count }, () => this.work(program));
    this.working = Promise.all(clients).then(() => undefined);
  }

  /** Lets them work for a while, and waits until what they have begun is acknowledged. */
  async slice(ms: number): Promise<Slice> {
    this.cases = 0;
    this.acknowledged = [];
    const began = performance.now();
    const cpuBefore = process.cpuUsage();
    const machineBefore = machineSeconds();
    this.isOpen = true;
    for (const go of this.waiting.splice(0)) go();
    await Promise.race([sleep(ms), this.working]);
    const { user, system } = process.cpuUsage(cpuBefore);
    const seconds = (performance.now() - began) / 1_000;
    const machine = machineSeconds() - machineBefore;
    const { cases } = this;
    this.isOpen = false;
    while (this.underWay > 0) await sleep(5);
    return {
      seconds,
      cases,
      cpuSeconds: (user + system) / 1e6,
      machineSeconds: machine,
      acknowledged: this.acknowledged,
    };
  }

  /** Sends them home; cases that they have begun stay where they are. */
  async end(): Promise<void> {
    this.isOver = true;
    for (const go of this.waiting.splice(0)) go();
    await this.working;
  }

  private async work(program: Program): Promise<void> {
    while (!this.isOver) {
      const opened = await this.timed(() => program.open());
      const { steps } = opened.result ?? { steps: [] };
      const part = 1 / (steps.length + 1);
      this.cases += part;
      for (const [step, take] of steps.entries()) {
        const { ms } = await this.timed(take);
        if (ms === undefined) return;
        this.acknowledged.push({ step, ms });
        this.cases += part;
      }
    }
  }

  /** Does a piece of work when clients may; nothing when they are sent home. */
  private async timed<Result>(
    work: () => Promise<Result>,
  ): Promise<{ readonly result?: Result; readonly ms?: number }> {
    while (!this.isOpen && !this.isOver) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    if (this.isOver) return {};
    this.underWay += 1;
    const sent = performance.now();
    try {
      return { result: await work(), ms: performance.now() - sent };
    } finally {
      this.underWay -= 1;
    }
  }
}

function machineSeconds(): number {
  const busy = cpus().map(({ times: { user, nice, sys, irq } }) => user + nice + sys + irq);
  return busy.reduce((sum, ms) => sum + ms, 0) / 1_000;
}
