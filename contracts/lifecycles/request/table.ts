import type { Label, Role } from '../service/states.js';
import type { RequestState } from './states.js';

/** All actions of people on a request. Verbs, never renamed (design §11). */
export const requestActions = [
  'confirmComplete',
  'recordDeficiency',
  'correct',
  'keepOpen',
  'lengthenCorrection',
  'orderInspection',
  'recordInspection',
  'reportRemedy',
  'openHearing',
  'answerHearing',
  'consult',
  'answerConsultation',
  'extendTime',
  'sendDelayNotice',
  'recordOfficerFault',
  'approve',
  'refuse',
  'notifyResult',
  'confirmPayment',
  'disprovePayment',
  'issue',
  'deliver',
  'forward',
  'declareNotOurAgency',
  'withdraw',
  'terminate',
  'appeal',
  'recordRepayment',
  'settleWithAgency',
  'correctEntry',
  'reopen',
] as const;
/** An action of a person on a request. */
export type RequestAction = (typeof requestActions)[number];

/**
 * Where an action leads: a state; `same`; `procedure`, what the pinned manual has next; `answered`,
 * to the official once nothing of the deficiency list is open; `decided`, to payment, issuing or the
 * end; `issued`, to the end unless something is still to be delivered; `reopened`, to where the ground
 * leads (`reopen-grounds.ts`).
 */
export type RequestTarget =
  | RequestState
  | 'same'
  | 'procedure'
  | 'answered'
  | 'stillOpen'
  | 'decided'
  | 'issued'
  | 'reopened';

/** What the table says of an action in a state. */
export interface RequestTransition {
  readonly to: RequestTarget;
  /** Who may take it. Which agency, office and portal is the case's to say. */
  readonly by: readonly Role[];
  /** The law or policy that it rests on. */
  readonly basis: string;
}

const official: readonly Role[] = ['competentOfficial'];
const decider: readonly Role[] = ['licensor', 'delegate'];
const portal: readonly Role[] = ['portal'];

const lfa8 = 'พ.ร.บ. การอำนวยความสะดวกฯ พ.ศ. 2558 ม.8 / LFA s.8';
const lfa10 = 'พ.ร.บ. การอำนวยความสะดวกฯ พ.ศ. 2558 ม.10 / LFA s.10';
const apa30 = 'พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539 ม.30 / APA s.30';
const apa37 = 'พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539 ม.37 / APA s.37';
const apa43 = 'พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539 ม.43 / APA s.43';
const apa44 = 'พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539 ม.44 / APA s.44';
const reopening =
  'พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539 ม.40, 54, 66 และคำพิพากษาของศาล / APA ss.40, 54, 66, and judgments';
const egov10 = 'พ.ร.บ. การปฏิบัติราชการทางอิเล็กทรอนิกส์ พ.ศ. 2565 ม.10 / EGOV s.10';
const egov11 = 'พ.ร.บ. การปฏิบัติราชการทางอิเล็กทรอนิกส์ พ.ศ. 2565 ม.11 / EGOV s.11';
const manual = "คู่มือสำหรับประชาชน / the citizens' manual";
const policy = 'แนวทางของ Prasan (design §2.2) / Prasan policy (design §2.2)';

function same(by: readonly Role[], basis: string) {
  return { to: 'same', by, basis } as const;
}

/** In every state: what is on record is put right, and settled with the agency's own system. */
const onRecord = {
  settleWithAgency: same([...official, ...decider], policy),
  correctEntry: same(official, apa43),
} as const;
const recordRepayment = same(official, manual);
const notifyResult = same(official, lfa10);
const terminate = { to: 'terminated', by: decider, basis: policy } as const;

/** As long as nothing is decided. */
const undecided = {
  withdraw: { to: 'withdrawn', by: portal, basis: policy },
  forward: same(official, egov10),
  declareNotOurAgency: { to: 'notOurAgency', by: official, basis: egov10 },
  terminate,
  ...onRecord,
} as const;

/** The official may look before the day on which it is received in law. */
const firstLook = {
  confirmComplete: { to: 'procedure', by: official, basis: lfa8 },
  recordDeficiency: { to: 'awaitingCorrection', by: official, basis: lfa8 },
} as const;

/** While the official's clock may run. */
const inTime = {
  extendTime: same([...official, ...decider], manual),
  sendDelayNotice: same(official, lfa10),
} as const;

const appeal = same(portal, apa44);
/** The licensor opens it again; on which ground stands in `reopenTable`. */
const reopen = { to: 'reopened', by: ['licensor'], basis: reopening } as const;
const afterwards = { notifyResult, appeal, recordRepayment, reopen, ...onRecord } as const;

/**
 * The lifecycle of a citizen's request: state → action → where it leads, who may, on what basis. The
 * one table that gateway, workflow, tracker, docs and outsiders read (design §2). What happens by
 * itself stands in `clocks.ts`. A state left out does not compile.
 */
