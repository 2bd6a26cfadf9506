/**
 * The clocks of a whole case and their recount when the holidays change, for tests only: written
 * from the law (`thai-domain.md` §2) and the readings (`calendar-readings.md`), on top of the
 * second counter, and sharing no code with `contracts/calendar`.
 */
import {
  countDelayNotices,
  countPeriod,
  countReceipt,
  NotCovered,
  type CounterDays,
  type OutsideDays,
  type Party,
  type Period,
} from './counter.js';

export type Unit = Period['unit'];

export type Regime =
  | 'LFA'
  | 'EGOV_APA'
  | 'FACTORY'
  | 'PUBLIC_HEALTH'
  | 'DRUG_RENEWAL'
  | 'LAND_ALLOCATION'
  | 'SEC_TOKEN'
  | 'ETDA'
  | 'SEC_BOND';

export type ClockKind =
  | 'review'
  | 'consideration'
  | 'notification'
  | 'appeal'
  | 'appealDecision'
  | 'superiorDecision'
  | 'court';

export type ClockState = 'running' | 'suspended' | 'met' | 'late';

/** From the day of the record to the day of the fix; without `to` it is not fixed yet (C8). */
export interface Wait {
  readonly from: string;
  readonly to?: string;
  readonly recorded: boolean;
}

export interface CaseFacts {
  readonly filedAt: string;
  readonly deficiencyRecordedOn?: string;
  readonly completeAt?: string;
  readonly billedOn?: string;
  readonly paidOn?: string;
  readonly waits?: readonly Wait[];
  readonly decidedOn?: string;
  /** The day of posting if it went by post. */
  readonly notifiedOn?: string;
  readonly notifiedBy?: 'ELECTRONIC' | 'POST' | 'POST_ABROAD';
  /** False: the decision does not say how to appeal. */
  readonly appealInformation?: boolean;
  readonly appealInformationOn?: string;
  readonly appealedAt?: string;
  readonly fileReceivedOn?: string;
  readonly appealDecidedOn?: string;
  readonly appealNotifiedOn?: string;
}

export interface ClocksQuestion {
  readonly regime: Regime;
  readonly amount?: number;
  readonly unit?: Unit;
  readonly facts: CaseFacts;
  readonly on?: string;
}

export interface CountedClock {
  readonly kind: ClockKind;
  readonly startsOn: string;
  readonly due: string | null;
  readonly party: Party;
  readonly state: ClockState;
}

export interface CountedCase {
  readonly clocks: CountedClock[];
  readonly delayNotices: string[];
}

interface LegalTime {
  readonly amount: number;
  readonly unit: Unit;
}

// Times of the regimes themselves, thai-domain.md §2.2, §2.6 and §6.2; the other manuals say theirs.
const OWN_TIMES: Partial<Record<Regime, readonly LegalTime[]>> = {
  DRUG_RENEWAL: [{ amount: 120, unit: 'DAY' }],
  LAND_ALLOCATION: [{ amount: 45, unit: 'DAY' }],
  SEC_TOKEN: [{ amount: 15, unit: 'DAY' }],
  ETDA: [{ amount: 60, unit: 'DAY' }],
  SEC_BOND: [
    { amount: 90, unit: 'DAY' },
    { amount: 30, unit: 'DAY' },
  ],
};

const REGIMES_WITHOUT_LETTERS: readonly Regime[] = ['EGOV_APA', 'LAND_ALLOCATION', 'SEC_TOKEN'];

const TIME_UNITS: readonly Unit[] = ['HOUR', 'MINUTE', 'ELAPSED_HOUR'];

/** APA s.71: a registered letter is received this many days after posting. */
const DAYS_IN_POST = { ELECTRONIC: 0, POST: 7, POST_ABROAD: 15 } as const;

const OPENING = 'T08:30:00+07:00';

export function isInstant(text: string): boolean {
  return text.includes('T');
}

function daysAfter(date: string, amount: number): string {
  return countPeriod({ from: date, amount, unit: 'DAY', party: 'OFFICIAL' }, {});
}

/** The day in Bangkok. */
export function dayOf(text: string): string {
  const today = { amount: 1, unit: 'DAY', party: 'OFFICIAL', countsFirstDay: true } as const;
  return countPeriod({ from: text, ...today }, {});
}

/** A filing, a completion or an appeal enters the agency's system: EGOV s.10 and s.5. */
export function receiptOf(at: string, days: CounterDays): string {
  return countReceipt(isInstant(at) ? at : `${at}${OPENING}`, days);
}

/** Hours and minutes start at an instant (R2), the other units on a day (R1). */
export function startIn(unit: Unit, event: string): string {
  if (!TIME_UNITS.includes(unit)) return dayOf(event);
  return isInstant(event) ? event : `${event}${OPENING}`;
}

