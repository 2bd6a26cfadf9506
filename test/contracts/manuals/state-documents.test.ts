import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stateDocumentOf, stateDocuments } from '../../../contracts/manuals/state-documents.js';
import { manuals } from './samples.js';

describe('a document that the State holds', () => {
  it.each([
    ['สำเนาบัตรประชาชน', 'citizen id card'],
    ['สำเนา บัตร ประชาชน', 'citizen id card'],
    ['สำเนา\u200bบัตรประจำตัวประชาชน', 'citizen id card'],
    ['สำเนาบัตรประจําตัวประชาชน', 'citizen id card'],
    ['บัตรประจำตัวประชาชนตัวจริง', 'citizen id card'],
    ['หนังสือมอบอำนาจพร้อมสำเนาบัตรประชาชนของผู้รับมอบ', 'citizen id card'],
    ['Copy of citizen ID card', 'citizen id card'],
    ['Power of attorney with a copy of the ID-card', 'citizen id card'],
    ['สำเนาทะเบียนบ้าน', 'house registration'],
    ['Copy  of  house   registration', 'house registration'],
    ['หนังสือรับรองนิติบุคคล (ไม่เกิน 6 เดือน)', 'juristic registration certificate'],
    ['สำเนาหนังสือรับรองการจดทะเบียนบริษัท', 'juristic registration certificate'],
    ['Company affidavit', 'juristic registration certificate'],
    ['ใบสำคัญการเปลี่ยนชื่อ (ถ้ามี)', 'name-change certificate'],
    ['Certificate of name change', 'name-change certificate'],
    ['ภ.พ.20', 'VAT certificate'],
    ['สำเนา ภ.พ. ๒๐', 'VAT certificate'],
    ['VAT certificate', 'VAT certificate'],
    ['สำเนาใบอนุญาตขายสุรา', 'licence that an agency issued'],
    ['Copy of the licence', 'licence that an agency issued'],
    ['ใบอนุญาตฉบับเดิม', 'licence that an agency issued'],
    ['สำเนาโฉนดที่ดิน', 'land title deed'],
  ])('is known by the name %s', (name, document) => {
    expect(stateDocumentOf(name)?.name.en).toBe(document);
  });

  it('is known by each of its own names, as original, copy and one of several', () => {
    for (const { called, name } of stateDocuments) {
      for (const one of called) {
        const isThai = /[ก-๙]/.test(one);
        const more = isThai ? [`สำเนา${one}`, `รูปถ่ายและ${one}`] : [`Copy of ${one}`, `Map, ${one}`];
        for (const text of [one, ...more])
          expect([text, stateDocumentOf(text)?.name]).toEqual([text, name]);
      }
    }
  });

  it('has a name, a holder and Thai and English names to be known by', () => {
    for (const { called, holder } of stateDocuments) {
      expect(called.some((one) => /[ก-๙]/.test(one))).toBe(true);
      expect(called.some((one) => /^[a-z' ]+$/.test(one))).toBe(true);
      expect(holder.th).toMatch(/[ก-๙]/);
    }
  });
});

describe('a document of the applicant', () => {
  it.each([
    'หนังสือมอบอำนาจ',
    'หนังสือยินยอมของเจ้าบ้านตามทะเบียนบ้าน',
    'ใบอนุญาตขายสุรา',
    'ใบรับรองแพทย์',
    'แผนที่แสดงที่ตั้ง',
    'Photo for ID card',
    'Lease agreement',
    'Statement of the record or id',
    'Licence agreement of the software',
    '',
  ])('is not taken for one: %s', (name) => {
    expect(stateDocumentOf(name)).toBeUndefined();
  });

  it('is every one that the sample asks for', () => {
    const asked = manuals
      .flatMap(({ documents }) => documents)
      .filter(({ from }) => from === 'applicant');
    expect(asked.length).toBeGreaterThan(20);
    for (const { name } of asked) {
      expect([name, stateDocumentOf(name.th) ?? stateDocumentOf(name.en)]).toEqual([
        name,
        undefined,
      ]);
    }
  });
});

describe('any name', () => {
  it('is judged the same with other spaces and capitals', () => {
    const names = stateDocuments.flatMap(({ called }) => called);
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(9), (name, at) => {
        const spaced = name.replaceAll(' ', '\u00a0  ').toUpperCase();
        const isThai = /[ก-๙]/.test(name);
        const split = isThai ? `${name.slice(0, at)} \u200b${name.slice(at)}` : spaced;
        expect(stateDocumentOf(split)).toBe(stateDocumentOf(name));
      }),
    );
  });

  it('is judged at once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (name) => {
        expect(() => stateDocumentOf(name)).not.toThrow();
      }),
    );
    const began = performance.now();
    stateDocumentOf('copy of the '.repeat(160));
    stateDocumentOf('สำเนา'.repeat(400));
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
