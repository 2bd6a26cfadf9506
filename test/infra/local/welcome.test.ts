import { describe, expect, it } from '@jest/globals';
import { welcome, withoutPassword } from '../../../infra/local/welcome.js';

const env = {
  TEMPORAL_ADDRESS: '127.0.0.1:20001',
  KAFKA_BROKERS: '127.0.0.1:20002',
  DATABASE_URL: 'postgres://prasan:secret@127.0.0.1:20003/prasan',
  OIDC_ISSUER: 'http://127.0.0.1:20004',
  PRASAN_TEST_AGENCY_URL: 'http://127.0.0.1:20005',
  PRASAN_HOST: '0.0.0.0',
  PRASAN_GATEWAY_URL: 'http://127.0.0.1:8180',
  PRASAN_TRACKER_PORT: '8190',
};
const where = { home: '/data', temporalUi: 'http://127.0.0.1:20006/', isOwnIssuer: true };

describe('the welcome', () => {
  it('gives every address, a sign-in, a first thing to try, and how to stop', () => {
    const lines = welcome(env, where).split('\n');
    const value = (name: string) => lines.find((line) => line.startsWith(`  ${name}  `))?.slice(20);
    expect(value("OPDC's page")).toBe(
      'http://127.0.0.1:8190/   (English: http://127.0.0.1:8190/?lang=en)',
    );
    expect(value('Gateway')).toBe(
      'http://127.0.0.1:8180/   (OpenAPI: http://127.0.0.1:8180/openapi.json)',
    );
    expect(value('Temporal UI')).toBe(where.temporalUi);
    expect(value('Kafka')).toBe(env.KAFKA_BROKERS);
    expect(value('Sign-in (OIDC)')).toBe(env.OIDC_ISSUER);
    expect(value('Data and logs')).toBe('/data');
    expect(value('Sign in')).toContain('token agencyOfficer --agency AGY009 --name somchai');
    expect(value('Try first')).toContain('service list --as opdcOfficer');
    expect(lines.join('\n')).toContain('request submit SVC0106 --example --as portal --office biz');
    expect(lines.join('\n')).toContain('request simulate --count 40 --seed 7');
    expect(lines.filter((line) => line !== '').at(-1)).toBe(
      '  Ctrl-C stops everything; the next start finds it as it was left.',
    );
  });

  it('shows no password', () => {
    expect(welcome(env, where)).not.toContain('secret');
    expect(withoutPassword('postgres://u:p@h:1/d')).toBe('postgres://u@h:1/d');
    expect(withoutPassword('a:1,b:2')).toBe('a:1,b:2');
  });

  it('leaves out the page of a Temporal that somebody else runs', () => {
    expect(welcome(env, { home: '/data', isOwnIssuer: true })).not.toContain('Temporal UI');
  });

  it('says how to sign in where the issuer is somebody else’s', () => {
    const shown = welcome(env, { home: '/data', isOwnIssuer: false });
    expect(shown).toContain('Sign in           with a token of that issuer');
    expect(shown).toContain('PRASAN_TOKEN');
    expect(shown).not.toContain('--as');
  });
});
