import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
  setWorkflowOptions,
} from '@temporalio/workflow';
import type {
  ManualAnswer,
  ManualCommand,
  ManualStart,
  ManualView,
} from '../../contracts/commands/manual/messages.js';
import { actUpdate, caseQuery, refreshSignal } from '../../contracts/commands/service/messages.js';
import { validating } from '../first-task.js';
import { HandOver } from '../hand-over.js';
import type { CarriedManual } from './manual.js';
import { ManualShelf } from './manual.js';

const act = defineUpdate<ManualAnswer, [ManualCommand]>(actUpdate);
const view = defineQuery<ManualView>(caseQuery);
const refresh = defineSignal(refreshSignal);

/**
 * The citizens' manual of one service: every version of it, published by four eyes. Requests pin the
 * version that they were submitted under, so nothing is ever taken off the shelf. It never closes.
 */
export async function citizensManual(
  input: ManualStart | { readonly carried: CarriedManual },
): Promise<never> {
  const shelf = new ManualShelf(input);
  const handOver = new HandOver();

  // Messages.
  setHandler(
    act,
    (command) => {
      const answer = shelf.act(command);
      handOver.look();
      return answer;
    },
    validating<ManualCommand>((command) => {
      shelf.validate(command);
    }),
  );
  setHandler(view, () => shelf.view());
  setHandler(refresh, () => {
    handOver.ask();
  });

  // Procedure.
  const sending = shelf.send();
  if (!('carried' in input)) shelf.begin(input);
  await condition(() => allHandlersFinished() && handOver.isTime(shelf.isSent));
  await shelf.stopSending();
  await sending;
  await condition(allHandlersFinished);
  return continueAsNew<typeof citizensManual>({ carried: shelf.pack() });
}

setWorkflowOptions({ versioningBehavior: 'AUTO_UPGRADE' }, citizensManual);
