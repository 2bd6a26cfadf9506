import { ApplicationFailure } from '@temporalio/workflow';
import { refusalFailureType } from '../contracts/commands/service/messages.js';
import type { Refusal } from '../contracts/lifecycles/refusals.js';
import { refusalText } from '../contracts/lifecycles/refusals.js';

/** A refusal as the failure of an update: the gateway reads it from the first detail. */
export function refusalFailure(refusal: Refusal): ApplicationFailure {
  return ApplicationFailure.nonRetryable(refusalText(refusal).en, refusalFailureType, refusal);
}
