import type { Label } from '../calendar/label.js';
import { lfaExclusions, regimes } from '../calendar/regimes.js';
import { portalLabels } from '../lifecycles/service/states.js';
import type { Change, Differ, Members } from './differ.js';
import { compareMembers, isSame, label, list, record, value } from './differ.js';
import type {
  AppealRoute,
  Fee,
  IssuedDocument,
  Manual,
  ManualStep,
  Office,
  RequiredDocument,
  StatedTime,
} from './manual.js';
import {
  appealWayLabels,
  applicantKindLabels,
  deliveryLabels,
  handlingLabels,
  issuedKindLabels,
  missedCorrectionLabels,
  moneyText,
  serviceKindLabels,
  sourceText,
  stepKindLabels,
  stepOwnerLabels,
  stepPartLabels,
  timeText,
} from './words.js';

export type { Change } from './differ.js';

const text = value((it: string | number): Label => ({ th: String(it), en: String(it) }));
const yesOrNo = value((it: boolean): Label =>
  it ? { th: 'ใช่', en: 'yes' } : { th: 'ไม่ใช่', en: 'no' },
);
const documentFrom = {
  applicant: { th: 'ผู้ยื่นคำขอส่งให้', en: 'given by the applicant' },
  state: { th: 'รัฐเชื่อมโยงเอง', en: 'fetched by the State' },
};

/** One of several, said by its label. */
function named<T extends string>(labels: Readonly<Record<T, Label>>): Differ<T> {
  return value((it) => labels[it]);
}

/** Some of several, each by its label. */
function several<T extends string>(
  labels: Readonly<Record<T, Label>>,
  name?: Label,
): Differ<readonly T[]> {
  const named = name === undefined ? {} : { name };
  return list({ ...named, idOf: (it) => it, textOf: (it) => labels[it] });
}

/** Texts, each of which is its own id. */
function texts(name: Label): Differ<readonly Label[]> {
  return list({ name, idOf: ({ th, en }) => JSON.stringify([th, en]), textOf: (it) => it });
}

/** Ids or other short texts. */
const codes: Differ<readonly string[]> = list({
  idOf: (it) => it,
  textOf: (it) => ({ th: it, en: it }),
});

const source = [{ th: 'ที่มา', en: 'source' }, value(sourceText)] as const;

/** The length and its unit are one thing to a reader; the source is another. */
const time: Differ<StatedTime> = (before, after, at) => {
  const length = (it: StatedTime | undefined) =>
    it === undefined ? undefined : { amount: it.amount, unit: it.unit };
  const changes = value(timeText)(length(before), length(after), at);
  if (before === undefined || after === undefined) return changes;
  const name = { th: `${at.name.th}, ที่มา`, en: `${at.name.en}, source` };
  const from = { path: `${at.path}/source`, name };
  return [...changes, ...value(sourceText)(before.source, after.source, from)];
};

const stepMembers: Members<ManualStep> = {
  stepId: [{ th: 'รหัส', en: 'id' }, text],
  kind: [{ th: 'ประเภท', en: 'kind' }, named(stepKindLabels)],
  part: [{ th: 'เรื่อง', en: 'part' }, named(stepPartLabels)],
  name: [{ th: 'ชื่อ', en: 'name' }, label],
  owner: [{ th: 'ผู้รับผิดชอบ', en: 'owner' }, named(stepOwnerLabels)],
  next: [{ th: 'ขั้นตอนถัดไป', en: 'following steps' }, codes],
  isOptional: [{ th: 'ทำเฉพาะเมื่อจำเป็น', en: 'only where needed' }, yesOrNo],
  agencyId: [{ th: 'หน่วยงานที่หารือ', en: 'consulted agency' }, text],
  answerWithin: [{ th: 'ตอบภายใน', en: 'answer within' }, time],
  remedyWithin: [{ th: 'แก้ไขสถานที่ภายใน', en: 'repair within' }, time],
};

