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
import type { ArrivedAnswer } from '../../contracts/agency-link/arrived.js';
import type { RequestInput } from '../../contracts/commands/request/carried.js';
import type { AppealNews } from '../../contracts/commands/appeal/messages.js';
import { appealEndedSignal } from '../../contracts/commands/appeal/messages.js';
import type {
  RecountAnswer,
  RecountCommand,
  RequestAnswer,
  RequestCommand,
  RequestView,
} from '../../contracts/commands/request/messages.js';
import {
  agencyAnsweredSignal,
  recountUpdate,
  paymentToldSignal,
} from '../../contracts/commands/request/messages.js';
import { actUpdate, caseQuery, refreshSignal } from '../../contracts/commands/service/messages.js';
import { validating } from '../first-task.js';
import { HandOver } from '../hand-over.js';
import { CitizenRequest } from './request.js';

/** A person acts on the request: accepted and answered, or refused with nothing changed. */
const act = defineUpdate<RequestAnswer, [RequestCommand]>(actUpdate);
/** The whole case as it stands. */
const view = defineQuery<RequestView>(caseQuery);
/** The calendar has changed; the campaign learns what came of it. */
const recount = defineUpdate<RecountAnswer, [RecountCommand]>(recountUpdate);
/** A payment was told. */
const paymentTold = defineSignal(paymentToldSignal);
/** The agency's own system has answered. */
const agencyAnswered = defineSignal<[ArrivedAnswer]>(agencyAnsweredSignal);
/** An appeal of this request has ended. */
const appealEnded = defineSignal<[AppealNews]>(appealEndedSignal);
/** Continue as new on the newest code: no status, no event. */
const refresh = defineSignal(refreshSignal);

/**
 * One request of a citizen or company to one service, from submission to decision, delivery and the
 * end of every clock. People act by updates; what happens by itself is told by the alarms; what the
 * engine owes the world is done beside them. It closes when nothing is open any more, and the archive
 * has it; opened again, it goes on from there.
 */
export async function citizenRequest(input: RequestInput): Promise<void> {
  const request = new CitizenRequest(input);
  const handOver = new HandOver();

  // Messages. Updates and no signals, where a person is to be answered.
  setHandler(
    act,
    (command) => request.act(command, lookAfterStep),
    validating<RequestCommand>((command) => {
      request.validate(command);
    }),
  );
  setHandler(recount, (command) => request.recount(command, lookAfterStep));
  setHandler(view, () => request.view());
  setHandler(paymentTold, () => {
    request.tellPayment();
  });
  setHandler(agencyAnswered, (answer) => {
    request.hearAgency(answer);
  });
  setHandler(appealEnded, async (news) => {
    await request.hearAppeal(news);
    lookAfterStep();
  });
  setHandler(refresh, () => {
    handOver.ask();
  });

  // Procedure.
  if ('requestId' in input) await request.begin(input);
  if ('archived' in input) await request.resume();
  const sending = request.send();
  while (!isOver()) {
    if (await request.waitForAlarm(isOver)) lookAfterStep();
  }
  // Closed, it has nothing under way that would have to be called off.
  if (request.isClosed) return;
  await request.stopSending();
  await sending;
  await condition(allHandlersFinished);
  await continueAsNew<typeof citizenRequest>({ carried: request.pack() });

  function lookAfterStep(): void {
    handOver.look();
  }

  function isOver(): boolean {
    return allHandlersFinished() && (request.isClosed || handOver.isTime(request.isQuiet));
  }
}

setWorkflowOptions({ versioningBehavior: 'PINNED' }, citizenRequest);
