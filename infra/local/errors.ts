import { isNativeError } from 'node:util/types';
import { ConfigError } from '../config.js';

/** Thrown when the local stack cannot go on; the message is one line that says what to do. */
export class StackError extends Error {
  override readonly name = 'StackError';
}

/** What to tell about an error: its message for those that a person can mend, all of the others. */
export function tell(error: unknown): string {
  if (error instanceof StackError || error instanceof ConfigError) return error.message;
  // Not `instanceof`: errors of Node itself are of another realm where tests run.
  if (!isNativeError(error)) return String(error);
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return `The disk is full (${error.message}): make room and start again.`;
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return `${path ?? 'A file'} cannot be written (${error.message}): mend its permissions, or set PRASAN_HOME or XDG_CACHE_HOME to a folder of yours.`;
  }
  return error.stack ?? error.message;
}

/** The code of a system error, e.g. `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  const isCoded = typeof error === 'object' && error !== null && 'code' in error;
  return isCoded ? String(error.code) : undefined;
}
