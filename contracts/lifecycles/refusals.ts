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
  permissionExpired: {
    th: 'การอนุญาตใช้ข้อมูลหมดอายุ {date}',
    en: 'the permission to use data expired on {date}',
  },
  securityTestTooOld: {
    th: 'ผลทดสอบความมั่นคงปลอดภัยวันที่ {date} เก่ากว่า {days} วัน',
    en: 'the security test of {date} is older than {days} days',
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
  nothingToCorrect: {
    th: 'ไม่มีข้อมูล {field} ที่จะแก้',
    en: 'there is nothing recorded for {field} that could be corrected',
  },
  badValue: {
    th: 'ค่าของ {field} ใช้ไม่ได้: {value}',
    en: 'the value of {field} cannot be taken: {value}',
  },
  staleVersion: {
    th: 'ข้อมูลเปลี่ยนไปแล้ว: รุ่นปัจจุบันคือ {version}',
    en: 'the case has changed: its version is {version} now',
  },
  keyReused: {
    th: 'Idempotency-Key นี้ใช้กับเนื้อหาอื่นไปแล้ว',
    en: 'this Idempotency-Key was used with another body',
  },
} as const satisfies Record<string, Label>;

/** The stable code of a refusal. */
export type RefusalCode = keyof typeof refusalTexts;

/** A refusal's code and facts in one. */
export function refuse(code: RefusalCode, facts: RefusalFacts = {}): Refusal {
  return { code, facts };
}

/** The sentence of a refusal in both languages. */
export function refusalText(refusal: Refusal): Label {
  const text = refusalTexts[refusal.code];
  return { th: fill(text.th, refusal.facts), en: fill(text.en, refusal.facts) };
}

function fill(template: string, facts: RefusalFacts): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const fact = facts[name];
    if (fact === undefined) return whole;
    return Array.isArray(fact) ? fact.join(', ') : String(fact);
  });
}
