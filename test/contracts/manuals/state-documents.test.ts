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

/** What is held, as manuals name it, in each language. */
const held = {
  th: {
    'citizen id card': ['บัตรประชาชน', 'บัตรประจำตัวประชาชน', 'บัตร ปชช.'],
    'house registration': ['ทะเบียนบ้าน', 'ท.ร.14'],
    'juristic registration certificate': [
      ...['หนังสือรับรองบริษัท', 'หนังสือรับรองนิติบุคคล', 'หนังสือรับรองการจดทะเบียนนิติบุคคล'],
    ],
    'land title deed': ['โฉนดที่ดิน', 'โฉนด'],
    'marriage or divorce registration': ['ทะเบียนสมรส'],
  },
  en: {
    'citizen id card': ['ID card', 'national ID card', 'citizen identification card', 'ID-card'],
    'house registration': ['house registration', 'house registration book'],
    'juristic registration certificate': ['company certificate', 'company registration'],
    'land title deed': ['land title deed', 'title deeds'],
    'marriage or divorce registration': ['marriage certificate'],
  },
} as const;

/** However it is asked for: before the thing, and after it. */
const wordings = {
  th: {
    before: [
      ...['', 'สำเนา', 'ภาพถ่าย', 'รูปถ่าย', 'รูปภาพ', 'ไฟล์ภาพ', 'เอกสาร', 'แนบสำเนา', 'แนบ', 'ใบ'],
      ...['ถ่ายเอกสาร', 'หลักฐานแสดง', 'สำเนาภาพถ่าย', 'ต้นฉบับ', 'ให้ยื่น', 'ขอสำเนา', '1. สำเนา'],
      ...['หนังสือมอบอำนาจพร้อมสำเนา', 'แผนที่ และสำเนา', 'รูปถ่ายหน้าตรง/', 'เอกสารผู้ขอ '],
    ],
    after: [
      ...['', 'ผู้ขอ', 'ของผู้ยื่นคำขอ', 'ของผู้รับมอบอำนาจ', ' พร้อมรับรองสำเนาถูกต้อง', ' 1 ฉบับ'],
      ...['ตัวจริง', '(ถ้ามี)', ' หรือหนังสือเดินทาง (คนต่างด้าว)', ' หนังสือเดินทางกรณีชาวต่างชาติ'],
    ],
  },
  en: {
    before: [
      ...[
        '',
        'Copy of ',
        'Photocopy of ',
        'A certified true copy of the ',
        "Copy of the applicant's ",
      ],
      ...[
        'Scan of ',
        'Photo of ',
        "Applicant's ",
        "The agents' ",
        'Attach ',
        'Valid Thai ',
        'Original ',
      ],
      ...['Picture of the front of the ', 'Power of attorney with a photocopy of the ', 'Map, '],
      ...["Copies of the directors' ", 'Two signed photocopies of ', 'Proof of ', "Shareholder's "],
    ],
    after: [
      ...['', ' of the applicant', ' of the authorised agent', ', certified', ' (if any)', ' copy'],
      ...[
        ' or passport of a foreigner',
        ' and lease',
        ' not older than six months',
        ' for Thai nationals',
      ],
    ],
  },
} as const;

describe('any wording that asks for what the State holds', () => {
  it.each(['th', 'en'] as const)('is found, in %s: every way to ask for every thing', (lang) => {
    const missed: string[] = [];
    for (const [document, things] of Object.entries(held[lang])) {
      for (const thing of things) {
        for (const before of wordings[lang].before) {
          for (const after of wordings[lang].after) {
            const text = `${before}${thing}${after}`;
            if (stateDocumentOf(text)?.name.en !== document) missed.push(text);
          }
        }
      }
    }
    expect(missed).toEqual([]);
  });

  it.each([
    ...['รูปถ่ายบัตร', 'ภาพถ่ายบัตรของผู้ขอ', 'สำเนาบัตรประจำตัวผู้มีอำนาจลงนาม', 'บัตรประจำตัวกรรมการ'],
    ...['สำเนาบัตรประจำตัวของผู้รับมอบอำนาจ', 'Copy of ID', 'Photocopy of the director’s ID'],
    ...[
      'Copies in colour of the identity card',
      'Copy of identification',
      'Applicant’s ID (copy)',
      "Scan of applicant's identity document",
    ],
  ])('is found where it says less: %s', (name) => {
    expect(stateDocumentOf(name)?.name.en).toBe('citizen id card');
  });

  it.each(['ภาพถ่ายใบอนุญาต', "Photocopy of the seller's licence", 'ไฟล์สำเนาใบอนุญาตขายสุรา'])(
    'is found of a licence: %s',
    (name) => {
      expect(stateDocumentOf(name)?.name.en).toBe('licence that an agency issued');
    },
  );
});

describe('a name that speaks of what the State holds and asks for something else', () => {
  /** What is the applicant's own, by what it has to do with the thing. */
  const own = {
    th: [
      ...['หนังสือยินยอมของเจ้าบ้านตาม#', 'แผนที่ที่ตั้งตาม #', 'รูปถ่ายสำหรับทำ#', 'รูปถ่ายติด#'],
      ...['เลขที่#', 'หนังสือยินยอมของผู้มีชื่อใน#', 'สำเนา#ที่ออกโดยต่างประเทศ', 'แบบคำขอ#'],
      ...['สำเนา#ของตัวแทนชาวต่างชาติ', 'บันทึกแจ้งความ#หาย', 'ลายมือชื่อตรงกับ#', '#ของคนต่างด้าว'],
    ],
    en: [
      ...['Photo for #', 'Photo for the # of the applicant', 'Name as in the #', '# number'],
      ...[
        'Consent of the owner under the #',
        'Copy of the # of a foreign agent',
        'Form for a new #',
      ],
      ...["Copy of a foreign agent's #", '# issued abroad', 'Map of the land per #'],
    ],
  } as const;

  it.each(['th', 'en'] as const)('is let pass, in %s', (lang) => {
    const found = Object.values(held[lang])
      .flatMap((things) => things.filter((thing: string) => !thing.includes(' ปชช')))
      .flatMap((thing) => own[lang].map((text) => text.replace('#', thing)))
      .filter((text) => stateDocumentOf(text) !== undefined);
    expect(found).toEqual([]);
  });

  it('but not a work permit, which foreigners have of the State', () => {
    for (const name of ['สำเนาใบอนุญาตทำงานของคนต่างด้าว', 'Work permit of a foreign agent']) {
      expect(stateDocumentOf(name)?.name.en).toBe('work permit');
    }
  });
});

describe('a document of the applicant', () => {
  it.each([
    'รูปถ่ายหน้าตรง',
    'รูปถ่ายผู้ขอ ขนาด 1 นิ้ว',
    'รูปถ่ายติดบัตร',
    'สำเนาหนังสือเดินทาง',
    'สำเนาสัญญาเช่า',
    'บัตรประจำตัวนักศึกษา',
    'สำเนาบัตรเครดิต',
    'Student ID card',
    'Passport of a foreigner',
    'Copy of a foreign passport',
    'ID of a foreign agent',
    'Identity card of the foreign agent',
    'บัตรประจำตัวของตัวแทนต่างด้าว',
    'Portrait photograph of the applicant',
    'Map of the premises',
    'Lease contract',
    'Copy of the lease',
    'Plan of the current licence area',
    'Consent of the land title holder',
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
