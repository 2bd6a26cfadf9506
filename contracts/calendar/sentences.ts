import { dateText } from './date-text.js';
import type { NamedHoliday, Step, StepKind } from './explanation.js';
import type { Label } from './label.js';
import { regimeIds, regimes } from './regimes.js';
import { sectionText } from './sections.js';

type Language = keyof Label;
type Words = (step: Step, language: Language) => string;

const unitNames: Readonly<Record<string, Label>> = {
  DAY: { th: 'วัน', en: 'calendar day' },
  WORKING_DAY: { th: 'วันทำการ', en: 'working day' },
  HOUR: { th: 'ชั่วโมงทำการ', en: 'office hour' },
  MINUTE: { th: 'นาทีทำการ', en: 'office minute' },
  MONTH: { th: 'เดือน', en: 'month' },
  YEAR: { th: 'ปี', en: 'year' },
  ELAPSED_HOUR: { th: 'ชั่วโมง', en: 'hour' },
};

const partyNames: Readonly<Record<string, Label>> = {
  OFFICIAL: { th: 'หน้าที่ของเจ้าหน้าที่', en: "an official's duty" },
  CITIZEN: { th: 'หน้าที่ของประชาชน', en: "a citizen's duty" },
};

/** A sentence of each kind of step. */
const words: Readonly<Record<StepKind, Words>> = {
  filed: both(
    ({ date }) => `ยื่นเมื่อ ${when(date, 'th')}`,
    ({ date }) => `Filed ${when(date, 'en')}`,
  ),
  kept: both(
    () => 'อยู่ในเวลาทำการ ถือว่าได้รับเวลานั้น',
    () => 'In office hours: received at that time',
  ),
  movedToOpening: both(
    ({ to }) => `ถือว่าได้รับเมื่อเปิดทำการ ${when(to, 'th')}`,
    ({ to }) => `Received at the next opening, ${when(to, 'en')}`,
  ),
  asked: both(
    (step) => `${lengthOf(step, 'th')} นับจาก ${when(step.date, 'th')}`,
    (step) => `${lengthOf(step, 'en')} from ${when(step.date, 'en')}`,
  ),
  firstDayOut: both(
    ({ date }) => `ไม่นับวันแรก ${when(date, 'th')}`,
    ({ date }) => `The first day, ${when(date, 'en')}, is not counted`,
  ),
  firstDayCounts: both(
    ({ date }) => `นับวันแรก ${when(date, 'th')} ด้วย`,
    ({ date }) => `The first day, ${when(date, 'en')}, is counted`,
  ),
  begins: both(
    ({ date }) => `เริ่มนับ ${when(date, 'th')}`,
    ({ date }) => `The period begins on ${when(date, 'en')}`,
  ),
  dayOff: both(
    ({ date, holiday }) => `${when(date, 'th')} เป็น${offName(holiday, 'th')} ไม่นับ`,
    ({ date, holiday }) => `${when(date, 'en')} is ${offName(holiday, 'en')}: not counted`,
  ),
  outside: both(
    ({ date }) => `${when(date, 'th')} อยู่นอกการนับ (รอผู้ยื่นคำขอ)`,
    ({ date }) => `${when(date, 'en')} is outside the clock (the applicant is waited for)`,
  ),
  wholeMonths: both(
    ({ date }) => `เริ่มวันที่ 1 จึงนับเต็มเดือน สิ้นสุด ${when(date, 'th')}`,
    ({ date }) => `Begun on the 1st, so whole months: ends on ${when(date, 'en')}`,
  ),
  corresponding: both(
    ({ date }) => `สิ้นสุดวันก่อนวันตรงกัน ${when(date, 'th')}`,
    ({ date }) => `Ends the day before the corresponding day: ${when(date, 'en')}`,
  ),
  noCorresponding: both(
    ({ date }) => `ไม่มีวันตรงกัน สิ้นสุดวันสุดท้ายของเดือน ${when(date, 'th')}`,
    ({ date }) => `No corresponding day: ends on the month's last day, ${when(date, 'en')}`,
  ),
  officeTime: both(
    ({ date, to, amount }) => `${when(date, 'th')} ถึง ${timeOf(to)} นับได้ ${rounded(amount)} นาที`,
    ({ date, to, amount }) => `${when(date, 'en')} to ${timeOf(to)}: ${rounded(amount)} minutes`,
  ),
  elapsed: both(
    ({ amount, to }) => `ครบ ${amount} ชั่วโมงเมื่อ ${when(to, 'th')}`,
    ({ amount, to }) => `${amount} hours later is ${when(to, 'en')}`,
  ),
  lastDay: both(
    ({ date }) => `วันสุดท้าย ${when(date, 'th')}`,
    ({ date }) => `The last day is ${when(date, 'en')}`,
  ),
  lastDayStands: both(
    ({ date, holiday }) => `วันสุดท้าย ${when(date, 'th')} เป็น${offName(holiday, 'th')} แต่ไม่เลื่อน`,
    ({ date, holiday }) =>
      `The last day, ${when(date, 'en')}, is ${offName(holiday, 'en')}, and stands`,
  ),
  rolled: both(
    ({ date, holiday }) => `${when(date, 'th')} เป็น${offName(holiday, 'th')} จึงเลื่อนไปวันถัดไป`,
    ({ date, holiday }) =>
      `${when(date, 'en')} is ${offName(holiday, 'en')}: it moves to the next day`,
  ),
  extended: both(
    ({ date, to }) => `ขยายเวลาตามหนังสือ ${when(date, 'th')} ถึง ${when(to, 'th')}`,
    ({ date, to }) => `Extended by the notice of ${when(date, 'en')} to ${when(to, 'en')}`,
  ),
  rejected: both(
    ({ date, of }) => `หนังสือ ${when(date, 'th')} ไม่รับ: ${refusals[of ?? '']?.th ?? of}`,
    ({ date, of }) =>
      `The notice of ${when(date, 'en')} is refused: ${refusals[of ?? '']?.en ?? of}`,
  ),
  back: both(
    ({ date, to, amount }) => `${amount} วันก่อน ${when(date, 'th')} คือ ${when(to, 'th')}`,
    ({ date, to, amount }) => `${amount} days before ${when(date, 'en')} is ${when(to, 'en')}`,
  ),
  letter: both(
    ({ date }) => `หากยังไม่เสร็จ ต้องมีหนังสือแจ้งเหตุล่าช้า พร้อมสำเนาถึง ก.พ.ร. ภายใน ${when(date, 'th')}`,
    ({ date }) =>
      `Unless it is finished before, a letter with the reason for delay, copied to OPDC, is owed by ${when(date, 'en')}`,
  ),
  starts: both(
    ({ date, of }) => `เริ่มนับ ${when(date, 'th')} (${events[of ?? '']?.th ?? of})`,
    ({ date, of }) => `It starts on ${when(date, 'en')} (${events[of ?? '']?.en ?? of})`,
  ),
  fact: both(
    ({ date, to, of }) => `${events[of ?? '']?.th ?? of}: ${when(to ?? date, 'th')}`,
    ({ date, to, of }) => `${events[of ?? '']?.en ?? of}: ${when(to ?? date, 'en')}`,
  ),
  unchanged: both(
    ({ of }) => `${events[of ?? '']?.th ?? of}: ไม่เปลี่ยน`,
    ({ of }) => `${events[of ?? '']?.en ?? of}: unchanged`,
  ),
  changed: both(
    ({ of, date, to }) =>
      `${events[of ?? '']?.th ?? of}: จาก ${when(date, 'th')} เป็น ${when(to, 'th')}`,
    ({ of, date, to }) =>
      `${events[of ?? '']?.en ?? of}: from ${when(date, 'en')} to ${when(to, 'en')}`,
  ),
  notBefore: both(
    ({ to }) => `ไม่สิ้นสุดก่อนวันประกาศ ${when(to, 'th')}`,
    ({ to }) => `Not before the day of the declaration, ${when(to, 'en')}`,
  ),
  projected: both(
    ({ date }) => `วันหยุดของปี ${yearOf(date, 'th')} เป็นการคาดการณ์ คณะรัฐมนตรียังไม่กำหนด วันที่นี้จึงอาจเปลี่ยน`,
    ({ date }) =>
      `The holidays of ${yearOf(date, 'en')} are a projection: the Cabinet has not fixed them, so this date may change`,
  ),
  regime: both(
    ({ of }) => `ระบบกฎหมาย: ${regimeName(of, 'th')}`,
    ({ of }) => `Legal regime: ${regimeName(of, 'en')}`,
  ),
  openDay: both(
    ({ date, holiday }) =>
      `${when(date, 'th')} เป็น${offName(holiday, 'th')} แต่หน่วยงานนี้เปิดทำการ จึงนับ`,
    ({ date, holiday }) =>
      `${when(date, 'en')} is ${offName(holiday, 'en')}, but this agency is open: counted`,
  ),
  fiscal: both(
    ({ date, amount, of }) => `${when(date, 'th')} อยู่ในปีงบประมาณ ${amount} ไตรมาส ${of?.slice(1)}`,
    ({ date, amount, of }) => `${when(date, 'en')} is in fiscal year ${amount}, ${of}`,
  ),
  read: both(
    ({ of, to }) => `"${of}" คือ ${when(to, 'th')}`,
    ({ of, to }) => `"${of}" is ${when(to, 'en')}`,
  ),
  answer: both(
    (step) => `คำตอบ: ${step.date === undefined ? countOf(step, 'th') : when(step.date, 'th')}`,
    (step) => `Answer: ${step.date === undefined ? countOf(step, 'en') : when(step.date, 'en')}`,
  ),
};

