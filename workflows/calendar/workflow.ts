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
  CalendarAnswer,
  CalendarCommand,
  CalendarView,
} from '../../contracts/commands/calendar/messages.js';
import { actUpdate, caseQuery, refreshSignal } from '../../contracts/commands/service/messages.js';
import { validating } from '../first-task.js';
import { HandOver } from '../hand-over.js';
import type { CarriedCalendar } from './calendar.js';
import { NationalCalendar } from './calendar.js';

/** OPDC's approver is answered, or refused with nothing changed. */
const act = defineUpdate<CalendarAnswer, [CalendarCommand]>(actUpdate);
const view = defineQuery<CalendarView>(caseQuery);
const refresh = defineSignal(refreshSignal);

/**
 * The national calendar's changes: special holidays declared and withdrawn on top of the table. Each
 * begins a campaign that counts open cases again. It never closes.
 */
export async function nationalCalendar(input: {
  readonly carried?: CarriedCalendar;
}): Promise<never> {
  const calendar = new NationalCalendar(input);
  const handOver = new HandOver();

  // Messages.
  setHandler(
    act,
    (command) => {
      const answer = calendar.act(command);
      handOver.look();
      return answer;
    },
    validating<CalendarCommand>((command) => {
      calendar.validate(command);
    }),
  );
  setHandler(view, () => calendar.view());
  setHandler(refresh, () => {
    handOver.ask();
  });

  // Procedure.
  const isOver = () => allHandlersFinished() && handOver.isTime(calendar.isQuiet);
  const sending = calendar.send();
  await calendar.beginCampaigns(isOver);
  await calendar.stopSending();
  await sending;
  await condition(allHandlersFinished);
  return continueAsNew<typeof nationalCalendar>({ carried: calendar.pack() });
}

setWorkflowOptions({ versioningBehavior: 'AUTO_UPGRADE' }, nationalCalendar);
