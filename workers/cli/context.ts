import type { Config } from '../../infra/config.js';
import type { Screen } from './screen.js';

/** What the commands need of the process they run in. */
export interface CliContext {
  readonly screen: Screen;
  /** The settings, read when a command needs them. */
  readonly config: () => Config;
  /** All of standard input. */
  readonly readInput: () => Promise<string>;
  /** From this call on a stop asked for (Ctrl-C) aborts the signal instead of ending the process. */
  readonly untilStopped: () => AbortSignal;
}
