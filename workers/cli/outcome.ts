import { ConfigError } from '../../infra/config.js';

/** Exit codes: 0 done, 1 refused or faulty input, 2 could not reach the system. */
export const exitCodes = { done: 0, refused: 1, unreachable: 2 } as const;

/** Thrown to end a command with one clear message and its exit code. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
  readonly exitCode: number;
  /** The problem that the gateway answered with, for those who asked for JSON. */
  readonly problem: unknown;

  constructor(message: string, exitCode: number = exitCodes.refused, problem?: unknown) {
    super(message);
    this.exitCode = exitCode;
    this.problem = problem;
  }
}

/** The exit code of an error that ended a command; what nobody foresaw is the system's failure. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommandFailed) return error.exitCode;
  return error instanceof ConfigError ? exitCodes.refused : exitCodes.unreachable;
}

/** What an error says, in one line where it can, with the cause where that says more. */
export function messageOf(error: unknown): string {
  if (!isErrorLike(error)) return String(error);
  const deeper: unknown = Array.isArray(error.errors) ? error.errors[0] : error.cause;
  const reasons = [error.message, isErrorLike(deeper) ? messageOf(deeper) : ''];
  return [...new Set(reasons.filter((reason) => reason !== ''))].join(': ') || 'no reason given';
}

interface ErrorLike {
  readonly message: string;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

function isErrorLike(value: unknown): value is ErrorLike {
  return (
    typeof value === 'object' &&
    value !== null &&
    'message' in value &&
    typeof value.message === 'string'
  );
}
