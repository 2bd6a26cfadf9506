import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  setHandler,
  setWorkflowOptions,
} from '@temporalio/workflow';
import type { AgencyNews } from '../../activities/ports.js';
import type {
  AgencyRecord,
  AgencyStart,
  AgencyView,
} from '../../contracts/commands/agency/messages.js';
import { agencyQuery, newsSignal, recordSignal } from '../../contracts/commands/agency/messages.js';
import { refreshSignal } from '../../contracts/commands/service/messages.js';
import { HandOver } from '../hand-over.js';
import type { CarriedAgency } from './agency.js';
import { Agency } from './agency.js';

/** What the register says of the agency. */
export const record = defineSignal<[AgencyRecord]>(recordSignal);
/** A service owes a report, or no longer does. */
export const news = defineSignal<[AgencyNews]>(newsSignal);
/** Continue as new on the newest code. */
export const refreshAgency = defineSignal(refreshSignal);
/** The agency as it stands. */
export const viewAgency = defineQuery<AgencyView>(agencyQuery);

/**
 * One agency: what the register says of it, and one letter every 15 days while its services owe
 * progress reports, however many services those are. It never closes.
 */
export async function agency(
  input: AgencyStart | { readonly carried: CarriedAgency },
): Promise<never> {
  const office = new Agency(input);
  const handOver = new HandOver();

  // Messages. Signals, since nobody waits for an answer; each may come twice and counts once.
  setHandler(record, (said) => {
    office.record(said);
    handOver.look();
  });
  setHandler(news, (item) => {
    office.hear(item);
    handOver.look();
  });
  setHandler(refreshAgency, () => {
    handOver.ask();
  });
  setHandler(viewAgency, () => office.view());

  // Procedure.
  const sending = office.send();
  while (!isTimeToHandOver()) {
    await office.waitForDigest(isTimeToHandOver);
    handOver.look();
  }
  await office.stopSending();
  await sending;
  await condition(allHandlersFinished);
  return continueAsNew<typeof agency>({ carried: office.pack() });

  function isTimeToHandOver(): boolean {
    return handOver.isTime(office.isQuiet);
  }
}

setWorkflowOptions({ versioningBehavior: 'AUTO_UPGRADE' }, agency);
