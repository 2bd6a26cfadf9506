import { z } from 'zod';
import { countBack } from './back.js';
import type { Calendar } from './calendar.js';
import { makeCalendar } from './calendar.js';
import { clockKinds, clocksOf } from './clocks.js';
import { readDate } from './date-text.js';
import { CalendarError } from './errors.js';
import type { Explained, Step } from './explanation.js';
import { extend } from './extension.js';
import { fiscalYearOf } from './fiscal.js';
import type { Label } from './label.js';
import { delayNotices } from './overdue.js';
import type { PeriodQuestion } from './period.js';
import { dueOf, parties, units } from './period.js';
import { receive } from './receipt.js';
import type { ReclockQuestion } from './reclock.js';
import { reclock } from './reclock.js';
import type { LfaExclusion } from './regimes.js';
import { findRegime, lfaExclusions, needUnit, serviceKinds } from './regimes.js';
import type { ReliefQuestion } from './relief.js';
import { relieve } from './relief.js';

const dates = z.array(z.string()).optional();
const agency = z
  .strictObject({
    openOn: dates,
    closedOn: z.array(z.strictObject({ date: z.string() })).optional(),
  })
  .optional()
  .describe('Days of one agency: special holidays on which it is open, regional days it is closed');
const withCalendar = {
  declared: dates.describe('Special holidays on top of the table, YYYY-MM-DD'),
  withdrawn: dates.describe('Special holidays that were withdrawn, YYYY-MM-DD'),
  version: z.string().optional().describe('Version of the table; the newest when left out'),
  agency,
};
const Span = z.strictObject({ from: z.string(), to: z.string() });
const unit = z.enum(units);
const party = z.enum(parties);
const amount = z.number();
const exclusions = Object.keys(lfaExclusions) as LfaExclusion[];

const Facts = z.strictObject({
  filedAt: z.string(),
  deficiencyRecordedOn: z.string().optional(),
  completeAt: z.string().optional(),
  billedOn: z.string().optional(),
  paidOn: z.string().optional(),
  waits: z
    .array(z.strictObject({ from: z.string(), to: z.string().optional(), recorded: z.boolean() }))
    .optional(),
  decidedOn: z.string().optional(),
  notifiedOn: z.string().optional(),
  notifiedBy: z.enum(['ELECTRONIC', 'POST', 'POST_ABROAD']).optional(),
  noticeReceivedOn: z.string().optional(),
  appealInformation: z.boolean().optional(),
  appealInformationOn: z.string().optional(),
  appealedAt: z.string().optional(),
  fileReceivedOn: z.string().optional(),
  appealExtendedOn: z.string().optional(),
  appealDecidedOn: z.string().optional(),
  appealNotifiedOn: z.string().optional(),
});

/** As `clocks` answers them; what else stands in one is left out. */
const Clock = z.object({
  kind: z.enum(clockKinds).or(z.string()),
  startsOn: z.string(),
  amount,
  unit,
  party,
  due: z.string().nullable(),
  state: z.enum(['running', 'suspended', 'met', 'late']).optional(),
  outside: z.array(Span).optional(),
  rule: z.string().optional(),
  calendar: z.string().optional(),
  filedAt: z.string().optional(),
});

