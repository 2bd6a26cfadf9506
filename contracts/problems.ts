import type { RefusalCode } from './lifecycles/refusals.js';
import type { Label } from './lifecycles/service/states.js';

/** What is fixed of a kind of problem: HTTP status and title. The detail is the case's. */
export interface ProblemKind {
  readonly status: number;
  readonly title: Label;
}

/** HTTP status of each refusal of a case. A refusal without one does not compile. */
export const refusalStatus: Record<RefusalCode, number> = {
  wrongState: 409,
  roleMayNot: 403,
  notYourAgency: 403,
  samePerson: 403,
  submissionPending: 409,
  nothingPending: 409,
  otherSubmission: 409,
  notYourSubmission: 403,
  alreadyApproved: 409,
  notConfirmed: 409,
  notProposed: 409,
  modeNotSet: 409,
  modeAlreadySet: 409,
  evidenceMissing: 422,
  evidenceNotAsked: 422,
  neverAmber: 422,
  remediationNeeded: 422,
  remediationNotAsked: 422,
  remediationDate: 422,
  redOpen: 409,
  noSuchRemediation: 409,
  dateInFuture: 422,
  dateInPast: 422,
  dateOrder: 422,
  permissionExpired: 422,
  securityTestTooOld: 422,
  testReportRefused: 422,
  channelNotAnnounced: 409,
  liveCheckNeeded: 409,
  notEarlier: 422,
  reportNotOwed: 409,
  noReportOwed: 409,
  mergeIntoItself: 422,
  mergeTargetUnknown: 422,
  mergeCycle: 422,
  noSuchEvent: 422,
  nothingToCorrect: 422,
  badValue: 422,
  staleVersion: 412,
  keyReused: 409,
};

/** Problems of the gateway itself, before or beside a case. */
export const gatewayProblems = {
  notSignedIn: { status: 401, title: { th: 'ยังไม่ได้ลงชื่อเข้าใช้', en: 'Not signed in' } },
  mayNotRead: { status: 403, title: { th: 'ไม่มีสิทธิ์อ่าน', en: 'You may not read this' } },
  notFound: { status: 404, title: { th: 'ไม่พบ', en: 'Not found' } },
  methodNotAllowed: { status: 405, title: { th: 'ใช้วิธีนี้ไม่ได้', en: 'Method not allowed' } },
  invalidBody: { status: 400, title: { th: 'ข้อมูลไม่ถูกต้อง', en: 'The body is not valid' } },
  invalidQuery: {
    status: 400,
    title: { th: 'พารามิเตอร์ไม่ถูกต้อง', en: 'The request is not valid' },
  },
  bodyTooLarge: { status: 413, title: { th: 'ข้อมูลใหญ่เกินไป', en: 'The body is too large' } },
  notJson: { status: 415, title: { th: 'ต้องเป็น JSON', en: 'The body must be JSON' } },
  keyMissing: {
    status: 400,
    title: { th: 'ขาด Idempotency-Key', en: 'Idempotency-Key is missing' },
  },
  versionMissing: { status: 428, title: { th: 'ขาด If-Match', en: 'If-Match is missing' } },
  unknownAgency: { status: 422, title: { th: 'ไม่รู้จักหน่วยงาน', en: 'Unknown agency' } },
  engineAway: {
    status: 503,
    title: { th: 'ระบบยังไม่พร้อม ยังไม่มีอะไรเปลี่ยน', en: 'The engine is away; nothing was done' },
  },
  outcomeUnknown: {
    status: 503,
    title: {
      th: 'ไม่ทราบผล ให้ส่งซ้ำด้วย Idempotency-Key เดิม',
      en: 'Outcome unknown; repeat with the same Idempotency-Key',
    },
  },
  issuerAway: { status: 503, title: { th: 'ระบบลงชื่อไม่พร้อม', en: 'The issuer is away' } },
  internal: { status: 500, title: { th: 'ระบบขัดข้อง', en: 'Internal error' } },
} as const satisfies Record<string, ProblemKind>;

/** Code of a problem of the gateway. */
export type GatewayProblem = keyof typeof gatewayProblems;

/** The stable `type` of a problem (RFC 9457). */
export function problemType(code: GatewayProblem | RefusalCode): string {
  return `urn:prasan:problem:${code}`;
}
