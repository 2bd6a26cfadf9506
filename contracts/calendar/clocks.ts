import type { Calendar } from './calendar.js';
import { dateOf, hasTime, parseDay, parseMoment } from './days.js';
import { CalendarError } from './errors.js';
import type { Explained, Step } from './explanation.js';
import { step } from './explanation.js';
import type { CaseFacts } from './facts.js';
import { checkedFacts, spanAfter, waitsOf } from './facts.js';
import { delayNotices } from './overdue.js';
import type { DaySpan, Party, Unit } from './period.js';
import { dueOf, timeMissing } from './period.js';
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
  /** The clocks up to the notification of the result alone, without those of an appeal. */
  readonly isWithoutAppeal?: boolean;
}

/** The clocks of a case, and its delay letters. */
export interface Clocks {
  readonly clocks: readonly LegalClock[];
  /** Days by which each delay letter is owed. */
  readonly delayNotices: readonly string[];
  readonly onOverdue: Regime['onOverdue'];
  /** `YYYY-MM-DD`: from this day on it counts as approved, where the regime says so and nobody has decided. */
  readonly deemedApprovedFrom?: string;
}

/**
 * All clocks of a case, from what has happened.
 *
 * @throws CalendarError when a fact cannot be, or a year that is needed is not covered
 */
export function clocksOf(calendar: Calendar, question: ClocksQuestion): Explained<Clocks> {
  const found = findRegime(question.regime, question);
  const time = timeOf(question, found);
  const regime = onTrack(found, time);
  const facts = checkedFacts(question.facts);
  const { id, section, isUnchecked } = regime;
  const marked = isUnchecked === undefined ? {} : { isUnchecked };
  const steps: Step[] = [step('regime', 'MANUAL', { of: id, section, ...marked })];
  const asked: Asked = { calendar, regime, facts, steps };
  const first = considerationClock(
    asked,
    time,
    regime.second === undefined ? 'consideration' : 'review',
  );
  const main = first === undefined ? [] : [first, ...secondClock(asked, first)];
  const appeal = question.isWithoutAppeal === true ? [] : appealClocks(asked);
  const clocks = [...main, ...notificationClock(asked), ...appeal];
  const last = main[main.length - 1];
  const letters = lettersOf(asked, last, question.on);
  const deemed = deemedApproval(asked, last);
  steps.push(
    step('answer', 'MANUAL', { amount: clocks.length, of: 'clocks', calendar: calendar.version }),
  );
  return {
    answer: { clocks, delayNotices: letters, onOverdue: regime.onOverdue, ...deemed },
    explanation: steps,
  };
}

interface Asked {
  readonly calendar: Calendar;
  readonly regime: Regime;
  readonly facts: CaseFacts;
  readonly steps: Step[];
}

/** The fast track has a second clock of its own. */
function onTrack(regime: Regime, { amount, unit }: Length): Regime {
  const { fastTrack } = regime;
  const isFast = fastTrack?.time.amount === amount && fastTrack.time.unit === unit;
  return isFast ? { ...regime, second: fastTrack.second } : regime;
}

/** Silence is approval from the day after the time is up. */
function deemedApproval(
  { regime, facts, steps }: Asked,
  last: LegalClock | undefined,
): Pick<Clocks, 'deemedApprovedFrom'> {
  if (regime.onOverdue !== 'DEEMED_APPROVED' || endedOn(facts) !== undefined) return {};
  if (last?.due === undefined || last.due === null) return {};
  const deemedApprovedFrom = dateOf(parseDay(last.due.slice(0, 10), 'due') + 1);
  steps.push(step('fact', 'MANUAL', { date: deemedApprovedFrom, of: 'deemedApproval' }));
  return { deemedApprovedFrom };
}

/** Who was notified was decided on by then. */
function endedOn({ decidedOn, notifiedOn }: CaseFacts): string | undefined {
  return decidedOn ?? notifiedOn;
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
  const done = regime.second === undefined ? endedOn(facts) : undefined;
  const own = { kind, startsOn, ...time, rule: 'MANUAL', party: 'OFFICIAL' } as const;
  const first = waitingClock(asked, own, done);
  // The review ends on its last day at the latest (C14), and with the decision.
  const isOver = kind === 'review' && endedOn(facts) !== undefined;
  return isOver ? { ...first, state: 'met' } : first;
}

/**
 * A clock of the official, without the days of recorded waits. One that lasts suspends the clock, but
 * only a clock that has not run out when it begins: nothing takes a delay back (C8).
 */
function waitingClock(asked: Asked, own: NewClock, done: string | undefined): LegalClock {
  const { facts, regime } = asked;
  const ended = endedOn(facts);
  const waits = waitsOf(facts, regime.startsAt === 'PAYMENT').filter(
    ({ from }) => ended === undefined || from < ended,
  );
  const outside = waits.flatMap(({ from, to = ended }) =>
    to === undefined ? [] : spanAfter(from, to),
  );
  const open = ended === undefined ? waits.filter(({ to }) => to === undefined) : [];
  const lasting = open.find(({ from }) => from < lastDayOf(asked, { ...own, outside }));
  if (lasting === undefined) return clock(asked, { ...own, outside }, done);
  asked.steps.push(step('fact', 'C8', { date: lasting.from, of: 'suspended' }));
  const spans = outside.length === 0 ? {} : { outside };
  const { version } = asked.calendar;
  return { ...own, ...spans, due: null, state: 'suspended', calendar: version };
}

