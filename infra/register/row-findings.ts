import type { FindingKind } from './finding-kind.js';
import { normalised, note, refused } from './finding-kind.js';

/** Why a row is refused. */
export const refusals = {
  NO_SERVICE_ID: refused(
    ['no service id', 'ไม่มีรหัสงานบริการ'],
    ['service_id is empty', 'service_id ว่าง'],
  ),
  BAD_SERVICE_ID: refused(
    ['no service id', 'รหัสงานบริการผิดรูปแบบ'],
    ['ids look like SVC0106', 'รหัสต้องเป็นรูปแบบ SVC0106'],
  ),
  DUPLICATE: refused(
    ['service id twice', 'รหัสงานบริการซ้ำ'],
    ['row {row} has this id already', 'ซ้ำกับแถว {row}'],
  ),
  NO_AGENCY: refused(['no agency', 'ไม่มีหน่วยงาน'], ['agency_id is empty', 'agency_id ว่าง']),
  BAD_AGENCY_ID: refused(
    ['no agency id', 'รหัสหน่วยงานผิดรูปแบบ'],
    ['ids look like AGY009', 'รหัสต้องเป็นรูปแบบ AGY009'],
  ),
  NO_NAME: refused(
    ['no name', 'ไม่มีชื่องานบริการ'],
    ['the name of the service is empty', 'ชื่องานบริการว่าง'],
  ),
  NO_STATUS: refused(['no status', 'ไม่มีสถานะ'], ['the status is empty', 'สถานะว่าง']),
  UNKNOWN_STATUS: refused(
    ['status that is not known', 'สถานะที่ไม่รู้จัก'],
    ['known are STA01 to STA05', 'สถานะที่รู้จักคือ STA01 ถึง STA05'],
  ),
  STATUS_CONTRADICTS: refused(
    ['status id and text contradict each other', 'รหัสและข้อความสถานะขัดแย้งกัน'],
    ['its text is that of {other}', 'ข้อความเป็นของ {other}'],
  ),
  REASON_DISPUTED: refused(
    ['reason id that means another reason in the file', 'รหัสเหตุผลในไฟล์หมายถึงเหตุผลอื่น'],
    ['its title is that of {other}', 'ข้อความเป็นของ {other}'],
  ),
  SURPLUS_CELLS: refused(
    ['more cells than the header', 'มีช่องเกินหัวตาราง'],
    [
      'nobody can say which comma is text; put that cell in quotes (too much: {other})',
      'ไม่อาจทราบว่าเครื่องหมายคั่นใดเป็นข้อความ ให้ใส่ช่องนั้นในเครื่องหมายคำพูด (ส่วนเกิน: {other})',
    ],
  ),
  INCOMPLETE: refused(
    ['too little for a new service', 'ข้อมูลไม่พอสำหรับงานบริการใหม่'],
    ['the file does not tell: {other}', 'ไฟล์ไม่ระบุ: {other}'],
  ),
} as const satisfies Readonly<Record<string, FindingKind>>;

