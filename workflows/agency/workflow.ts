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
import type { AgencyNews } from '../../activities/ports.js';
import type {
  AgencyAnswer,
  AgencyCommand,
  AgencyRecord,
  AgencyStart,
  AgencyView,
  MemberWord,
} from '../../contracts/commands/agency/messages.js';
import {
  admitUpdate,
  agencyQuery,
  decideUpdate,
  memberSignal,
  newsSignal,
  recordSignal,
} from '../../contracts/commands/agency/messages.js';
import { refreshSignal } from '../../contracts/commands/service/messages.js';
import { validating } from '../first-task.js';
import { HandOver } from '../hand-over.js';
import type { CarriedAgency } from './agency.js';
import { Agency } from './agency.js';

/** What the register says of the agency. */
export const record = defineSignal<[AgencyRecord]>(recordSignal);
/** A service owes a report, or no longer does. */
export const news = defineSignal<[AgencyNews]>(newsSignal);
/** A platform operator decides where it belongs. */
export const decide = defineUpdate<AgencyAnswer, [AgencyCommand]>(decideUpdate);
/** Another agency asks to be merged into this one. */
export const admit = defineUpdate<undefined, [MemberWord]>(admitUpdate);
/** What an agency that is merged into this one owes, or that it has left. */
export const member = defineSignal<[MemberWord]>(memberSignal);
/** Continue as new on the newest code. */
export const refreshAgency = defineSignal(refreshSignal);
/** The agency as it stands. */
export const viewAgency = defineQuery<AgencyView>(agencyQuery);

/**
 * One agency: what the register says of it, which other id's organisation it is, and one letter every
 * 15 days while the services of the organisation owe progress reports, however many those are. It
 * never closes.
 */
export async function agency(
  input: AgencyStart | { readonly carried: CarriedAgency },
): Promise<never> {
  const office = new Agency(input);
  const handOver = new HandOver();

  // Messages. What the register and services say are signals, since nobody waits for an answer; each
  // may come twice and counts once.
  setHandler(record, (said) => {
    office.record(said);
    handOver.look();
  });
  setHandler(news, (item) => {
    office.hear(item);
    handOver.look();
  });
  setHandler(
    decide,
    async (command) => {
      try {
        return await office.decide(command);
      } finally {
        handOver.look();
      }
    },
    validating<AgencyCommand>((command) => {
      office.validate(command);
    }),
  );
  setHandler(
    admit,
    (word) => {
      office.admit(word);
      handOver.look();
      return undefined;
    },
    validating<MemberWord>((word) => {
      office.validateAdmission(word);
    }),
  );
  setHandler(member, (word) => {
    office.hearMember(word);
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
    return allHandlersFinished() && handOver.isTime(office.isQuiet);
  }
}

setWorkflowOptions({ versioningBehavior: 'AUTO_UPGRADE' }, agency);
