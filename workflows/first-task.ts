import { workflowInfo } from '@temporalio/workflow';

/** Begun, task scheduled, task begun. */
const firstTaskLength = 3;

/**
 * The validator of an update, which refuses nothing in a run's first task. A refusal there leaves no
 * trace, and the server throws the task away, but the worker that holds the run goes on counting its
 * events: it would pass over the next one, as a signal, until it lets the run go (ADR 23). The handler
 * decides again in any case, and refuses then, in the open. A run that continued as new is most likely to
 * meet it, since the server holds its first task back and updates come before it.
 */
export function validating<Command>(validate: (command: Command) => void): {
  readonly validator: (command: Command) => void;
} {
  return {
    validator: (command) => {
      if (workflowInfo().historyLength > firstTaskLength) validate(command);
    },
  };
}
