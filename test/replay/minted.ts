import type { ActivityInput, Sinks, WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { proxySinks } from '@temporalio/workflow';
import type { EventBatch } from '../../activities/publish.js';

/** Hears of every batch of events that a workflow hands over for publishing, on replay too. */
export interface MintedSinks extends Sinks {
  minted: { batch(batch: EventBatch): void };
}

const { minted } = proxySinks<MintedSinks>();

/**
 * Tells what a replay mints: Temporal compares activities by their type alone, and a change that
 * mints other events than were published would break the chain of every running case unseen.
 */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [
    {
      scheduleActivity: (input: ActivityInput, next) => {
        if (input.activityType === 'publishEvents') {
          const { topic, events } = input.args[0] as EventBatch;
          minted.batch({ topic, events });
        }
        return next(input);
      },
    },
  ],
});
