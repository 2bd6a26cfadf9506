import { skeleton } from './thai-marks.js';
import { arabicDigits } from './tidy.js';

/** Titles of the register's closed lists, as DGA writes them; further spellings after the first. */
export const statusTitles = {
  STA01: ['เชื่อมโยงแล้ว', 'linked', 'live'],
  STA02: ['อยู่ระหว่างการดำเนินการ', 'อยู่ระหว่างดำเนินการ', 'in progress'],
  STA03: ['to-be-funded', 'รอจัดสรรงบประมาณ', 'รอจัดสรรงบฯ', 'รอการจัดสรรงบประมาณ'],
  STA04: ['เป็น e-Service แล้ว ไม่เชื่อมโยงกลาง', 'e-service not linked'],
  STA05: ['ไม่พัฒนาเป็น e-Service', 'not developed'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A status of the register. */
export type StatusId = keyof typeof statusTitles;

/** Reasons by their titles; a number before it is of DGA's form, and two titles stand under two ids each. */
export const reasonTitles = {
  RSN01: ['1. จำนวนผู้รับบริการน้อย'],
  RSN02: ['2. ผู้รับบริการเป็นกลุ่มเฉพาะฯ'],
  RSN03: ['2. ผู้รับบริการเป็นชาวต่างชาติ/ต่างด้าว'],
  RSN04: ['3. ระบบยังไม่พร้อมเชื่อมโยงในปี 2569'],
  RSN05: ['3. เป็น e-Service เฉพาะการยื่นคำขอฯ'],
  RSN06: ['4. หน่วยงานไม่ระบุเหตุผล/เหตุผลไม่ชัดเจน'],
  RSN07: ['4. เป็นกระบวนงานขอใบแทนฯ'],
  RSN08: ['5. เป็นแค่การให้ข้อมูลเท่านั้นฯ'],
  RSN09: ['5. ได้รับการยกเว้นตาม ม.7ฯ'],
  RSN10: ['6. ผู้รับบริการเป็นชาวต่างชาติ/ต่างด้าว'],
  RSN11: ['6. ไม่มีการให้บริการในงานนี้แล้วฯ'],
  RSN12: ['7. ข้อมูลที่เป็นความลับฯ'],
  RSN13: ['8. ได้รับการยกเว้นตาม ม.7ฯ'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const agencyTypes = [
  'ส่วนราชการระดับกรมหรือเทียบเท่า',
  'ส่วนราชการที่ไม่สังกัดสำนักนายกรัฐมนตรี กระทรวง ทบวง กรม',
  'หน่วยงานของรัฐอื่นๆ',
  'หน่วยงานอื่นที่ไม่ใช่หน่วยงานของรัฐ',
  'องค์การมหาชน (PO)',
  'องค์การมหาชน (PA)',
  'รัฐวิสาหกิจ',
] as const;

/** What titles are compared by: no spaces, no dashes, no case, marks wherever they stand. */
export function titleKey(title: string): string {
  const known = titleKeys.get(title);
  if (known !== undefined) return known;
  const key = skeleton(title.toLowerCase().replaceAll(/[-_]/g, ''));
  if (titleKeys.size >= titleKeysMax) titleKeys.clear();
  titleKeys.set(title, key);
  return key;
}

/** Most titles of a register are asked for again and again. */
const titleKeys = new Map<string, string>();
const titleKeysMax = 20_000;

/** The year (พ.ศ.) of which a title speaks. */
const titleYear = /(?<=ปี(?:งบประมาณ)?\s*(?:พ\.ศ\.)?\s*)[\d๐-๙]{4}/;

/** A reason's title without the number of DGA's form, and without its year, which moves on from year to year. */
function reasonKey(title: string): string {
  return titleKey(title.replace(/^[\d๐-๙]+\.\s*/, '').replace(titleYear, ''));
}

const statusByKey = new Map<string, StatusId>();
let status: StatusId;
for (status in statusTitles) {
  for (const title of statusTitles[status]) statusByKey.set(titleKey(title), status);
}

const reasonsByKey = new Map<string, string[]>();
const reasonByNumberedKey = new Map<string, string>();
for (const [id, [title]] of Object.entries(reasonTitles)) {
  const key = reasonKey(title);
  reasonsByKey.set(key, [...(reasonsByKey.get(key) ?? []), id]);
  reasonByNumberedKey.set(titleKey(title), id);
}

/** Of two reasons with one title, the one that is for services of STA04; the other is for STA05. */
const reasonsOfLinkable: ReadonlySet<string> = new Set(['RSN10', 'RSN13']);

/** The status that a text is the title of. */
export function statusOf(text: string): StatusId | undefined {
  return statusByKey.get(titleKey(text));
}

/** The reasons that a text is the title of; none when it is no title that is known. */
export function reasonsOf(text: string): readonly string[] {
  return reasonsByKey.get(reasonKey(text)) ?? [];
}

/** The reason that a text gives for a status: of two with one title its number decides, else the status. */
export function reasonFor(text: string, statusId: string): string | undefined {
  const [reason, ...others] = reasonsOf(text);
  if (others.length === 0) return reason;
  const isFor = (id: string) => reasonsOfLinkable.has(id) === (statusId === 'STA04');
  return reasonByNumberedKey.get(titleKey(text)) ?? reasonsOf(text).find(isFor);
}

/** The year (พ.ศ.) of which a title speaks; `undefined` when of none. */
export function yearOf(title: string): number | undefined {
  const year = Number(arabicDigits(titleYear.exec(title)?.[0] ?? ''));
  return year > 2_400 ? year : undefined;
}

const closedLists: Readonly<Partial<Record<string, ReadonlyMap<string, string>>>> = {
  agencyType: keyed(agencyTypes),
  status: keyed(Object.values(statusTitles).flat()),
  reason: keyed(Object.values(reasonTitles).flat()),
};

function keyed(titles: readonly string[]): ReadonlyMap<string, string> {
  return new Map(titles.map((title) => [titleKey(title), title]));
}

/** The title that a text of a closed column stands for, spaces and marks aside; the text where it is none. */
export function knownSpelling(column: string, text: string): string {
  return closedLists[column]?.get(titleKey(text)) ?? text;
}
