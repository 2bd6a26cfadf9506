import type { Label } from '../service/states.js';

/** States in which a request goes on (design §2.2). */
export const openStates = [
  'submitted',
  'completenessCheck',
  'awaitingCorrection',
  'consideration',
  'awaitingPayment',
  'paymentUnconfirmed',
  'issuing',
] as const;

/** Ends of a request, each its own code; an appeal may open some of them again. */
export const endStates = [
  'completed',
  'refused',
  'returned',
  'struckOff',
  'withdrawn',
  'lapsedUnpaid',
  'terminated',
  'notOurAgency',
] as const;

/** All states of a citizen's request. */
export const requestStates = [...openStates, ...endStates] as const;
/** One state of a citizen's request. */
export type RequestState = (typeof requestStates)[number];
/** One end of a citizen's request. */
export type EndState = (typeof endStates)[number];

/** Whose turn it is (Biz Portal's second axis, thai-domain.md §4.2). */
export type Turn = 'applicant' | 'agency' | 'otherAgency' | 'nobody';

/** What each state is called, and whose turn it is unless something in the case says otherwise. */
export const requestStateTable = {
  submitted: { label: { th: 'ยื่นคำขอแล้ว', en: 'Submitted' }, turn: 'agency' },
  completenessCheck: {
    label: { th: 'ตรวจสอบความครบถ้วน', en: 'Checked for completeness' },
    turn: 'agency',
  },
  awaitingCorrection: {
    label: { th: 'รอผู้ยื่นคำขอแก้ไขเพิ่มเติม', en: 'Awaiting correction' },
    turn: 'applicant',
  },
  consideration: { label: { th: 'อยู่ระหว่างพิจารณา', en: 'Under consideration' }, turn: 'agency' },
  awaitingPayment: { label: { th: 'รอชำระค่าธรรมเนียม', en: 'Awaiting payment' }, turn: 'applicant' },
  paymentUnconfirmed: {
    label: { th: 'ชำระแล้ว รอยืนยันการรับเงิน', en: 'Paid, not yet confirmed' },
    turn: 'agency',
  },
  issuing: { label: { th: 'กำลังออกใบอนุญาต', en: 'Being issued' }, turn: 'agency' },
  completed: { label: { th: 'เสร็จสมบูรณ์', en: 'Completed' }, turn: 'nobody' },
  refused: { label: { th: 'ไม่อนุญาต', en: 'Refused' }, turn: 'nobody' },
  returned: { label: { th: 'คืนคำขอ', en: 'Returned' }, turn: 'nobody' },
  struckOff: {
    label: { th: 'จำหน่ายเรื่องออกจากสารบบ', en: 'Struck off the docket' },
    turn: 'nobody',
  },
  withdrawn: { label: { th: 'ถอนคำขอ', en: 'Withdrawn' }, turn: 'nobody' },
  lapsedUnpaid: {
    label: { th: 'สิ้นผลเพราะไม่ชำระค่าธรรมเนียม', en: 'Lapsed unpaid' },
    turn: 'nobody',
  },
  terminated: { label: { th: 'ยุติเรื่อง', en: 'Terminated' }, turn: 'nobody' },
  notOurAgency: {
    label: { th: 'ไม่อยู่ในอำนาจหน้าที่ของหน่วยงาน', en: 'Not for this agency' },
    turn: 'nobody',
  },
} as const satisfies Record<RequestState, { label: Label; turn: Turn }>;

/** Whether a request has come to an end; letters and appeals may still be open. */
export function isEnd(state: RequestState): state is EndState {
  return (endStates as readonly string[]).includes(state);
}
