import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AgencyEndpoints } from './agency-link/endpoints.js';
import { BaseUrl } from './http/signing-keys.js';
import { AgencyAddresses } from './mail/addresses.js';
import { PaymentKeys } from './payment/keys.js';
import type { KeyRing } from './privacy/key-ring.js';
import { keyRingForm, keyRingSetting } from './privacy/key-ring.js';

const port = z.coerce.number().int().min(1).max(65_535);
const list = z
  .string()
  .transform((text) => text.split(',').map((item) => item.trim()))
  .pipe(z.array(z.string().min(1)));
const secret = z.string().min(32, 'must have at least 32 characters');

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
  PRASAN_ACTOR_SECRET: secret.optional(),
  PRASAN_PERSON_SECRET: secret.optional(),
  PRASAN_MASTER_KEYS: keyRingSetting('PRASAN_MASTER_KEYS').optional(),
  PRASAN_CODEC_KEYS: z
    .union(
      [z.literal('none'), keyRingSetting('PRASAN_CODEC_KEYS')],
      `must be ${keyRingForm}, or none`,
    )
    .optional(),
  PRASAN_TOKEN: z.string().optional(),
  PRASAN_TRACKER_PORT: port.default(8090),
  PRASAN_WORKER_HEALTH_PORT: port.default(8085),
  PRASAN_HOST: z.string().default('127.0.0.1'),
  PRASAN_KAFKA_REPLICATION: z.coerce.number().int().min(1).max(9).default(3),
  PRASAN_LIVE_CHECK_ALLOW: list.default([]),
  PRASAN_MAIL_FROM: z.string().default('prasan@localhost'),
  PRASAN_AGENCY_EMAILS: AgencyAddresses.optional(),
  PRASAN_AGENCY_ENDPOINTS: AgencyEndpoints.optional(),
  PRASAN_PAYMENT_URL: BaseUrl.optional(),
  PRASAN_PAYMENT_KEYS: PaymentKeys.optional(),
  PRASAN_SAMPLE: z.stringbool().default(false),
  PRASAN_SAMPLE_REQUESTS: z.coerce.number().int().min(0).max(10_000).default(30),
  PRASAN_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
  PRASAN_MAX_CACHED_WORKFLOWS: z.coerce.number().int().min(10).default(1000),
  TEMPORAL_DEPLOYMENT_NAME: z.string().optional(),
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
  const settings = settingsOf(env);
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

/** Base URL under which others reach the gateway. */
export function gatewayUrlOf({ PRASAN_GATEWAY_URL, PRASAN_GATEWAY_PORT }: Config): string {
  return PRASAN_GATEWAY_URL ?? `http://127.0.0.1:${PRASAN_GATEWAY_PORT}`;
}

/**
 * The secret that makes the ids of persons, for the process that gives them.
 *
 * @throws ConfigError when it is not set
 */
export function actorSecretOf({ PRASAN_ACTOR_SECRET: value }: Config): string {
  return value ?? missing('PRASAN_ACTOR_SECRET', `the gateway needs it, ${randomSecret}`);
}

/**
 * The secret under which persons are known who have applied, for the process that takes applications.
 *
 * @throws ConfigError when it is not set
 */
export function personSecretOf({ PRASAN_PERSON_SECRET: value }: Config): string {
  return value ?? missing('PRASAN_PERSON_SECRET', `the gateway needs it, ${randomSecret}`);
}

/**
 * The keys that wrap the keys of cases, for the processes that seal and open personal data.
 *
 * @throws ConfigError when they are not set
 */
export function masterKeysOf({ PRASAN_MASTER_KEYS: keys }: Config): KeyRing {
  const who = 'processes that seal or open personal data need it';
  return keys ?? missing('PRASAN_MASTER_KEYS', `${who}, ${aKey}`);
}

/**
 * The keys under which payloads go to Temporal, read as {@link readConfig} reads, for whoever makes a
 * client or a worker; `none` where it was said that nothing is to be encrypted.
 *
 * @throws ConfigError when nothing is said, or something that is no ring
 */
export function codecKeys(env: NodeJS.ProcessEnv = process.env): KeyRing | 'none' {
  const name = 'PRASAN_CODEC_KEYS';
  const { data, error } = Settings.shape[name].safeParse(settingsOf(env)[name]);
  const [issue] = error?.issues ?? [];
  return (
    data ?? missing(name, issue?.message ?? `whoever reaches Temporal needs it, ${aKey}; or none`)
  );
}

const randomSecret = 'at least 32 random characters (see .env.example)';
const aKey = 'ID:KEY with 32 random bytes in base64 (see .env.example)';

function missing(name: string, what: string): never {
  throw new ConfigError(`Faulty settings:\n  ${name}: ${what}`);
}

/** What is set: in the environment, and below it by a running local stack. */
function settingsOf(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const given = withoutEmpty(env);
  return { ...localStack(given['PRASAN_HOME'] ?? '.prasan'), ...given };
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
