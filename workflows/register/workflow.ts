import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  setHandler,
  setWorkflowOptions,
} from '@temporalio/workflow';
import type { ImportOrder, ImportView } from '../../contracts/commands/register/messages.js';
import {
  cancelImportSignal,
  pauseImportSignal,
  resumeImportSignal,
} from '../../contracts/commands/register/messages.js';
import { caseQuery, refreshSignal } from '../../contracts/commands/service/messages.js';
import { endImport, markImport, settleImportRows, tellImportAgencies } from '../activities.js';
import { HandOver } from '../hand-over.js';

/** What an import takes from one run to the next. */
interface CarriedImport extends ImportOrder {
  readonly isPaused: boolean;
  readonly isCancelled: boolean;
  readonly areAgenciesTold: boolean;
}

const view = defineQuery<ImportView>(caseQuery);
/** Signals: whoever steers an import is told by the query what came of it. */
const pause = defineSignal(pauseImportSignal);
const resume = defineSignal(resumeImportSignal);
const cancel = defineSignal(cancelImportSignal);
const refresh = defineSignal(refreshSignal);

/**
 * An edition of the register comes in, or the import of one is undone: agencies are told of themselves, then
 * row after row is settled, in stretches between which it can be paused or ended. Rows and what became
 * of them are in PostgreSQL, so the history stays short, whatever the edition's size.
 */
export async function registerImport(
  input: ImportOrder | { readonly carried: CarriedImport },
): Promise<void> {
  const carried = 'carried' in input ? input.carried : undefined;
  const { importId } = 'carried' in input ? input.carried : input;
  const handOver = new HandOver();
  let isPaused = carried?.isPaused ?? false;
  let isCancelled = carried?.isCancelled ?? false;
  let areAgenciesTold = carried?.areAgenciesTold ?? false;
  let hasEnded = false;

  // Messages.
  setHandler(view, () => ({
    importId,
    state: hasEnded ? 'ended' : isCancelled ? 'cancelling' : isPaused ? 'paused' : 'running',
  }));
  setHandler(pause, () => {
    isPaused = true;
  });
  setHandler(resume, () => {
    isPaused = false;
  });
  setHandler(cancel, () => {
    isCancelled = true;
  });
  setHandler(refresh, () => {
    handOver.ask();
  });

  // Procedure.
  if (!areAgenciesTold) {
    await tellImportAgencies({ importId });
    areAgenciesTold = true;
  }
  while (!hasEnded) {
    if (isPaused && !isCancelled) {
      await markImport({ importId, status: 'paused' });
      await condition(() => !isPaused || isCancelled);
      await markImport({ importId, status: 'running' });
    }
    const isDone = !isCancelled && (await settleImportRows({ importId })).isDone;
    hasEnded = isDone || isCancelled;
    handOver.look();
    if (!hasEnded && handOver.isTime(true)) {
      await condition(allHandlersFinished);
      return continueAsNew<typeof registerImport>({
        carried: { importId, isPaused, isCancelled, areAgenciesTold },
      });
    }
  }
  await endImport({ importId, status: isCancelled ? 'cancelled' : 'done' });
}

setWorkflowOptions({ versioningBehavior: 'AUTO_UPGRADE' }, registerImport);