const events: Readonly<Record<string, Label>> = {
  receipt: { th: 'วันที่ได้รับคำขอ', en: 'receipt of the application' },
  completeness: { th: 'คำขอถูกต้องครบถ้วน', en: 'the application was complete' },
  payment: { th: 'วันชำระค่าธรรมเนียม', en: 'payment of the fee' },
  notice: { th: 'ได้รับแจ้งผล', en: 'notice received' },
  deemedApproval: {
    th: 'ถือว่าอนุญาต หากยังไม่มีคำสั่ง',
    en: 'counts as approved if nothing is decided, from',
  },
  record: {
    th: 'บันทึกความบกพร่อง ภายในวันทำการแรกหลังได้รับ',
    en: 'the deficiency was recorded in time',
  },
  lateRecord: {
    th: 'บันทึกความบกพร่องช้ากว่าวันทำการแรกหลังได้รับ จึงนับจากวันได้รับ',
    en: 'the deficiency was recorded after the first working day, so it counts from receipt',
  },
  incomplete: { th: 'คำขอยังไม่ครบถ้วน จึงยังไม่เริ่มนับ', en: 'not complete yet, so no clock runs' },
  suspended: { th: 'หยุดนับ รอผู้ยื่นคำขอ', en: 'suspended: waiting for the applicant' },
  reclock: { th: 'นับใหม่', en: 'counted again' },
  review: { th: 'ตรวจคำขอ', en: 'review' },
  consideration: { th: 'พิจารณา', en: 'consideration' },
  notification: { th: 'แจ้งผล', en: 'notification of the result' },
  appeal: { th: 'อุทธรณ์', en: 'appeal' },
  appealDecision: { th: 'เจ้าหน้าที่พิจารณาอุทธรณ์', en: "the officer's decision on the appeal" },
  superiorDecision: { th: 'ผู้มีอำนาจเหนือพิจารณา', en: "the superior's decision on the appeal" },
  letters: { th: 'หนังสือแจ้งเหตุล่าช้า', en: 'letters of delay' },
  lettersSoFar: { th: 'หนังสือแจ้งเหตุล่าช้าจนถึงขณะนี้', en: 'letters of delay so far' },
  clocks: { th: 'กำหนดเวลา', en: 'clocks' },
  changes: { th: 'กำหนดเวลาที่เปลี่ยน', en: 'dates that changed' },
  court: { th: 'ฟ้องศาลปกครอง', en: 'Administrative Court' },
};

