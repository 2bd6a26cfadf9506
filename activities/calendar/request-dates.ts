import { calendarFor } from '../../contracts/calendar/agency-days.js';
import { countBack, workingDayUntil } from '../../contracts/calendar/back.js';
import type { Calendar } from '../../contracts/calendar/calendar.js';
import type { LegalClock } from '../../contracts/calendar/clocks.js';
import { clocksOf } from '../../contracts/calendar/clocks.js';
import { CalendarError } from '../../contracts/calendar/errors.js';
import type { Step } from '../../contracts/calendar/explanation.js';
import type { CaseFacts } from '../../contracts/calendar/facts.js';
import { extend } from '../../contracts/calendar/extension.js';
import { delayNotices } from '../../contracts/calendar/overdue.js';
import type { Party } from '../../contracts/calendar/period.js';
import { dueOf } from '../../contracts/calendar/period.js';
import { receive } from '../../contracts/calendar/receipt.js';
import type { Regime } from '../../contracts/calendar/regimes.js';
import { regimes } from '../../contracts/calendar/regimes.js';
import {
  addDays,
  bangkokDate,
  daysBetween,
  endOfDay,
  startOfDay,
} from '../../contracts/civil-date.js';
import type {
  Alarm,
  AlarmKind,
  CaseDates,
  RequestClockFacts,
  TimedWait,
} from '../../contracts/lifecycles/request/clocks.js';
import { agencyAlarms, alarmKey } from '../../contracts/lifecycles/request/clocks.js';
import { bangkokInstant } from '../../contracts/lifecycles/request/facts.js';
import { officeTimeMs } from '../../contracts/spread.js';
import { alarm, ending, inOrder } from './alarm.js';
import { asGiven, fromFirstReceipt, notEarlier } from './given.js';
import { agencyQueryAlarms } from './agency-query.js';

/** What the dates of a request are asked for with. */
export interface DatesQuestion extends RequestClockFacts {
  /** The moment of asking, milliseconds since the epoch. */
  readonly at: number;
  /** Keys of the alarms that have rung. */
  readonly rung: readonly string[];
  /** The change of the calendar up to which they are counted; the newest when left out. */
  readonly revision?: number;
}

/** Calendar days before the due date on which the official is reminded, of a period that long. */
const dueSoonDays = 3;
const dueSoonOfDays = 7;
/** A consulted agency is reminded again so many days later, and again. */
const chaseEveryDays = 7;
/** An agency that owes something without a time, or beyond it, is reminded so often. */
const remindEveryDays = 7;
/** On a bill's last day the treasury is asked shortly before midnight. */
const lastQueryMs = 23.5 * 3_600_000;

interface Asked extends DatesQuestion {
  readonly calendar: Calendar;
  readonly law: Regime;
  readonly isWithoutAppeal?: boolean;
}

/**
 * Every date of a request: its clocks by law, and what happens by itself, the earliest first. Pure
 * computing. Dates beyond the years that the calendar has leave the rest standing, and an alarm that
 * asks again.
 */
