import type { CryptoKey, JWK, JWTPayload, KeyObject } from 'jose';
import { compactVerify, decodeJwt, decodeProtectedHeader, importJWK, SignJWT } from 'jose';
import { z } from 'zod';
import { bangkokDate, daysBetween } from '../../contracts/civil-date.js';
import type { ServiceCommand } from '../../contracts/commands/service/messages.js';
import type {
  ReportFault,
  SignedReport,
  TestReport,
} from '../../contracts/commands/service/test-report.js';
import { signedReportIn } from '../../contracts/commands/service/test-report.js';
import { testReportDaysMax } from '../../contracts/lifecycles/service/evidence.js';
import type { TestReportVerifier } from '../../activities/ports.js';
import type { TestReportAlgorithm } from './registry.js';
import { testReportAlgorithms } from './registry.js';

/** `typ` of a signed test report, so that no other token of the tester passes for one. */
export const testReportType = 'prasan-test-report+jwt';

const Claims = z.object({
  jti: z.string().min(1).max(200),
  iss: z.string(),
  sub: z.string(),
  endpoint: z.string(),
  sha256: z.string(),
  testedAt: z.iso.datetime(),
  result: z.enum(['passed', 'failed']),
});

/** Verifies signed test reports against the keys of registered testers. */
export function createTestReportVerifier(
  findKey: (testerId: string) => Promise<JWK | undefined>,
): TestReportVerifier {
  return {
    async verify(signed, at) {
      const claims = readClaims(signed.jws);
      if (claims === undefined) return { fault: 'malformed' };
      const key = await findKey(claims.iss);
      if (key === undefined) return { fault: 'unknownTester' };
      if (!(await isSigned(signed.jws, key))) return { fault: 'forged' };
      const fault = judge(claims, signed, at);
      return fault === undefined ? { report: reportOf(claims) } : { fault };
    },
  };
}

/**
 * Judges the signed test report that a command brings along, so that its case can decide at once; any
 * other command is given back as it is (ADR 12).
 *
 * @throws when the register of testers cannot be asked
 */
export async function judgeOnArrival(
  reports: TestReportVerifier,
  serviceId: string,
  command: ServiceCommand,
): Promise<ServiceCommand> {
  const signed = signedReportIn(serviceId, command.action, command.body);
  if (signed === undefined) return command;
  return { ...command, judged: await reports.verify(signed, Date.now()) };
}

type ReportClaims = z.output<typeof Claims>;

function readClaims(jws: string): ReportClaims | undefined {
  try {
    if (decodeProtectedHeader(jws).typ !== testReportType) return undefined;
    return Claims.safeParse(decodeJwt(jws)).data;
  } catch {
    // What cannot be decoded is malformed, whatever the reason.
    return undefined;
  }
}

/** The algorithm is the registered key's, never the header's word alone. */
async function isSigned(jws: string, jwk: JWK): Promise<boolean> {
  const algorithm = testReportAlgorithms.find((one) => one === jwk.alg);
  if (algorithm === undefined) return false;
  const key = await importJWK(jwk, algorithm);
  return compactVerify(jws, key, { algorithms: [algorithm] }).then(
    () => true,
    () => false,
  );
}

function judge(claims: ReportClaims, expected: SignedReport, at: number): ReportFault | undefined {
  const testedOn = bangkokDate(Date.parse(claims.testedAt));
  const today = bangkokDate(at);
  if (claims.result !== 'passed') return 'notPassed';
  if (claims.sub !== expected.serviceId) return 'otherService';
  if (normalised(claims.endpoint) !== normalised(expected.endpoint)) return 'otherEndpoint';
  if (claims.sha256 !== expected.sha256) return 'otherDocument';
  if (testedOn > today) return 'inTheFuture';
  return daysBetween(testedOn, today) > testReportDaysMax ? 'tooOld' : undefined;
}

function reportOf({ jti, iss, sub, endpoint, sha256, testedAt }: ReportClaims): TestReport {
  return { reportId: jti, testerId: iss, serviceId: sub, endpoint, sha256, testedAt };
}

/** Addresses are compared as WHATWG URLs write them: case of the host, default port, dot segments. */
function normalised(url: string): string {
  return URL.canParse(url) ? new URL(url).href : url;
}

/** Signs a test report as a registered tester does (docs/test-reports.md). */
export async function signTestReport(
  key: CryptoKey | KeyObject,
  algorithm: TestReportAlgorithm,
  report: TestReport & { readonly result?: 'passed' | 'failed' },
): Promise<string> {
  const { reportId, testerId, serviceId, endpoint, sha256, testedAt } = report;
  const claims: JWTPayload = {
    jti: reportId,
    iss: testerId,
    sub: serviceId,
    endpoint,
    sha256,
    testedAt,
    result: report.result ?? 'passed',
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm, typ: testReportType })
    .setIssuedAt(new Date(testedAt))
    .sign(key);
}
