import { reopenTable } from '../../contracts/lifecycles/request/reopen-grounds.js';
import { z } from 'zod';
import { sectionText } from '../../contracts/calendar/sections.js';
import { mask } from '../../contracts/commands/request/applicant.js';
import type { Manual } from '../../contracts/manuals/manual.js';
import {
  applicantKindLabels,
  illustrativeBadge,
  moneyText,
  sourceText,
  appealWayLabels,
  timeText,
} from '../../contracts/manuals/words.js';
import type { RequestShown } from './request-answers.js';
import type { Lang } from './request-views.js';
import { badgeAt, stateOf, whenText } from './request-views.js';
import { codeLabels, decisionLabels, parts, turnLabels } from './request-words.js';
import type { Screen } from './screen.js';
import { bangkokTime } from './text.js';

/** What a request is shown with. */
interface Shown {
  readonly request: RequestShown;
  /** The version that it was submitted under; `undefined` when it cannot be read. */
  readonly manual: Manual | undefined;
  readonly lang: Lang;
}

/** One request: where it stands, every date and why, and what is in it. */
export function showRequest(
  screen: Screen,
  request: RequestShown,
  manual: Manual | undefined,
  lang: Lang,
): void {
  const shown = { request, manual, lang };
  const { isIllustrative, title, ref } = request.manual;
  screen.heading(`${title[lang]} (${ref})${isIllustrative ? ` ${illustrativeBadge[lang]}` : ''}`);
  for (const [name, value] of headOf(shown)) screen.line(`${name.padEnd(18)}${value}`);
  if (isIllustrative) screen.line(`${illustrativeBadge[lang]} ${parts.illustrative[lang]}`);
  showDates(screen, shown);
  for (const [title, lines] of sectionsOf(shown)) {
    if (lines.length === 0) continue;
    screen.line();
    screen.heading(title);
    for (const line of lines) screen.line(`  ${line}`);
  }
}

