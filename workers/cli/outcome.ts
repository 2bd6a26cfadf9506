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

/** Ends the process as an error tells: what is wrong on standard error, the exit code by its kind. */
export function endWith(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  process.exitCode = error instanceof CommandFailed ? error.exitCode : exitCodeOf(error);
}

/** Faulty input has names of its own; what is left is a system that did not answer. */
function exitCodeOf(error: unknown): number {
  const name = error instanceof Error ? error.name : '';
  const isRefusal = [
    'RegisterFileRefused',
    'TesterKeyRefused',
    'ConfigError',
    'NoDevToken',
    'SyntaxError',
  ];
  return isRefusal.includes(name) ? exitCodes.refused : exitCodes.unreachable;
}
