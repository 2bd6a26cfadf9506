import type { Label } from '../calendar/label.js';
import type { Unit } from '../calendar/period.js';
import type { ServiceKind } from '../calendar/regimes.js';
import type {
  AppealWay,
  ApplicantKind,
  Delivery,
  Handling,
  IssuedKind,
  MissedCorrection,
  Money,
  Source,
  StatedTime,
  StepKind,
  StepOwner,
  StepPart,
} from './manual.js';

/** What the members of a manual are called for people, in Thai and English. */

/** The eight common processes (Digital Government Plan 2566–2570). */
export const stepKindLabels: Record<StepKind, Label> = {
  searchInformation: { th: 'สืบค้นข้อมูล', en: 'search information' },
  proveIdentity: { th: 'พิสูจน์และยืนยันตัวตน', en: 'prove identity' },
  fileRequest: { th: 'จัดทำแบบคำขอและยื่นคำขอ', en: 'file the request' },
  checkAndConsider: { th: 'ตรวจสอบและพิจารณาคำขอ', en: 'check and consider' },
  approve: { th: 'อนุมัติ', en: 'approve' },
  payFee: { th: 'ชำระค่าธรรมเนียม', en: 'pay the fee' },
  issueDocument: { th: 'ออกใบอนุญาต/เอกสาร', en: 'issue the document' },
  deliverDocument: { th: 'จัดส่งใบอนุญาต/เอกสาร', en: 'deliver the document' },
};

/** Parts of consideration. */
export const stepPartLabels: Record<StepPart, Label> = {
  completeness: { th: 'ตรวจสอบความครบถ้วน', en: 'check of completeness' },
  inspection: { th: 'ตรวจสถานที่', en: 'site inspection' },
  consultation: { th: 'หารือหน่วยงานอื่น', en: 'consultation' },
  hearing: { th: 'รับฟังความคิดเห็นหรือคำชี้แจง', en: 'hearing' },
  assessment: { th: 'พิจารณา', en: 'assessment' },
};

/** Who carries out a step. */
export const stepOwnerLabels: Record<StepOwner, Label> = {
  applicant: { th: 'ผู้ยื่นคำขอ', en: 'applicant' },
  competentOfficial: { th: 'พนักงานเจ้าหน้าที่', en: 'competent official' },
  licensor: { th: 'ผู้อนุญาต', en: 'licensor' },
  consultedAgency: { th: 'หน่วยงานที่หารือ', en: 'consulted agency' },
  agencySystem: { th: 'ระบบของหน่วยงาน', en: "the agency's own system" },
  engine: { th: 'แพลตฟอร์มกลาง', en: 'central platform' },
};

/** Kinds of applicant. */
export const applicantKindLabels: Record<ApplicantKind, Label> = {
  citizen: { th: 'บุคคลธรรมดา', en: 'citizen' },
  juristic: { th: 'นิติบุคคล', en: 'juristic person' },
  foreigner: { th: 'คนต่างด้าว', en: 'foreigner' },
};

/** Kinds of service. */
export const serviceKindLabels: Record<ServiceKind, Label> = {
  LIC: { th: 'ใบอนุญาต', en: 'licence' },
  REN: { th: 'ต่ออายุ', en: 'renewal' },
  REG: { th: 'จดทะเบียน', en: 'registration' },
  NOT: { th: 'แจ้ง/จดแจ้ง', en: 'notification' },
  CER: { th: 'หนังสือรับรอง/บัตร', en: 'certificate' },
  BEN: { th: 'สวัสดิการและประโยชน์', en: 'benefit' },
  PAY: { th: 'ชำระเงิน', en: 'payment' },
  INF: { th: 'ข้อมูล', en: 'information' },
};

/** Ways of working a request. */
export const handlingLabels: Record<Handling, Label> = {
  officers: { th: 'เจ้าหน้าที่บนแพลตฟอร์มกลาง', en: 'officers on the central platform' },
  agencySystem: { th: 'ระบบของหน่วยงาน', en: "the agency's own system" },
};

/** Ways of delivery. */
export const deliveryLabels: Record<Delivery, Label> = {
  electronic: { th: 'ทางอิเล็กทรอนิกส์', en: 'electronically' },
  post: { th: 'ทางไปรษณีย์', en: 'by post' },
  counter: { th: 'รับด้วยตนเอง', en: 'at the counter' },
};

/** What is issued. */
export const issuedKindLabels: Record<IssuedKind, Label> = {
  licence: { th: 'ใบอนุญาต', en: 'licence' },
  certificate: { th: 'หนังสือรับรอง', en: 'certificate' },
  registration: { th: 'ใบทะเบียน', en: 'registration' },
  notificationReceipt: { th: 'ใบรับแจ้ง', en: 'receipt of notification' },
  benefit: { th: 'สิทธิประโยชน์', en: 'benefit' },
};

/** Ways of appeal. */
export const appealWayLabels: Record<AppealWay, Label> = {
  internal: { th: 'อุทธรณ์ภายในฝ่ายปกครอง', en: 'internal appeal' },
  special: { th: 'อุทธรณ์ตามกฎหมายเฉพาะ', en: 'appeal under the special law' },
  court: { th: 'ฟ้องศาลปกครอง', en: 'Administrative Court' },
};

/** What an unmet correction leads to. */
export const missedCorrectionLabels: Record<MissedCorrection, Label> = {
  returned: { th: 'คืนคำขอ', en: 'the request is returned' },
  struckOff: { th: 'จำหน่ายเรื่องออกจากสารบบ', en: 'the request is struck off' },
};

const unitLabels: Record<Unit, Label> = {
  DAY: { th: 'วัน', en: 'day' },
  WORKING_DAY: { th: 'วันทำการ', en: 'working day' },
  HOUR: { th: 'ชั่วโมงทำการ', en: 'office hour' },
  MINUTE: { th: 'นาทีทำการ', en: 'office minute' },
  MONTH: { th: 'เดือน', en: 'month' },
  YEAR: { th: 'ปี', en: 'year' },
  ELAPSED_HOUR: { th: 'ชั่วโมง', en: 'elapsed hour' },
};

/** A length of time: `20 วันทำการ`, `20 working days`. */
export function timeText({ amount, unit }: Pick<StatedTime, 'amount' | 'unit'>): Label {
  const { th, en } = unitLabels[unit];
  return { th: `${amount} ${th}`, en: `${amount} ${en}${amount === 1 ? '' : 's'}` };
}

/** A sum of money: `2,200.00 บาท`, `2,200.00 baht`. */
export function moneyText({ amount }: Money): Label {
  const text = amount.replaceAll(/\B(?=(\d{3})+\.)/g, ',');
  return { th: `${text} บาท`, en: `${text} baht` };
}

/** Where a figure comes from, with the badge of one that is made up. */
export function sourceText(source: Source): Label {
  return source.kind === 'cited'
    ? { th: `อ้างอิง ${source.reference}`, en: `cited: ${source.reference}` }
    : {
        th: `${illustrativeBadge.th} ${source.note}`,
        en: `${illustrativeBadge.en} ${source.note}`,
      };
}

/** What stands at a figure that is made up, wherever it is shown. */
export const illustrativeBadge: Label = { th: '[ตัวอย่าง]', en: '[illustrative]' };
