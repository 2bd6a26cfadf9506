import type { Logger } from 'pino';
import { pino } from 'pino';

export type { Logger };

/** Paths that never reach a log: bearer tokens, keys, bodies. */
const redact = [
  'req.headers.authorization',
  'headers.authorization',
  'authorization',
  'token',
  'body',
  '*.token',
  '*.authorization',
];

/** The logger of a process: JSON lines on standard error. */
export function createLogger(process: string, level = 'info'): Logger {
  return pino({ name: process, level, redact }, pino.destination({ dest: 2, sync: false }));
}
