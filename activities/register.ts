import { cancellationSignal } from '@temporalio/activity';
import type { ImportOrder } from '../contracts/commands/register/messages.js';
import type { RegisterDesk } from './ports.js';
import { whileAlive } from './publish.js';

/** What the activities of imports do, by name: workflows see this type only. */
export type RegisterActivities = ReturnType<typeof createRegisterActivities>;

/** So long rows are settled at a stretch: between two an import can be paused. */
const stretchMs = 5_000;

/** Makes the activities of imports. Each may be done again: what is settled stays so. */
export function createRegisterActivities(desk: RegisterDesk) {
  return {
    /** Tells agencies what the edition says of them. */
    async tellImportAgencies({ importId }: ImportOrder): Promise<void> {
      await whileAlive(() => desk.tellAgencies(importId, cancellationSignal()));
    },

    /** Settles rows for some seconds; whether all are. */
    async settleImportRows({ importId }: ImportOrder): Promise<{ readonly isDone: boolean }> {
      let isDone = false;
      await whileAlive(async () => {
        isDone = await desk.settleRows(importId, stretchMs, cancellationSignal());
      });
      return { isDone };
    },

    /** Keeps that an import is paused, or goes on. */
    async markImport({
      importId,
      status,
    }: ImportOrder & { readonly status: 'running' | 'paused' }): Promise<void> {
      await desk.mark(importId, status);
    },

    /** Keeps that an import has ended. */
    async endImport({
      importId,
      status,
    }: ImportOrder & { readonly status: 'done' | 'cancelled' }): Promise<void> {
      await desk.end(importId, status);
    },
  };
}