const documentMembers: Members<RequiredDocument> = {
  documentId: [{ th: 'รหัส', en: 'id' }, text],
  name: [{ th: 'ชื่อ', en: 'name' }, label],
  from: [{ th: 'ได้จาก', en: 'comes from' }, named(documentFrom)],
  heldBy: [{ th: 'ผู้ถือ', en: 'held by' }, label],
  of: [{ th: 'เฉพาะผู้ยื่น', en: 'asked of' }, several(applicantKindLabels)],
  isOptional: [{ th: 'ไม่บังคับ', en: 'optional' }, yesOrNo],
  mediaTypes: [{ th: 'ชนิดไฟล์', en: 'media types' }, codes],
  bytesMax: [{ th: 'ขนาดไฟล์สูงสุด (ไบต์)', en: 'largest file (bytes)' }, text],
};

const feeMembers: Members<Fee> = {
  feeId: [{ th: 'รหัส', en: 'id' }, text],
  name: [{ th: 'ชื่อ', en: 'name' }, label],
  stepId: [{ th: 'ชำระที่ขั้นตอน', en: 'due at step' }, text],
  money: [{ th: 'จำนวนเงิน', en: 'sum' }, value(moneyText)],
  source,
  billValid: [{ th: 'อายุใบแจ้งชำระเงิน', en: 'bill valid for' }, time],
  billsAgain: [{ th: 'จำนวนครั้งที่ออกใบแจ้งใหม่', en: 'bills issued again' }, text],
};

const officeMembers: Members<Office> = {
  officeId: [{ th: 'รหัส', en: 'id' }, text],
  name: [{ th: 'ชื่อ', en: 'name' }, label],
  area: [{ th: 'พื้นที่รับผิดชอบ', en: 'area' }, label],
};

const issuedMembers: Members<IssuedDocument> = {
  kind: [{ th: 'ประเภท', en: 'kind' }, named(issuedKindLabels)],
  name: [{ th: 'ชื่อ', en: 'name' }, label],
  within: [{ th: 'ออกภายใน', en: 'issued within' }, time],
  valid: [{ th: 'มีอายุ', en: 'valid for' }, time],
  renewalOpensDays: [{ th: 'เปิดต่ออายุก่อนหมดอายุ (วัน)', en: 'renewal opens (days before)' }, text],
  renewalSource: [{ th: 'ที่มาของวันเปิดต่ออายุ', en: 'source of the renewal' }, value(sourceText)],
};

const appealMembers: Members<AppealRoute> = {
  route: [{ th: 'ช่องทาง', en: 'route' }, named(appealWayLabels)],
  body: [{ th: 'ผู้พิจารณา', en: 'body' }, label],
  section: [{ th: 'มาตรา', en: 'section' }, text],
  within: [{ th: 'ภายใน', en: 'within' }, time],
};

/** An item said by its name. */
function byName({ name }: { readonly name: Label }): Label {
  return name;
}

