import type { CaseFacts } from '../contracts/calendar/clock-counter.js';
import { countClocks, dayOf, isInstant } from '../contracts/calendar/clock-counter.js';
import {
  countBack,
  countExtension,
  countPeriod,
  countReceipt,
} from '../contracts/calendar/counter.js';
import { endAppealByClock, remindBody } from './request-model-appeals.js';
import type {
  ModelAppeal,
  ModelBill,
  ModelRequest,
  ModelTime,
  ModelWait,
} from './request-model.js';
import {
  dayAt,
  daysLater,
  endOf,
  goOn,
  happened,
  hasEnded,
  instantAt,
  isUndecided,
  missCorrection,
  openList,
} from './request-model.js';

/** What happens by itself in the model of a request, and when: by the second counter of legal days. */

const noLetters = ['EGOV_APA', 'LAND_ALLOCATION', 'SEC_TOKEN'];
const silenceIsApproval = ['LAND_ALLOCATION', 'SEC_TOKEN'];

/** One thing that happens by itself. */
interface ModelAlarm {
  readonly at: number;
  /** None rings twice under one key. */
  readonly key: string;
  readonly kind: string;
  /** What it makes of the case, given the moment at which it rings. */
  readonly does: (one: ModelRequest, at: number) => void;
  /** A copy goes to OPDC. */
  readonly isCopied?: boolean;
  /** It ends a wait or the case: whatever is only to be noted at that moment comes first. */
  readonly isEnd?: boolean;
}

function lastDay(from: string, { amount, unit }: ModelTime, party: 'OFFICIAL' | 'CITIZEN'): string {
  return dayOf(countPeriod({ from, amount, unit, party }, {}));
}

/** When it was received in law. */
export function receivedAt({ filedAt }: Pick<ModelRequest, 'filedAt'>): string {
  return countReceipt(instantAt(filedAt), {});
}

// --- The official's time ----------------------------------------------------------------------------

function factsOf(one: ModelRequest): CaseFacts {
  const { lists, decision, reopenedAt, filedAt } = one;
  const record = lists.find(({ isFault }) => !isFault);
  const list = openList(one);
  const isLookedAt = one.state === 'completenessCheck' && list !== undefined;
  // What arrived in time is judged as of its receipt.
  const completeAt = one.completeAt ?? (isLookedAt ? list.answeredAt : null);
  const paidOn = one.bills.find((bill) => isPaid(bill))?.paidOn;
  const isByPayment = one.manual.regime === 'DRUG_RENEWAL';
  return {
    filedAt: instantAt(reopenedAt ?? filedAt),
    ...(record === undefined ? {} : { deficiencyRecordedOn: record.recordedOn }),
    ...(completeAt === null ? {} : { completeAt: instantAt(completeAt) }),
    waits: [
      ...lists.map((each) => {
        const seen = each === list && isLookedAt && each.answeredAt !== null;
        const to = each.endedOn ?? (seen ? dayAt(each.answeredAt ?? 0) : undefined);
        return {
          from: each.recordedOn,
          ...(to === undefined ? {} : { to }),
          recorded: !each.isFault,
        };
      }),
      ...(isByPayment ? [] : billWaits(one).map((wait) => ({ ...wait, recorded: true }))),
    ],
    ...(isByPayment && typeof paidOn === 'string' ? { paidOn } : {}),
    ...(decision === null ? {} : { decidedOn: decision.on }),
  };
}

function isPaid({ status, paidOn }: ModelBill): boolean {
  return (status === 'paid' || status === 'unconfirmed') && paidOn !== null;
}

/** From the first bill of a fee to its payment, before the decision. */
function billWaits({ bills, decision, reopenedAt }: ModelRequest) {
  const since = reopenedAt === null ? '' : dayAt(reopenedAt);
  return feeWaits(bills).filter(
    ({ from }) => from >= since && (decision === null || from < decision.on),
  );
}

