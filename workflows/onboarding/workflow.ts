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
  ServiceAnswer,
  ServiceCommand,
  ServiceStart,
  ServiceView,
} from '../../contracts/commands/service/messages.js';
import { actUpdate, caseQuery, refreshSignal } from '../../contracts/commands/service/messages.js';
import type { RegisterWrite, RegisterWritten } from '../../contracts/commands/service/register.js';
import { registerUpdate } from '../../contracts/commands/service/register.js';
import { validating } from '../first-task.js';
import { HandOver } from '../hand-over.js';
import type { CarriedService } from './onboarding.js';
import { Onboarding } from './onboarding.js';

/** A person acts on the service: accepted and answered, or refused with nothing changed. */
export const act = defineUpdate<ServiceAnswer, [ServiceCommand]>(actUpdate);
/** An edition of the register writes the case: accepted and answered, or refused with nothing changed. */
export const register = defineUpdate<RegisterWritten, [RegisterWrite]>(registerUpdate);
/** The whole case as it stands. */
export const view = defineQuery<ServiceView>(caseQuery);
/** Continue as new on the newest code: no status, no event. */
export const refresh = defineSignal(refreshSignal);

/**
 * The onboarding of one government service: from its registration to live, and for as long as the
 * service exists. People act by updates; what happens by itself is told by the clocks. It never
 * closes: it continues as new, and takes everything along.
 */
export async function serviceOnboarding(
  input: ServiceStart | { readonly carried: CarriedService },
): Promise<never> {
  const onboarding = new Onboarding(input);
  const handOver = new HandOver();

  // Messages. Updates and no signals, since whoever acts is to be answered.
  setHandler(
    act,
    (command) => onboarding.act(command, lookAfterStep),
    validating<ServiceCommand>((command) => {
      onboarding.validate(command);
    }),
  );
  setHandler(
    register,
    (write) => onboarding.write(write, lookAfterStep),
    validating<RegisterWrite>((command) => {
      onboarding.validateWrite(command);
    }),
  );
  setHandler(view, () => onboarding.view());
  setHandler(refresh, () => {
    handOver.ask();
  });

  // Procedure.
  const sending = onboarding.send();
  if (!('carried' in input)) onboarding.begin(input);
  while (!isTimeToHandOver()) {
    if (await onboarding.waitForClock(isTimeToHandOver)) lookAfterStep();
  }
  await onboarding.stopSending();
  await sending;
  await condition(allHandlersFinished);
  return continueAsNew<typeof serviceOnboarding>({ carried: onboarding.pack() });

  function lookAfterStep(): void {
    handOver.look(onboarding.hasChangedState);
  }

  function isTimeToHandOver(): boolean {
    return allHandlersFinished() && handOver.isTime(onboarding.isQuiet);
  }
}

setWorkflowOptions({ versioningBehavior: 'AUTO_UPGRADE' }, serviceOnboarding);