export const requestTable = {
  submitted: { ...undecided, ...firstLook },
  completenessCheck: {
    ...undecided,
    ...inTime,
    ...firstLook,
    keepOpen: { to: 'stillOpen', by: official, basis: lfa8 },
  },
  awaitingCorrection: {
    ...undecided,
    ...inTime,
    confirmComplete: { to: 'procedure', by: official, basis: lfa8 },
    correct: { to: 'answered', by: portal, basis: lfa8 },
    lengthenCorrection: same(official, lfa8),
  },
  consideration: {
    ...undecided,
    ...inTime,
    orderInspection: same(official, manual),
    recordInspection: same(official, manual),
    reportRemedy: same(portal, manual),
    openHearing: same(official, apa30),
    answerHearing: same(portal, apa30),
    consult: same(official, manual),
    answerConsultation: same(official, manual),
    recordOfficerFault: same(['licensor'], lfa8),
    recordDeficiency: { to: 'awaitingCorrection', by: official, basis: lfa8 },
    approve: { to: 'decided', by: decider, basis: manual },
    refuse: { to: 'refused', by: decider, basis: apa37 },
  },
  awaitingPayment: {
    ...undecided,
    ...inTime,
    notifyResult,
    appeal,
    recordRepayment,
  },
  paymentUnconfirmed: {
    ...undecided,
    ...inTime,
    notifyResult,
    appeal,
    recordRepayment,
    confirmPayment: { to: 'procedure', by: official, basis: manual },
    disprovePayment: { to: 'awaitingPayment', by: official, basis: manual },
  },
  issuing: {
    notifyResult,
    appeal,
    recordRepayment,
    terminate,
    ...onRecord,
    issue: { to: 'issued', by: [...official, ...decider], basis: manual },
    deliver: { to: 'completed', by: official, basis: egov11 },
  },
  completed: { ...afterwards },
  refused: { ...afterwards },
  returned: { ...afterwards },
  struckOff: { ...afterwards },
  withdrawn: { recordRepayment, ...onRecord },
  lapsedUnpaid: { ...afterwards },
  terminated: { ...afterwards },
  notOurAgency: { recordRepayment, reopen, ...onRecord },
} as const satisfies Record<RequestState, Partial<Record<RequestAction, RequestTransition>>>;

/** What the actions are called. An action without a label does not compile. */
export const requestActionLabels: Record<RequestAction, Label> = {
  confirmComplete: { th: 'ยืนยันว่าครบถ้วน', en: 'Confirm that it is complete' },
  recordDeficiency: { th: 'บันทึกความบกพร่อง', en: 'Record the deficiencies' },
  correct: { th: 'แก้ไขเพิ่มเติม', en: 'Correct' },
  keepOpen: { th: 'แจ้งว่ายังแก้ไขไม่ครบ', en: 'Name what is still open' },
  lengthenCorrection: { th: 'ขยายเวลาแก้ไข', en: 'Lengthen the time for correction' },
  orderInspection: { th: 'นัดตรวจสถานที่', en: 'Arrange a site inspection' },
  recordInspection: { th: 'บันทึกผลตรวจสถานที่', en: 'Record the site inspection' },
  reportRemedy: { th: 'แจ้งว่าปรับปรุงสถานที่แล้ว', en: 'Report the premises as repaired' },
  openHearing: { th: 'ให้โอกาสโต้แย้ง', en: 'Open a hearing' },
  answerHearing: { th: 'โต้แย้งแสดงหลักฐาน', en: 'Answer the hearing' },
  consult: { th: 'ขอความเห็นหน่วยงานอื่น', en: 'Consult another agency' },
  answerConsultation: { th: 'ตอบข้อหารือ', en: 'Answer the consultation' },
  extendTime: { th: 'ขยายระยะเวลาพิจารณา', en: 'Extend the time' },
  sendDelayNotice: { th: 'แจ้งเหตุแห่งความล่าช้า', en: 'Send a delay notice' },
  recordOfficerFault: {
    th: 'บันทึกว่าความไม่ครบถ้วนเกิดจากเจ้าหน้าที่',
    en: 'Record that an official is at fault',
  },
  approve: { th: 'อนุญาต', en: 'Approve' },
  refuse: { th: 'ไม่อนุญาต', en: 'Refuse' },
  notifyResult: { th: 'แจ้งผล', en: 'Notify the result' },
  confirmPayment: { th: 'ยืนยันการรับเงิน', en: 'Confirm the payment' },
  disprovePayment: { th: 'แจ้งว่าไม่ได้รับเงิน', en: 'Disprove the payment' },
  issue: { th: 'ออกใบอนุญาต', en: 'Issue' },
  deliver: { th: 'จัดส่ง', en: 'Deliver' },
  forward: { th: 'ส่งต่อสำนักงานอื่น', en: 'Forward to another office' },
  declareNotOurAgency: {
    th: 'แจ้งว่าไม่อยู่ในอำนาจหน้าที่',
    en: 'Declare another agency responsible',
  },
  withdraw: { th: 'ถอนคำขอ', en: 'Withdraw' },
  terminate: { th: 'ยุติเรื่อง', en: 'Terminate' },
  appeal: { th: 'อุทธรณ์', en: 'Appeal' },
  recordRepayment: { th: 'บันทึกการคืนเงิน', en: 'Record a repayment' },
  settleWithAgency: {
    th: 'ยุติข้อขัดแย้งกับระบบของหน่วยงาน',
    en: "Settle with the agency's system",
  },
  correctEntry: { th: 'แก้ไขข้อผิดหลงเล็กน้อย', en: 'Correct a clerical error' },
  reopen: { th: 'เปิดเรื่องใหม่', en: 'Open it again' },
};

/**
 * What may still be done once a request has closed: it begins a new run from the archive, and closes
 * again when nothing is open.
 */
export const actionsWhenClosed: readonly RequestAction[] = ['reopen', 'correctEntry'];

/** What the table says of an action in a state; `undefined` when it is not possible there. */
export function findRequestTransition(
  state: RequestState,
  action: RequestAction,
): RequestTransition | undefined {
  const row: Partial<Record<RequestAction, RequestTransition>> = requestTable[state];
  return row[action];
}

/** The states in which an action is possible. */
export function requestStatesOf(action: RequestAction): RequestState[] {
  return (Object.keys(requestTable) as RequestState[]).filter(
    (state) => findRequestTransition(state, action) !== undefined,
  );
}
