import type { Label } from '../calendar/label.js';

/** A document that an agency of the State holds, and by what it is known. */
export interface StateDocument {
  readonly name: Label;
  /** Who holds it, and the exchange it is fetched by where there is one. */
  readonly holder: Label;
  /** What it is called in manuals: Thai without spaces, English in lower case. */
  readonly called: readonly string[];
}

const dopa: Label = { th: 'กรมการปกครอง', en: 'Department of Provincial Administration' };
const dbd: Label = { th: 'กรมพัฒนาธุรกิจการค้า', en: 'Department of Business Development' };
const revenue: Label = { th: 'กรมสรรพากร', en: 'Revenue Department' };
const lands: Label = { th: 'กรมที่ดิน', en: 'Department of Lands' };
const issuer: Label = { th: 'หน่วยงานผู้ออก', en: 'the agency that issued it' };

const licence: StateDocument = {
  name: { th: 'ใบอนุญาตที่หน่วยงานของรัฐออกให้', en: 'licence that an agency issued' },
  holder: issuer,
  called: [
    'ใบอนุญาตเดิม',
    'ใบอนุญาตฉบับเดิม',
    'ใบอนุญาตที่หมดอายุ',
    'previous licence',
    'previous license',
    'expiring licence',
    'current licence',
    'existing licence',
  ],
};

/** Documents that no applicant is asked for (once-only): the State has them already. */
export const stateDocuments: readonly StateDocument[] = [
  {
    name: { th: 'บัตรประจำตัวประชาชน', en: 'citizen id card' },
    holder: dopa,
    called: [
      'บัตรประชาชน',
      'บัตรประจำตัวประชาชน',
      'citizen id',
      'national id',
      'id card',
      'identity card',
      'identification card',
    ],
  },
  {
    name: { th: 'ทะเบียนบ้าน', en: 'house registration' },
    holder: dopa,
    called: ['ทะเบียนบ้าน', 'house registration', 'household registration', 'tabien baan'],
  },
  {
    name: { th: 'หนังสือรับรองนิติบุคคล', en: 'juristic registration certificate' },
    holder: dbd,
    called: [
      'หนังสือรับรองนิติบุคคล',
      'หนังสือรับรองการจดทะเบียน',
      'หนังสือรับรองบริษัท',
      'หนังสือรับรองการเป็นนิติบุคคล',
      'หนังสือรับรองความเป็นนิติบุคคล',
      'juristic registration',
      'juristic person registration',
      'juristic person certificate',
      'company registration',
      'company affidavit',
      'certificate of incorporation',
    ],
  },
  {
    name: { th: 'บัญชีรายชื่อผู้ถือหุ้น', en: 'list of shareholders' },
    holder: dbd,
    called: ['บัญชีรายชื่อผู้ถือหุ้น', 'บอจ.5', 'list of shareholders', 'shareholder list'],
  },
  {
    name: { th: 'ใบทะเบียนพาณิชย์', en: 'commercial registration' },
    holder: dbd,
    called: ['ใบทะเบียนพาณิชย์', 'commercial registration'],
  },
  {
    name: { th: 'ใบทะเบียนภาษีมูลค่าเพิ่ม (ภ.พ.20)', en: 'VAT certificate' },
    holder: revenue,
    called: [
      'ภ.พ.20',
      'ภพ.20',
      'ภพ20',
      'ใบทะเบียนภาษีมูลค่าเพิ่ม',
      'vat certificate',
      'vat registration',
    ],
  },
  {
    name: { th: 'บัตรประจำตัวผู้เสียภาษี', en: 'taxpayer card' },
    holder: revenue,
    called: ['บัตรประจำตัวผู้เสียภาษี', 'taxpayer card', 'tax id card'],
  },
  {
    name: { th: 'ใบสำคัญการเปลี่ยนชื่อ', en: 'name-change certificate' },
    holder: dopa,
    called: [
      'ใบสำคัญการเปลี่ยนชื่อ',
      'ใบเปลี่ยนชื่อ',
      'หนังสือสำคัญแสดงการเปลี่ยนชื่อ',
      'หลักฐานการเปลี่ยนชื่อ',
      'name change certificate',
      'certificate of name change',
      'change of name',
    ],
  },
  {
    name: { th: 'ทะเบียนสมรสหรือหย่า', en: 'marriage or divorce registration' },
    holder: dopa,
    called: [
      'ทะเบียนสมรส',
      'ใบสำคัญการสมรส',
      'ทะเบียนหย่า',
      'ใบสำคัญการหย่า',
      'marriage certificate',
      'marriage registration',
      'divorce certificate',
      'divorce registration',
    ],
  },
  {
    name: { th: 'สูติบัตรหรือมรณบัตร', en: 'birth or death certificate' },
    holder: dopa,
    called: ['สูติบัตร', 'ใบเกิด', 'มรณบัตร', 'ใบมรณบัตร', 'birth certificate', 'death certificate'],
  },
  {
    name: { th: 'โฉนดที่ดินหรือ น.ส.3', en: 'land title deed' },
    holder: lands,
    called: ['โฉนดที่ดิน', 'น.ส.3', 'นส.3', 'land title', 'title deed'],
  },
  {
    name: { th: 'ใบอนุญาตทำงานของคนต่างด้าว', en: 'work permit' },
    holder: { th: 'กรมการจัดหางาน', en: 'Department of Employment' },
    called: ['ใบอนุญาตทำงาน', 'work permit'],
  },
  {
    name: { th: 'บัตรประจำตัวคนพิการ', en: "disabled person's card" },
    holder: {
      th: 'กรมส่งเสริมและพัฒนาคุณภาพชีวิตคนพิการ',
      en: 'Department of Empowerment of Persons with Disabilities',
    },
    called: ['บัตรประจำตัวคนพิการ', 'บัตรคนพิการ', 'disability card', "disabled person's card"],
  },
  licence,
];

