import type { RefusalCode } from './lifecycles/refusals.js';
import { agencyRefusalKinds } from './lifecycles/agency/refusal-texts.js';
import { calendarRefusalKinds } from './lifecycles/calendar/refusal-texts.js';
import { requestRefusalKinds } from './lifecycles/request/refusal-kinds.js';
import type { Label } from './lifecycles/service/states.js';

/** What is fixed of a kind of problem: HTTP status and title. The detail is the occurrence's. */
export interface ProblemKind {
  readonly status: number;
  readonly title: Label;
}

/**
 * The kind of problem that each refusal of a case is: 403 who may not, 409 not as things stand, 412
 * and 422 what was sent, 503 what had to be asked does not answer. A refusal without one does not compile.
 */
export const refusalProblems: Record<RefusalCode, ProblemKind> = {
  ...requestRefusalKinds,
  ...calendarRefusalKinds,
  ...agencyRefusalKinds,
  wrongState: kind(409, 'สถานะปัจจุบันทำรายการนี้ไม่ได้', 'Not possible in this state'),
  roleMayNot: kind(403, 'บทบาทนี้ทำรายการไม่ได้', 'Your roles may not do this'),
  notYourAgency: kind(403, 'ไม่ใช่หน่วยงานของท่าน', 'Not your organisation'),
  samePerson: kind(403, 'ต้องเป็นบุคคลอื่น', 'Another person must decide'),
  submissionPending: kind(409, 'มีเรื่องรอพิจารณาอยู่', 'A submission is pending'),
  nothingPending: kind(409, 'ไม่มีเรื่องที่รอพิจารณา', 'Nothing is pending'),
  otherSubmission: kind(409, 'ไม่ใช่เรื่องที่รอพิจารณา', 'Another submission is pending'),
  notYourSubmission: kind(403, 'ไม่ใช่เรื่องที่ท่านเสนอ', 'Not your submission'),
  alreadyApproved: kind(409, 'อนุมัติแล้ว', 'Approved already'),
  notConfirmed: kind(409, 'ยังไม่ได้รับการยืนยัน', 'Not confirmed yet'),
  notProposed: kind(409, 'ไม่ใช่งานบริการที่รอการยืนยัน', 'No proposal to confirm'),
  modeNotSet: kind(409, 'ยังไม่ได้กำหนดรูปแบบ', 'The mode is not set'),
  modeAlreadySet: kind(409, 'กำหนดรูปแบบแล้ว', 'The mode is set already'),
  findingContradictsMode: kind(422, 'ผลคัดกรองไม่ตรงกับรูปแบบ', 'Finding and mode do not fit'),
  testerIsBuilder: kind(422, 'ผู้ทดสอบเป็นผู้พัฒนา', 'The tester is the builder'),
  evidenceMissing: kind(422, 'ขาดหลักฐาน', 'Evidence is missing'),
  evidenceNotAsked: kind(422, 'มีหลักฐานที่ไม่ใช่ของขั้นตอนนี้', 'Evidence that is not asked for'),
  neverAmber: kind(422, 'ผ่านแบบมีเงื่อนไขไม่ได้', 'This can never pass amber'),
  remediationNeeded: kind(422, 'ต้องมีรายการแก้ไข', 'A remediation is needed'),
  remediationNotAsked: kind(422, 'ไม่ต้องมีรายการแก้ไข', 'No remediation is asked for'),
  remediationDate: kind(422, 'วันแก้ไขใช้ไม่ได้', 'The remediation date does not fit'),
  redOpen: kind(409, 'มีรายการแก้ไขที่เกินกำหนด', 'A missed remediation is open'),
  noSuchRemediation: kind(409, 'ไม่มีรายการแก้ไขนี้', 'No such remediation'),
  dateInFuture: kind(422, 'วันที่อยู่ในอนาคต', 'A date lies in the future'),
  dateInPast: kind(422, 'วันที่ผ่านไปแล้ว', 'A date must lie ahead'),
  dateOrder: kind(422, 'ลำดับวันที่ไม่ถูกต้อง', 'Dates are out of order'),
  fiscalYearOver: kind(422, 'ปีงบประมาณสิ้นสุดแล้ว', 'The fiscal year is over'),
  dueAfterFiscalYear: kind(422, 'กำหนดเลยปีงบประมาณเป้าหมาย', 'Due after the target fiscal year'),
  permissionExpired: kind(422, 'การอนุญาตใช้ข้อมูลหมดอายุ', 'The permission to use data expired'),
  securityTestTooOld: kind(422, 'ผลทดสอบความมั่นคงปลอดภัยเก่าเกินไป', 'The security test is too old'),
  testReportRefused: kind(422, 'รายงานผลทดสอบใช้ไม่ได้', 'The test report is not accepted'),
  channelNotAnnounced: kind(409, 'ยังไม่ได้ประกาศช่องทาง', 'No channel is announced'),
  liveCheckNeeded: kind(409, 'ต้องตรวจการเปิดให้บริการจริง', 'A live check is needed'),
  notEarlier: kind(422, 'ย้อนไปขั้นตอนนั้นไม่ได้', 'It cannot go back to there'),
  reportNotOwed: kind(409, 'ยังรายงานไตรมาสนั้นไม่ได้', 'This quarter cannot be reported now'),
  noReportOwed: kind(409, 'ไม่มีรายงานที่ค้าง', 'No report is owed'),
  mergeIntoItself: kind(422, 'ควบรวมกับตัวเองไม่ได้', 'It cannot be merged into itself'),
  mergeTargetUnknown: kind(422, 'ไม่มีงานบริการที่จะควบรวม', 'The merge has no such target'),
  mergeCycle: kind(422, 'ควบรวมแล้วจะวนกลับ', 'The merge would be a cycle'),
  noSuchEvent: kind(422, 'ไม่มีเหตุการณ์ลำดับนั้น', 'There is no such event'),
  correctsOtherEvent: kind(422, 'ระบุเหตุการณ์ไม่ตรงกับหลักฐาน', 'Another event recorded it'),
  nothingToCorrect: kind(422, 'ไม่มีข้อมูลที่จะแก้', 'There is nothing to correct'),
  badValue: kind(422, 'ค่าใช้ไม่ได้', 'The value cannot be taken'),
  inquiryFailed: kind(503, 'ตรวจสอบไม่ได้ขณะนี้', 'It could not be asked now'),
  inRegisterAlready: kind(409, 'มีแถวในทะเบียนแล้ว', 'It is in the register already'),
  notLinked: kind(409, 'ไม่ได้ผูกกับทะเบียน', 'It is linked to no row'),
  rowTaken: kind(409, 'แถวนั้นเป็นของงานบริการอื่น', 'The row is of another service'),
  touchedHere: kind(409, 'มีผู้ดำเนินการแล้ว', 'Somebody has acted on it here'),
  movedSince: kind(409, 'ข้อมูลเปลี่ยนไปแล้ว', 'It has moved since'),
  staleVersion: kind(412, 'ข้อมูลเปลี่ยนไปแล้ว', 'The case has changed'),
  keyReused: kind(409, 'Idempotency-Key ถูกใช้ไปแล้ว', 'Idempotency-Key was used already'),
};