function feeWaits(bills: readonly ModelBill[]): { from: string; to?: string }[] {
  return [...new Set(bills.map(({ feeId }) => feeId))].map((fee) => {
    const own = bills.filter(({ feeId }) => feeId === fee);
    const from = own[0]?.billedOn ?? '';
    const to = own.find((bill) => isPaid(bill))?.paidOn ?? undefined;
    return { from, ...(to === undefined ? {} : { to: to < from ? from : to }) };
  });
}

/** Until when the official is to decide: a day or an instant; `null` while that cannot be said. */
export function dueOf(one: ModelRequest): string | null {
  const { processingTime, secondTime, regime, extension } = one.manual;
  const { amount, unit } = secondTime ?? processingTime;
  const { clocks } = countClocks({ regime, amount, unit, facts: factsOf(one) }, {});
  const last = clocks.findLast(({ kind }) => kind === 'consideration' || kind === 'review');
  const due = last?.due ?? null;
  if (due === null || extension === undefined || one.extensions.length === 0) return due;
  const { max, time } = extension;
  return countExtension(
    {
      ...{ due: dayOf(due), party: 'OFFICIAL', max, amount: time.amount },
      unit: time.unit === 'WORKING_DAY' ? 'WORKING_DAY' : 'DAY',
      notices: one.extensions.map((each) => ({
        ...{ on: instantAt(each.at), reason: true, amount: each.amount },
      })),
    },
    {},
  ).due;
}

/** The last day on which the applicant may correct; `null` when nothing is to be corrected. */
export function correctionDue(one: ModelRequest): string | null {
  const list = openList(one);
  return list === undefined ? null : lastDay(list.recordedOn, list.within, 'CITIZEN');
}

/** The last moment of a due date. */
export function dueMoment(due: string): number {
  return isInstant(due) ? Date.parse(due) + 1 : endOf(due);
}

// --- What happens by itself ----------------------------------------------------------------------

function alarmsOf(one: ModelRequest): ModelAlarm[] {
  return [
    ...receiptAlarms(one),
    ...officialAlarms(one),
    ...waitAlarms(one),
    ...laterAlarms(one),
    ...appealAlarms(one),
  ].filter(({ key }) => !one.rung.has(key));
}

function ends(kind: string, of: string, day: string, does: ModelAlarm['does']): ModelAlarm {
  return { kind, key: `${kind}/${of}/${day}`, at: endOf(day), does };
}

function nothing(): void {
  // It is told, and changes nothing.
}

function receiptAlarms(one: ModelRequest): ModelAlarm[] {
  const received = receivedAt(one);
  if (one.state === 'submitted') {
    const does = (now: ModelRequest, at: number) => {
      goOn(now, at);
    };
    return [{ kind: 'received', key: 'received', at: Date.parse(received), does, isEnd: true }];
  }
  const isLooked = one.completeAt !== null || one.lists.length > 0;
  if (one.state !== 'completenessCheck' || isLooked) return [];
  const from = countReceipt(instantAt(one.reopenedAt ?? one.filedAt), {});
  const day = lastDay(from, { amount: 1, unit: 'WORKING_DAY' }, 'OFFICIAL');
  return [ends('checkOverdue', '', day, nothing)];
}

function officialAlarms(one: ModelRequest): ModelAlarm[] {
  const due = isUndecided(one) ? dueOf(one) : null;
  if (due === null) return [];
  const { regime } = one.manual;
  const at = dueMoment(due);
  if (silenceIsApproval.includes(regime)) {
    const approves = (now: ModelRequest, moment: number) => {
      now.decision = {
        ...{ kind: 'deemedApproved', on: dayOf(due), by: null, notified: null },
        ...{ isAppealed: false, hasNumber: false },
      };
      goOn(now, moment);
    };
    return [{ kind: 'deemedApproved', key: `deemed/${due}`, at, does: approves, isEnd: true }];
  }
  const late = (now: ModelRequest) => {
    now.flags.overdue = true;
  };
  return [
    { kind: 'overdue', key: `overdue/${due}`, at, does: late, isCopied: true },
    ...letterAlarm(one, dayOf(due)),
  ];
}

