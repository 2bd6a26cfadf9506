import type { DestinationStream, Logger } from 'pino';
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

/** Members that tell of a person, or may, wherever they stand. */
const personal = new Set([
  ...['applicant', 'agent', 'authorizedAgent', 'identity', 'person', 'personHash'],
  ...['name', 'citizenId', 'nationalId', 'juristicId', 'identityNumber', 'passportNo'],
  ...['contact', 'email', 'phone', 'powerOfAttorney', 'form', 'body', 'sealed'],
]);
const censored = '[Redacted]';
/** What lies deeper nobody looks for in a log. */
const depthMax = 8;

/** The logger of a process: JSON lines, on standard error when nothing else is said. */
export function createLogger(process: string, level = 'info', to?: DestinationStream): Logger {
  const log = (entry: object) => withoutPersons(entry) as Record<string, unknown>;
  return pino(
    { name: process, level, redact, formatters: { log } },
    to ?? pino.destination({ dest: 2, sync: false }),
  );
}

/**
 * A copy without what tells of persons, at any depth: paths with wildcards would cost ten times as
 * much for each line. What has a class of its own is left to its serializer.
 */
function withoutPersons(value: unknown, depth = 0): unknown {
  const isError = value instanceof Error;
  if (!isError && !isPlain(value)) return value;
  if (depth > depthMax) return censored;
  if (Array.isArray(value)) return value.map((item: unknown) => withoutPersons(item, depth + 1));
  const members = Object.entries(value).map(([member, held]) => [
    member,
    personal.has(member) ? censored : withoutPersons(held, depth + 1),
  ]);
  const copy = Object.fromEntries(members) as object;
  // The serializer of errors wants one: its own members are those of the copy.
  return isError ? Object.assign(Object.create(value) as Error, copy) : copy;
}

/** Also of another realm, as where tests run. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
