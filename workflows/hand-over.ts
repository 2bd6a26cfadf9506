import { workflowInfo } from '@temporalio/workflow';

/** From here on a quiet moment is taken to continue as new. */
const historySoftMax = 300;
/** From here on it is done at once, with whatever is pending; the promise is 500. */
const historyHardMax = 420;
/**
 * The server holds the successor of a younger run back (`system.workflowIdReuseMinimalInterval`), and
 * whoever acts or asks meanwhile would wait. What is put off is done after the next step.
 */
const runMinMs = 1_000;

/**
 * When a run hands over to the next. Time and length of history are looked at only in a task that
 * left a command in history: one that left none may be taken together with the next on a worker that
 * does not hold the case, and a predicate also runs for refused updates, which leave no trace; there
 * they would decide otherwise on replay (ADR 5, ADR 7).
 */
export class HandOver {
  private due: 'no' | 'whenQuiet' | 'atOnce' = 'no';

  /** Somebody asks for it: at once, with whatever is pending. */
  ask(): void {
    this.due = 'atOnce';
  }

  /** After each step that left a command; a good moment is taken though the history is short. */
  look(isGoodMoment = false): void {
    // `runStartTime` is when this worker first saw the run: another one on another worker.
    const { historyLength, startTime } = workflowInfo();
    const isYoung = Date.now() - startTime.getTime() < runMinMs;
    if (historyLength > historyHardMax) this.due = 'atOnce';
    else if (this.due === 'no' && !isYoung && (isGoodMoment || historyLength > historySoftMax)) {
      this.due = 'whenQuiet';
    }
  }

  /** Whether it is time, for a predicate: of state alone. */
  isTime(isQuiet: boolean): boolean {
    return this.due === 'atOnce' || (this.due === 'whenQuiet' && isQuiet);
  }
}