/** What does not go together, within a row or between rows and sheets. */
export const checks = {
  STATUS_FROM_TEXT: normalised(
    ['status without its id', 'มีข้อความสถานะแต่ไม่มีรหัส'],
    ['taken as {other}', 'ถือเป็น {other}'],
  ),
  UNKNOWN_STATUS_TEXT: note(
    ['status text that is not known', 'ข้อความสถานะที่ไม่รู้จัก'],
    ['the id stands: {other}', 'ใช้ตามรหัส {other}'],
  ),
  TITLE_BY_LIST: normalised(
    ["title that is known from the file's own list", 'ข้อความที่รู้จักจากบัญชีในไฟล์เอง'],
    ['taken as {other}', 'ถือเป็น {other}'],
  ),
  REASON_FROM_TEXT: normalised(
    ['reason without its id', 'มีข้อความเหตุผลแต่ไม่มีรหัส'],
    ['taken as {other}', 'ถือเป็น {other}'],
  ),
  UNKNOWN_REASON_TEXT: note(
    ['reason text that is not known', 'ข้อความเหตุผลที่ไม่รู้จัก'],
    ['the id stands: {other}', 'ใช้ตามรหัส {other}'],
  ),
  UNKNOWN_REASON: note(
    ['reason that is not known', 'เหตุผลที่ไม่รู้จัก'],
    [
      'not taken; the reason that is here stays, where there is none it is unstated',
      'ไม่ใช้ คงเหตุผลเดิมในระบบ ถ้าไม่มีถือว่าไม่ระบุเหตุผล',
    ],
  ),
  REASON_CONTRADICTS: note(
    ['reason id and text contradict each other', 'รหัสและข้อความเหตุผลขัดแย้งกัน'],
    ['the id stands: {other}', 'ใช้ตามรหัส {other}'],
  ),
  REASON_WITHOUT_EXCLUSION: note(
    ['reason of a service that is not excluded', 'มีเหตุผลทั้งที่ไม่ได้ยกเว้น'],
    ['not used', 'ไม่ใช้'],
  ),
  REASON_NOT_FOR_STATUS: note(
    ['reason of another status', 'เหตุผลของสถานะอื่น'],
    ['taken; the list has it for {other}', 'รับไว้ ตามบัญชีใช้กับ {other}'],
  ),
  NO_REASON: note(
    ['excluded without a reason', 'ยกเว้นโดยไม่มีเหตุผล'],
    ['taken as unstated', 'ถือว่าไม่ระบุเหตุผล'],
  ),
  BAD_MINISTRY_ID: note(
    ['no ministry id', 'รหัสกระทรวงผิดรูปแบบ'],
    ['taken as not recorded', 'ถือว่าไม่ได้บันทึก'],
  ),
  NO_AGENCY_NAME: note(
    ['agency without a name', 'ไม่มีชื่อหน่วยงาน'],
    ['the id stands for the name', 'ใช้รหัสแทนชื่อ'],
  ),
  SAME_SERVICE: note(
    ['the same service under two ids', 'งานบริการเดียวกันมีสองรหัส'],
    [
      'both taken; row {row} is {other}, of the same agency and name',
      'รับทั้งสองแถว แถว {row} คือ {other} หน่วยงานและชื่อเดียวกัน',
    ],
  ),
  AGENCY_TWO_NAMES: note(
    ['agency id with two names', 'รหัสหน่วยงานเดียวมีสองชื่อ'],
    ['the first stands: {other}', 'ใช้ชื่อแรก: {other}'],
  ),
  AGENCY_TWO_MINISTRIES: note(
    ['agency under two ministries', 'หน่วยงานเดียวอยู่สองกระทรวง'],
    ['the first stands: {other}', 'ใช้กระทรวงแรก: {other}'],
  ),
  AGENCY_TWO_TYPES: note(
    ['agency of two types', 'หน่วยงานเดียวมีสองประเภท'],
    ['not used; the first is {other}', 'ไม่ใช้ ประเภทแรกคือ {other}'],
  ),
  MINISTRY_TWO_NAMES: note(
    ['ministry id with two names', 'รหัสกระทรวงเดียวมีสองชื่อ'],
    ['the first stands: {other}', 'ใช้ชื่อแรก: {other}'],
  ),
  UNKNOWN_AGENCY: note(
    ['agency that the sheet of agencies lacks', 'หน่วยงานไม่มีในแผ่นงานหน่วยงาน'],
    ['taken', 'รับไว้'],
  ),
  UNKNOWN_MINISTRY: note(
    ['ministry that the sheet of ministries lacks', 'กระทรวงไม่มีในแผ่นงานกระทรวง'],
    ['taken', 'รับไว้'],
  ),
  UNLISTED_STATUS: note(
    ['status that the sheet of statuses lacks', 'สถานะไม่มีในแผ่นงานสถานะ'],
    ['taken by its meaning', 'รับตามความหมาย'],
  ),
  UNLISTED_REASON: note(
    ['reason that the sheet of reasons lacks', 'เหตุผลไม่มีในแผ่นงานเหตุผล'],
    ['taken by its meaning', 'รับตามความหมาย'],
  ),
  UNKNOWN_PROJECT: note(
    ['project that the sheet of projects lacks', 'โครงการไม่มีในแผ่นงานโครงการ'],
    ['taken; it has no budget', 'รับไว้ ไม่มีกรอบงบประมาณ'],
  ),
  PROJECT_OF_OTHER_AGENCY: note(
    ['project of another agency', 'โครงการของหน่วยงานอื่น'],
    ['taken; the sheet has it for {other}', 'รับไว้ ตามแผ่นงานเป็นของ {other}'],
  ),
  NO_PROJECT: note(
    ['to be funded without a project', 'รอจัดสรรงบประมาณแต่ไม่มีโครงการ'],
    ['taken', 'รับไว้'],
  ),
  UNUSED_PROJECT: note(
    ['project without a service', 'โครงการที่ไม่มีงานบริการ'],
    ['nothing to do', 'ไม่ต้องดำเนินการ'],
  ),
  UNUSED_AGENCY: note(
    ['agency without a service', 'หน่วยงานที่ไม่มีงานบริการ'],
    ['nothing to do', 'ไม่ต้องดำเนินการ'],
  ),
  COUNT_DIFFERS: note(
    ['total that differs from the rows', 'ยอดรวมไม่ตรงกับแถวข้อมูล'],
    ['the rows count: {other}', 'นับจากแถวได้ {other}'],
  ),
  LISTED_OTHERWISE: note(
    ['name or ministry in a list that the rows tell otherwise', 'ชื่อหรือกระทรวงในบัญชีไม่ตรงกับแถวข้อมูล'],
    ['the rows stand: {other}', 'ใช้ตามแถวข้อมูล: {other}'],
  ),
  LISTED_TWICE: note(
    ['the same id twice in a list', 'รหัสซ้ำในบัญชี'],
    ['row {row} stands', 'ใช้แถว {row}'],
  ),
} as const satisfies Readonly<Record<string, FindingKind>>;

