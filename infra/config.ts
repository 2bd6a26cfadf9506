import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AgencyAddresses } from './mail/addresses.js';

const port = z.coerce.number().int().min(1).max(65_535);
const list = z
  .string()
  .transform((text) => text.split(',').map((item) => item.trim()))
  .pipe(z.array(z.string().min(1)));

/** Every setting, with its default. Names are fixed (design §11). */
const Settings = z.object({
  TEMPORAL_ADDRESS: z.string().default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().default('prasan'),
  KAFKA_BROKERS: list.default(['127.0.0.1:9092']),
  DATABASE_URL: z.string().default('postgres://prasan@127.0.0.1:5432/prasan'),
  OIDC_ISSUER: z.url().default('http://127.0.0.1:8070'),
  SMTP_URL: z
    .url({
      protocol: /^smtps?$/,
      hostname: /./,
      error:
        'must be smtp://HOST:PORT or smtps://HOST:PORT, with user:password@ where it is asked for',
    })
    .optional(),
  PRASAN_HOME: z.string().default('.prasan'),
  PRASAN_GATEWAY_PORT: port.default(8080),
  PRASAN_GATEWAY_URL: z.url().optional(),
  PRASAN_ACTOR_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  PRASAN_TOKEN: z.string().optional(),
  PRASAN_TRACKER_PORT: port.default(8090),
  PRASAN_WORKER_HEALTH_PORT: port.default(8085),
  PRASAN_HOST: z.string().default('127.0.0.1'),
  PRASAN_KAFKA_REPLICATION: z.coerce.number().int().min(1).max(9).default(3),
  PRASAN_LIVE_CHECK_ALLOW: list.default([]),
  PRASAN_MAIL_FROM: z.string().default('prasan@localhost'),
  PRASAN_AGENCY_EMAILS: AgencyAddresses.optional(),
  PRASAN_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
  PRASAN_MAX_CACHED_WORKFLOWS: z.coerce.number().int().min(10).default(1000),
  TEMPORAL_DEPLOYMENT_NAME: z.string().default('prasan-onboarding'),
  TEMPORAL_WORKER_BUILD_ID: z.string().default('local'),
});

/** Settings of the local stack and the tests, known but read elsewhere. */
const known = ['PRASAN_TEST_AGENCY_URL'];

/** All settings of a process, checked. */
export type Config = z.output<typeof Settings>;

/** Thrown when the settings are faulty; the message lists every fault. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the settings: the environment, below it the addresses that a running local stack left in
 * `PRASAN_HOME/env`, below that the defaults.
 *
 * @throws ConfigError naming every faulty or unknown setting at once
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = withoutEmpty(env);
  const home = given['PRASAN_HOME'] ?? '.prasan';
  const settings = { ...localStack(home), ...given };
  const unknown = Object.keys(settings).filter(
    (name) => name.startsWith('PRASAN_') && !(name in Settings.shape) && !known.includes(name),
  );
  const parsed = Settings.safeParse(settings);
  const faults = [
    ...unknown.map((name) => `${name}: there is no such setting (see .env.example)`),
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`),
  ];
  if (faults.length > 0 || !parsed.success) {
    throw new ConfigError(`Faulty settings:\n  ${[...new Set(faults)].join('\n  ')}`);
  }
  return parsed.data;
}

/**
 * The secret that makes the ids of persons, for the process that gives them.
 *
 * @throws ConfigError when it is not set
 */
export function actorSecretOf({ PRASAN_ACTOR_SECRET: secret }: Config): string {
  if (secret !== undefined) return secret;
  throw new ConfigError(
    'Faulty settings:\n  PRASAN_ACTOR_SECRET: the gateway needs it, at least 32 random characters (see .env.example)',
  );
}

/** An empty setting counts as not set, as in a `.env` file with nothing after the sign. */
function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}

function localStack(home: string): Record<string, string> {
  const file = join(home, 'env');
  if (!existsSync(file)) return {};
  const lines = readFileSync(file, 'utf8').split('\n');
  return Object.fromEntries(
    lines
      .map((line) => line.split(/=(.*)/s))
      .flatMap(([name, value]) => (name && value !== undefined ? [[name, value] as const] : [])),
  );
}
