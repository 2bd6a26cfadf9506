import type { FindingFacts, FindingKind, FindingSeverity } from './finding-kind.js';
import { normalised, note, refused } from './finding-kind.js';

export type { FindingFacts, FindingSeverity } from './finding-kind.js';
export { findingSeverities } from './finding-kind.js';

/** Of a cell's text. */
const texts = {
  ZERO_WIDTH: normalised(['characters without width', 'อักขระที่มองไม่เห็น'], ['taken out', 'ตัดออกแล้ว']),
  LINE_BREAK: normalised(
    ['line break or tab in a cell', 'ขึ้นบรรทัดใหม่หรือแท็บในช่อง'],
    ['made one space', 'เปลี่ยนเป็นช่องว่างหนึ่งช่อง'],
  ),
  NO_BREAK_SPACE: normalised(
    ['no-break or other unusual space', 'ช่องว่างชนิดพิเศษ'],
    ['made a plain space', 'เปลี่ยนเป็นช่องว่างธรรมดา'],
  ),
  DOUBLE_SPACE: normalised(['several spaces', 'เว้นวรรคซ้ำ'], ['made one space', 'เหลือช่องว่างหนึ่งช่อง']),
  EDGE_SPACE: normalised(
    ['space at the beginning or end', 'ช่องว่างหน้าหรือท้ายข้อความ'],
    ['taken off', 'ตัดออกแล้ว'],
  ),
  NOT_NFC: normalised(
    ['Unicode in an order of its own', 'ลำดับอักขระยูนิโคดไม่เป็นมาตรฐาน'],
    ['put in the standard order (NFC)', 'จัดเป็นลำดับมาตรฐาน (NFC)'],
  ),
  PDF_GLYPHS: normalised(
    ['glyphs of a PDF font', 'รูปอักขระของแบบอักษรใน PDF'],
    ['made the letters they show', 'เปลี่ยนเป็นอักษรที่แสดง'],
  ),
  DOUBLED_MARK: normalised(
    ['the same Thai mark twice', 'สระหรือวรรณยุกต์ซ้ำ'],
    ['one taken out: {other}', 'เหลือตัวเดียว: {other}'],
  ),
  MARK_ORDER: normalised(
    ['Thai marks in the wrong order', 'ลำดับสระและวรรณยุกต์ผิด'],
    ['put in order: {other}', 'จัดลำดับใหม่: {other}'],
  ),
  SARA_AM: normalised(
    ['sara am written as two characters', 'สระอำแยกเป็นสองอักขระ'],
    ['made one: {other}', 'รวมเป็นสระอำ: {other}'],
  ),
  SARA_AE: normalised(
    ['sara ae written as two sara e', 'สระแอพิมพ์เป็นสระเอสองตัว'],
    ['made one: {other}', 'รวมเป็นสระแอ: {other}'],
  ),
  MOVED_MARK: normalised(
    ['Thai marks moved by PDF extraction', 'สระและวรรณยุกต์เลื่อนจากการแปลง PDF'],
    ['put back: {other}', 'แก้เป็น: {other}'],
  ),
  ID_SPELLING: normalised(
    ['id in an unusual spelling', 'รหัสเขียนผิดรูปแบบ'],
    ['taken as {other}', 'ถือเป็น {other}'],
  ),
  THAI_DIGITS: normalised(
    ['Thai digits in an id or a number', 'เลขไทยในรหัสหรือตัวเลข'],
    ['taken as {other}', 'ถือเป็น {other}'],
  ),
  KNOWN_SPELLING: normalised(
    ['a known title in another spelling', 'คำที่กำหนดไว้เขียนต่างไป'],
    ['taken as {other}', 'ถือเป็น {other}'],
  ),
  NOT_TEXT: normalised(
    ['number, date or yes/no where text belongs', 'ตัวเลข วันที่ หรือค่าตรรกะในช่องข้อความ'],
    ['taken as the text {other}', 'ถือเป็นข้อความ {other}'],
  ),
  THAI_DIGITS_IN_TEXT: note(
    ['Thai digits in a text', 'เลขไทยในข้อความ'],
    ['left as written', 'คงไว้ตามต้นฉบับ'],
  ),
  SUSPECT_MARKS: note(
    ['Thai marks that cannot be right', 'สระหรือวรรณยุกต์น่าจะผิด'],
    ['left as written; please check{other}', 'คงไว้ตามต้นฉบับ โปรดตรวจสอบ{other}'],
  ),
  SPLIT_WORD: note(
    ['a word that a space may split', 'อาจมีช่องว่างแทรกกลางคำ'],
    ['left; it may be: {other}', 'คงไว้ อาจเป็น: {other}'],
  ),
  UNREADABLE: note(
    ['characters that were lost', 'อักขระเสียหาย'],
    ['left as written; please check', 'คงไว้ตามต้นฉบับ โปรดตรวจสอบ'],
  ),
  FORMULA_TEXT: note(
    ['text that begins like a formula', 'ข้อความขึ้นต้นเหมือนสูตร'],
    ['kept as text, harmless in our exports', 'เก็บเป็นข้อความ ไม่ทำงานในไฟล์ที่ส่งออก'],
  ),
} as const satisfies Readonly<Record<string, FindingKind>>;

