import type { Client } from '@temporalio/client';
import { replayHistories } from '../../infra/temporal/worker.js';
import { testBundle } from './onboarding.js';

/**
 * Replays every run of cases on what runs now; for servers that list no workflows, too.
 *
 * @returns how many runs that were, and those that do not replay
 */
export async function replayCases(
  client: Client,
  workflowIds: readonly string[],
): Promise<{ runs: number; faults: string[] }> {
  let runs = 0;
  const faults: string[] = [];
  async function* histories() {
    for (const workflowId of workflowIds) {
      for await (const history of runsOf(client, workflowId)) yield { workflowId, history };
    }
  }
  for await (const { workflowId, error } of replayHistories(await testBundle(), histories())) {
    runs += 1;
    if (error !== undefined) faults.push(`${workflowId} does not replay: ${error.message}`);
  }
  return { runs, faults };
}

/** The history of each run, the first one first. */
export async function* runsOf(client: Client, workflowId: string) {
  const last = await client.workflow.getHandle(workflowId).fetchHistory();
  const started = last.events?.[0]?.workflowExecutionStartedEventAttributes;
  let runId: string | null | undefined = started?.firstExecutionRunId;
  while (typeof runId === 'string' && runId !== '') {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    yield history;
    const ended = history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes;
    runId = ended?.newExecutionRunId;
  }
}
