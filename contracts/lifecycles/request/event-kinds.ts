import type { Label } from '../service/states.js';
import type { AlarmKind } from './clocks.js';
import type { RequestAction } from './table.js';

/** What each action is called once it has taken effect. An action left out does not compile. */
export const requestEffectKinds = {
  confirmComplete: 'completenessConfirmed',
  recordDeficiency: 'deficiencyRecorded',
  correct: 'corrected',
  keepOpen: 'correctionInsufficient',
  lengthenCorrection: 'correctionLengthened',
  orderInspection: 'inspectionOrdered',
  recordInspection: 'inspectionRecorded',
  reportRemedy: 'remedyReported',
  openHearing: 'hearingOpened',
  answerHearing: 'hearingAnswered',
  consult: 'consulted',
  answerConsultation: 'consultationAnswered',
  extendTime: 'timeExtended',
  sendDelayNotice: 'delayNoticeSent',
  recordOfficerFault: 'officerFaultRecorded',
  approve: 'approved',
  refuse: 'refused',
  notifyResult: 'resultNotified',
  confirmPayment: 'paymentConfirmed',
  disprovePayment: 'paymentDisproved',
  issue: 'issued',
  deliver: 'delivered',
  forward: 'forwarded',
  declareNotOurAgency: 'notOurAgency',
  withdraw: 'withdrawn',
  terminate: 'terminated',
  appeal: 'appealed',
  recordRepayment: 'repaid',
  settleWithAgency: 'settledWithAgency',
  correctEntry: 'entryCorrected',
  reopen: 'reopened',
} as const satisfies Record<RequestAction, string>;

/** What each alarm is called once it has rung. An alarm left out does not compile. */
export const alarmEventKinds = {
  receipt: 'received',
  checkOverdue: 'checkOverdue',
  correctionEnds: 'correctionMissed',
  dueSoon: 'dueSoon',
  overdue: 'overdue',
  deemedApproval: 'deemedApproved',
  letterMissed: 'delayNoticeMissed',
  notificationMissed: 'notificationMissed',
  issuingOverdue: 'issuingOverdue',
  billEnds: 'billExpired',
  paymentQuery: null,
  remedyEnds: 'remedyUnmet',
  hearingEnds: 'hearingUnanswered',
  consultationLate: 'consultationLate',
  renewalOpens: 'renewalOpened',
  appealEnds: 'appealTimeEnded',
  agencyQuery: null,
  reminder: 'reminded',
  calendarMissing: 'datesMissing',
} as const satisfies Record<AlarmKind, string | null>;

/** What the engine tells of its own errands. */
const errandKinds = [
  'submitted',
  'numbered',
  'billed',
  'paid',
  'paidUnconfirmed',
  'refundOpened',
  'handedOver',
  'dispatchRefused',
  'dispatchForgotten',
  'agencyContradicted',
  'recounted',
  'appealEnded',
  'reopenedOnAppeal',
] as const;

/** What can happen to a request: the last part but one of an event's type. */
export const requestEventKinds = [
  ...errandKinds,
  ...Object.values(requestEffectKinds),
  ...Object.values(alarmEventKinds).filter((kind) => kind !== null),
] as const;
/** What happened to a request. */
export type RequestEventKind = (typeof requestEventKinds)[number];