/** Of cells that hold something else than a text, and of the sheet's look. */
const cells = {
  FORMULA: note(
    ['computed cell', 'ช่องที่เป็นสูตร'],
    ['its stored value was taken: {other}', 'ใช้ค่าที่บันทึกไว้: {other}'],
  ),
  FORMULA_WITHOUT_VALUE: note(
    ['computed cell without a stored value', 'ช่องที่เป็นสูตรแต่ไม่มีค่า'],
    ['not computed here; the cell says nothing', 'ระบบไม่คำนวณให้ ถือว่าช่องนี้ไม่ได้ระบุค่า'],
  ),
  ERROR_CELL: note(
    ['error in a cell', 'ช่องแสดงค่าผิดพลาด'],
    ['the cell says nothing', 'ถือว่าช่องนี้ไม่ได้ระบุค่า'],
  ),
  TOO_LONG: note(
    ['text longer than such a cell has', 'ข้อความยาวเกินกำหนด'],
    ['not taken; at most {other} characters', 'ไม่รับ ยาวได้ไม่เกิน {other} อักขระ'],
  ),
  NOT_A_NUMBER: note(
    ['no number where one belongs', 'ไม่ใช่ตัวเลข'],
    ['not counted with', 'ไม่นำไปใช้เทียบยอด'],
  ),
  MERGED_CELLS: note(
    ['merged cells', 'ช่องที่ผสานกัน'],
    ['only the first has the value, the others are empty', 'มีค่าเฉพาะช่องแรก ช่องอื่นถือว่าว่าง'],
  ),
  HIDDEN_ROW: note(['hidden row', 'แถวที่ซ่อนไว้'], ['taken like any other', 'รับเหมือนแถวอื่น']),
  TOTALS_ROW: note(['totals', 'แถวผลรวม'], ['not a service', 'ไม่ใช่งานบริการ']),
  REMARK_ROW: note(
    ['heading or remark between rows', 'แถวหัวข้อหรือหมายเหตุ'],
    ['not a service', 'ไม่ใช่งานบริการ'],
  ),
  HEADER_ROW: note(['header once more', 'หัวตารางซ้ำ'], ['not a service', 'ไม่ใช่งานบริการ']),
} as const satisfies Readonly<Record<string, FindingKind>>;

/** Of a file and its sheets and columns. */
const files = {
  ENCODING: note(
    ['encoding of the csv', 'รหัสอักขระของไฟล์ csv'],
    ['read as {other}', 'อ่านเป็น {other}'],
  ),
  FILE_NAME: note(
    ['name of another kind of file', 'นามสกุลไฟล์ไม่ตรงกับเนื้อหา'],
    ['read as {other}', 'อ่านเป็น {other}'],
  ),
  MACROS: note(['macros in the file', 'ไฟล์มีแมโคร'], ['never unpacked nor run', 'ไม่เปิดและไม่เรียกใช้']),
  EXTERNAL_LINKS: note(['links to other files', 'ไฟล์มีลิงก์ไปไฟล์อื่น'], ['not followed', 'ไม่ติดตามลิงก์']),
  HIDDEN_SHEET: note(
    ['hidden sheet', 'แผ่นงานที่ซ่อนไว้'],
    ['read; no visible sheet has this', 'อ่านแล้ว เพราะไม่มีแผ่นงานอื่นที่มีข้อมูลนี้'],
  ),
  UNUSED_SHEET: note(['sheet that was not used', 'แผ่นงานที่ไม่ได้ใช้'], ['{other}', 'ไม่ใช้แผ่นงานนี้']),
  HEADER_SPELLING: normalised(
    ['header in another spelling', 'หัวคอลัมน์เขียนต่างไป'],
    ['taken as {other}', 'ถือเป็น {other}'],
  ),
  UNKNOWN_COLUMN: note(['column that is not known', 'คอลัมน์ที่ไม่รู้จัก'], ['not used', 'ไม่ใช้คอลัมน์นี้']),
  DUPLICATE_COLUMN: note(
    ['the same column twice', 'คอลัมน์ซ้ำ'],
    ['not used; {other} is', 'ไม่ใช้ ใช้คอลัมน์ {other}'],
  ),
  STATUS_BY_TEXT: note(
    ['statuses without ids', 'ไม่มีคอลัมน์รหัสสถานะ'],
    ['taken by their texts', 'ใช้ข้อความสถานะแทนรหัส'],
  ),
} as const satisfies Readonly<Record<string, FindingKind>>;

