import type { WorkKind } from '../../../infra/postgres/read-model.js';
import type { Label } from '../../../contracts/lifecycles/service/states.js';
import { serviceStates, stateTable } from '../../../contracts/lifecycles/service/states.js';
import { actionLabels, serviceActions } from '../../../contracts/lifecycles/service/table.js';
import type { Language } from './format.js';
import { inLanguage } from './format.js';

/** What each kind of work is called. A kind without a label does not compile. */
export const workLabels: Record<WorkKind, Label> = {
  awaitsApproval: { th: 'รออนุมัติ', en: 'Awaits approval' },
  overdue: { th: 'เกินกำหนดขั้นตอน', en: 'Stage overdue' },
  dueSoon: { th: 'ใกล้ครบกำหนด', en: 'Due soon' },
  reportOwed: { th: 'เงียบ: ค้างรายงานความก้าวหน้า', en: 'Silent: progress report owed' },
  reportEscalated: {
    th: 'ค้างรายงานเกิน 60 วัน: รายการเสนอคณะรัฐมนตรี',
    en: 'Report unmet for 60 days: list for Cabinet',
  },
  remediation: { th: 'มีรายการต้องแก้ไข', en: 'Remediation to close' },
  redAfterLive: { th: 'ไม่แก้ไขภายในกำหนดหลังเปิดให้บริการ', en: 'Red after going live' },
  excludedWithoutReason: { th: 'อยู่นอกแผนโดยไม่ระบุเหตุผล', en: 'Excluded without a reason' },
  exclusionReReview: { th: 'ถึงกำหนดทบทวนการอยู่นอกแผน', en: 'Exclusion due for re-review' },
  notRecorded: {
    th: 'ยังไม่บันทึกรูปแบบ พอร์ทัล หรือแผน',
    en: 'Mode, portal or plan not recorded',
  },
  notVerified: { th: 'ยังไม่ได้ตรวจว่าเปิดจริง', en: 'Live, but not verified' },
  proposalToConfirm: { th: 'งานบริการที่เสนอ รอยืนยัน', en: 'Proposed, to be confirmed' },
  suspensionOverrun: { th: 'ระงับเกินกำหนดที่แจ้ง', en: 'Suspended beyond the expected end' },
  digest: { th: 'หนังสือแจ้งหน่วยงาน', en: "Agency's letter" },
};

/** What the register's two kinds of exclusion are called. */
export const exclusionLabels: Readonly<Record<string, Label>> = {
  eServiceNotLinked: {
    th: 'เป็น e-Service แล้ว ไม่เชื่อมโยง',
    en: 'An e-service, not to be linked',
  },
  notDigitised: { th: 'ไม่พัฒนาเป็น e-Service', en: 'Not to be digitised' },
};

/** What can be missing of a service. */
const gapLabels: Readonly<Record<string, Label>> = {
  mode: { th: 'รูปแบบ', en: 'mode' },
  portal: { th: 'พอร์ทัล', en: 'portal' },
  plan: { th: 'แผน', en: 'plan' },
};

/** What of several an event or a work is about: a stage, a quarter, an action, gaps, a number. */
export function ofText(of: string, language: Language): string {
  const state = serviceStates.find((one) => one === of);
  if (state !== undefined) return inLanguage(stateTable[state].label, language);
  const action = serviceActions.find((one) => one === of);
  if (action !== undefined) return inLanguage(actionLabels[action], language);
  const quarter = /^(\d{4})\/(\d)$/.exec(of);
  if (quarter !== null) return quarterText(quarter[1] ?? '', quarter[2] ?? '', language);
  return of
    .split(',')
    .map((part) => inLanguage(gapLabels[part] ?? { th: part }, language))
    .join(', ');
}

/** A quarter of a fiscal year, which is of the Buddhist era. */
export function quarterText(
  fiscalYear: number | string,
  quarter: number | string,
  language: Language,
): string {
  return language === 'th'
    ? `ไตรมาส ${quarter}/${fiscalYear}`
    : `Q${quarter} of B.E. ${fiscalYear}`;
}
