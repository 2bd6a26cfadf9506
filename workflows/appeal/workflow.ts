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
  AppealAnswer,
  AppealCommand,
  AppealStart,
  AppealView,
} from '../../contracts/commands/appeal/messages.js';
import { actUpdate, caseQuery, refreshSignal } from '../../contracts/commands/service/messages.js';
import { validating } from '../first-task.js';
import { HandOver } from '../hand-over.js';
import type { CarriedAppeal } from './appeal.js';
import { Appeal } from './appeal.js';

const act = defineUpdate<AppealAnswer, [AppealCommand]>(actUpdate);
const view = defineQuery<AppealView>(caseQuery);
const refresh = defineSignal(refreshSignal);

/**
 * One appeal (APA ss.44–45): the officer has thirty days to put his order right, then the superior
 * thirty, and thirty more by notice; under special law the body that it names decides, and is reminded
 * until it has. It closes when it has ended and its request knows.
 */
export async function appeal(
  input: AppealStart | { readonly carried: CarriedAppeal },
): Promise<void> {
  const own = new Appeal(input);
  const handOver = new HandOver();

  // Messages.
  setHandler(
    act,
    (command) => own.act(command, lookAfterStep),
    validating<AppealCommand>((command) => {
      own.validate(command);
    }),
  );
  setHandler(view, () => own.view());
  setHandler(refresh, () => {
    handOver.ask();
  });

  // Procedure.
  if (!('carried' in input)) await own.begin(input);
  const sending = own.send();
  while (!own.hasEnded && !isTimeToHandOver()) {
    if (await own.waitForAlarm(isOver)) lookAfterStep();
  }
  if (own.hasEnded) {
    await own.tell();
    await condition(() => own.isSent && allHandlersFinished());
  }
  await own.stopSending();
  await sending;
  await condition(allHandlersFinished);
  if (own.hasEnded) return;
  await continueAsNew<typeof appeal>({ carried: own.pack() });

  function lookAfterStep(): void {
    handOver.look();
  }

  function isTimeToHandOver(): boolean {
    return allHandlersFinished() && handOver.isTime(own.isSent);
  }

  function isOver(): boolean {
    return own.hasEnded || isTimeToHandOver();
  }
}

setWorkflowOptions({ versioningBehavior: 'PINNED' }, appeal);