/** Why a row is refused. */
const refusals = {
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
  INCOMPLETE: refused(
    ['too little for a new service', 'ข้อมูลไม่พอสำหรับงานบริการใหม่'],
    ['the file does not tell: {other}', 'ไฟล์ไม่ระบุ: {other}'],
  ),
} as const satisfies Readonly<Record<string, FindingKind>>;

/** What does not go together, within a row or between rows and sheets. */
const checks = {
  STATUS_FROM_TEXT: normalised(
    ['status without its id', 'มีข้อความสถานะแต่ไม่มีรหัส'],
    ['taken as {other}', 'ถือเป็น {other}'],
  ),
  UNKNOWN_STATUS_TEXT: note(
    ['status text that is not known', 'ข้อความสถานะที่ไม่รู้จัก'],
    ['the id stands: {other}', 'ใช้ตามรหัส {other}'],
  ),
  UNKNOWN_REASON: note(
    ['reason that is not known', 'เหตุผลที่ไม่รู้จัก'],
    ['taken as unstated', 'ถือว่าไม่ระบุเหตุผล'],
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
  LISTED_TWICE: note(
    ['the same id twice in a list', 'รหัสซ้ำในบัญชี'],
    ['row {row} stands', 'ใช้แถว {row}'],
  ),
} as const satisfies Readonly<Record<string, FindingKind>>;

/** Of comparing a row with the case that is here. */
const comparisons = {
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

/** Every oddity of a register's file there is a name for, with its texts in both languages. */
export const findingKinds = {
  ...texts,
  ...cells,
  ...files,
  ...refusals,
  ...checks,
  ...comparisons,
};

/** The name of an oddity. */
export type FindingCode = keyof typeof findingKinds;

/** The names of all oddities. */
export const findingCodes = Object.keys(findingKinds) as [FindingCode, ...FindingCode[]];

/** An oddity at its place: what stood there and what was done. */
export interface Finding {
  /** Empty when it is about the file. */
  readonly sheet: string;
  /** As a spreadsheet names it, e.g. `H12`; empty when it is about the sheet or the file. */
  readonly cell: string;
  readonly code: FindingCode;
  readonly severity: FindingSeverity;
  readonly found: string;
  readonly did: string;
  readonly didTh: string;
}

/** So much of what stood in a cell is told. */
const foundMax = 1_000;

/** A finding, with its sentences. */
export function finding(
  place: { readonly sheet: string; readonly cell: string },
  code: FindingCode,
  found: string,
  facts: FindingFacts = {},
): Finding {
  const { severity, did } = findingKinds[code];
  return {
    sheet: place.sheet,
    cell: place.cell,
    code,
    severity,
    found: found.length > foundMax ? `${found.slice(0, foundMax)}…` : found,
    did: filled(did.en, facts),
    didTh: filled(did.th, facts),
  };
}

function filled(text: string, { other = '', row }: FindingFacts): string {
  return text.includes('{')
    ? text.replaceAll('{other}', () => other).replaceAll('{row}', () => String(row ?? ''))
    : text;
}

/** How often each oddity was found, the most frequent first. */
export function countByCode(findings: readonly Finding[]): Partial<Record<FindingCode, number>> {
  const counts = new Map<FindingCode, number>();
  for (const { code } of findings) counts.set(code, (counts.get(code) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}
