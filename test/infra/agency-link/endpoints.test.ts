import { describe, expect, it } from '@jest/globals';
import { acceptedKeys, AgencyEndpoints } from '../../../infra/agency-link/endpoints.js';
import { readConfig } from '../../../infra/config.js';
import { doubleSettings } from '../../../infra/local/doubles.js';
import { PaymentKeys } from '../../../infra/payment/keys.js';

const secret = 'very-secret-very-secret-very-secret';
const good = { url: 'https://api.excise.example/prasan', kid: '2026-1', secret };

function faultOf(name: string, value: string): string {
  try {
    readConfig({ PRASAN_HOME: '/nowhere', [name]: value });
    return '';
  } catch (error) {
    return String(error);
  }
}

const endpointFault = (value: unknown) =>
  faultOf('PRASAN_AGENCY_ENDPOINTS', typeof value === 'string' ? value : JSON.stringify(value));

describe('the endpoints of agencies', () => {
  it('are taken by agency, with further keys while one is changed', () => {
    const accepts = [{ kid: '2025-2', secret: secret.toUpperCase() }];
    const endpoints = AgencyEndpoints.parse(JSON.stringify({ AGY009: { ...good, accepts } }));
    const endpoint = endpoints.get('AGY009');
    expect(endpoint).toEqual({ ...good, accepts });
    expect(endpoint && acceptedKeys(endpoint)).toEqual([{ kid: '2026-1', secret }, ...accepts]);
    expect(AgencyEndpoints.parse('{}').size).toBe(0);
  });

  it.each<[unknown, RegExp]>([
    ['{', /PRASAN_AGENCY_ENDPOINTS: must be JSON on one line/],
    [[], /PRASAN_AGENCY_ENDPOINTS: must be an object/],
    [{ excise: good }, /PRASAN_AGENCY_ENDPOINTS.*excise/],
    [{ AGY009: { ...good, url: 'http://api.excise.example' } }, /AGY009\.url: must be https/],
    [{ AGY009: { ...good, url: 'https://u:very-secret@x.example' } }, /AGY009\.url: must be https/],
    [{ AGY009: { ...good, url: 'https://x.example/?a=1' } }, /AGY009\.url: must be https/],
    [{ AGY009: { ...good, kid: 'a b' } }, /AGY009\.kid: must be 1 to 64/],
    [{ AGY009: { ...good, secret: 'very-secret' } }, /AGY009\.secret: must have at least 32/],
    [{ AGY009: { url: good.url, kid: 'k' } }, /AGY009\.secret/],
  ])('are refused, saying what is wrong and no secret: %j', (value, said) => {
    const fault = endpointFault(value);
    expect(fault).toMatch(said);
    expect(fault).not.toContain('very-secret');
  });
});

describe('the keys of the treasury', () => {
  it('are one or more, the first of which signs', () => {
    expect(PaymentKeys.parse(`2026-1=${secret}=, 2025-2=${secret}`)).toEqual([
      { kid: '2026-1', secret: `${secret}=` },
      { kid: '2025-2', secret },
    ]);
  });

  it.each(['very-secret', '=very-secret', 'k=very-secret', `k=${secret},`])(
    'are refused without telling them: %s',
    (value) => {
      const fault = faultOf('PRASAN_PAYMENT_KEYS', value);
      expect(fault).toMatch(/PRASAN_PAYMENT_KEYS\.\d\.(kid|secret): must/);
      expect(fault).not.toContain('very-secret');
    },
  );

  it('go with an address that is https, or of this machine', () => {
    expect(faultOf('PRASAN_PAYMENT_URL', 'http://cgd.example')).toMatch(/must be https/);
    expect(faultOf('PRASAN_PAYMENT_URL', 'http://127.0.0.1:8060/treasury')).toBe('');
  });
});

describe('the local stack', () => {
  it('leads every agency of the sample, and the bills, to the test agency', () => {
    const settings = doubleSettings('http://127.0.0.1:5', {});
    const config = readConfig({ PRASAN_HOME: '/nowhere', ...settings });
    const endpoints = config.PRASAN_AGENCY_ENDPOINTS;
    expect(endpoints?.get('AGY009')?.url).toBe('http://127.0.0.1:5/systems/AGY009');
    expect(endpoints?.size).toBeGreaterThan(20);
    const secrets = [...(endpoints?.values() ?? [])].map((endpoint) => endpoint.secret);
    expect(new Set(secrets).size).toBe(endpoints?.size);
    expect(config.PRASAN_PAYMENT_URL).toBe('http://127.0.0.1:5/treasury');
    expect(config.PRASAN_PAYMENT_KEYS).toHaveLength(1);
  });

  it('leaves what is given', () => {
    const given = { PRASAN_AGENCY_ENDPOINTS: '{}', PRASAN_PAYMENT_URL: 'https://x.example' };
    expect(doubleSettings('http://127.0.0.1:5', given)).toMatchObject(given);
  });
});
