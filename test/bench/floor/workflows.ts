import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  defineQuery,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { FloorActivities } from './activities.js';

/** What one step of a case asks of the engine, counted from ours. */
export interface FloorStep {
  readonly locals: number;
  readonly upserts: number;
  /** The one timer is armed anew. */
  readonly rearms: boolean;
  /** A good moment to continue as new. */
  readonly entersState: boolean;
  /** One more thing is published by itself after it. */
  readonly follows?: boolean;
}

/** A case of the floor: the beginning first, then a step for each decision. */
export interface FloorInput {
  readonly caseId: string;
  readonly steps: readonly FloorStep[];
  readonly done: number;
  /** It ends with its last step, when all is published. */
  readonly ends?: boolean;
}

/** What a person sends; nobody looks at it. */
export interface Decision {
  readonly body: object;
}

const ask = defineQuery<{ done: number }>('ask');
const decide = defineUpdate<{ sequence: number }, [Decision]>('decide');

const { compute } = proxyLocalActivities<Pick<FloorActivities, 'compute'>>({
  startToCloseTimeout: '10 s',
});
const { publish } = proxyActivities<Pick<FloorActivities, 'publish'>>({
  startToCloseTimeout: '20 s',
});
const state = defineSearchAttributeKey('State', SearchAttributeType.KEYWORD);
const runMinMs = 1_000;

/** The outbox with nothing in it: the same messages, publishes, timers and runs, and no rules. */
export async function outbox(input: FloorInput): Promise<void> {
  const { caseId, steps, ends = false } = input;
  const pending: number[] = [];
  let { done } = input;
  let timers = 0;
  let isSending = false;
  let isStopped = false;
  let hasEntered = false;
  let hasMore = false;

  setHandler(ask, () => ({ done }));
  setHandler(
    decide,
    async () => {
      await condition(() => done > 0);
      return { sequence: await take() };
    },
    {
      validator: ({ body }) => {
        if (typeof body !== 'object')
          throw ApplicationFailure.nonRetryable('a decision has a body');
      },
    },
  );
  const sending = send();
  if (done === 0) await take();
  while (!isOver() && !isTimeToContinue()) {
    const armed = timers;
    await condition(() => timers !== armed || isOver() || isTimeToContinue(), '30 days');
  }
  isStopped = true;
  await sending;
  if (isOver()) return;
  await continueAsNew<typeof outbox>({ ...input, done });

  async function take(): Promise<number> {
    const step = steps[done];
    for (let n = 0; n < (step?.locals ?? 0); n += 1) await compute();
    for (let n = 0; n < (step?.upserts ?? 0); n += 1) {
      upsertSearchAttributes([{ key: state, value: `s${done}` }]);
    }
    if (step?.rearms === true) timers += 1;
    hasEntered ||= step?.entersState === true;
    done += 1;
    pending.push(done);
    hasMore ||= step?.follows === true;
    return done;
  }

  async function send(): Promise<void> {
    while (!isStopped) {
      await condition(() => pending.length > 0 || isStopped);
      const batch = pending.slice();
      if (batch.length === 0) continue;
      isSending = true;
      await publish(caseId, batch);
      pending.splice(0, batch.length);
      if (hasMore) pending.push(0);
      hasMore = false;
      isSending = false;
    }
  }

  function isQuiet(): boolean {
    return !isSending && pending.length === 0 && allHandlersFinished();
  }

  function isOver(): boolean {
    return ends && done === steps.length && isQuiet();
  }

  function isTimeToContinue(): boolean {
    return (
      hasEntered && isQuiet() && Date.now() - workflowInfo().runStartTime.getTime() >= runMinMs
    );
  }
}

const { nothing } = proxyActivities<Pick<FloorActivities, 'nothing'>>({
  startToCloseTimeout: '20 s',
});

/** A case that publishes once, by an activity that does nothing, and waits. */
export async function waiting(): Promise<never> {
  await nothing();
  for (;;) await condition(() => false);
}