/** The last day of a clock; one beyond the years that are covered comes after any wait. */
function lastDayOf(
  { calendar }: Asked,
  { amount, unit, party, startsOn, outside }: NewClock,
): string {
  try {
    const { answer } = dueOf(calendar, {
      from: startsOn,
      amount,
      unit,
      party,
      outside: outside ?? [],
    });
    return 'due' in answer ? answer.due : answer.dueAt.slice(0, 10);
  } catch (error) {
    if (error instanceof CalendarError && error.code === 'yearNotCovered') return '9999-12-31';
    throw error;
  }
}

/** C7: at completeness when a deficiency was recorded in time, otherwise at receipt. */
function completeStart(asked: Asked, { unit }: Length): string | undefined {
  const { facts, steps } = asked;
  const isByTheHour = unit === 'HOUR' || unit === 'MINUTE' || unit === 'ELAPSED_HOUR';
  const inUnit = (moment: string) => (isByTheHour ? moment : moment.slice(0, 10));
  const receivedAt = received(asked, facts.filedAt, 'facts.filedAt');
  const { deficiencyRecordedOn, completeAt } = facts;
  if (deficiencyRecordedOn === undefined || isTooLate(asked, deficiencyRecordedOn, receivedAt)) {
    steps.push(step('starts', 'C7', { date: inUnit(receivedAt), of: 'receipt' }));
    return inUnit(receivedAt);
  }
  if (completeAt === undefined) {
    steps.push(step('fact', 'R9', { date: deficiencyRecordedOn, of: 'incomplete' }));
    return undefined;
  }
  if (isByTheHour && !hasTime(completeAt)) throw timeMissing('facts.completeAt', completeAt, unit);
  const complete = hasTime(completeAt)
    ? received(asked, completeAt, 'facts.completeAt')
    : completeAt;
  // What is mended before it counts as received runs from its receipt.
  const startsOn = latest(inUnit(complete), inUnit(receivedAt));
  steps.push(step('starts', 'R9', { date: startsOn, of: 'completeness' }));
  return startsOn;
}

function received({ calendar, steps }: Asked, at: string, field: string): string {
  const { answer, explanation } = receive(calendar, at, field);
  steps.push(...explanation);
  return answer.receivedAt;
}

/** A deficiency is recorded by the end of the first working day after receipt, or not at all. */
function isTooLate({ calendar, steps }: Asked, recordedOn: string, receivedAt: string): boolean {
  let last = parseMoment(receivedAt, 'receivedAt').day + 1;
  while (calendar.dayOff(last, 'agency') !== undefined) last += 1;
  const isLate = recordedOn > dateOf(last);
  const of = isLate ? 'lateRecord' : 'record';
  steps.push(step('fact', isLate ? 'C7' : 'LFA-8', { date: recordedOn, of }));
  return isLate;
}

function paymentStart({ facts, steps }: Asked): string | undefined {
  if (facts.paidOn !== undefined) {
    steps.push(step('starts', 'MANUAL', { date: facts.paidOn, of: 'payment' }));
  }
  return facts.paidOn;
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
  return [waitingClock(asked, { ...own, ...second }, endedOn(asked.facts))];
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
  const appealedOn =
    facts.appealedAt === undefined ? undefined : dayReceived(asked, facts.appealedAt);
  if (facts.notifiedOn === undefined) return decisionClocks(asked, appealedOn);
  const notified = receivedNotice(asked, facts.notifiedOn);
  const { start, length, rule } = appealTime(facts, regime, notified);
  steps.push(step('starts', rule, { date: start, of: 'appeal' }));
  const own = { kind: 'appeal', startsOn: start, party: 'CITIZEN', ...length, rule } as const;
  return [clock(asked, own, appealedOn), ...decisionClocks(asked, appealedOn)];
}

/** C11 and APA s.71: an electronic notice counts that day, a posted one after 7 or 15 days. */
function receivedNotice({ facts, steps }: Asked, notifiedOn: string): string {
  const { noticeReceivedOn } = facts;
  if (noticeReceivedOn !== undefined) {
    const proved = { date: notifiedOn, to: noticeReceivedOn, of: 'notice' };
    steps.push(step('fact', 'APA-71', proved));
    return noticeReceivedOn;
  }
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
  const { fileReceivedOn, appealExtendedOn, appealDecidedOn, appealNotifiedOn } = asked.facts;
  // Officials' calendar days: 30 and 30 more, notified before they are over, are 60.
  const isLonger =
    fileReceivedOn !== undefined &&
    appealExtendedOn !== undefined &&
    parseDay(appealExtendedOn, 'facts.appealExtendedOn') <= parseDay(fileReceivedOn, 'from') + 30;
  const longer = isLonger ? { amount: 60 } : {};
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
            { kind: 'superiorDecision', startsOn: fileReceivedOn, ...thirty, ...longer },
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

function dayReceived(asked: Asked, at: string): string {
  return hasTime(at) ? received(asked, at, 'facts.appealedAt').slice(0, 10) : at;
}

function lettersOf(asked: Asked, last: LegalClock | undefined, on: string | undefined): string[] {
  const { regime, facts, steps } = asked;
  if (regime.onOverdue !== 'NOTIFY_EVERY_7D' || last?.due === undefined || last.due === null)
    return [];
  const due = last.due.slice(0, 10);
  const { answer, explanation } = delayNotices({ due, finishedOn: endedOn(facts), on });
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
