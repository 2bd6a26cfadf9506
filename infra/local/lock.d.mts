/**
 * When a process was started, as a text to compare: a reused process id is another process.
 * `undefined` when no such process lives.
 */
export function startOf(pid: number): string | undefined;

/** A lock that was taken, or the process id of whoever holds it. */
export type Lock =
  { readonly release: () => void; readonly holder?: never } | { readonly holder: number };

/**
 * Takes a lock: a file that names its holder. The lock of a holder that has died is taken over.
 *
 * @throws the file system's error when the folder cannot be written
 */
export function takeLock(file: string): Lock;
