import { agencyRefusalTexts } from './agency/refusal-texts.js';
import { calendarRefusalTexts } from './calendar/refusal-texts.js';
import { requestRefusalTexts } from './request/refusal-texts.js';
import { testReportDaysMax } from './service/evidence.js';
import type { Label } from './service/states.js';

/** Facts of a refusal that its sentence names. */
export type RefusalFacts = Readonly<Record<string, string | number | readonly string[]>>;

/** Why an action is refused: a stable code, and the facts. Expected, so a value and no throw. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly facts: RefusalFacts;
}

/**
 * All refusals, each with its sentence in Thai and English; `{name}` stands for a fact. The code is
 * the problem's stable type; the HTTP status is the gateway's.
 */
export const refusalTexts = {
  ...requestRefusalTexts,
  ...calendarRefusalTexts,
  ...agencyRefusalTexts,
  wrongState: {
    th: 'ทำ {action} ไม่ได้ขณะอยู่ในสถานะ {state}; ทำได้ในสถานะ {possibleIn}',
    en: '{action} is not possible in state {state}; it is in {possibleIn}',
  },
  roleMayNot: {
    th: 'บทบาทของท่านทำ {action} ไม่ได้; ผู้ที่ทำได้คือ {roles}',
    en: 'your roles may not {action}; {roles} may',
  },
  notYourAgency: {
    th: 'งานบริการนี้เป็นของ {agencyId} ซึ่งไม่ใช่หน่วยงานของท่าน',
    en: 'this service belongs to {agencyId}, which is not your organisation',
  },
  samePerson: {
    th: 'ผู้ที่เสนอหรืออนุมัติแล้วจะอนุมัติอีกไม่ได้ ต้องเป็นบุคคลอื่น (หลักสองคน)',
    en: 'you submitted or approved this already; another person must decide (four eyes)',
  },
  submissionPending: {
    th: 'มีเรื่อง {pending} (เลขที่ {number}) รอพิจารณาอยู่ ให้อนุมัติ ไม่อนุมัติ หรือถอนก่อน',
    en: '{pending} (submission {number}) is pending; approve, reject or withdraw it first',
  },
  nothingPending: { th: 'ไม่มีเรื่องที่รอพิจารณา', en: 'nothing is submitted and pending' },
  otherSubmission: {
    th: 'เรื่องที่รอพิจารณาคือเลขที่ {number}',
    en: 'the pending submission is number {number}',
  },
  notYourSubmission: {
    th: 'ถอนได้เฉพาะผู้เสนอเรื่อง',
    en: 'only the person who submitted it may withdraw it',
  },
  alreadyApproved: {
    th: 'บทบาทนี้อนุมัติแล้ว ยังรอ {awaiting}',
    en: 'this approval is given already; still awaited: {awaiting}',
  },
  notConfirmed: {
    th: 'งานบริการที่เสนอยังไม่ได้รับการยืนยันจากสำนักงาน ก.พ.ร. (confirmProposal)',
    en: 'the proposed service is not yet confirmed by OPDC (confirmProposal)',
  },
  notProposed: {
    th: 'งานบริการนี้ไม่ใช่งานบริการที่รอการยืนยัน',
    en: 'this service is not a proposal that awaits confirmation',
  },
  modeNotSet: {
    th: 'ยังไม่ได้กำหนดรูปแบบ ให้ทำ setMode ก่อน',
    en: 'the mode is not recorded; use setMode with the screening first',
  },
  modeAlreadySet: {
    th: 'กำหนดรูปแบบแล้ว เปลี่ยนได้เฉพาะในสถานะ plan ให้ย้อนขั้นตอนก่อน',
    en: 'the mode is set; it can be changed in plan only, go back first',
  },
  findingContradictsMode: {
    th: 'ผลคัดกรอง {finding} ไม่ตรงกับรูปแบบ {mode}; noEService คู่กับ buildOnPlatform, eServiceExists คู่กับ linkExisting',
    en: 'the finding {finding} does not fit the mode {mode}: noEService goes with buildOnPlatform, eServiceExists with linkExisting',
  },
  testerIsBuilder: {
    th: 'ผู้ทดสอบความมั่นคงปลอดภัย {tester} เป็นผู้พัฒนาตามที่บันทึกไว้ ต้องเป็นผู้อื่น',
    en: 'the security tester {tester} is the builder on record; somebody else must test',
  },
  evidenceMissing: {
    th: 'ขาดหลักฐาน {kinds}',
    en: 'evidence is missing: {kinds}',
  },
  evidenceNotAsked: {
    th: 'หลักฐาน {kinds} ไม่ใช่ของขั้นตอนนี้',
    en: 'evidence that this step does not take: {kinds}',
  },
  neverAmber: {
    th: '{kind} ผ่านแบบมีเงื่อนไขไม่ได้',
    en: '{kind} can never pass with a remediation',
  },
  remediationNeeded: {
    th: '{kind} ผ่านแบบมีเงื่อนไขต้องมี remediation พร้อมกำหนดวัน',
    en: '{kind} is amber and needs a remediation with a date',
  },
  remediationNotAsked: {
    th: '{kind} เป็น green จึงไม่ต้องมี remediation',
    en: '{kind} is green; leave the remediation out or say amber',
  },
  remediationDate: {
    th: 'วันแก้ไขของ {kind} ต้องอยู่ระหว่าง {from} ถึง {to}',
    en: 'the remediation of {kind} must be due from {from} to {to}',
  },
  redOpen: {
    th: 'รายการแก้ไขเลขที่ {numbers} เกินกำหนด (แดง) ต้องปิดก่อน',
    en: 'remediation {numbers} was missed and is red; close it first',
  },
  noSuchRemediation: {
    th: 'ไม่มีรายการแก้ไขที่เปิดอยู่เลขที่ {number}; ที่เปิดอยู่คือ {open}',
    en: 'there is no open remediation {number}; open: {open}',
  },
  dateInFuture: {
    th: '{field} เป็นวันในอนาคต ({date}); วันนี้ {today}',
    en: '{field} lies in the future ({date}); today is {today}',
  },
  dateInPast: {
    th: '{field} ต้องเป็นวันหลัง {today} แต่ได้ {date}',
    en: '{field} must be after {today}, not {date}',
  },
  dateOrder: {
    th: '{field} ({date}) ต้องไม่ก่อน {other} ({otherDate})',
    en: '{field} ({date}) must not lie before {other} ({otherDate})',
  },
  fiscalYearOver: {
    th: 'ปีงบประมาณ {fiscalYear} สิ้นสุดแล้ว ให้ใช้ปีงบประมาณ {current} หรือหลังจากนั้น',
    en: 'fiscal year {fiscalYear} is over; take {current} or a later one',
  },
  dueAfterFiscalYear: {
    th: '{field} ({date}) ต้องไม่เลยวันสิ้นปีงบประมาณเป้าหมาย {fiscalYear} ({end})',
    en: '{field} ({date}) must not lie after the end of the target fiscal year {fiscalYear} ({end})',
  },
  permissionExpired: {
    th: 'การอนุญาตใช้ข้อมูลหมดอายุ {date} ให้แนบการอนุญาตที่ใช้ได้ถึง {today} เป็นอย่างน้อย หรือระบุ noStateData: true',
    en: 'the permission to use data expired on {date}; give one that holds until {today} at least, or say noStateData: true',
  },
  securityTestTooOld: {
    th: 'ผลทดสอบความมั่นคงปลอดภัยวันที่ {date} เก่ากว่า {days} วัน ให้ทดสอบใหม่',
    en: 'the security test of {date} is older than {days} days; test again',
  },
  testReportRefused: {
    th: 'รายงานผลทดสอบใช้ไม่ได้: {fault}',
    en: 'the signed test report is not accepted: {fault}',
  },
  channelNotAnnounced: {
    th: 'ยังไม่ได้ประกาศช่องทาง ให้ทำ announceChannel ก่อน',
    en: 'no channel is announced; use announceChannel first',
  },
  liveCheckNeeded: {
    th: 'ต้องมีผล requestLiveCheck ที่สำเร็จภายใน {hours} ชั่วโมงสำหรับช่องทางที่ประกาศ',
    en: 'a live check of the announced channel that succeeded within {hours} hours is needed',
  },
  notEarlier: {
    th: 'ย้อนไป {to} ไม่ได้; ย้อนได้ถึง {possible}',
    en: 'it cannot go back to {to}; possible: {possible}',
  },
  reportNotOwed: {
    th: 'ยังรายงานไตรมาส {quarter} ปีงบประมาณ {fiscalYear} ไม่ได้; ที่รายงานได้คือ {possible}',
    en: 'quarter {quarter} of fiscal year {fiscalYear} cannot be reported now; possible: {possible}',
  },
  noReportOwed: {
    th: 'ไม่มีรายงานความก้าวหน้าที่ค้างหรือเปิดรับอยู่',
    en: 'no progress report is open or owed now',
  },
  mergeIntoItself: {
    th: 'ควบรวมกับตัวเองไม่ได้',
    en: 'a service cannot be merged into itself',
  },
  mergeTargetUnknown: {
    th: 'ไม่มีงานบริการ {into}',
    en: 'there is no service {into}',
  },
  mergeCycle: {
    th: 'ควบรวมแล้วจะวนกลับมาที่เดิม: {chain}',
    en: 'the merge would come back to itself: {chain}',
  },
  noSuchEvent: {
    th: 'ไม่มีเหตุการณ์ลำดับ {sequence}; ลำดับล่าสุดคือ {last}',
    en: 'there is no event {sequence}; the last one is {last}',
  },
  correctsOtherEvent: {
    th: 'หลักฐาน {kind} บันทึกไว้โดยเหตุการณ์ลำดับ {sequence} ให้ระบุลำดับนั้นใน corrects',
    en: 'the evidence {kind} was recorded by event {sequence}; name that one in corrects',
  },
  nothingToCorrect: {
    th: 'ไม่มีข้อมูล {field} ที่จะแก้',
    en: 'there is nothing recorded for {field} that could be corrected',
  },
  badValue: {
    th: 'ค่าของ {field} ใช้ไม่ได้: {value} ต้องเป็น {expected}',
    en: 'the value of {field} cannot be taken: {value}; it must be {expected}',
  },
  inquiryFailed: {
    th: 'ตรวจ {what} ไม่ได้ขณะนี้ ยังไม่มีอะไรเปลี่ยนแปลง โปรดส่งซ้ำภายหลัง',
    en: '{what} could not be asked now; nothing was changed, try again later',
  },
  inRegisterAlready: {
    th: 'งานบริการนี้มีแถวในทะเบียนแล้ว: {registerId}',
    en: 'this service has its row in the register already: {registerId}',
  },
  notLinked: {
    th: 'งานบริการนี้ไม่ได้ผูกกับแถวใดในทะเบียน',
    en: 'this service is linked to no row of the register',
  },
  rowTaken: {
    th: 'แถว {registerId} ของทะเบียนเป็นของงานบริการ {serviceId} แล้ว',
    en: 'row {registerId} of the register is that of {serviceId} already',
  },
  touchedHere: {
    th: 'มีผู้ดำเนินการกับงานบริการนี้ในระบบแล้ว ทะเบียนฉบับใหม่จึงไม่เขียนทับ',
    en: 'somebody has acted on this service here: an edition of the register does not overrule it',
  },
  movedSince: {
    th: 'งานบริการนี้เปลี่ยนไปแล้วนับแต่วางแผนนำเข้า',
    en: 'the service has moved since this was planned',
  },
  staleVersion: {
    th: 'ข้อมูลเปลี่ยนไปแล้ว: รุ่นปัจจุบันคือ {version} ให้อ่านใหม่แล้วส่ง If-Match ตามนั้น',
    en: 'the case has changed: its version is {version} now; read it again and send that as If-Match',
  },
  keyReused: {
    th: 'Idempotency-Key นี้ใช้กับเนื้อหาอื่นไปแล้ว เรื่องใหม่ให้ใช้ค่าใหม่ เช่น UUID ใหม่',
    en: 'this Idempotency-Key was used with another body; take a new key for a new act, e.g. a new UUID',
  },
} as const satisfies Record<string, Label>;

