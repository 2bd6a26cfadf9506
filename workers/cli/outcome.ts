import { ConfigError } from '../../infra/config.js';

/** Exit codes: 0 done, 1 refused or faulty input, 2 could not reach the system. */
export const exitCodes = { done: 0, refused: 1, unreachable: 2 } as const;

/** Thrown to end a command with one clear message and its exit code. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.refused) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The exit code of an error that ended a command; what nobody foresaw is the system's failure. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommandFailed) return error.exitCode;
  return error instanceof ConfigError ? exitCodes.refused : exitCodes.unreachable;
}

/** What an error says, in one line where it can, with the cause when that says more. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const causes = error instanceof AggregateError ? error.errors : [error.cause];
  const cause = causes.find((one): one is Error => one instanceof Error);
  const reasons = [error.message, cause?.message].filter(
    (text) => text !== undefined && text !== '',
  );
  return [...new Set(reasons)].join(': ') || error.name;
}
