import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  setHandler,
  setWorkflowOptions,
} from '@temporalio/workflow';
import type { CampaignOrder, CampaignView } from '../../contracts/commands/calendar/campaign.js';
import {
  pauseSignal,
  rateSignal,
  resumeSignal,
} from '../../contracts/commands/calendar/campaign.js';
import { caseQuery, refreshSignal } from '../../contracts/commands/service/messages.js';
import { HandOver } from '../hand-over.js';
import type { CarriedCampaign } from './campaign.js';
import { Campaign } from './campaign.js';

const view = defineQuery<CampaignView>(caseQuery);
/** Signals: whoever steers a campaign is told by the query what came of it. */
const pause = defineSignal(pauseSignal);
const resume = defineSignal(resumeSignal);
const setRate = defineSignal<[number]>(rateSignal);
const refresh = defineSignal(refreshSignal);

/**
 * Re-clocking: after a special holiday was declared or withdrawn every open case is counted again,
 * each once, at a rate that people do not feel. It closes when none is left.
 */
export async function reclockingCampaign(
  input: CampaignOrder | { readonly carried: CarriedCampaign },
): Promise<void> {
  const campaign = new Campaign(input);
  const handOver = new HandOver();

  // Messages.
  setHandler(view, () => campaign.view());
  setHandler(pause, () => {
    campaign.pause();
  });
  setHandler(resume, () => {
    campaign.resume();
  });
  setHandler(setRate, (rate) => {
    campaign.setRate(rate);
  });
  setHandler(refresh, () => {
    handOver.ask();
  });

  // Procedure.
  const isToHandOver = () => {
    handOver.look();
    return handOver.isTime(true);
  };
  if (await campaign.walk(isToHandOver)) return;
  await condition(allHandlersFinished);
  await continueAsNew<typeof reclockingCampaign>({ carried: campaign.pack() });
}

setWorkflowOptions({ versioningBehavior: 'AUTO_UPGRADE' }, reclockingCampaign);
