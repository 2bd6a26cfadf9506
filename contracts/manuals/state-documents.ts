import type { Label } from '../calendar/label.js';

/** A document that an agency of the State holds, and by what it is known. */
export interface StateDocument {
  readonly name: Label;
  /** Who holds it, and the exchange it is fetched by where there is one. */
  readonly holder: Label;
  /** What it is called in manuals: Thai without spaces, English in lower case. */
  readonly called: readonly string[];
  /** Patterns of what it is called where the rest of the name says that it is meant. */
  readonly meant?: readonly string[];
  /** Foreigners have it of the State too. */
  readonly isOfForeigners?: true;
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
    name: { th: 'บัตรประจำตัวผู้เสียภาษี', en: 'taxpayer card' },
    holder: revenue,
    called: ['บัตรประจำตัวผู้เสียภาษี', 'taxpayer card', 'tax id card'],
  },
  {
    name: { th: 'บัตรประจำตัวประชาชน', en: 'citizen id card' },
    holder: dopa,
    called: [
      'บัตรประชาชน',
      'บัตรประจำตัวประชาชน',
      'บัตร ปชช',
      'citizen id',
      'citizen card',
      'identity document',
      'identification document',
      'national id',
      'id card',
      'identity card',
      'identification card',
    ],
    meant: [
      '(?<=สำเนา|ถ่าย|ภาพ|รูป)บัตร(?=$|ของผู้|ผู้|กรรมการ|ตัวจริง)',
      'บัตรประจำตัว(?=$|ของผู้|ผู้(?:ขอ|ยื่น|มี|รับ|มอบ|แทน|แจ้ง)|กรรมการ|เจ้าของ|ตัวจริง)',
      String.raw`(?<=\b(?:COPY) of (?:OWNER)*|(?:'s|s') )(?:id|identification)\b`,
    ],
  },
  {
    name: { th: 'ทะเบียนบ้าน', en: 'house registration' },
    holder: dopa,
    called: [
      'ทะเบียนบ้าน',
      'ท.ร.14',
      'ทร.14',
      'ทร14',
      'house registration',
      'household registration',
      'tabien baan',
    ],
  },
  {
    name: { th: 'หนังสือรับรองนิติบุคคล', en: 'juristic registration certificate' },
    holder: dbd,
    called: [
      'หนังสือรับรองนิติบุคคล',
      'หนังสือรับรองการจดทะเบียน',
      'หนังสือรับรองบริษัท',
      'หนังสือรับรองของบริษัท',
      'หนังสือรับรองของนิติบุคคล',
      'หนังสือรับรองห้างหุ้นส่วน',
      'หนังสือรับรองของห้างหุ้นส่วน',
      'หนังสือจดทะเบียนบริษัท',
      'ใบสำคัญแสดงการจดทะเบียน',
      'หนังสือรับรองการเป็นนิติบุคคล',
      'หนังสือรับรองความเป็นนิติบุคคล',
      'juristic registration',
      'juristic person registration',
      'juristic person certificate',
      'company registration',
      'company certificate',
      'company affidavit',
      'affidavit of company',
      'affidavit of the company',
      'business registration',
      'registration of the company',
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
    called: ['โฉนด', 'น.ส.3', 'นส.3', 'นส3', 'land title', 'title deed', 'land deed'],
  },
  {
    name: { th: 'ใบอนุญาตทำงานของคนต่างด้าว', en: 'work permit' },
    holder: { th: 'กรมการจัดหางาน', en: 'Department of Employment' },
    called: ['ใบอนุญาตทำงาน', 'work permit'],
    isOfForeigners: true,
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

/** A thing is asked for as itself, as a copy or picture of it, or as its proof. */
const copy =
  '(?:(?:photo)?cop(?:y|ies)|photos?|photographs?|pictures?|images?|scans?|originals?|front|back|pages?|proof|evidence)(?: in [a-z]+)?';
/** Whose it is, and which: `the`, `a valid Thai`, `the applicant's`. */
const owner =
  "(?:the|a|an|your|his|her|their|its|thai|citizen|national|valid|new|original|current|[a-z]+(?:'s|s')) ";

/** A licence is asked for again only as a copy: its name alone may be what is applied for. */
const copyOfLicence = new RegExp(
  `(?:สำเนา|ภาพถ่าย|รูปถ่าย)ใบอนุญาต|\\b(?:${copy}) of (?:${owner})*licen[cs]e`,
);

/**
 * What makes of a thing's name a word about something else: `photo for the ID card`, `the householder
 * by the house registration`, `plan of the land in the deed`. It stands right before the name.
 */
const isAboutThai =
  /(?:(?:ตาม|ใน|สำหรับ|ติด|ตรงกับ|เลข|เลขที่|หมายเลข) ?|ทำ|ขอ|ขอมี|ไม่มี|เจ้าของ|ผู้ถือ|แจ้งความ)$/;
const isAboutEnglish = new RegExp(
  `\\b(?:for|in|on|per|by|under|without|no|as|to|matching|number of|(?<!\\b(?:${copy}) )of) (?:${owner})*$`,
);
/** Right after it, it is a word about the thing; or the thing is another State's. */
const isOtherAfter =
  /^(?:(?: card| book| deed)?s? (?:numbers?|no\.?|holders?|owners?|application|size)\b|(?:ที่)?(?:สูญ)?หาย|(?:(?!หนังสือเดินทาง|passport).)*(?:ต่างประเทศ|ต่างชาติ|ต่างด้าว))/;
const isForeignAfter =
  /^(?:(?!passport).)*\b(?:foreign|foreigners?|foreigner's|alien|overseas|abroad)\b/;
const isOtherBefore =
  /\b(?:(?:foreign|foreigner's|overseas|alien)(?: (?!passport)[a-z']+)*|student|staff|employee|member|school) $/;

/** Parts of a name that each ask for a thing of its own. */
const separators = /[,/()[\]+;:&]|และ|หรือ|พร้อม|รวมทั้ง|\b(?:and|or|with|plus|including)\b/;

const known = stateDocuments.map((document) => {
  const names = [
    ...document.called.map(patternOf),
    ...(document.meant ?? []).map((one) => one.replace('COPY', copy).replace('OWNER', owner)),
  ];
  const inLanguage = (isThai: boolean) => {
    const own = names.filter((one) => /[ก-๙]/.test(one) === isThai);
    return new RegExp(own.join('|'), 'g');
  };
  return { document, thai: inLanguage(true), english: inLanguage(false) };
});

/** English names are whole words, one or many; Thai has no spaces between words. */
function patternOf(name: string): string {
  const escaped = name.replaceAll('.', '\\.').replaceAll(' ', '[ -]?');
  return /[ก-๙]/.test(name) ? escaped : `\\b${escaped}s?\\b`;
}

/** A name as it is compared: one way to write each letter, Arabic digits, lower case, plain spaces. */
function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll('\u0e4d\u0e32', '\u0e33')
    .replaceAll(/[๐-๙]/g, (digit) => String('๐๑๒๓๔๕๖๗๘๙'.indexOf(digit)))
    .replaceAll('\u2019', "'")
    .replaceAll(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

/**
 * The document of the State that a name asks for, however it is worded; `undefined` when it is the
 * applicant's own, or another State's.
 */
export function stateDocumentOf(name: string): StateDocument | undefined {
  const parts = plainName(name)
    .split(separators)
    .map((part) => part.trim());
  const found = known.find(({ document, thai, english }) =>
    parts.some(
      (part) =>
        isAskedIn(part, english, document) ||
        [part, part.replaceAll(' ', '')].some((text) => isAskedIn(text, thai, document)),
    ),
  );
  const isLicence = () => parts.some((part) => copyOfLicence.test(part.replaceAll(thaiSpace, '')));
  return found?.document ?? (isLicence() ? licence : undefined);
}

/** Spaces within Thai say nothing. */
const thaiSpace = /(?<=[ก-๙]) (?=[ก-๙])/g;

function isAskedIn(text: string, pattern: RegExp, { isOfForeigners }: StateDocument): boolean {
  return [...text.matchAll(pattern)].some(({ index, 0: found }) => {
    const before = text.slice(0, index);
    const after = text.slice(index + found.length);
    if (isAboutThai.test(before) || isAboutEnglish.test(before)) return false;
    if (isOfForeigners === true) return true;
    return !isOtherAfter.test(after) && !isForeignAfter.test(after) && !isOtherBefore.test(before);
  });
}
