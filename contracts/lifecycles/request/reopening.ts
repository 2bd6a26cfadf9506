import { bangkokDate } from '../../civil-date.js';
import type { PlainBody } from '../../commands/request/bodies.js';
import type { Refusal } from '../refusals.js';
import { refuse } from '../refusals.js';
import type { Actor } from '../service/case.js';
import { checkAppealing, overturned, setAside } from './appeals.js';
import type { Decision, Deficiency, Reopening, RequestCase } from './case.js';
import type { CaseDates } from './clocks.js';
import type { Happened } from './deed.js';
import { isAdverse } from './facts.js';
import { enter } from './procedure.js';
import type { ReopenGround } from './reopen-grounds.js';
import { groundsIn, reopenTable } from './reopen-grounds.js';

type ReopenBody = PlainBody<'reopen'>;

/** Why nobody opens a request again as it stands: an appeal that is open settles it, and no portal. */
export function checkReopening(
  { appeals, submittedBy }: RequestCase,
  actor: Actor,
): Refusal | undefined {
  if (actor.id === submittedBy) return refuse('samePerson');
  const open = appeals.find(({ outcome }) => outcome === null);
  return open === undefined ? undefined : refuse('appealOpen', { number: open.number });
}

/** Why a ground does not open a request again. What needs the calendar is asked where it is known. */
export function checkReopenBody(
  request: RequestCase,
  body: ReopenBody,
  today: string,
): Refusal | undefined {
  const { state, decision } = request;
  const { ground } = body;
  const grounds: readonly string[] = groundsIn(state);
  if (!grounds.includes(ground)) {
    return refuse('groundNotHere', { ground, state, possible: [...grounds] });
  }
  switch (ground) {
    case 'lateCorrection':
      return checkAppealing(request) ?? reliefOutOfOrder(body, today);
    case 'lateAppeal':
      return checkAppealing(request) ?? appealTimeRuns(request) ?? reliefOutOfOrder(body, today);
    case 'appealInformation':
      return (
        checkAppealing(request) ??
        outOfOrder(
          today,
          ['notifiedOn', decision?.notified?.on],
          ['informed.on', body.informed?.on],
        )
      );
    case 'judgment':
      return outOfOrder(today, ['decidedOn', decision?.decidedOn], ['on', body.on]);
    case 'retrial':
      return (
        checkFinal(decision) ??
        appealTimeRuns(request) ??
        outOfOrder(today, ['knownOn', body.knownOn], ['appliedOn', body.appliedOn])
      );
  }
}

/** What is to be tried again is an order against the applicant of which he was told. */
function checkFinal(decision: Decision | null): Refusal | undefined {
  if (decision === null || !isAdverse(decision)) {
    return refuse('notAppealable', { kind: decision?.kind ?? '-' });
  }
  return decision.notified === null ? refuse('notNotifiedYet') : undefined;
}

/** As long as it can be appealed, it is. */
function appealTimeRuns({ dates }: RequestCase): Refusal | undefined {
  const running = dates.alarms.find(({ kind }) => kind === 'appealEnds');
  return running === undefined ? undefined : refuse('appealTimeRuns', { due: running.dueOn });
}

function reliefOutOfOrder(
  { obstacleEndedOn, appliedOn }: { readonly obstacleEndedOn: string; readonly appliedOn: string },
  today: string,
): Refusal | undefined {
  return outOfOrder(today, ['obstacleEndedOn', obstacleEndedOn], ['appliedOn', appliedOn]);
}

/** Days that follow one another, the last one today at the latest. */
function outOfOrder(
  today: string,
  [earlier, first]: readonly [string, string | undefined],
  [later, second]: readonly [string, string | undefined],
): Refusal | undefined {
  if (second === undefined) return undefined;
  if (second > today) return refuse('dateInFuture', { field: later, date: second, today });
  return first === undefined || first <= second
    ? undefined
    : refuse('dateOrder', { field: later, date: second, other: earlier, otherDate: first });
}

/**
 * What opening a request again makes of it: the time for correction or appeal runs anew, or the stage
 * that made the order decides again, as when an appeal has set it aside. Nothing is taken out.
 */
export function reopened(
  request: RequestCase,
  body: ReopenBody,
  { at, by, sequence }: Happened,
): RequestCase {
  const number = request.reopenings.length + 1;
  const reopening: Reopening = { number, at, by, sequence, given: body };
  const next: RequestCase = {
    ...request,
    reopenings: [...request.reopenings, reopening],
    // While it was closed no campaign came by: it is counted by the newest calendar.
    dates: { ...request.dates, calendar: null },
  };
  switch (body.ground) {
    case 'lateCorrection':
      return correctionOpened(next, body, at);
    case 'lateAppeal':
    case 'appealInformation':
      return withDoneKept(next);
    case 'judgment':
    case 'retrial':
      return setAside({ ...next, responsibleAgencyId: null }, at);
  }
}

/** The list that was not answered in time is open again, and its order overturned. */
function correctionOpened(
  request: RequestCase,
  { obstacleEndedOn, within }: Extract<ReopenBody, { ground: 'lateCorrection' }>,
  at: number,
): RequestCase {
  const missed = request.deficiencies.findLast(({ status }) => status === 'missed');
  const again: Partial<Deficiency> = {
    ...{ status: 'open', endedOn: null, answeredAt: null },
    ...{ within, countedFrom: obstacleEndedOn },
  };
  const deficiencies = request.deficiencies.map((one) =>
    one === missed ? { ...one, ...again } : one,
  );
  const next = { ...overturned(request), decision: null, deficiencies };
  return enter(next, 'awaitingCorrection', { at, on: bangkokDate(at) });
}

/** By the newest calendar, what was done by then keeps the date that it had (C15). */
function withDoneKept(request: RequestCase): RequestCase {
  const { recounting, dates } = request;
  const done = dates.clocks.flatMap(({ kind, startsOn, state, due }) =>
    (state === 'met' || state === 'late') && due !== null ? [[`${kind}/${startsOn}`, due]] : [],
  );
  if (done.length === 0) return request;
  const { given } = recounting;
  const kept = { ...given.done, ...(Object.fromEntries(done) as Record<string, string>) };
  return { ...request, recounting: { ...recounting, given: { ...given, done: kept } } };
}

/** Why nothing has been opened: the time that runs anew is over already. */
export function checkOpened(
  { dates, reopenings }: Pick<RequestCase, 'dates' | 'reopenings'>,
  today: string,
): Refusal | undefined {
  const ground = reopenings.at(-1)?.given.ground;
  const due = ground === undefined ? null : openedUntil(dates, ground);
  return due === null || due >= today ? undefined : refuse('periodOver', { due, today });
}

function openedUntil({ clocks, correctionDue }: CaseDates, ground: ReopenGround): string | null {
  const { to } = reopenTable[ground];
  if (to === 'awaitingCorrection') return correctionDue;
  if (to !== 'same') return null;
  return clocks.find(({ kind }) => kind === 'appeal')?.due?.slice(0, 10) ?? null;
}
