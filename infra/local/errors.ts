/** Thrown when the local stack cannot go on; the message is one line that says what to do. */
export class StackError extends Error {
  override readonly name = 'StackError';
}