/** What the happenings are called. A kind without a label does not compile. */
export const requestEventLabels: Record<RequestEventKind, Label> = {
  submitted: { th: 'ยื่นคำขอ', en: 'Submitted' },
  numbered: { th: 'ออกเลขที่รับ', en: 'Receipt number given' },
  received: { th: 'รับคำขอ', en: 'Received' },
  completenessConfirmed: { th: 'ครบถ้วน', en: 'Complete' },
  deficiencyRecorded: { th: 'บันทึกความบกพร่อง', en: 'Deficiencies recorded' },
  corrected: { th: 'ผู้ยื่นคำขอแก้ไขเพิ่มเติม', en: 'Corrected by the applicant' },
  correctionInsufficient: { th: 'ยังแก้ไขไม่ครบ', en: 'Correction not sufficient' },
  correctionLengthened: { th: 'ขยายเวลาแก้ไข', en: 'Time for correction lengthened' },
  correctionMissed: { th: 'ไม่แก้ไขภายในกำหนด', en: 'Not corrected in time' },
  checkOverdue: { th: 'ไม่ได้ตรวจภายในวันทำการถัดไป', en: 'Not checked by the next working day' },
  inspectionOrdered: { th: 'นัดตรวจสถานที่', en: 'Inspection arranged' },
  inspectionRecorded: { th: 'ตรวจสถานที่แล้ว', en: 'Inspected' },
  remedyReported: { th: 'แจ้งปรับปรุงแล้ว', en: 'Repair reported' },
  remedyUnmet: { th: 'ไม่ปรับปรุงภายในกำหนด', en: 'Not repaired in time' },
  hearingOpened: { th: 'ให้โอกาสโต้แย้ง', en: 'Hearing opened' },
  hearingAnswered: { th: 'ผู้ยื่นคำขอโต้แย้งแล้ว', en: 'Hearing answered' },
  hearingUnanswered: { th: 'ไม่มีการโต้แย้ง', en: 'Hearing not answered' },
  consulted: { th: 'ขอความเห็นหน่วยงานอื่น', en: 'Another agency consulted' },
  consultationAnswered: { th: 'หน่วยงานอื่นตอบแล้ว', en: 'Consultation answered' },
  consultationLate: { th: 'หน่วยงานอื่นยังไม่ตอบ', en: 'Consultation late' },
  timeExtended: { th: 'ขยายระยะเวลาพิจารณา', en: 'Time extended' },
  delayNoticeSent: { th: 'แจ้งเหตุแห่งความล่าช้า', en: 'Delay notice sent' },
  delayNoticeMissed: { th: 'ไม่ได้แจ้งเหตุแห่งความล่าช้า', en: 'Delay notice missed' },
  officerFaultRecorded: { th: 'บันทึกความผิดของเจ้าหน้าที่', en: "Official's fault recorded" },
  dueSoon: { th: 'ใกล้ครบกำหนดพิจารณา', en: 'Decision due soon' },
  overdue: { th: 'เกินกำหนดพิจารณา', en: 'Decision overdue' },
  reminded: { th: 'เตือนหน่วยงานแล้ว', en: 'Agency reminded' },
  approved: { th: 'อนุญาต', en: 'Approved' },
  refused: { th: 'ไม่อนุญาต', en: 'Refused' },
  deemedApproved: { th: 'ถือว่าอนุญาต', en: 'Deemed approved' },
  resultNotified: { th: 'แจ้งผลแล้ว', en: 'Result notified' },
  notificationMissed: { th: 'ไม่ได้แจ้งผลภายในกำหนด', en: 'Notification missed' },
  billed: { th: 'ออกใบแจ้งหนี้', en: 'Billed' },
  billExpired: { th: 'ใบแจ้งหนี้สิ้นอายุ', en: 'Bill expired' },
  paid: { th: 'ชำระแล้ว', en: 'Paid' },
  paidUnconfirmed: { th: 'ชำระแล้ว รอยืนยัน', en: 'Paid, not confirmed' },
  recounted: { th: 'นับกำหนดเวลาใหม่ตามวันหยุดพิเศษ', en: 'Counted again for a special holiday' },
  refundOpened: { th: 'มีเงินต้องคืน', en: 'Money is to be given back' },
  paymentConfirmed: { th: 'ยืนยันการรับเงิน', en: 'Payment confirmed by an official' },
  paymentDisproved: { th: 'ไม่ได้รับเงิน', en: 'Payment disproved' },
  repaid: { th: 'คืนเงินแล้ว', en: 'Repaid' },
  issued: { th: 'ออกใบอนุญาตแล้ว', en: 'Issued' },
  issuingOverdue: { th: 'เกินกำหนดออกใบอนุญาต', en: 'Issuing overdue' },
  delivered: { th: 'จัดส่งแล้ว', en: 'Delivered' },
  forwarded: { th: 'ส่งต่อสำนักงานอื่น', en: 'Forwarded to another office' },
  notOurAgency: { th: 'ไม่อยู่ในอำนาจหน้าที่', en: 'Another agency is responsible' },
  withdrawn: { th: 'ถอนคำขอ', en: 'Withdrawn' },
  appealed: { th: 'อุทธรณ์', en: 'Appealed' },
  appealEnded: { th: 'อุทธรณ์สิ้นสุด คำสั่งคงเดิม', en: 'Appeal ended, the order stands' },
  reopenedOnAppeal: { th: 'เปิดเรื่องใหม่ตามผลอุทธรณ์', en: 'Reopened on appeal' },
  reopened: { th: 'เปิดเรื่องใหม่', en: 'Opened again' },
  terminated: { th: 'ยุติเรื่อง', en: 'Terminated' },
  entryCorrected: { th: 'แก้ไขข้อผิดหลง', en: 'Clerical error corrected' },
  renewalOpened: { th: 'เริ่มยื่นต่ออายุได้', en: 'Renewal opened' },
  appealTimeEnded: { th: 'หมดเวลาอุทธรณ์', en: 'Time for an appeal ended' },
  handedOver: { th: 'ระบบของหน่วยงานรับเรื่องแล้ว', en: "Taken by the agency's system" },
  dispatchRefused: { th: 'ระบบของหน่วยงานไม่รับเรื่อง', en: "Refused by the agency's system" },
  dispatchForgotten: {
    th: 'ระบบของหน่วยงานไม่พบเรื่อง จึงส่งใหม่',
    en: "Unknown to the agency's system, handed over again",
  },
  agencyContradicted: {
    th: 'คำตอบของระบบหน่วยงานขัดกับที่มีอยู่',
    en: "The agency's system contradicts what stands",
  },
  settledWithAgency: { th: 'ยุติข้อขัดแย้งแล้ว', en: "Settled with the agency's system" },
  datesMissing: { th: 'ยังคำนวณกำหนดเวลาไม่ได้', en: 'Dates cannot be computed yet' },
};

/** The CloudEvents type of a happening. */
export function requestEventType(kind: RequestEventKind): string {
  return `th.prasan.request.${kind}.v1`;
}
