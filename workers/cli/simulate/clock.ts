import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const dayMs = 86_400_000;
/** The longest that a timer of Node waits. */
const timerMsMax = 2_147_483_647;

/** Time as persons pass it, sped up; the law's clocks are the engine's, and real. */
export class Clock {
  private readonly speed: number;
  private readonly signal: AbortSignal;

  /**
   * @param speed seconds that pass in one real second
   * @param signal ends every wait with an `AbortError`
   */
  constructor(speed: number, signal: AbortSignal) {
    this.speed = speed;
    this.signal = signal;
    // Everybody who waits listens to it.
    setMaxListeners(0, signal);
  }

  /** Days go by. */
  pass(days: number): Promise<void> {
    return this.rest((days * dayMs) / this.speed);
  }

  /** Real milliseconds go by. */
  async rest(ms: number): Promise<void> {
    const { signal } = this;
    signal.throwIfAborted();
    for (let left = ms; left > 0; left -= timerMsMax) {
      await sleep(Math.min(left, timerMsMax), undefined, { signal });
    }
  }
}