const refusals: Readonly<Record<string, Label>> = {
  tooLate: { th: 'แจ้งเมื่อพ้นวันสุดท้ายแล้ว', en: 'it came after closing of the last day' },
  noReason: { th: 'ไม่มีเหตุผล', en: 'it states no reason' },
  tooMany: { th: 'เกินจำนวนครั้ง', en: 'there were as many extensions as may be' },
  tooLong: { th: 'ยาวเกินกำหนด', en: 'it is longer than may be' },
  notOfficials: { th: 'เจ้าหน้าที่ขอผ่อนผันไม่ได้', en: 'relief is the citizen’s alone' },
  appliedLate: { th: 'ขอเมื่อพ้น 15 วันแล้ว', en: 'it was applied for after the 15 days' },
};

/** A step as one plain sentence, with its rule. */
export function sentence(step: Step, language: Language): string {
  const isLaw = step.basis === 'law';
  const source = isLaw ? sectionText(step.section, language) : `${reading[language]} ${step.rule}`;
  const mark = step.isUnchecked === true ? `, ${unchecked[language]}` : '';
  return `${words[step.step](step, language)} [${isLaw ? `${step.rule}: ` : ''}${source}${mark}]`;
}

/** The whole derivation, one sentence a line. */
export function sentences(steps: readonly Step[], language: Language): string[] {
  return steps.map((step) => sentence(step, language));
}

