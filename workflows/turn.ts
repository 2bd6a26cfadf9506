import { condition } from '@temporalio/workflow';

/** One at a time: handlers interleave at every await, and a case changes in whole steps. */
export class Turn {
  private busy = false;

  /** Waits for the turn, runs the step, gives the turn back. */
  async take<Result>(step: () => Promise<Result>): Promise<Result> {
    while (this.busy) await condition(() => !this.busy);
    this.busy = true;
    try {
      return await step();
    } finally {
      this.busy = false;
    }
  }

  /** Nobody is in the middle of a step. */
  get isFree(): boolean {
    return !this.busy;
  }
}
