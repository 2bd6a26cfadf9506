import type { Calendar } from '../../contracts/calendar/calendar.js';
import type { CaseDates } from '../../contracts/lifecycles/request/clocks.js';
import type {
  GivenDates,
  Recounted,
  RecountedClock,
  RecountedDate,
} from '../../contracts/lifecycles/request/recount.js';
import { isOfficialsDays } from './given.js';
import type { DatesQuestion } from './request-dates.js';
import { requestDates } from './request-dates.js';

/** What a request is counted again with. */
export interface RecountQuestion extends DatesQuestion {
  /** The dates as they are. */
  readonly was: CaseDates;
  /** The change that it is counted again for. */
  readonly revision: number;
  readonly rule: RecountedDate['rule'];
}

/**
 * Counts a request again after a special holiday was declared or withdrawn (C15, C16): all of its dates
 * from what has happened, except for what was given to the citizen, what was done, and officials'
 * calendar days. Both are made before the day, so no receipt of the past moves and no period ends early.
 *
 * @param calendar with the change in it
 */
export function recountDates(question: RecountQuestion, calendar: Calendar): Recounted {
  const { was, rule, given: _before, ...facts } = question;
  const afresh = requestDates(facts, calendar);
  const given = givenFrom(question, afresh);
  const dates = isNothing(given) ? afresh : requestDates({ ...facts, given }, calendar);
  return { dates, given, changes: changesBetween(was, dates, rule) };
}

function isNothing(given: GivenDates): boolean {
  return Object.keys(given).length === 0;
}

/** What stays, of the dates that there were; what is over by now is forgotten. */
function givenFrom(question: RecountQuestion, afresh: CaseDates): GivenDates {
  const { was, given, correction } = question;
  const now = citizenDates(afresh, correction?.of);
  const citizen = [...citizenDates(was, correction?.of)].filter(
    ([period, due]) => due > (now.get(period) ?? due),
  );
  const done = was.clocks.flatMap(({ kind, startsOn, state, due }) => {
    const isDone = (state === 'met' || state === 'late') && due !== null;
    return isDone ? [[`${kind}/${startsOn}`, due] as const] : [];
  });
  const moved = done.filter(([key, due]) => dueOfDone(afresh, key) !== due);
  const receivedOn = firstReceipt(was, afresh, given?.receivedOn);
  return {
    ...(citizen.length === 0 ? {} : { citizen: Object.fromEntries(citizen) }),
    ...(moved.length === 0 ? {} : { done: Object.fromEntries(moved) }),
    ...(receivedOn === undefined ? {} : { receivedOn }),
  };
}

function dueOfDone({ clocks }: CaseDates, key: string): string | null | undefined {
  return clocks.find(({ kind, startsOn }) => `${kind}/${startsOn}` === key)?.due;
}

/** Last days of a citizen's open periods, by period. */
function citizenDates(
  { clocks, alarms, correctionDue }: CaseDates,
  correction: string | undefined,
): Map<string, string> {
  const dates = new Map<string, string>();
  if (correctionDue !== null) dates.set(`correction/${correction ?? ''}`, correctionDue);
  for (const { kind, of, dueOn } of alarms) {
    if (kind === 'remedyEnds') dates.set(`remedy/${of}`, dueOn);
    if (kind === 'hearingEnds') dates.set(`hearing/${of}`, dueOn);
  }
  for (const { kind, state, startsOn, due } of clocks) {
    if (kind === 'appeal' && state === 'running' && due !== null) {
      dates.set(`appeal/${startsOn}`, due);
    }
  }
  return dates;
}

/** The receipt that an official's calendar days were first counted from, where it has moved on. */
function firstReceipt(
  was: CaseDates,
  afresh: CaseDates,
  before: string | undefined,
): string | undefined {
  const isByDays = afresh.clocks[0] !== undefined && isOfficialsDays(afresh.clocks[0]);
  const first = before ?? was.receivedAt?.slice(0, 10);
  const now = afresh.receivedAt?.slice(0, 10);
  return isByDays && first !== undefined && now !== undefined && first < now ? first : undefined;
}

// --- What moved -----------------------------------------------------------------------------------

const ofAlarms: Readonly<Partial<Record<string, RecountedClock>>> = {
  receipt: 'receipt',
  checkOverdue: 'check',
  remedyEnds: 'remedy',
  hearingEnds: 'hearing',
  consultationLate: 'consultation',
  issuingOverdue: 'issuing',
};

interface Dated {
  readonly clock: RecountedClock;
  readonly of: string;
  readonly due: string;
}

/** Every open date that is another now. What cannot be said any more or not yet did not move. */
function changesBetween(
  was: CaseDates,
  is: CaseDates,
  rule: RecountedDate['rule'],
): RecountedDate[] {
  const now = openDates(is);
  return openDates(was).flatMap(({ clock, of, due }) => {
    const found = now.find((one) => one.clock === clock && one.of === of);
    if (found === undefined || found.due === due) return [];
    return [{ clock, ...(of === '' ? {} : { of }), was: due, is: found.due, rule }];
  });
}

function openDates({ clocks, alarms, correctionDue, receivedAt }: CaseDates): Dated[] {
  const running = clocks.flatMap(({ kind, state, due }) => {
    const clock = clockNames[kind];
    const isOpen = state === 'running' && due !== null && clock !== undefined;
    return isOpen ? [{ clock, of: '', due }] : [];
  });
  const waiting = alarms.flatMap(({ kind, of, dueOn }) => {
    const clock = ofAlarms[kind];
    if (clock === undefined) return [];
    return [{ clock, of, due: clock === 'receipt' ? (receivedAt ?? dueOn) : dueOn }];
  });
  const correction =
    correctionDue === null ? [] : [{ clock: 'correction' as const, of: '', due: correctionDue }];
  return [...running, ...waiting, ...correction];
}

const clockNames: Readonly<Partial<Record<string, RecountedClock>>> = {
  review: 'review',
  consideration: 'consideration',
  notification: 'notification',
  appeal: 'appeal',
};