export function requestDates(question: DatesQuestion, calendar?: Calendar): CaseDates {
  const asked: Asked = {
    ...question,
    calendar: calendar ?? calendarFor(question.agencyId),
    law: regimes[question.regime],
  };
  const missing: Alarm[] = [];
  const known = <Found>(compute: () => Found, otherwise: Found): Found => {
    try {
      return compute();
    } catch (error) {
      if (!(error instanceof CalendarError) || error.code !== 'yearNotCovered') throw error;
      const on = nextAsking(asked);
      missing[0] = alarm(
        'calendarMissing',
        '',
        startOfDay(on) + officeTimeMs(asked.requestId),
        on,
        'C1',
      );
      return otherwise;
    }
  };
  const receivedAt = known(() => receive(asked.calendar, asked.receiptAt).answer.receivedAt, null);
  // An appeal that may come until after the years that it has leaves the official's clocks standing.
  const clocks =
    known(() => legalClocks(asked, receivedAt), null) ??
    known(() => legalClocks({ ...asked, isWithoutAppeal: true }, receivedAt), []);
  const main = clocks.findLast(isMain);
  const letters = known(() => lettersOf(asked, main), []);
  const correctionDue = known(() => citizenDue(asked, 'correction', asked.correction), null);
  const consultationsDue = asked.consultations.map(
    (one) => [one.of, known(() => lastDay(asked, one, 'OFFICIAL'), null)] as const,
  );
  const isToRing = (one: Alarm) => !asked.rung.includes(alarmKey(one));
  const armed = [
    ...(receivedAt === null ? [] : known(() => receiptAlarms(asked, receivedAt), [])),
    ...waitAlarms(asked, correctionDue).flatMap((compute) => known(compute, [])),
    ...known(() => dueAlarms(asked, main, letters), []),
    ...laterAlarms(asked, clocks).flatMap((compute) => known(compute, [])),
    ...billAlarms(asked),
    ...agencyQueryAlarms(asked),
  ].filter(isToRing);
  const alarms = [...armed, ...known(() => reminderAlarms(asked, armed), []), ...missing]
    .filter(isToRing)
    .sort(inOrder);
  const { version } = asked.calendar;
  const { revision = 0 } = question;
  return {
    ...{ receivedAt, clocks, correctionDue, lettersDue: letters, alarms, calendar: version },
    decideBy: asked.isUndecided ? (main?.due ?? null) : null,
    ...(consultationsDue.length === 0
      ? {}
      : { consultationsDue: Object.fromEntries(consultationsDue) }),
    ...(revision === 0 ? {} : { revision }),
  };
}

/** A calendar that lacks a year is asked again the next day, and each day once. */
function nextAsking({ at, missingOn }: Asked): string {
  const tomorrow = addDays(bangkokDate(at), 1);
  return missingOn !== null && missingOn >= tomorrow ? addDays(missingOn, 1) : tomorrow;
}

// --- The clocks of the law ------------------------------------------------------------------------

/** The law's clocks, the official's with its extensions; what was given or done stays (C15, C16). */
function legalClocks(asked: Asked, receivedAt: string | null): readonly LegalClock[] {
  const { regime, kind, excludedBy, time, calendar, isWithoutAppeal = false } = asked;
  const facts = factsByLaw(asked);
  const question = { regime, kind, excludedBy, ...time, facts, isWithoutAppeal };
  const counted = clocksOf(calendar, question).answer.clocks;
  const clocks = fromFirstReceipt(asked, counted, receivedAt);
  const last = clocks.findLastIndex(isMain);
  return clocks.map((one, index) => {
    if (one.kind === 'appeal') return asGiven(asked, byManual(asked, one));
    return asGiven(asked, index === last ? extended(asked, one) : one);
  });
}

/**
 * Every step to the day by which a request is to be decided: receipt, start, days off, waits, and the
 * extensions (design §3).
 *
 * @throws CalendarError when a date or an amount cannot be
 */
export function derivationOfDue(
  question: Omit<DatesQuestion, 'at' | 'rung'>,
  calendar: Calendar,
): readonly Step[] {
  const asked: Asked = { ...question, calendar, law: regimes[question.regime], at: 0, rung: [] };
  const { regime, kind, excludedBy, time } = asked;
  const facts = factsByLaw(asked);
  const counted = clocksOf(calendar, {
    ...{ regime, kind, excludedBy, ...time, facts, isWithoutAppeal: true },
  });
  const receivedAt = receive(calendar, asked.receiptAt).answer.receivedAt;
  const main = counted.answer.clocks.findLast(isMain);
  const kept = fromFirstReceipt(asked, counted.answer.clocks, receivedAt).findLast(isMain);
  const steps =
    kept === undefined || kept === main
      ? untilDecision(counted.explanation)
      : fromReceiptKept(calendar, kept);
  return [...steps, ...(extensionOf(asked, kept?.due ?? null)?.explanation ?? [])];
}