/** The time of the manual, for the last clock of the regime; the times before it are the law's. */
function timesOf({ regime, amount, unit }: ClocksQuestion): LegalTime[] {
  const own = OWN_TIMES[regime] ?? [];
  const last = { amount: amount ?? own.at(-1)?.amount, unit: unit ?? own.at(-1)?.unit };
  if (last.amount === undefined || last.unit === undefined) {
    throw new RangeError(`${regime} has no time of its own and the manual names none`);
  }
  return [...own.slice(0, -1), { amount: last.amount, unit: last.unit }];
}

/** C7; null before the clock can begin. */
function startOfConsideration({ regime, facts }: ClocksQuestion, days: CounterDays): string | null {
  if (regime === 'DRUG_RENEWAL') return facts.paidOn ?? null;
  const received = receiptOf(facts.filedAt, days);
  if (!isDeficiencyRecordedInTime(received, facts, days)) return received;
  if (facts.completeAt === undefined) return null;
  const completed = receiptOf(facts.completeAt, days);
  return completed > received ? completed : received;
}

function isDeficiencyRecordedInTime(
  received: string,
  { deficiencyRecordedOn }: CaseFacts,
  days: CounterDays,
): boolean {
  if (deficiencyRecordedOn === undefined) return false;
  const recordedOn = dayOf(deficiencyRecordedOn);
  if (recordedOn <= dayOf(received)) return true;
  const nextDay = { from: received, amount: 1, unit: 'WORKING_DAY', party: 'OFFICIAL' } as const;
  return recordedOn <= countPeriod(nextDay, days);
}

/** C8: recorded waits, and a bill as long as it is not paid, unless its payment is the start. */
function waitsOf({ regime, facts }: ClocksQuestion): Wait[] {
  const waits = (facts.waits ?? []).filter(({ recorded }) => recorded);
  if (facts.billedOn !== undefined && regime !== 'DRUG_RENEWAL') {
    const paid = facts.paidOn === undefined ? {} : { to: facts.paidOn };
    waits.push({ from: facts.billedOn, ...paid, recorded: true });
  }
  // What nobody ended before the decision ends with it.
  return waits.map((wait) =>
    wait.to === undefined && facts.decidedOn !== undefined
      ? { ...wait, to: facts.decidedOn }
      : wait,
  );
}

/** The day of the record is still inside the clock, the day of the fix outside. */
function outsideDaysOf(waits: readonly Wait[]): OutsideDays[] {
  return waits.flatMap(({ from, to }) =>
    to === undefined ? [] : [{ from: daysAfter(from, 1), to: dayOf(to) }],
  );
}

/** Whether the period goes on after the day; then no later year need be known. */
function runsBeyond(day: string, period: Period, days: CounterDays): boolean {
  try {
    return day < dayOf(countPeriod(period, days));
  } catch (error) {
    // The counter goes forward: the day that it does not know is still within the period.
    if (error instanceof NotCovered && day < error.message.slice(0, 10)) return true;
    throw error;
  }
}

function stateOf(due: string, doneOn: string | undefined): ClockState {
  if (doneOn === undefined) return 'running';
  return dayOf(doneOn) <= dayOf(due) ? 'met' : 'late';
}

/** Review and consideration, the second from the day on which the first ends (C14). */
function considerationClocks(question: ClocksQuestion, days: CounterDays): CountedClock[] {
  const { decidedOn } = question.facts;
  const waits = waitsOf(question);
  const outside = outsideDaysOf(waits);
  const openWaits = waits.filter(({ to }) => to === undefined);
  const times = timesOf(question);
  const clocks: CountedClock[] = [];
  let event = startOfConsideration(question, days);
  for (const [index, { amount, unit }] of times.entries()) {
    if (event === null) break;
    const isLast = index === times.length - 1;
    const kind = isLast ? 'consideration' : 'review';
    const startsOn = startIn(unit, event);
    const period: Period = { from: startsOn, amount, unit, party: 'OFFICIAL', outside };
    if (openWaits.some(({ from }) => runsBeyond(dayOf(from), period, days))) {
      clocks.push({ kind, startsOn, due: null, party: 'OFFICIAL', state: 'suspended' });
      break;
    }
    const due = countPeriod(period, days);
    // No fact tells when the review was done; the decision is that of the consideration.
    const state = isLast || decidedOn === undefined ? stateOf(due, decidedOn) : 'met';
    clocks.push({ kind, startsOn, due, party: 'OFFICIAL', state });
    event = due;
  }
  return clocks;
}

interface Duty extends LegalTime {
  readonly kind: ClockKind;
  readonly from: string;
  readonly party: Party;
  readonly doneOn: string | undefined;
}

function dutyClock({ kind, doneOn, ...period }: Duty, days: CounterDays): CountedClock {
  const due = countPeriod(period, days);
  const state = stateOf(due, doneOn);
  return { kind, startsOn: dayOf(period.from), due, party: period.party, state };
}

