import { CancellationScope, condition } from '@temporalio/workflow';

/** Something that the engine does in the world for a case, until it is done. */
export interface Errand {
  /** What it is, apart from how often it was tried: none runs twice at a time under one key. */
  readonly key: string;
  /** Does it; what came of it is taken into the case by itself. Safe to do again. */
  readonly run: () => Promise<void>;
}

/**
 * What a case owes the world follows from the case: whatever is wanted and not under way is begun, each
 * by itself, so that none waits for another. What is under way when a run ends is done again in the next.
 */
export class Errands {
  private readonly wanted: () => readonly Errand[];
  private readonly underWay = new Set<string>();
  private scope: CancellationScope | undefined;
  private isStopped = false;
  private hasEnded = false;

  constructor(wanted: () => readonly Errand[]) {
    this.wanted = wanted;
  }

  /** Nothing is wanted and nothing is under way. */
  get isIdle(): boolean {
    return this.underWay.size === 0 && this.next() === undefined;
  }

  /** What is wanted or under way. */
  get keys(): string[] {
    return [...new Set([...this.underWay, ...this.wanted().map(({ key }) => key)])];
  }

  /** Does whatever is wanted, until stopped. */
  async run(): Promise<void> {
    try {
      this.scope = new CancellationScope();
      await this.scope.run(() => this.doAll());
    } catch (error) {
      if (!this.isStopped) throw error;
    } finally {
      this.hasEnded = true;
    }
  }

  /** Cancels what is under way and waits for its end. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.scope?.cancel();
    await condition(() => this.hasEnded && this.underWay.size === 0);
  }

  private next(): Errand | undefined {
    return this.wanted().find(({ key }) => !this.underWay.has(key));
  }

  private async doAll(): Promise<never> {
    for (;;) {
      await condition(() => this.next() !== undefined);
      const errand = this.next();
      if (errand !== undefined) void this.do(errand);
    }
  }

  private async do({ key, run }: Errand): Promise<void> {
    this.underWay.add(key);
    try {
      await run();
    } catch (error) {
      // An errand is tried without end by its activity; what is called off is done in the next run.
      if (!this.isStopped) throw error;
    } finally {
      this.underWay.delete(key);
    }
  }
}
