import type { Calendar } from './calendar.js';
import { dateOf, hasTime, parseDay, parseMoment } from './days.js';
import { CalendarError } from './errors.js';
import type { Explained, Step } from './explanation.js';
import { step } from './explanation.js';
import type { CaseFacts } from './facts.js';
import { checkedFacts } from './facts.js';
import { delayNotices } from './overdue.js';
import type { DaySpan, Party, Unit } from './period.js';
import { dueOf } from './period.js';
import { receive } from './receipt.js';
import type { Length, LfaExclusion, Regime, ServiceKind } from './regimes.js';
import { findRegime } from './regimes.js';
import type { RuleId } from './rules.js';

/** Clocks of a case. */
export const clockKinds = [
  'review',
  'consideration',
  'notification',
  'appeal',
  'appealDecision',
  'superiorDecision',
  'court',
] as const;

/** Kind of a clock. */
export type ClockKind = (typeof clockKinds)[number];

/** `met` and `late` are of what was done; `suspended` waits for the applicant, so has no date. */
export type ClockState = 'running' | 'suspended' | 'met' | 'late';

/** One clock: all that is needed to count it again. */
export interface LegalClock {
  readonly kind: ClockKind;
  /** `YYYY-MM-DD`, or an instant for hours and minutes: the event it runs from. */
  readonly startsOn: string;
  readonly amount: number;
  readonly unit: Unit;
  readonly party: Party;
  /** `YYYY-MM-DD` or an instant; null while suspended. */
  readonly due: string | null;
  readonly state: ClockState;
  readonly outside?: readonly DaySpan[];
  readonly rule: RuleId;
  readonly calendar: string;
}

/** Which clocks a case has, given its facts. */
export interface ClocksQuestion {
  readonly regime: string;
  readonly kind?: ServiceKind | undefined;
  /** A ground of LFA s.5 that excludes the service. */
  readonly excludedBy?: LfaExclusion | undefined;
  /** The manual's time; the regime's own where it has one and this is left out. */
  readonly amount?: number | undefined;
  readonly unit?: Unit | undefined;
  readonly facts: CaseFacts;
  /** `YYYY-MM-DD`: while undecided, delay letters are listed up to the next after this day. */
  readonly on?: string | undefined;
}

/** The clocks of a case, and its delay letters. */
export interface Clocks {
  readonly clocks: readonly LegalClock[];
  /** Days by which each delay letter is owed. */
  readonly delayNotices: readonly string[];
  readonly onOverdue: Regime['onOverdue'];
}

/**
 * All clocks of a case, from what has happened.
 *
 * @throws CalendarError when a fact cannot be, or a year that is needed is not covered
 */
export function clocksOf(calendar: Calendar, question: ClocksQuestion): Explained<Clocks> {
  const regime = findRegime(question.regime, question);
  const facts = checkedFacts(question.facts);
  const steps: Step[] = [];
  const asked: Asked = { calendar, regime, facts, steps };
  const time = timeOf(question, regime);
  const first = considerationClock(
    asked,
    time,
    regime.second === undefined ? 'consideration' : 'review',
  );
  const main = first === undefined ? [] : [first, ...secondClock(asked, first)];
  const clocks = [...main, ...notificationClock(asked), ...appealClocks(asked)];
  const last = main[main.length - 1];
  const letters = lettersOf(asked, last, question.on);
  steps.push(
    step('answer', 'MANUAL', { amount: clocks.length, of: 'clocks', calendar: calendar.version }),
  );
  return {
    answer: { clocks, delayNotices: letters, onOverdue: regime.onOverdue },
    explanation: steps,
  };
}

interface Asked {
  readonly calendar: Calendar;
  readonly regime: Regime;
  readonly facts: CaseFacts;
  readonly steps: Step[];
}

function timeOf({ amount, unit }: ClocksQuestion, regime: Regime): Length {
  if (amount !== undefined && unit !== undefined) return { amount, unit };
  if (regime.time !== undefined) return regime.time;
  throw new CalendarError('invalid', 'amount', {
    th: `amount, unit: ${regime.id} ไม่กำหนดเวลาเอง ต้องให้เวลาตามคู่มือ`,
    en: `amount, unit: ${regime.id} fixes no time of its own; give the manual's`,
  });
}

// --- The official's time --------------------------------------------------------------------------

function considerationClock(
  asked: Asked,
  time: Length,
  kind: 'review' | 'consideration',
): LegalClock | undefined {
  const { facts, regime } = asked;
  const startsOn = regime.startsAt === 'PAYMENT' ? paymentStart(asked) : completeStart(asked, time);
  if (startsOn === undefined) return undefined;
  const done = regime.second === undefined ? facts.decidedOn : undefined;
  const own = { kind, startsOn, ...time, rule: 'MANUAL', party: 'OFFICIAL' } as const;
  const first = waitingClock(asked, own, done);
  // The review ends on its last day at the latest (C14), and with the decision.
  const isOver = kind === 'review' && facts.decidedOn !== undefined;
  return isOver ? { ...first, state: 'met' } : first;
}

