import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  actorSecretOf,
  codecKeys,
  ConfigError,
  masterKeysOf,
  personSecretOf,
  readConfig,
} from '../../infra/config.js';
import { ringText } from '../support/keys.js';

const home = mkdtempSync(join(tmpdir(), 'prasan-config-'));
afterAll(() => rmSync(home, { recursive: true }));
const none = { PRASAN_HOME: join(home, 'none') };

function faultsOf(env: Record<string, string>): string[] {
  try {
    readConfig({ ...none, ...env });
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return error instanceof Error ? error.message.split('\n  ').slice(1) : [];
  }
}

describe('the settings', () => {
  it('have defaults, which an empty setting leaves', () => {
    expect(readConfig({ ...none, PRASAN_GATEWAY_PORT: '' })).toMatchObject({
      TEMPORAL_ADDRESS: '127.0.0.1:7233',
      KAFKA_BROKERS: ['127.0.0.1:9092'],
      PRASAN_GATEWAY_PORT: 8080,
      PRASAN_LIVE_CHECK_ALLOW: [],
    });
  });

  it('are refused with every fault at once', () => {
    const faults = faultsOf({
      PRASAN_GATEWY_PORT: '8080',
      PRASAN_TRACKER_PORT: '70000',
      PRASAN_WORKER_HEALTH_PORT: 'http',
      PRASAN_LOG_LEVEL: 'loud',
      OIDC_ISSUER: 'issuer',
    });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'PRASAN_GATEWY_PORT',
      'OIDC_ISSUER',
      'PRASAN_TRACKER_PORT',
      'PRASAN_WORKER_HEALTH_PORT',
      'PRASAN_LOG_LEVEL',
    ]);
    expect(faults[0]).toBe('PRASAN_GATEWY_PORT: there is no such setting (see .env.example)');
  });

  it('may be of others, and of the local stack', () => {
    expect(faultsOf({ PATH: '/bin', PRASAN_TEST_AGENCY_URL: 'http://127.0.0.1:1' })).toEqual([]);
    expect(faultsOf({ PRASAN_GATEWAY_PORT: '0' })).toHaveLength(1);
  });

  it.each([
    ['SMTP_URL', 'mail.example:25'],
    ['SMTP_URL', 'http://mail.example'],
    ['SMTP_URL', 'smtp://'],
    ['PRASAN_AGENCY_EMAILS', 'AGY009'],
    ['PRASAN_AGENCY_EMAILS', 'AGY009=nobody'],
    ['PRASAN_AGENCY_EMAILS', 'excise=plan@excise.example'],
    ['PRASAN_AGENCY_EMAILS', 'AGY009=a@b.example,AGY009=c@d.example'],
    ['PRASAN_AGENCY_EMAILS', 'AGY009=a@b.example,'],
    ['PRASAN_ACTOR_SECRET', 'short'],
    ['PRASAN_PERSON_SECRET', 'short'],
    ['PRASAN_MASTER_KEYS', 'none'],
    ['PRASAN_CODEC_KEYS', 'a:short'],
  ])('refuse %s=%s, saying what would be right', (name, value) => {
    const [fault = '', ...more] = faultsOf({ [name]: value });
    expect(more).toEqual([]);
    expect(fault).toMatch(
      new RegExp(`^${name}: .*(smtp://HOST|AGY009|32 characters|32 random bytes)`),
    );
  });

  it('never tell a password that was given', () => {
    const [fault = ''] = faultsOf({ SMTP_URL: 'http://user:very-secret@mail.example' });
    expect(fault).toContain('smtp://HOST');
    expect(fault).not.toContain('very-secret');
    const [key = ''] = ringText('a').slice(2).split('=');
    for (const name of ['PRASAN_MASTER_KEYS', 'PRASAN_CODEC_KEYS']) {
      expect(faultsOf({ [name]: `a:${key}` }).join()).not.toContain(key);
    }
  });

  it('take mail servers with and without a user, and addresses by agency', () => {
    for (const url of ['smtp://127.0.0.1:2525', 'smtps://user:pass@mail.example:465']) {
      expect(readConfig({ ...none, SMTP_URL: url }).SMTP_URL).toBe(url);
    }
    const emails = 'AGY009=plan@excise.example, AGY010 = it@revenue.example';
    const { PRASAN_AGENCY_EMAILS: addresses } = readConfig({
      ...none,
      PRASAN_AGENCY_EMAILS: emails,
    });
    expect([...(addresses ?? [])]).toEqual([
      ['AGY009', 'plan@excise.example'],
      ['AGY010', 'it@revenue.example'],
    ]);
  });

  it('need secrets and master keys in those processes alone that use them', () => {
    const secret = 's'.repeat(32);
    expect(actorSecretOf(readConfig({ ...none, PRASAN_ACTOR_SECRET: secret }))).toBe(secret);
    expect(personSecretOf(readConfig({ ...none, PRASAN_PERSON_SECRET: secret }))).toBe(secret);
    const ring = masterKeysOf(readConfig({ ...none, PRASAN_MASTER_KEYS: ringText('m2', 'm1') }));
    expect(ring.currentId).toBe('m2');
    const config = readConfig(none);
    expect(() => actorSecretOf(config)).toThrow(/PRASAN_ACTOR_SECRET: the gateway needs/);
    expect(() => personSecretOf(config)).toThrow(/PRASAN_PERSON_SECRET: the gateway needs/);
    expect(() => masterKeysOf(config)).toThrow(/PRASAN_MASTER_KEYS: processes that seal/);
  });

  it('let nobody reach Temporal in plain text who has not said so', () => {
    const fault = /^Faulty settings:\n {2}PRASAN_CODEC_KEYS: whoever reaches Temporal needs it/;
    expect(() => codecKeys(none)).toThrow(fault);
    expect(() => codecKeys({ ...none, PRASAN_CODEC_KEYS: '' })).toThrow(fault);
    expect(() => codecKeys({ ...none, PRASAN_CODEC_KEYS: 'a:b' })).toThrow(ConfigError);
    expect(codecKeys({ ...none, PRASAN_CODEC_KEYS: 'none' })).toBe('none');
    const own = codecKeys({ ...none, PRASAN_CODEC_KEYS: ringText('c2', 'c1') });
    expect(own).toMatchObject({ currentId: 'c2' });
    const stack = join(home, 'stack');
    mkdirSync(stack);
    writeFileSync(join(stack, 'env'), `PRASAN_CODEC_KEYS=${ringText('local')}\n`);
    expect(codecKeys({ PRASAN_HOME: stack })).toMatchObject({ currentId: 'local' });
    expect(codecKeys({ PRASAN_HOME: stack, PRASAN_CODEC_KEYS: 'none' })).toBe('none');
  });

  it('come from the running stack where the environment says nothing', () => {
    writeFileSync(join(home, 'env'), 'KAFKA_BROKERS=a:1, b:2\nDATABASE_URL=postgres://x?a=b\n');
    const env = { PRASAN_HOME: home, DATABASE_URL: 'postgres://mine' };
    expect(readConfig(env)).toMatchObject({
      KAFKA_BROKERS: ['a:1', 'b:2'],
      DATABASE_URL: 'postgres://mine',
    });
    expect(readConfig({ PRASAN_HOME: home }).DATABASE_URL).toBe('postgres://x?a=b');
  });
});
