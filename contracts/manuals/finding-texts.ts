import type { Label } from '../calendar/label.js';

/** How grave a finding is: a manual with an error cannot be published. */
export const severities = ['error', 'warning'] as const;
/** How grave a finding is. */
export type Severity = (typeof severities)[number];

/**
 * All that can be wrong with a manual, by a stable code, each with its sentence in Thai and English;
 * `{name}` stands for a fact. What is no error says so.
 */
export const findingTexts = {
  // The shape, where no more can be said of it.
  missing: { th: 'ขาดข้อมูลนี้: {right}', en: 'is missing; it {right}' },
  wrongType: { th: '{right}', en: '{right}' },
  notOneOf: { th: '{right}', en: '{right}' },
  badFormat: { th: '{right}', en: '{right}' },
  outOfRange: { th: '{right}', en: '{right}' },
  unknownField: { th: 'ไม่มีช่องข้อมูลนี้ในคู่มือ', en: 'a manual has no such field' },

  // The shape, where it means something.
  stepWithoutOwner: {
    th: 'ขั้นตอนไม่มีผู้รับผิดชอบ: {right}',
    en: 'nobody owns this step; the owner {right}',
  },
  noProcessingTime: {
    th: 'ไม่มีระยะเวลาดำเนินการ คู่มือต้องระบุ (พ.ร.บ. การอำนวยความสะดวกฯ ม.7)',
    en: 'there is no processing time; a manual states it (LFA s.7)',
  },
  noUnit: {
    th: 'ระยะเวลาไม่มีหน่วยที่ใช้ได้: {right}',
    en: 'the time has no unit that can be counted; it {right}',
  },
  amountImpossible: {
    th: 'ระยะเวลาเป็นไปไม่ได้: {right}',
    en: 'there can be no such time; the amount {right}',
  },
  unsourced: {
    th: 'ตัวเลขนี้ไม่บอกที่มา ให้อ้างอิง (cited) หรือระบุว่าเป็นตัวอย่าง (illustrative)',
    en: 'the figure does not say where it comes from: cited with a reference, or illustrative',
  },
  notMoney: { th: 'ไม่ใช่จำนวนเงิน: {right}', en: 'is no sum of money; it {right}' },
  billNeverValid: {
    th: 'ใบแจ้งชำระเงินไม่มีอายุ ต้องใช้ได้อย่างน้อย 1 วัน',
    en: 'the bill is never valid; it must be for one day at least',
  },
  feeWithoutPlace: {
    th: 'ค่าธรรมเนียมไม่อยู่ในขั้นตอนใด ให้อ้างขั้นตอน payFee: {possible}',
    en: 'the fee has no place in the procedure; name a payFee step: {possible}',
  },
  regimeUnknown: {
    th: 'คู่มือต้องระบุระบบกฎหมายที่มีอยู่: {right}',
    en: 'a manual names its legal regime, which {right}',
  },
  noOffice: {
    th: 'ไม่มีหน่วยงานที่รับคำขอ ต้องมีอย่างน้อยหนึ่งแห่ง',
    en: 'no office takes requests; at least one is needed',
  },
  noAppealBody: {
    th: 'ไม่บอกว่าจะอุทธรณ์ต่อผู้ใดและตามมาตราใด (พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง ม.40)',
    en: 'a refusal could not say to whom and under which section it is appealed (APA s.40)',
  },

  // Steps.
  duplicateId: {
    th: '{id} ซ้ำกับรายการที่ {first}',
    en: '{id} is there already, as number {first}',
  },
  unknownStep: {
    th: 'ไม่มีขั้นตอน {id} ที่มีคือ {possible}',
    en: 'there is no step {id}; the steps are {possible}',
  },
  stepCycle: {
    th: 'ขั้นตอนวนกลับมาที่เดิม: {chain}',
    en: 'the procedure comes back to where it was: {chain}',
  },
  deadEnd: {
    th: 'ทางตัน: จาก {id} ไปไม่ถึงขั้นตอนสุดท้าย {last}',
    en: 'a dead end: from {id} the last step {last} cannot be reached',
  },
  unreachable: {
    th: 'ไม่มีขั้นตอนใดนำมาถึง {id} (ขั้นตอนแรกคือ {first})',
    en: 'no step leads to {id} (the first step is {first})',
  },
  stepMissing: {
    th: 'ไม่มีขั้นตอน {what}',
    en: 'there is no step {what}',
  },
  stepTwice: {
    th: 'มีขั้นตอน {what} ได้เพียงขั้นเดียว มีแล้วคือ {id}',
    en: 'there can be one step {what} only, and {id} is one',
  },
  outOfOrder: {
    th: 'ลำดับผิด: {earlier} ต้องมาก่อน {later}',
    en: 'out of order: {earlier} must come before {later}',
  },
  ownerCannot: {
    th: '{owner} ทำ {what} ไม่ได้ ผู้ที่ทำได้คือ {possible}',
    en: '{owner} cannot do {what}; {possible} can',
  },
  handlingContradicts: {
    th: 'handling เป็น {handling} ขั้นตอนนี้จึงเป็นของ {owner} ไม่ได้',
    en: 'the manual is handled by {handling}, so this step cannot be of {owner}',
  },
  partMissing: {
    th: 'ขั้นตอน checkAndConsider ต้องบอกว่าเป็นเรื่องใด: {possible}',
    en: 'a checkAndConsider step says what it is about: {possible}',
  },
  misplaced: {
    th: '{field} ใช้กับ {where} เท่านั้น',
    en: '{field} belongs to {where} alone',
  },
  agencyMissing: {
    th: 'การหารือหน่วยงานอื่นต้องระบุรหัสหน่วยงาน (agencyId)',
    en: 'a consultation names the agency that is asked (agencyId)',
  },

  // Times and regime.
  unitNotHere: {
    th: 'ใช้ {unit} กับ{what}ไม่ได้ ใช้ {possible}',
    en: '{what} cannot be in {unit}; use {possible}',
  },
  regimeNotForKind: { th: '{why}', en: '{why}' },
  excludedFromAct: { th: '{why}', en: '{why}' },
  exclusionMissing: {
    th: 'งานบริการประเภท {kind} อยู่ภายใต้ พ.ร.บ. การอำนวยความสะดวกฯ เว้นแต่ {section} ยกเว้นไว้ ให้ระบุเหตุ: {possible} หรือใช้ LFA',
    en: 'a service of kind {kind} is under the Licensing Facilitation Act unless {section} leaves it out: name the ground ({possible}), or use LFA',
  },
  regimeTimeContradicted: {
    th: '{regime} กำหนดเวลาเองไว้ {right} ไม่ใช่ {given} ({section})',
    en: '{regime} fixes the time itself: {right}, not {given} ({section})',
  },
  secondTimeMissing: {
    th: '{regime} มีเวลาสองช่วง ต้องระบุช่วงที่สอง {right} ({section})',
    en: '{regime} has two clocks; the second one, {right}, is missing ({section})',
  },
  secondTimeNotHere: {
    th: '{regime} มีเวลาช่วงเดียว ไม่มีช่วงที่สอง ({section})',
    en: '{regime} has one clock and no second time ({section})',
  },
  extensionNotHere: {
    th: '{regime} ไม่ให้ขยายเวลา ({section})',
    en: '{regime} knows no extension ({section})',
  },
  extensionBeyond: {
    th: 'ขยายเวลาเกินกว่าที่ {regime} ให้ได้: ไม่เกิน {max} ครั้ง ครั้งละไม่เกิน {right} ({section})',
    en: 'more than {regime} allows: at most {max} times, {right} each ({section})',
  },
  clockWithoutPayment: {
    th: '{regime} เริ่มนับเวลาเมื่อชำระเงิน แต่ไม่มีค่าธรรมเนียมที่ชำระก่อนอนุมัติ ({section})',
    en: '{regime} counts from payment, but no fee is paid before the approval ({section})',
  },

  // Documents.
  stateHolds: {
    th: 'รัฐมี{what}อยู่แล้ว ({holder}) ห้ามเรียกจากผู้ยื่นคำขอ ให้ใช้ from: state (พ.ร.บ. การปฏิบัติราชการทางอิเล็กทรอนิกส์ ม.9, ม.12; มติ ครม. 2 ต.ค. 2561)',
    en: 'the State holds the {what} itself ({holder}) and may not ask the applicant for it; use from: state (EGOV s.9, s.12; Cabinet resolution of 2 Oct 2561)',
  },
  holderMissing: {
    th: 'เอกสารที่รัฐมีอยู่ต้องบอกว่าผู้ใดถือและเชื่อมโยงโดยทางใด (heldBy)',
    en: 'a document of the State says who holds it and how it is fetched (heldBy)',
  },
  noFileTaken: {
    th: 'เอกสารจากผู้ยื่นคำขอต้องระบุชนิดไฟล์ที่รับอย่างน้อยหนึ่งชนิด',
    en: 'of a document that the applicant gives, one media type at least is taken',
  },
  documentForNobody: {
    th: 'ผู้ยื่นคำขอของงานบริการนี้ไม่มี {kind}',
    en: 'no {kind} may apply for this service',
  },

  // Money, outcome, dates.
  payStepWithoutFee: {
    th: 'ขั้นตอนชำระเงินไม่มีค่าธรรมเนียม',
    en: 'nothing is to be paid at this payFee step',
  },
  feeZero: {
    th: 'ค่าธรรมเนียม 0 บาทไม่ใช่ค่าธรรมเนียม ให้ตัดออก',
    en: 'a fee of 0 is none; leave it out',
  },
  appealTooShort: {
    th: 'เวลาอุทธรณ์สั้นกว่า {right} ({section})',
    en: 'the time to appeal is shorter than {right} ({section})',
  },
  nothingToPost: {
    th: 'ไม่มีเอกสารที่ออกให้ จึงส่งทางไปรษณีย์ไม่ได้',
    en: 'nothing is issued that could be sent by post',
  },
  nothingIssued: {
    th: 'ขั้นตอนนี้ต้องมีสิ่งที่ออกให้ (issues)',
    en: 'the step needs something that is issued (issues)',
  },
  noDelivery: {
    th: 'มีขั้นตอนจัดส่ง จึงต้องระบุวิธีส่งมอบอย่างน้อยหนึ่งวิธี (deliveries)',
    en: 'there is a step of delivery, so one way at least is needed (deliveries)',
  },
  renewalWithoutValidity: {
    th: 'เปิดต่ออายุก่อนหมดอายุได้เฉพาะเมื่อมีอายุ (valid)',
    en: 'a renewal opens before an expiry, but nothing says how long it is valid (valid)',
  },
  untilBeforeFrom: {
    th: '{until} ต้องไม่ก่อน {from}',
    en: '{until} must not lie before {from}',
  },
  illustrative: {
    th: 'ตัวเลขตัวอย่าง: {note}',
    en: 'an illustrative figure: {note}',
    severity: 'warning',
  },
} as const satisfies Record<string, Label & { readonly severity?: Severity }>;

/** Stable code of a finding. */
export type FindingCode = keyof typeof findingTexts;

/** All codes. */
export const findingCodes = Object.keys(findingTexts) as FindingCode[];
