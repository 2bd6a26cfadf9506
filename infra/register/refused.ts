/** Thrown when a file cannot be taken as a register; the message says what is wrong and what would be right. */
export class RegisterFileRefused extends Error {
  override readonly name = 'RegisterFileRefused';
}