function headOf({ request, manual, lang }: Shown): (readonly [string, string])[] {
  const { state, since, whoseTurn, receipt, office, personal, details } = request;
  const applicant = personal?.applicant ?? null;
  const place = manual?.offices.find(({ officeId }) => officeId === office);
  const rows: readonly (readonly [string, string | undefined])[] = [
    [parts.number[lang], receipt.number ?? parts.noNumber[lang]],
    ['id', request.requestId],
    [parts.service[lang], `${request.serviceId}, ${request.agencyId}`],
    [parts.office[lang], place === undefined ? office : `${office} · ${place.name[lang]}`],
    [parts.applicant[lang], applicant === null ? undefined : applicantText(applicant, lang)],
    [parts.state[lang], `${stateOf(state, lang)}, ${parts.since[lang]} ${bangkokTime(since)}`],
    [parts.turn[lang], turnLabels[whoseTurn][lang]],
    [parts.errands[lang], details.errands.length === 0 ? undefined : details.errands.join(', ')],
    [parts.version[lang], `${request.version}, ${parts.event[lang]} ${request.sequence}`],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

type Applicant = NonNullable<NonNullable<RequestShown['personal']>['applicant']>;

function applicantText({ name, identity }: Applicant, lang: Lang): string {
  const { kind, number } = identity;
  const masked = mask({ kind, number, country: '' });
  return `${name[lang] ?? name.th} (${applicantKindLabels[kind][lang]}, ${masked})`;
}

// --- Dates ----------------------------------------------------------------------------------------

/** When it was filed, received and is due, each with what the law makes of it. */
function showDates(screen: Screen, { request, lang }: Shown): void {
  const { receipt, due, manual, overdue } = request;
  screen.line();
  screen.heading(`${parts.filed[lang]} ${whenText(receipt.filedAt, lang)}`);
  if (receipt.receivedAt !== null) {
    screen.heading(`${parts.received[lang]} ${whenText(receipt.receivedAt, lang)}`);
  }
  showSteps(
    screen,
    receipt.why.map((step) => step[lang]),
  );
  screen.line();
  if (due === null) {
    screen.heading(`${parts.due[lang]}: ${parts.noDue[lang]}`);
    return;
  }
  const badge = badgeAt(manual.illustrative, '/processingTime', lang);
  const late = overdue ? ` (${parts.overdue[lang]})` : '';
  const section = sectionText(due.section, lang);
  screen.heading(`${parts.due[lang]} ${whenText(due.on, lang)} (${section})${badge}${late}`);
  const known = new Set(receipt.why.map(({ en }) => en));
  const own = due.why.filter(({ en }) => !known.has(en));
  const isShorter = own.length < due.why.length && own.length > 0;
  if (isShorter) screen.line(`  ${parts.asBefore[lang]}`);
  showSteps(
    screen,
    (isShorter ? own : due.why).map((step) => step[lang]),
  );
}

function showSteps(screen: Screen, steps: readonly string[]): void {
  steps.forEach((step, index) => screen.line(`  ${index + 1}. ${step}`));
}

// --- Sections -------------------------------------------------------------------------------------

type Section = readonly [title: string, lines: readonly string[]];

function sectionsOf(shown: Shown): Section[] {
  const { request, lang } = shown;
  const { personal } = request;
  return [
    [parts.documents[lang], documentLines(shown)],
    ...deficiencySections(shown),
    ...considerationSections(shown),
    decisionSection(shown),
    appealSection(shown),
    [parts.reopened[lang], reopeningLines(shown)],
    ...billSections(shown),
    licenceSection(shown),
    personal === null
      ? [parts.words[lang], [parts.noPersonal[lang]]]
      : [parts.words[lang], otherWords(shown)],
  ];
}

function documentLines({ request, manual, lang }: Shown): string[] {
  const lines = request.details.documents.map(
    ({ documentId, reference, mediaType, bytes, sequence }) =>
      `- ${documentName(manual, documentId, lang)}: ${mediaType}, ${bytes.toLocaleString('en-US')} bytes, ${reference} (${parts.event[lang]} ${sequence})`,
  );
  return lines.length === 0 ? [parts.none[lang]] : lines;
}

function documentName(manual: Manual | undefined, documentId: string, lang: Lang): string {
  const found = manual?.documents.find((one) => one.documentId === documentId);
  return found === undefined ? documentId : found.name[lang];
}

function code(value: string, lang: Lang): string {
  return codeLabels[value]?.[lang] ?? value;
}

function deficiencySections({ request, manual, lang }: Shown): Section[] {
  const { details, correction, manual: ref } = request;
  return details.deficiencies.map((list): Section => {
    const { what, statement } = deficiencyWords(wordsAt(request, list.sequence));
    const items = list.items.map(({ itemId, documentId }, index) => {
      const about = documentId === undefined ? '' : ` (${documentName(manual, documentId, lang)})`;
      const isOpen = list.open.includes(itemId) ? ` [${code('open', lang)}]` : '';
      const words = what[index] === undefined ? '' : `: ${what[index]}`;
      return `- ${itemId}${about}${words}${isOpen}`;
    });
    const badge = badgeAt(ref.illustrative, '/correction/within', lang);
    const day = list.status === 'open' ? (correction?.dueOn ?? null) : null;
    const by =
      day === null
        ? []
        : [
            `${parts.answerBy[lang]} ${whenText(day, lang)}: ${timeText(list.within)[lang]} ${parts.after[lang]}${badge}`,
          ];
    const ended = list.endedOn === null ? '' : ` ${whenText(list.endedOn, lang)}`;
    const title = `${parts.list[lang]} ${list.number}, ${parts.recorded[lang]} ${whenText(list.recordedOn, lang)}: ${code(list.status, lang)}${ended}`;
    const unanswered = statement.length === 0 ? [] : [`${parts.statement[lang]}:`, ...statement];
    return [title, [...items, ...by, ...unanswered]];
  });
}

function considerationSections({ request, manual, lang }: Shown): Section[] {
  const { inspections, hearings, consultations, extensions, notices } = request.details;
  const step = manual?.steps.findIndex(({ part }) => part === 'inspection') ?? -1;
  const badge = badgeAt(request.manual.illustrative, `/steps/${step}/remedyWithin`, lang);
  const lasting = (one: { amount: number; unit: 'DAY' | 'WORKING_DAY'; from: string }) =>
    `${timeText(one)[lang]} ${parts.from[lang]} ${whenText(one.from, lang)}`;
  const lines = [
    ...inspections.map(({ number, on, result, remedy }) => {
      const repair =
        remedy === null
          ? ''
          : `; ${parts.remedy[lang]} ${lasting(remedy)}${badge} (${code(remedy.status, lang)})`;
      const found = code(result ?? 'open', lang);
      return `${parts.inspection[lang]} ${number}, ${whenText(on, lang)}: ${found}${repair}`;
    }),
    ...hearings.map(
      (one) => `${parts.hearing[lang]} ${one.number}: ${lasting(one)} (${code(one.status, lang)})`,
    ),
    ...consultations.flatMap((one) => [
      `${parts.consultation[lang]} ${one.number}, ${one.agencyId}: ${lasting(one)} (${code(one.answer ?? 'open', lang)})`,
      ...consultationLines(request, one, lang),
    ]),
    ...extensions.map(
      ({ at, amount }) => `${parts.extension[lang]}: ${amount}, ${whenText(at, lang)}`,
    ),
    ...notices.map(
      ({ number, on, reasonCode }) =>
        `${parts.notice[lang]} ${number}, ${whenText(on, lang)}: ${reasonCode}`,
    ),
  ];
  return [[stateOf('consideration', lang), lines]];
}

/** What was asked and answered, as far as the reader may know it; and what is waited for from him. */
function consultationLines(
  { personal, requestId }: RequestShown,
  { number, asked, answered, answer, dueOn, isYours }: RequestShown['details']['consultations'][0],
  lang: Lang,
): string[] {
  const words = [asked, answered].flatMap((sequence) => {
    const found = personal?.words.find((one) => one.sequence === sequence);
    return wordLines(found?.words);
  });
  const unopened = personal?.unopened?.find(({ consultation }) => consultation === number);
  const by = dueOn === null ? [] : [`${parts.answerOfAgency[lang]} ${whenText(dueOn, lang)}`];
  const waits =
    answer === null && isYours
      ? [`${parts.yourAnswer[lang]}: request act ${requestId} answerConsultation`]
      : [];
  return [
    ...words,
    ...(unopened === undefined ? [] : [unopened.why[lang]]),
    ...(answer === null ? by : []),
    ...waits,
  ].map((line) => `  ${line}`);
}

function decisionSection({ request, lang }: Shown): Section {
  const { decision } = request.details;
  const kind = request.decision?.kind;
  if (decision === null || kind === undefined) return [parts.decision[lang], []];
  const { decidedOn, orderNumber, notified, sequence } = decision;
  const order = orderNumber === null ? '' : `, ${parts.order[lang]} ${orderNumber}`;
  const told =
    notified === null
      ? parts.notNotified[lang]
      : `${parts.notified[lang]} ${whenText(notified.on, lang)} (${code(notified.by, lang)})`;
  const words = statementLines(wordsAt(request, sequence));
  return [
    `${parts.decision[lang]}: ${decisionLabels[kind][lang]}, ${whenText(decidedOn, lang)}${order}`,
    [told, ...(words.length === 0 ? [] : [`${parts.reasons[lang]}:`, ...words])],
  ];
}

const adverse: readonly string[] = ['refused', 'approvedWithConditions', 'returned', 'struckOff'];

/** When it was opened again after its end, and on what ground. */
function reopeningLines({ request, lang }: Shown): string[] {
  return request.details.reopenings.map(({ at, given: { ground } }) => {
    const { label, basis } = reopenTable[ground];
    return `${whenText(at, lang)} · ${label[lang]} (${basis})`;
  });
}

/** An adverse order says how it is appealed (APA s.40). */
function appealSection({ request, manual, lang }: Shown): Section {
  const { appeal } = request.details;
  const isAdverse = adverse.includes(request.decision?.kind ?? '');
  if (!isAdverse) return [parts.appeal[lang], []];
  const time = manual?.appeal.within;
  const stated =
    time === undefined ? '' : `${timeText(time)[lang]} [${sourceText(time.source)[lang]}]`;
  const within = stated === '' ? `${appeal.within.amount} ${appeal.within.unit}` : stated;
  return [
    `${parts.appeal[lang]}: ${appealWayLabels[appeal.route][lang]} (${sectionText(appeal.section, lang)})`,
    [
      `${parts.appealTo[lang]} ${appeal.body[lang]}`,
      `${parts.withinText[lang]} ${within} ${parts.ofNotice[lang]}${untilDay(request, lang)}`,
    ],
  ];
}

/** The last day for an appeal, once the order was notified. */
function untilDay({ details }: RequestShown, lang: Lang): string {
  const due = details.clocks.findLast(({ kind }) => kind === 'appeal')?.due ?? null;
  return due === null ? '' : `, ${parts.lastDay[lang]} ${whenText(due, lang)}`;
}

function billSections({ request, manual, lang }: Shown): Section[] {
  const { bills, refunds } = request.details;
  const shown = bills.map((bill): Section => {
    const index = manual?.fees.findIndex(({ feeId }) => feeId === bill.feeId) ?? -1;
    const name = manual?.fees[index]?.name[lang] ?? bill.feeId;
    const { illustrative } = request.manual;
    const fee = `${moneyText(bill.money)[lang]}${badgeAt(illustrative, `/fees/${index}`, lang)}`;
    const valid = badgeAt(illustrative, `/fees/${index}/billValid`, lang);
    const lines = [
      bill.ref1 === null ? undefined : `ref1 ${bill.ref1}  ref2 ${bill.ref2 ?? ''}`,
      bill.until === null || bill.paidOn !== null
        ? undefined
        : `${parts.until[lang]} ${whenText(bill.until, lang)}${valid}`,
      bill.paidOn === null
        ? undefined
        : `${parts.paidOn[lang]} ${whenText(bill.paidOn, lang)} (${bill.transactionId ?? ''})`,
    ];
    return [
      `${parts.bill[lang]} ${bill.number}: ${name} ${fee}, ${code(bill.status, lang)}`,
      lines.filter((line) => line !== undefined),
    ];
  });
  const owed = refunds.map(
    ({ number, money, why, repaidOn }) =>
      `${number}. ${moneyText(money)[lang]}, ${code(why, lang)}${repaidOn === null ? '' : `, ${parts.repaid[lang]} ${whenText(repaidOn, lang)}`}`,
  );
  return [...shown, [parts.refund[lang], owed]];
}

function licenceSection({ request, manual, lang }: Shown): Section {
  const { issued } = request;
  if (issued === null) return [parts.licence[lang], []];
  const { number, issuedOn, effectiveOn, expiresOn } = issued;
  const badge = badgeAt(request.manual.illustrative, '/issues/valid', lang);
  const name = manual?.issues?.name[lang] ?? parts.licence[lang];
  return [
    `${parts.licence[lang]}: ${name} ${number}`,
    [
      `${parts.issuedOn[lang]} ${whenText(issuedOn, lang)}; ${parts.effective[lang]} ${whenText(effectiveOn, lang)}`,
      ...(expiresOn === null
        ? []
        : [`${parts.expires[lang]} ${whenText(expiresOn, lang)}${badge}`]),
    ],
  ];
}

// --- Words of people ------------------------------------------------------------------------------

function wordsAt({ personal }: RequestShown, sequence: number): unknown {
  return personal?.words.find((one) => one.sequence === sequence)?.words;
}

const DeficiencyWords = z.looseObject({
  items: z.array(z.looseObject({ what: z.string() }).nullable()).default([]),
  statement: z.unknown(),
});

function deficiencyWords(words: unknown): {
  readonly what: readonly (string | undefined)[];
  readonly statement: readonly string[];
} {
  const { data } = DeficiencyWords.safeParse(words);
  const what = data?.items.map((item) => item?.what) ?? [];
  return { what, statement: wordLines(data?.statement) };
}

const Statement = z.looseObject({ statement: z.unknown() });

/** The statement of reasons, and whatever else was said with the decision. */
function statementLines(words: unknown): string[] {
  const { data: { statement, ...others } = {} } = Statement.safeParse(words);
  return [...wordLines(statement), ...wordLines(others)];
}

/** Words that stand at no list or decision: corrections, findings, hearings. */
function otherWords({ request, lang }: Shown): string[] {
  const { personal, details } = request;
  const shown = [
    ...details.deficiencies.map(({ sequence }) => sequence),
    ...details.consultations.flatMap(({ asked, answered }) => [asked, answered]),
    ...(details.decision === null ? [] : [details.decision.sequence]),
  ];
  return (personal?.words ?? [])
    .filter(({ sequence }) => !shown.includes(sequence))
    .flatMap(({ sequence, words }) =>
      wordLines(words).map((line) => `${parts.event[lang]} ${sequence} ${line}`),
    );
}

/** Words by where they stand, e.g. `statement facts: …`. */
function wordLines(words: unknown, place: readonly string[] = []): string[] {
  if (typeof words === 'string') return [`- ${place.join(' ')}: ${words}`];
  if (typeof words !== 'object' || words === null) return [];
  return Object.entries(words).flatMap(([name, inner]) =>
    wordLines(inner, [...place, Array.isArray(words) ? String(Number(name) + 1) : name]),
  );
}
