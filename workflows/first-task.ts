import { workflowInfo } from '@temporalio/workflow';

/** Begun, task scheduled, task begun. */
const firstTaskLength = 3;

/**
 * Whether a run's first task is under way. A validator that refuses then leaves no trace, and the
 * server throws the task away, but the worker that holds the run goes on counting its events: it would
 * pass over the next one, as a signal, until it lets the run go. So nothing is refused by a validator
 * in the first task; the handler refuses then, in the open. A run that continued as new is most likely
 * to meet it, since the server holds its first task back and updates come before it.
 */
export function isFirstTask(): boolean {
  return workflowInfo().historyLength <= firstTaskLength;
}
