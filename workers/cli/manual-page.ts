import type { Label } from '../../contracts/calendar/label.js';
import { regimes } from '../../contracts/calendar/regimes.js';
import { sectionText } from '../../contracts/calendar/sections.js';
import type {
  Fee,
  Manual,
  ManualStep,
  Source,
  StatedTime,
} from '../../contracts/manuals/manual.js';
import { manualRef } from '../../contracts/manuals/manual.js';
import {
  appealWayLabels,
  applicantKindLabels,
  deliveryLabels,
  handlingLabels,
  illustrativeBadge,
  missedCorrectionLabels,
  moneyText,
  serviceKindLabels,
  sourceText,
  stepOwnerLabels,
  timeText,
} from '../../contracts/manuals/words.js';
import { portalLabels } from '../../contracts/lifecycles/service/states.js';
import type { Screen } from './screen.js';

type Lang = keyof Label;

/** Words of the page. */
const words = {
  service: { th: 'งานบริการ', en: 'Service' },
  regime: { th: 'ระบบกฎหมาย', en: 'Legal regime' },
  inForce: { th: 'ใช้ตั้งแต่', en: 'In force from' },
  until: { th: 'ถึง', en: 'until' },
  applicants: { th: 'ผู้ยื่นคำขอ', en: 'Who may apply' },
  licensor: { th: 'ผู้อนุญาต', en: 'Licensor' },
  offices: { th: 'สถานที่รับคำขอ', en: 'Offices' },
  handling: { th: 'ผู้ดำเนินการ', en: 'Handled by' },
  criteria: { th: 'หลักเกณฑ์และเงื่อนไข', en: 'Criteria and conditions' },
  steps: { th: 'ขั้นตอน', en: 'Steps' },
  next: { th: 'ต่อไป', en: 'then' },
  optional: { th: 'เฉพาะเมื่อจำเป็น', en: 'where needed' },
  answer: { th: 'ตอบภายใน', en: 'answer within' },
  remedy: { th: 'แก้ไขสถานที่ภายใน', en: 'repair within' },
  documents: { th: 'เอกสารที่ผู้ยื่นคำขอต้องส่ง', en: 'Documents that you give' },
  fetched: { th: 'ข้อมูลที่รัฐเชื่อมโยงเอง ไม่ต้องส่ง', en: 'Fetched by the State, not asked of you' },
  mayLack: { th: 'ถ้ามี', en: 'if any' },
  time: { th: 'ระยะเวลา', en: 'Time' },
  processing: { th: 'ระยะเวลาดำเนินการ', en: 'processing' },
  second: { th: 'ช่วงที่สอง', en: 'second part' },
  extension: { th: 'ขยายเวลาได้ (ครั้ง)', en: 'may be extended (times)' },
  correction: { th: 'แก้ไขคำขอภายใน', en: 'correction within' },
  ifMissed: { th: 'หากไม่แก้ไข', en: 'otherwise' },
  fees: { th: 'ค่าธรรมเนียม', en: 'Fees' },
  noFee: { th: 'ไม่มีค่าธรรมเนียม', en: 'no fee' },
  at: { th: 'ชำระที่', en: 'at' },
  bill: { th: 'ใบแจ้งชำระเงินมีอายุ', en: 'a bill is valid for' },
  issues: { th: 'สิ่งที่ได้รับ', en: 'What you receive' },
  within: { th: 'ออกภายใน', en: 'issued within' },
  valid: { th: 'มีอายุ', en: 'valid for' },
  renewal: { th: 'ต่ออายุได้ก่อนหมดอายุ (วัน)', en: 'renewal opens days before expiry:' },
  appeal: { th: 'การอุทธรณ์', en: 'Appeal' },
  basis: { th: 'กฎหมายที่เกี่ยวข้อง', en: 'Legal basis' },
} as const satisfies Record<string, Label>;

/** Prints a manual as a citizen reads it; made-up figures carry a badge, cited ones their source. */
export function showManual(screen: Screen, manual: Manual, lang: Lang): void {
  screen.heading(`${manual.title[lang]} (${manualRef(manual)})`);
  for (const line of headOf(manual, lang)) screen.line(line);
  section(
    screen,
    words.criteria[lang],
    manual.criteria.map((one) => one[lang]),
  );
  section(screen, words.steps[lang], stepLines(manual, lang));
  const asked = manual.documents.filter(({ from }) => from === 'applicant');
  const fetched = manual.documents.filter(({ from }) => from === 'state');
  section(
    screen,
    words.documents[lang],
    asked.map((one) => documentLine(one, lang)),
  );
  section(
    screen,
    words.fetched[lang],
    fetched.map((one) => documentLine(one, lang)),
  );
  section(screen, words.time[lang], timeLines(manual, lang));
  const fees = manual.fees.map((fee) => feeLine(manual, fee, lang));
  section(screen, words.fees[lang], fees.length === 0 ? [words.noFee[lang]] : fees);
  section(screen, words.issues[lang], issuedLines(manual, lang));
  section(screen, words.appeal[lang], [appealLine(manual, lang)]);
  section(
    screen,
    words.basis[lang],
    manual.legalBasis.map((one) => one[lang]),
  );
}

function section(screen: Screen, title: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  screen.line();
  screen.heading(title);
  for (const line of lines) screen.line(`  ${line}`);
}