/**
 * A clock of the official, without the days of recorded waits. One that lasts suspends the clock, but
 * only a clock that has not run out when it begins: nothing takes a delay back (C8).
 */
function waitingClock(asked: Asked, own: NewClock, done: string | undefined): LegalClock {
  const { facts, regime } = asked;
  const before = ({ from }: OpenSpan) => facts.decidedOn === undefined || from < facts.decidedOn;
  const waits = (regime.startsAt === 'PAYMENT' ? recordedWaits(facts) : allWaits(facts)).filter(
    before,
  );
  const ended = waits.flatMap(({ from, to = facts.decidedOn }) =>
    to === undefined ? [] : spanAfter(from, to),
  );
  const counted = clock(asked, { ...own, outside: ended }, done);
  const last = counted.due?.slice(0, 10) ?? '';
  const lasting = waits.find(
    ({ from, to }) => to === undefined && facts.decidedOn === undefined && from < last,
  );
  if (lasting === undefined) return counted;
  asked.steps.push(step('fact', 'C8', { date: lasting.from, of: 'suspended' }));
  return { ...counted, due: null, state: 'suspended' };
}

/** C7: at completeness when a deficiency was recorded in time, otherwise at receipt. */
function completeStart({ calendar, facts, steps }: Asked, { unit }: Length): string | undefined {
  const { answer, explanation } = receive(calendar, facts.filedAt, 'facts.filedAt');
  steps.push(...explanation);
  const received = parseMoment(answer.receivedAt, 'receivedAt');
  const isByTheHour = unit === 'HOUR' || unit === 'MINUTE';
  const atReceipt = isByTheHour ? answer.receivedAt : dateOf(received.day);
  const { deficiencyRecordedOn } = facts;
  let lastForRecord = received.day + 1;
  while (calendar.dayOff(lastForRecord, 'agency') !== undefined) lastForRecord += 1;
  const isRecorded =
    deficiencyRecordedOn !== undefined &&
    parseDay(deficiencyRecordedOn, 'facts.deficiencyRecordedOn') <= lastForRecord;
  if (!isRecorded) {
    steps.push(step('starts', 'C7', { date: atReceipt, of: 'receipt' }));
    return atReceipt;
  }
  if (facts.completeAt === undefined) return undefined;
  const complete = hasTime(facts.completeAt)
    ? receive(calendar, facts.completeAt, 'facts.completeAt').answer.receivedAt
    : facts.completeAt;
  // What is mended before it counts as received runs from its receipt.
  const later = complete.slice(0, 10) < atReceipt.slice(0, 10) ? atReceipt : complete;
  const startsOn = isByTheHour ? later : later.slice(0, 10);
  steps.push(step('starts', 'C7', { date: startsOn, of: 'completeness' }));
  return startsOn;
}

function paymentStart({ facts, steps }: Asked): string | undefined {
  if (facts.paidOn !== undefined) {
    steps.push(step('starts', 'MANUAL', { date: facts.paidOn, of: 'payment' }));
  }
  return facts.paidOn;
}

interface OpenSpan {
  readonly from: string;
  readonly to: string | undefined;
}

/** Waits that do not count, from the day of the record to that of the fix (C8). */
function recordedWaits({ waits = [] }: CaseFacts): OpenSpan[] {
  return waits.filter(({ recorded }) => recorded).map(({ from, to }) => ({ from, to }));
}

/** A bill that is not paid is the applicant's wait (C8). */
function allWaits(facts: CaseFacts): OpenSpan[] {
  const { billedOn, paidOn } = facts;
  const bill = billedOn === undefined ? [] : [{ from: billedOn, to: paidOn }];
  return [...recordedWaits(facts), ...bill];
}

function spanAfter(from: string, to: string): DaySpan[] {
  const first = parseDay(from, 'facts.waits.from') + 1;
  return first > parseDay(to, 'facts.waits.to') ? [] : [{ from: dateOf(first), to }];
}

/** C14: the second clock starts on the day the first ends. */
function secondClock(asked: Asked, first: LegalClock): LegalClock[] {
  const { second } = asked.regime;
  if (second === undefined || first.due === null) return [];
  asked.steps.push(step('starts', 'C14', { date: first.due, of: 'consideration' }));
  const own = {
    kind: 'consideration',
    startsOn: first.due,
    party: 'OFFICIAL',
    rule: 'C14',
  } as const;
  return [waitingClock(asked, { ...own, ...second }, asked.facts.decidedOn)];
}

// --- After the decision ---------------------------------------------------------------------------

function notificationClock(asked: Asked): LegalClock[] {
  const { decidedOn, notifiedOn } = asked.facts;
  if (decidedOn === undefined) return [];
  const { notification } = asked.regime;
  const own = { kind: 'notification', startsOn: decidedOn, party: 'OFFICIAL' } as const;
  return [clock(asked, { ...own, ...notification }, notifiedOn)];
}

