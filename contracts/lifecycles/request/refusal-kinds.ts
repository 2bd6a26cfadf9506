import type { Label } from '../service/states.js';
import type { requestRefusalTexts } from './refusal-texts.js';

/** HTTP status and title of each, as `contracts/problems.ts` has them. */
export const requestRefusalKinds = {
  notYourOffice: { status: 403, title: { th: 'ไม่ใช่สำนักงานของท่าน', en: 'Not your office' } },
  notYourPortal: {
    status: 403,
    title: { th: 'ไม่ใช่คำขอของพอร์ทัลนี้', en: 'Not a request of your portal' },
  },
  askedAlready: {
    status: 409,
    title: { th: 'ขอเอกสารเพิ่มได้ครั้งเดียว', en: 'Documents are asked for once' },
  },
  noDeficiencyOpen: { status: 409, title: { th: 'ไม่มีรายการที่รอการแก้ไข', en: 'No list is open' } },
  itemsNotOpen: { status: 422, title: { th: 'รายการไม่ได้เปิดอยู่', en: 'Items are not open' } },
  itemsTwice: { status: 422, title: { th: 'รายการซ้ำ', en: 'Items are named twice' } },
  neverShorter: { status: 422, title: { th: 'ลดเวลาแก้ไขไม่ได้', en: 'The time is never shortened' } },
  documentTwice: { status: 422, title: { th: 'แนบเอกสารซ้ำ', en: 'A document is attached twice' } },
  documentMissing: { status: 422, title: { th: 'ขาดเอกสาร', en: 'Documents are missing' } },
  documentNotAsked: {
    status: 422,
    title: { th: 'มีเอกสารที่ไม่ได้ขอ', en: 'Documents that are not asked for' },
  },
  documentTooLarge: { status: 422, title: { th: 'เอกสารใหญ่เกินไป', en: 'A document is too large' } },
  documentType: {
    status: 422,
    title: { th: 'ชนิดเอกสารใช้ไม่ได้', en: 'A document is of a type that is not taken' },
  },
  documentHashDiffers: {
    status: 422,
    title: { th: 'เอกสารไม่ตรงกับที่ยื่นไว้', en: 'A document differs from what was filed' },
  },
  stepNotDone: {
    status: 409,
    title: { th: 'ยังไม่ได้ทำขั้นตอนที่ต้องทำก่อน', en: 'A step that comes before has not been done' },
  },
  expiryMissing: { status: 422, title: { th: 'ไม่มีวันสิ้นอายุ', en: 'The last day is missing' } },
  notInManual: { status: 409, title: { th: 'คู่มือไม่มีขั้นตอนนี้', en: 'The manual has no such step' } },
  noSuchNumber: { status: 409, title: { th: 'ไม่มีเลขที่นี้', en: 'No such number is open' } },
  stillOpen: { status: 409, title: { th: 'ยังมีขั้นตอนที่ไม่สิ้นสุด', en: 'Something is still open' } },
  extensionNotAllowed: {
    status: 409,
    title: { th: 'ขยายเวลาไม่ได้', en: 'No extension is allowed' },
  },
  extensionTooMany: { status: 409, title: { th: 'ขยายเวลาครบแล้ว', en: 'No more extensions' } },
  extensionTooLong: {
    status: 422,
    title: { th: 'ขยายเวลานานเกินไป', en: 'The extension is too long' },
  },
  extensionTooLate: {
    status: 409,
    title: { th: 'แจ้งขยายเวลาช้าเกินไป', en: 'The extension comes too late' },
  },
  noClockRuns: { status: 409, title: { th: 'ไม่มีกำหนดเวลาที่เดินอยู่', en: 'No clock runs' } },
  notOverdue: { status: 409, title: { th: 'ยังไม่เกินกำหนด', en: 'Not overdue' } },
  noticeSentToday: { status: 409, title: { th: 'แจ้งวันนี้แล้ว', en: 'Sent today already' } },
  delegationMissing: {
    status: 422,
    title: { th: 'ขาดคำสั่งมอบอำนาจ', en: 'The delegation is missing' },
  },
  delegationNotInForce: {
    status: 403,
    title: { th: 'คำสั่งมอบอำนาจไม่มีผล', en: 'The delegation is not in force' },
  },
  alreadyDecided: { status: 409, title: { th: 'มีคำสั่งแล้ว', en: 'Decided already' } },
  notDecided: { status: 409, title: { th: 'ยังไม่มีคำสั่ง', en: 'Not decided yet' } },
  alreadyNotified: { status: 409, title: { th: 'แจ้งผลแล้ว', en: 'Notified already' } },
  alreadyIssued: { status: 409, title: { th: 'ออกแล้ว', en: 'Issued already' } },
  notIssued: { status: 409, title: { th: 'ยังไม่ได้ออก', en: 'Not issued yet' } },
  noSuchOffice: { status: 422, title: { th: 'ไม่มีสำนักงานนี้', en: 'No such office' } },
  sameOffice: { status: 409, title: { th: 'อยู่ที่สำนักงานนี้แล้ว', en: 'With this office already' } },
  workedByAgencySystem: {
    status: 409,
    title: { th: 'ดำเนินการในระบบของหน่วยงาน', en: "Worked in the agency's own system" },
  },
  requestClosed: { status: 409, title: { th: 'คำขอสิ้นสุดแล้ว', en: 'The request is closed' } },
  requestForgotten: {
    status: 410,
    title: { th: 'ลบข้อมูลส่วนบุคคลแล้ว', en: 'The person was forgotten' },
  },
  requestNotKept: { status: 410, title: { th: 'ไม่มีสำนวนที่เก็บไว้', en: 'Not kept whole' } },
  groundNotHere: { status: 409, title: { th: 'เหตุนี้ใช้ไม่ได้', en: 'Not a ground here' } },
  appliedTooLate: { status: 409, title: { th: 'ยื่นคำขอเกินกำหนด', en: 'Applied too late' } },
  periodOver: { status: 422, title: { th: 'เวลาสิ้นสุดแล้ว', en: 'The time is over already' } },
  appealTimeRuns: { status: 409, title: { th: 'ยังอุทธรณ์ได้', en: 'It can still be appealed' } },
  notAtAgencySystem: {
    status: 409,
    title: { th: 'ไม่ได้อยู่ที่ระบบของหน่วยงาน', en: "Not at the agency's own system" },
  },
  nothingToSettle: {
    status: 409,
    title: { th: 'ไม่มีเรื่องที่ต้องยุติ', en: 'Nothing is to be settled' },
  },
  notToHandOver: {
    status: 409,
    title: { th: 'ส่งใหม่ไม่ได้', en: 'It cannot be handed over again' },
  },
  ownAgency: { status: 422, title: { th: 'เป็นหน่วยงานนี้เอง', en: 'It is this agency itself' } },
  powerNotBegun: {
    status: 403,
    title: { th: 'หนังสือมอบอำนาจยังไม่มีผล', en: 'The power of attorney has not begun' },
  },
  powerEnded: {
    status: 403,
    title: { th: 'หนังสือมอบอำนาจสิ้นสุดแล้ว', en: 'The power of attorney has ended' },
  },
  noAgent: { status: 403, title: { th: 'ไม่มีผู้รับมอบอำนาจ', en: 'Nobody is authorised' } },
  deliveryNotOffered: { status: 422, title: { th: 'ไม่มีวิธีจัดส่งนี้', en: 'No such delivery' } },
  notAppealable: { status: 409, title: { th: 'อุทธรณ์ไม่ได้', en: 'Nothing to appeal' } },
  notNotifiedYet: { status: 409, title: { th: 'ยังไม่แจ้งผล', en: 'Not notified yet' } },
  appealOpen: { status: 409, title: { th: 'มีอุทธรณ์อยู่แล้ว', en: 'An appeal is open' } },
  appealDecided: { status: 409, title: { th: 'อุทธรณ์แล้ว', en: 'Appealed already' } },
  appealAtCourt: { status: 409, title: { th: 'ต้องฟ้องศาล', en: 'It goes to the court' } },
  noStayAsked: { status: 409, title: { th: 'ไม่มีคำขอทุเลา', en: 'No stay is asked for' } },
  outcomeNotHere: { status: 422, title: { th: 'ผลใช้ไม่ได้', en: 'Not an outcome of this stage' } },
  appealInTime: { status: 409, title: { th: 'ยื่นภายในกำหนด', en: 'It came in time' } },
  manualVersion: {
    status: 409,
    title: { th: 'ฉบับไม่ต่อเนื่อง', en: 'Not the next version' },
  },
  manualBeginsEarlier: {
    status: 422,
    title: { th: 'วันเริ่มใช้เร็วเกินไป', en: 'It takes effect too early' },
  },
  manualFaulty: { status: 422, title: { th: 'คู่มือมีข้อผิดพลาด', en: 'The manual has errors' } },
  manualIllustrative: {
    status: 422,
    title: { th: 'มีตัวเลขตัวอย่าง', en: 'Illustrative figures cannot be published' },
  },
  manualNotInForce: { status: 409, title: { th: 'ไม่มีคู่มือที่ใช้อยู่', en: 'No manual in force' } },
  serviceNotOpen: {
    status: 409,
    title: { th: 'งานบริการยังไม่เปิดรับคำขอ', en: 'The service takes no requests' },
  },
  otherPortal: { status: 403, title: { th: 'อยู่ที่พอร์ทัลอื่น', en: 'It is on another portal' } },
  applicantKind: {
    status: 422,
    title: { th: 'ประเภทผู้ยื่นคำขอไม่ตรง', en: 'Not for this kind of applicant' },
  },
  openRequestExists: { status: 409, title: { th: 'มีคำขอที่ยังไม่เสร็จ', en: 'An open request exists' } },
  filedTooLongAgo: {
    status: 422,
    title: { th: 'เวลายื่นใช้ไม่ได้', en: 'The time of filing cannot be taken' },
  },
} as const satisfies Record<keyof typeof requestRefusalTexts, { status: number; title: Label }>;