/** A licence is asked for again only as a copy: its name alone may be what is applied for. */
const copyOfLicence = /สำเนาใบอนุญาต|\b(copy|copies) of (the |an? |your )?licen[cs]e/;

/** What stands before the name of a document that is asked for: nothing, "copy of", or another one. */
const thaiLead = '(?:^|สำเนา|และ|หรือ|พร้อม|กับ|[,/()+;:]|^\\d+[.)])(?:สำเนา|ตัวจริง|ต้นฉบับ)*';
const englishLead =
  '(?:^|\\b(?:copy|copies) of |\\b(?:and|or|with) |[,/()+;:] ?)' +
  '(?:(?:the|a|an|your|thai|original|valid|copy of|copies of) )*';

const known = stateDocuments.map((document) => {
  const thai = document.called.filter((name) => /[ก-๙]/.test(name));
  const english = document.called.filter((name) => !/[ก-๙]/.test(name));
  const patterns = [
    new RegExp(`${thaiLead}(?:${thai.map(escaped).join('|')})`),
    new RegExp(`${englishLead}(?:${english.map(escaped).join('|')})`),
  ];
  return { document, patterns };
});

function escaped(name: string): string {
  return name.replaceAll('.', '\\.').replaceAll(' ', '[ -]?');
}

/** A name as it is compared: one way to write each letter, Arabic digits, lower case, plain spaces. */
function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll('\u0e4d\u0e32', '\u0e33')
    .replaceAll(/[๐-๙]/g, (digit) => String('๐๑๒๓๔๕๖๗๘๙'.indexOf(digit)))
    .replaceAll(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

/** The document of the State that a name asks for; `undefined` when it is the applicant's own. */
export function stateDocumentOf(name: string): StateDocument | undefined {
  const plain = plainName(name);
  const texts = [plain, plain.replaceAll(' ', '')];
  const isKnown = (pattern: RegExp) => texts.some((text) => pattern.test(text));
  const found = known.find(({ patterns }) => patterns.some(isKnown))?.document;
  return found ?? (texts.some((text) => copyOfLicence.test(text)) ? licence : undefined);
}
