import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from '../../infra/config.js';

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
    expect(faultsOf({ PATH: '/bin', PRASAN_STACK_CONTROL: 'x' })).toEqual([]);
    expect(faultsOf({ PRASAN_GATEWAY_PORT: '0' })).toHaveLength(1);
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
