import type { TestReportFault } from '../../lifecycles/refusals.js';
import type { ServiceAction } from '../../lifecycles/service/table.js';
import type { ActionBody } from './bodies.js';

/** What a verified test report says. */
export interface TestReport {
  /** Unique id of the report (JWT claim `jti`). */
  readonly reportId: string;
  /** Registered tester that signed it. */
  readonly testerId: string;
  readonly serviceId: string;
  /** The endpoint tested: an absolute URL. */
  readonly endpoint: string;
  /** SHA-256 (hex) of the report document. */
  readonly sha256: string;
  /** When the test was made: RFC 3339, UTC. */
  readonly testedAt: string;
}

/** Why a test report is not accepted, as a stable code; whether it was used before the case knows. */
export type ReportFault = Exclude<TestReportFault, 'replayed'>;

/** What came of judging a signed test report: what it says, or why it is not accepted. */
export type JudgedReport = { readonly report: TestReport } | { readonly fault: ReportFault };

/** A signed test report, and what it must be bound to. */
export interface SignedReport {
  /** Compact JWS by a registered tester's key (docs/contract.md). */
  readonly jws: string;
  readonly serviceId: string;
  /** Endpoint of the joint connection test that is submitted with it: an absolute URL. */
  readonly endpoint: string;
  /** SHA-256 (hex) of the report document, as the evidence has it. */
  readonly sha256: string;
}

/** The signed test report that a parsed body brings along; `undefined` for most. */
export function signedReportIn(
  serviceId: string,
  action: ServiceAction,
  body: object,
): SignedReport | undefined {
  if (action !== 'advance') return undefined;
  const { evidence } = body as Partial<ActionBody<'advance'>>;
  const given = evidence?.testReport;
  const tested = evidence?.jointConnectionTest;
  if (given === undefined || tested === undefined) return undefined;
  return { jws: given.jws, serviceId, endpoint: tested.endpoint, sha256: given.sha256 };
}
