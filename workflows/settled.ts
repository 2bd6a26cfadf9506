import type { WorkflowInterceptors } from '@temporalio/workflow';
import { condition } from '@temporalio/workflow';

/** Whether the activation brought anything besides what people ask for. */
let hasCompany = true;

/** Sees what an activation brings. */
export function interceptors(): WorkflowInterceptors {
  return {
    internals: [
      {
        activate(input, next) {
          hasCompany = (input.activation.jobs ?? []).some(({ doUpdate }) => !doUpdate);
          next(input);
        },
      },
    ],
  };
}

/**
 * Waits, within the same activation, until everything else that it brought has been taken in: the
 * microtasks of a result that came along have run to their end. Every update asks for it first.
 *
 * A worker that does not hold a case gets a task which left no command together with the update
 * that came after it; on replay they come one after the other (ADR 7). After this both look alike.
 *
 * @returns nothing to wait for, when nothing else came
 */
export function settled(): Promise<void> | undefined {
  if (!hasCompany) return undefined;
  let isSettled = false;
  // Conditions are looked at again only when the microtasks of the activation have run out.
  void Promise.resolve().then(() => {
    isSettled = true;
  });
  return condition(() => isSettled);
}
