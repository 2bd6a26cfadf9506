import { condition } from '@temporalio/workflow';

/**
 * Waits, within the same activation, until everything else that it brought has been taken in: the
 * microtasks of a result that came along have run to their end. Every update waits for it first.
 *
 * A worker that does not hold a case gets a task which left no command together with the update
 * that came after it; on replay they come one after the other (ADR 7). After this both look alike.
 */
export async function settled(): Promise<void> {
  let isSettled = false;
  // Conditions are looked at again only when the microtasks of the activation have run out.
  void Promise.resolve().then(() => {
    isSettled = true;
  });
  await condition(() => isSettled);
}
