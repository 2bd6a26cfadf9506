import {
  cancelImportSignal,
  pauseImportSignal,
  resumeImportSignal,
} from '../../contracts/commands/register/messages.js';
import { importSubject } from '../../contracts/ids.js';
import type { CliContext } from './context.js';
import { CommandFailed, exitCodes } from './outcome.js';
import type { RunOptions } from './register-runs.js';
import { found } from './register-runs.js';
import { withPostgres, withTemporal } from './servers.js';

/** `register pause`. */
export function pauseImport(context: CliContext) {
  return steer(context, pauseImportSignal, 'is paused once the rows under way are written');
}

/** `register resume`. */
export function resumeImport(context: CliContext) {
  return steer(context, resumeImportSignal, 'goes on');
}

/** `register cancel`. */
export function cancelRegisterImport(context: CliContext) {
  return steer(
    context,
    cancelImportSignal,
    'ends once the rows under way are written; what was done can be undone with "register undo"',
  );
}

function steer(context: CliContext, signal: string, said: string) {
  return async (importId: string, { json }: RunOptions): Promise<void> => {
    await withPostgres(context, async (pool) => {
      const { endedAt, status } = await found(pool, importId);
      if (endedAt !== null) {
        throw new CommandFailed(
          `Import ${importId} has ended already (${status})`,
          exitCodes.refused,
        );
      }
      await withTemporal(context, async (client) => {
        const { startImport } = await import('../../infra/register/stage.js');
        // One that was cut off before its workflow began is begun, so that it can be steered.
        await startImport(client, importId);
        await client.workflow.getHandle(importSubject(importId)).signal(signal);
      });
      if (json === true) context.screen.json({ importId, said });
      else context.screen.line(`Import ${importId} ${said}`);
    });
  };
}