/** The questions that a machine may ask, one JSON object each; `ask` says which. */
export const questions = {
  receipt: z.strictObject({ ask: z.literal('receipt'), filedAt: z.string(), ...withCalendar }),
  period: z.strictObject({
    ask: z.literal('period'),
    from: z.string(),
    amount,
    unit,
    party,
    outside: z.array(Span).optional(),
    countsFirstDay: z.boolean().optional(),
    regime: z.string().optional().describe('Refuses a unit that the regime does not know'),
    ...withCalendar,
  }),
  extension: z.strictObject({
    ask: z.literal('extension'),
    due: z.string(),
    unit,
    party,
    max: z.number(),
    amount,
    notices: z.array(
      z.strictObject({ on: z.string(), reason: z.boolean(), amount: amount.optional() }),
    ),
    ...withCalendar,
  }),
  relief: z.strictObject({
    ask: z.literal('relief'),
    party,
    obstacleEndedOn: z.string(),
    appliedOn: z.string(),
    reason: z.boolean(),
    amount,
    unit: z.enum(['DAY', 'WORKING_DAY', 'MONTH', 'YEAR']),
    ...withCalendar,
  }),
  delayNotices: z.strictObject({
    ask: z.literal('delayNotices'),
    due: z.string(),
    finishedOn: z.string().optional(),
    on: z.string().optional(),
    sentOn: dates,
  }),
  clocks: z.strictObject({
    ask: z.literal('clocks'),
    regime: z.string().optional(),
    kind: z.enum(serviceKinds).optional(),
    excludedBy: z.enum(exclusions).optional().describe('A ground of LFA s.5'),
    amount: amount.optional(),
    unit: unit.optional(),
    facts: Facts,
    on: z.string().optional(),
    ...withCalendar,
  }),
  reclock: z.strictObject({
    ask: z.literal('reclock'),
    clocks: z.array(Clock),
    declared: dates,
    withdrawn: dates,
    on: z.string(),
    before: z.strictObject({ declared: dates, withdrawn: dates }).optional(),
    agency,
  }),
  back: z.strictObject({ ask: z.literal('back'), from: z.string(), amount, unit }),
  fiscalYear: z.strictObject({ ask: z.literal('fiscalYear'), at: z.string() }),
  date: z.strictObject({
    ask: z.literal('date'),
    text: z.string(),
    era: z.enum(['BE', 'CE']).optional(),
  }),
} as const;

type Asked = keyof typeof questions;
type Question = { [A in Asked]: z.infer<(typeof questions)[A]> }[Asked];

/** An answer with its derivation; the members of the answer stand beside `explanation`. */
export type Answer = Record<string, unknown> & { readonly explanation: readonly Step[] };

/**
 * Answers one question of a machine.
 *
 * @throws CalendarError naming what is wrong and what would be right
 */
export function answer(question: unknown): Answer {
  const parsed = parse(question);
  const { answer: found, explanation } = answerTo(parsed);
  return { ...found, explanation };
}

function answerTo(question: Question): Explained<object> {
  switch (question.ask) {
    case 'receipt':
      return receive(calendarOf(question), question.filedAt);
    case 'period':
      if (question.regime !== undefined) {
        needUnit(findRegime(question.regime), question.party, question.unit);
      }
      return dueOf(calendarOf(question), without(question) as PeriodQuestion);
    case 'extension':
      return extend(calendarOf(question), without(question) as Parameters<typeof extend>[1]);
    case 'relief':
      return relieve(calendarOf(question), without(question) as ReliefQuestion);
    case 'delayNotices':
      return delayNotices(without(question) as Parameters<typeof delayNotices>[0]);
    case 'clocks':
      return clocksOf(calendarOf(question), { ...question, regime: question.regime ?? '' });
    case 'reclock':
      return reclock(without(question) as ReclockQuestion);
    case 'back':
      return countBack(question);
    case 'fiscalYear':
      return fiscalYearOf(question.at);
    case 'date':
      return readDate(question.text, question.era === undefined ? {} : { era: question.era });
  }
}

/** Members that were left out are absent, not undefined. */
function without(question: Question): object {
  return Object.fromEntries(Object.entries(question).filter(([, value]) => value !== undefined));
}

/** Making a calendar costs more than most answers, so those that were made are kept. */
const made = new Map<string, Calendar>();
const madeMax = 100;