function headOf(manual: Manual, lang: Lang): string[] {
  const { kind, portal, regime, effectiveFrom, effectiveUntil, applicants, offices } = manual;
  const until = effectiveUntil === undefined ? '' : ` ${words.until[lang]} ${effectiveUntil}`;
  const who = applicants.map((one) => applicantKindLabels[one][lang]).join(', ');
  const where = offices.map(({ name, area }) => name[lang] + inBrackets(area?.[lang]));
  return [
    `${words.service[lang]}: ${serviceKindLabels[kind][lang]}, ${portalLabels[portal][lang]}`,
    `${words.regime[lang]}: ${regimes[regime].name[lang]}`,
    `${words.inForce[lang]}: ${effectiveFrom}${until}`,
    `${words.applicants[lang]}: ${who}`,
    `${words.licensor[lang]}: ${manual.licensor[lang]}`,
    `${words.offices[lang]}: ${where.join('; ')}`,
    `${words.handling[lang]}: ${handlingLabels[manual.handling][lang]}`,
  ];
}

function stepLines({ steps }: Manual, lang: Lang): string[] {
  const numberOf = new Map(steps.map(({ stepId }, index) => [stepId, index + 1]));
  return steps.map((step, index) => {
    const next = step.next.map((id) => numberOf.get(id) ?? id);
    const isNextAlone = next.length === 1 && next[0] === index + 2;
    const then =
      next.length === 0 || isNextAlone ? '' : ` → ${words.next[lang]} ${next.join(', ')}`;
    return `${index + 1}. ${step.name[lang]}: ${stepOwnerLabels[step.owner][lang]}${about(step, lang)}${then}`;
  });
}

function about({ isOptional, answerWithin, remedyWithin }: ManualStep, lang: Lang): string {
  const said = [
    isOptional === true ? words.optional[lang] : undefined,
    stated(words.answer, answerWithin, lang),
    stated(words.remedy, remedyWithin, lang),
  ].filter((one) => one !== undefined);
  return inBrackets(said.length === 0 ? undefined : said.join('; '));
}

function documentLine(
  { name, heldBy, of, isOptional }: Manual['documents'][number],
  lang: Lang,
): string {
  const said = [
    ...(of ?? []).map((kind) => applicantKindLabels[kind][lang]),
    ...(isOptional === true ? [words.mayLack[lang]] : []),
    ...(heldBy === undefined ? [] : [heldBy[lang]]),
  ];
  return `- ${name[lang]}${inBrackets(said.length === 0 ? undefined : said.join('; '))}`;
}

function timeLines(manual: Manual, lang: Lang): string[] {
  const { processingTime, secondTime, extension, correction } = manual;
  const extended =
    extension && `${words.extension[lang]} ${extension.max} × ${timed(extension.time, lang)}`;
  const missed = `${words.ifMissed[lang]} ${missedCorrectionLabels[correction.ifMissed][lang]}`;
  return [
    stated(words.processing, processingTime, lang),
    stated(words.second, secondTime, lang),
    extended,
    `${words.correction[lang]} ${timed(correction.within, lang)}; ${missed}`,
  ].filter((line) => line !== undefined);
}

function feeLine(
  manual: Manual,
  { name, money, source, stepId, billValid }: Fee,
  lang: Lang,
): string {
  const step = manual.steps.find((one) => one.stepId === stepId);
  const place = `${words.at[lang]} “${step?.name[lang] ?? stepId}”`;
  const sum = `${name[lang]} ${moneyText(money)[lang]} ${sourced(source, lang)}`;
  return `${sum}; ${place}; ${words.bill[lang]} ${timed(billValid, lang)}`;
}

function issuedLines({ issues, deliveries }: Manual, lang: Lang): string[] {
  if (issues === undefined) return [];
  const { name, within, valid, renewalOpensDays, renewalSource } = issues;
  const ways = deliveries.map((one) => deliveryLabels[one][lang]).join(', ');
  const source = renewalSource === undefined ? '' : ` ${sourced(renewalSource, lang)}`;
  const opens = `${words.renewal[lang]} ${renewalOpensDays ?? ''}${source}`;
  return [
    name[lang] + (ways === '' ? '' : `: ${ways}`),
    stated(words.within, within, lang),
    stated(words.valid, valid, lang),
    renewalOpensDays === undefined ? undefined : opens,
  ].filter((line) => line !== undefined);
}

function appealLine({ appeal }: Manual, lang: Lang): string {
  const { route, body, within } = appeal;
  const law = sectionText(appeal.section, lang);
  return `${appealWayLabels[route][lang]}: ${body[lang]}, ${timed(within, lang)} (${law})`;
}

function stated(name: Label, time: StatedTime | undefined, lang: Lang): string | undefined {
  return time === undefined ? undefined : `${name[lang]} ${timed(time, lang)}`;
}

function timed(time: StatedTime, lang: Lang): string {
  return `${timeText(time)[lang]} ${sourced(time.source, lang)}`;
}

/** The badge of a figure that is made up, or where a cited one stands. */
function sourced(source: Source, lang: Lang): string {
  return source.kind === 'illustrative' ? illustrativeBadge[lang] : `[${sourceText(source)[lang]}]`;
}

function inBrackets(text: string | undefined): string {
  return text === undefined ? '' : ` (${text})`;
}