function isMain({ kind }: LegalClock): boolean {
  return kind === 'consideration' || kind === 'review';
}

/** What comes after the time for the decision is about letters and notices. */
function untilDecision(steps: readonly Step[]): readonly Step[] {
  const last = steps.findLastIndex(
    ({ step, of }) => step === 'fact' && (of === 'consideration' || of === 'review'),
  );
  return last < 0 ? steps : steps.slice(0, last + 1);
}

function fromReceiptKept(calendar: Calendar, clock: LegalClock): readonly Step[] {
  const { startsOn: from, amount, unit, outside = [] } = clock;
  return dueOf(calendar, { from, amount, unit, outside, party: 'OFFICIAL' }).explanation;
}

/** A special law gives its own time for an appeal; the manual has it (design §2.2). Or relief does. */
function byManual(asked: Asked, clock: LegalClock): LegalClock {
  const { amount, unit, from } = asked.appeal;
  if (from === undefined && amount === clock.amount && unit === clock.unit) return clock;
  const startsOn = from ?? clock.startsOn;
  const due = lastDay(asked, { of: '', from: startsOn, amount, unit }, 'CITIZEN');
  return { ...clock, startsOn, amount, unit, due, rule: from === undefined ? 'MANUAL' : 'R8' };
}

/** What was paid starts the clock, or was waited for. */
function factsByLaw({ law, facts, billWaits, paidOn }: Asked): CaseFacts {
  if (law.startsAt === 'PAYMENT') return paidOn === null ? facts : { ...facts, paidOn };
  return { ...facts, waits: [...(facts.waits ?? []), ...billWaits] };
}

/** The official's time with its extensions; `undefined` where none was given. */
function extensionOf({ calendar, extension }: Asked, due: string | null) {
  if (extension === null || due === null) return undefined;
  const { max, amount, unit, notices } = extension;
  return extend(calendar, {
    ...{ due: due.slice(0, 10), party: 'OFFICIAL', max, amount, unit },
    notices: notices.map((one) => ({
      on: bangkokInstant(one.at),
      reason: true,
      amount: one.amount,
    })),
  });
}

function extended(asked: Asked, clock: LegalClock): LegalClock {
  const longer = extensionOf(asked, clock.due);
  if (longer === undefined) return clock;
  const { due } = longer.answer;
  const { decidedOn } = asked.facts;
  const state = decidedOn === undefined ? 'running' : decidedOn <= due ? 'met' : 'late';
  return { ...clock, due, state };
}

/** Days by which letters of delay are owed: those so far, and the next that no notice serves yet. */
function lettersOf({ law, isUndecided, at, noticesOn }: Asked, main?: LegalClock): string[] {
  if (law.onOverdue !== 'NOTIFY_EVERY_7D' || !isUndecided || typeof main?.due !== 'string')
    return [];
  const due = main.due.slice(0, 10);
  const on = bangkokDate(at) < due ? due : bangkokDate(at);
  const lettersTo = (day: string) =>
    delayNotices({ due, on: day, sentOn: noticesOn }).answer.letters;
  const last = lettersTo(on).at(-1);
  const isServed = last !== undefined && last.servedOn !== null;
  return (isServed ? lettersTo(last.dueBy) : lettersTo(on)).map(({ dueBy }) => dueBy);
}

// --- What happens by itself -----------------------------------------------------------------------

/** A section of the Act where the service is under it; else the time is the manual's own. */
function ofAct({ law }: Asked, section: string): string {
  return law.notification.rule === 'LFA-10-1' ? section : 'manual';
}