const members: Members<Manual> = {
  serviceId: [{ th: 'รหัสงานบริการ', en: 'service id' }, text],
  agencyId: [{ th: 'รหัสหน่วยงาน', en: 'agency id' }, text],
  version: [{ th: 'รุ่นของคู่มือ', en: 'version' }, text],
  title: [{ th: 'ชื่องานบริการ', en: 'title' }, label],
  kind: [{ th: 'ประเภทงานบริการ', en: 'kind of service' }, named(serviceKindLabels)],
  portal: [{ th: 'พอร์ทัล', en: 'portal' }, named(portalLabels)],
  handling: [{ th: 'ผู้ดำเนินการ', en: 'handled by' }, named(handlingLabels)],
  regime: [{ th: 'ระบบกฎหมาย', en: 'legal regime' }, value((id) => regimes[id].name)],
  excludedBy: [
    { th: 'ข้อยกเว้นตาม ม.5', en: 'exclusion by LFA s.5' },
    value((ground) => lfaExclusions[ground]),
  ],
  legalBasis: [{ th: 'กฎหมาย', en: 'legal basis' }, texts({ th: 'กฎหมาย', en: 'legal basis' })],
  effectiveFrom: [{ th: 'ใช้ตั้งแต่', en: 'in force from' }, text],
  effectiveUntil: [{ th: 'ใช้ถึง', en: 'in force until' }, text],
  applicants: [
    { th: 'ผู้ยื่นคำขอ', en: 'applicants' },
    several(applicantKindLabels, { th: 'ผู้ยื่นคำขอ', en: 'applicant' }),
  ],
  isOneAtATime: [{ th: 'ยื่นได้ครั้งละหนึ่งคำขอ', en: 'one request at a time' }, yesOrNo],
  licensor: [{ th: 'ผู้อนุญาต', en: 'licensor' }, label],
  offices: [
    { th: 'หน่วยงานที่รับคำขอ', en: 'offices' },
    list<Office>({
      name: { th: 'หน่วยงานที่รับคำขอ', en: 'office' },
      idOf: ({ officeId }) => officeId,
      textOf: byName,
      differ: record(officeMembers, byName),
    }),
  ],
  documents: [
    { th: 'เอกสาร', en: 'documents' },
    list<RequiredDocument>({
      name: { th: 'เอกสาร', en: 'document' },
      idOf: ({ documentId }) => documentId,
      textOf: byName,
      differ: record(documentMembers, byName),
    }),
  ],
  criteria: [{ th: 'หลักเกณฑ์', en: 'criteria' }, texts({ th: 'หลักเกณฑ์', en: 'criterion' })],
  steps: [
    { th: 'ขั้นตอน', en: 'steps' },
    list<ManualStep>({
      name: { th: 'ขั้นตอน', en: 'step' },
      idOf: ({ stepId }) => stepId,
      textOf: byName,
      differ: record(stepMembers, byName),
    }),
  ],
  processingTime: [{ th: 'ระยะเวลาดำเนินการ', en: 'processing time' }, time],
  secondTime: [{ th: 'ระยะเวลาช่วงที่สอง', en: 'second time' }, time],
  extension: [
    { th: 'การขยายเวลา', en: 'extension' },
    record<NonNullable<Manual['extension']>>(
      {
        max: [{ th: 'จำนวนครั้ง', en: 'times' }, text],
        time: [{ th: 'ครั้งละ', en: 'each' }, time],
      },
      ({ max, time: each }) => ({
        th: `${max} ครั้ง ครั้งละ ${timeText(each).th}`,
        en: `${max} × ${timeText(each).en}`,
      }),
    ),
  ],
  correction: [
    { th: 'การแก้ไขคำขอ', en: 'correction' },
    record<Manual['correction']>(
      {
        within: [{ th: 'ภายใน', en: 'within' }, time],
        ifMissed: [{ th: 'หากไม่แก้ไข', en: 'if missed' }, named(missedCorrectionLabels)],
      },
      ({ within }) => timeText(within),
    ),
  ],
  fees: [
    { th: 'ค่าธรรมเนียม', en: 'fees' },
    list<Fee>({
      name: { th: 'ค่าธรรมเนียม', en: 'fee' },
      idOf: ({ feeId }) => feeId,
      textOf: ({ name, money }) => ({
        th: `${name.th} ${moneyText(money).th}`,
        en: `${name.en} ${moneyText(money).en}`,
      }),
      differ: record(feeMembers, byName),
    }),
  ],
  issues: [{ th: 'สิ่งที่ออกให้', en: 'what is issued' }, record(issuedMembers, byName)],
  deliveries: [
    { th: 'วิธีส่งมอบ', en: 'ways of delivery' },
    several(deliveryLabels, { th: 'วิธีส่งมอบ', en: 'way of delivery' }),
  ],
  appeal: [{ th: 'การอุทธรณ์', en: 'appeal' }, record(appealMembers, ({ body }) => body)],
};

/**
 * What changed from one manual to another, in words for citizens and officers, in the order of a
 * manual's members. Empty for equal ones, and only for these.
 */
export function diffManuals(before: Manual, after: Manual): Change[] {
  const changes = compareMembers(members, before, after, (name) => name, '');
  if (changes.length > 0 || isSame(before, after)) return changes;
  // Only manuals that the linter refuses: an id that stands twice in a list hides one of the two.
  const name = { th: 'คู่มือ', en: 'the manual' };
  return [{ path: '', th: `${name.th}เปลี่ยนแปลง`, en: `${name.en} changed` }];
}
