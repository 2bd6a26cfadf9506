import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CryptoKey, JWK } from 'jose';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { ServiceCommand } from '../../../contracts/commands/service/messages.js';
import type { ServiceAction } from '../../../contracts/lifecycles/service/table.js';
import {
  createTestReportVerifier,
  judgeOnArrival,
  signTestReport,
  testReportType,
} from '../../../infra/testers/report.js';
import { people } from '../../support/people.js';

const at = Date.parse('2026-11-24T03:00:00.000Z');
const bound = {
  serviceId: 'SVC0106',
  endpoint: 'https://uat.excise.example/api',
  sha256: 'a'.repeat(64),
};
const report = {
  ...bound,
  reportId: 'report-1',
  testerId: 'TESTER1',
  testedAt: '2026-11-20T03:00:00.000Z',
};
const claims = { jti: 'report-1', iss: 'TESTER1', sub: 'SVC0106', result: 'passed', ...bound };

let key: CryptoKey;
let jwk: JWK;
beforeAll(async () => {
  const pair = await generateKeyPair('ES256');
  key = pair.privateKey;
  jwk = { ...(await exportJWK(pair.publicKey)), alg: 'ES256' };
});

const verifier = createTestReportVerifier((testerId) =>
  Promise.resolve(testerId === 'TESTER1' ? jwk : undefined),
);

async function faultOf(jws: string, expected: Partial<typeof bound> = {}): Promise<unknown> {
  const answer = await verifier.verify({ jws, ...bound, ...expected }, at);
  return 'fault' in answer ? answer.fault : 'accepted';
}

async function faultWith(change: Partial<Parameters<typeof signTestReport>[2]>): Promise<unknown> {
  return faultOf(await signTestReport(key, 'ES256', { ...report, ...change }));
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

describe('a signed test report', () => {
  it('is taken for what it says', async () => {
    const jws = await signTestReport(key, 'ES256', report);
    expect(await verifier.verify({ jws, ...bound }, at)).toEqual({ report });
  });

  it('is taken for the same address in another spelling', async () => {
    expect(await faultWith({ endpoint: 'https://UAT.excise.example:443/./api' })).toBe('accepted');
    expect(await faultWith({ endpoint: 'http://uat.excise.example/api' })).toBe('otherEndpoint');
  });

  it('is refused when another key signed it, or its content was changed', async () => {
    const other = await generateKeyPair('ES256');
    expect(await faultOf(await signTestReport(other.privateKey, 'ES256', report))).toBe('forged');
    const [header, , signature] = (await signTestReport(key, 'ES256', report)).split('.');
    const changed = encoded({ ...claims, testedAt: '2026-11-23T03:00:00.000Z' });
    expect(await faultOf(`${header ?? ''}.${changed}.${signature ?? ''}`)).toBe('forged');
  });

  it('is refused without a signature (alg none)', async () => {
    const payload = encoded({ ...claims, testedAt: report.testedAt });
    expect(await faultOf(`${encoded({ alg: 'none', typ: testReportType })}.${payload}.`)).toBe(
      'forged',
    );
  });

  it('is refused when signed with the public key as a secret (HS256)', async () => {
    const content = `${encoded({ alg: 'HS256', typ: testReportType })}.${encoded({
      ...claims,
      testedAt: report.testedAt,
    })}`;
    const mac = createHmac('sha256', JSON.stringify(jwk)).update(content).digest('base64url');
    expect(await faultOf(`${content}.${mac}`)).toBe('forged');
  });

  it('is refused for another service, endpoint or document', async () => {
    const jws = await signTestReport(key, 'ES256', report);
    expect(await faultOf(jws, { serviceId: 'SVC0107' })).toBe('otherService');
    expect(await faultOf(jws, { endpoint: 'https://uat.excise.example/' })).toBe('otherEndpoint');
    expect(await faultOf(jws, { sha256: 'b'.repeat(64) })).toBe('otherDocument');
  });

  it('is good for 90 days in Bangkok, and never of the future', async () => {
    expect(await faultWith({ testedAt: '2026-08-25T17:00:00.000Z' })).toBe('accepted');
    expect(await faultWith({ testedAt: '2026-08-25T16:59:59.000Z' })).toBe('tooOld');
    expect(await faultWith({ testedAt: '2026-11-24T16:59:59.000Z' })).toBe('accepted');
    expect(await faultWith({ testedAt: '2026-11-24T17:00:00.000Z' })).toBe('inTheFuture');
  });

  it('is refused when the test was not passed', async () => {
    expect(await faultWith({ result: 'failed' })).toBe('notPassed');
  });

  it('is refused from a tester who is not registered', async () => {
    expect(await faultWith({ testerId: 'TESTER2' })).toBe('unknownTester');
  });

  it('is refused when it is another token of the tester, or none at all', async () => {
    const token = await new SignJWT({ ...claims, testedAt: report.testedAt })
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT' })
      .sign(key);
    expect(await faultOf(token)).toBe('malformed');
    for (const text of ['', 'a.b.c', 'e30.e30.', '...'])
      expect(await faultOf(text)).toBe('malformed');
    const partial = await new SignJWT({ iss: 'TESTER1' })
      .setProtectedHeader({ alg: 'ES256', typ: testReportType })
      .sign(key);
    expect(await faultOf(partial)).toBe('malformed');
  });
});

describe('a command on its way to its case', () => {
  const { serviceId, endpoint, sha256 } = bound;
  const commandOf = (action: ServiceAction, evidence: object): ServiceCommand => ({
    ...{ action, body: { evidence }, actor: people.agencyOfficer },
    ...{ ifMatch: 1, key: 'k', bodyHash: 'h' },
  });
  const advance = (jws: string) =>
    commandOf('advance', { jointConnectionTest: { endpoint }, testReport: { jws, sha256 } });

  it('takes along what its test report says, or why it is not accepted', async () => {
    const today = { ...report, testedAt: new Date().toISOString() };
    const good = advance(await signTestReport(key, 'ES256', today));
    const judged = await judgeOnArrival(verifier, serviceId, good);
    expect(judged).toEqual({ ...good, judged: { report: today } });
    const other = await judgeOnArrival(verifier, 'SVC0107', good);
    expect(other.judged).toEqual({ fault: 'otherService' });
    const forged = await judgeOnArrival(verifier, serviceId, advance('a.b.c'));
    expect(forged.judged).toEqual({ fault: 'malformed' });
  });

  it('without a test report goes on as it is', async () => {
    const others = [
      commandOf('advance', { screening: {} }),
      commandOf('advance', { testReport: { jws: 'a.b.c', sha256 } }),
      commandOf('announceChannel', { testReport: {}, jointConnectionTest: {} }),
      { ...commandOf('withdraw', {}), body: {} },
    ];
    for (const command of others) {
      expect(await judgeOnArrival(verifier, serviceId, command)).toBe(command);
    }
  });

  it('says so when the testers cannot be asked', async () => {
    const away = createTestReportVerifier(() => Promise.reject(new Error('PostgreSQL is away')));
    const command = advance(await signTestReport(key, 'ES256', report));
    await expect(judgeOnArrival(away, serviceId, command)).rejects.toThrow('PostgreSQL is away');
  });
});