function receiptAlarms(asked: Asked, receivedAt: string): Alarm[] {
  const { awaitsReceipt, awaitsCheck, calendar, facts } = asked;
  const on = receivedAt.slice(0, 10);
  if (awaitsReceipt) return [alarm('receipt', '', Date.parse(receivedAt), on, 'EGOV s.10')];
  if (!awaitsCheck) return [];
  // Set aside on appeal, it is as if it came anew.
  const from = receive(calendar, facts.filedAt).answer.receivedAt.slice(0, 10);
  const period = { from, amount: 1, unit: 'WORKING_DAY', party: 'OFFICIAL' } as const;
  const last = dayOf(dueOf(calendar, period).answer);
  // What silence means for the time (C7) is so only where receipt starts it, and not payment.
  const rule = asked.law.startsAt === 'PAYMENT' ? '' : ' (C7)';
  return [ending('checkOverdue', '', last, `${ofAct(asked, 'LFA s.8')}${rule}`)];
}

/** Each by itself: one that cannot be computed yet leaves the others standing. */
function waitAlarms(asked: Asked, correctionDue: string | null): (() => Alarm[])[] {
  const { correction, isCorrectionArmed, remedies, hearings, consultations } = asked;
  const citizen =
    (period: 'remedy' | 'hearing', kind: AlarmKind, section: string) => (wait: TimedWait) => () => {
      const due = citizenDue(asked, period, wait);
      return due === null ? [] : [ending(kind, wait.of, due, section)];
    };
  const correctionEnds =
    correction === null || correctionDue === null || !isCorrectionArmed
      ? []
      : [ending('correctionEnds', correction.of, correctionDue, ofAct(asked, 'LFA s.9'))];
  return [
    () => correctionEnds,
    ...remedies.map(citizen('remedy', 'remedyEnds', 'manual')),
    ...hearings.map(citizen('hearing', 'hearingEnds', 'APA s.30')),
    ...consultations.map((wait) => () => [chaseAlarm(asked, wait)]),
  ];
}

/** Chased every seven days; for weeks in which nothing waited for it, as before an appeal, once. */
function chaseAlarm(
  asked: Asked,
  { chased, ...wait }: DatesQuestion['consultations'][number],
): Alarm {
  const today = bangkokDate(asked.at);
  const due = addDays(lastDay(asked, wait, 'OFFICIAL'), chased * chaseEveryDays);
  const weeks = Math.max(0, Math.floor(daysBetween(due, today) / chaseEveryDays));
  const latest = addDays(due, weeks * chaseEveryDays);
  const alarmOn = (day: string) => ending('consultationLate', wait.of, day, 'manual');
  const isRung = asked.rung.includes(alarmKey(alarmOn(latest)));
  return alarmOn(isRung ? addDays(latest, chaseEveryDays) : latest);
}

/** The official's time: a reminder, its end, and what the regime makes of the silence after it. */
function dueAlarms(
  asked: Asked,
  main: LegalClock | undefined,
  letters: readonly string[],
): Alarm[] {
  const { law, isUndecided, calendar, at, noticesOn, lettersMissed } = asked;
  if (!isUndecided || typeof main?.due !== 'string') return [];
  const day = main.due.slice(0, 10);
  const ends = main.due.length > 10 ? Date.parse(main.due) + 1 : endOfDay(day);
  const isDeemed = law.onOverdue === 'DEEMED_APPROVED';
  const opens = workingDayUntil(
    calendar,
    countBack({ from: day, amount: dueSoonDays, unit: 'DAY' }).answer.opens,
  );
  const isLong = main.startsOn.slice(0, 10) <= addDays(day, -dueSoonOfDays);
  const reminder = isLong && bangkokDate(at) <= opens;
  const next = letters.find(
    (one) =>
      !lettersMissed.includes(one) &&
      !noticesOn.some((sent) => sent > addDays(one, -chaseEveryDays) && sent <= one),
  );
  return [
    ...(reminder
      ? [alarm('dueSoon', '', startOfDay(opens) + officeTimeMs(asked.requestId), day, law.section)]
      : []),
    alarm(isDeemed ? 'deemedApproval' : 'overdue', '', ends, main.due, law.section),
    ...(next === undefined
      ? []
      : [ending('letterMissed', `${letters.indexOf(next) + 1}`, next, 'LFA s.10(2)')]),
  ];
}

