import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hasImpossibleMarks, movedVariants, skeleton } from '../../../infra/register/thai-marks.js';
import { frequentWords } from '../../../infra/register/thai-words.js';
import { arabicDigits, tidyId, tidyText } from '../../../infra/register/tidy.js';

describe('a text', () => {
  it.each([
    ['EDGE_SPACE', ' ก ', 'ก'],
    ['EDGE_SPACE', 'ก  ', 'ก'],
    ['DOUBLE_SPACE', 'ก  ข', 'ก ข'],
    ['NO_BREAK_SPACE', 'ก\u00A0ข', 'ก ข'],
    ['NO_BREAK_SPACE', 'ก\u2003ข', 'ก ข'],
    ['ZERO_WIDTH', 'ก\u200Bข\uFEFF', 'กข'],
    ['ZERO_WIDTH', '\u202Eกข\u00AD', 'กข'],
    ['LINE_BREAK', 'ก\r\n ข', 'ก ข'],
    ['LINE_BREAK', 'ก\tข\u2028ค', 'ก ข ค'],
    ['NOT_NFC', 'e\u0301', '\u00E9'],
    ['NOT_NFC', 'คุ้มครอง'.replace('ุ้', 'ุ้'), 'คุ้มครอง'],
    ['DOUBLED_MARK', 'เกี่่ยว', 'เกี่ยว'],
    ['DOUBLED_MARK', 'ดีีี', 'ดี'],
    ['MARK_ORDER', 'ท่ี', 'ที่'],
    ['MARK_ORDER', 'สิทธ์ิ', 'สิทธิ์'],
    ['MARK_ORDER', 'เทา่', 'เท่า'],
    ['MARK_ORDER', 'นำ้', 'น้ำ'],
    ['SARA_AM', 'สํานัก', 'สำนัก'],
    ['SARA_AM', 'สาํนัก', 'สำนัก'],
    ['SARA_AM', 'นํ้า', 'น้ำ'],
    ['SARA_AM', 'น้ํา', 'น้ำ'],
    ['SARA_AE', 'เเละ', 'และ'],
    ['PDF_GLYPHS', 'ป\uF70Aา', 'ป่า'],
    ['PDF_GLYPHS', '\uF700าน\uF70Fาติ', 'ฐานญาติ'],
    ['MOVED_MARK', 'สว่นราชการระดบักรม', 'ส่วนราชการระดับกรม'],
    ['MOVED_MARK', 'สาํนกังาน', 'สำนักงาน'],
    ['MOVED_MARK', 'กรมปศุสตัว์', 'กรมปศุสัตว์'],
    ['MOVED_MARK', 'หนว่ยงานของรัฐ', 'หน่วยงานของรัฐ'],
    ['MOVED_MARK', 'ขึน้ทะเบียนยา', 'ขึ้นทะเบียนยา'],
    ['MOVED_MARK', 'ขอ้มูลบคุคล', 'ข้อมูลบุคคล'],
    ['MOVED_MARK', 'การปรบัปรุง', 'การปรับปรุง'],
    ['MOVED_MARK', 'การแจง้เลกิกิจการ', 'การแจ้งเลิกกิจการ'],
    ['MOVED_MARK', 'ผูป้ระกอบการ', 'ผู้ประกอบการ'],
    ['MOVED_MARK', 'การเชือ่มโยง', 'การเชื่อมโยง'],
    ['MOVED_MARK', 'เลีย้งสัตว์', 'เลี้ยงสัตว์'],
    ['MOVED_MARK', 'ตอ่อายุ', 'ต่ออายุ'],
    ['MOVED_MARK', 'หลกัประกันสขุภาพ', 'หลักประกันสุขภาพ'],
    ['DOUBLED_MARK', 'กำำหนด', 'กำหนด'],
    ['FORMULA_GUARD', "'@งาน", '@งาน'],
  ])('is mended of %s: %j is %j', (code, original, text) => {
    expect(tidyText(original).text).toBe(text);
    expect(tidyText(original).mended).toContain(code);
    const suspected = code === 'FORMULA_GUARD' ? [{ code: 'FORMULA_TEXT' }] : [];
    expect(tidyText(original).suspected).toEqual(suspected);
  });

  it.each([
    ['SUSPECT_MARKS', 'ก ่ข', undefined],
    ['SUSPECT_MARKS', 'ก่้', undefined],
    ['SUSPECT_MARKS', 'กิี', undefined],
    ['SUSPECT_MARKS', 'ผูป้ระสบภัย', undefined],
    ['SUSPECT_MARKS', 'สิน้สุด', undefined],
    ['SUSPECT_MARKS', 'สิน้', undefined],
    ['SUSPECT_MARKS', 'คำร้ อง', undefined],
    ['SPLIT_WORD', 'ผู้ใ ห้บริการ', 'ผู้ให้บริการ'],
    ['SPLIT_WORD', 'สำน ักงาน', 'สำนักงาน'],
    ['SPLIT_WORD', 'ปฏิบัติห \u200B น้าที่', 'ปฏิบัติหน้าที่'],
    ['UNREADABLE', 'ก\uFFFDข', undefined],
    ['UNREADABLE', 'à¸\u0081', undefined],
    ['UNREADABLE', 'ก_x0000_ข', undefined],
    ['UNREADABLE', 'ก_xdBff_ข', undefined],
    ['FORMULA_TEXT', '=HYPERLINK("x")', undefined],
    ['FORMULA_TEXT', '-2+3', undefined],
    ['THAI_DIGITS_IN_TEXT', 'พ.ศ. ๒๕๕๘', undefined],
  ])('is left and suspected of %s: %j', (code, text, suggestion) => {
    const { text: left, suspected } = tidyText(text);
    expect(left.replaceAll(' ', '')).toBe(text.replaceAll(/[ \u200B\u0081]/g, ''));
    const found = suspected.find((one) => one.code === code);
    expect(found).toEqual(suggestion === undefined ? { code } : { code, suggestion });
  });

  it('is left as it is when there is nothing odd about it', () => {
    for (const text of [
      '',
      'ใบอนุญาตขายสุรา (ขอใหม่) พ.ศ. 2569 – e-Service',
      'พันธุ์พืช สิทธิ์ ก็ เป็น น้ำ แต่ ทั้งสิ้น เพื่อ ค่ะ',
      'ฤกษ์ ฦๅชา กรุงเทพฯ ๆ',
      '- ข้อหนึ่ง',
      '+66 2 123',
      'ฤทธิ์ ศิลป์ จันทร์ ศาสตร์ ทรัพย์',
      'ญี่ปุ่น สำนักงาน ต่าง ๆ ฤๅษี เปี๊ยะ ก๊วยเตี๋ยว เก็บ เสร็จ',
      'เสน่หา อะไหล่ ใต้ดิน ร้อยเอ็ด ต่ออายุ ข้ออ้าง พ่ออุปถัมภ์ ก่อนิติกรรม ส้มตำ ต้นน้ำ แต่ละ ค่ะ ห้วย ไม้แปรรูป',
      'ขนสง่างาม กลมุ่งหมาย กุญแจง้างไม่ออก สงัด',
      "'ก' _x0041_",
    ]) {
      expect(tidyText(text)).toEqual({ text, mended: [], suspected: [] });
    }
  });

  it('is mended once and for all, and keeps its letters', () => {
    const letters = Array.from("กขนรสเแไะาำิีึุู่้๊์ํ็ \u200B\u00A0\na'=");
    const text = fc.string({ unit: fc.constantFrom(...letters), maxLength: 30 });
    fc.assert(
      fc.property(text, (original) => {
        const once = tidyText(original).text;
        expect(tidyText(once).text).toBe(once);
        const consonants = (one: string) => one.replaceAll(/[^ก-ฮa]/g, '');
        expect(consonants(once)).toBe(consonants(original));
        expect(skeleton(once).length).toBeLessThanOrEqual(skeleton(original).length);
      }),
    );
  });
});