/** The next letter that is owed and was not sent: every seven days after the due date (C10). */
function letterAlarm(one: ModelRequest, due: string): ModelAlarm[] {
  if (noLetters.includes(one.manual.regime)) return [];
  for (let day = daysLater(due, 7); ; day = daysLater(day, 7)) {
    const isSent = one.noticesOn.some((sent) => sent > daysLater(day, -7) && sent <= day);
    if (isSent || one.missedLetters.includes(day)) continue;
    const misses = (now: ModelRequest) => {
      now.missedLetters.push(day);
    };
    return [{ ...ends('delayNoticeMissed', due, day, misses), isCopied: true }];
  }
}

function waitAlarms(one: ModelRequest): ModelAlarm[] {
  const isConsidered = one.state === 'consideration';
  const closes = (kind: string, wait: ModelWait): ModelAlarm[] => {
    if (!wait.isOpen || !isConsidered) return [];
    const does = () => {
      wait.isOpen = false;
    };
    return [ends(kind, `${wait.number}`, lastDay(wait.from, wait.within, 'CITIZEN'), does)];
  };
  const correction = one.state === 'awaitingCorrection' ? correctionDue(one) : null;
  return [
    ...(correction === null
      ? []
      : [
          {
            ...ends('correctionMissed', `${one.lists.length}`, correction, missCorrection),
            isEnd: true,
          },
        ]),
    ...one.inspections.flatMap(({ repair }) => (repair ? closes('remedyUnmet', repair) : [])),
    ...one.hearings.flatMap((hearing) => closes('hearingUnanswered', hearing)),
    ...one.consultations
      .filter(({ isOpen }) => isOpen && isUndecided(one))
      .map((asked) => {
        const first = lastDay(asked.from, asked.within, 'OFFICIAL');
        // For weeks in which nothing waited for it, as before an appeal, it is chased once.
        let day = daysLater(first, 7 * asked.chased);
        while (daysLater(day, 7) <= dayAt(one.now)) day = daysLater(day, 7);
        if (one.rung.has(`consultationLate/${asked.number}/${day}`)) day = daysLater(day, 7);
        return ends('consultationLate', `${asked.number}`, day, () => {
          asked.chased += 1;
        });
      }),
  ];
}

function laterAlarms(one: ModelRequest): ModelAlarm[] {
  const { decision, issued, manual, bills } = one;
  if (decision === null) return [];
  const alarms: ModelAlarm[] = [];
  if (decision.notified === null) {
    const day = daysLater(decision.on, 7);
    const misses = (now: ModelRequest) => {
      now.flags.notificationMissed = true;
    };
    alarms.push({ ...ends('notificationMissed', '', day, misses), isCopied: true });
  }
  const within = manual.issues?.within;
  if (one.state === 'issuing' && issued === null && within !== undefined) {
    const outside = feeWaits(bills).flatMap(({ from, to }) => {
      const next = daysLater(from, 1);
      return from < decision.on || to === undefined || to < next ? [] : [{ from: next, to }];
    });
    const day = dayOf(
      countPeriod({ from: decision.on, ...within, party: 'OFFICIAL', outside }, {}),
    );
    const misses = (now: ModelRequest) => {
      now.flags.issuingOverdue = true;
    };
    alarms.push(ends('issuingOverdue', '', day, misses));
  }
  const opens = manual.issues?.renewalOpensDays;
  const expiresOn = issued?.expiresOn ?? null;
  if (one.state === 'completed' && expiresOn !== null && opens !== undefined) {
    const day = countBack({ from: expiresOn, amount: opens });
    alarms.push({ ...ends('renewalOpened', '', day, nothing), at: endOf(daysLater(day, -1)) });
  }
  return [...alarms, ...appealTimeAlarm(one)];
}

