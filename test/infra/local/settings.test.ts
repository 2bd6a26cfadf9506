import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../../infra/config.js';
import { loadDotEnv } from '../../../infra/local/dot-env.js';
import { readEnvFile, writeEnvFile } from '../../../infra/local/env-file.js';
import type { Ports } from '../../../infra/local/ports.js';
import { keptSecret, secretsOf } from '../../../infra/local/secret.js';
import { givenAddresses, givenSettings, serverEnv } from '../../../infra/local/stack.js';
import { scratchFolder } from '../../support/scratch.js';

const scratch = scratchFolder();
const before = { ...process.env };
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(scratch, 'home-'));
  for (const name of Object.keys(process.env)) {
    if (/^(PRASAN|TEMPORAL|KAFKA|DATABASE|OIDC)_/.test(name)) delete process.env[name];
  }
});

afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});

describe('the .env file of the checkout', () => {
  it('sets what the environment does not', () => {
    writeFileSync(
      join(home, '.env'),
      '# mine\nPRASAN_GATEWAY_PORT=8180\nKAFKA_BROKERS="a:1,b:2"\nSMTP_URL=\nOIDC_ISSUER=http://file\n',
    );
    process.env['OIDC_ISSUER'] = 'http://environment';
    process.env['KAFKA_BROKERS'] = '';
    loadDotEnv(home);
    expect(process.env['PRASAN_GATEWAY_PORT']).toBe('8180');
    expect(process.env['OIDC_ISSUER']).toBe('http://environment');
    expect(process.env['KAFKA_BROKERS']).toBe('');
  });

  it('need not be there', () => {
    expect(() => loadDotEnv(home)).not.toThrow();
  });

  it('is refused with an unknown setting of ours, as the environment is', () => {
    writeFileSync(join(home, '.env'), 'PRASAN_GATEWY_PORT=8180\n');
    loadDotEnv(home);
    const read = () => readConfig({ ...process.env, PRASAN_HOME: home });
    expect(read).toThrow('PRASAN_GATEWY_PORT: there is no such setting (see .env.example)');
  });

  it('that cannot be read is one clear line', () => {
    mkdirSync(join(home, '.env'));
    expect(() => loadDotEnv(home)).toThrow(
      /^\S+\/\.env cannot be read \(.*\): mend it, or remove it\.$/,
    );
  });
});

describe('the settings that a stack leaves for the command line', () => {
  it('are read as they were written, by their owner alone', () => {
    const env = { DATABASE_URL: 'postgres://u:p=w@h/d?a=b', KAFKA_BROKERS: 'a:1,b:2' };
    const file = join(home, 'env');
    writeFileSync(file, 'OLD=1\n', { mode: 0o644 });
    writeEnvFile(file, env);
    expect(readEnvFile(home)).toEqual(env);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('are none where nothing was started', () => {
    expect(readEnvFile(join(home, 'none'))).toEqual({});
  });
});

describe('the settings of the processes', () => {
  const ports = { temporal: 1, kafka: 2, postgres: 3, oidc: 4, testAgency: 5 } as Ports;

  it('lead to the servers of the stack', () => {
    expect(serverEnv('/home', ports, {})).toEqual({
      PRASAN_HOME: '/home',
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      KAFKA_BROKERS: '127.0.0.1:2',
      DATABASE_URL: 'postgres://prasan@127.0.0.1:3/prasan',
      OIDC_ISSUER: 'http://127.0.0.1:4',
      PRASAN_KAFKA_REPLICATION: '1',
      PRASAN_LIVE_CHECK_ALLOW: '127.0.0.1:5',
      PRASAN_TEST_AGENCY_URL: 'http://127.0.0.1:5',
      PRASAN_AGENCY_ENDPOINTS: expect.stringContaining('"http://127.0.0.1:5/systems/AGY009"'),
      PRASAN_PAYMENT_URL: 'http://127.0.0.1:5/treasury',
      PRASAN_PAYMENT_KEYS: expect.stringMatching(/^local=[0-9a-f]{64}$/),
    });
  });

  it('lead to the servers whose address is set; an empty one is not set', () => {
    process.env['KAFKA_BROKERS'] = 'a:1,b:2';
    process.env['DATABASE_URL'] = '';
    process.env['TEMPORAL_NAMESPACE'] = 'mine';
    process.env['PRASAN_LIVE_CHECK_ALLOW'] = '';
    expect(givenAddresses()).toEqual({ KAFKA_BROKERS: 'a:1,b:2' });
    expect(serverEnv('/home', ports, givenSettings())).toMatchObject({
      TEMPORAL_NAMESPACE: 'mine',
      KAFKA_BROKERS: 'a:1,b:2',
      DATABASE_URL: 'postgres://prasan@127.0.0.1:3/prasan',
      PRASAN_KAFKA_REPLICATION: '3',
      PRASAN_LIVE_CHECK_ALLOW: '127.0.0.1:5',
    });
  });

  it('keep topics on the one broker of the stack, whatever is set for a cluster', () => {
    const cluster = { PRASAN_KAFKA_REPLICATION: '3' };
    expect(serverEnv('/home', ports, cluster)).toMatchObject({ PRASAN_KAFKA_REPLICATION: '1' });
    const given = { KAFKA_BROKERS: 'a:1', PRASAN_KAFKA_REPLICATION: '2' };
    expect(serverEnv('/home', ports, given)).toMatchObject({ PRASAN_KAFKA_REPLICATION: '2' });
  });
});

describe('the secret of a home', () => {
  const none = { PRASAN_HOME: '/nonexistent' };

  it('is made once, of 32 random bytes, and kept by its owner alone', () => {
    const file = join(home, 'actor-secret');
    const secret = keptSecret(file);
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(readFileSync(file, 'utf8')).toBe(secret);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(keptSecret(file)).toBe(secret);
    expect(keptSecret(join(home, 'another'))).not.toBe(secret);
  });

  it('is never replaced by another one: a faulty file is one clear line', () => {
    const file = join(home, 'actor-secret');
    writeFileSync(file, 'abc');
    expect(() => keptSecret(file)).toThrow(
      `${file} should hold 64 hexadecimal digits: put the secret back from a copy, or start over with npm start -- --fresh.`,
    );
  });

  it('is one of several, each with its own file, and each may be set', () => {
    const secrets = secretsOf(home, { PRASAN_MASTER_KEYS: '', PRASAN_PERSON_SECRET: 'set' });
    expect(secrets).toMatchObject({
      PRASAN_ACTOR_SECRET: readFileSync(join(home, 'actor-secret'), 'utf8'),
      PRASAN_PERSON_SECRET: 'set',
      PRASAN_MASTER_KEYS: expect.stringMatching(/^local:[\w+/]{43}=$/),
      PRASAN_CODEC_KEYS: expect.stringMatching(/^local:[\w+/]{43}=$/),
    });
    expect(secrets.PRASAN_CODEC_KEYS).not.toBe(secrets.PRASAN_MASTER_KEYS);
    expect(secretsOf(home, {})).toMatchObject({ PRASAN_CODEC_KEYS: secrets.PRASAN_CODEC_KEYS });
    const named = { ...none, ...secrets, PRASAN_PERSON_SECRET: 's'.repeat(32) };
    expect(readConfig(named).PRASAN_CODEC_KEYS).toMatchObject({ currentId: 'local' });
  });
});