const reading: Label = { th: 'แนวการตีความ', en: 'reading' };
const unchecked: Label = { th: 'ยังไม่ได้ตรวจกับตัวบท', en: 'not yet checked against the text' };

function both(th: (step: Step) => string, en: (step: Step) => string): Words {
  return (step, language) => (language === 'th' ? th(step) : en(step));
}

const weekdays = {
  th: new Intl.DateTimeFormat('th-TH', { weekday: 'short', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'UTC' }),
};

/** A date or instant for people: weekday, date, time. */
function when(date: string | undefined, language: Language): string {
  if (date === undefined) return '–';
  const weekday = weekdays[language].format(Date.parse(`${date.slice(0, 10)}T00:00:00.000Z`));
  const day = `${weekday} ${dateText(date, language)}`;
  return date.length === 10 ? day : `${day} ${timeOf(date)}`;
}

function yearOf(date: string | undefined, language: Language): string {
  const year = Number(date?.slice(0, 4));
  return String(language === 'th' ? year + 543 : year);
}

function rounded(amount: number | undefined): string {
  return String(Math.round((amount ?? 0) * 1_000) / 1_000);
}

function regimeName(of: string | undefined, language: Language): string {
  const found = regimeIds.find((one) => one === of);
  return found === undefined ? (of ?? '') : regimes[found].name[language];
}

function timeOf(instant: string | undefined): string {
  return instant?.slice(11, 16) ?? '–';
}

function offName(holiday: NamedHoliday | undefined, language: Language): string {
  if (holiday === undefined) return language === 'th' ? 'วันเสาร์อาทิตย์' : 'a weekend';
  const { name, authority, resolvedOn, isProjection } = holiday;
  const on = resolvedOn === null ? '' : ` ${dateText(resolvedOn, language)}`;
  const projected =
    isProjection === true ? { th: ' (คาดการณ์)', en: ' (projection)' }[language] : '';
  return `${name[language]}${projected} (${authority[language]}${on})`;
}

function countOf({ amount, of }: Step, language: Language): string {
  const counted = events[of ?? '']?.[language];
  return counted === undefined ? String(amount) : `${counted}: ${amount}`;
}

function lengthOf({ amount, unit, party, of }: Step, language: Language): string {
  if (amount === undefined) return of === undefined ? '' : (events[of]?.[language] ?? of);
  const plural = language === 'en' && amount !== 1 ? 's' : '';
  const length = `${amount} ${unitNames[unit ?? '']?.[language] ?? unit}${plural}`;
  const whose = partyNames[party ?? '']?.[language];
  return whose === undefined ? length : `${length} (${whose})`;
}