/** The last day to appeal: from notification, by post seven days later (APA s.71), abroad fifteen. */
export function appealDue({ decision, manual }: ModelRequest): string | null {
  if (decision === null || decision.notified === null) return null;
  if (decision.kind === 'approved' || decision.kind === 'deemedApproved') return null;
  const { on, by } = decision.notified;
  const from = daysLater(on, { ELECTRONIC: 0, POST: 7, POST_ABROAD: 15 }[by]);
  return lastDay(from, manual.appeal.within, 'CITIZEN');
}

function appealTimeAlarm(one: ModelRequest): ModelAlarm[] {
  const due = appealDue(one);
  const isPossible = due !== null && one.decision?.isAppealed === false;
  return isPossible ? [ends('appealTimeEnded', '', due, nothing)] : [];
}

/** A bill whose time is over, and of which the treasury is to be asked a last time. */
export function isToAsk({ bills }: ModelRequest, at: number): boolean {
  return bills.some(
    ({ status, until }) => status === 'issued' && until !== null && endOf(until) <= at,
  );
}

/**
 * The last day of whoever has an appeal: the officer has thirty days, then the superior thirty, or sixty
 * when extended (APA s.45); `null` when it has ended, or a special law names the body.
 */
export function dueOfAppeal(appeal: ModelAppeal): string | null {
  const { state, sentUpOn, filedAt, isExtended, isBodys } = appeal;
  if (isBodys || (state !== 'withOfficer' && state !== 'withSuperior')) return null;
  const from = sentUpOn ?? countReceipt(instantAt(filedAt), {});
  const amount = state === 'withSuperior' && isExtended ? 60 : 30;
  return lastDay(from, { amount, unit: 'DAY' }, 'OFFICIAL');
}

/** Thirty days after its receipt, and thirty after each reminder. */
function remindersOf(appeal: ModelAppeal): ModelAlarm[] {
  if (appeal.state !== 'withSuperior') return [];
  const { number, remindedFor, filedAt } = appeal;
  const from = remindedFor ?? countReceipt(instantAt(filedAt), {});
  const day = lastDay(from, { amount: 30, unit: 'DAY' }, 'OFFICIAL');
  const does = () => {
    remindBody(appeal, day);
  };
  return [{ kind: '', key: `reminder/${number}/${day}`, at: endOf(day), does }];
}

function appealAlarms(one: ModelRequest): ModelAlarm[] {
  return one.appeals.flatMap((appeal) => {
    if (appeal.isBodys) return remindersOf(appeal);
    const day = dueOfAppeal(appeal);
    if (day === null) return [];
    const does = (now: ModelRequest, at: number) => {
      endAppealByClock(now, appeal, at);
    };
    const key = `appeal/${appeal.number}/${appeal.state}/${day}`;
    return [{ kind: '', key, at: endOf(day), does }];
  });
}

/** Lets everything happen that happens by itself up to a moment, in order. */
export function passTo(one: ModelRequest, until: number): void {
  for (;;) {
    const [next] = alarmsOf(one).sort(
      (a, b) => a.at - b.at || Number(a.isEnd ?? false) - Number(b.isEnd ?? false),
    );
    if (next === undefined || next.at > until) break;
    one.rung.add(next.key);
    // What is armed for a moment that is over rings at once.
    one.now = Math.max(one.now, next.at);
    const { kind, does } = next;
    const { now } = one;
    if (kind === '') does(one, now);
    else
      happened(one, kind, () => {
        does(one, now);
      });
    if (next.isCopied === true) one.copies.push(kind);
  }
  one.now = Math.max(one.now, until);
}

/** Nothing is open any more: no clock, letter, refund, appeal or money that may still come. */
export function isClosed(one: ModelRequest): boolean {
  const { decision, refunds, appeals, bills } = one;
  const isTold = decision === null || decision.notified !== null;
  const isUnclear = bills.some(({ status }) => status === 'unconfirmed' || status === 'wanted');
  const isPending = appeals.some(({ state }) => state.startsWith('with') && state !== 'withdrawn');
  const isRepaid = refunds.every((refund) => refund.isRepaid);
  return (
    hasEnded(one) && isTold && isRepaid && !isPending && !isUnclear && alarmsOf(one).length === 0
  );
}
