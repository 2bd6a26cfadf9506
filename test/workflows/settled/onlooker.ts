import { condition, defineUpdate, setHandler, sleep } from '@temporalio/workflow';
import { settled } from '../../../workflows/settled.js';

/** Whether the procedure had come to rest when somebody looked. */
export const look = defineUpdate<boolean>('look');

/** Comes to rest, leaving no command. What a look leaves follows from whether it has. */
export async function onlooker(): Promise<void> {
  let isAtRest = false;
  let isDone = false;
  setHandler(look, async () => {
    const settling = settled();
    if (settling !== undefined) await settling;
    const seen = isAtRest;
    if (!seen) await sleep(1);
    isDone = true;
    return seen;
  });
  for (let step = 0; step < 10; step += 1) await Promise.resolve();
  isAtRest = true;
  await condition(() => isDone);
}