function laterAlarms(asked: Asked, clocks: readonly LegalClock[]): (() => Alarm[])[] {
  const { issuing, renewal, isAppealable } = asked;
  const running = (kind: LegalClock['kind'], alarmKind: AlarmKind, section: string) => {
    const due = clocks.find((clock) => clock.kind === kind && clock.state === 'running')?.due;
    return typeof due === 'string' ? [ending(alarmKind, '', due.slice(0, 10), section)] : [];
  };
  return [
    () => running('notification', 'notificationMissed', ofAct(asked, 'LFA s.10(1)')),
    () => (isAppealable ? running('appeal', 'appealEnds', asked.appeal.section) : []),
    () =>
      issuing === null
        ? []
        : [ending('issuingOverdue', '', lastDay(asked, issuing, 'OFFICIAL'), 'manual')],
    () => (renewal === null ? [] : [renewalAlarm(renewal)]),
  ];
}

function renewalAlarm({ expiresOn, opensDays }: NonNullable<Asked['renewal']>): Alarm {
  const { opens } = countBack({ from: expiresOn, amount: opensDays, unit: 'DAY' }).answer;
  return alarm('renewalOpens', '', startOfDay(opens), opens, 'manual (C13)');
}

/** Where no time runs, or it has run out, the agency is reminded every seven days, on a working day. */
function reminderAlarms(asked: Asked, armed: readonly Alarm[]): Alarm[] {
  const { owed, at, requestId } = asked;
  if (owed === undefined || armed.some(({ kind }) => agencyAlarms.includes(kind))) return [];
  const from = owed.remindedOn ?? owed.since;
  const today = bangkokDate(at);
  const weeks = Math.max(1, Math.ceil(daysBetween(from, today) / remindEveryDays));
  const day = (week: number) =>
    lastDay(asked, { of: '', from, amount: week * remindEveryDays, unit: 'DAY' }, 'CITIZEN');
  const first = day(weeks);
  const on = first > today ? first : day(weeks + 1);
  return [alarm('reminder', '', startOfDay(on) + officeTimeMs(requestId), on, 'platform')];
}

function billAlarms({ bill, at, requestId }: Asked): Alarm[] {
  if (bill === null) return [];
  const today = bangkokDate(at);
  const officeTime = officeTimeMs(requestId);
  // Whatever else is asked anew meanwhile, no day goes by without a query.
  const day = at < startOfDay(today) + officeTime ? today : addDays(today, 1);
  const query = (on: string, ms: number) =>
    alarm('paymentQuery', `${bill.number}/${bill.asked + 1}`, startOfDay(on) + ms, on, 'manual');
  if (bill.isUnconfirmed) return [query(day, officeTime)];
  const isLast = day > bill.until;
  const lastQuery =
    at < startOfDay(bill.until) + lastQueryMs ? [query(bill.until, lastQueryMs)] : [];
  return [
    ...(isLast ? lastQuery : [query(day, officeTime)]),
    ending('billEnds', `${bill.number}`, bill.until, 'manual'),
  ];
}

function citizenDue(
  asked: Asked,
  period: 'correction' | 'remedy' | 'hearing',
  wait: TimedWait | null,
): string | null {
  if (wait === null) return null;
  return notEarlier(asked, `${period}/${wait.of}`, lastDay(asked, wait, 'CITIZEN'));
}

function lastDay({ calendar }: Asked, wait: TimedWait, party: Party): string {
  const { from, amount, unit, outside = [] } = wait;
  return dayOf(dueOf(calendar, { from, amount, unit, party, outside }).answer);
}

function dayOf(due: { readonly due: string } | { readonly dueAt: string }): string {
  return 'due' in due ? due.due : due.dueAt.slice(0, 10);
}