describe('marks that PDF extraction moves', () => {
  it('go one consonant to the right, where that has none', () => {
    expect(movedVariants('ระดับ')).toEqual(['ระดบั']);
    expect(movedVariants('จังหวัด').sort()).toEqual(['จงัหวดั', 'จงัหวัด', 'จังหวดั'].sort());
    expect(movedVariants('กรม')).toEqual([]);
    expect(movedVariants('ขึ้น').sort()).toEqual(['ขนึ้', 'ขึน้'].sort());
  });

  it('are put back in every word that is frequent, and in no word as it is written', () => {
    for (const word of frequentWords) {
      const variants = movedVariants(word);
      expect(variants.length).toBeGreaterThan(0);
      for (const variant of variants) {
        expect(tidyText(variant)).toEqual({ text: word, mended: ['MOVED_MARK'], suspected: [] });
      }
    }
    for (const one of frequentWords) {
      for (const other of frequentWords) expect(tidyText(one + other).text).toBe(one + other);
    }
  });

  it('leave a text with the same skeleton', () => {
    for (const word of frequentWords) {
      for (const variant of movedVariants(word)) expect(skeleton(variant)).toBe(skeleton(word));
    }
    expect(skeleton('ส่วน ราชการ')).toBe(skeleton('สว่นราชการ'));
    expect(skeleton('ที่ดิน')).not.toBe(skeleton('ที่ดอน'));
  });

  it('are impossible only where Thai has no such text', () => {
    for (const bad of ['่ก', 'า่้', 'ก่่', 'a้']) expect(hasImpossibleMarks(bad)).toBe(true);
    for (const good of ['กี่', 'พันธุ์', 'ก็', 'นั้น']) expect(hasImpossibleMarks(good)).toBe(false);
  });
});

describe('an id', () => {
  it.each([
    ['SVC0106', 'SVC0106', []],
    [' svc 0106', 'SVC0106', ['EDGE_SPACE', 'ID_SPELLING']],
    ['SVC๐๑๐๖', 'SVC0106', ['THAI_DIGITS']],
    ['ＳＶＣ０１０６', 'SVC0106', ['ID_SPELLING']],
    ['น้ำ01', 'น้ำ01', []],
    ['AGY\u200B009\n', 'AGY009', ['ZERO_WIDTH', 'LINE_BREAK']],
  ])('%j is %s', (original, text, mended) => {
    expect(tidyId(original)).toEqual({ text, mended, suspected: [] });
  });

  it('has Arabic digits', () => expect(arabicDigits('๐๑๒๓๔๕๖๗๘๙')).toBe('0123456789'));
});
