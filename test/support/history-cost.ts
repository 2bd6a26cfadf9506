import type { Client } from '@temporalio/client';

/** The terms of design §4. */
export interface Terms {
  readonly runs: number;
  readonly updates: number;
  /** Batches of events handed to Kafka. */
  readonly publishes: number;
  /** Activities that a person waits for: a live check, a test report judged, a merge followed. */
  readonly inquiries: number;
  /** Activities that nobody waits for: clocks, news to agencies. */
  readonly others: number;
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
    inquiries: types.filter((type) => /^(checkLive|judge|mergeChain|serviceState)/.test(type))
      .length,
    others: types.filter((type) => /^(clocksOf|tellAgency|datesOf|giveReceipt|archive)/.test(type))
      .length,
    locals: has('markerRecordedEventAttributes'),
    upserts: has('upsertWorkflowSearchAttributesEventAttributes'),
    timers: has('timerStartedEventAttributes') + has('timerCanceledEventAttributes') + timersFired,
    timersFired,
    events: events.length,
    tasks: has('workflowTaskCompletedEventAttributes'),
  };
}

/** The sum of design §4, which knows no activities but the publishing ones. */
export function allowance(cost: Terms): Allowance {
  const { runs, updates, publishes, locals, upserts, timers, timersFired } = cost;
  return {
    events: 7 * runs + 5 * updates + 6 * publishes + locals + upserts + timers,
    tasks: runs + updates + publishes + timersFired,
  };
}

/** What the README's path asks for, reckoned from the path itself and not from its history. */
export const pathPrice: Terms = {
  // One to begin with, and one more after each of the four states entered.
  runs: 5,
  updates: 16,
  // One event for each decision, and the first.
  publishes: 17,
  // The live check; the test report is judged before it is sent.
  inquiries: 1,
  // The clocks, once: without a plan of its own they are the same in every state that reports.
  others: 1,
  locals: 0,
  // At the beginning, for the portal, and for each state entered.
  upserts: 6,
  // The report's clock: armed and taken down in each of the three states that report.
  timers: 6,
  timersFired: 0,
};

/** What a plain request asks for: filed, complete, approved, told, issued; no fee. */
export const requestPrice: Terms = {
  runs: 1,
  updates: 4,
  // Filed and received go together; then the number, and one for each decision.
  publishes: 6,
  inquiries: 0,
  // The receipt number. The dates come along with what people do.
  others: 1,
  locals: 0,
  // At the beginning, and for each state entered after it.
  upserts: 5,
  // One armed at a time: taken down and armed again where the next one changes.
  timers: 8,
  timersFired: 0,
};

/** The terms, one a line. */
export function costLines(cost: HistoryCost): string[] {
  const { runs, updates, publishes, inquiries, others, locals, upserts, timers } = cost;
  const { events, tasks } = allowance(cost);
  const term = (name: string, count: number, each: number) =>
    `  ${name.padEnd(36)} ${String(count).padStart(3)} × ${each} = ${count * each}`;
  return [
    term('R runs', runs, 7),
    term('N updates', updates, 5),
    term('P publish batches', publishes, 6),
    term('L local activities', locals, 1),
    term('U upserts', upserts, 1),
    term('  timer events', timers, 1),
    `  history events: ${cost.events}, by design §4 ${events}`,
    `  workflow tasks: ${cost.tasks}, by design §4 ${tasks}`,
    term('beyond the sum: inquiries', inquiries, 6),
    term('beyond the sum: other activities', others, 6),
  ];
}

/** The histories of all runs of a case, the first one first. */
export async function historiesOf(client: Client, workflowId: string): Promise<HistoryEvent[][]> {
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