function appealClocks(asked: Asked): LegalClock[] {
  const { facts, regime, steps } = asked;
  if (facts.notifiedOn === undefined) return [];
  const notified = receivedNotice(asked, facts.notifiedOn);
  const appealedOn =
    facts.appealedAt === undefined ? undefined : dayReceived(asked, facts.appealedAt);
  const { start, length, rule } = appealTime(facts, regime, notified);
  steps.push(step('starts', rule, { date: start, of: 'appeal' }));
  const own = { kind: 'appeal', startsOn: start, party: 'CITIZEN', ...length, rule } as const;
  return [clock(asked, own, appealedOn), ...decisionClocks(asked, appealedOn)];
}

/** C11 and APA s.71: an electronic notice counts that day, a posted one after 7 or 15 days. */
function receivedNotice({ facts, steps }: Asked, notifiedOn: string): string {
  const days = { ELECTRONIC: 0, POST: 7, POST_ABROAD: 15 }[facts.notifiedBy ?? 'ELECTRONIC'];
  const received = dateOf(parseDay(notifiedOn, 'facts.notifiedOn') + days);
  steps.push(
    step('fact', days === 0 ? 'C11' : 'APA-71', { date: notifiedOn, to: received, of: 'notice' }),
  );
  return received;
}

function appealTime(
  facts: CaseFacts,
  { appeal }: Regime,
  notified: string,
): { start: string; length: Length; rule: RuleId } {
  const length = { amount: appeal.amount, unit: appeal.unit };
  const rule = appeal.section === 'APA s.44' ? 'APA-44' : 'MANUAL';
  if (facts.appealInformation !== false) return { start: notified, length, rule };
  return facts.appealInformationOn === undefined
    ? { start: notified, length: { amount: 1, unit: 'YEAR' }, rule: 'APA-40' }
    : { start: latest(notified, facts.appealInformationOn), length, rule: 'APA-40' };
}

function latest(one: string, other: string): string {
  return one > other ? one : other;
}

/** C12: each from its own receipt; the court from notice, or from the end of the time to decide. */
function decisionClocks(asked: Asked, appealedOn: string | undefined): LegalClock[] {
  if (appealedOn === undefined) return [];
  const { fileReceivedOn, appealDecidedOn, appealNotifiedOn } = asked.facts;
  const thirty = { amount: 30, unit: 'DAY', party: 'OFFICIAL', rule: 'APA-45' } as const;
  const officer = clock(
    asked,
    { kind: 'appealDecision', startsOn: appealedOn, ...thirty },
    fileReceivedOn ?? appealDecidedOn,
  );
  const superior =
    fileReceivedOn === undefined
      ? []
      : [
          clock(
            asked,
            { kind: 'superiorDecision', startsOn: fileReceivedOn, ...thirty },
            appealDecidedOn,
          ),
        ];
  const end = appealNotifiedOn ?? superior[0]?.due ?? officer.due;
  const court =
    end === null || (appealNotifiedOn === undefined && superior.length === 0)
      ? []
      : [
          clock(asked, {
            ...{ kind: 'court', startsOn: end, amount: 90, unit: 'DAY', party: 'CITIZEN' },
            rule: 'COURT-49',
          }),
        ];
  return [officer, ...superior, ...court];
}

function dayReceived({ calendar }: Asked, at: string): string {
  return hasTime(at)
    ? receive(calendar, at, 'facts.appealedAt').answer.receivedAt.slice(0, 10)
    : at;
}

function lettersOf(asked: Asked, last: LegalClock | undefined, on: string | undefined): string[] {
  const { regime, facts, steps } = asked;
  if (regime.onOverdue !== 'NOTIFY_EVERY_7D' || last?.due === undefined || last.due === null)
    return [];
  const due = last.due.slice(0, 10);
  const { answer, explanation } = delayNotices({ due, finishedOn: facts.decidedOn, on });
  steps.push(...explanation);
  return [...answer.dueBy];
}

// --- One clock ------------------------------------------------------------------------------------

type NewClock = Omit<LegalClock, 'due' | 'state' | 'calendar'>;

/** Counts a clock. `done` is the day on which its duty was done. */
function clock({ calendar, steps }: Asked, given: NewClock, done?: string): LegalClock {
  const { outside = [], ...rest } = given;
  const own = outside.length === 0 ? rest : { ...rest, outside };
  const { amount, unit, party, startsOn, kind } = given;
  const counted = dueOf(calendar, { from: startsOn, amount, unit, party, outside });
  const due = 'due' in counted.answer ? counted.answer.due : counted.answer.dueAt;
  steps.push(...counted.explanation, step('fact', given.rule, { date: due, of: kind }));
  const state = done === undefined ? 'running' : done <= due.slice(0, 10) ? 'met' : 'late';
  return { ...own, due, state, calendar: calendar.version };
}