function notificationClocks({ decidedOn, notifiedOn }: CaseFacts): CountedClock[] {
  if (decidedOn === undefined) return [];
  const sevenDays = { amount: 7, unit: 'DAY', party: 'OFFICIAL' } as const;
  const duty: Duty = { kind: 'notification', from: decidedOn, ...sevenDays, doneOn: notifiedOn };
  return [dutyClock(duty, {})];
}

/** The day from which the citizen knows the decision: C11, APA s.71. */
function receivedOn(notifiedOn: string, notifiedBy: CaseFacts['notifiedBy']): string {
  const inPost = DAYS_IN_POST[notifiedBy ?? 'ELECTRONIC'];
  return inPost === 0 ? dayOf(notifiedOn) : daysAfter(notifiedOn, inPost);
}

/** APA s.44, or the Factory Act; without appeal information s.40 and C12. */
function appealPeriod({ regime, facts }: ClocksQuestion, received: string) {
  const legal = { amount: regime === 'FACTORY' ? 30 : 15, unit: 'DAY' } as const;
  if (facts.appealInformation !== false) return { from: received, ...legal };
  const { appealInformationOn } = facts;
  if (appealInformationOn === undefined)
    return { from: received, amount: 1, unit: 'YEAR' } as const;
  const informedOn = dayOf(appealInformationOn);
  return { from: informedOn > received ? informedOn : received, ...legal };
}

function appealClocks(question: ClocksQuestion, days: CounterDays): CountedClock[] {
  const { notifiedOn, notifiedBy, appealedAt } = question.facts;
  if (notifiedOn === undefined) return [];
  const period = appealPeriod(question, receivedOn(notifiedOn, notifiedBy));
  const doneOn = appealedAt === undefined ? undefined : receiptOf(appealedAt, days);
  return [dutyClock({ kind: 'appeal', ...period, party: 'CITIZEN', doneOn }, days)];
}

/** APA s.45: the officer decides or sends the file up, then the superior decides. */
function appealDecisionClocks(facts: CaseFacts, days: CounterDays): CountedClock[] {
  const { appealedAt, fileReceivedOn, appealDecidedOn } = facts;
  const thirtyDays = { amount: 30, unit: 'DAY', party: 'OFFICIAL' } as const;
  const clocks: CountedClock[] = [];
  if (appealedAt !== undefined) {
    const from = receiptOf(appealedAt, days);
    const doneOn = fileReceivedOn ?? appealDecidedOn;
    clocks.push(dutyClock({ kind: 'appealDecision', from, ...thirtyDays, doneOn }, days));
  }
  if (fileReceivedOn !== undefined) {
    const superior = { kind: 'superiorDecision', from: fileReceivedOn, ...thirtyDays } as const;
    clocks.push(dutyClock({ ...superior, doneOn: appealDecidedOn }, days));
  }
  return clocks;
}

/** C12: from the decision on the appeal, else from the end of the time to decide it. */
function courtClocks(
  { appealNotifiedOn }: CaseFacts,
  superiorDue: string | null | undefined,
  days: CounterDays,
): CountedClock[] {
  const from = appealNotifiedOn ?? superiorDue ?? undefined;
  if (from === undefined) return [];
  const ninetyDays = { amount: 90, unit: 'DAY', party: 'CITIZEN' } as const;
  return [dutyClock({ kind: 'court', from, ...ninetyDays, doneOn: undefined }, days)];
}

/** LFA s.10 (2), C10: until the decision, or as far as one can see on the day of the question. */
function delayNotices(
  { regime, facts, on }: ClocksQuestion,
  lastClock: CountedClock | undefined,
): string[] {
  const ends = lastClock?.due;
  if (ends === undefined || ends === null || REGIMES_WITHOUT_LETTERS.includes(regime)) return [];
  const due = dayOf(ends);
  if (facts.decidedOn !== undefined) {
    return countDelayNotices({ due, finishedOn: dayOf(facts.decidedOn) }).dueBy;
  }
  const letters: string[] = [];
  for (let letter = daysAfter(due, 7); ; letter = daysAfter(letter, 7)) {
    letters.push(letter);
    if (on === undefined || letter > dayOf(on)) return letters;
  }
}

export function countClocks(question: ClocksQuestion, days: CounterDays): CountedCase {
  const { facts } = question;
  const considered = considerationClocks(question, days);
  const decided = appealDecisionClocks(facts, days);
  const superior = decided.find(({ kind }) => kind === 'superiorDecision');
  return {
    clocks: [
      ...considered,
      ...notificationClocks(facts),
      ...appealClocks(question, days),
      ...decided,
      ...courtClocks(facts, superior?.due, days),
    ],
    delayNotices: delayNotices(question, considered.at(-1)),
  };
}