/** Of comparing a row with the case that is here. */
export const comparisons = {
  CONFLICT: refused(
    [
      'told otherwise of a service that somebody has acted on here',
      'ขัดกับงานบริการที่มีผู้ดำเนินการในระบบแล้ว',
    ],
    ['a person decides; here: {other}', 'ต้องให้คนตัดสิน ในระบบคือ {other}'],
  ),
  PROPOSED_HERE: note(
    ['may be a service that was proposed here', 'อาจเป็นงานบริการที่เสนอไว้ในระบบแล้ว'],
    [
      'a new case; if it is {other}, link that to the row first (linkToRegister)',
      'สร้างรายการใหม่ ถ้าเป็น {other} ให้ผูกกับแถวนี้ก่อน (linkToRegister)',
    ],
  ),
  REGISTER_BEHIND: note(
    ['carried further here than the register says', 'ในระบบก้าวหน้ากว่าทะเบียน'],
    ['stays as it is here: {other}', 'คงไว้ตามระบบ: {other}'],
  ),
  CLAIMED_TWICE: refused(
    ['one row of several services here', 'แถวเดียวเป็นของหลายงานบริการในระบบ'],
    [
      'a person unlinks or undoes one; here: {other}',
      'ต้องให้คนเลิกผูกหรือยกเลิกรายการหนึ่ง ในระบบคือ {other}',
    ],
  ),
  UNLINKED: refused(
    ['unlinked while it was being imported', 'ถูกเลิกผูกระหว่างนำเข้า'],
    ['import the file again; it was the row of {other}', 'ให้นำเข้าไฟล์อีกครั้ง เดิมเป็นแถวของ {other}'],
  ),
  OLDER_EDITION: refused(
    ['told otherwise by a later edition', 'ทะเบียนฉบับใหม่กว่าระบุไว้แล้ว'],
    ['the later one stands; here: {other}', 'ยึดฉบับใหม่กว่า ในระบบคือ {other}'],
  ),
};