/** Problems of the gateway itself, before or beside a case. */
export const gatewayProblems = {
  notSignedIn: kind(401, 'ยังไม่ได้ลงชื่อเข้าใช้', 'Not signed in'),
  notForYourRole: kind(403, 'บทบาทของท่านใช้เส้นทางนี้ไม่ได้', 'Your roles may not use this'),
  notFound: kind(404, 'ไม่พบ', 'Not found'),
  requestArchived: kind(410, 'เก็บเข้าคลังแล้ว', 'Ended and archived'),
  methodNotAllowed: kind(405, 'ใช้วิธีนี้ไม่ได้', 'Method not allowed'),
  invalidBody: kind(400, 'ข้อมูลไม่ถูกต้อง', 'The body is not valid'),
  invalidQuery: kind(400, 'พารามิเตอร์ไม่ถูกต้อง', 'The request is not valid'),
  bodyTooLarge: kind(413, 'ข้อมูลใหญ่เกินไป', 'The body is too large'),
  headersTooLarge: kind(431, 'ส่วนหัวใหญ่เกินไป', 'The headers are too large'),
  notJson: kind(415, 'ต้องเป็น JSON', 'The body must be JSON'),
  keyMissing: kind(400, 'ขาด Idempotency-Key', 'Idempotency-Key is missing'),
  versionMissing: kind(428, 'ขาด If-Match', 'If-Match is missing'),
  weakVersion: kind(400, 'If-Match ต้องเป็น ETag แบบเต็ม', 'If-Match must be a strong ETag'),
  unknownAgency: kind(422, 'ไม่รู้จักหน่วยงาน', 'Unknown agency'),
  calendarRefused: kind(422, 'ปฏิทินตอบคำถามนี้ไม่ได้', 'The calendar cannot answer this'),
  engineAway: kind(503, 'ระบบยังไม่พร้อม ยังไม่มีอะไรเปลี่ยน', 'The engine is away; nothing was done'),
  outcomeUnknown: kind(
    503,
    'ไม่ทราบผล ให้ส่งซ้ำด้วย Idempotency-Key เดิม',
    'Outcome unknown; repeat with the same Idempotency-Key',
  ),
  vaultAway: kind(503, 'กุญแจข้อมูลส่วนบุคคลไม่พร้อม', 'The keys of personal data are away'),
  badSignature: kind(401, 'ลายมือชื่อใช้ไม่ได้', 'The signature is not accepted'),
  listsAway: kind(503, 'ข้อมูลรายการยังไม่พร้อม', 'The lists are away'),
  issuerAway: kind(503, 'ระบบลงชื่อไม่พร้อม', 'The issuer is away'),
  tooManyStreams: kind(503, 'มีผู้ติดตามมากเกินไป', 'Too many streams are open'),
  tooManyOwnStreams: kind(429, 'ท่านเปิดติดตามมากเกินไป', 'You have too many streams open'),
  internal: kind(500, 'ระบบขัดข้อง', 'Internal error'),
} as const satisfies Record<string, ProblemKind>;

/** Code of a problem of the gateway. */
export type GatewayProblem = keyof typeof gatewayProblems;

/** Code of any problem. */
export type ProblemCode = GatewayProblem | RefusalCode;

/** Status and title of every problem, by its code. */
export const problemKinds: Readonly<Record<ProblemCode, ProblemKind>> = {
  ...refusalProblems,
  ...gatewayProblems,
};

/** The stable `type` of a problem (RFC 9457). */
export function problemType(code: ProblemCode): string {
  return `urn:prasan:problem:${code}`;
}

function kind(status: number, th: string, en: string): ProblemKind {
  return { status, title: { th, en } };
}