function calendarOf(question: {
  readonly declared?: string[] | undefined;
  readonly withdrawn?: string[] | undefined;
  readonly version?: string | undefined;
  readonly agency?: z.infer<typeof agency>;
}): Calendar {
  const { declared, withdrawn, version, agency: days } = question;
  const key = JSON.stringify([declared, withdrawn, version, days]);
  const known = made.get(key);
  if (known !== undefined) return known;
  const options = Object.entries({ declared, withdrawn, version, agency: days });
  const calendar = makeCalendar(
    Object.fromEntries(options.filter(([, value]) => value !== undefined)),
  );
  if (made.size >= madeMax) made.clear();
  made.set(key, calendar);
  return calendar;
}

function parse(question: unknown): Question {
  const asked = z.object({ ask: z.string() }).safeParse(question);
  const known = Object.keys(questions);
  const ask = known.find((one): one is Asked => one === asked.data?.ask);
  if (ask === undefined) {
    throw new CalendarError('unknownQuestion', 'ask', {
      th: `ask: ใช้ ${known.join(', ')}`,
      en: `ask: one of ${known.join(', ')}`,
    });
  }
  const parsed = questions[ask].safeParse(question);
  if (parsed.success) return parsed.data;
  throw faultOf(parsed.error.issues[0], question);
}

/** What each type of a member is called, and an example of it. */
const wanted: Readonly<Record<string, Label>> = {
  string: {
    th: 'ต้องเป็นข้อความ เช่น "2026-09-01" หรือ "2026-09-01T10:00:00+07:00"',
    en: 'must be a text, e.g. "2026-09-01" or "2026-09-01T10:00:00+07:00"',
  },
  number: { th: 'ต้องเป็นจำนวน เช่น 7', en: 'must be a number, e.g. 7' },
  boolean: { th: 'ต้องเป็น true หรือ false', en: 'must be true or false' },
  array: { th: 'ต้องเป็นรายการ [ … ]', en: 'must be a list, [ … ]' },
  object: { th: 'ต้องเป็นวัตถุ { … }', en: 'must be an object, { … }' },
};

type Issue = z.core.$ZodIssue;

function faultOf(issue: Issue | undefined, question: unknown): CalendarError {
  const path = issue?.path ?? [];
  const last = path.at(-1);
  if (issue?.code === 'unrecognized_keys') return unknownMember(path, issue.keys);
  const field = pathText(path) || 'question';
  const value = path.reduce<unknown>(
    (at, key) => (Object(at) as Record<PropertyKey, unknown>)[key],
    question,
  );
  if (issue?.code === 'invalid_value') {
    const code = last === 'unit' ? 'unknownUnit' : last === 'party' ? 'unknownParty' : 'invalid';
    const values = issue.values.map(String).join(', ');
    return new CalendarError(code, field, {
      th: `${field}: ใช้ ${values}${got(value, 'th')}`,
      en: `${field}: one of ${values}${got(value, 'en')}`,
    });
  }
  const right = wanted[issue?.code === 'invalid_type' ? issue.expected : ''];
  return new CalendarError('invalid', field, {
    th: `${field}: ${right?.th ?? 'ไม่ถูกต้อง'}${got(value, 'th')}`,
    en: `${field}: ${right?.en ?? 'is not valid'}${got(value, 'en')}`,
  });
}

function unknownMember(path: readonly PropertyKey[], keys: readonly string[]): CalendarError {
  const field = pathText([...path, keys[0] ?? '']);
  return new CalendarError('invalid', field, {
    th: `${field}: ไม่มีรายการนี้ในคำถาม (ดู docs/calendar.md)`,
    en: `${field}: the question has no such member (see docs/calendar.md)`,
  });
}

/** `notices[0].on` */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) =>
      typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`,
    )
    .join('');
}

/** What stood there, where it is short enough to be shown. */
function got(value: unknown, language: keyof Label): string {
  if (value === undefined) return language === 'th' ? ' (ไม่มี)' : '; it is missing';
  if (typeof value === 'object' && value !== null) return '';
  const shown = JSON.stringify(value).slice(0, 80);
  return language === 'th' ? ` ไม่ใช่ ${shown}` : `; got ${shown}`;
}
