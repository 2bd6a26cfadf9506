import type { Label } from '../lifecycles/service/states.js';
import { applicantTexts } from './request/applicant-texts.js';

/**
 * What is wrong with a field, in both languages. A schema carries the English text as its message;
 * {@link thaiFieldText} finds the Thai one.
 */
export const fieldTexts = {
  noDate: {
    th: 'ต้องเป็นวันที่แบบ YYYY-MM-DD (ค.ศ.)',
    en: 'must be a date YYYY-MM-DD (Christian era)',
  },
  noSuchDay: {
    th: 'ไม่มีวันนี้ในปฏิทิน ให้ระบุวันที่แบบ YYYY-MM-DD',
    en: 'is not a day that exists; give a date YYYY-MM-DD',
  },
  tooLongAgo: {
    th: 'ก่อน 1900-01-01 ให้ระบุปี ค.ศ. ครบสี่หลัก',
    en: 'lies before 1900-01-01; give all four digits of the year (Christian era)',
  },
  buddhistYear: {
    th: 'ดูเหมือนปี พ.ศ. ให้ลบ 543',
    en: 'looks like a Buddhist-era year; subtract 543',
  },
  noSha256: {
    th: 'ต้องเป็น SHA-256 เลขฐานสิบหกตัวเล็ก 64 หลัก',
    en: 'must be a SHA-256 in 64 lower-case hex digits',
  },
  noAddress: {
    th: 'ต้องเป็นที่อยู่ http(s) แบบเต็ม',
    en: 'must be an absolute http(s) address',
  },
  unreadableAddress: {
    th: 'ที่อยู่นี้อ่านไม่ได้',
    en: 'is not an address that can be read',
  },
  userInAddress: {
    th: 'ที่อยู่ต้องไม่มีชื่อผู้ใช้หรือรหัสผ่าน (user:secret@)',
    en: 'must be an address without user or password (user:secret@)',
  },
  noWords: {
    th: 'ต้องเป็นข้อความอย่างน้อย 3 ตัวอักษร',
    en: 'must be words, at least 3 characters',
  },
  noItemName: {
    th: 'ต้องขึ้นต้นด้วยตัวอักษร A-Z หรือ a-z ตามด้วยตัวอักษร ตัวเลข หรือ - ไม่เกิน 60 ตัว',
    en: 'must begin with a letter and have letters, digits and hyphens, 60 at the most',
  },
  noOrderNumber: {
    th: 'ต้องเป็นเลขที่คำสั่งหรือเอกสาร ไม่เกิน 60 ตัวอักษร',
    en: 'must be the number of an order or document, 60 characters at the most',
  },
  noReference: {
    th: 'ต้องเป็นรหัสอ้างอิง A-Z a-z 0-9 . _ : - ไม่เกิน 100 ตัว และไม่มีข้อมูลส่วนบุคคล',
    en: 'must be a reference of A-Z a-z 0-9 . _ : -, 100 characters at the most, without data of persons',
  },
  noAnswer: {
    th: 'ต้องตอบด้วย document หรือ text หรือทั้งสองอย่าง',
    en: 'is answered by a document, by text, or by both: give at least one',
  },
  noStatement: {
    th: 'อนุญาตโดยมีเงื่อนไขต้องมีทั้ง conditions และ statement (ม.37)',
    en: 'conditions and statement go together (APA s.37): give both or neither',
  },
  noRequestId: {
    th: 'ต้องเป็นรหัสคำขอ (uuid) ตามที่ได้เมื่อยื่น',
    en: 'must be a request id (uuid), as filing gave it',
  },
  noVariedDecision: {
    th: 'outcome varied ต้องมี decision และผลอื่นต้องไม่มี',
    en: 'varied names the decision in its place; the other outcomes name none',
  },
  noItems: { th: 'ต้องมีอย่างน้อยหนึ่งรายการ', en: 'must name at least one item' },
  noReason: {
    th: 'บอกเหตุผลอย่างน้อย 3 ตัวอักษร',
    en: 'say why, in at least 3 characters',
  },
  empty: { th: 'ต้องไม่ว่าง', en: 'must not be empty' },
  noServiceId: {
    th: 'ต้องเป็นรหัสงานบริการ เช่น SVC0106 หรือ PRS0123456789',
    en: 'must be a service id such as SVC0106 or PRS0123456789',
  },
  noRegisterId: {
    th: 'ต้องเป็นรหัสในทะเบียน เช่น SVC0106',
    en: 'must be a register id such as SVC0106',
  },
  noAgencyId: {
    th: 'ต้องเป็นรหัสหน่วยงาน เช่น AGY009',
    en: 'must be an agency id such as AGY009',
  },
  noMinistryId: {
    th: 'ต้องเป็นรหัสกระทรวง เช่น MIN002',
    en: 'must be a ministry id such as MIN002',
  },
  beforeThePlan: {
    th: 'แผนเริ่มปีงบประมาณ 2568',
    en: 'the plan begins in fiscal year 2568',
  },
  noFiscalYear: {
    th: 'ต้องเป็นปีงบประมาณ พ.ศ. ไม่เกิน 2590',
    en: 'must be a fiscal year of the Buddhist era up to 2590',
  },
  permissionIncomplete: {
    th: 'ต้องมี owner และ expiresOn หรือระบุ noStateData: true',
    en: 'owner and expiresOn are needed, or noStateData: true',
  },
  jointTestNotPassed: {
    th: 'การทดสอบเชื่อมต่อร่วมต้องผ่านแล้ว',
    en: 'the joint connection test must be passed',
  },
  noJws: { th: 'ต้องเป็น JWS แบบย่อ (compact)', en: 'must be a compact JWS' },
  openCriticals: {
    th: 'ข้อบกพร่องร้ายแรงที่ยังเปิดอยู่ต้องเป็น 0',
    en: 'open critical findings must be 0',
  },
  testerIsBuilder: {
    th: 'ผู้ทดสอบต้องไม่ใช่ผู้พัฒนา',
    en: 'the tester must not be the builder',
  },
  nobodySigned: { th: 'ระบุผู้ลงนาม', en: 'name who signed' },
  controlCharacters: {
    th: 'ต้องไม่มีอักขระควบคุม',
    en: 'must have no control characters',
  },
  noItemId: {
    th: 'ต้องเป็นรหัสสั้น ๆ เป็นตัวอักษรอังกฤษ ตัวเลข - หรือ _ เช่น siteInspection',
    en: 'must be a short id of Latin letters, digits, - or _, such as siteInspection',
  },
  noMoney: {
    th: 'ต้องเป็นจำนวนเงินบาทและสตางค์สองหลัก เช่น "2200.00"',
    en: 'must be baht and satang with two digits, such as "2200.00"',
  },
  noMediaType: {
    th: 'ต้องเป็นชนิดไฟล์ เช่น application/pdf',
    en: 'must be a media type such as application/pdf',
  },
} as const satisfies Record<string, Label>;

const thaiByEnglish = new Map<string, string>(
  [...Object.values(fieldTexts), ...Object.values(applicantTexts)].map(({ th, en }) => [en, th]),
);

/** The Thai of a schema's own message; `undefined` when the message is zod's. */
export function thaiFieldText(message: string): string | undefined {
  return thaiByEnglish.get(message);
}
