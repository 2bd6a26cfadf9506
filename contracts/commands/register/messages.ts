/** Workflow type of an import of an edition of the register, and of the undoing of one. */
export const importWorkflowType = 'registerImport';
/** Signal: no further row is settled until it is resumed. */
export const pauseImportSignal = 'pause';
/** Signal: rows are settled again. */
export const resumeImportSignal = 'resume';
/** Signal: it ends; what was done stays, and can be undone. */
export const cancelImportSignal = 'cancel';

/** What an import's workflow is started with. Its rows are in PostgreSQL: no history holds them. */
export interface ImportOrder {
  readonly importId: string;
}

/** What the query answers. */
export interface ImportView extends ImportOrder {
  readonly state: 'running' | 'paused' | 'cancelling' | 'ended';
}