/**
 * Why a signed test report is not accepted: what {@link refusalTexts} says of `testReportRefused`, by
 * the fault. Each says what would be right.
 */
export const testReportFaultTexts = {
  malformed: {
    th: 'รายงานผลทดสอบต้องเป็น JWS แบบย่อ มี typ prasan-test-report+jwt และ jti, iss, sub, endpoint, sha256, testedAt, result ครบ',
    en: 'the test report must be a compact JWS with typ prasan-test-report+jwt and the claims jti, iss, sub, endpoint, sha256, testedAt and result',
  },
  unknownTester: {
    th: 'ผู้ทดสอบในรายงานผลทดสอบ (iss) ไม่ได้ขึ้นทะเบียน หรือถูกเพิกถอนแล้ว ต้องลงลายมือชื่อโดยผู้ทดสอบที่ขึ้นทะเบียนอยู่ (ผู้ดูแลระบบขึ้นทะเบียนด้วย tester add)',
    en: 'the tester of the test report (iss) is not registered, or was revoked; a registered tester must sign it (the platform operator registers one with tester add)',
  },
  forged: {
    th: 'ลายมือชื่อในรายงานผลทดสอบไม่ใช่ของกุญแจที่ผู้ทดสอบ (iss) ขึ้นทะเบียนไว้ ให้ผู้ทดสอบลงลายมือชื่อใหม่ด้วยกุญแจนั้น',
    en: 'the test report is not signed by the key that its tester (iss) has registered; have it signed with that key',
  },
  otherService: {
    th: 'รายงานผลทดสอบเป็นของงานบริการอื่น sub ต้องเป็น {serviceId}',
    en: 'the test report is of another service; its sub must be {serviceId}',
  },
  otherEndpoint: {
    th: 'รายงานผลทดสอบเป็นของ endpoint อื่น endpoint ต้องเป็น {endpoint} ตาม jointConnectionTest',
    en: 'the test report is of another endpoint; its endpoint must be {endpoint}, as in jointConnectionTest',
  },
  otherDocument: {
    th: 'รายงานผลทดสอบเป็นของเอกสารอื่น sha256 ต้องเป็น {sha256} ตามหลักฐาน testReport',
    en: 'the test report is of another document; its sha256 must be {sha256}, as in the evidence testReport',
  },
  tooOld: {
    th: 'การทดสอบ (testedAt) เก่ากว่า {days} วัน ให้ทดสอบใหม่',
    en: 'the test that is reported (testedAt) is older than {days} days; test again',
  },
  inTheFuture: {
    th: 'testedAt อยู่ในอนาคต ต้องเป็นเวลาที่ทดสอบจริง ไม่เกิน {days} วันก่อนวันนี้',
    en: 'the test report is of the future; its testedAt must be when the test was made, at most {days} days ago',
  },
  notPassed: {
    th: 'การทดสอบยังไม่ผ่าน result ต้องเป็น passed',
    en: 'the test that is reported was not passed; its result must be passed',
  },
  replayed: {
    th: 'รายงานผลทดสอบนี้ใช้ผ่านขั้นตอนไปแล้ว ให้ใช้รายงานใหม่ที่มี jti ใหม่',
    en: 'the test report has passed a gate already; give a new report with a new jti',
  },
} as const satisfies Record<string, Label>;

