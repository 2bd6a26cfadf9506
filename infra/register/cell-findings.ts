import type { FindingKind } from './finding-kind.js';
import { normalised, note } from './finding-kind.js';

/** Of a cell's text. */
export const textFindings = {
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
  FORMULA_GUARD: normalised(
    [
      'apostrophe before a text that begins like a formula',
      'มีอัญประกาศเดี่ยวนำหน้าข้อความที่ขึ้นต้นเหมือนสูตร',
    ],
    ['taken off', 'ตัดออกแล้ว'],
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
  DASH: normalised(['a dash for nothing', 'ขีดแทนช่องว่าง'], ['taken as empty', 'ถือว่าว่าง']),
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
export const cellFindings = {
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
    [
      'within one column an empty cell has the value of the first; across columns it says nothing',
      'ในคอลัมน์เดียวกันช่องว่างใช้ค่าของช่องแรก ถ้าข้ามคอลัมน์ถือว่าไม่ได้ระบุค่า',
    ],
  ),
  HIDDEN_ROW: note(['hidden row', 'แถวที่ซ่อนไว้'], ['taken like any other', 'รับเหมือนแถวอื่น']),
  HIDDEN_COLUMN: note(['hidden column', 'คอลัมน์ที่ซ่อนไว้'], ['taken like any other', 'รับเหมือนคอลัมน์อื่น']),
  TOTALS_ROW: note(['totals', 'แถวผลรวม'], ['not a service', 'ไม่ใช่งานบริการ']),
  REMARK_ROW: note(
    ['heading or remark between rows', 'แถวหัวข้อหรือหมายเหตุ'],
    ['not a service', 'ไม่ใช่งานบริการ'],
  ),
  HEADER_ROW: note(['header once more', 'หัวตารางซ้ำ'], ['not a service', 'ไม่ใช่งานบริการ']),
  ABOVE_HEADER: note(
    ['service above the header', 'งานบริการอยู่เหนือหัวตาราง'],
    ['taken by the header below it', 'รับตามหัวตารางที่อยู่ด้านล่าง'],
  ),
} as const satisfies Readonly<Record<string, FindingKind>>;

/** Of a file and its sheets and columns. */
export const fileFindings = {
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
  REASON_BY_TEXT: note(
    ['reasons without ids', 'ไม่มีคอลัมน์รหัสเหตุผล'],
    ['taken by their texts', 'ใช้ข้อความเหตุผลแทนรหัส'],
  ),
  NO_HEADER: note(
    ['column without a header', 'คอลัมน์ไม่มีหัวตาราง'],
    ['not used; cells with a text: {other}', 'ไม่ใช้คอลัมน์นี้ มีข้อความ {other} ช่อง'],
  ),
  GROUP_HEADER: note(
    ['title above several columns', 'หัวตารางของกลุ่มคอลัมน์'],
    ['not used; the header below it is: {other}', 'ไม่ใช้ ใช้หัวตารางด้านล่าง: {other}'],
  ),
  STATUS_BY_TEXT: note(
    ['statuses without ids', 'ไม่มีคอลัมน์รหัสสถานะ'],
    ['taken by their texts', 'ใช้ข้อความสถานะแทนรหัส'],
  ),
} as const satisfies Readonly<Record<string, FindingKind>>;
