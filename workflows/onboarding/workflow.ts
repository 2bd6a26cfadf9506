import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
  setWorkflowOptions,
  workflowInfo,
} from '@temporalio/workflow';
import type {
  ServiceAnswer,
  ServiceCommand,
  ServiceStart,
  ServiceView,
} from '../../contracts/commands/service/messages.js';
import { actUpdate, caseQuery, refreshSignal } from '../../contracts/commands/service/messages.js';
import type { CarriedService } from './onboarding.js';
import { Onboarding } from './onboarding.js';

/** A person acts on the service: accepted and answered, or refused with nothing changed. */
export const act = defineUpdate<ServiceAnswer, [ServiceCommand]>(actUpdate);
/** The whole case as it stands. */
export const view = defineQuery<ServiceView>(caseQuery);
/** Continue as new on the newest code: no status, no event. */
export const refresh = defineSignal(refreshSignal);

/** From here on a quiet moment is taken to continue as new. */
const historySoftMax = 300;
/** From here on it is done at once, with whatever is pending; the promise is 500. */
const historyHardMax = 420;

/**
 * The onboarding of one government service: from its registration to live, and for as long as the
 * service exists. People act by updates; what happens by itself is told by the clocks. It never
 * closes: it continues as new, and takes everything along.
 */
export async function serviceOnboarding(
  input: ServiceStart | { readonly carried: CarriedService },
): Promise<never> {
  const onboarding = new Onboarding(input);
  let isRefreshAsked = false;

  // Messages. Updates and no signals, since every person is to be answered.
  setHandler(act, (command) => onboarding.act(command), {
    validator: (command: ServiceCommand) => {
      onboarding.validate(command);
    },
  });
  setHandler(view, () => onboarding.view());
  setHandler(refresh, () => {
    isRefreshAsked = true;
  });

  // Procedure.
  const sending = onboarding.send();
  if (!('carried' in input)) await onboarding.begin(input);
  while (!isTimeToHandOver()) await onboarding.waitForClock(isTimeToHandOver);
  await onboarding.stopSending();
  await sending;
  await condition(() => allHandlersFinished() && !onboarding.isMidStep);
  return continueAsNew<typeof serviceOnboarding>({ carried: onboarding.pack() });

  function isTimeToHandOver(): boolean {
    if (onboarding.isMidStep || !allHandlersFinished()) return false;
    const { historyLength } = workflowInfo();
    if (isRefreshAsked || historyLength > historyHardMax) return true;
    return onboarding.isQuiet && (onboarding.hasChangedState || historyLength > historySoftMax);
  }
}

setWorkflowOptions({ versioningBehavior: 'AUTO_UPGRADE' }, serviceOnboarding);
