import type { Client } from '@temporalio/client';

/** The terms of design §4. */
export interface Terms {
  readonly runs: number;
  readonly updates: number;
  /** Batches of events handed to Kafka. */
  readonly publishes: number;
  /** Other normal activities: live checks, news to agencies. */
  readonly effects: number;
  readonly locals: number;
  readonly upserts: number;
  /** History events of timers: started, cancelled, fired. */
  readonly timers: number;
  readonly timersFired: number;
}

/** What a case has cost, counted from its histories. */
export interface HistoryCost extends Terms {
  /** All history events. */
  readonly events: number;
  /** Workflow tasks completed. */
  readonly tasks: number;
}

/** What design §4 allows, before the tenth more. */
export interface Allowance {
  readonly events: number;
  readonly tasks: number;
}

type HistoryEvent = NonNullable<
  Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>['events']
>[number];

/** Counts the histories of all runs of a case. */
export async function historyCost(client: Client, workflowId: string): Promise<HistoryCost> {
  const runs = await historiesOf(client, workflowId);
  const events = runs.flat();
  const has = (name: keyof HistoryEvent) =>
    events.filter((event) => (event[name] ?? undefined) !== undefined).length;
  const types = events.map(
    (event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? '',
  );
  const timersFired = has('timerFiredEventAttributes');
  return {
    runs: runs.length,
    updates: has('workflowExecutionUpdateAcceptedEventAttributes'),
    publishes: types.filter((type) => /^publish/.test(type)).length,
    effects: types.filter((type) => type !== '' && !/^publish/.test(type)).length,
    locals: has('markerRecordedEventAttributes'),
    upserts: has('upsertWorkflowSearchAttributesEventAttributes'),
    timers: has('timerStartedEventAttributes') + has('timerCanceledEventAttributes') + timersFired,
    timersFired,
    events: events.length,
    tasks: has('workflowTaskCompletedEventAttributes'),
  };
}

/** The sum of design §4. An effect is a normal activity, as a publish is. */
export function allowance(cost: Terms): Allowance {
  const { runs, updates, publishes, effects, locals, upserts, timers, timersFired } = cost;
  return {
    events: 7 * runs + 5 * updates + 6 * (publishes + effects) + locals + upserts + timers,
    tasks: runs + updates + publishes + effects + timersFired,
  };
}

/** The terms, one a line. */
export function costLines(cost: HistoryCost): string[] {
  const { runs, updates, publishes, effects, locals, upserts, timers } = cost;
  const { events, tasks } = allowance(cost);
  const term = (name: string, count: number, each: number) =>
    `  ${name.padEnd(24)} ${String(count).padStart(3)} × ${each} = ${count * each}`;
  return [
    term('R runs', runs, 7),
    term('N updates', updates, 5),
    term('P publish batches', publishes, 6),
    term('  other activities', effects, 6),
    term('L local activities', locals, 1),
    term('U upserts', upserts, 1),
    term('  timer events', timers, 1),
    `  history events: ${cost.events}, by design §4 ${events}`,
    `  workflow tasks: ${cost.tasks}, by design §4 ${tasks}`,
  ];
}

async function historiesOf(client: Client, workflowId: string): Promise<HistoryEvent[][]> {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  const runs: HistoryEvent[][] = [];
  let runId: string | null | undefined = raw.workflowExecutionInfo?.firstRunId;
  while (typeof runId === 'string' && runId !== '') {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    runs.push(events ?? []);
    runId = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  }
  return runs;
}