/** Why a signed test report is not accepted, as a stable code. */
export type TestReportFault = keyof typeof testReportFaultTexts;

/** The stable code of a refusal. */
export type RefusalCode = keyof typeof refusalTexts;

/** Whether an answer is a refusal. */
export function isRefusal(answer: object): answer is Refusal {
  return 'code' in answer && 'facts' in answer;
}

/** A refusal's code and facts in one. */
export function refuse(code: RefusalCode, facts: RefusalFacts = {}): Refusal {
  return { code, facts };
}

/**
 * A signed test report is refused: the fault, and what the report would have to be bound to, which its
 * sentence names.
 */
export function refuseTestReport(
  fault: TestReportFault,
  bound: { readonly serviceId: string; readonly endpoint: string; readonly sha256: string },
): Refusal {
  const { serviceId, endpoint, sha256 } = bound;
  const facts = { fault, serviceId, endpoint, sha256, days: testReportDaysMax };
  return refuse('testReportRefused', facts);
}

/** The sentence of a refusal in both languages. */
export function refusalText(refusal: Refusal): Label {
  const { th, en } = templateOf(refusal);
  return { th: fill(th, refusal.facts), en: fill(en, refusal.facts) };
}

function templateOf({ code, facts }: Refusal): Label {
  const fault = facts['fault'];
  return code === 'testReportRefused' && isTestReportFault(fault)
    ? testReportFaultTexts[fault]
    : refusalTexts[code];
}

function isTestReportFault(fault: unknown): fault is TestReportFault {
  return typeof fault === 'string' && Object.hasOwn(testReportFaultTexts, fault);
}

function fill(template: string, facts: RefusalFacts): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const fact = facts[name];
    if (fact === undefined) return whole;
    return Array.isArray(fact) ? fact.join(', ') : String(fact);
  });
}
