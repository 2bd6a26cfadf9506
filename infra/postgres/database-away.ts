/** Node's connection errors, and PostgreSQL's classes of what passes without the question changing. */
const away = new RegExp(
  [
    'E[A-Z]{4,}', // ECONNREFUSED, ENOTFOUND, ETIMEDOUT …
    '08...', // connection
    '28...', // not let in
    '3D000', // no such database yet
    '40...', // rolled back for another's sake: deadlock, serialization
    '53...', // disk, memory, connections
    '57...', // shutdown, cancelled
    '58...', // trouble of its machine
    '25006', // a standby, which only reads
    '55P03', // a lock that was not to be had
  ]
    .map((code) => `^${code}$`)
    .join('|'),
);

/** What pg says without a code. */
const lost = /timeout exceeded when trying to connect|connection (terminated|error)|not queryable/i;

/**
 * Whether PostgreSQL itself is the trouble: it cannot be reached, or asks to be asked again. Any other
 * error comes again with the same question.
 */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message } = factsOf(error);
  return away.test(code) || lost.test(message);
}

/** Whether the tables are still to be made: another process migrates, or is about to. */
export function isDatabaseEmpty(error: unknown): boolean {
  return ['3F000', '42P01'].includes(factsOf(error).code);
}

function factsOf(error: unknown): { code: string; message: string } {
  if (typeof error !== 'object' || error === null) return { code: '', message: '' };
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    code: 'code' in error ? text(error.code) : '',
    message: 'message' in error ? text(error.message) : '',
  };
}
